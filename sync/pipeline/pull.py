"""Pull: new responses of every form, side by side, into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sync import forms_api
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, responses
from sync.ledger.responses import FormState, Taken
from sync.pipeline.troubles import Troubles


@dataclass(frozen=True, slots=True)
class Pulled:
    """What each form brought, and the forms that could not be asked."""

    taken: Mapping[str, Taken] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()


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
    """Ask every form at once; take in what came, one transaction a form. A form that fails stops no other."""
    states = responses.form_states(ledger.connection)
    asked = {
        form: executor.submit(_list, google, state, None if full else overlap)
        for form, state in states.items()
    }
    taken: dict[str, Taken] = {}
    failed: set[str] = set()
    for form, future in asked.items():
        try:
            raws = future.result()
        except NithetError as error:
            troubles.tell(f"form:{form}", error, now)
            failed.add(form)
            continue
        troubles.end(f"form:{form}")
        taken[form] = _take(ledger, form, raws, now, full=full)
    return Pulled(taken, frozenset(failed))


def _list(google: Google, state: FormState, overlap: timedelta | None) -> list[dict[str, Any]]:
    since = state.cursor - overlap if state.cursor and overlap is not None else None
    return [raw for page in forms_api.list_responses(google, state.google_id, since) for raw in page]


def _take(ledger: Ledger, form: str, raws: list[dict[str, Any]], now: datetime, *, full: bool) -> Taken:
    if not full and not raws:
        return Taken()
    with ledger.transaction() as tx:
        return responses.take(tx, form, raws, now, full=full)
