"""Who edits what was decided has it decided again, from the first step; typing errors are mended freely."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.ledger import decisions
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Person, Sent
from tests.journeys.office import write_config
from tests.journeys.test_what_people_decide import DEPUTY, DISTRICT, FORM, REQUEST, STANDS, TITLE, register

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

WHY = "      - {id: why, ask: เหตุผล, type: text}\n"
GRANTED = "ให้ใช้รถ (รอง ผอ.สพป.)"
AGAIN = "แก้ไขหลังจาก รอง ผอ.สพป. เลือก “ให้ใช้รถ” ในส่วนที่พิจารณาไว้ ต้องพิจารณาใหม่"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    write_config(tmp_path / "config")
    (tmp_path / "config" / "forms" / "request.yaml").write_text(REQUEST + WHY, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def test_an_approval_covers_what_was_approved_and_nothing_else(work: Work) -> None:
    asked = {
        "person": "ศึกษานิเทศก์ 1",
        "colleague": "ศึกษานิเทศก์ 2",
        "day": "2026-11-20",
        "kind": "ขอใช้รถ",
        "why": "ไปราชกาน",
    }
    car = Sent(work, FORM, asked, "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:01:00")
    deputy = Person(work, "deputy@office.example")

    def types(text: str) -> None:
        assert deputy.types(DISTRICT, TITLE, register(work).at(car.id, DEPUTY), text) == 200

    types("ให้ใช้รถ")
    work.cycle("2026-11-17T09:10:00")
    assert register(work).text(car.id, STANDS) == GRANTED

    car.edit("2026-11-18T09:00:00", why="ไปราชการ")  # a typing error: told, and no more
    work.cycle("2026-11-18T09:01:00")
    assert register(work).text(car.id, STANDS).startswith(f"{GRANTED}\n• แบบบันทึกถูกแก้ไขหลังจาก")

    car.edit("2026-11-19T09:00:00", day="2026-12-20")
    work.cycle("2026-11-19T09:01:00")
    told = register(work).text(car.id, STANDS)
    assert told.startswith(f"รอ รอง ผอ.สพป. คนที่ ๑\n• {AGAIN}")

    types("")
    work.cycle("2026-11-19T09:10:00")
    types("ให้ใช้รถ")
    work.cycle("2026-11-19T09:20:00")
    assert register(work).text(car.id, STANDS) == GRANTED

    # The deputy takes the word back and chooses again while nobody has seen yet what was edited.
    types("")
    work.cycle("2026-11-19T09:30:00")
    types("ให้ใช้รถ")
    car.edit("2026-11-19T09:35:00", day="2026-12-28")
    work.cycle("2026-11-19T09:40:00")
    assert AGAIN in register(work).text(car.id, STANDS)
    made = work._read(lambda tx: decisions.of(tx, FORM))[car.id]
    assert [one.word for one in made] == ["ให้ใช้รถ", "", "ให้ใช้รถ", "", "ให้ใช้รถ"]  # nothing is lost
