"""How a form's records of a partition are spread over what was chosen, beside the semester before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from forms.model import Entry, Form, Partition, Period, Question, QuestionType
from forms.papers.known import Known
from forms.summary import belongs

Line = Mapping[str, object]

_ROLES: Final = ("who", "members", "where", "when", "until", "group", "learning_area")


@dataclass(frozen=True, slots=True)
class Semesters:
    """A form's counted records of a partition in a semester and in the one before, and how many they are.

    `n` and `n_before` are those of the spreadsheet; `before` is None where not all of those are at hand.
    """

    form: Form
    now: Sequence[Entry]
    before: Sequence[Entry] | None
    n: int
    n_before: int


def semesters_of(known: Known, form: Form, partition: Partition, semester: Period) -> Semesters:
    """What a partition has of a form."""
    earlier = known.calendar.previous_semester(semester)
    now, before = (
        [entry for entry in known.records([form], period) if belongs(entry, partition)]
        for period in (semester, earlier)
    )
    n, n_before = (
        known.summary(partition, form, period).tally("all", "", "counted").n for period in (semester, earlier)
    )
    return Semesters(form, now, before if len(before) == n_before else None, n, n_before)


def spread(known: Known, form: Form, partition: Partition, semester: Period) -> list[Line]:
    """A line a choice: its question, the choice, how many records now and before; what occurs alone.

    By the form's kinds, what it is cut by, and what several of could be chosen for a record.
    """
    both = semesters_of(known, form, partition, semester)
    periods = (semester, known.calendar.previous_semester(semester))
    now, before = (known.summary(partition, form, period) for period in periods)
    found: list[Line] = []
    kind = form.about.get("kind", "")
    for dimension, asked in {"kind": kind, **{one: one for one in form.cut_by if one != kind}}.items():
        if (question := form.questions.get(asked)) and question.type is not QuestionType.CHECKBOXES:
            for code, label in _labels(question).items():
                n, past = (one.tally(dimension, code, "counted").n for one in (now, before))
                found.append({"asked": question.ask, "name": label, "n": n, "before": past})
    for question in form.questions.values():
        if question.type is QuestionType.CHECKBOXES:
            chosen = _chosen(both.now, question)
            past_chosen = None if both.before is None else _chosen(both.before, question)
            for code, label in _labels(question).items():
                past_n = None if past_chosen is None else past_chosen[code]
                found.append({"asked": question.ask, "name": label, "n": chosen[code], "before": past_n})
    return [line for line in found if line["n"] or line["before"]]


def _labels(question: Question) -> dict[str, str]:
    return {choice.code: choice.label for choice in question.choices}


def _chosen(entries: Iterable[Entry], question: Question) -> Counter[str]:
    """In how many records each was chosen."""
    answers = (entry.answers.get(question.id) for entry in entries)
    return Counter(code for answer in answers if isinstance(answer, tuple) for code in answer)


def amounts(form: Form, now: Sequence[Entry], before: Sequence[Entry] | None) -> list[Line]:
    """What the amounts that a form asks for add up to, now and before; None where nobody told."""
    return [
        {
            "name": question.ask,
            "said": _sum(now, question),
            "before": None if before is None else _sum(before, question),
        }
        for question in form.questions.values()
        if question.summed
    ]


def _sum(entries: Iterable[Entry], question: Question) -> int | float | None:
    answers = [entry.answers[question.id] for entry in entries if question.id in entry.answers]
    total = sum(Decimal(str(answer)) for answer in answers)
    return None if not answers else int(total) if total == int(total) else float(total)


def asked_in(form: Form, answers: Mapping[str, object], *, but: Iterable[str] = ()) -> list[Line]:
    """What was asked and answered in a record, in the form's order: its contents.

    Without who, where, when and what it is of, and without what only leads to other questions.
    """
    left_out = {*but, *(form.about.get(role) for role in _ROLES)}
    return [
        {"name": question.ask, "said": said}
        for question in form.questions.values()
        if question.id not in left_out
        and not any(choice.leads_to for choice in question.choices)
        and (said := answers.get(question.id)) not in (None, "")
    ]
