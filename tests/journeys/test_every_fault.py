"""Every kind of fault on every kind of call that a cycle makes: the next cycle leaves all as if nothing was.

Each kind of fault has a world of its own, in which it hits the first call of every method; then nithet
runs once more, undisturbed, and files, forms, sheets, ledger and mails equal those of a world that
never had a fault.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.ledger import Ledger
from sync.pipeline.cycle import Pipeline
from tests.journeys import world
from tests.journeys.office import write_config
from tests.journeys.people import fill_a_week
from tests.journeys.seen import State, seen
from tests.journeys.strained import counts, pipeline_at, strain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FRIDAY = datetime.fromisoformat("2026-11-20T19:00:00+07:00")

# What two cycles of the small office call; a test below sees to it that none is missing.
CYCLE = (
    "token",
    "forms.forms.get",
    "forms.forms.responses.list",
    "drive.about.get",
    "drive.changes.getStartPageToken",
    "drive.changes.list",
    "drive.files.list",
    "drive.files.create",
    "drive.permissions.list",
    "drive.permissions.create",
    "sheets.spreadsheets.get",
    "sheets.spreadsheets.batchUpdate",
    "sheets.spreadsheets.values.batchGetByDataFilter",
)
MAKING = (
    "token",
    "forms.forms.create",
    "forms.forms.get",
    "forms.forms.batchUpdate",
    "forms.forms.setPublishSettings",
    "drive.files.create",
    "drive.files.list",
    "drive.files.get",
    "drive.files.update",
    "drive.permissions.list",
    "drive.permissions.create",
)

FAULTS: dict[str, dict[str, Any]] = {
    "500": {"fault": "500"},
    "500 after the work": {"fault": "500", "done": True},
    "502": {"fault": "502"},
    "502 after the work": {"fault": "502", "done": True},
    "503": {"fault": "503"},
    "503 after the work, to come back": {"fault": "503", "done": True, "retry_after": 2},
    "429": {"fault": "429"},
    "429, to come back": {"fault": "429", "retry_after": 2},
    "403": {"fault": "403"},
    "401": {"fault": "401"},
    "hang": {"fault": "hang", "seconds": 1},
    "hang after the work": {"fault": "hang", "seconds": 1, "done": True},
    "cut": {"fault": "cut"},
    "cut after the work": {"fault": "cut", "done": True},
    "short": {"fault": "short"},
    "short after the work": {"fault": "short", "done": True},
    "slow": {"fault": "latency", "seconds": 0.05},
}
# A cycle has most of the calls and takes most of the time: each fault is tried where it says most.
_MAKING = (
    "500", "502 after the work", "503", "503 after the work, to come back", "429", "429, to come back",
    "hang", "cut", "cut after the work", "short", "slow",
)  # fmt: skip
_CYCLE = (
    "500 after the work", "502", "403", "401", "hang after the work", "cut after the work",
    "short after the work",
)  # fmt: skip
_CASES = [*(("making", fault) for fault in _MAKING), *(("cycle", fault) for fault in _CYCLE)]
_ANSWER_SECONDS = 0.4


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An office that has nothing yet, and one whose forms were filled for a week while nithet slept."""
    made = {}
    for name in ("empty", "filled"):
        made[name] = folder = tmp_path_factory.mktemp(name) / "world"
        write_config(folder / "config")
        with world.workspace_of(folder) as base:
            if name == "filled":
                world.install(folder, base, MONDAY)
                fill_a_week(folder, base, MONDAY)
            else:
                Ledger(folder / "data" / "ledger.sqlite3").close()
    return made


def a_cycle(pipeline: Pipeline) -> None:
    pipeline.cycle()


def making_forms(pipeline: Pipeline) -> None:
    pipeline.prepare()


JOURNEYS = {"cycle": ("filled", a_cycle, CYCLE), "making": ("empty", making_forms, MAKING)}


@pytest.fixture(scope="module")
def undisturbed(
    worlds: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[State, int]]:
    """What each journey leads to, and how many of its calls are of no method in the lists."""
    found = {}
    for name, (start, work, methods) in JOURNEYS.items():
        at = tmp_path_factory.mktemp(name) / "world"
        shutil.copytree(worlds[start], at)
        with world.workspace_of(at) as base:
            known = [{"fault": "latency", "match": {"method": method}} for method in methods]
            strain(base, faults=[*known, {"fault": "latency", "match": {"method": "*"}}])
            for minute in range(2):
                with pipeline_at(at, base, FRIDAY + timedelta(minutes=minute)) as pipeline:
                    work(pipeline)
            *seen_of, everything = (one["seen"] for one in counts(base)["faults"])
            assert 0 not in seen_of, str(dict(zip(methods, seen_of, strict=True)))
            found[name] = seen(at, base), everything - sum(seen_of)
    return found


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_lists_name_every_call(undisturbed: dict[str, tuple[State, int]], journey: str) -> None:
    state, others = undisturbed[journey]
    assert others == 0
    assert state.ledger["trouble"] == []


def test_every_fault_is_tried() -> None:
    assert {fault for _, fault in _CASES} == FAULTS.keys()


@pytest.mark.parametrize(("journey", "fault"), _CASES)
def test_one_fault_on_each_kind_of_call(
    worlds: dict[str, Path],
    undisturbed: dict[str, tuple[State, int]],
    tmp_path: Path,
    journey: str,
    fault: str,
) -> None:
    start, work, methods = JOURNEYS[journey]
    at = tmp_path / "world"
    shutil.copytree(worlds[start], at)
    with world.workspace_of(at) as base:
        strain(base, faults=[{**FAULTS[fault], "match": {"method": one}, "times": 1} for one in methods])
        for attempt in range(len(methods)):
            with pipeline_at(
                at, base, FRIDAY + timedelta(seconds=attempt), answer_seconds=_ANSWER_SECONDS
            ) as pipeline:
                work(pipeline)
            if all(one["fired"] for one in counts(base)["faults"]):
                break
        else:
            raise AssertionError(f"never called: {counts(base)}")
        strain(base, faults=[])
        with pipeline_at(at, base, FRIDAY + timedelta(minutes=1)) as pipeline:
            work(pipeline)
        state = seen(at, base)
    expected, _ = undisturbed[journey]
    assert replace(state, ledger={}) == replace(expected, ledger={})
    assert state.ledger == expected.ledger


@pytest.mark.parametrize("fault", ["403", "429", "500", "502", "503", "cut"])
def test_a_token_address_that_cannot_answer_is_no_refusal_of_the_credentials(
    worlds: dict[str, Path], tmp_path: Path, fault: str
) -> None:
    at = tmp_path / "world"
    shutil.copytree(worlds["empty"], at)
    with world.workspace_of(at) as base:
        strain(base, faults=[{"fault": fault, "match": {"method": "token"}, "times": 2}])
        with pipeline_at(at, base, MONDAY) as pipeline:
            assert pipeline.cycle().troubles == 0
        assert counts(base)["faults"][0]["fired"] == 2
