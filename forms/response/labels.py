"""What an answer's text stands for: from the labels that people saw to the codes that stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from forms.model import Organisation, Question, QuestionType, School
from forms.thai import arabic_digits, normalise_name, thai_digits

Code = TypeVar("Code", str, int)


class Labels(Generic[Code]):
    """Codes by label: by the very text first, else by the text as names are compared.

    A spelling that stands for several codes stands for none.
    """

    def __init__(self, pairs: Iterable[tuple[str, Code]]) -> None:
        self._known: tuple[tuple[str, Code], ...] = tuple(pairs)
        self.exact: dict[str, Code] = _unambiguous(self._known)

    def code(self, text: str) -> Code | None:
        """The code that a text stands for, None where it stands for none."""
        code = self.exact.get(text)
        return self._alike.get(normalise_name(text)) if code is None else code

    @cached_property
    def _alike(self) -> dict[str, Code]:
        """Made when a text is first found that is no label: most answers are labels to the letter."""
        return _unambiguous((normalise_name(label), code) for label, code in self._known)


def _unambiguous(pairs: Iterable[tuple[str, Code]]) -> dict[str, Code]:
    distinct = dict.fromkeys(pairs)
    times = Counter(label for label, _ in distinct)
    return {label: code for label, code in distinct if times[label] == 1}


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


def question_labels(question: Question, organisation: Organisation) -> Labels[str]:
    """The labels of a question with choices: its own, and those that the organisation gives it."""
    own = ((label, c.code) for c in question.choices for label in (c.label, *c.aliases))
    return Labels([*own, *_names(members(question.type, organisation))])


def network_labels(question: Question, organisation: Organisation) -> Labels[str]:
    """The labels of a SCHOOL question's network drop-down; "" for the option that says none."""
    nothing = [(question.nothing, "")] if question.nothing else []
    return Labels([*nothing, *_names(organisation.networks)])


def school_labels(network: str, schools: Iterable[School]) -> Labels[str]:
    """The labels of a network's schools, those that have left it among them."""
    there = {s.code: s for s in schools if network == s.network or network in s.formerly}
    return Labels(_names(there))


def rating_labels(scale: Mapping[int, str]) -> Labels[int]:
    """The column labels of a rating grid ("5 ดีมาก"), and either half of them, in both kinds of digits."""
    ways = ((way, value) for value, label in scale.items() for way in (f"{value} {label}", label, str(value)))
    return Labels((digits(way), value) for way, value in ways for digits in (arabic_digits, thai_digits))


def members(kind: QuestionType, organisation: Organisation) -> Mapping[str, _Named]:
    """Those of the organisation that a type of question names, by code; schools are asked for by network."""
    named: dict[QuestionType, Mapping[str, _Named]] = {
        QuestionType.NETWORK: organisation.networks,
        QuestionType.SUPERVISOR: organisation.supervisors,
        QuestionType.SUPERVISORS: organisation.supervisors,
        QuestionType.WORK_GROUP: organisation.work_groups,
        QuestionType.LEARNING_AREA: organisation.learning_areas,
        QuestionType.PROJECT: organisation.projects,
    }
    return named.get(kind, {})


def _names(members: Mapping[str, _Named]) -> list[tuple[str, str]]:
    return [(name, code) for code, member in members.items() for name in (member.name, *member.aliases)]
