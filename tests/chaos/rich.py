"""One rich cycle: every form has news, people decided, a file is in the trash, it is Friday evening.

Killed at any of its steps, and run again: then all is as after a cycle that was never killed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import requests

from sync.demo.page import fields_of
from sync.ledger.store import utc, write_meta
from tests.chaos import gestures
from tests.chaos import office as chaos_office
from tests.chaos.compare import Problem, alone, differences
from tests.chaos.desk import Desk
from tests.chaos.filling import filled
from tests.chaos.look import Looking, Seen
from tests.chaos.worlds import Start, World, workspace_of

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FRIDAY = datetime.fromisoformat("2026-11-20T18:01:00+07:00")
_TOTAL = 400  # samples of the term that responses are drawn from
_GESTURES = 30  # that people try, in the week


@dataclass(frozen=True)
class Rich:
    """The world just before its rich cycle; what that leads to, and past how many steps."""

    start: Start
    expected: Seen
    steps: int


def prepare(folder: Path) -> Rich:
    """An office with every form: a first week's work is in the sheets, this week's is not."""
    config = chaos_office.write_config(folder / "start" / "config", chaos_office.every_form())
    office = chaos_office.opened(config)
    with workspace_of(folder / "start", "start") as base:
        world = World("start", folder / "start", base, office, MONDAY)
        with world.daemon().ledger.transaction() as tx:
            write_meta(tx, "installed", utc(MONDAY))
        world.daemon().prepare()
        _fill(world, 2, Random(1), MONDAY)
        for _ in range(3):
            outcome = world.cycle()
            assert not isinstance(outcome, Exception) and not outcome.troubles, outcome
        world.set_clock(MONDAY + timedelta(days=3, hours=7))
        _fill(world, 2, Random(2), world.now)
        people_at_work(world, Random(3))
        world.set_clock(FRIDAY)
        world.close()
    start = Start(folder / "start", office, FRIDAY)
    with world_of(start, folder / "undisturbed") as world:
        outcome, steps = world.counted_cycle()
        assert not isinstance(outcome, Exception) and not outcome.troubles, outcome
        return Rich(start, Looking(world).see(looks=True), steps)


def people_at_work(world: World, chance: Random) -> None:
    """People write in many rows, sort, insert and delete; one spreadsheet goes to the trash."""
    for _ in range(_GESTURES):
        desk = Desk(world)
        one = gestures.draw(desk, chance)
        if one is not None and one.key and gestures.possible(desk, one):
            gestures.attempt(desk, one)
    desk = Desk(world)
    desk.drive(
        "PATCH", next(key for key in desk.sheets if key.startswith("sheet:network")), {"trashed": True}
    )


def _fill(world: World, each: int, chance: Random, now: datetime) -> None:
    """So many responses to each form."""
    forms, office = world.google_forms(), world.office
    drawn = chaos_office.samples(office, MONDAY, _TOTAL)
    for form in sorted(drawn):
        for sample in drawn[form][-each:]:
            answers = filled(office.forms[form], sample, chance, now).answers
            fields = fields_of(office.forms[form], office.organisation, answers)
            url = f"{world.base}/forms/d/e/{forms[form]}/formResponse"
            requests.post(url, data={**fields, "submit": "all"}, timeout=20).raise_for_status()


@contextmanager
def world_of(start: Start, at: Path) -> Iterator[World]:
    """A copy of the world, gone in the end."""
    shutil.copytree(start.folder, at)
    try:
        with workspace_of(at, "live") as base:
            world = World(at.name, at, base, start.office, start.now)
            yield world
            world.close()
    finally:
        shutil.rmtree(at, ignore_errors=True)


def killed(rich: Rich, folder: Path, step: int) -> list[Problem]:
    """Kill the cycle at a step, run it again; what is not as after the undisturbed one."""
    with world_of(rich.start, folder / f"killed-{step}") as world:
        code = world.killed_cycle(step)
        if code != -9:
            return [("wrong", f"the cycle was to be killed, and ended with {code}")]
        outcome = world.cycle()
        if isinstance(outcome, Exception):
            return [("wrong", f"the next cycle: {outcome}")]
        seen = Looking(world).see(looks=True)
        return [*differences(seen, rich.expected), *alone(seen, seen.responses)]
