"""The fiscal, academic and calendar year and the semester turn while a daemon runs, on a machine far away.

One process that stays over the turn, with news around midnight, leaves what one does that is started anew
for each cycle.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.cli.opening import ledger_path
from sync.ledger import Ledger, publishing
from sync.pipeline.cycle import Pipeline
from sync.pipeline.years_turn import past_years
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.office import write_config
from tests.journeys.people import log_answers, observation_answers

TURNS = {
    "fiscal year": "2026-10-01",
    "semester": "2026-11-01",
    "calendar year": "2027-01-01",
    "academic year": "2027-05-16",
}
LOG, VISIT = "daily-log", "classroom-observation"


class Life:
    """What happens around a turn: who sends what, and when there is a cycle; minutes from midnight."""

    def __init__(self, work: Work, midnight: datetime) -> None:
        self.work, self.midnight, self.sent = work, midnight, list[str]()

    def at(self, minutes: float) -> str:
        return f"{self.midnight + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}"

    def moment(self, minutes: float) -> datetime:
        return datetime.fromisoformat(f"{self.at(minutes)}+07:00")

    def logs(self, day: float, done: str, minutes: float) -> None:
        form = world.office_in(self.work.folder).forms[LOG]
        answers = {**log_answers(form, "ศึกษานิเทศก์ 1", self.moment(day)), "done": done}
        self.sent.append(self.work.fill(LOG, answers, self.at(minutes)))

    def visits(self, day: float, minutes: float) -> None:
        form = world.office_in(self.work.folder).forms[VISIT]
        answers = observation_answers(form, "A1", 4, self.moment(day))
        self.sent.append(self.work.fill(VISIT, answers, self.at(minutes)))

    def goes_on(self) -> Iterator[float]:
        """Do what people do; yields the minutes at which there is a cycle."""
        self.visits(-700, -120)
        self.logs(-600, "งานของวันก่อน", -2)
        yield -0.5
        yield 0.3
        self.logs(-599, "ส่งหลังเที่ยงคืน", 4)  # about the day before
        yield 5
        self.logs(540, "งานของวันใหม่", 600)
        self.visits(550, 610)
        yield 620


@contextmanager
def life_in(folder: Path, midnight: datetime) -> Iterator[Life]:
    write_config(folder / "config")
    with world.workspace_of(folder) as base:
        world.install(folder, base, (midnight - timedelta(days=2)).astimezone())
        yield Life(Work(folder, base), midnight)


@contextmanager
def running(life: Life) -> Iterator[tuple[Pipeline, list[datetime]]]:
    """A pipeline that stays, and its clock."""
    office, clock = world.office_in(life.work.folder), list[datetime]()
    ledger = Ledger(ledger_path(office.settings))
    pipeline = Pipeline(office, ledger, life.work.google, lambda: clock[-1])
    try:
        yield pipeline, clock
    finally:
        pipeline.close()
        ledger.close()


def left(life: Life) -> dict[str, Any]:
    """All that people see of it; responses by the order in which they were sent."""
    ledger = Ledger(ledger_path(world.office_in(life.work.folder).settings))
    try:
        keys, past = set(publishing.files(ledger.connection)), past_years(ledger)
    finally:
        ledger.close()
    cells = repr({key: life.work.cells(key) for key in sorted(keys) if key.startswith("sheet:")})
    for number, response in enumerate(life.sent):
        cells = cells.replace(response, f"response {number}")
    mails = sorted((str(mail["To"]), str(mail["Subject"]), str(mail["Date"])) for mail in life.work.mails)
    return {"keys": keys, "past": past, "cells": cells, "mails": mails}


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock shows Los Angeles' time: there it is the day before."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be set for one process")
    monkeypatch.setitem(os.environ, "TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("turn", TURNS)
def test_a_daemon_that_stays_leaves_what_one_does_that_is_started_anew(
    turn: str, tmp_path: Path, far_away: None
) -> None:
    midnight = datetime.fromisoformat(f"{TURNS[turn]}T00:00:00+07:00")
    with life_in(tmp_path / "stays", midnight) as life:
        with running(life) as (pipeline, clock):
            for minutes in life.goes_on():
                clock.append(life.moment(minutes))
                world.set_clock(life.work.base, clock[-1])
                assert pipeline.cycle(full=pipeline.full_list_is_due()).troubles == 0
            kept = {key.rpartition(":")[2] for key in pipeline._shelf._kept}
            assert kept == {"2570" if turn == "academic year" else "2569"}  # last year's is let go of
        stayed = left(life)
    with life_in(tmp_path / "anew", midnight) as life:
        for minutes in life.goes_on():
            now = life.moment(minutes)
            world.set_clock(life.work.base, now)
            with world.pipeline_of(life.work.folder, life.work.base, now) as fresh:
                fresh.cycle(full=fresh.full_list_is_due())
        assert stayed == left(life)
    assert "งานของวันใหม่" in stayed["cells"]
    assert bool(stayed["past"]) == (turn == "academic year")
