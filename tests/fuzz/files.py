"""Configuration and definitions made wrong in every way: whatever stands in them, the answer is problems."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from forms.calendar import load_calendar
from forms.definition import load_forms, packaged_definitions
from forms.duties import load_duties
from forms.model import Form, Problem
from forms.organisation import load_organisation
from forms.papers.load import load_report_rules
from forms.results.load import load_result_rules
from sync.packaged import folder
from sync.settings import load_settings
from tests import hostile

Read = Callable[[Path], tuple[Any, tuple[Problem, ...]]]


class Files:
    """The packaged files, and what reads each: a folder with the changed one in it, whatever it holds."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = forms
        there = folder("config")
        self._calendar, _ = load_calendar(there)
        self._organisation, _ = load_organisation(there)
        self.texts = {
            path.name: path.read_text(encoding="utf-8-sig")
            for path in (*packaged_definitions().glob("*.yaml"), *there.glob("*.yaml"), there / "schools.csv")
        }
        self._beside = {name: self.texts[name] for name in ("organisation.yaml", "schools.csv")}

    @property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the files of each kind."""
        others = {name.partition(".")[0]: (name,) for name in _READ}
        return {"definition": tuple(sorted(self.texts.keys() - _READ.keys())), **others}

    def problems(self, directory: Path, name: str, content: bytes) -> tuple[Problem, ...]:
        """What is wrong in a file with that content. Raises AssertionError where a problem has no place."""
        for other, text in self._beside.items():
            (directory / other).write_text(text, encoding="utf-8")
        (directory / name).write_bytes(content)
        try:
            read, problems = self._read(directory, name)
        finally:
            (directory / name).unlink()
        for problem in problems:
            assert problem.file, problem
            assert problem.line >= 1, problem
            str(problem.message).encode()
        wrong = any(problem.severity == "error" for problem in problems)
        assert wrong or read is not None
        return tuple(problems)

    def _read(self, directory: Path, name: str) -> tuple[Any, tuple[Problem, ...]]:
        if name == "duties.yaml":
            return load_duties(directory, self._forms, self._calendar)
        if name == "results.yaml":
            return load_result_rules(directory, self._organisation)
        if name == "reports.yaml":
            return load_report_rules(directory, None, self._organisation, self._calendar)
        return _READ.get(name, _definition)(directory)


def _definition(directory: Path) -> tuple[Mapping[str, Form], tuple[Problem, ...]]:
    aside = directory / "organisation.yaml"
    aside.unlink()
    return load_forms(directory)


_READ: Mapping[str, Read] = {
    "settings.yaml": load_settings,
    "organisation.yaml": load_organisation,
    "schools.csv": load_organisation,
    "calendar.yaml": load_calendar,
    "duties.yaml": load_calendar,
    "results.yaml": load_calendar,
    "reports.yaml": load_calendar,
}


# --- Changing ---------------------------------------------------------------------------


def changed(text: str, chance: Random) -> bytes:
    """A text with a few things wrong, by its lines, by its letters or by what YAML makes of it."""
    way = chance.randrange(12)
    if way < 3:
        return _encoded(_by_structure(text, chance), chance)
    if way == 11:
        return chance.choice(_WHOLE)(text, chance)
    for _ in range(chance.randint(1, 4)):
        text = _by_lines(text, chance) if chance.random() < 0.6 else _by_letters(text, chance)
    return _encoded(text, chance)


def _encoded(text: str, chance: Random) -> bytes:
    kind = chance.randrange(40)
    if kind == 0:
        return text.encode("cp874", "replace")
    if kind == 1:
        return text.encode("utf-16", "surrogatepass")
    return (b"\xef\xbb\xbf" if kind == 2 else b"") + text.encode("utf-8", "surrogatepass")


def _by_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    way = chance.randrange(7)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(at, chance.choice(lines))
    elif way == 2:
        lines[at] = " " * chance.randint(0, 8) + lines[at].lstrip()
    elif way == 3:
        lines[at] = "\t" + lines[at]
    elif way == 4:
        key, colon, _ = lines[at].partition(":")
        lines[at] = f"{key}{colon} {chance.choice(_VALUES)}"
    elif way == 5:
        lines[at] = lines[at].replace(chance.choice(":,[]{}-\"'#"), chance.choice(("", " ", ":", "{", "[")))
    else:
        words = lines[at].split(" ")
        words[chance.randrange(len(words))] = chance.choice(_VALUES)
        lines[at] = " ".join(words)
    return "\n".join(lines)


def _by_letters(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) + 1)
    put = chance.choice(
        ("", "\x00", "\x1b", "\t", "\ufeff", "\u202e", "\ud800", ":", "&a", "*a", "!", "%", "@", "`", "๙")
    )
    return text[:at] + put + text[at + chance.randint(0, 3) :]


def _by_structure(text: str, chance: Random) -> str:
    """The text as YAML, with keys dropped, doubled, and of other types; a table with its cells so."""
    if ":" not in text.partition("\n")[0] and "," in text.partition("\n")[0]:
        rows = list(csv.reader(io.StringIO(text)))
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice((*hostile.SHORT, "", "N01", "2569-01-01", "x" * 5000))
        written = io.StringIO()
        csv.writer(written).writerows(rows)
        return written.getvalue()
    yaml = YAML(typ="safe", pure=True)
    try:
        read = yaml.load(text)
    except (YAMLError, ValueError):
        return text
    for _ in range(chance.randint(1, 5)):
        _retyped(read, chance)
    written = io.StringIO()
    plain = YAML(typ="safe", pure=True)
    plain.allow_unicode = True
    plain.dump(read, written)
    return written.getvalue()


def _retyped(read: Any, chance: Random) -> None:
    """Change something at a place that is reached by chance."""
    for _ in range(chance.randint(0, 6)):
        if not isinstance(read, dict | list) or not read:
            return
        keys = list(read) if isinstance(read, dict) else range(len(read))
        key = chance.choice(list(keys))
        if isinstance(read[key], dict | list) and read[key] and chance.random() < 0.8:
            read = read[key]
            continue
        way = chance.randrange(4)
        if way == 0:
            del read[key]
        elif way == 1 and isinstance(read, dict):
            read[chance.choice(("x", "id", 5, "", *hostile.SHORT))] = read.pop(key)
        elif way == 2 and isinstance(read, list):
            read.append(read[key])
        else:
            read[key] = chance.choice((*_TYPED, *hostile.SHORT))
        return


_VALUES = (
    "[]", "{}", "null", "~", "true", "1", "-1", "0", "1e999", ".nan", ".inf", "0x1f", "1_000", '""', "''",
    "x", "&a x", "*a", "*zzz", "!!int x", "!!python/object/apply:os.system [id]", "!!binary aGk=",
    "!!set {a}", "!x y", "|", ">", "? a", "{a: b}", "[a, [b]]", "{<<: *a}", "2026-11-22", "9999-12-31",
    "0001-01-01", "2569-13-45", "24:00",
    "9" * 5000, '"\\ud800"', '"\\x00"', '"\\e[31m"', "- - -", "%YAML 1.1", "---",
    "...", "๙๙๙", "@x", "a@b", "x" * 3000, "<<: x",
)  # fmt: skip
_TYPED: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1e308,
    "",
    [],
    {},
    [[]],
    {"": ""},
    [None],
    {"a": {"b": ["c"]}},
    "x" * 3000,
)


def _laughs(_: str, __: Random) -> bytes:
    """Ten lists of ten times the one before: a thousand million where a reader writes them out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


def _around(text: str, _: Random) -> bytes:
    """What holds itself."""
    return ("a: &a [*a]\n" + text + "\nsections: &s [*s, {questions: *s}]\n").encode()


def _deep(text: str, chance: Random) -> bytes:
    many = chance.choice((50, 300, 600))
    return (text + "\nx: " + "[" * many + "]" * many + "\n").encode()


def _steep(text: str, chance: Random) -> bytes:
    many = chance.choice((50, 500, 2000))
    return (text + "\n" + "\n".join(f"{' ' * n}k:" for n in range(many)) + "\n").encode()


_WHOLE: tuple[Callable[[str, Random], bytes], ...] = (
    _laughs,
    _around,
    _deep,
    _steep,
    lambda _, chance: chance.randbytes(chance.randrange(300)),
    lambda text, _: b"PK\x03\x04" + text.encode(),
    lambda text, chance: text.encode("cp874", "replace")[: chance.randrange(len(text) + 1)],
    lambda text, chance: text[: chance.randrange(len(text) + 1)].encode(),
    lambda text, _: (text.replace("\n", "\r\n") * 2).encode(),
    lambda text, _: (text + "\n# " + "ก" * 300_000).encode(),
)
