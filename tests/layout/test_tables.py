"""The tabs that several spreadsheets share: schools, results, cuts, daily logs, remarks, findings, notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from forms.model import Choice, Form, Partition, Question, QuestionType, Section
from forms.model.chains import Chain, Chains, Step
from sync.layout import deputy, district, group, learning_area, network, office, styles, supervisor, tallies
from sync.layout.headline import covered
from sync.layout.tab import CellValue, Tab
from sync.layout.view import View
from tests.forms.builders import log, visit
from tests.layout.views import DISTRICT, EARLIER, ENTRIES, FINDINGS, FORMS, keyed, named, texts, view_of

DISTRICT_TABS = district.tabs(view_of(DISTRICT))
NETWORK_TABS = network.tabs(view_of(Partition("network", "N1")))
GROUP_TABS = group.tabs(view_of(Partition("group", "G1")))


def column(tab: Tab, key: str, number: int) -> CellValue:
    return next(row.cells[number].value for row in tab.rows.values() if row.key == key)


# --- Schools ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("school", "status", "n", "classes", "last"),
    [
        ("S1", "นิเทศแล้ว", 3, "ป.1, ป.2", "20 พ.ย. 2569"),
        ("S2", "ส่งแล้ว แต่ต้องแก้ไข", 0, None, None),
        ("S3", "นิเทศแล้ว", 1, "ป.1", "20 พ.ย. 2569"),
        ("S4", "ไม่ได้เปิดสอน", 1, None, "5 พ.ย. 2569"),
        ("S5", "ยังไม่ได้รับการนิเทศ", 0, None, None),
        ("S6", "ยังไม่ได้รับการนิเทศ", 0, None, None),
    ],
)
def test_schools(school: str, status: str, n: int, classes: str | None, last: str | None) -> None:
    shown = keyed(named(DISTRICT_TABS, "schools"), school)
    assert (shown["สถานะ"], shown["สังเกต (ครั้ง)"]) == (status, n)
    assert (shown["ระดับชั้นที่สังเกต"], shown["นิเทศล่าสุด"]) == (classes, last)


def test_a_network_sees_its_schools_only() -> None:
    keys = [row.key for row in named(NETWORK_TABS, "schools").rows.values() if row.key]
    assert keys == ["S1", "S2"]


@pytest.mark.parametrize(
    ("partition", "made"),
    [
        (Partition("network", "N2"), network.tabs),
        (Partition("deputy", "A"), deputy.tabs),
        (Partition("supervisor", "P1"), supervisor.tabs),
    ],
)
def test_a_visit_before_a_school_moved_is_the_schools(
    partition: Partition, made: Callable[[View], tuple[Tab, ...]]
) -> None:
    """S5 was visited on the 5th, when it belonged to a network that others answer for."""
    view = view_of(partition)
    moved = replace(view, elsewhere={view.semester.name: {"S5": date(2026, 11, 5)}})
    before, after = (keyed(named(made(one), "schools"), "S5") for one in (view, moved))
    assert (before["สถานะ"], before["นิเทศล่าสุด"]) == ("ยังไม่ได้รับการนิเทศ", None)
    assert (after["สถานะ"], after["นิเทศล่าสุด"]) == ("นิเทศแล้วก่อนย้ายมา", "5 พ.ย. 2569")
    assert after["สังเกต (ครั้ง)"] == 0  # the observation stays that of the network it was made in
    (was, was_before), (found, found_before) = (covered(one) for one in (view, moved))
    assert (found.visited, found.owed) == (was.visited + 1, was.owed)
    assert found_before == was_before  # of the semester before it says nothing
    elsewhere = {"S5": date(2026, 9, 1)}
    earlier = replace(view, elsewhere={EARLIER.name: elsewhere})
    assert covered(earlier)[0] == was
    assert "S5" in covered(earlier)[1].schools_visited


COACHING = Form("coaching", "แบบบันทึกการนิเทศโรงเรียน", ("S6",), (), {}, counts_as="visit")
COACHED = (
    replace(visit("c1", date(2026, 11, 18), school="S5"), form="coaching"),
    replace(visit("c2", date(2026, 11, 20), school="S1"), form="coaching"),
    replace(visit("c3", date(2026, 11, 20), school="S6", counted=False), form="coaching"),
)


@pytest.mark.parametrize(
    ("school", "status", "visits", "observed", "last"),
    [
        ("S5", "นิเทศแล้ว", 1, 0, "18 พ.ย. 2569"),  # by another record alone
        ("S1", "นิเทศแล้ว", 4, 3, "20 พ.ย. 2569"),
        ("S6", "ยังไม่ได้รับการนิเทศ", 0, 0, None),  # by one that does not count
    ],
)
def test_a_school_is_visited_by_whatever_record_of_a_visit(
    school: str, status: str, visits: int, observed: int, last: str | None
) -> None:
    """Every reader tells it alike, and coverage stands on it; scores stay those of observations."""
    forms = {**FORMS, "coaching": COACHING}
    plain, seen = view_of(), view_of(entries=(*ENTRIES, *COACHED), forms=forms)
    line = keyed(named(district.tabs(seen), "schools"), school)
    names = ("สถานะ", "นิเทศ (ครั้ง)", "สังเกต (ครั้ง)", "นิเทศล่าสุด")
    assert [line[name] for name in names] == [status, visits, observed, last]
    assert line["คะแนนเฉลี่ย"] == keyed(named(district.tabs(plain), "schools"), school)["คะแนนเฉลี่ย"]
    assert covered(seen)[0].schools_visited == tuple(sorted({*covered(plain)[0].schools_visited, "S5"}))


def test_a_mean_of_too_few_is_grey() -> None:
    tab = named(DISTRICT_TABS, "schools")
    looks = {row.key: row.cells[6].style for row in tab.rows.values() if row.key}
    assert (looks["S1"], looks["S3"]) == (styles.MEAN, styles.few(styles.MEAN))


# --- Results ---------------------------------------------------------------------------


def test_results_by_domain_and_item() -> None:
    tab = named(DISTRICT_TABS, "results:visit")
    domain, item = keyed(tab, "domain:plan"), keyed(tab, "item:plan.1")
    # 5, 4, 4, 2 and 3
    assert (item["จำนวน (ครั้ง)"], item["คะแนนเฉลี่ย"], item["ระดับ"]) == (5, 3.6, "ดี")
    assert [item[f"{n}\n{name}"] for n, name in ((5, "ดีมาก"), (4, "ดี"), (1, "ควรปรับปรุง"))] == [0.2, 0.4, 0.0]
    assert (item["คะแนนเฉลี่ยภาคเรียนก่อน"], item["เพิ่ม/ลด"]) == (3.5, 0.1)
    assert (domain["จำนวน (ครั้ง)"], domain["คะแนนเฉลี่ย"]) == (5, 3.6)


def test_the_spread_of_the_whole_adds_up() -> None:
    tab = named(DISTRICT_TABS, "results:visit")
    whole = next(
        row for row in tab.rows.values() if len(row.cells) > 1 and row.cells[1].value == "ภาพรวมทุกด้าน"
    )
    assert sum(float(cell.value or 0) for cell in whole.cells[-5:]) == pytest.approx(1)


# --- Cuts ------------------------------------------------------------------------------


def test_every_choice_has_its_line_also_without_a_response() -> None:
    tab = named(DISTRICT_TABS, "cuts:visit")
    assert keyed(tab, "learning_area:thai")["ภาคเรียนนี้ (ครั้ง)"] == 2
    assert keyed(tab, "role:supervisor")["ภาคเรียนนี้ (ครั้ง)"] == 0
    assert keyed(tab, "class:p1")["คะแนนเฉลี่ย"] == 3.47
    assert keyed(tab, "supervisor:P1")["ร้อยละ"] == 0.4
    assert not any(row.key.startswith("media:") for row in tab.rows.values())  # several answers each


def test_a_form_without_ratings_is_cut_by_counts() -> None:
    shown = keyed(named(DISTRICT_TABS, "cuts:log"), "supervisor:P2")
    assert (shown["ภาคเรียนนี้ (รายการ)"], shown["ต้องแก้ไข (ฉบับ)"], shown["มีข้อสังเกต (ฉบับ)"]) == (1, 1, None)


# --- Daily logs ------------------------------------------------------------------------


def test_days_are_held_against_working_days_in_office() -> None:
    tab = named(DISTRICT_TABS, "daily:log")
    one, three = keyed(tab, "P1"), keyed(tab, "P3")
    # Two logs on the 16th and one on a day off make one day of the fourteen.
    assert (one["บันทึก (รายการ)"], one["บันทึกแล้ว (วัน)"], one["วันทำการ (วัน)"]) == (3, 1, 14)
    assert (three["บันทึกแล้ว (วัน)"], three["วันทำการ (วัน)"]) == (1, 12)  # left on the 18th


def test_days_before_the_day_to_reckon_from_are_not_owed() -> None:
    found = district.tabs(replace(view_of(), since=date(2026, 11, 17)))
    one = keyed(named(found, "daily:log"), "P1")
    assert (one["บันทึก (รายการ)"], one["บันทึกแล้ว (วัน)"], one["วันทำการ (วัน)"]) == (3, 0, 3)  # 17, 19, 20


def test_a_week_is_green_amber_or_red() -> None:
    tab = named(DISTRICT_TABS, "daily:log")
    row = next(row for row in tab.rows.values() if row.key == "P1")
    assert [cell.style.background for cell in row.cells[6:9]] == [
        styles.BAD_TINT,
        styles.BAD_TINT,
        styles.CARE_TINT,
    ]
    assert len(row.cells) == 9  # three weeks to the 20th


def test_a_work_group_counts_its_own_logs_and_holds_them_against_nothing() -> None:
    shown = keyed(named(GROUP_TABS, "daily:log"), "P1")
    assert (shown["บันทึก (รายการ)"], shown["บันทึกแล้ว (วัน)"]) == (2, 1)
    assert not {"วันทำการ (วัน)", "ร้อยละ"} & shown.keys()


# --- Remarks, findings, notes ----------------------------------------------------------


def test_remarks_are_named_after_the_questions_and_quote_as_written() -> None:
    tab = named(NETWORK_TABS, "remarks:visit")
    assert tab.title == "ข้อ advice"
    assert [column(tab, "v1", number) for number in (0, 1, 2, 4)] == [
        "16 พ.ย. 2569", "บ้านหนองบัว", 5.0, "=1+1 จัดกิจกรรมกลุ่ม",
    ]  # fmt: skip


def test_findings_show_errors_first_with_what_to_do() -> None:
    tab = named(DISTRICT_TABS, "findings")
    keys = [row.key for row in tab.rows.values() if row.key]
    assert keys == ["v5|time-order|ข้อ end", "l3|working-day|ข้อ day"]
    shown = keyed(tab, keys[0])
    assert shown["ความสำคัญ"] == "ต้องแก้ไข"
    assert shown["สิ่งที่ต้องดำเนินการ"] == "แก้ไขคำตอบ"
    assert (shown["เครือข่าย"], shown["ผู้บันทึก"]) == ("แก้วมุกดาหาร", "=ผู้อำนวยการ")
    assert keyed(tab, keys[1])["ผู้บันทึก"] == "ศึกษานิเทศก์ 1"


def test_a_finding_leads_to_the_register() -> None:
    row = next(row for row in named(DISTRICT_TABS, "findings").rows.values() if row.key.startswith("v5"))
    assert [cell.link for cell in row.cells if cell.link] == ["#gid=7"]


def test_without_findings_the_tab_says_so() -> None:
    tab = named(district.tabs(view_of(findings=())), "findings")
    assert "ไม่มีรายการที่ต้องตรวจสอบ" in texts(tab)
    assert tab.filter_from_row is None


def test_the_order_of_findings_does_not_depend_on_how_they_come() -> None:
    other = view_of(findings=tuple(reversed(FINDINGS)))
    assert named(district.tabs(other), "findings") == named(DISTRICT_TABS, "findings")


def test_notes_name_the_schools_left_out_and_the_holidays() -> None:
    notes = "\n".join(texts(named(DISTRICT_TABS, "notes")))
    assert "เปิดสอน 5 โรงเรียน ไม่นับ 1 โรงเรียนที่เลิกหรือยังไม่เปิด ได้แก่ บ้านนาเก่า" in notes
    assert "18 พ.ย. 2569 วันหยุดของสำนักงาน" in notes
    assert "3.51 – 4.50" in notes


@pytest.mark.parametrize(
    ("tabs", "partition", "said", "unsaid"),
    [
        (office.tabs, Partition("office"), ["ช่องสีเหลืองของทะเบียน", "งานของบุคลากรทั้งกลุ่ม"], ["สถานะเท่านั้น"]),
        (supervisor.tabs, Partition("supervisor", "P1"), ["ชีตนี้แสดงสถานะเท่านั้น"], ["นับเป็นวัน"]),
        (deputy.tabs, Partition("deputy", "D1"), ["รอง ผอ.สพป. รับผิดชอบ"], ["แบบที่มีการพิจารณา"]),
        (learning_area.tabs, Partition("learning_area", "thai"), ["กลุ่มสาระการเรียนรู้นี้"], ["ค้างส่ง"]),
        (district.tabs, DISTRICT, ["กรอกได้ในชีตของเครือข่าย"], ["ขอบเขตของชีตนี้", "แบบที่มีการพิจารณา"]),
    ],
)
def test_notes_tell_a_reader_what_concerns_the_reader(
    tabs: Callable[[View], tuple[Tab, ...]], partition: Partition, said: list[str], unsaid: list[str]
) -> None:
    chains = Chains(None, {"": Chain((Step("head", "head", "ผอ.กลุ่มนิเทศฯ", ("เห็นชอบ",)),))})
    view = view_of(partition)
    log = replace(view.forms["log"], chains=chains, seen_in=("supervisor", "office"))
    shown = replace(view, forms={**view.forms, "log": log}, links={"office": "https://sheets.example/office"})
    notes = "\n".join(texts(named(tabs(shown), "notes")))
    assert [words for words in said if words not in notes] == []
    assert [words for words in unsaid if words in notes] == []


def test_notes_show_bands_of_totals_in_whole_points() -> None:
    view = view_of()
    form = view.forms["visit"]
    assert form.bands is not None
    levels = tuple(replace(level, lowest=float(25 - 5 * n)) for n, level in enumerate(form.bands.levels))
    by_total = replace(form, bands=replace(form.bands, of="total", levels=levels))
    notes = texts(named(district.tabs(replace(view, forms={"visit": by_total})), "notes"))
    assert {"25 ขึ้นไป", "20 – 24", "5 – 9"} <= set(notes)


# --- Counts ----------------------------------------------------------------------------


def test_counts_are_spread_over_kinds_and_over_whatever_a_form_is_cut_by() -> None:
    """A form without ratings: its kinds, then `cut_by`, each a table with shares of what is counted."""
    kind = Question("kind", "เรื่อง", QuestionType.CHOICE, choices=(Choice("a", "วิชาการ"),))
    channel = Question(
        "channel", "ช่องทาง", QuestionType.CHOICE, choices=(Choice("p", "โทรศัพท์"), Choice("o", "มาเอง"))
    )
    section = Section("s", "ข้อมูล", (kind, channel))
    about = {"kind": "kind"}
    form = Form("advice", "การให้คำปรึกษา", ("S3",), (section,), about, cut_by=("kind", "channel"))
    came = [("1", "a", "p", True), ("2", "a", "p", True), ("3", "a", "o", True), ("4", "a", "o", False)]
    given = [
        replace(
            log(response, date(2026, 11, 17), "P1", counted=counted),
            form="advice",
            members={"kind": of, "channel": by},
        )
        for response, of, by, counted in came
    ]
    view = view_of(entries=given, forms={"advice": form})
    rows = [[cell.value for cell in row.cells[:4]] for row in tallies.tab(view, [form]).rows.values()]
    at = rows.index(["การให้คำปรึกษา"])
    assert rows[at + 1 :] == [
        ["ประเภท", "ภาคเรียนนี้", "ภาคเรียนก่อน", "ร้อยละ"],
        ["วิชาการ", 3, 0, 1.0],
        ["ช่องทาง", "ภาคเรียนนี้", "ภาคเรียนก่อน", "ร้อยละ"],
        ["โทรศัพท์", 2, 0, 0.67],
        ["มาเอง", 1, 0, 0.33],
    ]
