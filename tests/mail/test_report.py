"""The weekly mail's words: both weeks, what is missing, what was restated; nothing smuggled in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from forms.model import Network
from forms.weekly import Compared, Figure
from tests.forms.builders import ORGANISATION
from tests.mail.reports import BUSY, LINKS, QUIET, rendered

MAIL = rendered()


def words(html: str) -> str:
    """What a reader sees, in one line."""
    body = html[html.index("<body") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def test_the_subject_names_week_and_office() -> None:
    assert MAIL.subject == "สรุปผลการนิเทศประจำสัปดาห์ 14–20 พ.ย. 2569 (สพป.ตัวอย่าง)"


@pytest.mark.parametrize(
    "line",
    [
        "- สังเกตชั้นเรียน 45 ครั้ง (สัปดาห์ก่อน 38 ครั้ง)",
        "- โรงเรียนที่ได้รับการนิเทศ 28 โรงเรียน (สัปดาห์ก่อน 28 โรงเรียน)",
        # Shown with two decimals, halves up, and banded as shown.
        "- คะแนนเฉลี่ยการสังเกตชั้นเรียน 4.51 จากคะแนนเต็ม 5 ระดับดีมาก (สัปดาห์ก่อน 4.08)",
        "- บันทึกการปฏิบัติงานประจำวัน 1,080 รายการ (สัปดาห์ก่อน 1,084 รายการ)",
        "รวม 2 จาก 5 โรงเรียน (40%)",
        "- แก้วมุกดาหาร 2/3 โรงเรียน (67%)",
        "- ดอนตาล 0/0 โรงเรียน (–)",
        "- บ้านหนองบัว (แก้วมุกดาหาร) 4.91 ระดับดีมาก จาก 5 ครั้ง",
        "- ข้อมูลไม่เพียงพอสำหรับจัดลำดับ",
        "- อีก 7 โรงเรียน ข้อมูลไม่เพียงพอสำหรับจัดลำดับ (สังเกตน้อยกว่า 3 ครั้ง)",
        "บันทึกการปฏิบัติงานประจำวัน: ครบทุกวันทำการ 1 จาก 3 คน",
        "- ศึกษานิเทศก์ 2 บันทึก 3 จาก 5 วันทำการ",
        "รายการที่ต้องตรวจสอบจากแบบบันทึกของสัปดาห์นี้: ต้องแก้ไข 4 ฉบับ มีข้อสังเกต 9 ฉบับ",
        "ตัวเลขที่ปรับปรุงจากรายงานครั้งก่อน",
        "- จำนวนครั้งการสังเกตชั้นเรียน: เดิม 38 ครั้ง เป็น 40 ครั้ง (จากแบบบันทึก 2 ฉบับที่ส่ง แก้ไข หรือลบหลังตัดยอด)",
        "- ความครอบคลุมการนิเทศ แก้วมุกดาหาร: เดิม 1 โรงเรียน เป็น 2 โรงเรียน "
        "(จากแบบบันทึก 1 ฉบับที่ส่ง แก้ไข หรือลบหลังตัดยอด)",
        "- คะแนนเฉลี่ยการสังเกตชั้นเรียน: เดิม ไม่มีข้อมูล เป็น 4.10",
        "ตัดยอด 20 พ.ย. 2569 18.00 น. จัดทำ 20 พ.ย. 2569 18.00 น.",
        "เปิดดูรายละเอียด: https://docs.google.com/spreadsheets/d/d1/edit",
    ],
)
def test_the_text_says(line: str) -> None:
    assert line in MAIL.text.splitlines()


@pytest.mark.parametrize(
    "piece",
    [
        "สังเกตชั้นเรียน 45 ครั้ง ▲ 7 สัปดาห์ก่อน 38",
        "โรงเรียนที่นิเทศ 28 โรงเรียน เท่าเดิม สัปดาห์ก่อน 28",
        "คะแนนเฉลี่ย 4.51 เต็ม 5 ▲ 0.43 สัปดาห์ก่อน 4.08",
        "บันทึกประจำวัน 1,080 รายการ ▼ 4 สัปดาห์ก่อน 1,084",
        "รวมทั้งเขต &nbsp; &nbsp; 2/5 40%",
        "ศึกษานิเทศก์ 1 0 จาก 5 วันทำการ",
        "38 ครั้ง → 40 ครั้ง",
        "เปิดชีตภาพรวมเขตพื้นที่",
    ],
)
def test_the_page_says(piece: str) -> None:
    assert piece in words(MAIL.html)


def test_bars_are_as_long_as_their_shares() -> None:
    assert re.findall(r'class="fill"[^>]* width="(\d+)%"', MAIL.html) == ["40", "67"]


def test_a_mean_of_too_few_says_how_many_and_no_level() -> None:
    few = Compared(Figure(4.5, 2, None), Figure(3.25, 1, None))
    mail = rendered(replace(BUSY, score=few))
    line = "4.50 จากคะแนนเต็ม 5 (ข้อมูลไม่เพียงพอ จาก 2 ครั้ง) (สัปดาห์ก่อน 3.25 จาก 1 ครั้ง)"
    assert f"- คะแนนเฉลี่ยการสังเกตชั้นเรียน {line}" in mail.text.splitlines()
    page = words(mail.html)
    assert "4.50 จากคะแนนเต็ม 5 (ข้อมูลไม่เพียงพอ จาก 2 ครั้ง)" in page
    assert "คะแนนเฉลี่ย 4.50 เต็ม 5 จาก 2 ครั้ง ▲ 1.25 สัปดาห์ก่อน 3.25 (1 ครั้ง)" in page


def test_a_quiet_week_says_so_in_one_line() -> None:
    mail = rendered(QUIET)
    line = "สัปดาห์นี้ไม่มีการสังเกตชั้นเรียนและไม่มีบันทึกการปฏิบัติงานประจำวันเข้ามา (สัปดาห์ก่อน 38 ครั้ง และ 84 รายการ)"
    assert line in mail.text.splitlines()
    assert line in words(mail.html)
    assert "แก้วมุกดาหาร" not in mail.text
    assert "ศึกษานิเทศก์ 1" not in mail.text  # nobody logged: that is said already
    assert "รวม 2 จาก 5 โรงเรียน (40%)" in mail.text


def test_a_break_is_told() -> None:
    mail = rendered(replace(BUSY, semester=None))
    assert "ช่วงปิดภาคเรียน (ความครอบคลุมแสดงของภาคเรียนที่ 2 ปีการศึกษา 2569)" in mail.text


def test_a_week_without_forms_and_links_is_still_a_mail() -> None:
    mail = rendered(QUIET, links={})
    assert "href" not in mail.html
    assert "เปิดดูรายละเอียด" not in mail.text


def test_names_cannot_smuggle_lines_or_markup() -> None:
    networks = {**ORGANISATION.networks, "N1": Network("N1", "แก้ว\r\nBcc: x@y.z <img src=x>", "T1", "A")}
    office = replace(ORGANISATION, short_name="สพป.\nBcc: x@y.z", networks=networks)
    mail = rendered(organisation=office)
    assert "\n" not in mail.subject
    assert "- แก้ว Bcc: x@y.z <img src=x> 2/3 โรงเรียน (67%)" in mail.text.splitlines()
    assert "<img src=x" not in mail.html


def test_links_lead_to_the_web_only() -> None:
    mail = rendered(links=LINKS | {"network:N1": "javascript:alert(1)"})
    assert "javascript:" not in mail.html


def test_the_page_is_styled_inline_small_enough_and_dark_where_wanted() -> None:
    assert len(MAIL.html.encode()) < 100_000  # Gmail cuts at 102 kB
    assert "prefers-color-scheme: dark" in MAIL.html
    assert '<meta name="color-scheme" content="light dark">' in MAIL.html
    assert not re.search(r"<(svg|script|link)\b", MAIL.html)
    assert re.search(r'<td class="head"[^>]* style="[^"]*background: #1d4e6b', MAIL.html)


@pytest.mark.browser
def test_a_page_narrower_than_the_window_stands_in_its_middle(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 704, "height": 800})
    page = context.new_page()
    page.set_content(MAIL.html)
    box = page.locator("table").nth(1).bounding_box()
    assert box and (box["x"], box["width"]) == (52, 600)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 600])
@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(26, 34, 41)")])
def test_it_fits_a_phone_and_follows_the_readers_colours(
    browser: Browser, width: int, scheme: str, paper: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_content(MAIL.html)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("getComputedStyle(document.querySelector('.page')).backgroundColor") == paper
    tops = page.evaluate("[...document.querySelectorAll('.tile')].map(t => t.offsetTop)")
    assert len(set(tops)) == (2 if width == 375 else 1)  # two by two on a phone, else side by side
    context.close()
