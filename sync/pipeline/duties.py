"""Duties: worked out from the ledger, and the spreadsheets marked in which one stands differently."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import orjson

from forms.chains import Standing
from forms.duties import DutyState, belonging, duty_states
from forms.model import Entry, Partition, Period
from forms.standing import chain_of, standing
from sync.ledger import Ledger, decisions, entries
from sync.ledger.entries import Changed
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.files import sheets
from sync.pipeline.office import Office
from sync.pipeline.summarise import name_of

_AHEAD = timedelta(days=31)  # what falls due soon is told when the academic year ends, too
_EARLIER = timedelta(days=400)  # what came so long before is for none of the span's duties
_DIGESTS, _REACHED = "duties", "duties.reached"

DutiesOf = Callable[[Partition], Sequence[DutyState]]


def span_of(office: Office, today: date) -> Period:
    """The days whose duties are told: today's academic year, and at least a month ahead."""
    year = office.calendar.academic_year_of(today)
    return replace(year, end=max(year.end, today + _AHEAD))


def duties_of(ledger: Ledger, office: Office, today: date) -> tuple[DutyState, ...]:
    """Every duty that falls due in `span_of` today, and how it stands, read afresh from the ledger.

    A response is held against its due day by its first submission: an edit makes nothing late.
    """
    span = span_of(office, today)
    since = (span.start - _EARLIER).isoformat()
    found = [
        one for one in entries.changed(ledger.connection, -1, since) if one.entry and one.form in office.forms
    ]
    known: dict[str, list[Entry]] = {}
    for one in sorted(found, key=lambda one: (one.created, one.id)):
        assert one.entry
        first = one.created.astimezone(office.settings.timezone)
        known.setdefault(one.form, []).append(replace(one.entry, submitted=first))
    standings = dict(_standings(ledger, office, found))
    return duty_states(
        office.duties, office.forms, office.organisation, office.calendar, known, standings, span, today
    )


def mark_changes(ledger: Ledger, office: Office, duties: DutiesOf, today: date) -> set[str]:
    """Mark the spreadsheets due in which a duty stands differently than before; give their partitions.

    `duties` gives those of a partition, and is asked for nothing while no response came or changed,
    nothing was decided, and it is the same day.
    """
    tx = ledger.connection
    if read_meta(tx, _REACHED) == _reached(ledger, office, today):
        return set()
    before: Mapping[str, str] = orjson.loads(read_meta(tx, _DIGESTS) or "{}")
    wanted = [sheet.partition for sheet in sheets(office, office.calendar.academic_year(today))]
    now = {name_of(partition): _digest(duties(partition), today) for partition in wanted}
    changed = {name for name, digest in now.items() if before.get(name) != digest}
    with ledger.transaction() as writing:
        if changed:
            mark_due(writing, {f"sheet:{name}" for name in changed}, next_revision(writing))
            write_meta(writing, _DIGESTS, orjson.dumps(now).decode())
        write_meta(writing, _REACHED, _reached(ledger, office, today))
    return changed


def shared_out(states: Sequence[DutyState], office: Office) -> DutiesOf:
    """The duties of each partition, of all those that were worked out."""
    return lambda partition: belonging(states, partition, office.organisation)


def _standings(
    ledger: Ledger, office: Office, found: Iterable[Changed]
) -> Iterator[tuple[tuple[str, str], Standing]]:
    """Where each response stands that goes up a chain."""
    chained = {form.id: form.chains for form in office.forms.values() if form.chains}
    decided = {form: decisions.of(ledger.connection, form) for form in chained}
    for one in found:
        chains = chained.get(one.form)
        chain = chain_of(chains, one.entry.answers) if chains and one.entry else None
        if chain:
            made = decided[one.form].get(one.id, ())
            yield (one.form, one.id), standing(chain, one.submitted, made)


def _reached(ledger: Ledger, office: Office, today: date) -> str:
    """What duties depend on: another text means that they may stand differently."""
    revision, decision = entries.newest(ledger.connection)
    return f"{revision} {decision} {today} {office.rules}"


def _digest(states: Iterable[DutyState], today: date) -> str:
    """What a spreadsheet tells of duties; what comes within a month of its due day is listed there."""
    soon = today + _AHEAD
    told = ((s.owed, s.status, s.reason, dict(s.places), s.responses, s.owed.due <= soon) for s in states)
    return hashlib.sha256(repr(tuple(told)).encode()).hexdigest()[:16]
