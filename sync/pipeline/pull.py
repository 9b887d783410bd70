"""Pull: new responses of every form, side by side, into the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sync import forms_api
from sync.errors import GoogleError
from sync.google import Google
from sync.ledger import Ledger, responses, tombstones
from sync.ledger.responses import FormState, Taken
from sync.pipeline.listings import Listings, Page
from sync.pipeline.troubles import Troubles


@dataclass(frozen=True, slots=True)
class Pulled:
    """What each form brought; a form that could not be asked is absent."""

    taken: Mapping[str, Taken] = field(default_factory=dict)


def pull(
    ledger: Ledger,
    google: Google,
    executor: Executor,
    overlap: timedelta,
    now: datetime,
    troubles: Troubles,
    *,
    full: bool,
) -> Pulled:
    """Ask every form at once; take in what came, one transaction a form. A form that fails stops no other.

    One that is set aside is not asked.
    """
    states = responses.form_states(ledger.connection)
    with Listings(executor) as listings:
        asked = {
            form: listings.begin(
                forms_api.list_responses(google, state.google_id, _since(state, overlap, full))
            )
            for form, state in states.items()
            if not troubles.rests(f"form:{form}")
        }
        taken: dict[str, Taken] = {}
        forgotten = tombstones.beside(ledger.path)
        for form, pages in asked.items():
            try:
                left = forgotten.without(form, pages)
                # A list without a cursor is of the whole form.
                taken[form] = _take(ledger, form, left, now, full=full or states[form].cursor is None)
            except GoogleError as error:
                troubles.tell(f"form:{form}", error, now)
            else:
                troubles.end(f"form:{form}")
    return Pulled(taken)


def _since(state: FormState, overlap: timedelta, full: bool) -> datetime | None:
    return state.cursor - overlap if state.cursor and not full else None


def _take(ledger: Ledger, form: str, pages: Iterator[Page], now: datetime, *, full: bool) -> Taken:
    """Take in page by page; the cursor moves with the last one, so that a list cut short is listed again."""
    taken, page = Taken(), next(pages, [])
    while (following := next(pages, None)) is not None:
        with ledger.transaction() as tx:
            taken += responses.take(tx, form, page, now)
        page = following
    if not page and not full and not taken.listed:
        return taken
    with ledger.transaction() as tx:
        taken += responses.take(tx, form, page, now)
        return responses.end_list(tx, form, taken, now, full=full)
