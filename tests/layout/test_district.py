"""The district's sheet: its figures are those of the summaries, its denominators honest."""

from __future__ import annotations

import pytest

from forms.thai import thai_datetime
from sync.layout import district
from tests.layout.views import AS_OF, LINKS, cells, keyed, named, texts, view_of

TABS = district.tabs(view_of())
OVERVIEW = named(TABS, "overview")


def line(name: str) -> list[object]:
    """The overview's line that begins with that name, without its sliver."""
    row = next(r for r in OVERVIEW.rows.values() if r.cells and r.cells[0].value == name)
    return [row.cells[column].value for column in (1, 3, 4, 5)]


@pytest.mark.parametrize(
    ("label", "value", "note"),
    [
        # S1 and S3 of the five open schools; S4 closed after its visit, S2's only visit has an error.
        ("ความครอบคลุมการนิเทศ", 0.4, "2 จาก 5 โรงเรียนที่เปิดสอน\nสิ้นภาคเรียนก่อน 40%"),
        ("การสังเกตชั้นเรียน", 5, "จากที่ส่งมา 6 ฉบับ\nภาคเรียนก่อนทั้งภาค 2 ครั้ง"),
        ("คะแนนเฉลี่ย", 3.48, "ระดับปานกลาง จากคะแนนเต็ม 5\nภาคเรียนก่อน 3.50 (2 ครั้ง)"),
        # Fourteen working days to the 20th, P3 in office on twelve of them: three of forty are logged.
        ("บันทึกการปฏิบัติงานประจำวัน", 5, "ศึกษานิเทศก์ 3 คน\nบันทึกแล้ว 8% ของวันทำการ"),
        ("รายการที่ต้องแก้ไข", 1, "ยังไม่นำมาคำนวณ\nและมีข้อสังเกตอีก 1 รายการ"),
    ],
)
def test_tiles_say_what_they_stand_on(label: str, value: float, note: str) -> None:
    row, column = next((r, c) for r, c, cell in cells(OVERVIEW) if cell.value == label)
    assert OVERVIEW.rows[row + 1].cells[column].value == value
    assert OVERVIEW.rows[row + 2].cells[column].value == note


def test_the_table_compares_networks_with_the_semester_before() -> None:
    assert line("แก้วมุกดาหาร") == ["1/2", 0.5, 1.0, -50]
    assert line("เมืองน้ำทิพย์") == ["1/2", 0.5, 0.0, 50]
    assert line("ดอนตาล") == ["0/1", 0.0, None, None]  # its only school opened this semester
    assert line("รวมเขตพื้นที่") == ["2/5", 0.4, 0.4, 0]


def test_a_network_leads_to_its_sheet() -> None:
    links = {cell.value: cell.link for _, _, cell in cells(OVERVIEW) if cell.link}
    assert links == {"แก้วมุกดาหาร": LINKS["network:N1"]}


def test_only_the_overview_says_how_fresh_it_is() -> None:
    told = [
        tab.key
        for tab in TABS
        if any(thai_datetime(AS_OF) in text for text in texts(tab) if "ข้อมูลถึง" in text)
    ]
    assert told == ["overview"]


def test_weeks_to_come_are_empty_and_weeks_gone_by_are_zero() -> None:
    weeks = {
        r.cells[1].value: (r.cells[3].value, r.cells[4].value)
        for r in OVERVIEW.rows.values()
        if len(r.cells) > 4
    }
    assert weeks["1"] == (1, 0)  # v6 on 5 November lies in the first week
    assert weeks["3"] == (4, 0)
    assert weeks["4"] == (None, 0)


def test_levels_are_shares_of_the_observations_with_a_score() -> None:
    levels = {
        row.cells[7].value: row.cells[10].value
        for row in OVERVIEW.rows.values()
        if len(row.cells) > 10 and isinstance(row.cells[10].value, float)
    }
    assert levels == {"ดีมาก": 0.2, "ดี": 0.2, "ปานกลาง": 0.4, "พอใช้": 0.2, "ควรปรับปรุง": 0.0}


def test_networks_side_by_side() -> None:
    tab = named(TABS, "networks")
    one = keyed(tab, "N1")
    assert (one["เปิดสอน"], one["นิเทศแล้ว"], one["สังเกต (ครั้ง)"]) == (2, 1, 3)
    assert (one["คะแนนเฉลี่ย"], one["ระดับ"], one["คะแนนภาคเรียนก่อน"]) == (4.13, "ดี", 3.5)
    assert (one["ลำดับที่ (คะแนนเฉลี่ย)"], one["ต้องแก้ไข (ฉบับ)"]) == (1, 1)
    # Fewer than three observations are not ranked.
    assert keyed(tab, "N2")["ลำดับที่ (คะแนนเฉลี่ย)"] == "ข้อมูลไม่เพียงพอ"
    assert keyed(tab, "N3")["ลำดับที่ (คะแนนเฉลี่ย)"] is None
    assert keyed(tab, "total")["สังเกต (ครั้ง)"] == 5


def test_an_empty_semester_is_told_and_shows_no_mean() -> None:
    tab = named(district.tabs(view_of(entries=(), findings=(), as_of=None)), "overview")
    assert any("ยังไม่มีข้อมูลในภาคเรียนนี้" in text for text in texts(tab))
    row, column = next((r, c) for r, c, cell in cells(tab) if cell.value == "คะแนนเฉลี่ย")
    assert tab.rows[row + 1].cells[column].value == "–"
