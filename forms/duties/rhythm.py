"""Lint a duty's due day against its rhythm: what is asked every so often is due as often."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from forms.calendar import Calendar
from forms.duties.due import nominal_day
from forms.duties.rules import Due, Every
from forms.model import PeriodKind, Wording
from forms.places import Place

# How often a rhythm comes round in a year; the others have no day of the year.
_IN_A_YEAR: Mapping[Every, int] = {
    "month": 12, "quarter": 4, "semester": 2, "fiscal_half": 2, "academic_year": 1, "fiscal_year": 1,
}  # fmt: skip
_OF_A_DAY: tuple[PeriodKind, ...] = ("day", "week", "month")
_SAMPLE = (date(2026, 1, 1), date(2029, 1, 1))  # years enough for every order of days
_EXAMPLES: Mapping[int, str] = {
    1: "on: 30 เมษายน",
    2: "on: [20 มีนาคม, 20 กันยายน]",
    4: "on: [20 ธันวาคม, 20 มีนาคม, 20 มิถุนายน, 20 กันยายน]",
}


def lint_due(place: Place, due: Due, every: Every, calendar: Calendar | None) -> None:
    """Note where a due day does not fit `every`; `calendar` tells the semesters, None: not looked at."""
    word = Wording(every.replace("_", "-"))
    if due.last_working_day_of:
        _lint_last_day(place.at("last_working_day_of"), due.last_working_day_of, every, word)
    if due.on:
        _lint_days(place.at("on"), due, every, word, calendar)
    elif due.on_holiday != "stays" and (due.last_working_day_of or due.working_days is not None):
        message = "on_holiday says nothing here: a working day is no holiday"
        place.at("on_holiday").warn(message, "on_holiday beside on, or beside nothing")


def _lint_last_day(place: Place, kind: PeriodKind, every: Every, word: Wording) -> None:
    if every in ("plan", "journey"):
        message = Wording(
            "this counts from the day on which a {word} begins, and may come before it ends", {"word": word}
        )
        place.wrong(message, "working_days_after: 5")
    elif every == "working_day":
        if kind not in _OF_A_DAY:
            place.wrong(
                "a duty of each working day is due within {within}",
                Wording(", ".join(_OF_A_DAY)),
                within=_OF_A_DAY[-1],
            )
    elif kind != every:
        message = Wording(
            "a duty of each {word} is not due on the last working day of a {kind}",
            {"word": word, "kind": Wording(kind.replace("_", "-"))},
        )
        accepted = Wording("last_working_day_of: {every}, or working_days_after: 5", {"every": word.text})
        place.wrong(message, accepted)


def _lint_days(place: Place, due: Due, every: Every, word: Wording, calendar: Calendar | None) -> None:
    wanted, given = _IN_A_YEAR.get(every, 0), len(set(due.on))
    if not wanted:
        other = "last_working_day_of: week" if every in ("working_day", "week") else "working_days_after: 5"
        place.wrong("a duty of each {word} is not due on a day of the year", Wording(other), word=word)
    elif given != wanted:
        message = Wording(
            "{given} of the year for {wanted} a year",
            {"given": _counted(given, Wording("day")), "wanted": _counted(wanted, word)},
        )
        place.wrong(message, _EXAMPLES.get(wanted, "last_working_day_of: month"))
    elif calendar:
        _lint_order(place, due, every, word, calendar)


def _lint_order(place: Place, due: Due, every: Every, word: Wording, calendar: Calendar) -> None:
    """Each period has a day of its own; of the short ones none that comes before half of it is over."""
    periods = list(calendar.periods(cast(PeriodKind, every), *_SAMPLE))
    days = [nominal_day(due, period) for period in periods]
    right = Wording("one day in each {word}", {"word": word})
    for period, day, following in zip(periods, days, days[1:], strict=False):
        if day >= following:
            message = Wording(
                "what is owed for {name} would be due on the day of the {word} after it",
                {"name": period.name, "word": word},
            )
            place.wrong(message, right)
            return
        if _IN_A_YEAR[every] > 1 and (day - period.start) * 3 < period.end - period.start:
            message = Wording(
                "what is owed for {name} would be due on {day}, soon after it began on {start}",
                {"name": period.name, "day": day, "start": period.start},
            )
            place.warn(
                message, Wording("{right}; for a day after its end working_days_after: 5", {"right": right})
            )
            return


def _counted(count: int, what: Wording) -> Wording:
    return Wording("{count} {what}" if count == 1 else "{count} {what}s", {"count": count, "what": what})
