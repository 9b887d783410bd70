"""Planned visits: the school visited within the plan's days, by those whom the plan names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from forms.duties.absence import last_day_of
from forms.duties.due import due_day
from forms.duties.known import Known, by_member, people_of
from forms.duties.pairing import Paid, in_days, paid_for
from forms.duties.rules import DutyRule
from forms.duties.states import DutyState, Owed, excused, met, spoilt, unmet
from forms.model import Entry, Period, School
from forms.response.entries import day_of

_DAY = timedelta(days=1)


def plan_states(known: Known, rule: DutyRule, span: Period) -> Iterator[DutyState]:
    """One state a planned visit whose due day lies in the span; a plan that was refused owes nothing."""
    visits = by_member(known.sent(rule), "school")
    plans = [plan for plan in known.counting_as("plan") if not _refused(known, plan)]
    for code, of_school in by_member(plans, "school").items():
        if school := known.organisation.schools.get(code):
            yield from _states(known, rule, list(_planned(known, rule, school, of_school)), visits, span)


def _planned(known: Known, rule: DutyRule, school: School, plans: Sequence[Entry]) -> Iterator[Owed]:
    """What the plans of a school ask for, of whatever time, while it is open."""
    form = next(iter(known.asked(rule)), "")
    for plan in sorted(plans, key=lambda one: (day_of(one), one.response)):
        period = Period(day_of(plan), last_day_of(plan) + _DAY, "day", plan.response)
        due = due_day(rule.due, period, known.calendar)
        if due and school.is_open(due):
            yield Owed(rule.id, form, period, "school", school.code, due, plan.response, people_of(plan))


def _states(
    known: Known,
    rule: DutyRule,
    planned: Sequence[Owed],
    visits: Mapping[str, Sequence[Entry]],
    span: Period,
) -> Iterator[DutyState]:
    if not any(owed.due in span for owed in planned):
        return
    paid = visits.get(planned[0].code, ())
    away = {owed.asked_by: permits for owed in planned if (permits := _all_away(known, owed))}
    pairs = paid_for(planned, [visit for visit in paid if visit.counted], rule.late_days, away)
    for owed in planned:
        if owed.due in span:
            yield _state(known, owed, pairs.get(owed.asked_by), away.get(owed.asked_by, ()), paid)


def _refused(known: Known, plan: Entry) -> bool:
    standing = known.standings.get((plan.form, plan.response))
    return standing is not None and standing.state == "refused"


def _state(
    known: Known, owed: Owed, paid: Paid | None, away: Sequence[str], visits: Sequence[Entry]
) -> DutyState:
    if paid:
        on = min(day_of(visit) for visit in paid.visits)
        responses = [visit.response for visit in paid.visits]
        return met(owed, on, responses, "by-others" if paid.kind == "others" else "")
    if away:
        return excused(owed, "planned-away", away)
    spoilt_ones = spoilt(visit for visit in visits if in_days(owed, visit))
    return unmet(owed, known.today, "with-errors" if spoilt_ones else "", spoilt_ones)


def _all_away(known: Known, owed: Owed) -> tuple[str, ...]:
    """The permits by which all who were planned were on leave on each working day up to the due day."""
    if not any(person in known.away for person in owed.people):
        return ()
    days = known.calendar.working_days(replace(owed.period, end=owed.due + _DAY))
    found: Mapping[str, None] = {}
    for person in owed.people:
        away = [known.away.get(person, {}).get(day) for day in days]
        if not away or not all(one and one.why == "leave" for one in away):
            return ()
        found = {**found, **dict.fromkeys(one.response for one in away if one)}
    return tuple(found)
