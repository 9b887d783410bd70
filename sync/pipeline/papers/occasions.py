"""Occasions that wait: what closed since each kind of paper was last made, the missed ones too, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import orjson

from forms.papers.model import PaperKind
from forms.papers.occasions import Occasion, occasions
from sync.ledger import Ledger
from sync.ledger.store import read_meta, utc, write_meta
from sync.pipeline.office import Office

_REACHED = "occasions"


@dataclass(frozen=True, slots=True)
class _Reached:
    """How far a kind has come: the moment up to which all is made, and the period that was made last."""

    closes: datetime
    period: date = date.min


def waiting(ledger: Ledger, office: Office, now: datetime) -> tuple[Occasion, ...]:
    """The occasions up to now that were not noted as `made`, by the moment of their closing.

    A kind begins when it is first asked for: nothing from before the installation, nor from before the
    office wished for it. What was made while the clock ran ahead is not made again.
    """
    reached, rules = _reached(ledger, office, now), office.reports
    found = [
        one
        for rule in rules.papers
        for one in occasions(replace(rules, papers=(rule,)), office.calendar, reached[rule.kind].closes, now)
        if one.period.start > reached[rule.kind].period
    ]
    return tuple(sorted(found, key=lambda one: one.closes))


def made(ledger: Ledger, occasion: Occasion) -> None:
    """Note that the papers of an occasion, and of those of its kind before it, are made."""
    known = _read(ledger)
    before = known.get(occasion.kind)
    if before is None or before.closes < occasion.closes:
        _keep(ledger, {**known, occasion.kind: _Reached(occasion.closes, occasion.period.start)})


def _reached(ledger: Ledger, office: Office, now: datetime) -> Mapping[PaperKind, _Reached]:
    """How far each kind has come that the office wishes for; one that is new begins now."""
    known = _read(ledger)
    wanted = {rule.kind: known.get(rule.kind, _Reached(now)) for rule in office.reports.papers}
    if wanted.keys() != known.keys():
        _keep(ledger, wanted)
    return wanted


def _read(ledger: Ledger) -> dict[PaperKind, _Reached]:
    kept = orjson.loads(read_meta(ledger.connection, _REACHED) or "{}")
    return {
        kind: _Reached(datetime.fromisoformat(closes), date.fromisoformat(period))
        for kind, (closes, period) in kept.items()
    }


def _keep(ledger: Ledger, reached: Mapping[PaperKind, _Reached]) -> None:
    written = {kind: (utc(one.closes), one.period) for kind, one in reached.items()}
    with ledger.transaction() as tx:
        write_meta(tx, _REACHED, orjson.dumps(written).decode())
