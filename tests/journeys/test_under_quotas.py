"""Under Google's quotas nithet waits until they are full again, and leaves nothing undone.

The sample office meets Google's own numbers. The small one meets much tighter quotas in minutes that
last 0.6 seconds; nithet's waiting is as much shorter.
"""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sync.demo.page import FormPage, fields_of
from sync.demo.samples import sample_term
from sync.ledger import responses
from sync.packaged import folder as packaged
from sync.pipeline.cycle import Pipeline
from tests.journeys import world
from tests.journeys.office import write_config
from tests.journeys.people import fill_a_week
from tests.journeys.seen import State, seen
from tests.journeys.strained import counts, pipeline_at, strain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FRIDAY = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
MINUTE = 0.6
LONGEST_WAIT = 33.0  # seconds of Google's time: 32 and up to one more, so that many do not come at once


@dataclass
class Waiting:
    """Sleeps as much shorter as the minute is, and remembers for how long nithet meant to."""

    waits: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        time.sleep(seconds * MINUTE / 60)


def test_the_sample_office_makes_all_its_sheets_within_googles_quotas(tmp_path: Path) -> None:
    shutil.copytree(packaged("config"), tmp_path / "config")
    with world.workspace_of(tmp_path) as base:
        world.set_clock(base, FRIDAY)
        strain(base, quotas=True)
        with pipeline_at(tmp_path, base, FRIDAY) as pipeline:
            pipeline.prepare()
            fill(pipeline, base)
            outcome = pipeline.cycle()
            told = counts(base)["quotas"]
            strain(base, quotas=True)  # the next minute: with Google's distances the first cycle takes longer
            idle = pipeline.cycle()
    assert (outcome.troubles, idle.troubles) == (0, 0)
    assert outcome.new == 20
    assert outcome.spreadsheets_written >= 20
    assert told["drive"]["drawn"] < 325_000 / 5


def fill(pipeline: Pipeline, base: str) -> None:
    """Twenty responses of a sample term."""
    office = pipeline.office
    states = responses.form_states(pipeline.ledger.connection)
    samples = sample_term(office.forms, office.organisation, office.calendar, FRIDAY, 40, 1)[-20:]
    with FormPage(base) as page:
        for number, sample in enumerate(samples):
            form = office.forms[sample.form]
            fields = fields_of(form, office.organisation, sample.answers)
            page.send(form, states[form.id].responder_uri, fields, f"visit-{number}")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small office, its forms filled for a week, its sheets not made yet."""
    folder = tmp_path_factory.mktemp("start") / "world"
    write_config(folder / "config")
    with world.workspace_of(folder) as base:
        world.install(folder, base, MONDAY)
        fill_a_week(folder, base, MONDAY)
    return folder


def first_cycle(start: Path, at: Path, **switches: Any) -> tuple[State, list[float], Any]:
    """What a first cycle leads to, without trouble; what it waited; what was drawn and refused."""
    shutil.copytree(start, at)
    waiting = Waiting()
    with world.workspace_of(at) as base:
        strain(base, minute_seconds=MINUTE, **switches)
        with pipeline_at(at, base, FRIDAY, sleep=waiting) as pipeline:
            assert pipeline.cycle().troubles == 0
        told = counts(base)["quotas"]
        strain(base, quotas=False)
        return seen(at, base), waiting.waits, told


TIGHT = {"sheets.write": {"user": 1}, "forms.responses": {"user": 1}, "drive": {"user": 900}}


@pytest.fixture(scope="module")
def unlimited(start: Path, tmp_path_factory: pytest.TempPathFactory) -> State:
    state, waits, _ = first_cycle(start, tmp_path_factory.mktemp("unlimited") / "world")
    assert waits == []
    return state


@pytest.mark.parametrize(("retry_after", "drive_limit"), [(None, "403"), (20, "429")])
def test_a_first_cycle_waits_and_leaves_nothing_undone(
    start: Path, unlimited: State, tmp_path: Path, retry_after: float | None, drive_limit: str
) -> None:
    state, waits, told = first_cycle(
        start, tmp_path / "tight", quotas=TIGHT, retry_after=retry_after, drive_limit=drive_limit
    )
    assert state == unlimited
    refused = {name: one["refused"] for name, one in told.items() if one["refused"]}
    assert set(refused) <= set(TIGHT)
    assert len(refused) >= 2
    assert len(waits) == sum(refused.values())
    assert max(waits) <= LONGEST_WAIT
    if retry_after:
        assert all(retry_after <= wait <= retry_after + 1 for wait in waits)
