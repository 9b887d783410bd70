"""See that `once_per` tells the records of every kind apart, where kinds are asked things of their own."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition.flow import asked_by_choice
from forms.definition.sections import Written
from forms.model import Question
from forms.places import Place

_MOST_NAMED = 6


def lint_once_per(
    place: Place, once_per: tuple[str, ...], written: Written, about: Mapping[str, str]
) -> None:
    """Warn of choices whose own questions `once_per` leaves out, while it names those of other choices.

    Who keys letters received by their number, and letters sent by nothing that is asked of them alone,
    has two letters sent on one day taken for one.
    """
    known = {
        *once_per,
        *([about["who_name"]] if about.get("who") in once_per and "who_name" in about else ()),
    }
    for question in written.questions.values():
        if any(choice.leads_to for choice in question.choices):
            _lint(place, question, known, written)


def _lint(place: Place, question: Question, known: set[str], written: Written) -> None:
    asked = asked_by_choice(question, written.sections)
    common = frozenset.intersection(*asked.values())
    own = {code: (questions - common) & written.questions.keys() for code, questions in asked.items()}
    if not any(questions & known for questions in own.values()):
        return  # what all are asked tells them apart
    for choice in question.choices:
        if own[choice.code] and not own[choice.code] & known:
            names = [name for name in written.questions if name in own[choice.code]]
            place.warn(
                'nothing that is asked of "{choice}" alone tells two of them apart',
                "one of its questions, too: {names}",
                choice=choice.label,
                names=", ".join([*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])]),
            )
