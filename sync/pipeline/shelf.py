"""What sheets are made of, kept between cycles: summaries, records, results; only news is read again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar, cast

from forms.model import Form, Partition, Period, Summary
from forms.results.book import ResultBook
from forms.summary import from_json, merge, merge_anew
from sync.layout.kept import Kept
from sync.layout.tab import Row, Tab
from sync.layout.view import networks_of
from sync.ledger import Ledger, reports
from sync.pipeline.duties import Digests
from sync.pipeline.office import Office
from sync.pipeline.partitions import DISTRICT, name_of
from sync.pipeline.records import Records
from sync.pipeline.results import book_of, stamp_of
from sync.sheets import Settled

_Made = TypeVar("_Made")

_SUMMED_UP = ("network", "group")  # the others are merged from networks
_WHOLE = ("district", "office", "learning_area")  # what looks at the whole district's summaries


class Shelf:
    """Summaries and records of one ledger. What another program wrote meanwhile is noticed."""

    def __init__(self, ledger: Ledger, office: Office) -> None:
        self.records, self.digests = Records(ledger, office), Digests()
        self.rows: dict[str, dict[str, Row]] = {}  # of registers, by form and response, while publishing
        self._ledger, self._office = ledger, office
        self._summaries: dict[tuple[Partition, str, str], Summary] = {}
        self._wholes: dict[tuple[Partition, str, str], tuple[Summary, list[Summary]]] = {}
        self._version = -1
        self._results: tuple[str, ResultBook] | None = None
        self._kept: dict[str, Kept] = {}
        self._settled: dict[str, Settled] = {}
        self._stamped: dict[Hashable, tuple[object, object]] = {}

    def kept(self, sheet: str) -> Kept:
        """The tabs of a spreadsheet as they were made last."""
        return self._kept.setdefault(sheet, Kept())

    def as_long_as(self, stamp: object, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What `make` gave for that key; it is asked again where the stamp is another than then."""
        if key not in self._stamped or self._stamped[key][0] != stamp:
            self._stamped[key] = stamp, make()
        return cast(_Made, self._stamped[key][1])

    def without_news(
        self, stamp: object, key: Hashable, make: Callable[[], tuple[Tab, Mapping[str, int]]]
    ) -> tuple[Tab, Mapping[str, int]]:
        """A register and what it newly shows, made again until nothing is news and the stamp stays."""
        found = self.as_long_as(stamp, key, make)
        if found[1]:
            del self._stamped[key]
        return found

    def settled(self, sheet: str) -> Settled:
        """The tabs that a spreadsheet is known to show."""
        return self._settled.setdefault(sheet, Settled())

    def results(self) -> ResultBook:
        """The results of tests, read again where a file was loaded or a school named since."""
        stamp = stamp_of(self._ledger)
        if self._results is None or self._results[0] != stamp:
            self._results = stamp, book_of(self._ledger, self._office)
        return self._results[1]

    def summary(self, partition: Partition, form: Form, period: Period) -> Summary:
        """The summary of a partition's responses: kept, or merged from those of its networks.

        The office and the learning areas look at the district's, a supervisor at that of the team.
        """
        self._notice_others()
        return self._summary(DISTRICT if partition.kind in _WHOLE else partition, form, period)

    def keep(self, summary: Summary) -> None:
        """Take over a summary that was made anew; what is merged from it is merged anew when asked for."""
        self._notice_others()
        above = summary.partition.kind == "network"
        for key in list(self._summaries):
            if above and key[0].kind not in _SUMMED_UP and key[1:] == (summary.form, summary.period.name):
                del self._summaries[key]
        self._summaries[summary.partition, summary.form, summary.period.name] = summary

    def _summary(self, partition: Partition, form: Form, period: Period) -> Summary:
        key = (partition, form.id, period.name)
        if key not in self._summaries:
            self._summaries[key] = self._made(partition, form, period)
        return self._summaries[key]

    def _made(self, partition: Partition, form: Form, period: Period) -> Summary:
        empty = Summary(form.id, partition, period, {})
        if partition.kind in _SUMMED_UP:
            name, rules = name_of(partition), self._office.rules
            body = reports.summary(self._ledger.connection, name, form.id, period.name, rules)
            return from_json(body) if body else empty
        if (alike := self._alike(partition)) != partition:
            return replace(self._summary(alike, form, period), partition=partition)
        networks = networks_of(partition, self._office.organisation)
        codes = ("", *networks) if partition == DISTRICT else networks
        parts = [self._summary(Partition("network", code), form, period) for code in codes]
        return self._merged(partition, parts) if any(part.tallies for part in parts) else empty

    def _merged(self, partition: Partition, parts: list[Summary]) -> Summary:
        """The parts as one; where that was merged before, only what differs is added up again."""
        key = (partition, parts[0].form, parts[0].period.name)
        whole, before = self._wholes.get(key, (None, parts))
        if whole is None or len(before) != len(parts):
            whole = merge(parts, partition)
        elif any(now is not then for now, then in zip(parts, before, strict=True)):
            whole = merge_anew(whole, before, parts)
        self._wholes[key] = whole, parts
        return whole

    def _alike(self, partition: Partition) -> Partition:
        """The first supervisor of the same team: their networks are merged once."""
        people = self._office.organisation.supervisors
        if partition.kind != "supervisor" or partition.code not in people:
            return partition
        team = people[partition.code].team
        return Partition("supervisor", next(code for code, one in people.items() if one.team == team))

    def _notice_others(self) -> None:
        version = int(self._ledger.connection.execute("PRAGMA data_version").fetchone()[0])
        if version != self._version:
            self._summaries.clear()
            self._version = version

    def look(self, today: date) -> None:
        """Take in what changed since the last look."""
        self.records.look(today)
