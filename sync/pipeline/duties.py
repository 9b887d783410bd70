"""Duties: worked out from the ledger, and the spreadsheets marked in which one stands differently."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import orjson

from forms.duties import Duties, DutyState, first_day
from forms.duties.absence import AwayDays, away_days
from forms.model import Entry, Partition, Period
from forms.model.chains import Standing
from forms.standing import chain_of, renewed, standing
from sync.ledger import Ledger, entries
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.decided import decided_about, said_earlier
from sync.pipeline.files import sheets
from sync.pipeline.office import Office
from sync.pipeline.partitions import name_of

_AHEAD = timedelta(days=31)  # what falls due soon is told when the academic year ends, too
EARLIER = timedelta(days=400)  # what came so long before is for none of the span's duties
_DIGESTS, _REACHED = "duties", "duties.reached"
_SINCE = "duties.since"  # for a ledger that is filled with what came earlier, such as the demo's

DutiesOf = Callable[[Partition], Sequence[DutyState]]


def span_of(office: Office, today: date) -> Period:
    """The days whose duties are told: today's academic year, and at least a month ahead."""
    year = office.calendar.academic_year_of(today)
    return replace(year, end=max(year.end, today + _AHEAD))


def since_of(ledger: Ledger, office: Office) -> date | None:
    """The day that duties are reckoned from; None in a ledger that no cycle has used.

    As duties.yaml says, else as `reckon_from` noted, else by the day of the first cycle; a ledger that
    was made anew in place of a lost one reckons from the lost one's.
    """
    if office.duties.since:
        return office.duties.since
    if noted := read_meta(ledger.connection, _SINCE):
        return date.fromisoformat(noted)
    if installed := read_meta(ledger.connection, "installed"):
        moment = datetime.fromisoformat(installed)
        began = min(moment, ledger.began or moment).astimezone(office.settings.timezone).date()
        return first_day(began, office.calendar)
    return None


def reckon_from(tx: sqlite3.Connection, day: date) -> None:
    """Note the day that duties are reckoned from where duties.yaml names none."""
    write_meta(tx, _SINCE, day.isoformat())


def reckoned(ledger: Ledger, office: Office) -> Duties:
    """The office's duties, with the day that they are reckoned from."""
    return replace(office.duties, since=since_of(ledger, office))


class Digests:
    """What each spreadsheet tells of duties, in short; told again only where a duty stands differently."""

    def __init__(self) -> None:
        self._known: dict[Partition, tuple[Sequence[DutyState], date, str]] = {}
        self._told: dict[int, tuple[DutyState, bytes]] = {}  # most duties stand in several spreadsheets

    def of(self, partitions: Iterable[Partition], duties: DutiesOf, today: date) -> Iterator[tuple[str, str]]:
        """The digest of each partition, by its name: what is due within a month is listed there."""
        for partition in partitions:
            states, known = duties(partition), self._known.get(partition)
            if known is None or known[1] != today or known[0] != states:
                known = self._known[partition] = states, today, self._digest(states, today + _AHEAD)
            yield name_of(partition), known[2]
        self._told = {}

    def _digest(self, states: Sequence[DutyState], soon: date) -> str:
        digest = hashlib.sha256()
        for state in states:
            if id(state) not in self._told:
                self._told[id(state)] = (state, orjson.dumps((state, state.owed.due <= soon)))
            digest.update(self._told[id(state)][1])
        return digest.hexdigest()[:16]


def mark_changes(
    ledger: Ledger, office: Office, duties: DutiesOf, today: date, digests: Digests | None = None
) -> set[str]:
    """Mark the spreadsheets due in which a duty stands differently than before; give their partitions.

    `duties` gives those of a partition, and is asked for nothing while no response came or changed,
    nothing was decided, and it is the same day. `digests` are kept from one time to the next.
    """
    tx = ledger.connection
    if read_meta(tx, _REACHED) == _reached(ledger, office, today):
        return set()
    before: Mapping[str, str] = orjson.loads(read_meta(tx, _DIGESTS) or "{}")
    wanted = (sheet.partition for sheet in sheets(office, office.calendar.academic_year(today)))
    now = dict((digests or Digests()).of(wanted, duties, today))
    changed = {name for name, digest in now.items() if before.get(name) != digest}
    with ledger.transaction() as writing:
        if changed:
            mark_due(writing, {f"sheet:{name}" for name in changed}, next_revision(writing))
            write_meta(writing, _DIGESTS, orjson.dumps(now).decode())
        write_meta(writing, _REACHED, _reached(ledger, office, today))
    return changed


def away_at(ledger: Ledger, office: Office, known: Iterable[Entry], moment: datetime) -> AwayDays:
    """The days on which supervisors were away, by these entries and what was decided up to a moment."""
    of_form = by_form(known)
    standings = standings_at(ledger, office, of_form, moment)
    return away_days(office.duties.absences, office.forms, of_form, standings)


def by_form(known: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by their form."""
    found: dict[str, list[Entry]] = {}
    for entry in known:
        found.setdefault(entry.form, []).append(entry)
    return found


def standings_at(
    ledger: Ledger, office: Office, of_form: Mapping[str, Sequence[Entry]], moment: datetime
) -> dict[tuple[str, str], Standing]:
    """Where these entries stood at a moment: by what was decided up to then."""
    standings: dict[tuple[str, str], Standing] = {}
    for form in office.forms.values():
        if form.chains and form.id in of_form:
            asked = [entry.response for entry in of_form[form.id]]
            decided = decided_about(ledger, office, form.id, asked)
            earlier = said_earlier(ledger, office, form.id, decided)
            for entry in of_form[form.id]:
                if chain := chain_of(form.chains, entry.answers):
                    made = [one for one in decided.get(entry.response, ()) if one.noticed <= moment]
                    since = renewed(form, entry.answers, entry.submitted, earlier.get(entry.response, ()))
                    standings[form.id, entry.response] = standing(chain, entry.submitted, made, since)
    return standings


def _reached(ledger: Ledger, office: Office, today: date) -> str:
    """What duties depend on: another text means that they may stand differently."""
    revision, decision = entries.newest(ledger.connection)
    return f"{revision} {decision} {today} {office.rules} {since_of(ledger, office)}"
