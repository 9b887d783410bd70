"""A step that a work group takes: members decide, the row names them, their first tab tells it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Person, Sheet
from tests.journeys.office import ORGANISATION, write_config

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

OFFICE, GROUP, MINUTES = "sheet:office:", "sheet:group:G1:", "บันทึกประชุม"
STANDS, SECRETARIAT, WAITING = "สถานะการพิจารณา", "กลุ่มงานเลขานุการ", "เรื่องที่รอการพิจารณา"
FORM = """\
id: minutes
records: [S16]
title: บันทึกประชุม
seen_in: [office]
about: {when: day}
state:
  chains:
    all:
      - {step: secretariat, by: secretariat, title: กลุ่มงานเลขานุการ, passes: [ถูกต้องสมบูรณ์]}
      - {step: head, by: head, title: ผอ.กลุ่มนิเทศฯ, passes: [ทราบ]}
sections:
  - id: first
    title: การประชุม
    questions:
      - {id: day, ask: วันที่, type: date, required: true}
"""
POSTS = """\
posts:
  director: {name: ผอ.สพป., email: director@office.example}
  secretariat: {name: กลุ่มงานเลขานุการ, work_group: G1}
head: S02
"""


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    config = write_config(tmp_path / "config")
    (config / "forms" / "minutes.yaml").write_text(FORM, encoding="utf-8")
    settings = (config / "settings.yaml").read_text(encoding="utf-8")
    made = settings.replace("sheets: [district, networks, groups]", "sheets: [office, groups]")
    assert made != settings
    (config / "settings.yaml").write_text(made, encoding="utf-8")
    (config / "organisation.yaml").write_text(ORGANISATION + POSTS, encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def waiting(work: Work) -> str:
    """What the work group's first tab says below the label of what waits."""
    rows = work.cells(GROUP)["ภาพรวมกลุ่มงาน"]
    number, row = next((n, row) for n, row in enumerate(rows) if WAITING in row)
    return rows[number + 1][row.index(WAITING)]


def test_the_members_decide_and_are_told_what_waits(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    sent = work.fill("minutes", {"day": "2026-11-16"}, "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:10:00")
    sheet = Sheet(work, OFFICE, MINUTES, 1)
    assert sheet.text(sent, STANDS) == "รอ กลุ่มงานเลขานุการ (ศึกษานิเทศก์ 1)"
    assert waiting(work).startswith("1")
    member, head = Person(work, "s01@office.example"), Person(work, "s02@office.example")
    cell = sheet.at(sent, SECRETARIAT)
    assert head.types(OFFICE, MINUTES, cell, "ถูกต้องสมบูรณ์") != 200
    assert member.types(OFFICE, MINUTES, cell, "ถูกต้องสมบูรณ์") == 200
    work.cycle("2026-11-17T09:20:00")
    assert Sheet(work, OFFICE, MINUTES, 1).text(sent, STANDS) == "รอ ผอ.กลุ่มนิเทศฯ"
    assert waiting(work).startswith("0")


def test_without_the_post_the_head_decides_and_the_row_and_its_history_say_so(work: Work) -> None:
    work.configure("organisation.yaml", "  secretariat: {name: กลุ่มงานเลขานุการ, work_group: G1}\n", "")
    sent = work.fill("minutes", {"day": "2026-11-16"}, "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:10:00")
    sheet = Sheet(work, OFFICE, MINUTES, 1)
    assert "ยังไม่ได้กำหนดผู้พิจารณาขั้น กลุ่มงานเลขานุการ" in sheet.text(sent, STANDS)
    member, head = Person(work, "s01@office.example"), Person(work, "s02@office.example")
    cell = sheet.at(sent, SECRETARIAT)
    assert member.types(OFFICE, MINUTES, cell, "ถูกต้องสมบูรณ์") != 200
    assert head.types(OFFICE, MINUTES, cell, "ถูกต้องสมบูรณ์") == 200
