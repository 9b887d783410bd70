"""A work group in a semester: its people, and up to which day its figures stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from forms.model import Entry, Form, Organisation, Partition, Period, Supervisor
from forms.papers.known import Known
from forms.summary import belongs


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """What is known of a work group in a semester as of `day`, as its spreadsheet has it.

    `members` were in it at the semester's beginning or end; `forms` are those that its spreadsheet lists.
    """

    known: Known
    partition: Partition
    semester: Period
    organisation: Organisation
    members: tuple[Supervisor, ...]
    forms: tuple[Form, ...]
    day: date

    @property
    def before(self) -> Period:
        """The semester before."""
        return self.known.calendar.previous_semester(self.semester)

    def records(self, forms: Iterable[Form], period: Period, *, counted: bool = True) -> list[Entry]:
        """The group's records of forms about a period, by their day; by default those that count."""
        found = self.known.records(forms, period, counted=counted)
        return [entry for entry in found if belongs(entry, self.partition)]


def group_seen(known: Known, group: str, semester: Period) -> GroupSeen:
    """A work group in a semester: its figures stand on the day of the latest submission."""
    there, partition = known.there(semester), Partition("group", group)
    every = known.records(known.forms.values(), semester, counted=False)
    sent = [entry.submitted.date() for entry in every if belongs(entry, partition)]
    day = max(semester.start, min(max(sent, default=semester.start), known.last_day(semester)))
    last = semester.end - timedelta(days=1)
    members = tuple(
        person
        for person in there.supervisors.values()
        if person.work_group == group and (person.in_office(semester.start) or person.in_office(last))
    )
    forms = tuple(form for form in known.forms.values() if "group" in form.seen_in)
    return GroupSeen(known, partition, semester, there, members, forms, day)
