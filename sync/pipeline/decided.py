"""What people decided about responses, its moments on the office's clock: days are told by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from forms.model.chains import Decision, Earlier
from sync.ledger import Ledger, decisions
from sync.pipeline.office import Office

Decided = dict[str, tuple[Decision, ...]]
"""Decisions by response id, oldest first."""


def decided_about(ledger: Ledger, office: Office, form: str, responses: Iterable[str]) -> Decided:
    """Every decision about these responses of a form."""
    zone = office.settings.timezone
    return {
        response: tuple(replace(one, noticed=one.noticed.astimezone(zone)) for one in made)
        for response, made in decisions.of(ledger.connection, form, responses).items()
    }


def said_earlier(
    ledger: Ledger, office: Office, form: str, responses: Iterable[str]
) -> dict[str, tuple[Earlier, ...]]:
    """What these responses said before they were edited, oldest first, by response id."""
    zone = office.settings.timezone
    return {
        response: tuple(replace(one, submitted=one.submitted.astimezone(zone)) for one in versions)
        for response, versions in decisions.earlier(ledger.connection, form, responses).items()
    }
