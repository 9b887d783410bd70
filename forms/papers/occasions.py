"""Occasions: the periods of each kind of paper that closed within a span of time, in order, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta
from typing import get_args

from forms.calendar import Calendar
from forms.calendar.periods import month_of, reported_half_of
from forms.model import Period, PeriodKind
from forms.papers.model import PaperKind
from forms.papers.rules import PaperRule, ReportRules
from forms.thai import BUDDHIST_ERA

_DAY = timedelta(days=1)
_MONDAY = 0
_FIRST_YEAR = 1900
_KINDS: tuple[PaperKind, ...] = get_args(PaperKind)
_REACH = timedelta(days=200)  # no paper closes further from the end of what it tells of
_LONGEST_CLOSURE = 60  # days without a working day: more is a slip in the calendar


@dataclass(frozen=True, slots=True)
class Occasion:
    """A paper that is due: its kind, the period that it tells of, and the (aware) moment that it closes."""

    kind: PaperKind
    period: Period
    closes: datetime


def occasions(rules: ReportRules, calendar: Calendar, since: datetime, now: datetime) -> tuple[Occasion, ...]:
    """What closed in `(since, now]`, by moment, then in the order of the kinds.

    Spans that follow each other tell each occasion once; a clock set back tells none.
    """
    if now <= since:
        return ()
    found = (
        occasion
        for rule in rules.papers
        for occasion in _of(rule, rules, calendar, since, now)
        if since < occasion.closes <= now
    )
    return tuple(sorted(found, key=lambda one: (one.closes, _KINDS.index(one.kind), one.period.start)))


def next_of(rules: ReportRules, calendar: Calendar, kind: PaperKind, now: datetime) -> Occasion | None:
    """The next occasion of a kind after a moment; None where it is made by no calendar, or not at all."""
    ahead = occasions(rules, calendar, now, now + timedelta(days=550))
    return next((one for one in ahead if one.kind == kind), None)


def closing(rules: ReportRules, calendar: Calendar, kind: PaperKind, period: Period) -> datetime | None:
    """When a period of a kind closes; None where it has no working day, or the kind is not of a calendar."""
    rule = rules.of(kind)
    day = _closing_day(rule, calendar, period) if rule and rule.every != "record" else None
    return _moment(rule, rules, day) if rule and day else None


def period_named(every: PeriodKind, calendar: Calendar, name: str) -> Period:
    """The period of a rhythm with that name ("2569-W47", "2569-11", "2570-Q1", "2569-S1", "2570-H1").

    Raises ValueError where there is none.
    """
    year = int(name[:4]) - BUDDHIST_ERA if re.fullmatch(r"\d{4}-\w+", name, re.ASCII) else 0
    if not _FIRST_YEAR <= year < MAXYEAR - 1:  # a year of the common era is a slip
        raise ValueError(f"{name!r} names no period")
    every_near = _periods(every, calendar, date(year - 1, 1, 1), date(year + 2, 1, 1))
    found = next((one for one in every_near if one.name == name), None)
    if found is None:
        raise ValueError(f"{name!r} names no period")
    return found


def meeting_of(rule: PaperRule, calendar: Calendar, month: Period) -> date | None:
    """The day of a month's meeting: as it was set, else the first Monday.

    On a holiday it is held on the next working day; None where the office is closed for weeks.
    """
    if month.name in rule.meetings:
        return rule.meetings[month.name]
    monday = month.start + timedelta(days=(_MONDAY - month.start.weekday()) % 7)
    return _from(calendar, monday, _DAY)


def _of(
    rule: PaperRule, rules: ReportRules, calendar: Calendar, since: datetime, now: datetime
) -> Iterator[Occasion]:
    if rule.every == "record":
        return
    reach = timedelta(days=7) if rule.every == "week" else _REACH
    first, last = (moment.astimezone(rules.zone).date() for moment in (since, now))
    for period in _periods(rule.every, calendar, first - reach, last + reach):
        day = _closing_day(rule, calendar, period)
        if day:
            yield Occasion(rule.kind, period, _moment(rule, rules, day))


def _periods(every: PeriodKind, calendar: Calendar, start: date, end: date) -> Iterator[Period]:
    """The periods of a rhythm with a day in `[start, end)`; half years as they are reported on."""
    if every != "fiscal_half":
        yield from calendar.periods(every, start, end)
        return
    while start < end:
        half = reported_half_of(start)
        yield half
        start = half.end


def _closing_day(rule: PaperRule, calendar: Calendar, period: Period) -> date | None:
    if rule.kind == "monthly-pack":
        meeting = meeting_of(rule, calendar, month_of(period.end))
        return _from(calendar, meeting - _DAY, -_DAY) if meeting else None
    if rule.months_before:
        return _from(calendar, _months_before(period.end - _DAY, rule.months_before), -_DAY)
    day = calendar.last_working_day(period)
    if day is None or not rule.working_days_after:
        return day
    day = period.end - _DAY
    for _ in range(rule.working_days_after):
        following = _from(calendar, day + _DAY, _DAY)
        if following is None:
            return None
        day = following
    return day


def _from(calendar: Calendar, day: date, step: timedelta) -> date | None:
    """The first working day from a day on, forwards or backwards."""
    days = (day + n * step for n in range(_LONGEST_CLOSURE))
    return next((one for one in days if calendar.is_working_day(one)), None)


def _months_before(day: date, months: int) -> date:
    """The same day of the month, so many months before; months are left that lack it, such as a 31st's."""
    month = day.month - 1 - months
    return day.replace(year=day.year + month // 12, month=month % 12 + 1)


def _moment(rule: PaperRule, rules: ReportRules, day: date) -> datetime:
    return datetime.combine(day, rule.at or rules.cut, rules.zone)
