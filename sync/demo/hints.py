"""What is plausible in an answer, from templates/demo/answers.yaml: a person fills it in, no code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from forms.model import Form
from sync.packaged import folder

_EVERY = "any"


class Hints:
    """The hints for one form's questions.

    A hint is a list of texts (an empty one: stays empty), weights of codes, {from, to} of a number,
    {days: [first, last]} of a date counted from the record's day, or {people: [fewest, most]}; `of`
    may stand for any of these beside `only: {question: code}`, `often` (0 to 1) of an answer that may
    stay empty, or `in_turn`.
    """

    def __init__(self, form: Form) -> None:
        known = _read()
        self._layers = [known.get(key, {}) for key in (form.id, form.counts_as, _EVERY) if key]

    def of(self, question: str) -> Mapping[str, Any]:
        """The hint for a question, as a mapping; empty where there is none."""
        found: Any = next((layer[question] for layer in self._layers if question in layer), {})
        return {"texts": found} if isinstance(found, list) else {str(key): of for key, of in found.items()}

    def sets(self) -> Sequence[Sequence[Mapping[str, Any]]]:
        """Groups of sets of answers, of each of which one set is given as a whole."""
        return next((layer["sets"] for layer in self._layers if "sets" in layer), [])

    def text(self) -> Sequence[str]:
        """What is written where a question has no texts of its own."""
        return next((layer["text"] for layer in self._layers if "text" in layer), [""])


def applies(hint: Mapping[str, Any], answers: Mapping[str, object]) -> bool:
    """Whether the answers given before are those that the hint asks for."""
    if "less" in hint:
        part, whole = (answers.get(question) for question in hint["less"])
        if part is None or whole is None or int(str(part)) >= int(str(whole)):
            return False
    return all(
        str(answers.get(question)) in [str(code) for code in (codes if isinstance(codes, list) else [codes])]
        for question, codes in _only(hint)
    )


def _only(hint: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    only: Mapping[str, Any] = hint.get("only", {})
    return only.items()


@cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    text = (folder("templates") / "demo" / "answers.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Mapping[str, Any]] = YAML(typ="safe").load(text)
    return read
