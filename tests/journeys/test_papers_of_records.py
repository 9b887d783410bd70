"""The memo of a journey by itself: made when its report comes, anew when that changes, else untouched."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from forms.definition import packaged_definitions
from sync import drive, libreoffice
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import Person, Sent, Sheet
from tests.journeys.office import write_config

REPORT, OFFICE = "journey-report", "sheet:office:"
DOCUMENTS = f"mimeType = '{drive.MIME['document']}'"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """Without LibreOffice, which tests of papers have."""
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    config = write_config(tmp_path / "config")
    shutil.copyfile(packaged_definitions() / f"{REPORT}.yaml", config / "forms" / f"{REPORT}.yaml")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)


def memos(work: Work) -> dict[str, str]:
    """The memos' texts by their names."""
    folder = work.folder / "data" / "papers" / "2569" / "journey-memo"
    return {
        file.stem: "\n".join(part.text for part in docx.Document(str(file)).element.body.iter() if part.text)
        for file in folder.glob("*.docx")
    }


def titled(subject: str) -> str:
    return f"รายงานผลการไปราชการ 16 พ.ย. 2569 {subject}"


def send(work: Work, subject: str, at: str) -> Sent:
    form = world.office_in(work.folder).forms[REPORT]
    answers = {
        "kind": world.label(form.questions["kind"], "training"),
        "subject": subject,
        "place": "หอประชุม",
        "first_day": "2026-11-16",
        "last_day": "2026-11-16",
        "ordered_by": world.label(form.questions["ordered_by"], "area"),
        "order_number": "174/2569",
        "reporter": "ศึกษานิเทศก์ 1",
        "party_kind": world.label(form.questions["party_kind"], "alone"),
        "gist": "สรุปสาระ",
        "use": "ขยายผล",
    }
    return Sent(work, REPORT, answers, at)


def test_the_memo_follows_its_record(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    assert memos(work) == {}
    sent = send(work, "การอบรม: การอ่าน", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:10:00")
    (told,) = memos(work).items()
    assert told[0] == "รายงานผลการไปราชการ 16 พ.ย. 2569 การอบรม การอ่าน"
    assert "๑๗๔/๒๕๖๙" in told[1]
    made = work.file("paper:")
    work.cycle("2026-11-17T09:20:00")  # takes note of its own writing
    idle = work.cycle("2026-11-17T09:30:00")
    assert (idle.requests["drive"], idle.requests["sheets"]) == (1, 0)
    sent.edit("2026-11-17T10:00:00", subject="เรื่องใหม่")
    send(work, "อีกเรื่อง", "2026-11-17T10:01:00")
    work.cycle("2026-11-17T10:10:00")
    assert memos(work).keys() == {titled("เรื่องใหม่"), titled("อีกเรื่อง")}
    documents = {file.name: file.id for file in drive.find(work.google, DOCUMENTS, "all")}
    assert documents.keys() == memos(work).keys()
    assert documents[titled("เรื่องใหม่")] == made
    assert work.troubles == ()


def test_a_decision_early_in_the_morning_is_told_with_its_day_here(work: Work) -> None:
    """Six o'clock in Thailand is yesterday in UTC."""
    work.configure("settings.yaml", "sheets: [district, networks, groups]", "sheets: [office]")
    head = "posts: {head: {name: ผอ.กลุ่ม, email: head@office.example}}"
    work.configure("organisation.yaml", "supervisors:", f"{head}\nsupervisors:")
    sent = send(work, "การอบรม", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T09:10:00")
    assert "๑๘ พ.ย." not in memos(work)[titled("การอบรม")]
    title = world.office_in(work.folder).forms[REPORT].title
    register = Sheet(work, OFFICE, title, 1)
    cell = register.at(sent.id, "ผอ.กลุ่มนิเทศฯ")
    assert Person(work, "head@office.example").types(OFFICE, title, cell, "ทราบ เห็นควรนำเสนอ") == 200
    work.cycle("2026-11-18T06:00:00")
    assert "๑๘ พ.ย." in memos(work)[titled("การอบรม")]
    assert "ทราบ เห็นควรนำเสนอ" in memos(work)[titled("การอบรม")]
    assert work.troubles == ()
