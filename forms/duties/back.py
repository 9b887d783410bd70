"""Whose due day falls into leave or a journey: it is due on the first working day on which they are back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from forms.duties.known import Known
from forms.duties.rules import DutyRule
from forms.duties.states import DutyState, excused

_DAY = timedelta(days=1)


def due_when_back(known: Known, rule: DutyRule, code: str, due: date) -> date:
    """The day on which a supervisor owes what is due on a day.

    That day, unless they are away on it: then the first working day on which they are back. Who stays
    away for longer than it may come late keeps the due day, and is excused (`unless_away`). What counts
    by its day cannot come late, nor be done after its period: it keeps the due day, too.
    """
    if rule.by == "day":
        return due
    away = known.away.get(code, {})
    back = due
    while back in away or (back != due and not known.calendar.is_working_day(back)):
        back += _DAY
    return back if (back - due).days <= rule.late_days else due


def unless_away(known: Known, rule: DutyRule, state: DutyState, due: date) -> DutyState:
    """How what is due on a day stands, with regard to whether who owes it is away on that day.

    What came is done or late, whoever was away. What counts by its day had its whole period: only who was
    away on each working day of it is excused.
    """
    if state.status in ("done", "late"):
        return state
    if rule.by == "day":
        return _unless_throughout(known, state)
    away = known.away.get(state.owed.code, {}).get(due)
    if away is None:
        return state
    if state.owed.due == due:
        return excused(state.owed, "away-too-long", (away.response,))
    return replace(state, reason="not-yet-back") if state.reason == "not-yet" else state


def _unless_throughout(known: Known, state: DutyState) -> DutyState:
    away = known.away.get(state.owed.code, {})
    days = known.calendar.working_days(state.owed.period)
    if not days or any(day not in away for day in days):
        return state
    return excused(state.owed, "away-throughout", dict.fromkeys(away[day].response for day in days))
