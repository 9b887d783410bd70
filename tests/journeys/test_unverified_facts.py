"""Where nobody knows how Google behaves, nithet's promises hold either way: the sheets end the same.

One story for all: a week is filled, then come a response, its edit, a late one and the edit of one from
days ago, with a cycle after each, and at last the night's full list.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.pipeline.cycle import Outcome
from tests.journeys import world
from tests.journeys.office import write_config
from tests.journeys.people import fill_a_week, log_answers
from tests.journeys.seen import State, seen
from tests.journeys.strained import strain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FRIDAY = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
LOG = "daily-log"


@dataclass
class Told:
    """How the story ended, and what each of its cycles did."""

    state: State
    outcomes: dict[str, Outcome]


class Story:
    """One world in which people fill, edit, and nithet runs."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder, self.base = folder, base
        self.form = world.office_in(folder).forms[LOG]
        google = world.google_at(folder, base)
        files = google.call(
            "GET",
            "https://www.googleapis.com/drive/v3/files",
            what="form",
            params={"q": "appProperties has { key='nithet.key' and value='form:daily-log' }"},
        )
        self.form_id = str(files["files"][0]["id"])

    def send(self, done: str, moment: datetime, link: str = "") -> str:
        """Somebody fills the log, or edits by the link of their receipt; gives that link."""
        world.set_clock(self.base, moment)
        answers = {**log_answers(self.form, "ศึกษานิเทศก์ 1", FRIDAY), "done": done}
        fields = {f"entry.{int(k, 16)}": v for k, v in world.google_answers(self.form, answers).items()}
        url = link.replace("viewform", "formResponse") or (
            f"{self.base}/forms/d/e/{self.form_id}/formResponse"
        )
        answer = requests.post(url, data=fields, headers={"Accept": "application/json"}, timeout=10)
        return str(answer.json()["editUrl"])

    def cycle(self, moment: datetime, *, full: bool = False) -> Outcome:
        world.set_clock(self.base, moment)
        with world.pipeline_of(self.folder, self.base, moment) as pipeline:
            return pipeline.cycle(full=full)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week that was filled while nithet slept."""
    folder = tmp_path_factory.mktemp("start") / "world"
    write_config(folder / "config")
    with world.workspace_of(folder) as base:
        world.install(folder, base, MONDAY)
        fill_a_week(folder, base, MONDAY)
    return folder


def tell(start: Path, at: Path, **switches: Any) -> Told:
    """The story with switches set."""
    shutil.copytree(start, at)
    with world.workspace_of(at) as base:
        strain(base, **switches)
        story, outcomes = Story(at, base), {}
        minute = timedelta(minutes=1)
        old = story.send("จากวันจันทร์", MONDAY + timedelta(hours=9))
        outcomes["first"] = story.cycle(FRIDAY)
        link = story.send("ก่อนแก้", FRIDAY + 2 * minute)
        outcomes["new"] = story.cycle(FRIDAY + 3 * minute)
        story.send("หลังแก้", FRIDAY + 5 * minute, link)
        outcomes["edited"] = story.cycle(FRIDAY + 6 * minute)
        story.send("มาช้า", FRIDAY + 4 * minute)
        outcomes["late"] = story.cycle(FRIDAY + 7 * minute)
        story.send("แก้ของวันจันทร์", FRIDAY + 30 * minute, old)
        outcomes["old edit"] = story.cycle(FRIDAY + 31 * minute)
        outcomes["night"] = story.cycle(FRIDAY + timedelta(hours=8), full=True)
        outcomes["idle"] = story.cycle(FRIDAY + timedelta(hours=9))
        return Told(seen(at, base), outcomes)


@pytest.fixture(scope="module")
def usual(start: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    yield tell(start, tmp_path_factory.mktemp("usual") / "world")


def test_the_story_as_it_usually_goes(usual: Told) -> None:
    did = {name: (one.new, one.changed, one.troubles) for name, one in usual.outcomes.items()}
    assert did == {
        "first": (15, 0, 0),
        "new": (1, 0, 0),
        "edited": (0, 1, 0),
        "late": (1, 0, 0),
        "old edit": (0, 1, 0),
        "night": (0, 0, 0),
        "idle": (0, 0, 0),
    }
    cells = str(usual.state.sheets)
    assert [text in cells for text in ("หลังแก้", "มาช้า", "แก้ของวันจันทร์", "ก่อนแก้")] == [True] * 3 + [False]


def same(told: Told, usual: Told) -> None:
    """The same files, forms, sheets and mails."""
    assert told.state.files == usual.state.files
    assert told.state.forms == usual.state.forms
    assert _nameless(told.state.sheets) == _nameless(usual.state.sheets)
    assert told.state.mails == usual.state.mails
    assert told.state.ledger["trouble"] == usual.state.ledger["trouble"] == []
    assert told.state.ledger["due"] == usual.state.ledger["due"] == []
    assert told.state.responses == usual.state.responses


def _nameless(sheets: dict[str, Any]) -> str:
    """The same without the responses' ids, which differ from story to story."""
    return re.sub(r"ACYDBN[\w-]+", "id", str(sorted(sheets.items())))


def test_the_filter_may_look_at_the_first_submission(start: Path, usual: Told, tmp_path: Path) -> None:
    """Then an edit is noticed at once within the overlap, and by the night's full list beyond it."""
    told = tell(start, tmp_path / "world", filter_time="createTime")
    assert told.outcomes["edited"].changed == 1
    assert (told.outcomes["old edit"].changed, told.outcomes["night"].changed) == (0, 1)
    same(told, usual)


def test_all_else_may_be_the_other_way(start: Path, usual: Told, tmp_path: Path) -> None:
    """Responses in no order, forms among Drive's changes, and refusals in words that nobody has read."""
    told = tell(
        start, tmp_path / "world", response_order="shuffled", responses_in_changes="yes", wording="other"
    )
    assert [(one.new, one.changed, one.troubles) for one in told.outcomes.values()] == [
        (one.new, one.changed, one.troubles) for one in usual.outcomes.values()
    ]
    same(told, usual)


def test_forms_are_the_same_whatever_google_says_of_options_and_sections(tmp_path: Path) -> None:
    """No option is empty or stands twice, and sections are made before options lead to them."""
    made = []
    for number, switches in enumerate(({}, {"options": "accepted", "sections_ahead": "accepted"})):
        folder = tmp_path / str(number)
        write_config(folder / "config")
        with world.workspace_of(folder) as base:
            strain(base, **switches)
            world.install(folder, base, MONDAY)
            state = seen(folder, base)
            assert state.ledger["trouble"] == []
            made.append(state.forms)
    assert made[0] == made[1]
    assert len(made[0]) == 2


@pytest.mark.parametrize(
    ("status", "code"), [("500", "google-unknown-outcome"), ("403", "google-permission")]
)
def test_an_account_that_owns_nothing_is_told_and_makes_each_form_once_when_it_may(
    tmp_path: Path, status: str, code: str
) -> None:
    write_config(tmp_path / "config")
    with world.workspace_of(tmp_path) as base:
        strain(base, storage="none", forms_without_storage=status)
        world.install(tmp_path, base, MONDAY)
        state = seen(tmp_path, base)
        assert state.ledger["trouble"] == [
            ("form:classroom-observation", code), ("form:daily-log", code),
        ]  # fmt: skip
        assert not state.forms
        strain(base, storage=None)
        with world.pipeline_of(tmp_path, base, MONDAY) as pipeline:
            assert pipeline.cycle().troubles == 0
        state = seen(tmp_path, base)
    assert sorted(state.forms) == ["form:classroom-observation", "form:daily-log"]
    assert set(state.files.values()) == {1}
