"""What the fiscal year's reports stand on, read from the ledger across academic years."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from forms.calendar.periods import fiscal_year_of, reported_half_of
from forms.model import Partition
from sync.layout.achieved import SHOWN_IN
from sync.layout.view import Achieved
from sync.ledger import Ledger
from sync.ledger.achieved import by_person
from sync.pipeline.office import Office
from sync.pipeline.shelf import Shelf


def achieved(ledger: Ledger, office: Office, shelf: Shelf, partition: Partition, today: date) -> Achieved:
    """Records by form, person and part of a month: of both reported halves, and of today's fiscal year.

    The office is told of everybody, a supervisor of the own ones, everybody else of none. A form is read
    again where a response to it changed, once for all spreadsheets.
    """
    if partition.kind not in SHOWN_IN:
        return {}
    half, year = reported_half_of(today), fiscal_year_of(today)
    before = reported_half_of(half.start - timedelta(days=1))
    days = min(before.start, year.start).isoformat(), max(half.end, year.end).isoformat()
    found = {
        form: shelf.as_long_as(
            (shelf.records.news_of(form), days),
            ("achieved", form),
            partial(by_person, ledger.connection, form, days),
        )
        for form in office.forms
    }
    if partition.kind == "office":
        return found
    code = partition.code
    return {form: {code: of_form[code]} for form, of_form in found.items() if code in of_form}
