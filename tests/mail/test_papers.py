"""The mail of papers: which they are, what to do with them, how they come; nothing smuggled in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from playwright.sync_api import Browser

from forms.calendar.periods import day_period, reported_half_of
from forms.model import Period
from forms.papers.model import PaperKind
from sync.mail import Attachment, MailedPaper, MailedPapers, Rendered, render_papers
from tests.forms.builders import CALENDAR, ORGANISATION

PDF = Attachment("รายงานประจำวัน ศึกษานิเทศก์ 1.pdf", "application/pdf", b"%PDF")
DOC = "https://docs.google.com/document/d/p1/edit"
LOGS = MailedPapers(
    kind="daily-logs",
    kind_title="รายงานประจำวันรายสัปดาห์",
    period=CALENDAR.week_named("2569-W47"),
    papers=(MailedPaper("รายงานประจำวัน ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 1", DOC),),
    attachments=(PDF,),
)
NETWORKS = MailedPapers(
    kind="network-semester",
    kind_title="รายงานผลการนิเทศของเครือข่าย",
    period=CALENDAR.semester_named("2569-S1"),
    papers=tuple(MailedPaper(f"รายงานเครือข่าย {n}", "", f"{DOC}?n={n}") for n in range(1, 20)),
    attachments=tuple(Attachment(f"เครือข่าย {n}.pdf", "application/pdf", b"%PDF") for n in range(1, 20)),
)
CASE = MailedPapers(
    kind="case",
    kind_title="กรณีเร่งด่วน",
    period=day_period(date(2026, 11, 16)),
    papers=(MailedPaper("บ้านหนองบัว 16 พ.ย. 2569", "", DOC),),
    attachments=(),
)


def rendered(mailed: MailedPapers) -> Rendered:
    return render_papers(mailed, ORGANISATION)


def words(html: str) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<body") :])).strip()


@pytest.mark.parametrize(
    ("mailed", "subject"),
    [
        (LOGS, "รายงานประจำวันรายสัปดาห์ สัปดาห์ที่ 14–20 พ.ย. 2569 ศึกษานิเทศก์ 1 (สพป.ตัวอย่าง)"),
        (
            NETWORKS,
            "รายงานผลการนิเทศของเครือข่าย ภาคเรียนที่ 1 ปีการศึกษา 2569 จำนวน 19 ฉบับ (สพป.ตัวอย่าง)",
        ),
        (CASE, "ด่วน: กรณีเร่งด่วน บ้านหนองบัว 16 พ.ย. 2569 (สพป.ตัวอย่าง)"),
        (
            replace(CASE, papers=CASE.papers * 2),
            "ด่วน: กรณีเร่งด่วน วันที่ 16 พฤศจิกายน 2569 จำนวน 2 ฉบับ (สพป.ตัวอย่าง)",
        ),
    ],
)
def test_the_subject_names_papers_and_period(mailed: MailedPapers, subject: str) -> None:
    assert rendered(mailed).subject == subject


def test_one_paper_is_a_short_letter() -> None:
    assert rendered(LOGS).text.splitlines() == [
        "เรียน ผู้เกี่ยวข้อง",
        "",
        "ขอส่งรายงานประจำวันรายสัปดาห์ สัปดาห์ที่ 14–20 พ.ย. 2569 ศึกษานิเทศก์ 1",
        "โปรดตรวจความถูกต้อง ลงนาม แล้วเสนอผู้อำนวยการกลุ่มนิเทศ ติดตามและประเมินผลการจัดการศึกษา",
        "",
        "เอกสาร",
        "- รายงานประจำวัน ศึกษานิเทศก์ 1",
        f"  {DOC}",
        "",
        "ไฟล์แนบ 1 ไฟล์",
        "- รายงานประจำวัน ศึกษานิเทศก์ 1.pdf",
        "",
        "จดหมายนี้ส่งโดยอัตโนมัติจากระบบนิเทศ",
        ORGANISATION.name,
    ]


def test_many_papers_are_a_list_with_all_their_files() -> None:
    mail = rendered(NETWORKS)
    assert [line for line in mail.text.splitlines() if line.startswith("- รายงาน")] == [
        f"- รายงานเครือข่าย {n}" for n in range(1, 20)
    ]
    assert re.findall(r'<a href="([^"]+)"', mail.html) == [f"{DOC}?n={n}" for n in range(1, 20)]
    assert "ไฟล์แนบ 19 ไฟล์" in words(mail.html)
    assert mail.attachments == NETWORKS.attachments


@pytest.mark.parametrize("kind", get_args(PaperKind))
def test_every_kind_says_what_to_do(kind: PaperKind) -> None:
    said = rendered(replace(LOGS, kind=kind)).text.splitlines()[3]
    assert len(said) > 20 and ("โปรด" in said)


@pytest.mark.parametrize(
    ("half", "day"),
    [
        (reported_half_of(date(2027, 1, 5)), "20 มีนาคม 2570"),
        (reported_half_of(date(2027, 5, 5)), "20 กันยายน 2570"),
    ],
)
def test_a_half_years_draft_says_until_when(half: Period, day: str) -> None:
    assert f"แล้วส่งรายงานภายในวันที่ {day}" in rendered(replace(LOGS, kind="half-year", period=half)).text


@pytest.mark.parametrize(
    ("mailed", "line"),
    [
        (
            replace(LOGS, as_word="แปลงเป็น PDF ไม่ได้"),
            "แนบเป็นไฟล์ Word (.docx) แทน PDF (แปลงเป็น PDF ไม่ได้)",
        ),
        (
            replace(LOGS, too_large=True),
            "ไฟล์มีขนาดใหญ่เกินกว่าจะแนบกับจดหมาย โปรดเปิดจากรายการข้างต้น หรือจากโฟลเดอร์เอกสารของสำนักงาน",
        ),
        (
            replace(LOGS, too_large=True, papers=(replace(LOGS.papers[0], link=None),)),
            "ไฟล์มีขนาดใหญ่เกินกว่าจะแนบกับจดหมาย โปรดเปิดจากโฟลเดอร์เอกสารของสำนักงาน",
        ),
        (
            replace(LOGS, attachments=(), papers=(replace(LOGS.papers[0], link=None),)),
            "โปรดเปิดเอกสารจากโฟลเดอร์เอกสารของสำนักงาน",
        ),
        (
            replace(LOGS, closed=date(2026, 11, 20)),
            "หมายเหตุ: ครบกำหนดจัดทำเมื่อวันที่ 20 พฤศจิกายน 2569 จัดทำและส่งย้อนหลัง ขออภัยในความล่าช้า",
        ),
    ],
)
def test_it_says_how_the_files_come_and_why_so_late(mailed: MailedPapers, line: str) -> None:
    mail = rendered(mailed)
    assert line in mail.text.splitlines()
    assert line in words(mail.html)


def test_files_that_are_too_large_stay_behind() -> None:
    mail = rendered(replace(LOGS, too_large=True))
    assert mail.attachments == ()
    assert "ไฟล์แนบ" not in mail.text


def test_titles_are_text_and_links_lead_to_the_web() -> None:
    title = "<img src=x>{{ 7*7 }}{% raw %}\r\nBcc: x@y.z"
    bad = MailedPaper(title, "<b>ใคร</b>", "javascript:alert(1)")
    mailed = replace(CASE, papers=(bad,), as_word="<i>x</i>", attachments=(replace(PDF, name="<u>.pdf"),))
    mail = rendered(mailed)
    assert mail.subject == "ด่วน: กรณีเร่งด่วน <img src=x>{{ 7*7 }}{% raw %} Bcc: x@y.z (สพป.ตัวอย่าง)"
    assert "- <img src=x>{{ 7*7 }}{% raw %} Bcc: x@y.z (<b>ใคร</b>)" in mail.text.splitlines()
    assert not re.search(r"<(img|i|u)\b", mail.html)
    assert "<b>ใคร" not in mail.html
    assert "javascript:" not in mail.html + mail.text
    assert "{{ 7*7 }}{% raw %}" in words(mail.html)


def test_a_title_of_a_thousand_letters_keeps_the_subject_short() -> None:
    mail = rendered(replace(CASE, papers=(MailedPaper("ก่" * 500, "", None),)))
    assert len(mail.subject) < 200
    assert "…" in mail.subject


@pytest.mark.browser
def test_it_fits_a_phone(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800}, color_scheme="dark")
    page = context.new_page()
    page.set_content(rendered(replace(LOGS, papers=(MailedPaper("ยาว" * 90, "x" * 200, DOC),))).html)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.page')).backgroundColor")
        == "rgb(26, 34, 41)"
    )
    context.close()
