"""Number: records of registers get their running numbers, within a year; within a kind where it says so."""

from __future__ import annotations

from forms.calendar import Calendar
from forms.model import Choice, Entry, Form
from forms.response.entries import day_of
from forms.thai import BUDDHIST_ERA
from sync.ledger import Ledger, numbers
from sync.ledger.entries import newest as newest_of
from sync.ledger.store import read_meta, write_meta
from sync.pipeline.office import Office

_REACHED = "numbered"  # the revision up to which responses were looked through


def number(ledger: Ledger, office: Office) -> None:
    """Number what was counted since the last time; a record that is left out later keeps its number."""
    reached, newest = int(read_meta(ledger.connection, _REACHED) or -1), newest_of(ledger.connection)[0]
    if newest == reached:
        return
    numbered = {form.id: form for form in office.forms.values() if form.numbered}
    given: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for entry in numbers.waiting(ledger.connection, numbered, reached):
        series = _series(numbered[entry.form], entry, office.calendar)
        given.setdefault(entry.form, []).append((entry.response, series))
    with ledger.transaction() as tx:
        for form, fresh in given.items():
            numbers.give(tx, form, fresh)
        write_meta(tx, _REACHED, str(newest))


def _series(form: Form, entry: Entry, calendar: Calendar) -> tuple[str, ...]:
    """What a record is numbered within: the year, and the kind where kinds have series of their own.

    Kinds that write the same before their numbers share a series, by the code of the first of them. That of
    each other one comes behind it: it was the first until the kinds were put in another order.
    """
    day = day_of(entry)
    year = calendar.fiscal_year(day) if form.numbered == "fiscal-year" else day.year + BUDDHIST_ERA
    kinds = _kinds(form)
    kind = kinds.get(entry.members.get("kind", ""))
    if not kind or not kind.series:
        return (str(year),)
    return tuple(f"{year} {one.code}" for one in kinds.values() if one.series == kind.series)


def shown(form: Form, number: int, series: str) -> str:
    """A number as people write it: "12/2569", "รับ 12/2569" where each kind has numbers of its own."""
    year, _, code = series.partition(" ")
    kind = _kinds(form).get(code)
    return f"{kind.series if kind else ''} {number}/{year}".strip()


def _kinds(form: Form) -> dict[str, Choice]:
    asked = form.asks("kind")
    return {choice.code: choice for choice in asked.choices} if asked else {}
