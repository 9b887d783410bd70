"""Planned visits: the school visited within the plan's days, by those whom the plan names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from forms.duties.absence import last_day_of
from forms.duties.due import due_day
from forms.duties.known import Known, by_member, people_of
from forms.duties.rules import DutyRule
from forms.duties.states import DutyState, Owed, excused, met, spoilt, unmet
from forms.entries import day_of
from forms.model import Entry, Period

_DAY = timedelta(days=1)


def plan_states(known: Known, rule: DutyRule, span: Period) -> Iterator[DutyState]:
    """One state a planned visit whose due day lies in the span; a plan that was refused owes nothing."""
    form = next(iter(known.asked(rule)), "")
    visits = by_member(known.sent(rule), "school")
    plans = [plan for plan in known.counting_as("plan") if not _refused(known, plan)]
    for code, of_school in by_member(plans, "school").items():
        school = known.organisation.schools.get(code)
        for plan in sorted(of_school, key=lambda one: (day_of(one), one.response)):
            period = Period(day_of(plan), last_day_of(plan) + _DAY, "day", plan.response)
            due = due_day(rule.due, period, known.calendar)
            if school and due and due in span and school.is_open(due):
                owed = Owed(rule.id, form, period, "school", code, due, plan.response, people_of(plan))
                others = [one for one in of_school if one is not plan]
                yield _state(known, rule, owed, visits.get(code, ()), others)


def _refused(known: Known, plan: Entry) -> bool:
    standing = known.standings.get((plan.form, plan.response))
    return standing is not None and standing.state == "refused"


def _state(
    known: Known, rule: DutyRule, owed: Owed, visits: Sequence[Entry], others: Sequence[Entry]
) -> DutyState:
    within = [visit for visit in visits if owed.period.start <= day_of(visit) <= owed.due]
    sound = [visit for visit in within if visit.counted]
    own = [visit for visit in sound if _by_planned(owed, visit)]
    if sound:
        chosen = own or sound
        on = min(day_of(visit) for visit in chosen)
        return met(owed, on, [visit.response for visit in chosen], "" if own else "by-others")
    if away := _all_away(known, owed):
        return excused(owed, "planned-away", away)
    after = [visit for visit in visits if _makes_up(rule, owed, visit, others)]
    if after:
        on = min(day_of(visit) for visit in after)
        return met(owed, on, [visit.response for visit in after])
    return unmet(owed, known.today, "with-errors" if within else "", spoilt(within))


def _makes_up(rule: DutyRule, owed: Owed, visit: Entry, others: Sequence[Entry]) -> bool:
    """Whether a visit after the plan's days was paid for it: not one that another plan asks for."""
    days = (day_of(visit) - owed.due).days
    in_time = 0 < days <= rule.late_days and visit.counted
    return in_time and _by_planned(owed, visit) and not any(_covers(plan, visit) for plan in others)


def _covers(plan: Entry, visit: Entry) -> bool:
    return day_of(plan) <= day_of(visit) <= last_day_of(plan)


def _by_planned(owed: Owed, visit: Entry) -> bool:
    """Whether the visitor is one of those planned; where either names nobody, every visit will do."""
    people = people_of(visit)
    return not owed.people or not people or bool(set(people) & set(owed.people))


def _all_away(known: Known, owed: Owed) -> tuple[str, ...]:
    """The permits by which all who were planned were on leave on each of the plan's working days."""
    days = known.calendar.working_days(owed.period)
    found: Mapping[str, None] = {}
    for person in owed.people:
        away = [known.away.get(person, {}).get(day) for day in days]
        if not away or not all(one and one.why == "leave" for one in away):
            return ()
        found = {**found, **dict.fromkeys(one.response for one in away if one)}
    return tuple(found)
