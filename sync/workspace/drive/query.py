"""Drive's search language: the `q` of files.list, read into a test of one file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from sync.workspace import sharing
from sync.workspace.drive.refusals import invalid_value
from sync.workspace.errors import unimplemented
from sync.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that a query is asked about."""

    store: Store
    email: str
    row: Any


Test = Callable[[Candidate], bool]

_TOKEN = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(!=|<=|>=|[=<>(){}])|([A-Za-z]+))""")
_COLUMNS = {"name": "name", "mimeType": "mime"}
_TIMES = {"modifiedTime": "modified", "createdTime": "created"}
_FLAGS: dict[str, Test] = {
    "trashed": lambda file: sharing.is_trashed(file.store, file.row["id"]),
    "starred": lambda file: bool(file.row["starred"]),
    "sharedWithMe": lambda file: file.row["owner"] != file.email,
}
_ROLES = {"owners": 4, "writers": 3, "readers": 1}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def parse(q: str) -> Test:
    """Read a query; Refusal 400 "Invalid Value" for what Drive would not understand, 501 for fullText."""
    reader = _Reader(_tokens(q))
    test = reader.alternatives()
    if reader.peek() != ("", ""):
        raise invalid_value("q")
    return test


def _tokens(q: str) -> list[tuple[str, str]]:
    """(kind, text) pairs: kind is "text", "sign" or "word"."""
    found, at = [], 0
    q = q.rstrip()
    while at < len(q):
        match = _TOKEN.match(q, at)
        if not match:
            raise invalid_value("q")
        at = match.end()
        single, double, sign, word = match.groups()
        if not (sign or word):
            found.append(("text", re.sub(r"\\(.)", r"\1", single if double is None else double)))
        else:
            found.append(("sign", sign) if sign else ("word", word))
    return found


class _Reader:
    """A recursive descent over the tokens: or, then and, then not, then one term."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at = tokens, 0

    def peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def take(self, *accepted: str) -> str:
        """The next token's text, if its text is among `accepted` (anything but text in quotes)."""
        kind, text = self.peek()
        if kind in {"", "text"} or (accepted and text not in accepted):
            raise invalid_value("q")
        self._at += 1
        return text

    def text(self) -> str:
        kind, text = self.peek()
        if kind != "text":
            raise invalid_value("q")
        self._at += 1
        return text

    def alternatives(self) -> Test:
        tests = [self._together()]
        while self.peek() == ("word", "or"):
            self._at += 1
            tests.append(self._together())
        return tests[0] if len(tests) == 1 else lambda file: any(test(file) for test in tests)

    def _together(self) -> Test:
        tests = [self._negated()]
        while self.peek() == ("word", "and"):
            self._at += 1
            tests.append(self._negated())
        return tests[0] if len(tests) == 1 else lambda file: all(test(file) for test in tests)

    def _negated(self) -> Test:
        if self.peek() == ("word", "not"):
            self._at += 1
            test = self._negated()
            return lambda file: not test(file)
        if self.peek() == ("sign", "("):
            self._at += 1
            test = self.alternatives()
            self.take(")")
            return test
        return self._term()

    def _term(self) -> Test:
        if self.peek()[0] == "text":
            return self._membership(self.text())
        name = self.take()
        if name in _COLUMNS:
            return self._text_term(name)
        if name in _TIMES:
            return self._time_term(name)
        if name in _FLAGS:
            return self._flag_term(name)
        if name in {"appProperties", "properties"}:
            return self._property_term(name)
        if name in {"fullText", "visibility", "viewedByMeTime", "sharedWithMeTime"}:
            raise unimplemented(f"drive.files.list with {name} in q")
        raise invalid_value("q")

    def _text_term(self, name: str) -> Test:
        column, operator, value = _COLUMNS[name], self.take("=", "!=", "contains"), self.text()
        if operator != "contains":
            compare = _COMPARE[operator]
            return lambda file: compare(file.row[column], value)
        if column == "mime":
            return lambda file: str(file.row["mime"]).startswith(value)
        # Drive looks at the beginnings of words only: "Hello" finds HelloWorld, "World" does not.
        words = re.compile(r"(?<!\w)" + re.escape(value), re.IGNORECASE)
        return lambda file: bool(words.search(file.row["name"]))

    def _time_term(self, name: str) -> Test:
        column, compare, value = _TIMES[name], _COMPARE[self.take(*_COMPARE)], self.text()
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise invalid_value("q") from None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return lambda file: compare(datetime.fromisoformat(file.row[column]), moment)

    def _flag_term(self, name: str) -> Test:
        flag = _FLAGS[name]
        if name == "sharedWithMe" and self.peek()[1] not in {"=", "!="}:
            return flag
        compare, wanted = _COMPARE[self.take("=", "!=")], self.take("true", "false") == "true"
        return lambda file: compare(flag(file), wanted)

    def _property_term(self, name: str) -> Test:
        column = "app_properties" if name == "appProperties" else "properties"
        self.take("has")
        self.take("{")
        self.take("key")
        self.take("=")
        key = self.text()
        self.take("and")
        self.take("value")
        self.take("=")
        value = self.text()
        self.take("}")
        return lambda file: orjson.loads(file.row[column]).get(key) == value

    def _membership(self, value: str) -> Test:
        self.take("in")
        name = self.take("parents", *_ROLES)
        if name == "parents":
            return lambda file: file.row["parent"] == _folder(file, value)
        least = _ROLES[name]
        return lambda file: sharing.RANK[sharing.role_of(file.store, file.row["id"], value)] >= least


def _folder(file: Candidate, folder: str) -> str:
    if folder != "root":
        return folder
    row = file.store.connection.execute(
        "SELECT id FROM files WHERE owner = ? AND root", (file.email,)
    ).fetchone()
    return str(row["id"]) if row else "root"
