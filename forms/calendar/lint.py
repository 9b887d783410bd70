"""Lint what the parts of calendar.yaml say about each other, and about the holidays that are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from forms.calendar.thai_holidays import national_holidays
from forms.model.problems import Wording
from forms.places import Place, did_you_mean, shortened

if TYPE_CHECKING:
    from forms.calendar.calendar import Calendar

_LONGEST_BREAK = timedelta(days=90)
_SHORTEST_SEMESTER = timedelta(days=60)
_FORESEEN = timedelta(days=2 * 366)  # nobody knows an office's holidays further ahead
_SAMPLE = ("2569-S1", "2569-S2", "2570-S1")
# Years whose holidays are looked at for a name, until it is found: some are called in some years only.
_NAMING = (2026, 2025, 2024, 2027, 2023, 2022, 2021, 2020, 2019, 2018)


def lint_calendar(fields: Mapping[str, Place], calendar: Calendar, today: date | None) -> None:
    """Note semesters that overlap; warn of breaks, semesters and days off that are likely not meant so."""
    if "semesters" in fields and not calendar.exceptions:
        _lint_break(fields["semesters"], calendar, *_SAMPLE[:2])
        _lint_break(fields["semesters"], calendar, *_SAMPLE[1:])
    if "semester_exceptions" in fields:
        for name in calendar.exceptions:
            _lint_exception(fields["semester_exceptions"], calendar, name)
    if "not_for_the_office" in fields:
        _lint_names(fields["not_for_the_office"])
    if "holidays_struck" in fields:
        _lint_struck(fields["holidays_struck"], calendar)
    if today and "holidays_added" in fields:
        _lint_foreseen(fields["holidays_added"], today + _FORESEEN)


def _lint_exception(part: Place, calendar: Calendar, name: str) -> None:
    """Hold a semester that differs against the ones before and after it, as they really are."""
    before, after = _neighbours(name)
    here, place = calendar.semester_named(name), part.at(name)
    if here.end - here.start < _SHORTEST_SEMESTER:
        place.warn(
            "{name} would have {days} days",
            "first and last day of a semester",
            name=name,
            days=(here.end - here.start).days,
        )
    ended = calendar.semester_named(before)
    if here.start < ended.end:
        place.at("first").wrong(
            "{name} begins on {start}, when {before} has not ended",
            "after {last}, the last day of {before}",
            name=name,
            start=here.start,
            before=before,
            last=ended.end - timedelta(days=1),
        )
    if after not in calendar.exceptions and here.end > calendar.semester_named(after).start:
        begins = calendar.semester_named(after).start
        last = (here.end - timedelta(days=1)).isoformat()
        place.at("last").wrong(
            "{name} ends on {last}, when {after} has begun",
            "before {begins}, the first day of {after}; or {after} as an exception, too",
            name=name,
            last=last,
            after=after,
            begins=begins,
        )
    _lint_break(place.at("first"), calendar, before, name)
    if after not in calendar.exceptions:
        _lint_break(place.at("last"), calendar, name, after)


def _lint_break(place: Place, calendar: Calendar, before: str, after: str) -> None:
    days = calendar.semester_named(after).start - calendar.semester_named(before).end
    if days > _LONGEST_BREAK:
        message = Wording(
            "between {before} and {after} lie {days} days in no semester",
            {"before": before, "after": after, "days": days.days},
        )
        place.warn(message, Wording("a break of up to {days} days", {"days": _LONGEST_BREAK.days}))


def _neighbours(name: str) -> tuple[str, str]:
    """The names of the semesters before and after one."""
    year, number = int(name[:4]), name[-1]
    return (f"{year - 1}-S2", f"{year}-S2") if number == "1" else (f"{year}-S1", f"{year + 1}-S1")


def _lint_names(part: Place) -> None:
    known: dict[str, None] = {}
    for element in part.elements():
        for year in _NAMING:
            if element.said in known:
                break
            for joined in national_holidays(year, frozenset()).values():
                known.update(dict.fromkeys(joined.split("; ")))
        if element.said not in known:
            message = Wording(
                'no holiday is called "{said}"{guess}',
                {"said": element.shown, "guess": did_you_mean(element.said, known)},
            )
            element.warn(message, shortened(known))


def _lint_struck(part: Place, calendar: Calendar) -> None:
    for element in part.elements():
        place = element.at("date")
        day = place.day()
        if day and day not in calendar.added and not _known(day, calendar):
            message = Wording("{day} is no holiday that the office keeps: nothing is struck", {"day": day})
            place.warn(message, "the date of a holiday; its substitution day stands for itself")


def _known(day: date, calendar: Calendar) -> str | None:
    return national_holidays(day.year, calendar.not_for_the_office).get(day)


def _lint_foreseen(part: Place, latest: date) -> None:
    for element in part.elements():
        place = element.at("date")
        day = place.day()
        if day and day > latest:
            place.warn("{day} lies far ahead", "the year as it was announced, พ.ศ. or ค.ศ.", day=day)
