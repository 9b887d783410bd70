"""Read YAML so that everything found wrong in it can be named by file, path and line, all at once.

Scalars stay the text that stands in the file until a reader asks for a number, a date or a truth:
`08.30`, `0123` and `2567-02-29` are never taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from forms.broken_yaml import explain
from forms.model import Problem, Wording, to_type, worded
from forms.thai import read_date, read_number

_MOST_NAMED = 20
_MOST_SHOWN = 40
_LARGEST = 5_000_000  # bytes; the largest sample has 30,000
_HALVES = re.compile("[\ud800-\udfff]")
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # control characters: no form, file or page shows them
_OFFICES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how files of Word and Excel begin, new and old
# Spaces of any kind, and signs without width that come along with copied text.
_UNSEEN = " \t\r\n\f\v\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file, with where it stands. What is found wrong goes to one list shared by the file."""

    file: str
    line: int
    path: str
    problems: list[Problem]
    node: Node | None = None

    def wrong(self, message: str | Wording, accepted: str | Wording = "", /, **values: object) -> None:
        """Note a problem here. The values fill the places in braces of both texts (see `Wording`)."""
        found = worded(self.file, self.line, self.path, message, accepted, values=values)
        self.problems.append(found)

    def warn(self, message: str | Wording, accepted: str | Wording = "", /, **values: object) -> None:
        """Note here what is likely not meant so, but can be worked with."""
        found = worded(self.file, self.line, self.path, message, accepted, "warning", values)
        self.problems.append(found)

    def at(self, name: str) -> Place:
        """The value under a key of a mapping; this place itself where it has none."""
        return next((value for key, value in self.pairs() if key.said == name), self)

    def fields(self, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Place]:
        """The values of a mapping that may hold these keys only; those that are empty are left out."""
        required = tuple(required)
        known = (*required, *optional)
        found: dict[str, Place] = {}
        meant: set[str | None] = set(self._glued())
        for key, value in self.pairs():
            if key.said not in known and value.is_empty and self.is_flow:
                key.wrong(
                    '"{said}" stands here by itself', 'a text that holds a comma as "…, …"', said=key.shown
                )
            elif key.said not in known:
                meant.add(closest(key.said, known))
                values = {"said": key.shown, "guess": did_you_mean(key.said, known)}
                key.wrong(Wording('unknown key "{said}"{guess}', values), to_type(", ".join(known)))
            elif not value.is_empty:
                found[key.said] = value
            elif key.said in required:
                meant.add(key.said)
                key.wrong('nothing stands after "{said}:"', '{said}: …, a # only as "#…"', said=key.said)
        if self.is_empty or isinstance(self.node, MappingNode):
            for name in required:
                if name not in found and name not in meant:
                    self.wrong('"{name}" is missing', "{name}: …", name=name)
        return found

    def pairs(self) -> Iterator[tuple[Place, Place]]:
        """Key and value of each line of a mapping; a key that stands twice is a problem."""
        if not isinstance(self.node, MappingNode):
            if not self.is_empty:
                message = Wording("a mapping (key: value) is expected here, not {kind}", {"kind": self._kind})
                self.wrong(message, "key: value on a line of its own for each, or {key: value, …}")
            return
        seen: set[str] = set()
        twice: list[Place] = []
        glued = self._glued()
        for key_node, value_node in self.node.value:
            name = _scalar(key_node)
            key = self._at(key_node, name)
            if name in seen:
                twice.append(key)
            elif name.partition(":")[0] in glued and ":" in name:
                key.wrong('no space stands after the colon of "{name}"', "key: value", name=quoted(name))
            else:
                seen.add(name)
                yield key, self._at(value_node, name, key.line)
        if len(twice) == 1:
            twice[0].wrong('"{said}" stands here twice', "each key once", said=twice[0].said)
        elif twice:
            names = ", ".join(f'"{key.said}"' for key in twice)
            twice[0].wrong(
                "{names} stand here twice", 'each key once, or "- " before what begins another', names=names
            )

    @property
    def is_flow(self) -> bool:
        """Whether a list or mapping stands here in brackets or braces."""
        return bool(getattr(self.node, "flow_style", False))

    def _glued(self) -> tuple[str, ...]:
        """Keys of a {…} whose colon has no space behind it: YAML takes key and value for one word."""
        if not isinstance(self.node, MappingNode) or not self.is_flow:
            return ()
        names = (
            _scalar(key)
            for key, value in self.node.value
            if isinstance(value, ScalarNode) and not value.value
        )
        return tuple(name.partition(":")[0] for name in names if ":" in name)

    def elements(self) -> list[Place]:
        """The elements of a list."""
        if isinstance(self.node, SequenceNode):
            return [
                Place(self.file, _line(n), f"{self.path}[{i}]", self.problems, n)
                for i, n in enumerate(self.node.value)
            ]
        if not self.is_empty:
            self.wrong(
                "a list is expected here, not {kind}",
                "[one, another], or lines that begin with -",
                kind=self._kind,
            )
        return []

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written here."""
        node = self.node
        return node is None or (
            isinstance(node, ScalarNode) and node.style is None and node.value in ("", "~", "null")
        )

    @property
    def is_scalar(self) -> bool:
        """Whether a single value stands here, not a list or a mapping."""
        return isinstance(self.node, ScalarNode)

    @property
    def said(self) -> str:
        """The text that stands here, without spaces round it; "" for a list or mapping."""
        return _scalar(self.node)

    @property
    def shown(self) -> str:
        """What stands here as a message quotes it."""
        return quoted(self.said)

    def text(self) -> str:
        """One line of text, "" with a problem where there is none."""
        text = self.paragraph()
        if "\n" in text:
            self.wrong("a line break stands in this text", "one line: Google Forms takes no line breaks here")
            return " ".join(text.split())
        return text

    def paragraph(self) -> str:
        """Text of any number of lines, "" with a problem where there is none."""
        if not isinstance(self.node, ScalarNode):
            self.wrong("a text is expected here, not {kind}", kind=self._kind)
            return ""
        if not self.said:
            self.wrong("this text is empty", "some text")
        return self.said

    def texts(self) -> tuple[str, ...]:
        """A list of texts, each of one line."""
        return tuple(element.text() for element in self.elements())

    def number(self) -> int | float | None:
        """A number, None with a problem where there is none."""
        value = read_number(self.said)
        if value is None:
            self.wrong('"{said}" is not a number', "a number, such as 3 or 4.51", said=self.shown)
        return value

    def truth(self) -> bool:
        """True or false; False with a problem where it is neither."""
        said = self.said.casefold()
        if said not in ("true", "false"):
            self.wrong('"{said}" is neither true nor false', "true, false", said=self.shown)
        return said == "true"

    def day(self) -> date | None:
        """A date in either era, None with a problem where there is none."""
        return day_at(self, self.said)

    def one_of(self, known: Iterable[str], what: str) -> str | None:
        """The text that stands here if it is one of the known ones, else None with a problem."""
        known = tuple(known)
        if self.said in known:
            return self.said
        guess = did_you_mean(self.said, known)
        message = Wording(
            'unknown {what} "{said}"{guess}', {"what": Wording(what), "said": self.shown, "guess": guess}
        )
        self.wrong(message, shortened(known))
        return None

    @property
    def _kind(self) -> Wording:
        if self.is_empty:
            return Wording("nothing")
        if self.is_scalar:
            return Wording('the text "{said}"', {"said": self.shown})
        return Wording("a list" if isinstance(self.node, SequenceNode) else "a mapping")

    def _at(self, node: Node, name: str, key_line: int | None = None) -> Place:
        """The place of a key or value; a value that is empty or begins below its key has the key's line."""
        path = f"{self.path}.{name}" if self.path else name
        is_apart = node.value == "" if isinstance(node, ScalarNode) else not getattr(node, "flow_style", True)
        return Place(self.file, (is_apart and key_line) or _line(node), path, self.problems, node)


def quoted(text: str) -> str:
    """A text as a message quotes it: on one line, the first forty characters."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else line[:_MOST_SHOWN] + "…"


def shortened(known: Iterable[str]) -> Wording:
    """The words that are accepted, the first twenty of them where there are more."""
    words = list(known)
    if len(words) <= _MOST_NAMED:
        return to_type(", ".join(words))
    named = ", ".join(words[:_MOST_NAMED])
    return Wording("{named}, … ({count} in all)", {"named": named, "count": len(words)})


def did_you_mean(said: str, known: Iterable[str]) -> Wording:
    """`: did you mean "…"?` for the closest of the known words, "" where none is close."""
    close = closest(said, known)
    return Wording(': did you mean "{close}"?', {"close": close}) if close else Wording("")


def closest(said: str, known: Iterable[str]) -> str | None:
    """The known word that is spelt most alike, None where none is close."""
    return next(iter(get_close_matches(said, list(known), n=1)), None)


def is_wrong(problems: Iterable[Problem]) -> bool:
    """Tell whether something among the problems stops what they were found in: all but warnings."""
    return any(problem.severity == "error" for problem in problems)


def day_at(place: Place, text: str) -> date | None:
    """The date that a text means; None with a problem at the place where it means none."""
    day = read_date(text)
    if day is None:
        place.wrong(
            '"{text}" is not a date', "2026-11-22, 2569-11-22, 22/11/2569 or 22 พ.ย. 2569", text=quoted(text)
        )
    return day


def read_text(path: Path, nowhere: Place) -> str | None:
    """A file's text, in UTF-8 (with a byte order mark or without) or Windows-874.

    None with a problem at `nowhere` where it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = Wording(error.strerror or type(error).__name__)
        nowhere.wrong("the file cannot be read: {why}", "a readable file", why=why)
        return None
    if len(raw) > _LARGEST:
        nowhere.wrong("the file is larger than any that an office writes", "at most 5 MB")
        return None
    typed = 'UTF-8; in Excel "CSV UTF-8"'
    if path.suffix == ".yaml":
        typed = 'a text as Notepad saves it: "Save as", encoding UTF-8'
    if raw.startswith(_OFFICES):
        nowhere.wrong("this is a file of Word or Excel, or a zipped one, and no text", typed)
        return None
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:  # else UTF-16
            return text
    nowhere.wrong("the file's encoding is neither UTF-8 nor Windows-874", typed)
    return None


def open_yaml(path: Path) -> Place:
    """The whole of a YAML file; where it cannot be read, a place that holds nothing but the problem."""
    nowhere = Place(str(path), 1, "", [])
    text = read_text(path, nowhere)
    if text is None:
        return nowhere
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except RecursionError:
        nowhere.wrong("the parts of this file stand inside each other too deeply", "a few steps")
    except MarkedYAMLError as error:
        line, message, accepted = explain(text, error)
        Place(nowhere.file, line, "", nowhere.problems).wrong(message, accepted)
    except YAMLError as error:
        nowhere.wrong("broken YAML: {why}", why=str(error).splitlines()[0])
    else:
        if node is not None:
            return Place(nowhere.file, 1, "", nowhere.problems, node)
        nowhere.wrong("the file is empty")
    return nowhere


def _scalar(node: Node | None) -> str:
    """Its text, without what only an escape like "\\e" can put there; half a character as U+FFFD."""
    if not isinstance(node, ScalarNode):
        return ""
    text: str = node.value.strip(_UNSEEN)
    return text if text.isprintable() else _ORDERS.sub("", _HALVES.sub("\ufffd", text))


def plain(text: str) -> str:
    """What stands in a cell of a table, on one line and without control characters."""
    return text if text.isprintable() else _ORDERS.sub("", re.sub(r"[\r\n\t]+", " ", text))


def _line(node: Node) -> int:
    line: int = node.start_mark.line + 1
    return line
