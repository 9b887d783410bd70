"""Read `about`: which question says who, where, when and what; readers find answers by these roles alone."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definition.sections import Written
from forms.model import ONE_OF_CHOICES, QuestionType, Wording
from forms.places import Place

_WORDS = frozenset({QuestionType.TEXT}) | ONE_OF_CHOICES
ROLES: Mapping[str, frozenset[QuestionType]] = {
    "who": frozenset({QuestionType.SUPERVISOR}),
    "who_name": frozenset({QuestionType.TEXT}),
    "role": ONE_OF_CHOICES,
    "where": frozenset({QuestionType.SCHOOL}),
    "when": frozenset({QuestionType.DATE}),
    "group": frozenset({QuestionType.WORK_GROUP}),
    "class": ONE_OF_CHOICES,
    "learning_area": frozenset({QuestionType.LEARNING_AREA}),
    "way": ONE_OF_CHOICES,
    "kind": ONE_OF_CHOICES,
    "until": frozenset({QuestionType.DATE}),
    "members": frozenset({QuestionType.SUPERVISORS}),
    "project": frozenset({QuestionType.PROJECT}),
    "network": frozenset({QuestionType.NETWORK}),
    "stand_in": frozenset({QuestionType.SUPERVISOR}),
    "subject": _WORDS,
    "place": _WORDS,
    "part_of_day": ONE_OF_CHOICES,
    "leave_type": ONE_OF_CHOICES,
    "urgency": ONE_OF_CHOICES,
    "due": frozenset({QuestionType.DATE}),
    "agreed": frozenset({QuestionType.TEXT, QuestionType.PARAGRAPH}),
    "next": frozenset({QuestionType.DATE}),
    "year": frozenset({QuestionType.YEAR}),
    "part_of_year": ONE_OF_CHOICES,
}

_VISIT = {
    "where": "schools are covered by it",
    "agreed": "supervisors see what was agreed at the last visit",
}
# What the sheets and duties that read a form of a kind cannot do without, and what they show by it.
NEEDED: Mapping[str, Mapping[str, str]] = {
    "observation": _VISIT,
    "visit": _VISIT,
    "log": {"who": "days are owed by people"},
    "journey": {"who": "memos are owed by people", "subject": "it tells where people are today"},
    "permit": {
        "who": "permits excuse people",
        "kind": "it tells leave from journeys",
        "subject": "it tells where people are today",
        "leave_type": "it tells why people are away today",
    },
    "plan": {
        "who": "visits are planned for people",
        "where": "plans are held against visits of the school",
        "part_of_day": "the calendar of visits shows it",
    },
    "case": {
        "who": "somebody answers for a case",
        "where": "cases are told by school",
        "kind": "cases are told by it",
        "urgency": "cases are told with it",
        "due": "cases are put in order by it",
        "next": "cases are told with it",
    },
    "half-year-report": {
        "who": "reports are owed by people",
        "year": "it tells which year is reported",
        "part_of_year": "it tells which half is reported",
    },
    "profile": {"where": "schools owe it", "year": "it tells which year is reported"},
    "sar": {"where": "schools owe it", "year": "it tells which year is reported"},
}


def read_about(place: Place, written: Written) -> dict[str, str]:
    """The question of each role, by id; a question of a type that cannot answer the role is a problem."""
    fields = place.fields(("when",), ROLES)
    for role, reference in fields.items():
        question = written.question_at(reference)
        if question is not None and question.type not in ROLES[role]:
            reference.wrong(
                '"{role}" cannot be a {type} ("{id}")',
                Wording(_types(role)),
                role=role,
                type=question.type,
                id=question.id,
            )
    return {role: reference.said for role, reference in fields.items()}


def lint_needed(place: Place, counts_as: str) -> None:
    """A form that counts as something declares the roles that the readers of such forms ask for."""
    declared = {key.said for key, _ in place.pairs()}
    for role, reason in NEEDED.get(counts_as, {}).items():
        if role not in declared:
            message = Wording(
                '"{role}" is missing: this form counts as {counts_as}, and {reason}',
                {"role": role, "counts_as": counts_as, "reason": Wording(reason)},
            )
            place.wrong(
                message,
                Wording("{role}: <id of a question of {types}>", {"role": role, "types": _types(role)}),
            )


def _types(role: str) -> str:
    return f"type: {' or '.join(sorted(ROLES[role]))}"
