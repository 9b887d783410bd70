"""Inside Google's quotas nithet never is refused; without its budget it waits, and leaves nothing undone.

The sample office meets Google's own numbers, in a minute that goes on only where nithet waits: its own
work takes no time, as on a machine without end. The small one meets much tighter quotas, in minutes that
last 0.6 seconds; nithet's waiting is as much shorter.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sync.daemon import Daemon
from sync.demo.page import FormPage, fields_of
from sync.demo.samples import sample_term
from sync.ledger import responses
from sync.packaged import folder as packaged
from sync.patience import ROUND_SECONDS
from sync.pipeline.cycle import Pipeline
from sync.quotas import LIMITS
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


def standing() -> float:
    """A clock of nithet's that goes on only by its waiting."""
    return 0.0


@dataclass
class Waiting:
    """Sleeps as much shorter as the minute is, and remembers for how long nithet meant to."""

    waits: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        time.sleep(seconds * MINUTE / 60)


def test_a_new_office_makes_all_its_sheets_without_ever_being_refused(tmp_path: Path) -> None:
    shutil.copytree(packaged("config"), tmp_path / "config")
    waits, told = list[float](), Counter[str]()

    def next_minute(seconds: float = 0.0) -> None:
        waits.append(seconds)
        for name, one in counts(base)["quotas"].items():
            told.update({f"{name} refused": one["refused"], f"{name} drawn": one["drawn"]})
        strain(base, quotas=True, minute_seconds=86400)

    with world.workspace_of(tmp_path) as base:
        world.set_clock(base, FRIDAY)
        strain(base, quotas=True, minute_seconds=86400)
        with pipeline_at(
            tmp_path, base, FRIDAY, clock=standing, sleep=next_minute, limits=LIMITS
        ) as pipeline:
            pipeline.prepare()
            fill(pipeline, base)
            outcome, second = pipeline.cycle(), pipeline.cycle()
            next_minute()
    assert (outcome.troubles, second.troubles) == (0, 0)
    assert (outcome.left, second.left) == (0, 0)
    assert outcome.new == 20
    assert outcome.spreadsheets_written >= 20
    assert {name: n for name, n in told.items() if name.endswith("refused") and n} == {}
    drawn = {kind: told[f"{kind} drawn"] for kind in LIMITS}
    assert any(drawn[kind] > limit for kind, limit in LIMITS.items()), f"nothing had to wait: {drawn}"
    assert told["drive drawn"] < 325_000 / 5
    assert 0 < sum(waits) < ROUND_SECONDS / 2  # an office's first cycle ends well before its deadline


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


def test_with_a_budget_the_tightest_quotas_refuse_nothing(
    start: Path, unlimited: State, tmp_path: Path
) -> None:
    shutil.copytree(start, tmp_path / "tight")
    with world.workspace_of(tmp_path / "tight") as base:
        strain(base, minute_seconds=MINUTE, quotas=TIGHT)
        limits = {name: limit["user"] for name, limit in TIGHT.items()}
        for _ in range(4):
            with pipeline_at(tmp_path / "tight", base, FRIDAY, sleep=Waiting(), limits=limits) as pipeline:
                outcome = pipeline.cycle()
            if not outcome.left:
                break
        told = counts(base)["quotas"]
        strain(base, quotas=False)
        assert (outcome.left, outcome.troubles) == (0, 0)
        assert {name: one["refused"] for name, one in told.items() if one["refused"]} == {}
        assert seen(tmp_path / "tight", base) == unlimited


def test_a_daemon_that_waits_for_a_quota_ends_soon_when_it_is_told_to(start: Path, tmp_path: Path) -> None:
    shutil.copytree(start, tmp_path / "waits")
    with world.workspace_of(tmp_path / "waits") as base:
        path = {"method": "forms.forms.responses.list"}
        strain(base, faults=[{"fault": "429", "match": path, "retry_after": 170}])
        with pipeline_at(tmp_path / "waits", base, FRIDAY, sleep=None) as pipeline:
            daemon, began = Daemon(pipeline, 3600), time.monotonic()
            timer = threading.Timer(1.0, daemon.end)
            timer.start()
            daemon.run()
            timer.join()
            assert time.monotonic() - began < 60  # not the 170 seconds that it would have waited
        strain(base, faults=[])
        with pipeline_at(tmp_path / "waits", base, FRIDAY) as pipeline:
            assert pipeline.cycle().new > 0


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
