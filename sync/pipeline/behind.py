"""What stands behind figures: queries answered from the ledger, as it was when the figures were cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from forms.model import Entry, Query
from forms.summary.selecting import selects
from sync.ledger import Ledger, entries
from sync.pipeline.office import Office

Behind = Mapping[str, tuple[str, ...]]  # the ids of responses by form


def behind(ledger: Ledger, office: Office, queries: Iterable[Query], cut: datetime) -> dict[Query, Behind]:
    """The responses behind each figure, as they were known at a cut; every form is read once.

    Findings are those that stand now. A form that is configured no more has no responses.
    """
    asked = {query: tuple(f for f in (query.form, *query.also) if f in office.forms) for query in queries}
    known = {
        form: _known(ledger, form, [q for q, of in asked.items() if form in of], cut)
        for form in dict.fromkeys(form for forms in asked.values() for form in forms)
    }
    worst = {
        form: entries.severities(entries.findings(ledger.connection, form, (e.response for e in of_it)))
        for form, of_it in known.items()
    }
    return {
        query: {
            form: tuple(
                entry.response
                for entry in known[form]
                if selects(query, entry, office.forms[form], office.calendar, worst[form])
            )
            for form in forms
        }
        for query, forms in asked.items()
    }


def _known(ledger: Ledger, form: str, queries: list[Query], cut: datetime) -> list[Entry]:
    days = (min(query.period.start for query in queries), max(query.period.end for query in queries))
    return entries.as_of(ledger.connection, form, days, cut)
