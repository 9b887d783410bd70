"""What `nithet status` tells: how fresh the figures are, what stands open, what does not work."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sync import embedded
from sync.ledger import Ledger, entries, publishing, reports, responses
from sync.ledger.store import read_meta
from sync.pipeline.years_turn import past_years
from sync.settings import Settings


def status_of(ledger: Ledger, settings: Settings) -> dict[str, Any]:
    """The state of an installation as JSON. `first_round`: no cycle has come to its end yet."""
    tx = ledger.connection
    last = reports.last_run(tx)
    counts = responses.counts(tx)
    return {
        "installed": read_meta(tx, "installed"),
        "workspace": settings.workspace,
        "last_news": last[0].isoformat() if last else None,
        "first_round": last is None,
        "forms": {
            form: {
                "responses": counts.get(form, 0),
                "cursor": state.cursor.isoformat() if state.cursor else None,
                "fill": _fill(settings, state.responder_uri),
            }
            for form, state in responses.form_states(tx).items()
        },
        "findings": entries.open_findings(tx),
        "spreadsheets": sum(file.kind == "spreadsheet" for file in publishing.files(tx).values()),
        "past_years": past_years(ledger),
        "troubles": [
            {
                "subject": trouble.subject,
                "code": trouble.code,
                "values": dict(trouble.values),
                "since": trouble.since.isoformat(),
                "times": trouble.times,
            }
            for trouble in reports.troubles(tx)
        ],
    }


def _fill(settings: Settings, made: str) -> str:
    """Where a form is filled: the embedded workspace may have had another port when the form was made."""
    if settings.on_google or not settings.port:  # port 0: only who serves it knows
        return made
    return embedded.address(settings) + urlsplit(made)._replace(scheme="", netloc="").geturl()
