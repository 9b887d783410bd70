"""What no network and no work group holds is answered by the head, in the group's own spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Person, Sheet
from tests.journeys.office import write_config
from tests.journeys.people import log_answers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

LOG, OFFICE, ANSWERED = "daily-log", "sheet:office:", "รายการที่ต้องตรวจสอบ (ส่วนกลาง)"
STATE, VALUE, OUTCOME = "ความสำคัญ", "ค่าที่ถูกต้อง", "การดำเนินการของระบบ"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """An office with the group's own spreadsheet, whose head is supervisor 1."""
    config = write_config(tmp_path / "config")
    settings, organisation = config / "settings.yaml", config / "organisation.yaml"
    written = settings.read_text(encoding="utf-8").replace("sheets: [", "sheets: [office, ")
    settings.write_text(written, encoding="utf-8")
    organisation.write_text(organisation.read_text(encoding="utf-8") + "head: S01\n", encoding="utf-8")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, datetime.fromisoformat("2026-11-16T08:00:00+07:00"))
        yield Work(tmp_path, base)


def logged(work: Work, supervisor: str, day: str, at: str) -> str:
    form = world.office_in(work.folder).forms[LOG]
    worked = datetime.fromisoformat(f"{day}T08:30:00+07:00")
    return work.fill(LOG, log_answers(form, supervisor, worked), at)


def test_the_head_corrects_the_log_of_who_is_in_no_work_group(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    assert ANSWERED not in shown(work)  # hidden until there is something to answer
    grouped = logged(work, "ศึกษานิเทศก์ 1", "2026-11-30", "2026-11-17T09:00:00")
    alone = logged(work, "ศึกษานิเทศก์ 2", "2026-12-01", "2026-11-17T09:01:00")
    work.cycle("2026-11-17T09:10:00")
    key = f"{LOG}|{alone}|not-in-future|worked_on"
    sheet = Sheet(work, OFFICE, ANSWERED, 3)
    assert sheet.text(key, STATE) == "ต้องแก้ไข"
    assert not any(grouped in row[-1] for row in sheet.rows if row)  # that is the work group's
    assert {alone, grouped} <= {cell for row in work.cells(OFFICE)[FINDINGS] for cell in row}
    assert ANSWERED in shown(work)

    head, other = Person(work, "s01@office.example"), Person(work, "s02@office.example")
    assert other.types(OFFICE, ANSWERED, sheet.at(key, VALUE), "17 พ.ย. 2569") == 403
    assert head.types(OFFICE, ANSWERED, sheet.at(key, VALUE), "17 พ.ย. 2569") == 200
    work.cycle("2026-11-17T09:20:00")
    after = Sheet(work, OFFICE, ANSWERED, 3)
    assert after.text(key, STATE) == "เรียบร้อยแล้ว"
    assert after.text(key, OUTCOME).startswith("ใช้ค่า “17 พ.ย. 2569” แทน “1 ธ.ค. 2569”")
    assert alone not in {cell for row in work.cells(OFFICE)[FINDINGS] for cell in row}


def shown(work: Work) -> set[str]:
    """The tabs in sight of the group's spreadsheet."""
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{work.file(OFFICE)}"
    listed = work.google.call("GET", url, what="s", params={"fields": "sheets(properties)"})["sheets"]
    return {one["properties"]["title"] for one in listed if not one["properties"].get("hidden")}
