"""Whose turn it is: named in the rows of registers, let into their cells, while the head comes and goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from forms.duties.absence import away_on
from forms.model import Deputy, Entry, Form, Organisation, Partition, Supervisor
from forms.model.chains import Standing
from forms.organisation.posts import filled, heads, others_than, present_heads
from forms.standing import chain_of
from forms.turns import Turn, responsible, turn
from sync.layout.responses import HEADER_ROWS
from sync.layout.tab import HeldRows
from sync.ledger import Ledger, entries, publishing
from sync.ledger.publishing import Listed
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.office import Office
from sync.pipeline.records import Records

_HEAD, _REACHED = "head.today", "head.reached"
_MOST: Final = 300  # runs of rows of one step with people of their own: Google draws more too slowly


class Turns:
    """Whose turn it is in the records of one partition, as of a day."""

    def __init__(
        self, ledger: Ledger, office: Office, records: Records, partition: Partition, today: date
    ) -> None:
        self._office, self._today = office, today
        self._present = (read_meta(ledger.connection, _HEAD) or office.organisation.head).split()
        found = records.entries(partition)
        self._entries = {
            form.id: {entry.response: entry for entry in found.get(form.id, ())}
            for form in office.forms.values()
            if form.chains
        }

    def of(self, form: Form, response: str, stand: Standing | None) -> Turn:
        """Whose turn it is where a record stands."""
        entry = self._entries.get(form.id, {}).get(response)
        if entry is None or stand is None or stand.step is None:
            return Turn()
        return turn(stand.step, form, entry, self._office.organisation, self._today, self._present)

    def held(self, form: Form, listed: Mapping[str, Listed]) -> dict[str, tuple[HeldRows, ...]]:
        """The rows of a register in which only those decide who answer for the record, by step."""
        rows: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        known = self._entries.get(form.id, {})
        at = sorted((place.row + HEADER_ROWS, known[key]) for key, place in listed.items() if key in known)
        for row, entry in at:
            chain = chain_of(form.chains, entry.answers) if form.chains else None
            for step in chain.steps if chain else ():
                rows.setdefault(step.id, []).append((row, self._deciders(step.by, form, entry)))
        return {step: tuple(_runs(of)) for step, of in rows.items() if any(who for _, who in of)}

    def _deciders(self, by: str, form: Form, entry: Entry) -> tuple[str, ...]:
        """The addresses of those who answer for a record at a step, () for whoever holds the role."""
        there = self._office.organisation
        if filled(by, there) == "head":
            return others_than(entry.members.get("supervisor"), there)
        return self._addresses(responsible(by, form, entry, there, self._today))

    def _addresses(self, people: Iterable[str]) -> tuple[str, ...]:
        """Their addresses; () where one of them has none: then whoever holds the role may write."""
        organisation = self._office.organisation
        known: dict[str, Deputy | Supervisor] = {**organisation.deputies, **organisation.supervisors}
        found = [known[code].email for code in people]
        return tuple(email for email in found if email) if all(found) else ()


def _runs(rows: Iterable[tuple[int, tuple[str, ...]]]) -> list[HeldRows]:
    """Rows of the same people together, the latest ones; rows that are nobody's lie within them."""
    found: list[HeldRows] = []
    last: tuple[str, ...] = ()
    for row, who in rows:
        if who and who == last:
            found[-1] = HeldRows(found[-1].top, row + 1, who)
        elif who:
            found.append(HeldRows(row, row + 1, who))
        last = who
    return found[-_MOST:]


# --- The head comes and goes -----------------------------------------------------------


def follow_head(ledger: Ledger, office: Office, records: Records, today: date) -> bool:
    """Where somebody else holds the head's post than when last looked, show it in the rows that wait for it.

    Looks only after news or on another day. Tell whether it changed.
    """
    tx = ledger.connection
    reached = " ".join(map(str, (*entries.newest(tx), today, office.rules)))
    if read_meta(tx, _REACHED) == reached:
        return False
    known = records.excuses(), records.standings()
    away = away_on(office.duties.absences, office.forms, *known, today)
    # Who comes next, too: of what the one who acts asks for, the next decides.
    head = " ".join(present_heads(office.organisation, today, away.keys())[:2]) or office.organisation.head
    changed = head != (read_meta(tx, _HEAD) or _usual(office.organisation))
    with ledger.transaction() as writing:
        write_meta(writing, _REACHED, reached)
        if changed:
            write_meta(writing, _HEAD, head)
            files = publishing.list_again(writing, _waiting(records, office))
            mark_due(writing, {key.rpartition(":")[0] for key in files}, next_revision(writing))
    return changed


def _usual(organisation: Organisation) -> str:
    """What is noted while nobody is away."""
    return " ".join(heads(organisation)[:2])


def _waiting(records: Records, office: Office) -> Iterator[tuple[str, str]]:
    """The records that the head's decision is awaited of."""
    for key, stand in records.standings().items():
        if stand.step is not None and filled(stand.step.by, office.organisation) == "head":
            yield key
