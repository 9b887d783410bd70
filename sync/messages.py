"""What nithet says to the operator, in Thai and English, from templates/messages.yaml."""

from __future__ import annotations

import locale
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ruamel.yaml import YAML

from sync.errors import NithetError
from sync.packaged import folder

Language = Literal["th", "en"]


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
        text = (folder("templates") / "messages.yaml").read_text(encoding="utf-8")
        self._texts: Mapping[str, Mapping[str, object]] = YAML(typ="safe").load(text)

    def say(self, key: str, **values: object) -> str:
        """The message of that key with its places filled."""
        return str(self._texts[key][self.language]).format(**values)

    def explain(self, error: NithetError) -> Explained:
        """What the operator reads of an error; one without an entry shows its own words."""
        entry = self._texts.get(f"error.{error.code}")
        if entry is None:
            return Explained(str(error), "", "")
        parts = entry[self.language]
        assert isinstance(parts, Mapping)
        values = _Places(error.values)
        return Explained(*(str(parts.get(name, "")).format_map(values) for name in ("what", "where", "do")))


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
