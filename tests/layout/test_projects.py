"""Projects of a work group: what counts as a record of one, and whether it came by its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from forms.model import Entry, Form, Partition, Project
from sync.layout import projects, styles
from sync.layout.view import View
from tests.forms.builders import BANGKOK, CALENDAR, ORGANISATION, log
from tests.layout.views import AS_OF, FORMS, keyed, view_of

TODAY = AS_OF.date()  # 20 November
YEAR = CALENDAR.academic_year_of(TODAY)
PLAN = Form("plan", "ปฏิทินการนิเทศ", ("G1",), (), {}, counts_as="plan")
GROUP = Partition("group", "G1")


def november(number: int) -> date:
    return date(2026, 11, number)


def record(name: str, on: date, came: date | None = None, *, form: str = "log", ok: bool = True) -> Entry:
    sent = datetime.combine(came or on, time(9), BANGKOK)
    about = {"group": "G1", "project": "PJ1", "school": "S2"}
    return replace(log(name, on, "P1", counted=ok), form=form, members=about, submitted=sent)


def view(due: date | None, *entries: Entry) -> View:
    known = {"PJ1": Project("PJ1", "โครงการอ่านออกเขียนได้", work_group="G1", due=due)}
    own = replace(view_of(GROUP), organisation=replace(ORGANISATION, projects=known))
    of_form = {form: [one for one in entries if one.form == form] for form in ("log", "plan")}
    return replace(own, forms={**FORMS, "plan": PLAN}, entries=of_form)


COLUMNS = ("แบบบันทึก (ฉบับ)", "โรงเรียน", "บันทึกล่าสุด", "ความก้าวหน้า")
WRONG = record("c", november(6), ok=False)
ON_6TH = record("a", november(6))
LATE = record("b", november(16), november(18))
NOTHING = (0, None, None)
ONE = (1, 1, "6 พ.ย. 2569")


@pytest.mark.parametrize(
    ("due", "entries", "told", "said", "red"),
    [
        (november(17), [], (*NOTHING, "พ้นกำหนดส่งแล้ว"), "พ้นกำหนดส่งแล้ว", True),
        (november(17), [ON_6TH], (*ONE, "ส่งภายในกำหนด"), "1 ฉบับ · ล่าสุด 6 พ.ย. 2569", False),
        (november(6), [ON_6TH], (*ONE, "ส่งภายในกำหนด"), "1 ฉบับ · ล่าสุด 6 พ.ย. 2569", False),
        # It is about a day before the due one and came after it.
        (november(17), [LATE], (1, 1, "16 พ.ย. 2569", "ส่งหลังกำหนด"), "ส่งหลังกำหนด · 1 ฉบับ", False),
        (november(17), [WRONG], (*NOTHING, "พ้นกำหนดส่งแล้ว"), "พ้นกำหนดส่งแล้ว", True),
        (november(20), [], (*NOTHING, "ยังไม่มีบันทึก"), "ยังไม่มีบันทึก", False),
        (november(20), [ON_6TH], (*ONE, "กำลังติดตาม"), "1 ฉบับ · ล่าสุด 6 พ.ย. 2569", False),
        (None, [ON_6TH], (*ONE, "กำลังติดตาม"), "1 ฉบับ · ล่าสุด 6 พ.ย. 2569", False),
        # Whether anything came in another year is not at hand.
        (date(2026, 3, 31), [], (*NOTHING, "กำหนดส่งก่อนปีการศึกษานี้"), "กำหนดส่งก่อนปีการศึกษานี้", False),
        (date(2026, 3, 31), [ON_6TH], (*ONE, "กำลังติดตาม"), "1 ฉบับ · ล่าสุด 6 พ.ย. 2569", False),
    ],
)  # fmt: skip
def test_it_is_overdue_where_nothing_came_by_its_day(
    due: date | None, entries: list[Entry], told: tuple[object, ...], said: str, red: bool
) -> None:
    own = view(due, *entries)
    (tab,) = projects.tabs(own)
    line = keyed(tab, "PJ1")
    assert tuple(line[column] for column in COLUMNS) == told
    progress = next(row for row in tab.rows.values() if row.key == "PJ1").cells[-1]
    (listed,) = projects.listing(own, projects.of(own), 5).lines
    is_red = [cell.style.background == styles.BAD_TINT for cell in (progress, listed[1])]
    assert (listed[3].value, is_red) == (said, [red, red])
    tile = projects.tile(own)
    assert f"พ้นกำหนดส่งแล้ว {int(red)} รายการ" in tile.note
    assert (tile.colour == styles.BAD) is red


def test_what_is_only_planned_is_no_record_of_a_project() -> None:
    own = view(None, record("p", date(2026, 11, 30), TODAY, form="plan"))
    (tab,) = projects.tabs(own)
    assert tuple(keyed(tab, "PJ1")[column] for column in COLUMNS) == (*NOTHING, "ยังไม่มีบันทึก")


def test_the_line_tells_of_the_year_that_the_records_are_counted_in() -> None:
    """The semester before is in it, the year before is not."""
    days = (date(2026, 9, 16), date(2026, 3, 2))
    own = view(None, *(record(f"y{day}", day) for day in days))
    assert [day in YEAR for day in days] == [True, False]
    (tab,) = projects.tabs(own)
    assert (keyed(tab, "PJ1")[COLUMNS[0]], keyed(tab, "PJ1")[COLUMNS[2]]) == (1, "16 ก.ย. 2569")
    line, heading = str(tab.rows[1].cells[0].value), projects.listing(own, projects.of(own), 5).heading
    assert "แบบบันทึกของปีการศึกษา 2569" in line
    assert "แบบบันทึกของปีการศึกษา 2569" in heading
    assert "ภาคเรียน" not in line + heading
