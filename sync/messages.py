"""What nithet says to the operator, in Thai and English, from templates/messages.yaml."""

from __future__ import annotations

import locale
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import Final, Literal

from ruamel.yaml import YAML

from forms.model import Problem, Wording
from forms.thai import thai_date
from sync.errors import NithetError
from sync.packaged import folder
from sync.plain_text import on_one_line

Language = Literal["th", "en"]
_IN_THAI: Final = "_in_thai"  # the end of the name of an error's value that stands for another in Thai


@dataclass(frozen=True, slots=True)
class Explained:
    """An error for its reader: what happened, where, and what to do."""

    what: str
    where: str
    do: str


class Messages:
    """The catalogue in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = _catalogue()

    def say(self, key: str, **values: object) -> str:
        """The message of that key with its places filled, each on one line: no answer can add its own."""
        shown = {name: _on_one_line(value) for name, value in values.items()}
        return str(self._texts[key][self.language]).format(**shown)

    def explain(self, error: NithetError) -> Explained:
        """What the operator reads of an error; one without an entry shows its own words."""
        entry = self._texts.get(f"error.{error.code}")
        if entry is None:
            return Explained(str(error), "", "")
        parts = entry[self.language]
        assert isinstance(parts, Mapping)
        values = _Places(error.values)
        if self.language == "th":  # what is known in Thai, too, is said so
            inside = {name: text for name, text in values.items() if name.endswith(_IN_THAI)}
            values.update({name.removesuffix(_IN_THAI): text for name, text in inside.items()})
            if "reason" in values:  # as the system says it
                values["reason"] = _problems().get(values["reason"], values["reason"])
        for name, text in values.items():
            values[name] = on_one_line(text)
        return Explained(*(str(parts.get(name, "")).format_map(values) for name in ("what", "where", "do")))

    def problem(self, problem: Problem) -> tuple[str, str]:
        """What is wrong in the configuration, and what would be accepted, in this language if it has it."""
        if self.language == "en" or problem.worded is None:
            return problem.message, problem.accepted
        message, accepted = problem.worded
        return _in_thai(message), _in_thai(accepted)


@cache
def _catalogue() -> Mapping[str, Mapping[str, object]]:
    """All messages, read once: that takes longer than a cycle, and a daemon asks for them in its cycles."""
    text = (folder("templates") / "messages.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Mapping[str, object]] = YAML(typ="safe").load(text)
    return read


@cache
def _problems() -> Mapping[str, str]:
    """The Thai of each English wording of problems."""
    written = (folder("templates") / "problems.yaml").read_text(encoding="utf-8")
    return {one["en"]: one["th"] for one in YAML(typ="safe").load(written)}


def _on_one_line(value: object) -> object:
    return on_one_line(str(value)) if isinstance(value, str | PurePath) else value


def _in_thai(wording: Wording) -> str:
    """A wording in Thai; one that is not in the catalogue, such as a list of codes, as it stands."""
    known = None if wording.is_typed else _problems().get(wording.text)
    if known is None:
        return str(wording)
    values = {name: _valued(value) for name, value in wording.values.items()}
    return known.format_map(values) if values else known


def _valued(value: object) -> object:
    if isinstance(value, Wording):
        return _in_thai(value)
    return thai_date(value) if isinstance(value, date) else value


class _Places(dict[str, str]):
    """Values of an error; one that was not given leaves its place empty rather than failing."""

    def __missing__(self, key: str) -> str:
        return ""


def chosen_language(option: str | None) -> Language:
    """The language asked for, else that of the locale: Thai where it is Thai, English elsewhere."""
    if option in {"th", "en"}:
        return "th" if option == "th" else "en"
    name = locale.getlocale()[0] or ""
    return "th" if name.lower().startswith(("th", "thai")) else "en"
