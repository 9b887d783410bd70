"""Papers for meetings: a quarter's and a month's figures, read back out of the files."""

from __future__ import annotations

from datetime import date
from typing import Final

from forms.calendar.periods import month_of, quarter_of
from forms.duties import DutyRule, DutyState
from forms.duties.states import Owed
from forms.papers.committee_pack import committee_pack_paper
from forms.papers.known import Known
from forms.papers.monthly_pack import monthly_pack_paper
from tests.documents.knowing import known, row_of, written
from tests.forms.builders import visit

NOVEMBER: Final = month_of(date(2026, 11, 20))
OWED: Final = Owed("log", "log", NOVEMBER, "supervisor", "P1", date(2026, 11, 27))


def office() -> Known:
    """Three visits in November in two networks, one in October before the semester, one not counted."""
    return known(
        visit("a", date(2026, 11, 9)),
        visit("b", date(2026, 11, 10), scores=(5, 5, 5, 5, 5)),
        visit("c", date(2026, 11, 16), school="S3", scores=(3, 3, 3, 3, 3)),
        visit("d", date(2026, 10, 5), school="S2"),
        visit("e", date(2026, 11, 17), school="S2", counted=False),
        duties=(DutyState(OWED, "missing", "nothing-came"),),
        duty_rules={"log": DutyRule("log", "บันทึกประจำวัน", ("log",), "supervisor", "month")},
    )


def test_a_month_by_network_and_person() -> None:
    lines = written(monthly_pack_paper(office(), NOVEMBER, "เอกสาร"))
    assert lines[1] == "ผลการปฏิบัติงานเดือนพฤศจิกายน ๒๕๖๙"
    assert row_of(lines, "แก้วมุกดาหาร", 7) == ["แก้วมุกดาหาร", "๒", "๑", "๕๐", "๒", "๒", "๔.๕๐"]
    assert row_of(lines, "รวม", 1) == ["รวม"]
    assert row_of(lines, "รวม", 7)[4:] == ["๓", "๓", "๔.๐๐"]
    assert row_of(lines, "บันทึกประจำวัน", 7)[1:] == ["๑", "๐", "๐", "๐", "๑", "๐"]
    assert row_of(lines, "ศึกษานิเทศก์ ๑", 6)[4] == "๑"
    assert any("(เดือนก่อน ๑ ครั้ง)" in line for line in lines)


def test_a_quarter_counts_what_came_before_the_semester_but_does_not_cover_by_it() -> None:
    paper = committee_pack_paper(office(), quarter_of(date(2026, 11, 20)), "เอกสาร")
    assert paper.key == "paper:committee-pack:2570-Q1"
    lines = written(paper)
    assert row_of(lines, "แก้วมุกดาหาร", 6) == ["แก้วมุกดาหาร", "๒", "๑", "๕๐", "๓", "๓"]
    assert "ยังไม่มีบันทึกการประชุมครั้งก่อน" in lines
    assert "ไม่มีแผนที่เสนอ" in lines
