"""Schools that need help: the list, the line on the director's first tab, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from forms.model import Form, Partition, Question, QuestionType, Section
from forms.needs import Need
from sync.layout import deputy, district, group, network, office, styles, supervisor
from sync.layout.tab import Cell, Tab
from sync.layout.view import View
from tests.forms.packaged import packaged
from tests.layout.views import DISTRICT, ENTRIES, FORMS, named, texts, view_of

QUALITY = packaged()["school-quality"]
SAID = ("internal_result", "below")
# Today is Friday, 20 November 2026.
PAST = Need(QUALITY.id, "S3", "q1", date(2026, 9, 1), SAID, ("P1", "P2"), date(2026, 11, 19), None)
SOON = Need(QUALITY.id, "S1", "q2", date(2026, 11, 9), ("external_result", "below"), ("P3",),
            date(2026, 12, 20), date(2026, 11, 17))  # fmt: skip
LATER = replace(SOON, school="S2", record="q3", due=date(2026, 12, 21))


def view(partition: Partition = DISTRICT, needs: Sequence[Need] = (PAST, SOON, LATER)) -> View:
    made = view_of(partition, forms={**FORMS, QUALITY.id: QUALITY})
    return replace(made, needs=needs, links={f"register:{QUALITY.id}": "#gid=9", "tab:needs": "#gid=3"})


def rows(tab: Tab) -> list[list[Cell]]:
    return [list(row.cells) for row in tab.rows.values() if row.key]


@pytest.mark.parametrize(
    ("tabs", "partition"),
    [
        (district.tabs, DISTRICT),
        (network.tabs, Partition("network", "N1")),
        (deputy.tabs, Partition("deputy", "A")),
        (office.tabs, Partition("office")),
    ],
)
def test_each_school_stands_with_its_network_team_and_days(tabs: object, partition: Partition) -> None:
    tab = named(tabs(view(partition)), "needs")  # type: ignore[operator]
    assert [[cell.value for cell in row] for row in rows(tab)[:2]] == [
        ["19 พ.ย. 2569", "บ้านหนองบัว", "เมืองน้ำทิพย์", "ยังไม่ได้มาตรฐานตามเกณฑ์", "1 ก.ย. 2569",
         "ศึกษานิเทศก์ 1, ศึกษานิเทศก์ 2", None, "เปิดทะเบียน"],
        ["20 ธ.ค. 2569", "บ้านหนองบัว", "แก้วมุกดาหาร", "ไม่ผ่านเกณฑ์", "9 พ.ย. 2569",
         "ศึกษานิเทศก์ 3", "17 พ.ย. 2569", "เปิดทะเบียน"],
    ]  # fmt: skip
    assert "3 โรงเรียน · เกินกำหนดแล้วเสร็จ 1 โรงเรียน" in texts(tab)[1]


def test_what_is_past_is_red() -> None:
    tab = named(district.tabs(view()), "needs")
    assert [row[0].style.background for row in rows(tab)] == [styles.BAD_TINT, "", ""]
    assert tab.colour == styles.BAD
    assert named(district.tabs(view(needs=[SOON])), "needs").colour == ""


def test_who_answers_for_no_schools_has_no_list_and_no_form_makes_none() -> None:
    for tabs, partition in (
        (group.tabs, Partition("group", "G1")),
        (supervisor.tabs, Partition("supervisor", "P1")),
    ):
        assert "needs" not in [tab.key for tab in tabs(view(partition))]
    assert "needs" not in [tab.key for tab in district.tabs(view_of(DISTRICT))]


def test_where_no_school_needs_help_the_list_says_so_and_the_first_tab_nothing() -> None:
    first, tab = (named(district.tabs(view(needs=())), key) for key in ("overview", "needs"))
    assert "ไม่มีโรงเรียนที่ต้องได้รับความช่วยเหลือ" in texts(tab)
    assert not [text for text in texts(first) if "ความช่วยเหลือ" in text]


def test_the_director_reads_how_many_and_the_earliest_due() -> None:
    (line,) = [text for text in texts(named(district.tabs(view()), "overview")) if "ความช่วยเหลือ" in text]
    assert line == (
        "โรงเรียนที่ต้องได้รับความช่วยเหลือ 3 โรงเรียน · เกินกำหนดแล้วเสร็จ 1 โรงเรียน"
        " · บ้านหนองบัว (เครือข่ายเมืองน้ำทิพย์) กำหนดแล้วเสร็จ 19 พ.ย. 2569 · และอีก 2 โรงเรียน"
    )
    (alone,) = [
        text for text in texts(named(district.tabs(view(needs=[SOON])), "overview")) if "ความช่วยเหลือ" in text
    ]
    assert "เกินกำหนด" not in alone
    assert "และอีก" not in alone


def test_the_line_leads_to_the_list_and_takes_the_room_of_one_urgent_case() -> None:
    """More than two lines under the tiles would push the last network off the screen."""
    due = Question("due_on", "กำหนด", QuestionType.DATE)
    form = Form("rt", "กรณี", ("S9",), (Section("s", "ข้อมูล", (due,)),), {"due": "due_on"}, counts_as="case")
    cases = [
        replace(ENTRIES[0], form="rt", response=f"c{day}", people=(), answers={"due_on": f"2026-11-{day}"})
        for day in (18, 25, 28)
    ]

    def first(*found: Need) -> Tab:
        made = view(needs=found)
        made = replace(made, forms={**made.forms, "rt": form}, entries={"rt": cases})
        return named(district.tabs(made), "overview")

    assert first(PAST).height == first().height
    assert len([text for text in texts(first()) if "กำหนดแก้ไข " in text and "พ.ย." in text]) == 2
    told = [text for text in texts(first(PAST)) if "กำหนดแก้ไข " in text and "พ.ย." in text]
    assert [text.endswith("และอีก 2 เรื่อง") for text in told] == [True]
    cells = [cell for row in first(PAST).rows.values() for cell in row.cells]
    assert [cell.link for cell in cells if "ความช่วยเหลือ" in str(cell.value)] == ["#gid=3"]


def test_the_office_reads_what_falls_due_within_thirty_days_and_what_is_past() -> None:
    tab = named(office.tabs(view(Partition("office"))), "overview")
    found = [[cell for cell in row.cells if cell.value] for row in tab.rows.values()]
    told = [row[-3:] for row in found if row and "การช่วยเหลือ" in str(row[-1].value)]
    assert [[cell.value for cell in row] for row in told] == [
        ["19 พ.ย. 2569", "ศึกษานิเทศก์ 1, ศึกษานิเทศก์ 2", "กำหนดแล้วเสร็จการช่วยเหลือบ้านหนองบัว"],
        ["20 ธ.ค. 2569", "ศึกษานิเทศก์ 3", "กำหนดแล้วเสร็จการช่วยเหลือบ้านหนองบัว"],
    ]
    assert "ครบกำหนดภายใน 30 วัน 0 รายการ · ช่วยเหลือโรงเรียน 2 โรงเรียน" in texts(tab)
    without = named(office.tabs(view(Partition("office"), [LATER])), "overview")
    assert "ครบกำหนดภายใน 30 วัน 0 รายการ" in texts(without)
