"""Papers of work groups and of networks' teams: figures of packaged forms, read back out of the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from forms.duties import DutyRule, DutyState
from forms.duties.states import Owed
from forms.model import Entry, Finding, Partition
from forms.papers.ast_round import ast_networks, ast_round_paper
from forms.papers.group_semester import group_semester_paper
from forms.results.book import Result, ResultBook
from tests.documents.groups import CASE, PLAN, SD, SEMESTER, activity, of_group, of_team, office, team
from tests.documents.knowing import row_of, section, written
from tests.forms.builders import BANGKOK, CALENDAR, VISIT
from tests.forms.results.files import RULES


def test_a_groups_semester_in_quantity_and_quality() -> None:
    paper = group_semester_paper(of_group(), "G1", SEMESTER, "รายงาน")
    assert paper.key == "paper:group-semester:G1:2569-S2"
    assert paper.readers == (Partition("group", "G1"), Partition("office"))
    lines = written(paper)
    assert lines[:3] == ["รายงานผลการนิเทศของกลุ่มงาน", "วัดและประเมินผล", "ภาคเรียนที่ ๒ ปีการศึกษา ๒๕๖๙"]
    (told,) = (line for line in lines if line.startswith("นิเทศกระตุ้นพัฒนาการ ๓"))
    assert told.endswith("๓ กิจกรรม (ภาคเรียนก่อน ๑ กิจกรรม) เป็นการนิเทศที่เจาะจงโรงเรียน ๑ โรงเรียน")
    areas = section(lines, "๒.๑ จำแนกตามกลุ่มสาระการเรียนรู้", "๒.๒ ผลเชิงปริมาณรวม")
    planned, reached = "จำนวนกลุ่มเป้าหมาย (คน) ", "ผู้เข้าร่วม/ผู้รับการนิเทศจริง (คน) "
    assert row_of(areas, "ภาษาไทย", 5)[1:] == ["๒", "๑", "๐", f"{planned}๕๐\n{reached}๔๖"]
    assert row_of(areas, "ไม่ระบุกลุ่มสาระการเรียนรู้", 5)[1:4] == ["๑", "๐", "๑"]
    assert row_of(lines, planned.strip(), 3)[1:] == ["๑,๐๕๐", "๕"]
    assert row_of(lines, reached.strip(), 3)[1:] == ["๙๔๖", "๔"]
    chosen = section(
        lines, "๒.๓ ลักษณะงาน เทคนิควิธีการ กลุ่มเป้าหมาย และเครื่องมือ", "๓. ผลการนิเทศเชิงคุณภาพและข้อมูลป้อนกลับ"
    )
    assert row_of(chosen, "การนิเทศรายบุคคล", 3) == ["การนิเทศรายบุคคล", "๑", "๐"]
    assert row_of(chosen, "ครู", 3) == ["ครู", "๓", "๑"]
    assert row_of(chosen, "ผู้บริหารสถานศึกษา", 3) == ["ผู้บริหารสถานศึกษา", "๒", "๑"]


def test_each_activity_is_told_from_its_objective_to_the_feedback() -> None:
    lines = written(group_semester_paper(of_group(), "G1", SEMESTER, "รายงาน"))
    start = lines.index("๑. ประชุมปฏิบัติการ PLC ๓ วัน")
    assert lines[start + 1] == "วันที่ ๑๐ พ.ย. ๒๕๖๙ ถึง ๑๑ พ.ย. ๒๕๖๙"
    assert lines[start + 2] == "ผู้นิเทศ ศึกษานิเทศก์ ๑, ศึกษานิเทศก์ ๒"
    told = lines[start:]
    for asked, said in (
        ("วัตถุประสงค์ในการแก้ปัญหาหรือพัฒนา", "ครูออกแบบการวัดผลได้ ๕ ด้าน"),
        ("เทคนิควิธีการนิเทศหลัก", "การประชุมปฏิบัติการ"),
        ("กลุ่มเป้าหมาย", "ครู, ผู้บริหารสถานศึกษา"),
        ("สื่อ เครื่องมือนิเทศ", "แบบทดสอบ"),
        ("ผู้เข้าร่วม/ผู้รับการนิเทศจริง (คน)", "๓๘"),
        ("ผลเชิงคุณภาพ", "ครูมีแบบวัดของตนเอง"),
        ("ข้อมูลป้อนกลับจากกลุ่มเป้าหมายและผู้นิเทศ", "ขอเวลาปฏิบัติเพิ่ม"),
    ):
        assert row_of(told, asked, 2) == [asked, said]
    assert "ผู้ร่วมนิเทศ" not in lines  # that only led to another page


def test_a_groups_other_work_is_that_of_its_spreadsheet() -> None:
    owed = Owed("log", "log", SEMESTER, "supervisor", "P1", date(2026, 11, 25))
    sent_at, opened = datetime(2026, 11, 16, 9, tzinfo=BANGKOK), date(2026, 11, 16)
    case = Entry(CASE.id, "k", sent_at, opened, {"school": "S1"}, {}, counted=True, people=("P1",))
    here = of_group(
        case,
        duties=(DutyState(owed, "missing", "nothing-came"), DutyState(owed, "missing", "nothing-came"),
                DutyState(replace(owed, code="P2"), "missing", "nothing-came")),
        duty_rules={"log": DutyRule("log", "บันทึกประจำวัน", ("log",), "supervisor", "month")},
        findings={(SD.id, "f"): [Finding("required-missing", "error", "quality")],
                  (SD.id, "e"): [Finding("required-missing", "error", "quality")]},
    )  # fmt: skip
    lines = written(group_semester_paper(here, "G1", SEMESTER, "รายงาน"))
    work = section(lines, "๔.๑ จำแนกตามแบบบันทึก", "๕. เรื่องที่ต้องดำเนินการต่อ")
    assert row_of(work, SD.title, 4)[1:] == ["๓", "๑", "๑๖ พ.ย. ๒๕๖๙"]
    assert row_of(work, VISIT.title, 4)[1:] == ["๑", "๑", "๑๒ พ.ย. ๒๕๖๙"]
    assert row_of(work, "ศึกษานิเทศก์ ๑", 5)[1:] == ["๒", "๑", "๙ พ.ย. ๒๕๖๙", "๑"]
    assert any("คะแนนเฉลี่ย ๔.๐๐ (ภาคเรียนก่อน ๓.๐๐)" in line for line in work)
    project = row_of(work, "โครงการส่งเสริมนิสัยรักการอ่าน", 6)
    assert project[1:] == ["ศึกษานิเทศก์ ๑", "–", "๑", "๑", "๑๒ พ.ย. ๒๕๖๙"]
    assert "ศึกษานิเทศก์ในกลุ่มงานร่วมแก้ไขกรณีเร่งด่วนที่ยังไม่ยุติ ๑ กรณี" in lines
    assert row_of(lines, "บันทึกประจำวัน", 4)[1:] == ["๒๕ พ.ย. ๒๕๖๙", "๒", "ศึกษานิเทศก์ ๑ (๒)"]
    assert any("ต้องแก้ไข ๑ รายการ" in line for line in lines)


def test_a_group_without_any_record_has_its_paper() -> None:
    lines = written(group_semester_paper(office(), "G2", SEMESTER, "รายงาน"))
    assert "ยังไม่มีกิจกรรมในภาคเรียนนี้" in lines
    assert "ยังไม่มีบันทึกในภาคเรียนนี้" in lines
    assert "ไม่มีงาน/โครงการที่กำลังดำเนินการ" in lines
    without = replace(office(), forms={VISIT.id: VISIT})  # an office that has no form for it
    assert "ยังไม่มีกิจกรรมในภาคเรียนนี้" in written(group_semester_paper(without, "G1", SEMESTER, "รายงาน"))


def test_what_people_wrote_is_text_and_a_long_name_stands_whole() -> None:
    name, text = "ก" * 200, "{{ 7 * 7 }} {% for x in y %} <w:t>&amp; <b>หนา</b>\nบรรทัดสอง"
    shown = "{{ ๗ * ๗ }} {% for x in y %} <w:t>&amp; <b>หนา</b>\nบรรทัดสอง"
    group = office(activity("a", activity=name, feedback=text))
    lines = written(group_semester_paper(group, "G1", SEMESTER, "รายงาน"))
    assert f"๑. {name}" in lines
    assert shown in lines
    planned = written(ast_round_paper(office(team("a", PLAN, found=text)), "N1", SEMESTER, "รายงาน"))
    assert f"ผลการวิเคราะห์และสภาพปัญหา: {shown}" in planned


# --- AST -------------------------------------------------------------------------------


def test_networks_with_a_record_in_the_offices_order() -> None:
    assert ast_networks(of_team(), SEMESTER) == ("N1", "N2")  # what does not count is none
    assert ast_networks(of_team(), CALENDAR.semester_named("2569-S1")) == ("N2",)
    assert ast_networks(office(), SEMESTER) == ()


def test_a_teams_semester_by_school() -> None:
    paper = ast_round_paper(of_team(), "N1", SEMESTER, "รายงาน")
    assert paper.key == "paper:ast-round:N1:2569-S2"
    assert paper.readers == (Partition("network", "N1"), Partition("office"))
    lines = written(paper)
    assert "เครือข่ายแก้วมุกดาหาร  ภาคเรียนที่ ๒ ปีการศึกษา ๒๕๖๙" in lines
    (told,) = (line for line in lines if line.startswith("วางแผนแล้ว "))
    assert "วางแผนแล้ว ๒ จาก ๒ โรงเรียน คิดเป็นร้อยละ ๑๐๐" in told
    assert "ติดตามผลแล้ว ๑ โรงเรียน คิดเป็นร้อยละ ๕๐ บันทึกรวม ๔ ฉบับ (ภาคเรียนก่อน ๐ ฉบับ)" in told
    schools = section(lines, "๒.๑ รายโรงเรียน", "๒.๒ จำแนกตามเรื่องที่บันทึก")
    assert row_of(schools, "บ้านหนองบัว", 5)[1:] == ["๑", "๒", "๑๙ พ.ย. ๒๕๖๙", "ดีขึ้นแต่ยังไม่บรรลุเป้าหมาย"]
    assert row_of(schools, "บ้านโพน", 5)[1:] == ["๑", "๐", "๑๐ พ.ย. ๒๕๖๙", "–"]
    spread = section(lines, "๒.๒ จำแนกตามเรื่องที่บันทึก", "๒.๓ ผลการทดสอบของเครือข่ายก่อนและหลัง")
    assert row_of(spread, "การติดตามผล", 3) == ["การติดตามผล", "๒", "๐"]
    assert row_of(spread, "ยังไม่ดีขึ้น", 3) == ["ยังไม่ดีขึ้น", "๑", "๐"]


def test_each_target_has_its_plan_and_every_follow_up_beside_it() -> None:
    lines = written(ast_round_paper(of_team(), "N1", SEMESTER, "รายงาน"))
    first = section(lines, "๓.๑ บ้านหนองบัว  (นักเรียน คณิตศาสตร์)", "๓.๒ บ้านโพน  (โรงเรียน)")
    assert first[1:3] == ["ก่อน: เมื่อวางแผน", "หลัง: การติดตามผลครั้งล่าสุด"]
    latest = first.index("ครั้งที่ ๒  วันที่ ๑๙ พ.ย. ๒๕๖๙  ผู้นิเทศ ศึกษานิเทศก์ ๑")
    earlier = first.index("ติดตามผลครั้งที่ ๑  วันที่ ๑๓ พ.ย. ๒๕๖๙  ผู้นิเทศ ศึกษานิเทศก์ ๑")
    plan = first[3:latest]
    assert plan[0] == "วันที่ ๑๐ พ.ย. ๒๕๖๙  ผู้นิเทศ ศึกษานิเทศก์ ๑, ศึกษานิเทศก์ ๒"
    assert "ข้อมูลที่ใช้วิเคราะห์: ผล NT, ผล RT (Reading Test)" in plan
    assert "เป้าหมายการพัฒนา: ผล NT เพิ่มขึ้นร้อยละ ๓" in plan
    assert "จำนวนกลุ่มเป้าหมาย: ๑๒" in plan
    assert "กลุ่มเป้าหมายที่ได้รับการพัฒนาแล้ว: ๙" in first[latest:earlier]
    assert row_of(first[earlier:], "กลุ่มเป้าหมายที่ได้รับการพัฒนาแล้ว", 2)[1] == "๔"
    assert "ยังไม่มีการติดตามผล" in lines[lines.index("๓.๒ บ้านโพน  (โรงเรียน)") :]
    assert "ยังไม่มีผลการทดสอบ O-NET NT RT ของโรงเรียนในเครือข่าย" in lines
    far = written(ast_round_paper(of_team(), "N2", SEMESTER, "รายงาน"))
    assert "วันที่ ๑๐ มิ.ย. ๒๕๖๙  ผู้นิเทศ ศึกษานิเทศก์ ๑, ศึกษานิเทศก์ ๒" in far


def test_results_of_tests_stand_before_and_after() -> None:
    def result(school: str, score: float, year: int, subject: str = "maths") -> Result:
        return Result("nt", year, "p3", subject, school, score, 10)

    book = ResultBook(
        RULES,
        [
            result("S1", 40.0, 2568), result("S1", 45.5, 2569), result("S2", 60.0, 2569),
            result("S1", 30.0, 2568, "thai"), result("S3", 99.0, 2569), result("S1", 99.0, 2570),
        ],
    )  # fmt: skip
    lines = written(ast_round_paper(replace(of_team(), results=book), "N1", SEMESTER, "รายงาน"))
    tested = section(lines, "๒.๓ ผลการทดสอบของเครือข่ายก่อนและหลัง", "๓. ผลการนิเทศเชิงคุณภาพรายกลุ่มเป้าหมาย")
    assert row_of(tested, "NT ป.๓ คณิตศาสตร์", 4)[1:] == ["๔๐.๐๐ (๒๕๖๘)", "๕๒.๗๕ (๒๕๖๙)", "+๕.๕๐ (๑)"]
    assert row_of(tested, "NT ป.๓ ภาษาไทย", 4)[1:] == ["–", "๓๐.๐๐ (๒๕๖๘)", "–"]
    own = section(lines, "๓.๑ บ้านหนองบัว  (นักเรียน คณิตศาสตร์)", "๓.๒ บ้านโพน  (โรงเรียน)")
    assert row_of(own, "NT ป.๓ คณิตศาสตร์", 4)[1:] == ["๔๐.๐๐ (๒๕๖๘)", "๔๕.๕๐ (๒๕๖๙)", "+๕.๕๐"]
    assert "NT ป.๓ ภาษาไทย" not in own  # the target is mathematics


def test_a_network_without_any_record_of_a_team_has_its_paper() -> None:
    lines = written(ast_round_paper(office(), "N3", SEMESTER, "รายงาน"))
    assert "ยังไม่มีบันทึกการวิเคราะห์และติดตามกลุ่มเป้าหมายในภาคเรียนนี้" in lines
    without = replace(office(), forms={VISIT.id: VISIT})  # an office that has no form for it
    lines = written(ast_round_paper(without, "N1", SEMESTER, "รายงาน"))
    assert any(line.startswith("วางแผนแล้ว ๐ จาก ๒ โรงเรียน คิดเป็นร้อยละ ๐") for line in lines)
