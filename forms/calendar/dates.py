"""Read the dates of calendar.yaml: semesters, office hours, days off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from forms.model.problems import Wording
from forms.places import Place
from forms.thai import BUDDHIST_ERA, read_day_of_year, read_time

DayOfYear = tuple[int, int]  # month, day

_SEMESTERS = ("1", "2")
_SATURDAY = 5


def read_semesters(place: Place) -> dict[int, tuple[DayOfYear, DayOfYear]]:
    """First and last day of both semesters, in any year, by number."""
    semesters = {}
    for number, ends in place.fields(_SEMESTERS).items():
        fields = ends.fields(("first", "last"))
        first, last = (_day_of_year(fields[end]) if end in fields else None for end in ("first", "last"))
        if first and last:
            semesters[int(number)] = (first, last)
    if len(semesters) == len(_SEMESTERS) and not _in_order(semesters[1], semesters[2]):
        place.wrong("the semesters overlap", "2 begins after 1 ends, and ends before 1 begins again")
    return semesters


def read_exceptions(place: Place) -> dict[str, tuple[date, date]]:
    """First and last day of semesters that differ, by the semester's name."""
    exceptions = {}
    for name, ends in place.pairs():
        if not re.fullmatch(r"2[45]\d\d-S[12]", name.said):
            name.wrong(
                '"{said}" names no semester',
                "an academic year and S1 or S2, such as 2570-S1",
                said=name.shown,
            )
            continue
        fields = ends.fields(("first", "last"))
        first, last = (fields[end].day() if end in fields else None for end in ("first", "last"))
        if first and last and first >= last:
            fields["last"].wrong("the last day does not come after the first", "after {first}", first=first)
        if first and last:
            exceptions[name.said] = (first, last)
            _lint_year(fields["first"], first, name.said)
    return exceptions


def read_hours(place: Place) -> tuple[time, time]:
    """When the office opens and closes."""
    fields = place.fields(("from", "to"))
    hours = {name: read_time(value.said) for name, value in fields.items()}
    for name, value in fields.items():
        if hours[name] is None:
            value.wrong('"{said}" is no time of day', "a time, such as 08.30", said=value.shown)
    opens, closes = (hours.get(name) or time.min for name in ("from", "to"))
    if all(hours.values()) and len(hours) == 2 and opens >= closes:
        fields["to"].wrong("the office closes before it opens", "after {opens:%H.%M}", opens=opens)
    return opens, closes


def read_days_off(place: Place | None, other: Mapping[date, str]) -> dict[date, str]:
    """Dates with their names; none of them twice, or among the `other` ones."""
    days: dict[date, str] = {}
    for element in place.elements() if place else ():
        fields = element.fields(("date", "name"))
        name = fields["name"].text() if "name" in fields else ""
        day = fields["date"].day() if "date" in fields else None
        if day is None:
            continue
        if day in days or day in other:
            fields["date"].wrong("{day} stands here twice", "each date once, added or struck", day=day)
        elif day.weekday() >= _SATURDAY:
            message = Wording("{day} is a Saturday or Sunday: this changes nothing", {"day": day})
            fields["date"].warn(message, "a day from Monday to Friday")
        days[day] = name
    return days


def _lint_year(place: Place, first: date, name: str) -> None:
    year = int(name[:4]) - BUDDHIST_ERA
    if first.year not in (year, year + 1):
        place.wrong(
            "{first} does not lie in semester {name}",
            "a date in {year} or {following}",
            first=first,
            name=name,
            year=year,
            following=year + 1,
        )


def _day_of_year(place: Place) -> DayOfYear | None:
    day = read_day_of_year(place.said)
    if day is None:
        place.wrong(
            '"{said}" is no day of the year', "a day and a month, such as 16 พฤษภาคม", said=place.shown
        )
    return day


def _in_order(first: tuple[DayOfYear, DayOfYear], second: tuple[DayOfYear, DayOfYear]) -> bool:
    """Tell whether the four days follow each other within one year that begins with the first."""
    begins, *others = (*first, *second)
    counted = [day if day >= begins else (day[0] + 12, day[1]) for day in others]
    return [begins, *counted] == sorted({begins, *counted})
