"""Schools that need help: by which answers, since when, who helps until when, and what followed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms.model import Entry, Form
from forms.response.entries import day_of
from forms.visits import visiting


@dataclass(frozen=True, slots=True)
class Need:
    """A school that needs help by what a form was answered.

    `record` is the latest record that says so, `since` the day of the first of those that did one after
    the other, `said` the question and code by which it does. `team` are supervisors by code, `due` is the
    day until when they help. `followed` is the latest day after the record on which the school was visited
    or something else was recorded in the form, None for none.
    """

    form: str
    school: str
    record: str
    since: date
    said: tuple[str, str]
    team: tuple[str, ...]
    due: date | None
    followed: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether the day until when the team helps is past."""
        return self.due is not None and self.due < today

    def is_due_by(self, day: date) -> bool:
        """Whether the team's help is to be done by that day."""
        return self.due is not None and self.due <= day


def needing(
    forms: Iterable[Form], entries: Mapping[str, Iterable[Entry]], schools: Collection[str]
) -> tuple[Need, ...]:
    """The needs of these schools, the earliest due first, one a school and form.

    `entries` are those of each form, in any order; only counted ones tell something. Each question is
    looked at alone: what an external examiner finds does not undo what the office found.
    """
    known = tuple(forms)
    judging = {form.id: form for form in known if form.needs_help}
    told = {form: _by_school(entries.get(form, ()), schools) for form in judging}
    found = [
        _need(judging[form], school, records, runs)
        for form, of in told.items()
        for school, records in of.items()
        if (runs := list(_runs(judging[form], records)))
    ]
    if not found:
        return ()
    days = _days_of_visits(known, entries, {need.school for need in found})
    followed = (_followed(need, told[need.form][need.school], days.get(need.school, ())) for need in found)
    return tuple(sorted(followed, key=lambda need: (need.due or date.max, need.since, need.school)))


_Run = tuple[str, Sequence[Entry]]


def _by_school(entries: Iterable[Entry], schools: Collection[str]) -> dict[str, list[Entry]]:
    """The counted records of each school, by their day."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        school = entry.members.get("school", "")
        if entry.counted and school in schools:
            found.setdefault(school, []).append(entry)
    for of in found.values():
        of.sort(key=lambda entry: (day_of(entry), entry.submitted, entry.response))
    return found


def _runs(form: Form, records: Sequence[Entry]) -> Iterator[_Run]:
    """Each question whose latest answer says that help is needed, with the records since that do so."""
    for question, codes in form.needs_help.items():
        run: list[Entry] = []
        for record in records:
            said = record.answers.get(question)
            if said in codes:
                run.append(record)
            elif said is not None:
                run = []
        if run:
            yield question, run


def _need(form: Form, school: str, records: Sequence[Entry], runs: Sequence[_Run]) -> Need:
    question, run = max(runs, key=lambda one: records.index(one[1][-1]))
    record = run[-1]
    team, due = record.answers.get(form.about["members"]), record.answers.get(form.about["due"])
    return Need(
        form.id,
        school,
        record.response,
        min(day_of(of[0]) for _, of in runs),
        (question, str(record.answers[question])),
        team if isinstance(team, tuple) else (),
        date.fromisoformat(due) if isinstance(due, str) and due else None,
    )


def _days_of_visits(
    forms: Sequence[Form], entries: Mapping[str, Iterable[Entry]], schools: Collection[str]
) -> dict[str, list[date]]:
    days: dict[str, list[date]] = {}
    for form in visiting(forms):
        for school, visits in _by_school(entries.get(form.id, ()), schools).items():
            days.setdefault(school, []).extend(map(day_of, visits))
    return days


def _followed(need: Need, records: Sequence[Entry], visits: Iterable[date]) -> Need:
    asked = next(day_of(record) for record in records if record.response == need.record)
    last = max((day for day in (*visits, *map(day_of, records)) if day > asked), default=None)
    return replace(need, followed=last)
