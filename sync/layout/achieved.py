"""What people achieved: a supervisor's half years as they are reported, everybody's fiscal year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from forms.calendar.periods import REPORTED_UNTIL, fiscal_year_of, month_of, reported_half_of
from forms.model import Form, Period, Supervisor
from forms.thai import BUDDHIST_ERA, SHORT_MONTHS, thai_date, thai_period
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, place, span, subject
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

KEY: Final = "achieved"
SHOWN_IN: Final = ("supervisor", "office")
_WIDTHS: Final = (320, *[78] * 7, 80, 110)
_PEOPLE_WIDTHS: Final = (200, 80)
_FORM_WIDTH: Final = 92


@kept
def tab(view: View) -> Tab:
    """A supervisor's counted records by form and month: of the half reported next, and of the one before."""
    texts, title = view.texts, view.texts("achieved.title")
    half = reported_half_of(view.today)
    before = reported_half_of(half.start - timedelta(days=1))
    draft = begin(view, _WIDTHS, title, texts("achieved.line", place=place(view), until=REPORTED_UNTIL))
    for number, period in enumerate((half, before)):
        if number:
            draft.gap(14)
        draft.banner(f"{thai_period(period)} ({span(period)})", styles.HEADING, height=28)
        _half(draft, view, period)
    year = view.calendar.academic_year_of(view.today)
    if before.start < year.start:
        earlier = texts("achieved.earlier", day=thai_date(year.start))
        draft.gap(8)
        draft.line([earlier], styles.SMALL)
    return draft.tab(KEY, title, gridlines=False)


def _half(draft: Draft, view: View, period: Period) -> None:
    texts, months = view.texts, list(_months(period))
    names = [_named(month) for month in months]
    heads(
        draft,
        [texts("achieved.form"), *names, texts("achieved.total"), texts("achieved.register")],
        height=40,
    )
    code, sums = view.partition.code, [0] * len(months)
    for form in view.forms.values():
        own = view.achieved.get(form.id, {}).get(code, {})
        counts = [_within(month, own) for month in months]
        if any(counts):
            draft.line(_line(view, form, counts), key=f"{period.name}:{form.id}")
            sums = [whole + n for whole, n in zip(sums, counts, strict=True)]
    if not any(sums):
        nothing(draft, texts("achieved.none"))
        return
    total = [Cell(texts("achieved.whole"), styles.CELL), *_counts(sums), Cell(None, styles.CELL)]
    draft.line([Cell(c.value, styles.total(c.style)) for c in total], key=f"{period.name}:total")


def _line(view: View, form: Form, counts: Sequence[int]) -> list[Cell]:
    link = view.links.get(f"register:{form.id}", "")
    opens = Cell(view.texts("achieved.open"), styles.LINKED, link=link) if link else Cell(None, styles.CELL)
    return [Cell(subject(view, form), styles.LONG), *_counts(counts), opens]


def _counts(counts: Sequence[int]) -> Iterator[Cell]:
    """The count of each month, nothing for nought, and their sum."""
    yield from (Cell(n or None, styles.COUNT) for n in counts)
    yield Cell(sum(counts), styles.bold(styles.COUNT))


@kept
def people_tab(view: View) -> Tab:
    """Everybody's counted records of today's fiscal year, a line a person, a column a form."""
    texts, title = view.texts, view.texts("achieved.people.title")
    year = fiscal_year_of(view.today)
    each = {form.id: _of_year(view.achieved.get(form.id, {}), year) for form in view.forms.values()}
    forms = [form for form in view.forms.values() if each[form.id]]
    widths = (*_PEOPLE_WIDTHS, *[_FORM_WIDTH] * len(forms))
    line = texts("achieved.people.line", period=thai_period(year), days=span(year))
    draft = begin(view, widths, title, line, right=1)
    head = heads(draft, [texts("achieved.people.person"), texts("achieved.total")], height=112)
    for column, form in enumerate(forms, start=len(_PEOPLE_WIDTHS)):
        draft.put(head, column, subject(view, form), styles.HEAD_SMALL)
    people = [one for one in view.organisation.supervisors.values() if _told(view, one, each)]
    for person in people:
        counts = [each[form.id].get(person.code, 0) for form in forms]
        draft.line(_person(person.name, counts), key=person.code)
    sums = [sum(each[form.id].values()) for form in forms]
    total = _person(texts("achieved.people.whole"), sums)
    draft.line([Cell(cell.value, styles.total(cell.style)) for cell in total], key="total")
    return draft.tab(KEY, title, frozen_rows=head + 1, frozen_columns=1, gridlines=False)


def _person(name: str, counts: Sequence[int]) -> list[Cell]:
    cells = [Cell(n or None, styles.COUNT) for n in counts]
    return [Cell(name, styles.CELL), Cell(sum(counts), styles.bold(styles.COUNT)), *cells]


def _of_year(of_form: Mapping[str, Mapping[str, int]], year: Period) -> Mapping[str, int]:
    """Each person's records of a form in a fiscal year; who has none is left out."""
    sums = {code: _within(year, own) for code, own in of_form.items()}
    return {code: n for code, n in sums.items() if n}


def _told(view: View, person: Supervisor, each: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether somebody is in office, or was and left records."""
    return person.in_office(view.today) or any(person.code in found for found in each.values())


def _within(period: Period, own: Mapping[str, int]) -> int:
    """A person's records in a period that begins and ends where parts of months do."""
    start, end = period.start.isoformat(), period.end.isoformat()
    return sum(n for first, n in own.items() if start <= first < end)


def _months(period: Period) -> Iterator[Period]:
    """The months of a period, the first and the last as far as they are of it."""
    month = month_of(period.start)
    while month.start < period.end:
        yield replace(month, start=max(month.start, period.start), end=min(month.end, period.end))
        month = month_of(month.end)


def _named(month: Period) -> str:
    """A whole month by its name, a part of one with its days."""
    if month == month_of(month.start):
        return f"{SHORT_MONTHS[month.start.month - 1]} {month.start.year + BUDDHIST_ERA}"
    last = month.end - timedelta(days=1)
    return f"{month.start.day}–{thai_date(last)}"
