"""Number: records of registers get their running numbers, within a year and within a kind."""

from __future__ import annotations

from forms.calendar import Calendar
from forms.entries import day_of
from forms.model import Entry, Form
from forms.thai import BUDDHIST_ERA
from sync.ledger import Ledger, numbers
from sync.pipeline.office import Office


def number(ledger: Ledger, office: Office) -> None:
    """Number what was counted since; a record that is left out later keeps its number."""
    for form in office.forms.values():
        if form.numbered and (fresh := numbers.waiting(ledger.connection, form.id)):
            given = [(entry.response, _series(form, entry, office.calendar)) for entry in fresh]
            with ledger.transaction() as tx:
                numbers.give(tx, form.id, given)


def _series(form: Form, entry: Entry, calendar: Calendar) -> str:
    """What a record is numbered within: received letters, say, apart from sent ones."""
    day = day_of(entry)
    year = calendar.fiscal_year(day) if form.numbered == "fiscal-year" else day.year + BUDDHIST_ERA
    return f"{year} {entry.members.get('kind', '')}".strip()


def shown(number: int, series: str) -> str:
    """A number as people write it: "12/2569"."""
    return f"{number}/{series.partition(' ')[0]}"
