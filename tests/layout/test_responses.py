"""The register: every response on its row, as the form asks, whatever people wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from forms.model import Choice, Finding, Response
from sync.layout import responses as register
from sync.layout import styles
from sync.layout.register_columns import columns
from sync.layout.tab import Cell, Row
from sync.layout.texts import packaged_texts
from tests.forms.builders import BANGKOK, LOG, ORGANISATION, VISIT

SOUND: dict[str, Any] = {
    "day": date(2026, 11, 20), "start": time(9), "end": time(10, 5), "role": "supervisor", "observer": "P1",
    "school": "S1", "school.network": "N1", "class_level": "p1", "area": "thai", "pupils": 25,
    "media": ("book", "film"), "plan.1": 5, "plan.2": 4, "teach.1": 4, "teach.2": 2, "teach.3": 5,
    "advice": "จัดกิจกรรมกลุ่ม",
}  # fmt: skip
ERROR = Finding("time-order", "error", "end", {"start": "09.00", "end": "08.00"})
WARNING = Finding("shorter-than-an-hour", "warning", None, {"minutes": "45", "at_least": "60"})


def response(unreadable: dict[str, str] | None = None, **answers: Any) -> Response:
    moment = datetime(2026, 11, 20, 16, 30, tzinfo=BANGKOK)
    given = {name: value for name, value in (SOUND | answers).items() if value is not None}
    return Response("visit", "ACY1", moment, moment, None, given, unreadable or {})


def shown(row: Row) -> dict[str, Cell]:
    titles = [column.title for column in columns(VISIT, packaged_texts())]
    return dict(zip(titles, row.cells, strict=True))


def row_of(*findings: Finding, **more: Any) -> dict[str, Cell]:
    return shown(register.row(response(**more), findings, VISIT, ORGANISATION))


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("สถานะ", "ครบถ้วน"),
        ("ข้อ day", "20 พ.ย. 2569"),
        ("ข้อ start", "09.00"),
        ("ข้อ role", "ศึกษานิเทศก์"),
        ("ข้อ observer", "ศึกษานิเทศก์ 1"),
        ("ข้อ leader", None),
        ("เครือข่าย", "แก้วมุกดาหาร"),
        ("ข้อ school", "บ้านหนองบัว"),
        ("ข้อ pupils", 25),
        ("ข้อ media", "หนังสือ, วีดิทัศน์"),
        ("2.2 รายการ 2", 2),
        ("คะแนนเฉลี่ย", 4.0),
        ("ระดับ", "ดี"),
        ("รายการที่ต้องตรวจสอบ", None),
        ("แก้ไขล่าสุด", "20 พ.ย. 2569 16.30 น."),
        ("รหัสการส่ง", "ACY1"),
    ],
)
def test_answers_are_shown_in_words(title: str, value: object) -> None:
    assert row_of()[title].value == value


def test_columns_follow_the_form_and_the_id_is_last() -> None:
    titles = [column.title for column in columns(LOG, packaged_texts())]
    assert titles == [
        "สถานะ", "ข้อ day", "ข้อ person", "ข้อ group", "ข้อ kind", "เครือข่าย", "ข้อ school", "ข้อ left",
        "รายการที่ต้องตรวจสอบ", "ส่งครั้งแรก", "แก้ไขล่าสุด", "รหัสการส่ง",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("findings", "state"), [((ERROR, WARNING), "ต้องแก้ไข"), ((WARNING,), "ข้อสังเกต"), ((), "ครบถ้วน")]
)
def test_the_worst_finding_is_the_state(findings: tuple[Finding, ...], state: str) -> None:
    cell = row_of(*findings)["สถานะ"]
    assert cell.value == state
    assert cell.style in styles.STATES.values()


def test_findings_are_told_a_line_each_and_an_error_greys_the_score() -> None:
    cells = row_of(ERROR, WARNING)
    assert str(cells["รายการที่ต้องตรวจสอบ"].value).count("\n") == 1
    assert cells["คะแนนเฉลี่ย"].style.italic
    assert not row_of(WARNING)["คะแนนเฉลี่ย"].style.italic


def test_what_could_not_be_read_is_shown_as_it_came() -> None:
    cell = row_of(unreadable={"day": "เมื่อวาน"}, day=None)["ข้อ day"]
    assert (cell.value, cell.style.background) == ("เมื่อวาน", styles.BAD_TINT)


@pytest.mark.parametrize("text", ["=1+1", "+66", "-5", "@x", "<b>ก</b>", "😀", "ก\u200bข"])
def test_odd_texts_stay_as_they_are(text: str) -> None:
    assert row_of(advice=text)["ข้อ advice"].value == text


def test_characters_that_no_cell_holds_are_left_out() -> None:
    assert row_of(advice="ก\x00ข\r\nค\ud800")["ข้อ advice"].value == "กข\nค?"


@pytest.mark.parametrize("letter", ["ก", "😀"])  # one and two of Google's units
def test_a_very_long_text_is_cut_and_says_so(letter: str) -> None:
    value = str(row_of(advice=letter * 60_000)["ข้อ advice"].value)
    assert len(value.encode("utf-16-le")) // 2 < 50_000
    assert "ข้อความยาว 60,000 ตัวอักษร" in value


def test_an_unknown_code_is_shown_as_it_is() -> None:
    cells = row_of(school="S99", observer="P99", class_level="p9")
    assert [cells[f"ข้อ {name}"].value for name in ("school", "observer", "class_level")] == [
        "S99",
        "P99",
        "p9",
    ]


def test_the_tab_names_only_its_head_and_the_news() -> None:
    row = register.row(response(), (), VISIT, ORGANISATION)
    tab = register.tab("responses:visit", VISIT, ORGANISATION, {7: row}, 40)
    assert tab.sparse
    assert sorted(tab.rows) == [0, 1, 7]
    assert (tab.height, tab.frozen_rows, tab.filter_from_row) == (40, register.HEADER_ROWS, 1)
    assert tab.rows[7].key == "ACY1"
    assert all(area.left >= tab.frozen_columns for area in tab.merges)


@pytest.mark.parametrize(
    ("choice", "width"),
    [
        ("สั้น", 110),  # no narrower than its head needs
        ("การนิเทศโดยทีมศึกษานิเทศก์ประจำเครือข่าย (Area Supervisor Team)", 7 * 56),  # no room for marks above
        ("ก" * 90, 440),
    ],
)
def test_a_column_has_room_for_its_longest_choice(choice: str, width: int) -> None:
    question = replace(VISIT.questions["class_level"], choices=(Choice("x", choice), Choice("y", "อื่น ๆ")))
    sections = (replace(VISIT.sections[0], entries=(question,)),)
    shown = columns(replace(VISIT, sections=sections), packaged_texts())
    assert [column.width for column in shown if column.question is question] == [width]


@pytest.mark.parametrize(("height", "hidden"), [(0, True), (register.HEADER_ROWS, True), (3, False)])
def test_the_tab_is_hidden_until_its_first_row_comes(height: int, hidden: bool) -> None:
    tab = register.tab("responses:visit", VISIT, ORGANISATION, {}, height)
    assert (tab.hidden, tab.height) == (hidden, 3)


def test_a_response_that_went_leaves_its_place_with_a_word() -> None:
    row = register.gone_row(VISIT, "ACY1")
    assert len(row.cells) == len(columns(VISIT, packaged_texts()))
    assert "ถูกลบ" in str(row.cells[1].value)
    assert (row.cells[-1].value, row.key) == ("ACY1", "ACY1")
