"""The way through a form that answers lead along, what it asks and what it requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.model import Form, Question, RatingGrid, Section, Value


class Path:
    """Follows choices and sections that lead elsewhere. Made once for a form."""

    def __init__(self, form: Form) -> None:
        self._sections = form.sections
        self._places = {section.id: place for place, section in enumerate(form.sections)}
        self._turns = {q.id: _turns(q) for q in form.questions.values() if _turns(q)}
        self._known: dict[tuple[Value, ...], tuple[frozenset[str], frozenset[str]]] = {}

    def required(self, answers: Mapping[str, Value]) -> frozenset[str]:
        """The ids of the required questions of all sections that the answers lead through."""
        return self._along(answers)[1]

    def asked(self, answers: Mapping[str, Value]) -> frozenset[str]:
        """The ids of all questions of the sections that the answers lead through."""
        return self._along(answers)[0]

    def _along(self, answers: Mapping[str, Value]) -> tuple[frozenset[str], frozenset[str]]:
        turning = tuple(map(answers.get, self._turns))
        known = self._known.get(turning)
        if known is None:
            visited = list(self.visited(answers))
            asked = frozenset(question for section in visited for question in _asked_in(section))
            known = asked, frozenset(question for section in visited for question in _required_in(section))
            self._known[turning] = known
        return known

    def visited(self, answers: Mapping[str, Value]) -> Iterator[Section]:
        """The sections that the answers lead through; they may be given while one goes along."""
        place, seen = 0, set[int]()
        while place < len(self._sections) and place not in seen:
            seen.add(place)
            section = self._sections[place]
            yield section
            target = self._target(section, answers)
            # Leading to no section of the form ends it.
            place = place + 1 if target is None else self._places.get(target, len(self._sections))

    def _target(self, section: Section, answers: Mapping[str, Value]) -> str | None:
        target = section.leads_to
        for entry in section.entries:
            code = answers.get(entry.id)
            if isinstance(code, str):
                target = self._turns.get(entry.id, {}).get(code) or target
        return target


def _turns(question: Question) -> Mapping[str, str]:
    return {choice.code: choice.leads_to for choice in question.choices if choice.leads_to is not None}


def _asked_in(section: Section) -> Iterator[str]:
    for entry in section.entries:
        yield from (row.id for row in entry.items) if isinstance(entry, RatingGrid) else (entry.id,)


def _required_in(section: Section) -> Iterator[str]:
    for entry in section.entries:
        if isinstance(entry, RatingGrid):
            yield from (row.id for row in entry.items if entry.required or row.required)
        elif entry.required:
            yield entry.id
