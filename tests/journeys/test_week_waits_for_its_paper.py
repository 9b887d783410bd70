"""Friday evening with Drive out of reach: the director's mail waits for its paper, but not for ever."""

from __future__ import annotations

import sys

import pytest

from sync.libreoffice import run
from tests.journeys.conftest import Work
from tests.journeys.strained import strain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

PAPER = "สรุปผลการนิเทศประจำสัปดาห์ที่ 14–20 พ.ย. 2569.docx"
REVOKED = [{"fault": "401", "times": 0, "match": {"method": "drive.files.create"}}]
NO_FILES = [{"fault": "503", "match": {"method": "drive.files.create"}}]


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_NAMES", ())


def attached(work: Work) -> list[list[str]]:
    """What goes with each mail."""
    return [[str(part.get_filename()) for part in mail.iter_attachments()] for mail in work.mails]


@pytest.fixture
def work(work: Work) -> Work:
    work.configure("reports.yaml", "papers:\n", "papers:\n  weekly: {every: week}\n")
    work.cycle("2026-11-20T17:50:00")
    strain(work.base, faults=NO_FILES)
    return work


def test_the_mail_goes_with_its_paper_once_drive_answers_again(work: Work) -> None:
    assert work.cycle("2026-11-20T18:00:00").delivered == 0
    strain(work.base, faults=[])
    assert work.cycle("2026-11-20T18:00:30").delivered == 1
    assert attached(work) == [[PAPER]]


def test_after_an_hour_it_goes_without(work: Work) -> None:
    assert work.cycle("2026-11-20T18:00:00").delivered == 0
    assert work.cycle("2026-11-20T18:59:00").delivered == 0
    assert work.cycle("2026-11-20T19:01:00").delivered == 1
    assert attached(work) == [[]]


def test_after_weeks_without_a_cycle_every_mail_waits_and_goes_with_its_paper_in_order(work: Work) -> None:
    strain(work.base, faults=REVOKED)
    assert work.cycle("2026-12-04T18:00:00").delivered == 0
    strain(work.base, faults=[])
    assert work.cycle("2026-12-04T18:00:30").delivered == 3
    weeks = ("14–20 พ.ย. 2569", "21–27 พ.ย. 2569", "28 พ.ย. – 4 ธ.ค. 2569")
    assert attached(work) == [[f"สรุปผลการนิเทศประจำสัปดาห์ที่ {week}.docx"] for week in weeks]


def test_the_patience_of_several_weeks_ends_as_well(work: Work) -> None:
    strain(work.base, faults=REVOKED)
    assert work.cycle("2026-12-04T18:00:00").delivered == 0
    assert work.cycle("2026-12-04T18:30:00").delivered == 0
    strain(work.base, faults=NO_FILES)
    assert work.cycle("2026-12-04T19:01:00").delivered >= 1
    work.cycle("2026-12-04T20:02:00")
    work.cycle("2026-12-04T21:03:00")
    assert attached(work) == [[], [], []]
