"""Read which answers of a definition say that a school needs help."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition.sections import Written
from forms.model import ONE_OF_CHOICES, Wording
from forms.places import Place

# What the list of schools that need help shows by it.
_NEEDED = {
    "where": "a school needs the help",
    "members": "the list of schools that need help names their team",
    "due": "the list of schools that need help tells until when",
}


def read_needs(place: Place | None, written: Written, about: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The codes that say so, by choice question, {} where nothing does. `about` are the form's roles."""
    if place is None:
        return {}
    for role, reason in _NEEDED.items():
        if about and role not in about:
            message = Wording(
                '"needs_help" needs the role "{role}": {reason}', {"role": role, "reason": Wording(reason)}
            )
            place.wrong(message, Wording("{role}: <id of a question> in about", {"role": role}))
    found: dict[str, tuple[str, ...]] = {}
    for key, value in place.pairs():
        question = written.question_at(key)
        if question is None:
            continue
        if question.type not in ONE_OF_CHOICES:
            key.wrong(
                'a {type} ("{id}") cannot say that a school needs help',
                "a question of type choice or dropdown",
                type=question.type,
                id=question.id,
            )
            continue
        known = [choice.code for choice in question.choices]
        elements = [value] if value.is_scalar else value.elements()
        found[question.id] = tuple(
            code for element in elements if (code := element.one_of(known, "choice")) is not None
        )
    return found
