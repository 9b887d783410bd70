"""A year of all records: from an empty ledger to every sheet in one cycle, then one response on top.

    python -m benchmarks.year_of_records [--responses 20000] [--years 10] [--ones 6] [--profile FILE]

A sample year (both semesters, every packaged definition, in the demo's proportions) is put into an
embedded workspace in a temporary folder: not over HTTP, but by what the form page itself does with
answers that come (`forms.access.enter`, `forms.answers.walk`, `forms.responses.add`), many in one
transaction. What the page would refuse ends the benchmark. Then a ledger that is empty is filled and
all spreadsheets are made in one cycle, at the end of the academic year. Then single responses are sent
by the form page, with a cycle after each. Then the same on top of as many years of such responses,
those of earlier years decided, their errors as they came.
Wanted for 20,000 on 2 cores: 90 s; one response on top 2 s, and no slower on ten years of them.

Processor seconds are told beside seconds, nithet's and the workspace's, for machines that are busy.
Memory is what a process held at most (Linux only).
"""

from __future__ import annotations

import argparse
import cProfile
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from forms.definition import packaged_definitions
from forms.model import Entry, Form, QuestionType
from forms.model.chains import Decision
from forms.standing import chain_of
from sync import credentials, embedded
from sync.cli.opening import ledger_path
from sync.demo.answers import Sample
from sync.demo.page import Fields, FormPage, fields_of
from sync.demo.samples import MISTAKEN, sample_term
from sync.google import Google
from sync.ledger import Ledger, decisions, entries, responses
from sync.memory import keep_aside
from sync.pipeline.check import check
from sync.pipeline.cycle import Outcome, Pipeline
from sync.pipeline.duties import reckon_from
from sync.pipeline.office import Office, open_office
from sync.pipeline.pull import pull
from sync.pipeline.troubles import Troubles
from sync.workspace import app
from sync.workspace.forms import access
from sync.workspace.forms import responses as workspace_responses
from sync.workspace.forms.answers import walk
from sync.workspace.store import Store, at

CONFIG = Path(__file__).parent.parent / "config"
ENDS = ((2026, 10, 10), (2027, 3, 31))  # last days of the semesters of the academic year 2569
WEEKS = 52  # a sample year earlier falls on the same weekdays
AT_ONCE = 1000  # responses in one transaction of the workspace
SEED = 2569
KINDS = ("observation", "log", "school-visit", "permit")  # of these are the single responses
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


# --- A year ----------------------------------------------------------------------------


def office_in(folder: Path) -> Office:
    """The sample office, its data in that folder."""
    office = open_office(CONFIG)
    return replace(office, settings=office.settings.at(data=folder, port=0))


def year_of(office: Office, count: int, seed: int = SEED) -> list[Sample]:
    """About so many responses of the academic year, half of them in each semester.

    What a record's form lets occur once in a year comes in the first half alone: each half is a sample
    of its own, and nobody sends every school's profile twice.
    """
    halves = (count - count // 2, count // 2)
    made = [
        sample
        for end, share in zip(ENDS, halves, strict=True)
        for sample in sample_term(
            office.forms, office.organisation, office.calendar, evening(office, end), share, seed
        )
    ]
    return list(once_each(office, made))


def once_each(office: Office, made: Sequence[Sample]) -> Iterator[Sample]:
    """Without what tells of the same as one before, but for forms that are sent twice by mistake."""
    seen: set[tuple[str, ...]] = set()
    for sample in made:
        form = office.forms[sample.form]
        key = (form.id, *(str(sample.answers.get(question)) for question in form.once_per))
        if not form.once_per or form.counts_as in MISTAKEN or key not in seen:
            seen.add(key)
            yield sample


def evening(office: Office, day: tuple[int, int, int]) -> datetime:
    """That day at five in the afternoon."""
    return datetime(*day, 17, tzinfo=office.settings.timezone)


def earlier(form: Form, sample: Sample, years: int) -> Sample:
    """The same response so many years before, every day and year that it tells of as well."""
    back = timedelta(weeks=WEEKS * years)
    told: dict[str, Any] = {}
    for question, answer in sample.answers.items():
        asked = form.questions.get(question)
        if asked is not None and asked.type is QuestionType.DATE and answer:
            told[question] = (date.fromisoformat(str(answer)) - back).isoformat()
        elif asked is not None and asked.type is QuestionType.YEAR and answer:
            told[question] = str(int(str(answer)) - years)
    return replace(sample.but(told), sent=sample.sent - back)


def put_in(folder: Path, google_ids: dict[str, str], count: int, years: Sequence[int]) -> None:
    """Put the year into the workspace's store, once for each of `years` (0: as it is, 1: a year before).

    Prints how many responses that were.
    """
    office = office_in(folder)
    store = Store(embedded.folder(office.settings), app.SCHEMAS)
    year = year_of(office, count)
    print(f"{len(year) * len(years)} responses ({len(year)} a year)", end=" ", flush=True)
    opened = {form: access.enter(store, google_id) for form, google_id in google_ids.items()}
    for before in sorted(years, reverse=True):
        made = sorted(
            (earlier(office.forms[one.form], one, before) for one in year), key=lambda one: one.sent
        )
        for start in range(0, len(made), AT_ONCE):
            with store.transaction() as tx:
                for one in made[start : start + AT_ONCE]:
                    way = walk(opened[one.form].questionnaire, _lists(fields_of_sample(office, one)))
                    if not way.complete:
                        raise SystemExit(f"{one.form}: the page would refuse {way.problems}")
                    with at(one.sent):
                        workspace_responses.add(tx, store, google_ids[one.form], way.answers)


def fields_of_sample(office: Office, sample: Sample) -> Fields:
    """What a browser would send."""
    return fields_of(office.forms[sample.form], office.organisation, sample.answers)


def _lists(fields: Fields) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in fields.items()}


# --- Measuring -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds, and processor seconds of nithet and of the workspace."""

    wall: float
    own: float
    workspace: float

    def __sub__(self, other: Spent) -> Spent:
        """What was spent between two moments."""
        return Spent(self.wall - other.wall, self.own - other.own, self.workspace - other.workspace)

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.wall:7.2f} s  (CPU: nithet {self.own:6.2f}, workspace {self.workspace:6.2f})"


@dataclass(slots=True)
class Cycle:
    """A cycle that was measured: its parts in order, and what it did."""

    whole: Spent
    parts: dict[str, Spent]
    outcome: Outcome


@dataclass(slots=True)
class World:
    """A workspace's process, and a pipeline over it whose clock goes on from the year's end."""

    office: Office
    base: str
    process: int
    stack: ExitStack
    began: float = field(default_factory=perf_counter)

    def now(self) -> datetime:
        """The moment in this world."""
        return evening(self.office, ENDS[1]) + timedelta(seconds=perf_counter() - self.began)

    def pipeline(self) -> Pipeline:
        """A pipeline as a process that just started has it."""
        ledger = Ledger(ledger_path(self.office.settings))
        with ledger.transaction() as tx:  # else only what is due after its first cycle would be owed
            reckon_from(tx, self.office.calendar.academic_year_of(self.now().date()).start)
        signed = credentials.embedded(embedded.folder(self.office.settings))
        made = Pipeline(self.office, ledger, Google(signed, base=self.base), self.now)
        self.stack.callback(ledger.close)
        self.stack.callback(made.close)
        return made

    def spent(self) -> Spent:
        """What was spent until now."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        ticks = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        theirs = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
        return Spent(perf_counter(), used.ru_utime + used.ru_stime, theirs)

    def measured(self, pipeline: Pipeline, *, full: bool = False) -> Cycle:
        """One cycle."""
        marks: list[tuple[str, Spent]] = [("begin", self.spent())]
        outcome = pipeline.cycle(full=full, step=lambda name: marks.append((name, self.spent())))
        marks.append(("end", self.spent()))
        keep_aside(anew=full)  # as the daemon does between cycles
        parts = {name: following - mark for (name, mark), (_, following) in pairwise(marks)}
        return Cycle(marks[-1][1] - marks[0][1], parts, outcome)


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """A workspace as a process of its own over that folder."""
    office = office_in(folder)
    command = [sys.executable, "-m", "sync.workspace", "--data", str(embedded.folder(office.settings))]
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True)
        )
        stack.callback(process.terminate)
        assert process.stdout is not None
        yield World(office, process.stdout.readline().split()[-1], process.pid, stack)


def most_memory(process: int | str) -> float:
    """What a process held at most, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def memory(world: World) -> None:
    """Print what both processes held at most."""
    own, theirs = most_memory("self"), most_memory(world.process)
    print(f"    memory at most: nithet {own:.0f} MB, workspace {theirs:.0f} MB\n")


def told(title: str, cycle: Cycle) -> None:
    """Print a cycle and its parts."""
    outcome = cycle.outcome
    print(f"{title}: {cycle.whole}, {sum(outcome.requests.values())} requests,", end=" ")
    print(f"{outcome.new} new, {outcome.spreadsheets_written} spreadsheets, {outcome.troubles} troubles")
    for name, spent in cycle.parts.items():
        print(f"    {name:10s} {spent}")
    sys.stdout.flush()


# --- The steps -------------------------------------------------------------------------


def prepare(world: World) -> dict[str, str]:
    """Make the forms, then forget the ledger: what follows begins with an empty one. Give their ids."""
    pipeline = world.pipeline()
    pipeline.prepare()
    states = responses.form_states(pipeline.ledger.connection)
    for file in world.office.settings.data.glob("ledger.sqlite3*"):
        file.unlink()
    return {form: state.google_id for form, state in states.items()}


def seed(world: World, google_ids: dict[str, str], count: int, years: Sequence[int]) -> None:
    """Put years in by a process of its own, so that its memory is not taken for nithet's."""
    started = perf_counter()
    process = multiprocessing.get_context("spawn").Process(
        target=put_in, args=(world.office.settings.data, google_ids, count, years)
    )
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the year could not be put in")
    print(f"put into the workspace: {perf_counter() - started:.1f} s\n")


def decide_earlier(world: World, pipeline: Pipeline) -> None:
    """Take in what came and pass whatever was asked for before this academic year, a day after it was.

    An office decides in its year: else the requests of ten years would wait, and be listed, at once.
    """
    office, ledger, started = world.office, pipeline.ledger, perf_counter()
    overlap, troubles = timedelta(minutes=office.settings.overlap_minutes), Troubles(ledger)
    with ThreadPoolExecutor(len(office.forms)) as executor:
        pull(ledger, pipeline.google, executor, overlap, world.now(), troubles, full=True)
    check(ledger, office)
    days = ("0001-01-01", office.calendar.academic_year_of(world.now().date()).start.isoformat())
    count = 0
    with ledger.transaction() as tx:
        for form in office.forms.values():
            for entry in entries.standing(tx, form.id, days) if form.chains else ():
                for decision in passed(form, entry):
                    decisions.keep(tx, decision, "")
                    count += 1
    print(f"taken in, and {count} decisions of earlier years: {perf_counter() - started:.1f} s")


def passed(form: Form, entry: Entry) -> Iterator[Decision]:
    """A record's way through all of its chain."""
    chain = chain_of(form.chains, entry.answers) if form.chains else None
    for number, step in enumerate(chain.steps if chain else (), start=1):
        noticed = entry.submitted + timedelta(days=1, minutes=number)
        yield Decision(form.id, entry.response, step.id, step.passes[0], "", noticed, step.by)


def ones(world: World, pipeline: Pipeline, count: int, seed: int) -> list[Cycle]:
    """Send single responses now, of several forms in turn, a cycle after each; an idle one between."""
    office = world.office
    samples = year_of(office, 400, seed)
    kinds = [[s for s in samples if kind in (s.form, office.forms[s.form].counts_as)] for kind in KINDS]
    states = responses.form_states(pipeline.ledger.connection)
    cycles = []
    with FormPage(world.base) as page:
        for number in range(count):
            sample = kinds[number % len(kinds)][-1 - number]
            page.set_time(world.now())
            form = office.forms[sample.form]
            page.send(
                form, states[form.id].responder_uri, fields_of_sample(office, sample), f"{seed}-{number}"
            )
            cycles.append(world.measured(pipeline))
            told(f"  one {sample.form}", cycles[-1])
            pipeline.cycle()
    return cycles


def settle(world: World, pipeline: Pipeline) -> None:
    """Cycles until nothing is left to do: our own writes show up as changes once."""
    told("the cycle after it", world.measured(pipeline))
    told("an idle cycle", world.measured(pipeline))


def median(cycles: Sequence[Cycle], of: Callable[[Spent], float]) -> float:
    """The median of single responses."""
    return statistics.median(of(cycle.whole) for cycle in cycles)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="A year of all records, and one response on top.")
    parser.add_argument("--responses", type=int, default=20_000, help="of one academic year")
    parser.add_argument("--years", type=int, default=10, help="so many years of them in the end")
    parser.add_argument("--ones", type=int, default=6, help="how many single responses are measured")
    parser.add_argument("--profile", type=Path, help="keep cProfile's figures under this name")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, world_in(Path(folder)) as world:
        run(world, given)


def run(world: World, given: argparse.Namespace) -> None:
    """The whole of it, in one world."""
    print(
        f"{given.responses} responses over {len(list(packaged_definitions().glob('*.yaml')))} definitions,",
        end=" ",
    )
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    google_ids = prepare(world)
    seed(world, google_ids, given.responses, [0])
    pipeline = world.pipeline()
    with profiled(given.profile, "first"):
        first = world.measured(pipeline)
    told("from an empty ledger to all sheets", first)
    if first.outcome.troubles:
        raise SystemExit("that did not go well: figures would say nothing")
    memory(world)
    settle(world, pipeline)
    with profiled(given.profile, "one"):
        few = ones(world, pipeline, given.ones, SEED + 1)
    if given.years > 1:
        print()
        seed(world, google_ids, given.responses, range(1, given.years))
        decide_earlier(world, pipeline)
        told(f"all {given.years} years listed whole", world.measured(pipeline, full=True))
        settle(world, pipeline)
        with profiled(given.profile, "many"):
            many = ones(world, pipeline, given.ones, SEED + 2)
        memory(world)
        anew = world.pipeline()
        told("an idle cycle of a process that just started", world.measured(anew))
    print(f"\nfirst cycle: {first.whole}; wanted: 90 s")
    print(f"one response on {given.responses}: {median(few, lambda s: s.wall):.2f} s;", end=" ")
    print(f"CPU {median(few, lambda s: s.own + s.workspace):.2f} s; wanted: 2 s")
    if given.years > 1:
        wall = median(many, lambda s: s.wall) / median(few, lambda s: s.wall)
        used = median(many, lambda s: s.own + s.workspace) / median(few, lambda s: s.own + s.workspace)
        print(
            f"one response on {given.responses * given.years}: {median(many, lambda s: s.wall):.2f} s,",
            end=" ",
        )
        print(f"{wall:.2f} times, CPU {used:.2f} times; wanted: no slower")


@contextmanager
def profiled(path: Path | None, name: str) -> Iterator[None]:
    """Keep where the time of this block went, if that is asked for."""
    if path is None:
        yield
        return
    with cProfile.Profile() as profile:
        yield
    profile.dump_stats(path.with_name(f"{path.name}.{name}"))


if __name__ == "__main__":
    main()
