"""Schools that need help: whose spreadsheets tell of them, and which must be made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import orjson

from forms.model import Organisation, Partition
from forms.needs import Need
from forms.organisation.dated import as_of
from sync.layout.duties import SOON
from sync.layout.needs import TOLD_TO
from sync.layout.view import networks_of
from sync.ledger import Ledger
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.files import sheets
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of

_TOLD = "needs"  # what each spreadsheet tells of them, in short


def needs_of(needs: Sequence[Need], there: Organisation, partition: Partition) -> tuple[Need, ...]:
    """Those that a partition's spreadsheet tells of: by the network that the school is in today.

    `there` is the organisation as it is today.
    """
    if partition.kind not in TOLD_TO:
        return ()
    networks = networks_of(partition, there)
    return tuple(need for need in needs if there.schools[need.school].network in networks)


def mark_needs(ledger: Ledger, office: Office, needs: Sequence[Need], today: date) -> None:
    """Mark the spreadsheets due in which a school's need stands differently than before, late ones apart."""
    before: Mapping[str, str] = orjson.loads(read_meta(ledger.connection, _TOLD) or "{}")
    if not needs and not before:
        return
    there, now = as_of(office.organisation, today), dict[str, str]()
    for sheet in sheets(office, office.calendar.academic_year(today)):
        if found := needs_of(needs, there, sheet.partition):
            now[name_of(sheet.partition)] = _digest(found, today)
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    if changed:
        with ledger.transaction() as writing:
            mark_due(writing, {f"sheet:{name}" for name in changed}, next_revision(writing))
            write_meta(writing, _TOLD, orjson.dumps(now).decode())


def _digest(needs: Sequence[Need], today: date) -> str:
    told = [(need, need.is_late(today), need.is_due_by(today + timedelta(days=SOON))) for need in needs]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]
