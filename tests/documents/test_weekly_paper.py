"""The director's week in Word: the same figures as the report, read back out of the file."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx

from forms.model import Post
from forms.papers.weekly_summary import weekly_paper
from forms.thai import thai_digits
from forms.weekly import (
    Case,
    Coming,
    ComingDuties,
    Help,
    Lines,
    Practice,
    Reason,
    Record,
    Restated,
    Waiting,
    WeeklyReport,
)  # fmt: skip
from sync.documents import find_template, render
from sync.documents.naming import Fields, fields_of
from tests.documents.papers import lines_of
from tests.forms.builders import LOG, ORGANISATION, VISIT
from tests.forms.test_weekly import november, reported

FORMS = {VISIT.id: VISIT, LOG.id: LOG}
OFFICE = replace(ORGANISATION, head="P1", posts={"director": Post("director", "ผอ.สพป.ตัวอย่าง")})
LINES = Lines(
    cases=(Case("case", "c1", "S1", "N1", "ความปลอดภัย", "ทันที", november(2), november(9), ("P1", "P2"), 11),),
    helped=(
        Help("S1", (Reason("case", n=1, since=november(2)), Reason("band", n=3, mean=2.005, level="พอใช้"))),
        Help("S2", (Reason("unvisited"),)),
    ),
    practice=Practice("record", "good-practice", "g1", "อ่านคล่อง", "", "S2", ("P2",), november(17)),
    waiting=(Waiting("permit", "p1", "แบบขออนุญาต", "ลา", "", ("P2",), "", november(17), 3),),
    visits=(
        Coming(november(24), november(24), "S1", "N1", ("P1",)),
        Coming(november(24), november(24), "S2", "N1", ("P2",)),
    ),
    duties=(ComingDuties(november(27), "hand-over", "ส่งบันทึก", 2),),
)  # fmt: skip


def written(report: WeeklyReport) -> tuple[list[list[list[str]]], str]:
    """The tables of the paper as texts of their cells, and all its lines."""
    paper = weekly_paper(report, OFFICE, FORMS, "สรุป")
    content = render(paper, find_template(Path("no-such-folder"), "weekly"))
    tables = docx.Document(io.BytesIO(content)).tables
    return [[[c.text for c in row.cells] for row in one.rows] for one in tables], "\n".join(lines_of(content))


def thai(value: float | None) -> str:
    return "–" if value is None else thai_digits(f"{value:.2f}" if isinstance(value, float) else str(value))


def test_the_figures_are_those_of_the_report() -> None:
    report = reported()
    tables, text = written(report)
    cases, figures, coverage = tables[:3]
    assert cases[1] == ["ไม่มี"] * 5
    assert [row[1:] for row in figures[1:3]] == [
        [thai(int(one.now.value or 0)), thai(int(one.before.value or 0))]
        for one in (report.observations, report.schools)
    ]
    assert figures[3][1].startswith(thai(report.score.now.value))
    assert figures[4][1:] == [thai(int(f.value or 0)) for f in (report.logs.now, report.logs.before)]
    told = [row[start : start + 2] for row in coverage[1:] for start in (0, 3) if row[start]]
    assert told == [
        [OFFICE.networks[one.network].name, f"{thai(one.visited)}/{thai(one.owed)}"]
        for one in report.coverage
    ]
    total = sum(one.visited for one in report.coverage), sum(one.owed for one in report.coverage)
    assert f"รวม {thai(total[0])} จาก {thai(total[1])} โรงเรียน" in text
    for one in report.logdays:
        name = thai_digits(OFFICE.supervisors[one.supervisor].name)
        assert (f"{name} ({thai(one.logged)}/{thai(one.owed)} วัน)" in text) == (one.logged < one.owed)


def test_what_is_urgent_waits_and_comes_is_told_in_words() -> None:
    record = Record("visit", "v9", "S2", ("P1",), november(12))
    changed = (
        Restated("observations", "", 2.0, 3.0, ("v9",), (record,)),
        Restated("score", "", None, 3.005, ()),
    )
    tables, text = written(replace(reported(), lines=LINES, restated=changed))
    cases, _, _, helped, ranked, waiting, visits = tables[:7]
    assert cases[1] == [
        "บ้านหนองบัว (แก้วมุกดาหาร)", "ความปลอดภัย\nทันที", "ศึกษานิเทศก์ ๑, ศึกษานิเทศก์ ๒", "๒ พ.ย. ๒๕๖๙",
        "๙ พ.ย. ๒๕๖๙\nเกิน ๑๑ วัน",
    ]  # fmt: skip
    assert [row[1] for row in helped[1:]] == [
        "กรณีเร่งด่วนที่ยังไม่ยุติ ๑ กรณี ตั้งแต่ ๒ พ.ย. ๒๕๖๙\nคะแนนเฉลี่ย ๒.๐๑ ระดับพอใช้ จาก ๓ ครั้ง",
        "ยังไม่เคยได้รับการนิเทศ",
    ]
    highest, lowest = reported().strongest, reported().weakest
    assert [len([one for one in column if one]) - 1 for column in list(zip(*ranked, strict=True))[::2]] == [
        len(highest), len(lowest),
    ]  # fmt: skip
    assert ranked[1][0].startswith(OFFICE.schools[highest[0].school].name)
    assert waiting[1] == ["แบบขออนุญาต (ลา)", "ศึกษานิเทศก์ ๒", "๑๗ พ.ย. ๒๕๖๙", "๓"]
    assert visits[1] == ["๒๔ พ.ย. ๒๕๖๙", "แก้วมุกดาหาร", "บ้านหนองบัว, บ้านโพน"]
    assert "อ่านคล่อง บ้านโพน โดย ศึกษานิเทศก์ ๒ (๑๗ พ.ย. ๒๕๖๙)" in text
    assert "ส่งบันทึก ๒ ราย (๒๗ พ.ย. ๒๕๖๙)" in text
    assert "การสังเกตชั้นเรียน เดิม ๒ เป็น ๓ จากแบบบันทึก ๑ ฉบับที่ส่ง แก้ไข หรือลบภายหลัง (๑๒ พ.ย. ๒๕๖๙ บ้านโพน)" in text
    assert "คะแนนเฉลี่ยการสังเกตชั้นเรียน เดิม – เป็น ๓.๐๑" in text
    assert "(ศึกษานิเทศก์ ๑)" in text
    assert "ผอ.สพป.ตัวอย่าง" in text


def test_a_quiet_week_is_said_in_one_line() -> None:
    _, text = written(reported(entries=(), findings={}))
    assert "สัปดาห์นี้ไม่มีการนิเทศและไม่มีบันทึกการปฏิบัติงานประจำวันเข้ามา" in text
    assert "คะแนนเฉลี่ยสูงสุด" not in text


def test_when_it_was_written_makes_no_other_paper() -> None:
    report = reported()
    later = replace(report, written=report.written + timedelta(days=1))
    assert weekly_paper(later, OFFICE, FORMS, "ก") == weekly_paper(report, OFFICE, FORMS, "ก")


def test_every_field_has_a_value() -> None:
    changed = (
        Restated("logs", "", 1.0, 2.0, ("l1",), (Record("log", "l1", "", ("P1",), date(2026, 11, 2)),)),
    )
    values = weekly_paper(replace(reported(), lines=LINES, restated=changed), OFFICE, FORMS, "ก").values
    assert missing(fields_of("weekly"), values) == []


def missing(fields: Fields, values: Any) -> list[str]:
    """The fields that the values do not have, those of their lists' lines among them."""
    lost = [one.value for one in fields.values() if one.value not in values]
    for one in fields.values():
        if one.each is not None and one.value in values:
            lost += [name for line in values[one.value] for name in missing(one.each, line)]
    return lost
