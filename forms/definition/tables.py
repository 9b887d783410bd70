"""Read `tables`: two choice questions set against each other, and whose latest answer fills the cells."""

from __future__ import annotations

from forms.definition.sections import Written
from forms.model import ONE_OF_CHOICES, StatusTable, Wording
from forms.places import Place

_PARTS = ("rows", "columns", "latest")


def read_tables(place: Place, written: Written) -> tuple[StatusTable, ...]:
    """Each table of a definition; what is no question of one choice, or stands in two parts, is a problem."""
    return tuple(_read(element, written) for element in place.elements())


def _read(place: Place, written: Written) -> StatusTable:
    named: dict[str, str] = {}
    for part, reference in place.fields(_PARTS).items():
        question = written.question_at(reference)
        if question is None:
            continue
        if question.type not in ONE_OF_CHOICES:
            accepted = Wording("type: {names}", {"names": " or ".join(sorted(ONE_OF_CHOICES))})
            message = 'a table cannot be made of a {type} ("{id}")'
            reference.wrong(message, accepted, type=question.type, id=question.id)
        elif question.id in named.values():
            reference.wrong('"{id}" stands here twice', "each question once", id=question.id)
        named[part] = question.id
    return StatusTable(*(named.get(part, "") for part in _PARTS))
