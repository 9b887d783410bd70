"""Records about whole academic years: those of a year, of what may occur once the latest alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from forms.model import Entry, Form, Period
from forms.response.entries import day_of

_DAYS: Final = ("year", "when", "until")  # roles of questions that tell no two yearly records apart


def is_yearly(form: Form) -> bool:
    """Whether a form's records are each about a whole academic year."""
    return "year" in form.about and "part_of_year" not in form.about


def latest_of(form: Form, records: Iterable[Entry], year: Period) -> list[Entry]:
    """The latest counted record of each school, and of what else `once_per` tells apart, of an academic year.

    What was told twice in a year is there once. A record belongs to the year of its day; where it tells
    a year, that must be the same.
    """
    number = int(year.name.partition("-")[0])
    asked = form.about.get("year") if is_yearly(form) else None
    latest: dict[tuple[object, ...], Entry] = {}
    for record in sorted(records, key=lambda r: (day_of(r), r.submitted, r.response)):
        of_year = asked is None or record.answers.get(asked) == number
        if record.counted and of_year and day_of(record) in year:
            latest[_apart(form, record)] = record
    return list(latest.values())


def _apart(form: Form, record: Entry) -> tuple[object, ...]:
    days = {form.about[role] for role in _DAYS if role in form.about}
    asked = (record.answers.get(question) for question in form.once_per if question not in days)
    return record.members.get("school"), *asked
