"""The weekly mail's lines: cases first, then help, practice, what waits, the next week; in both texts."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from playwright.sync_api import Browser

from forms.model import School
from forms.weekly import (
    Case,
    Coming,
    ComingDuties,
    Freshness,
    Help,
    Lines,
    Practice,
    Reason,
    Record,
    Restated,
    Waiting,
)
from tests.forms.builders import BANGKOK, CALENDAR, ORGANISATION
from tests.mail.reports import BUSY, QUIET, rendered


def november(day: int) -> date:
    return date(2026, 11, day)


def case(number: int, **more: object) -> Case:
    one = Case(
        "case",
        f"c{number}",
        "S1",
        "N1",
        "ความปลอดภัย",
        "ดำเนินการทันที",
        november(3),
        november(10),
        ("P1", "P2"),
        10,
    )
    return replace(one, **more)  # type: ignore[arg-type]


LINES = Lines(
    cases=(case(1), case(2, school="", network="", due=None, late=0, owner=(), to_mend=True)),
    helped=(
        Help("S1", (Reason("case", n=1, since=november(3)), Reason("unvisited", since=date(2026, 2, 3)))),
        Help("S2", (Reason("needs", since=november(6), due=date(2026, 12, 28)),)),
        Help("S3", (Reason("band", n=3, mean=2.205, level="พอใช้"),)),
        Help("S5", (Reason("unvisited"),)),
    ),
    practice=Practice(
        "record", "p", "p1", "เ" + "ก" * 158 + "กี่" + "ข" * 9, "เทคนิค", "S1", ("P1",), november(18)
    ),
    waiting=(Waiting("visit", "w1", "บันทึกการประชุม", "", "", (), "ธุรการ", november(12), 8),),
    visits=(
        Coming(november(23), november(23), "S1", "N1", ("P1",)),
        Coming(november(23), november(24), "S2", "N1", ("P2", "P1")),
    ),
    duties=(ComingDuties(november(27), "week", "การส่งบันทึก", 17),),
    next_week=CALENDAR.week_named("2569-W48"),
    freshness=Freshness(datetime(2026, 11, 20, 17, 6, tzinfo=BANGKOK), 29, 59, 56, 2, 4),
)
RESTATED = Restated("observations", "", 38, 40, ("v1",), (Record("visit", "v1", "S1", (), november(12)),))
FULL = replace(BUSY, lines=LINES, restated=(RESTATED,))
MAIL = rendered(FULL)
TOLD = (
    "บ้านหนองบัว (แก้วมุกดาหาร) · ความปลอดภัย · ดำเนินการทันที · รับเรื่อง 3 พ.ย. 2569 · "
    "กำหนดแล้วเสร็จ 10 พ.ย. 2569 (เกินกำหนด 10 วัน) · ผู้รับผิดชอบ ศึกษานิเทศก์ 1, ศึกษานิเทศก์ 2",
    "ไม่ระบุโรงเรียน · ความปลอดภัย · ดำเนินการทันที · รับเรื่อง 3 พ.ย. 2569 · ยังไม่กำหนดวันแล้วเสร็จ · ต้องแก้ไขข้อมูล",
    "บ้านหนองบัว (แก้วมุกดาหาร) · กรณีเร่งด่วนที่ยังไม่ยุติ 1 กรณี ตั้งแต่ 3 พ.ย. 2569 · "
    "ยังไม่ได้รับการนิเทศในภาคเรียนนี้ ครั้งล่าสุด 3 ก.พ. 2569",
    "บ้านโพน (แก้วมุกดาหาร) · ผลการประเมินระบุว่าต้องได้รับความช่วยเหลือ ตั้งแต่ 6 พ.ย. 2569 กำหนดช่วยเหลือถึง 28 ธ.ค. 2569",
    "บ้านหนองบัว (เมืองน้ำทิพย์) · คะแนนเฉลี่ย 2.21 ระดับพอใช้ จากการสังเกตชั้นเรียน 3 ครั้ง",
    "บ้านย้าย (เมืองน้ำทิพย์) · ยังไม่ได้รับการนิเทศในภาคเรียนนี้ ไม่พบบันทึกการนิเทศก่อนหน้านี้",
    # Cut where a letter keeps its marks.
    f"“เ{'ก' * 158}…” · เทคนิค · บ้านหนองบัว (แก้วมุกดาหาร) · ผู้บันทึก ศึกษานิเทศก์ 1 · 18 พ.ย. 2569",
    "บันทึกการประชุม · ธุรการ · รอตั้งแต่ 12 พ.ย. 2569 (8 วัน)",
    "นิเทศ 23 พ.ย. 2569 · แก้วมุกดาหาร · บ้านหนองบัว, บ้านโพน (ถึง 24 พ.ย. 2569) · ศึกษานิเทศก์ 1, ศึกษานิเทศก์ 2",
    "ครบกำหนด 27 พ.ย. 2569 · การส่งบันทึก · 17 ราย",
    "สัปดาห์หน้ามีแผนนิเทศ 2 ครั้ง รายการครบกำหนด 17 ราย",
    "ครอบคลุมการนิเทศทั้งภาคเรียน 2 จาก 5 โรงเรียน (40%) กรณีเร่งด่วนที่ยังไม่ยุติ 2 กรณี",
)


def page(mail_html: str) -> str:
    """What a reader sees, in one line."""
    body = mail_html[mail_html.index("<body") :]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize("line", TOLD)
def test_both_texts_tell_it(line: str) -> None:
    assert f"- {line}" in MAIL.text.splitlines()
    parts = [re.escape(part) for part in line.split(" · ")]
    assert re.search(r"[ ·]+".join(parts), page(MAIL.html))


def test_parts_come_in_the_order_of_their_weight() -> None:
    heads = (
        "กรณีเร่งด่วนที่ยังไม่ยุติ 2 กรณี", "รอ ผอ.สพป. พิจารณา 1 เรื่อง", "สัปดาห์นี้เทียบกับสัปดาห์ก่อน",
        "ความครอบคลุมการนิเทศ", "โรงเรียนที่ควรได้รับการช่วยเหลือ",
        "แนวปฏิบัติที่ควรเผยแพร่", "ครบทุกวันทำการ", "แผนของสัปดาห์หน้า",
        "ข้อมูลของสัปดาห์นี้ทุกแบบ",
        "ตัวเลขที่ปรับปรุงจากรายงานครั้งก่อน", "ข้อความสั้นสำหรับส่งต่อ",
    )  # fmt: skip
    for text in (MAIL.text, MAIL.html[MAIL.html.index("<h1") :]):
        places = [text.index(head) for head in heads]
        assert places == sorted(places)


def test_restated_figures_name_their_responses() -> None:
    line = "แบบบันทึกการสังเกตชั้นเรียน บ้านหนองบัว 12 พ.ย. 2569"
    assert line in MAIL.text
    assert f"จาก 1 ฉบับ: {line}" in page(MAIL.html)


def test_of_many_cases_eight_are_listed_and_the_others_counted() -> None:
    many = rendered(replace(FULL, lines=replace(LINES, cases=tuple(map(case, range(11))))))
    assert many.text.count("รับเรื่อง") == 8
    assert "- อีก 3 กรณี ดูในชีต" in many.text.splitlines()
    assert "อีก 3 กรณี ดูในชีต" in page(many.html)


def test_a_quiet_week_still_tells_all_that_the_director_may_act_on() -> None:
    quiet = rendered(replace(QUIET, lines=LINES))
    assert "กรณีเร่งด่วนที่ยังไม่ยุติ 2 กรณี" in quiet.text
    assert "แผนของสัปดาห์หน้า" in quiet.text
    for text in (quiet.text, page(quiet.html)):
        assert "โรงเรียนที่ควรได้รับการช่วยเหลือ" in text
        assert "ยังไม่มีผู้ใดส่งบันทึกของสัปดาห์นี้" in text
    assert "ไม่มีการสังเกตชั้นเรียนและบันทึกประจำวันเข้ามา" in quiet.text


def test_nothing_that_somebody_wrote_becomes_markup() -> None:
    bad = "<img src=x>{{ 7*7 }}\n- บ้าน"
    schools = {**ORGANISATION.schools, "S1": School("S1", bad, "N1")}
    assert LINES.practice is not None
    shared = replace(LINES.practice, title=bad)
    office = replace(ORGANISATION, schools=schools)
    mail = rendered(replace(FULL, lines=replace(LINES, practice=shared)), organisation=office)
    assert "<img src=x" not in mail.html
    assert "&lt;img src=x&gt;{{ 7*7 }} - บ้าน" in mail.html
    assert "&amp;lt;" not in mail.html
    assert not [line for line in mail.text.splitlines() if line.startswith("- บ้าน (")]


@pytest.mark.browser
def test_it_holds_on_a_phone_and_on_a_desk(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800})
    shown = context.new_page()
    shown.set_content(MAIL.html)
    for width in (375, 600):
        shown.set_viewport_size({"width": width, "height": 800})
        assert shown.evaluate("document.documentElement.scrollWidth") == width
    context.close()
