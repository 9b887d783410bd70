"""Daily logs: which days each supervisor logged, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from forms.model import Form, Period, Supervisor
from forms.thai import thai_date
from sync.layout import styles
from sync.layout.days import days_away, logged_days, owed_days, supervisors, working_days
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, subject, week_days_short
from sync.layout.reading import Reading, share
from sync.layout.series import weeks_of
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

_WIDTHS: Final = (220, 80, 80, 80, 80, 110)
_WEEK_WIDTH: Final = 62
_Column = TypeVar("_Column")
_HEADS: Final = ("person", "logs", "logged", "owed", "share", "last")
_OF_OWED: Final = (3, 4)  # columns that only days held against working days fill


def key(form: Form) -> str:
    """The tab's key."""
    return f"daily:{form.id}"


@kept
def tab(view: View, form: Form, now: Reading, before: Reading) -> Tab:
    """The tab of a partition's daily logs: a line a supervisor, a column a week up to the latest news.

    In the sheets of the district and of the office days are held against working days. A work group's
    sheet shows only the logs for that group, so that its days are counted and held against nothing.
    """
    texts = view.texts
    title = subject(view, form)
    weeks = [week for week in weeks_of(view.calendar, view.semester) if week.start <= view.day]
    people = supervisors(view, now)
    line = texts(
        "daily.line" if _against_working_days(view) else "daily.line_group", n=now.n(), before=before.n()
    )
    widths = _kept(view, _WIDTHS)
    draft = begin(view, (*widths, *[_WEEK_WIDTH] * len(weeks)), title, line, right=1)
    head = heads(draft, [texts(f"daily.columns.{name}") for name in _kept(view, _HEADS)], height=58)
    for number, week in enumerate(weeks, start=1):
        text = texts("daily.week", number=number, days=week_days_short(week))
        draft.put(head, len(widths) + number - 1, text, styles.HEAD_SMALL)
    if not people:
        nothing(draft, texts("daily.nobody"))
    working = {day: view.calendar.week_of(day).name for day in working_days(view)}
    logged, away = logged_days(now), days_away(view)
    none: frozenset[date] = frozenset()
    days = [
        _days(view, person, logged.get(person.code, none), away.get(person.code, none), working)
        for person in people
    ]
    for person, one in zip(people, days, strict=True):
        _line(draft, view, now, person, one, weeks)
    _total(draft, view, now, days, weeks)
    if _against_working_days(view):
        _working_days(draft, view, working, weeks)
    return draft.tab(key(form), title, frozen_rows=head + 1, frozen_columns=1, gridlines=False)


def _against_working_days(view: View) -> bool:
    return view.partition.kind in ("district", "office")


def _kept(view: View, columns: Sequence[_Column]) -> list[_Column]:
    """The columns that the sheet has something for."""
    every = _against_working_days(view)
    return [one for number, one in enumerate(columns) if every or number not in _OF_OWED]


@dataclass(frozen=True, slots=True)
class _Days:
    """Days logged and days owed, each a count for every week by name. A work group owes nothing here."""

    logged: int
    owed: int
    logged_by_week: Mapping[str, int]
    owed_by_week: Mapping[str, int]


def _days(
    view: View,
    person: Supervisor,
    logged: frozenset[date],
    away: frozenset[date],
    working: Mapping[date, str],
) -> _Days:
    if not _against_working_days(view):
        by_week = Counter(view.calendar.week_of(day).name for day in logged)
        return _Days(len(logged), 0, by_week, {})
    owed = owed_days(person, working, logged, away)
    met = [day for day in owed if day in logged]
    return _Days(
        len(met), len(owed), Counter(working[day] for day in met), Counter(working[day] for day in owed)
    )


def _line(
    draft: Draft, view: View, now: Reading, person: Supervisor, days: _Days, weeks: Sequence[Period]
) -> None:
    last = now.last("supervisor", person.code)
    cells = [
        Cell(person.name, styles.CELL),
        Cell(now.n("supervisor", person.code), styles.COUNT),
        Cell(days.logged, styles.COUNT),
        Cell(days.owed or None, styles.COUNT),
        Cell(share(days.logged, days.owed), styles.SHARE),
        Cell(thai_date(last) if last else None, styles.CENTRE),
    ]
    each = (_week_cell(days, week.name) for week in weeks)
    draft.line([*_kept(view, cells), *each], key=person.code)


def _week_cell(days: _Days, week: str) -> Cell:
    """Days logged in a week: green when all that were owed, amber when some, red when none."""
    logged, owed = days.logged_by_week.get(week, 0), days.owed_by_week.get(week, 0)
    if not owed:
        return Cell(logged or None, styles.CENTRE)
    colour = styles.GOOD_TINT if logged >= owed else styles.CARE_TINT if logged else styles.BAD_TINT
    return Cell(logged, styles.on(styles.CENTRE, colour))


def _total(draft: Draft, view: View, now: Reading, days: Sequence[_Days], weeks: Sequence[Period]) -> None:
    """The line beneath: everyone's logs and days."""
    bold, owed = styles.total, sum(one.owed for one in days)
    logged = sum(one.logged for one in days)
    cells = [
        Cell(view.texts("daily.total", people=len(days)), bold(styles.CELL)),
        Cell(now.n(), bold(styles.COUNT)),
        Cell(logged, bold(styles.COUNT)),
        Cell(owed or None, bold(styles.COUNT)),
        Cell(share(logged, owed), bold(styles.SHARE)),
        Cell(None, bold(styles.CENTRE)),
    ]
    each = (sum(one.logged_by_week.get(week.name, 0) for one in days) for week in weeks)
    counts = (Cell(n or None, bold(styles.CENTRE)) for n in each)
    draft.line([*_kept(view, cells), *counts], height=styles.ROOMY)


def _working_days(draft: Draft, view: View, working: Mapping[date, str], weeks: Sequence[Period]) -> None:
    """The working days of each week, and what the colours mean."""
    counts = Counter(working.values())
    blank = [Cell(None, styles.SMALL)] * (len(_WIDTHS) - 1)
    each = (Cell(counts[week.name], styles.SMALL_CENTRE) for week in weeks)
    draft.line([Cell(view.texts("daily.working_days"), styles.SMALL), *blank, *each])
    draft.line([view.texts("daily.legend")], styles.SMALL)
