"""Number: records of registers get their running numbers, within a year and within a kind."""

from __future__ import annotations

from forms.calendar import Calendar
from forms.entries import day_of
from forms.model import Entry, Form
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
    given: dict[str, list[tuple[str, str]]] = {}
    for entry in numbers.waiting(ledger.connection, numbered, reached):
        series = _series(numbered[entry.form], entry, office.calendar)
        given.setdefault(entry.form, []).append((entry.response, series))
    with ledger.transaction() as tx:
        for form, fresh in given.items():
            numbers.give(tx, form, fresh)
        write_meta(tx, _REACHED, str(newest))


def _series(form: Form, entry: Entry, calendar: Calendar) -> str:
    """What a record is numbered within: received letters, say, apart from sent ones."""
    day = day_of(entry)
    year = calendar.fiscal_year(day) if form.numbered == "fiscal-year" else day.year + BUDDHIST_ERA
    return f"{year} {entry.members.get('kind', '')}".strip()


def shown(number: int, series: str) -> str:
    """A number as people write it: "12/2569"."""
    return f"{number}/{series.partition(' ')[0]}"
