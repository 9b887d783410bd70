"""A week's papers at a semester's end: composed from a filled ledger, written in Word, turned into PDF.

    python -m benchmarks.papers_of_a_week [--responses 20000] [--profile FILE]

The sample's year (see `benchmarks.year_of_records`) is put into an embedded workspace, pulled and checked.
Then the papers of its last week are made: daily logs of every supervisor, the director's weekly summary,
and of every network its page and its semester. Without the networks' semesters it is what an ordinary week
brings at most. PDF needs LibreOffice; without it that part is left out. Files are
not written and nothing is mailed.
Wanted on 2 cores, of 17 supervisors and 19 networks: 60 s, in one start of LibreOffice; without PDF 10 s.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final, TypeVar

from benchmarks.year_of_records import World, evening, prepare, profiled, seed, world_in
from forms.model import Organisation, Period
from forms.papers import Paper, PaperKind
from sync import libreoffice
from sync.documents import find_template, render, to_pdf
from sync.documents.prepared import prepared
from sync.ledger import Ledger
from sync.pipeline.check import check
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing
from sync.pipeline.pull import pull
from sync.pipeline.troubles import Troubles

LAST = (2027, 3, 29)  # the Monday of the semester's last week
NOW = (2027, 4, 3)  # the Saturday after it
AT_AN_END: Final = "network-semester"  # papers of this kind come at a semester's end alone
Result = TypeVar("Result")


# --- Measuring -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds, and processor seconds of this process and of those that it started and ended."""

    wall: float
    used: float

    @classmethod
    def until_now(cls) -> Spent:
        """What was spent so far."""
        of = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(perf_counter(), sum(one.ru_utime + one.ru_stime for one in of))

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.used - other.used)

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.used + other.used)

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.wall:6.2f} s  (CPU {self.used:6.2f} s)"


def measured(name: str, make: Callable[[], Result]) -> tuple[Result, Spent]:
    """Make something, print what that took."""
    before = Spent.until_now()
    made = make()
    spent = Spent.until_now() - before
    print(f"    {name:42s} {spent}", flush=True)
    return made, spent


# --- The steps -------------------------------------------------------------------------


def filled(world: World, google_ids: dict[str, str], count: int) -> Ledger:
    """A ledger with that many responses, checked, from a workspace that they are put into."""
    seed(world, google_ids, count, [0])
    pipeline, office = world.pipeline(), world.office
    pipeline.prepare()  # the forms that are there, for a ledger that begins empty
    overlap = timedelta(minutes=office.settings.overlap_minutes)
    with ThreadPoolExecutor(len(office.forms)) as executor:
        troubles = Troubles(pipeline.ledger)
        pull(pipeline.ledger, pipeline.google, executor, overlap, world.now(), troubles, full=True)
    check(pipeline.ledger, office)
    return pipeline.ledger


def composed(ledger: Ledger, office: Office) -> tuple[list[Paper], Spent]:
    """All papers of the week, and what they took: the first kind of a period reads its records."""
    week = office.calendar.week_of(evening(office, LAST).date())
    semester = office.calendar.latest_semester(week.start)
    periods: Mapping[PaperKind, Period] = {
        "daily-logs": week,
        "weekly": week,
        "network-page": semester,
        AT_AN_END: semester,
    }
    composing = Composing(ledger, office, evening(office, NOW))
    papers: list[Paper] = []
    spent = Spent(0, 0)
    for kind, period in periods.items():
        made, used = measured(f"{kind} composed", partial(composing.of, kind, period))
        papers, spent = papers + made, spent + used
    return papers, spent


def rendered(papers: Iterable[Paper]) -> dict[str, bytes]:
    """The papers in Word, as a process that just started makes them."""
    prepared.cache_clear()
    return {paper.key: render(paper, find_template(Path("no-such-folder"), paper.kind)) for paper in papers}


def converted(words: dict[str, bytes], papers: Sequence[Paper], name: str) -> Spent:
    """Turn these papers into PDF in one start; print what that took."""
    chosen = {paper.key: words[paper.key] for paper in papers}
    made, spent = measured(f"{name} in PDF", lambda: to_pdf(chosen))
    print(f"        {len(made)} files, {sum(map(len, made.values())) / 1024:.0f} KB")
    return spent


def people(there: Organisation) -> str:
    """How large the office is, in words."""
    return (
        f"{len(there.supervisors)} supervisors, {len(there.networks)} networks, {len(there.schools)} schools"
    )


def run(world: World, responses: int, profile: Path | None) -> None:
    """The whole of it, in one world."""
    there = world.office.organisation
    print(f"{people(there)}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    ledger = filled(world, prepare(world), responses)
    with profiled(profile, "papers"):
        papers, composing = composed(ledger, world.office)
        words, rendering = measured(f"{len(papers)} in Word", lambda: rendered(papers))
    usual = [paper for paper in papers if paper.kind != AT_AN_END]
    kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(paper.kind for paper in papers).items())
    print(f"        {kinds}, {sum(map(len, words.values())) / 1024:.0f} KB")
    without = composing + rendering
    print(f"{len(papers)} papers without PDF: {without}; wanted: 10 s")
    if libreoffice.installed() is None:
        print("no LibreOffice: no PDF")
        return
    converted(words, usual, f"{len(usual)} of an ordinary week")
    spent = without + converted(words, papers, f"all {len(papers)}")
    print(f"{len(papers)} papers with PDF: {spent}; wanted: 60 s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="All papers of a week at a semester's end.")
    parser.add_argument("--responses", type=int, default=20_000, help="of one academic year")
    parser.add_argument("--profile", type=Path, help="keep cProfile's figures under this name")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, world_in(Path(folder)) as world:
        run(world, given.responses, given.profile)


if __name__ == "__main__":
    main()
