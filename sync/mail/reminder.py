"""Reminder to subject, plain text and HTML, through the templates in templates/mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from forms.model import Organisation, Period
from forms.papers.reminders import Owing, Reminded, Reminder
from forms.thai import WEEKDAYS, thai_date, thai_period
from sync.mail.message import Rendered, one_line
from sync.packaged import folder

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
    known = {key: url for key, url in links.items() if url.startswith(("https://", "http://"))}
    values = {
        "day": reminded.day,
        "mine": mine,
        "listed": reminded.reminders if listed else None,
        "away": reminded.away,
        "office": organisation,
        "links": {"mine": known.get(f"supervisor:{mine.person}"), "office": known.get("office")},
        "name": lambda code: _name(organisation, code),
    }
    environment = _environment()
    subject = one_line(environment.get_template("reminder.subject.txt").render(values))
    written = environment.get_template("reminder.txt").render(values).strip()
    text = "".join(f"{line.rstrip()}\n" for line in re.sub(r"\n{3,}", "\n\n", written).splitlines())
    html = environment.get_template("reminder.html").render(values, subject=subject)
    return Rendered(subject, text, css_inline.inline(html))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder("templates") / "mail"),
        autoescape=select_autoescape(("html",), default_for_string=True, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_in_one_line,
    )
    filters: dict[str, Callable[..., object]] = {
        "count": lambda number: f"{number:,}",
        "date": thai_date,
        "weekday": lambda day: WEEKDAYS[day.weekday()],
        "spans": _spans,
        "cases": _cases,
    }
    environment.filters |= filters
    return environment


def _in_one_line(value: object) -> object:
    """What a template prints: names from the configuration cannot begin a line of their own."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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
