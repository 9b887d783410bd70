"""A network's papers: the figures of its semester, read back out of the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from forms.duties import DutyRule, DutyState
from forms.duties.states import Owed
from forms.model import Finding, Partition, Summary
from forms.papers.known import Known
from forms.papers.network_page import network_page_paper
from forms.papers.network_semester import network_semester_paper
from sync.layout.reading import Reading
from tests.documents.knowing import known, row_of, section, written
from tests.forms.builders import CALENDAR, VISIT, visit, with_texts

SEMESTER: Final = CALENDAR.semester_named("2569-S2")
BEFORE: Final = date(2026, 6, 10)
OWED: Final = Owed("visit-plan", "visit", SEMESTER, "school", "S2", date(2026, 11, 25))
OTHERS: Final = replace(OWED, code="S3")


def office() -> Known:
    """Of N1's two schools S1 is visited thrice; S2 sent a record with an error and owes a visit."""
    return known(
        with_texts(visit("a", date(2026, 11, 9), grade="p1"), advice="ใช้สื่อ 3 ชนิด"),
        visit("b", date(2026, 11, 10), grade="p2", scores=(5, 5, 4, 4, 5)),
        visit("c", date(2026, 11, 16), grade="p1", scores=(3, 4, 4, 3, 4)),
        visit("d", date(2026, 11, 17), school="S2", counted=False),
        visit("e", date(2026, 11, 17), school="S3"),
        visit("f", BEFORE, scores=(3, 3, 3, 3, 3)),
        duties=(
            DutyState(OWED, "missing", "nothing-came"),
            DutyState(OTHERS, "missing", "nothing-came"),
        ),
        duty_rules={"visit-plan": DutyRule("visit-plan", "การนิเทศตามปฏิทิน", ("visit",), "school", "plan")},
        findings={("visit", "d"): [Finding("required", "error", "day")]},
    )  # fmt: skip


def test_a_networks_semester_in_quantity_and_quality() -> None:
    paper = network_semester_paper(office(), "N1", SEMESTER, "รายงาน")
    assert paper.key == "paper:network-semester:N1:2569-S2"
    assert paper.readers == (Partition("network", "N1"), Partition("office"))
    lines = written(paper)
    assert lines[:2] == ["รายงานผลการนิเทศของเครือข่ายแก้วมุกดาหาร", "ภาคเรียนที่ ๒ ปีการศึกษา ๒๕๖๙"]
    (told,) = (line for line in lines if line.startswith("นิเทศแล้ว "))
    assert "๑ จาก ๒ โรงเรียน คิดเป็นร้อยละ ๕๐ ยังไม่ได้รับการนิเทศ ๑ โรงเรียน" in told
    assert "สังเกตชั้นเรียน ๓ ครั้ง (ภาคเรียนก่อน ๑ ครั้ง)" in told
    schools = section(lines, "๒.๒ รายโรงเรียน", "๓. ผลการนิเทศเชิงคุณภาพ")
    assert row_of(schools, "บ้านหนองบัว", 6) == ["บ้านหนองบัว", "นิเทศแล้ว", "๓", "๑๖ พ.ย. ๒๕๖๙", "๓", "๔.๐๗"]
    assert row_of(schools, "บ้านโพน", 6) == ["บ้านโพน", "ส่งแล้ว ต้องแก้ไข", "๐", "–", "๐", "–"]
    assert any(line.startswith("คะแนนเฉลี่ยจากการสังเกตชั้นเรียน ๔.๐๗") for line in lines)
    assert row_of(lines, "๑. ด้าน plan", 6)[1:3] == ["๓", "๔.๑๗"]
    assert row_of(lines, "๑. ด้าน plan", 6)[4:] == ["๓.๐๐", "+๑.๑๗"]
    assert row_of(lines, "การนิเทศตามปฏิทิน", 4)[1:] == ["๒๕ พ.ย. ๒๕๖๙", "๑", "บ้านโพน"]
    assert any("ต้องแก้ไข ๑ รายการ ข้อสังเกต ๐ รายการ" in line for line in lines)
    assert "ใช้สื่อ ๓ ชนิด" in lines


def test_its_figures_are_those_of_the_spreadsheet() -> None:
    here = office()
    summary: Summary = here.summary(Partition("network", "N1"), VISIT, SEMESTER)
    before = here.summary(Partition("network", "N1"), VISIT, CALENDAR.previous_semester(SEMESTER))
    sheet, past = Reading(VISIT, summary), Reading(VISIT, before)
    values = network_semester_paper(here, "N1", SEMESTER, "รายงาน").values
    assert (values["mean"], values["level"]) == (sheet.score().mean, sheet.score().name or None)
    assert (values["observations"], values["mean_before"]) == (sheet.n(), past.score().mean)
    domains = values["domains"]
    assert isinstance(domains, list)
    assert [one["mean"] for one in domains] == [sheet.mean(f"domain:{g.id}") for g in VISIT.grids]


def test_a_network_without_any_record_has_its_paper() -> None:
    lines = written(network_semester_paper(known(), "N1", SEMESTER, "รายงาน"))
    assert "ยังไม่มีการนิเทศในภาคเรียนนี้" in lines
    assert any("นิเทศแล้ว ๐ จาก ๒ โรงเรียน" in line for line in lines)


def test_one_page_for_the_chair_names_who_has_not_sent() -> None:
    lines = written(network_page_paper(office(), "N1", SEMESTER, "สรุป"))
    assert lines[0] == "สรุปการนิเทศของเครือข่ายแก้วมุกดาหาร"
    assert row_of(lines, "บ้านโพน", 5)[1] == "ส่งแล้ว ต้องแก้ไข"
    assert row_of(lines, "บ้านโพน", 6)[2] == "–"  # no round of its own yet
    assert row_of(lines, "บ้านโพน", 6)[-1] == "๑"  # what it owes
    assert "ค้างส่ง: การนิเทศตามปฏิทิน ๑ แห่ง" in lines
    assert "ประธานเครือข่าย" in lines
