"""The next week: visits that are planned, and duties that fall due, by kind and day."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from forms.duties import DutyState
from forms.model import Period
from forms.organisation.dated import network_of
from forms.weekly.lines import Coming, ComingDuties
from forms.weekly.records import Records

_DAY = timedelta(days=1)


def visits(known: Records, next_week: Period) -> tuple[Coming, ...]:
    """Planned visits of which a day lies in the week, by day; what was visited already is not to come."""
    plans = {rule.id for rule in known.rules if rule.every == "plan"}
    pending = (one for one in known.duties if one.owed.duty in plans and one.status == "pending")
    found = [_visit(known, one, next_week) for one in pending if _touches(one.owed.period, next_week)]
    return tuple(sorted(found, key=lambda one: (one.day, one.network, one.school)))


def duties(known: Records, next_week: Period) -> tuple[ComingDuties, ...]:
    """How many owe what on which day of the week, besides visits; single days of what another gathers not."""
    told = {rule.id: rule.title for rule in known.rules if rule.every != "plan"}
    gathered = {rule.gathers for rule in known.rules if rule.gathers}
    counts = Counter(
        (one.owed.due, one.owed.duty)
        for one in known.duties
        if one.status == "pending" and one.owed.due in next_week
        if one.owed.duty in told and one.owed.duty not in gathered
    )
    return tuple(ComingDuties(day, duty, told[duty], n) for (day, duty), n in sorted(counts.items()))


def _touches(period: Period, week: Period) -> bool:
    return period.start < week.end and week.start < period.end


def _visit(known: Records, state: DutyState, week: Period) -> Coming:
    owed = state.owed
    day = max(owed.period.start, week.start)
    school = known.organisation.schools.get(owed.code)
    network = network_of(school, day) if school else ""
    return Coming(day, owed.period.end - _DAY, owed.code, network, owed.people)
