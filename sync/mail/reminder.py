"""Reminder to subject, plain text and HTML, through the templates in templates/mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from jinja2 import Environment

from forms.model import Organisation, Period
from forms.papers.reminders import Owing, Reminded, Reminder
from forms.thai import WEEKDAYS, thai_date, thai_period
from sync.mail.message import Rendered
from sync.mail.writing import environment, web_only, written

_DAY = timedelta(days=1)


def render_reminder(
    reminded: Reminded,
    mine: Reminder | None,
    listed: bool,
    organisation: Organisation,
    links: Mapping[str, str],
) -> Rendered:
    """The mail of a day to one person: what that person owes (None: nothing), with the list or without.

    `links` maps "office" and "supervisor:<code>" to addresses.
    """
    mine = mine or Reminder(reminded.head)
    known = {key: url for key, url in links.items() if web_only(url)}
    values = {
        "day": reminded.day,
        "mine": mine,
        "listed": reminded.reminders if listed else None,
        "away": reminded.away,
        "office": organisation,
        "links": {"mine": known.get(f"supervisor:{mine.person}"), "office": known.get("office")},
        "name": lambda code: _name(organisation, code),
    }
    return written(_environment(), "reminder", values)


@cache
def _environment() -> Environment:
    return environment(
        {
            "count": lambda number: f"{number:,}",
            "date": thai_date,
            "weekday": lambda day: WEEKDAYS[day.weekday()],
            "spans": _spans,
            "cases": _cases,
        }
    )


def _cases(lines: Sequence[Owing]) -> int:
    """How many single duties the lines are about."""
    return sum(len(line.periods) for line in lines)


def _spans(periods: Sequence[Period]) -> str:
    """What the periods are: days with their month said once, "16, 17 พ.ย. 2569"; others by their names."""
    if any(period.kind != "day" for period in periods):
        return ", ".join(map(thai_period, periods))
    months = groupby(periods, key=lambda period: (period.end - _DAY).replace(day=1))
    return ", ".join(_in_month(month, [*of]) for month, of in months)


def _in_month(month: date, periods: Sequence[Period]) -> str:
    days = ", ".join(_days(period) for period in periods)
    return f"{days} {thai_date(month).partition(' ')[2]}"


def _days(period: Period) -> str:
    """The days of a period, without the month of its last: "16", "10–12", "30 พ.ย. – 2"."""
    first, last = period.start, period.end - _DAY
    if first == last:
        return str(last.day)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day}"
    return f"{_short(first, last)} – {last.day}"


def _short(day: date, other: date) -> str:
    """A day, without its year where the other has the same."""
    written = thai_date(day)
    return written.rpartition(" ")[0] if day.year == other.year else written


def _name(organisation: Organisation, code: str) -> str:
    return organisation.supervisors[code].name if code in organisation.supervisors else code
