"""Drive's search language: the `q` of files.list, read into a test of one file."""

from __future__ import annotations

import operator
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from sync.workspace import sharing
from sync.workspace.drive.refusals import invalid_value
from sync.workspace.drive.view import View
from sync.workspace.errors import unimplemented

Test = Callable[[View, sqlite3.Row], bool]
"""Whether a file, as somebody sees it, is one of those that a query means."""

_TOKEN = re.compile(
    r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(!=|<=|>=|[=<>(){}])|([A-Za-z]+(?:\.[A-Za-z]+)?))""",
    re.DOTALL,
)
_COLUMNS = {"name": "name", "mimeType": "mime", "shortcutDetails.targetId": "target"}
_TIMES: dict[str, Callable[[View, sqlite3.Row], str]] = {
    "modifiedTime": lambda _view, row: row["modified"],
    "createdTime": lambda _view, row: row["created"],
    "viewedByMeTime": lambda view, row: view.own(row, "viewed"),
    "sharedWithMeTime": lambda view, row: view.shared_at(row),
}
_FLAGS: dict[str, Test] = {
    "trashed": lambda view, row: view.is_trashed(row),
    "starred": lambda view, row: bool(view.own(row, "starred")),
    "sharedWithMe": lambda view, row: view.is_shared(row),
}
_ROLES = {"owners": "owner", "writers": "writer", "readers": "reader"}
_VISIBILITIES = frozenset({"anyoneCanFind", "anyoneWithLink", "domainCanFind", "domainWithLink", "limited"})
_DEEPEST = 100  # brackets and nots inside each other
_REFUSED = frozenset({"fullText", "labels"})
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def parse(q: str) -> Test:
    """Read a query; Refusal 400 for what Drive would not understand, 501 for fullText and labels."""
    reader = _Reader(_tokens(q))
    test = reader.joined()
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
    """A descent over the tokens; `and` and `or` bind alike, from left to right, as Drive says."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

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

    def joined(self) -> Test:
        """Terms joined by `and` and `or`."""
        first = self._negated()
        more: list[tuple[str, Test]] = []
        while self.peek() in {("word", "and"), ("word", "or")}:
            more.append((self.take(), self._negated()))
        if not more:
            return first

        def test(view: View, row: sqlite3.Row) -> bool:
            so_far = first(view, row)
            for join, term in more:
                if so_far == (join == "and"):  # otherwise the term makes no difference
                    so_far = term(view, row)
            return so_far

        return test

    def _negated(self) -> Test:
        if self.peek() not in {("word", "not"), ("sign", "(")}:
            return self._term()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise invalid_value("q")
        if self.take() == "not":
            negated = self._negated()
            found: Test = lambda view, row: not negated(view, row)  # noqa: E731 - a def would need a name
        else:
            found = self.joined()
            self.take(")")
        self._depth -= 1
        return found

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
        if name == "visibility":
            return self._visibility_term()
        if name in _REFUSED:
            raise unimplemented(f"drive.files.list with {name} in q")
        raise invalid_value("q")

    def _text_term(self, name: str) -> Test:
        column = _COLUMNS[name]
        operators = ("=", "!=") if column == "target" else ("=", "!=", "contains")
        operator, value = self.take(*operators), self.text()
        if operator != "contains":
            compare = _COMPARE[operator]
            return lambda _view, row: compare(row[column], value)
        if column == "mime":
            return lambda _view, row: str(row["mime"]).startswith(value)
        # Drive looks at the beginnings of words only: "Hello" finds HelloWorld, "World" does not.
        words = re.compile(r"(?<!\w)" + re.escape(value), re.IGNORECASE)
        return lambda _view, row: bool(words.search(row["name"]))

    def _time_term(self, name: str) -> Test:
        time_of, compare, value = _TIMES[name], _COMPARE[self.take(*_COMPARE)], self.text()
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise invalid_value("q") from None
        wanted = moment if moment.tzinfo else moment.replace(tzinfo=UTC)

        def test(view: View, row: sqlite3.Row) -> bool:
            found = time_of(view, row)
            return bool(found) and compare(datetime.fromisoformat(found), wanted)

        return test

    def _flag_term(self, name: str) -> Test:
        flag = _FLAGS[name]
        if name == "sharedWithMe" and self.peek()[1] not in {"=", "!="}:
            return flag
        compare, wanted = _COMPARE[self.take("=", "!=")], self.take("true", "false") == "true"
        return lambda view, row: compare(flag(view, row), wanted)

    def _visibility_term(self) -> Test:
        compare, wanted = _COMPARE[self.take("=", "!=")], self.text()
        if wanted not in _VISIBILITIES:
            raise invalid_value("q")
        return lambda view, row: compare(view.visibility(row), wanted)

    def _property_term(self, name: str) -> Test:
        column = "app_properties" if name == "appProperties" else "properties"
        for expected in ("has", "{", "key", "="):
            self.take(expected)
        key = self.text()
        for expected in ("and", "value", "="):
            self.take(expected)
        value = self.text()
        self.take("}")
        return lambda _view, row: orjson.loads(row[column]).get(key) == value

    def _membership(self, value: str) -> Test:
        self.take("in")
        name = self.take("parents", *_ROLES)
        if name == "parents":
            return lambda view, row: row["parent"] == (view.root if value == "root" else value)
        least = sharing.RANK[_ROLES[name]]
        return lambda view, row: sharing.RANK[view.role(row, value)] >= least
