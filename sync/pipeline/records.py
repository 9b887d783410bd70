"""The records of the academic year: entries, where they stand, and what is owed; only news is read again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from forms.duties import DutyState, belonging, belongs_on
from forms.duties.absence import EXCUSING
from forms.model import Entry, Partition, PartitionKind, Period
from forms.model.chains import Standing
from forms.needs import Need, needing
from forms.organisation.dated import turns_of
from forms.standing import chain_of, renewed, standing
from forms.summary import day_of
from sync.ledger import Ledger, entries
from sync.ledger.entries import Changed
from sync.pipeline.decided import decided_about, said_earlier
from sync.pipeline.duties import EARLIER, reckoned, since_of, span_of
from sync.pipeline.office import Office
from sync.pipeline.reckoning import LeftOver, Reckoning

_WHOLE = Partition("district")

Standings = Mapping[tuple[str, str], Standing]
_Owner = tuple[str, str, tuple[str, ...], int]


class Records:
    """Entries by partition and form, in order of their first submission, with `submitted` that moment.

    `look` takes in what changed; the rest is as of the last look.
    """

    def __init__(self, ledger: Ledger, office: Office) -> None:
        self._ledger, self._office = ledger, office
        self._stamp: tuple[int, int, str] | None = None
        self._today = date.min
        self._since: date | None = None
        self._looks, self._news = (
            0,
            dict[str, int](),
        )  # the number of the look that brought a form's last news
        self._known: dict[str, dict[str, Changed]] = {}
        self._filed: dict[str, dict[Partition, list[Entry]]] = {}
        self._excuses: dict[str, list[Entry]] = {}  # by form
        self._standings: dict[str, Standings] = {}  # by form
        self._carried: dict[str, tuple[str, ...]] = {}  # by form, what goes on from earlier years
        self._every_standing: Standings = {}
        self._reckoning, self._left_over = Reckoning(office), LeftOver(office)
        self._duties: tuple[DutyState, ...] | None = None
        self._needs: tuple[Need, ...] | None = None
        self._places: dict[Partition, list[int]] = {}
        self._owned: dict[_Owner, list[int]] = {}
        self._turns = turns_of(office.organisation)

    def look(self, today: date) -> None:
        """Take in what changed up to now; on another day duties stand elsewhere."""
        year = self._office.calendar.academic_year_of(today)
        stamp = (*entries.newest(self._ledger.connection), year.name)
        if stamp != self._stamp:
            self._take_in(stamp, year)
        since = since_of(self._ledger, self._office)
        if (stamp, today, since) != (self._stamp, self._today, self._since):
            self._duties = self._needs = None
        if today != self._today:
            self._places = {}
        self._stamp, self._today, self._since = stamp, today, since

    def entries(self, partition: Partition) -> Mapping[str, Sequence[Entry]]:
        """A partition's entries of the academic year by form, and those of `carried`."""
        asked = _WHOLE if partition.kind == "office" else partition
        filed = ((form, self._filed.get(form, {})) for form in self._office.forms)
        return {form: of[asked] for form, of in filed if asked in of}

    def excuses(self) -> Mapping[str, Sequence[Entry]]:
        """The whole office's permits and reports of journeys by form, as far back as duties look.

        By them people are away: leave that began before the academic year goes on in it.
        """
        return self._excuses

    def news_of(self, form: str) -> int:
        """A number that is another where a response of the form changed since."""
        return self._news.get(form, 0)

    def carried(self, form: str) -> Sequence[str]:
        """The responses about earlier years that were still to be decided when this one began."""
        return self._carried.get(form, ())

    def standings(self) -> Standings:
        """Where every record stands that goes up a chain."""
        return self._every_standing

    def duties(self, partition: Partition) -> Sequence[DutyState]:
        """What is owed by those whom the partition is about, due in the academic year or left over."""
        if self._duties is None:
            self._duties = self._reckoned()
            owned = _by_owner(self._duties, self._turns, self._today)
            if owned != self._owned:
                self._owned, self._places = owned, {}
        if partition not in self._places:
            # Duties of one owner and time belong together: asking for one of each is enough.
            every, there, today = self._owned.values(), self._office.organisation, self._today
            chosen = belonging((self._duties[places[0]] for places in every), partition, there, today)
            owners = (_owner(one, self._turns, today) for one in chosen)
            self._places[partition] = sorted(place for owner in owners for place in self._owned[owner])
        return tuple([self._duties[place] for place in self._places[partition]])

    def needs(self) -> Sequence[Need]:
        """The schools of the district that need help, those found to in earlier years among them."""
        if self._needs is None:
            schools = self._office.organisation.schools
            there = {code for code, school in schools.items() if school.is_open(self._today)}
            self._needs = needing(self._office.forms.values(), self._every_known(), there)
        return self._needs

    # --- Reading -----------------------------------------------------------------------

    def _take_in(self, stamp: tuple[int, int, str], year: Period) -> None:
        before, self._looks = self._stamp, self._looks + 1
        if before is None or before[2] != year.name or stamp[0] < before[0]:
            before, self._known, self._filed, self._standings, self._carried = None, {}, {}, {}, {}
            self._excuses = {}
            self._news = dict.fromkeys(self._office.forms, self._looks)
        since = (year.start - EARLIER).isoformat()
        zone = self._office.settings.timezone
        changed: set[str] = set()
        lasting = [form.id for form in self._office.forms.values() if form.chains or form.needs_help]
        for one in entries.changed(self._ledger.connection, before[0] if before else -1, since, lasting):
            if one.form not in self._office.forms:
                continue
            changed.add(one.form)
            of_form = self._known.setdefault(one.form, {})
            if one.entry is None:
                of_form.pop(one.id, None)
            else:
                created = one.created.astimezone(zone)
                of_form[one.id] = replace(one, entry=replace(one.entry, submitted=created))
        self._news |= dict.fromkeys(changed, self._looks)
        touched = changed | entries.decided(self._ledger.connection, before[1] if before else -1)
        self._standings |= {form: dict(self._stand(form)) for form in touched}
        for form in touched & self._known.keys():
            self._leave_behind(form, year, since)
            self._filed[form] = self._file(form, year)
            if self._office.forms[form].counts_as in EXCUSING:
                self._excuses[form] = [one.entry for one in self._in_order(form) if one.entry]
        self._every_standing = {key: one for of in self._standings.values() for key, one in of.items()}

    def _leave_behind(self, form: str, year: Period, since: str) -> None:
        """Note what goes on from earlier years; of what is older than `since`, nothing else is kept."""
        first = datetime.combine(year.start, time(), self._office.settings.timezone)
        days = {r: day_of(one.entry) for r, one in self._known[form].items() if one.entry}
        earlier = [response for response, day in days.items() if day < year.start]
        self._carried[form] = tuple(r for r in earlier if self._goes_on(form, r, first))
        if self._office.forms[form].needs_help:
            return  # who needs help does so until it is told otherwise
        for response in set(earlier).difference(self._carried[form]):
            if days[response].isoformat() < since:
                del self._known[form][response]

    def _goes_on(self, form: str, response: str, first: datetime) -> bool:
        """Whether it is still to be decided, or was so when the year began; a case without a chain is."""
        stand = self._standings[form].get((form, response))
        if stand is None:
            return self._office.forms[form].counts_as == "case"
        return stand.is_open or any(decision.noticed >= first for decision in stand.decisions)

    def _file(self, form: str, year: Period) -> dict[Partition, list[Entry]]:
        """A form's entries of the year by partition."""
        filed: dict[Partition, list[Entry]] = {}
        carried = set(self._carried[form])
        for one in self._in_order(form):
            if one.entry and (day_of(one.entry) in year or one.id in carried):
                for partition in _partitions(one.entry):
                    filed.setdefault(partition, []).append(one.entry)
        return filed

    def _in_order(self, form: str) -> list[Changed]:
        return sorted(self._known[form].values(), key=lambda one: (one.created, one.id))

    def _stand(self, form: str) -> Iterator[tuple[tuple[str, str], Standing]]:
        known = self._office.forms.get(form)
        chains = known.chains if known else None
        if known is None or chains is None or form not in self._known:
            return
        zone = self._office.settings.timezone
        decided = decided_about(self._ledger, self._office, form, self._known[form])
        earlier = said_earlier(self._ledger, self._office, form, decided)
        for one in self._known[form].values():
            if one.entry and (chain := chain_of(chains, one.entry.answers)):
                submitted = one.submitted.astimezone(zone)
                since = renewed(known, one.entry.answers, submitted, earlier.get(one.id, ()))
                yield (form, one.id), standing(chain, submitted, decided.get(one.id, ()), since)

    def _reckoned(self) -> tuple[DutyState, ...]:
        known = self._every_known()
        duties, today = reckoned(self._ledger, self._office), self._today
        span = span_of(self._office, today)
        return (
            *self._reckoning.of(duties, known, self._every_standing, span, today),
            *self._left_over.of(duties, known, self._every_standing, today),
        )

    def _every_known(self) -> dict[str, list[Entry]]:
        return {form: [one.entry for one in of.values() if one.entry] for form, of in self._known.items()}


def _owner(state: DutyState, turns: Sequence[date], today: date) -> _Owner:
    """Those whom `belonging` asks about, and after how many moves of anybody."""
    owed = state.owed
    return owed.owed_by, owed.code, owed.people, bisect_right(turns, belongs_on(owed, today)) if turns else 0


def _by_owner(duties: Sequence[DutyState], turns: Sequence[date], today: date) -> dict[_Owner, list[int]]:
    """The places of the duties of each owner and time."""
    found: dict[_Owner, list[int]] = {}
    for place, state in enumerate(duties):
        found.setdefault(_owner(state, turns, today), []).append(place)
    return found


def _partitions(entry: Entry) -> Iterator[Partition]:
    yield _WHOLE
    kinds: tuple[PartitionKind, ...] = ("network", "group", "deputy", "learning_area")
    for kind in kinds:
        if code := entry.members.get(kind):
            yield Partition(kind, code)
    for person in entry.people:
        yield Partition("supervisor", person)
