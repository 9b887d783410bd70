"""What `nithet status` tells: how fresh the figures are, what stands open, what does not work."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sync import embedded
from sync.health import read_heartbeat
from sync.ledger import Ledger, entries, publishing, reports, responses
from sync.ledger.backups import newest_of
from sync.ledger.store import read_meta
from sync.pipeline.aside import asides
from sync.pipeline.backing_up import age_in_days, is_overdue
from sync.pipeline.troubles import put_off
from sync.pipeline.years_turn import past_years
from sync.settings import Settings


def status_of(ledger: Ledger, settings: Settings) -> dict[str, Any]:
    """The state of an installation as JSON. `first_round`: no cycle has come to its end yet.

    A trouble with a `next_try` is set aside until then; `left_over` counts what waits for Google's quotas.

    `address` is where the embedded workspace answers now, None where nothing runs; `daemon` how `run` lives,
    None where it never ran.
    """
    tx = ledger.connection
    address = None if settings.on_google else embedded.answering(settings)
    last, aside = reports.last_run(tx), asides(ledger)
    counts = responses.counts(tx)
    return {
        "installed": read_meta(tx, "installed"),
        "workspace": settings.workspace,
        "address": address,
        "daemon": _daemon(settings),
        "last_news": last[0].isoformat() if last else None,
        "first_round": last is None,
        "forms": {
            form: {
                "responses": counts.get(form, 0),
                "cursor": state.cursor.isoformat() if state.cursor else None,
                "fill": _fill(settings, state.responder_uri, address),
            }
            for form, state in responses.form_states(tx).items()
        },
        "findings": entries.open_findings(tx),
        "spreadsheets": sum(file.kind == "spreadsheet" for file in publishing.files(tx).values()),
        "past_years": past_years(ledger),
        "backup": _backup(ledger, settings),
        "troubles": [
            {
                "subject": trouble.subject,
                "code": trouble.code,
                "values": dict(trouble.values),
                "since": trouble.since.isoformat(),
                "times": trouble.times,
                "next_try": aside[trouble.subject].next.isoformat() if trouble.subject in aside else None,
            }
            for trouble in reports.troubles(tx)
        ],
        "left_over": len(put_off(ledger)),
    }


def _backup(ledger: Ledger, settings: Settings) -> dict[str, Any]:
    """The latest backup of data/backups; `is_old`: the nightly ones have not come for days."""
    now = datetime.now(UTC)
    newest = newest_of(settings.data, settings.timezone)
    days = age_in_days(settings, now)
    return {
        "file": str(newest[0]) if newest else None,
        "made": newest[1].isoformat() if newest else None,
        "days": days,
        "is_old": bool(settings.backups_kept) and is_overdue(ledger, settings, now),
    }


def _daemon(settings: Settings) -> dict[str, Any] | None:
    """What `run` wrote of itself, and whether it is at work still."""
    found = read_heartbeat(settings.data)
    return {"lives": found.lives(datetime.now(UTC)), **asdict(found)} if found else None


def _fill(settings: Settings, made: str, address: str | None) -> str:
    """Where a form is filled: the embedded workspace may have had another port when the form was made.

    Where it answers now, else where it will at the port that is configured or asked for.
    """
    if settings.on_google or not (address or settings.port):  # port 0: only who serves it knows
        return made
    base = address or embedded.address(settings)
    return base + urlsplit(made)._replace(scheme="", netloc="").geturl()
