"""Occasions that wait: what closed since each kind of paper was last made, the missed ones too, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import orjson

from forms.papers.model import PaperKind
from forms.papers.occasions import Occasion, occasions
from sync.ledger import Ledger
from sync.ledger.store import read_meta, utc, write_meta
from sync.pipeline.office import Office

_REACHED = "occasions"
_AHEAD = "occasions.ahead"  # what was made while an earlier one of its kind still waits


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
    reached, rules, ahead = _reached(ledger, office, now), office.reports, _read_ahead(ledger)
    found = [
        one
        for rule in rules.papers
        for one in occasions(replace(rules, papers=(rule,)), office.calendar, reached[rule.kind].closes, now)
        if one.period.start > reached[rule.kind].period and one.period.start not in ahead.get(rule.kind, ())
    ]
    return tuple(sorted(found, key=lambda one: one.closes))


def made(ledger: Ledger, occasion: Occasion) -> None:
    """Note that the papers of an occasion, and of those of its kind before it, are made."""
    known = _read(ledger)
    before = known.get(occasion.kind)
    if before is None or before.closes < occasion.closes:
        _keep(ledger, {**known, occasion.kind: _Reached(occasion.closes, occasion.period.start)})
        ahead = _read_ahead(ledger)
        if occasion.kind in ahead:
            left = [start for start in ahead.pop(occasion.kind) if start > occasion.period.start]
            _keep_ahead(ledger, {**ahead, **({occasion.kind: left} if left else {})})


def made_ahead(ledger: Ledger, occasion: Occasion) -> None:
    """Note that the papers of an occasion are made, while those of an earlier one of its kind still wait."""
    ahead = _read_ahead(ledger)
    starts = {*ahead.get(occasion.kind, ()), occasion.period.start}
    _keep_ahead(ledger, {**ahead, occasion.kind: sorted(starts)})


def is_followed(ledger: Ledger, occasion: Occasion) -> bool:
    """Whether papers of a later occasion of its kind are made already."""
    return any(start > occasion.period.start for start in _read_ahead(ledger).get(occasion.kind, ()))


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


def _read_ahead(ledger: Ledger) -> dict[PaperKind, Sequence[date]]:
    kept = orjson.loads(read_meta(ledger.connection, _AHEAD) or "{}")
    return {kind: [date.fromisoformat(start) for start in starts] for kind, starts in kept.items()}


def _keep_ahead(ledger: Ledger, ahead: Mapping[PaperKind, Sequence[date]]) -> None:
    with ledger.transaction() as tx:
        write_meta(tx, _AHEAD, orjson.dumps(ahead).decode())
