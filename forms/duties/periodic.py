"""What is owed once a period: a visit to every school each semester, the reports of half a year or a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forms.duties.back import due_when_back, unless_away
from forms.duties.due import due_day
from forms.duties.known import Known, by_member, by_person, presence
from forms.duties.rules import SEVERAL_A_YEAR, DutyRule
from forms.duties.states import DutyState, Owed, excused, met, spoilt, unmet
from forms.model import Entry, Form, Period, PeriodKind
from forms.response.entries import day_of
from forms.thai import BUDDHIST_ERA, arabic_digits, read_year

_DAY = timedelta(days=1)
_MARGIN = timedelta(days=460)  # a yearly duty may be due months after its year, and be late for long
_LETTERS: Mapping[str, str] = {
    "semester": "S", "fiscal_half": "H", "quarter": "Q", "fiscal_year": "FY", "academic_year": "AY",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Turn:
    """One period of a rule, its due day, who owes it, and since when they are there."""

    period: Period
    due: date
    owners: Mapping[str, date | None]


def periodic_states(known: Known, rule: DutyRule, span: Period) -> Iterator[DutyState]:
    """One state an owner and period whose due day lies in the span; a person's may be one of their own."""
    turns = _turns(known, rule, span)
    form = next(iter(known.asked(rule)), "")
    sent = known.sent(rule)
    of_owner = by_person(sent) if rule.owed_by == "supervisor" else by_member(sent, rule.owed_by)
    given: dict[str, Mapping[str, list[Entry]]] = {}
    for turn in turns:
        for code, since, due in _owing(known, rule, turn, span):
            if code not in given:
                given[code] = _given(known, rule, turns, code, of_owner.get(code, ()))
            owed = Owed(rule.id, form, turn.period, rule.owed_by, code, due)
            state = _state(rule, owed, given[code].get(turn.period.name, ()), known.today)
            yield _excused_if_new(rule, unless_away(known, rule, state, turn.due), since)


def _turns(known: Known, rule: DutyRule, span: Period) -> list[_Turn]:
    """The rule's periods about the span, those before it among them: what comes late belongs to them."""
    kind: PeriodKind = rule.every  # type: ignore[assignment]  # the others are not periodic
    found, put_off = [], timedelta(days=rule.late_days if rule.owed_by == "supervisor" else 0)
    for period in known.calendar.periods(kind, span.start - _MARGIN - put_off, span.end + _MARGIN):
        due = due_day(rule.due, period, known.calendar)
        if due:
            found.append(_Turn(period, due, presence(known, rule, due)))
    return found


def _owing(
    known: Known, rule: DutyRule, turn: _Turn, span: Period
) -> Iterator[tuple[str, date | None, date]]:
    """Who owes a turn's duty within the span, since when they are there, and when it is due for them."""
    people = known.organisation.supervisors if rule.owed_by == "supervisor" else {}
    if not people and turn.due not in span:
        return
    for code, since in turn.owners.items():
        due = due_when_back(known, rule, code, turn.due) if people else turn.due
        if due in span and (due == turn.due or people[code].in_office(due)):
            yield code, since, due


def _given(
    known: Known, rule: DutyRule, turns: Sequence[_Turn], code: str, sent: Sequence[Entry]
) -> Mapping[str, list[Entry]]:
    """An owner's responses by the name of the period that each is for."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(sent, key=lambda one: (one.submitted, one.response)):
        name = _told(known.forms[entry.form], rule, entry) or _by_day(rule, turns, code, entry, found)
        if name:
            found.setdefault(name, []).append(entry)
    return found


def _by_day(
    rule: DutyRule, turns: Sequence[_Turn], code: str, entry: Entry, found: Mapping[str, list[Entry]]
) -> str | None:
    """The period that a response is for, by its day: of a visit the period that the day lies in.

    A report is for the next one that is due, or for the one before, as long as that is open and not
    too long overdue.
    """
    if rule.by == "day":
        day = day_of(entry)
        return next((turn.period.name for turn in turns if day in turn.period), None)
    day = entry.submitted.date()
    for turn in turns:
        owes = code in turn.owners and not any(one.counted for one in found.get(turn.period.name, ()))
        days_late = (day - turn.due).days
        if -rule.early_days <= days_late <= 0 or (owes and 0 < days_late <= rule.late_days):
            return turn.period.name
    return None


def _told(form: Form, rule: DutyRule, entry: Entry) -> str | None:
    """The name of the period that a report itself says it is for, None where it says none.

    Its form has a question for the year, and for one of several periods in a year another one.
    """
    letter, year = _LETTERS.get(rule.every), read_year(_answer(form, entry, "year"))
    if rule.by == "day" or letter is None or year is None:
        return None
    if rule.every not in SEVERAL_A_YEAR:
        return f"{year + BUDDHIST_ERA}-{letter}"
    said = arabic_digits(_answer(form, entry, "part_of_year"))
    number = [sign for sign in said if sign.isdigit()]
    return f"{year + BUDDHIST_ERA}-{letter}{number[-1]}" if number else None


def _answer(form: Form, entry: Entry, role: str) -> str:
    said = entry.answers.get(form.about.get(role, ""), "")
    return str(int(said)) if isinstance(said, float) else str(said)


def _state(rule: DutyRule, owed: Owed, sent: Sequence[Entry], today: date) -> DutyState:
    counted = [entry for entry in sent if entry.counted]
    if not counted:
        return unmet(owed, today, "with-errors" if sent else "", spoilt(sent))
    days = (day_of(entry) if rule.by == "day" else entry.submitted.date() for entry in counted)
    return met(owed, min(days), [entry.response for entry in counted])


def _excused_if_new(rule: DutyRule, state: DutyState, since: date | None) -> DutyState:
    """Who came shortly before the due day need not have met it."""
    there = None if since is None else (state.owed.due + _DAY - since).days
    if there is None or there >= rule.least_days or state.status in ("done", "late"):
        return state
    return excused(state.owed, "new", days=str(there))
