"""What people write, chosen from templates/demo/*.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from ruamel.yaml import YAML

from sync.packaged import folder

ANY = "any"


class Phrases:
    """The sample phrases, by question and by what they are about (a domain, a kind of work)."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._texts: Mapping[str, Any] = _read("phrases")
        self._odd: Mapping[str, Sequence[str]] = _read("mistakes")
        self._turns = Counter[str]()

    def say(self, question: str, about: str, places: Mapping[str, str]) -> str:
        """A text for a question, with its places filled."""
        lists = self._texts.get(question, self._texts[ANY])
        return self.of_list(lists.get(about) or lists[ANY], places)

    def knows(self, question: str) -> bool:
        """Whether there are texts for a question of that id."""
        return question in self._texts

    def of_list(self, texts: Sequence[str], places: Mapping[str, str]) -> str:
        """One of the texts, with its places filled."""
        return str(self._chance.choice(texts)).format_map(_Places(places))

    def leader(self, school: str) -> str:
        """How the head of a school is named: by the office, never as a person."""
        return str(self._texts["leader"]).format(school=school)

    def odd(self, kind: str) -> str:
        """A text that is odd on purpose, each in turn: "formula", "html", "emoji" or "long"."""
        self._turns[kind] += 1
        return self._odd[kind][(self._turns[kind] - 1) % len(self._odd[kind])]


class _Places(dict[str, str]):
    """Places of a phrase; one that the occasion does not know stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _read(name: str) -> Mapping[str, Any]:
    text = (folder("templates") / "demo" / f"{name}.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = YAML(typ="safe").load(text)
    return read
