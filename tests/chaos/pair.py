"""Two worlds side by side: what people do is done in both, what goes wrong in one; then both are compared."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import requests

from sync.demo.answers import Sample
from sync.demo.page import fields_of
from sync.errors import NithetError
from tests.chaos import faults, gestures, live
from tests.chaos.compare import Problem, alone, differences, unsaid
from tests.chaos.desk import Desk
from tests.chaos.filling import filled
from tests.chaos.gestures import Gesture
from tests.chaos.look import Looking
from tests.chaos.worlds import Start, World, two_worlds


@dataclass
class Tally:
    """What was done, and what came of it."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def note(self, what: str, times: int = 1) -> None:
        self.counts[what] += times


class Wrong(AssertionError):
    """Something was lost, doubled or wrong."""


class Parted(Exception):
    """What was done in the disturbed world could not be done in its twin: nothing can be compared."""


@dataclass
class Sent:
    """A response that lies in both worlds' forms."""

    form: str
    edit: dict[str, str]  # world -> where it is edited


class Pair:
    """The disturbed world and its twin, from one quiet to the next."""

    def __init__(
        self, start: Start, folder: Path, worlds: tuple[World, World], pool: Pool, tally: Tally
    ) -> None:
        self.disturbed, self.twin = worlds
        self._office, self._pool, self.tally = start.office, pool, tally
        self._looking = {one.name: Looking(one) for one in worlds}
        self._forms = self.disturbed.google_forms()
        self._sent: dict[str, Sent] = {}
        self._settled: set[str] = set()  # responses that both worlds have had since the last quiet
        self._gone: set[str] = set()
        self._marks: set[str] = set()
        self._words: dict[tuple[str, str, str, str], str] = {}
        self._acts = 0  # of people and of time in this sequence
        self._steps = 0  # of the undisturbed cycle, where one was made in this sequence
        self._early: frozenset[str] = frozenset()  # mails that went before it was quiet
        self._coloured = False  # whether people gave colours to cells: they stay until a row is written again
        self._until_night = False  # whether people did what the nightly look mends at the latest
        self._within = ""  # before what belongs to what was logged before it: it is repeated with that
        self.log: list[str] = []
        self.failed = False

    # --- what people do ---

    def submit(self, pick: int) -> None:
        """Somebody fills a form."""
        self._papers_alike()
        form, sample = self._pool.draw(self._chance(pick), self.disturbed.now)
        made = [
            self._post(one, f"{one.base}/forms/d/e/{self._forms[form]}/formResponse", sample)
            for one in self._both
        ]
        assert made[0]["responseId"] == made[1]["responseId"], made
        edit = {
            one.name: receipt["editUrl"].replace("viewform", "formResponse")
            for one, receipt in zip(self._both, made, strict=True)
        }
        self._sent[made[0]["responseId"]] = Sent(form, edit)
        self._done("submit", pick, form)

    def edit(self, pick: int) -> None:
        """Somebody answers otherwise, by the link of the receipt."""
        self._papers_alike()
        chance = self._chance(pick)
        if (response := self._drawn(chance)) is None:
            return
        sent = self._sent[response]
        sample = self._pool.of(sent.form, chance, self.disturbed.now)
        for one in self._both:
            self._post(one, sent.edit[one.name], sample)
        self._marks.add(response)
        self._done("edit", pick, response)

    def delete(self, pick: int) -> None:
        """The form's owner deletes a response."""
        if (response := self._drawn(self._chance(pick))) is None:
            return
        form = self._forms[self._sent[response].form]
        for one in self._both:
            one.control("DELETE", f"forms/{form}/responses/{response}")
        self._marks.add(response)
        self._gone.add(response)
        self._done("delete", pick, response)

    def gesture(self, pick: int) -> None:
        """Somebody does something in a spreadsheet or in Drive."""
        desks = [Desk(one) for one in self._both]
        one = gestures.draw(desks[0], self._chance(pick))
        if one is None or not self._may(one) or not all(gestures.possible(desk, one) for desk in desks):
            self.tally.note("nothing to do")
            return
        for world in self._both:
            self._looking[world.name].remember()
        if not gestures.attempt(desks[0], one):
            self.tally.note("refused to people")
            return
        if not gestures.attempt(desks[1], one):  # the twin has rows that the disturbed world has not got yet
            raise Parted(str(one))
        self._marks |= _marks(one)
        self._until_night |= one.name in gestures.MENDED_AT_NIGHT
        self._coloured |= one.name == "format"
        if one.name == "write":
            self._words[one.file, one.tab, one.key, one.column] = one.text.strip()
        self._done("gesture", pick, str(one))
        self.tally.note(f"gesture: {one.name}")

    def change_form(self, pick: int) -> None:
        """Somebody changes a question in a live form, a cycle that notices it is killed, and it is put back.

        A sequence of its own, without responses in between: whether those wait depends on when a cycle came.
        """
        self.quiet()
        chance = self._chance(pick)
        one = live.draw(self.disturbed, chance)
        for world in self._both:
            live.send(world, one.form, one.does)
        self._done("change_form", pick, f"{one.name}: {one.form}")
        self.tally.note(f"gesture: {one.name}")
        self._within = "# within: "
        self.kill(chance.randrange(2**24))
        self._cycle_both()
        for world in self._both:
            live.send(world, one.form, one.undoes)
        self.kill(chance.randrange(2**24))
        self.quiet()
        self._within = ""

    def pass_time(self, pick: int) -> None:
        """Minutes or days in which nothing is done; not before what was disturbed is mended."""
        if self._steps:
            self.quiet()
        now = _later(self.disturbed.now, self._chance(pick))
        for one in self._both:
            one.set_clock(now)
        self._done("pass_time", pick, now.isoformat())

    # --- what goes wrong ---

    def fault(self, pick: int) -> None:
        """A cycle of the disturbed world in which calls fail."""
        chance = self._chance(pick)
        self._undisturbed()
        kind, switches = faults.draw(chance, self._steps // 3)
        world = self.disturbed
        world.control("PUT", "strain", switches)
        self._log("fault", pick, kind)
        self._guarded(world, hangs="timeout" in kind)
        struck = sum(world.fired()) or int(kind == "quota of zero")
        world.control("DELETE", "strain")
        self.tally.note(f"fault: {kind}", struck)
        self.tally.note("faults", struck)
        self._tick()

    def jump(self, pick: int) -> None:
        """A cycle of the disturbed world by a clock that jumped ahead or back; it is right again after it."""
        self._undisturbed()
        days = self._chance(pick).choice((-2, -1, 2, 30, 400))
        self._log("jump", pick, f"{days} days")
        try:
            self.disturbed.cycle_by_a_wrong_clock(timedelta(days=days))
        except Exception as broken:
            self._fail([("wrong", f"{type(broken).__name__}: {broken}")])
        self.tally.note("clocks that jumped")
        self._tick()

    def kill(self, pick: int) -> None:
        """A cycle of the disturbed world that is killed at a step."""
        self._undisturbed()
        at = 1 + self._chance(pick).randrange(self._steps)
        self._log("kill", pick, f"at {at} of {self._steps}")
        code = self.disturbed.killed_cycle(at)
        if code not in (0, -9):
            self._fail([("wrong", f"a cycle ended with {code}")])
        self.tally.note("kills", int(code == -9))
        self._tick()

    def restart(self, pick: int = 0) -> None:
        """The disturbed world's daemon is ended and started anew."""
        self.disturbed.end_daemon()
        self._log("restart", pick, "")
        self.tally.note("restarts")

    def quiet(self, pick: int = 0, *, looks: bool = False) -> None:
        """One undisturbed cycle in each world; then they must be alike.

        Nothing where nothing was done since the last; where nothing went wrong yet, something does before.
        """
        if not self._acts:
            return
        if not self._steps:
            (self.fault, self.kill)[pick % 2](pick)
        self._log("quiet", pick, "")
        self._early |= self._looking[self.disturbed.name].mails()
        self._cycle_both()
        if self._until_night:
            self._night()
        for minutes in (16, 61, 241):  # the pauses after which papers that failed are tried again
            if not self.disturbed.pausing():
                break
            self.tally.note("pauses waited for")
            for one in self._both:
                one.set_clock(one.now + timedelta(minutes=minutes))
            self._cycle_both()
        self._compare(looks=looks)
        self._settled = set(self._sent) - self._gone
        self._marks, self._steps, self._acts = set(), 0, 0
        self.tally.note("sequences")
        for one in self._both:  # names tell minutes: a sequence stays within one
            one.set_clock(one.now.replace(second=0) + timedelta(minutes=1))

    def end(self) -> None:
        """The last quiet, in which formats and papers are compared, too; then what stands is made anew."""
        if not self._acts:
            return
        self.quiet(looks=not self._coloured)
        self._idle()
        self._from_scratch()

    def _idle(self) -> None:
        """What is left due after a quiet cycle must come to nothing in the next."""
        self._log("idle", 0, "")
        self._cycle_both()
        self._compare(looks=False)

    def _from_scratch(self) -> None:
        """What both worlds show alike is no older state: made anew as a whole it stays as it is."""
        before = self._looking[self.twin.name].see(looks=False)
        self.twin.forget_what_was_made()
        self._log("from scratch", 0, "")
        outcome = self._guarded(self.twin)
        if isinstance(outcome, NithetError):
            self._fail([("wrong", f"made anew: {outcome.code}: {outcome}")])
        self.tally.note("made anew as a whole")
        if problems := [*differences(self._looking[self.twin.name].see(looks=False), before)]:
            self._fail(problems)

    def _papers_alike(self) -> None:
        """Quiet before news where the twin has papers that the disturbed world still has to make.

        A paper says what is known when it is made: news in between would make two of it.
        """
        if self._steps and self.disturbed.papers() != self.twin.papers():
            self.quiet()

    def _cycle_both(self) -> None:
        for one in self._both:
            outcome = self._guarded(one)
            if isinstance(outcome, NithetError):
                self._fail([("wrong", f"{one.name}: {outcome.code}: {outcome}")])

    def _night(self) -> None:
        """The next morning, after the time of the nightly full list."""
        morning = self.disturbed.now.replace(hour=7, minute=0, second=0) + timedelta(days=1)
        for one in self._both:
            one.set_clock(morning)
        self._cycle_both()
        self._until_night = False
        self.tally.note("nights waited for")

    def _compare(self, *, looks: bool = True) -> None:
        """Hold one against the other; `looks` are formats, which take longer to read than all else."""
        seen = [self._looking[one.name].see(looks=looks) for one in self._both]
        expected = frozenset(self._sent)
        problems = [*differences(seen[0], seen[1], self._early)]
        for one in seen:
            problems += [*alone(one, expected), *unsaid(one, self._words)]
        self.tally.note("left for the next cycle", int(seen[0].due != seen[1].due))
        if problems:
            self._fail(problems)

    def _fail(self, problems: list[Problem]) -> None:
        self.failed = True
        for kind, _ in problems:
            self.tally.note(kind)
        told = "\n".join(f"  {kind}: {what}" for kind, what in problems[:12])
        raise Wrong(f"{len(problems)} problems after\n  " + "\n  ".join(self.log) + f"\n{told}")

    # --- within ---

    def _chance(self, pick: int) -> Random:
        """What a rule draws from: its number, and how far the log has come."""
        return Random(f"{pick} {len(self.log)}")

    @property
    def _both(self) -> tuple[World, World]:
        return self.disturbed, self.twin

    def _undisturbed(self) -> None:
        """What the disturbed cycle would have been: the twin makes it, before."""
        outcome, self._steps = self.twin.counted_cycle()
        if isinstance(outcome, NithetError):
            self._fail([("wrong", f"twin: {outcome.code}: {outcome}")])

    def _guarded(self, world: World, *, hangs: bool = False) -> Any:
        try:
            return world.hanging_cycle() if hangs else world.cycle()
        except Exception as broken:
            self._fail([("wrong", f"{world.name}: {type(broken).__name__}: {broken}")])

    def _tick(self) -> None:
        """The daemon's next tick: some seconds later; quiet before the minute is over."""
        now = self.disturbed.now + timedelta(seconds=5)
        for one in self._both:
            one.set_clock(now)
        if now.second >= 50:
            self.quiet()

    def _drawn(self, chance: Random) -> str | None:
        """A response that nothing was done to since the last quiet."""
        known = sorted(self._settled - self._marks - self._gone)
        return chance.choice(known) if known else None

    def _may(self, one: Gesture) -> bool:
        """Whether it is told what comes of it: what two things come to depends on the cycle between them."""
        where = f"{one.file}|{one.tab}"
        if f"d:{one.file}" in self._marks or f"d:{where}" in self._marks:
            return False
        if one.key and one.response in self._marks and one.name in ("write", "delete row", "insert row"):
            return False
        if one.name == "write":
            return True
        if one.destroys and f"w:{where if one.tab else one.file}" in self._marks:
            return False
        return f"s:{where}" not in self._marks

    def _post(self, one: World, url: str, fields: Any) -> Any:
        answer = requests.post(
            url, data={**fields, "submit": "all"}, headers={"Accept": "application/json"}, timeout=20
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _log(self, rule: str, pick: int, told: str) -> None:
        self.log.append(f"{self._within}{rule} {pick}  # {told}")

    def _done(self, rule: str, pick: int, told: str) -> None:
        self._log(rule, pick, told)
        self._acts += 1
        self.tally.note(rule)


def _marks(one: Gesture) -> set[str]:
    where = f"{one.file}|{one.tab}"
    if one.name == "write":
        return {one.response, f"w:{where}", f"w:{one.file}"}
    marks = {f"s:{where}"}
    if one.name == "insert row":
        marks |= {f"w:{where}", f"w:{one.file}", one.response}
    if one.name == "delete row":
        marks |= {one.response}
    elif one.destroys:
        marks |= {f"d:{where}" if one.tab else f"d:{one.file}"}
    return marks


def _later(now: datetime, chance: Random) -> datetime:
    """A later moment, on a whole minute: soon, the next morning, or after the week's cut on Friday."""
    now = now.replace(second=0) + timedelta(minutes=1)
    way = chance.randrange(6)
    if way < 2:
        return now + timedelta(minutes=chance.choice((1, 5, 40)))
    if way == 2:
        return now + timedelta(hours=chance.choice((2, 5)))
    if way == 3:
        return now.replace(hour=9, minute=0) + timedelta(days=1)
    friday = now.replace(hour=18, minute=chance.choice((0, 1, 30))) + timedelta(days=(4 - now.weekday()) % 7)
    return friday if friday > now else now + timedelta(days=chance.choice((1, 2)))


class Pool:
    """Responses to draw from: plausible ones, and what people write otherwise."""

    def __init__(self, start: Start, samples: dict[str, list[Sample]]) -> None:
        self._office, self._samples = start.office, samples

    def draw(self, chance: Random, now: datetime) -> tuple[str, Any]:
        """A form, and the fields that a browser would send."""
        form = chance.choice([form for form in sorted(self._samples) if self._samples[form]])
        return form, self.of(form, chance, now)

    def of(self, form: str, chance: Random, now: datetime) -> Any:
        """The fields of some response to a form."""
        sample = filled(self._office.forms[form], chance.choice(self._samples[form]), chance, now)
        return fields_of(self._office.forms[form], self._office.organisation, sample.answers)


@contextmanager
def pair_of(start: Start, pool: Pool, tally: Tally, folder: Path | None = None) -> Iterator[Pair]:
    """Two worlds made from the start, gone in the end."""
    with ExitStack() as stack:
        at = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        yield Pair(start, at, stack.enter_context(two_worlds(start, at / "worlds")), pool, tally)
