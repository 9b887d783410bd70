"""What does not work at present, in the weekly mail: whose responses are missing since when."""

from __future__ import annotations

from datetime import datetime

from sync.mail import render
from sync.mail.failing import Failing
from tests.forms.builders import ORGANISATION
from tests.mail.reports import BUSY, FORMS, LINKS, QUIET
from tests.mail.test_report_parts import words

SINCE = datetime.fromisoformat("2026-11-18T09:05:00+07:00")


def test_what_does_not_work_is_told_with_its_time_in_both_texts() -> None:
    told = [
        Failing("google", "", SINCE),
        Failing("form", "แบบ <b> & บันทึก", SINCE),
        Failing("sheet", "เครือข่ายเหนือ", SINCE),
    ]
    mail = render(QUIET, ORGANISATION, FORMS, LINKS, failing=told)
    lines = mail.text.splitlines()
    assert "ระบบยังทำงานไม่ครบถ้วน 3 เรื่อง" in lines
    since, missing = "ตั้งแต่ 18 พ.ย. 2569 09.05 น.", "ตัวเลขในรายงานฉบับนี้ยังไม่รวมคำตอบที่ส่งหลังจากนั้น"
    assert f"- ระบบเชื่อมต่อ Google ไม่ได้ · {since} · {missing}" in lines
    assert f"- รับคำตอบของ “แบบ <b> & บันทึก” ไม่ได้ · {since} · {missing}" in lines
    assert f"- ปรับปรุงสเปรดชีต “เครือข่ายเหนือ” ไม่ได้ · {since} · ข้อมูลในสเปรดชีตนั้นยังเป็นของเดิม" in lines
    assert "รับคำตอบของ “แบบ &lt;b&gt; &amp; บันทึก” ไม่ได้" in words(mail.html)


def test_of_many_the_first_are_told_and_how_many_more() -> None:
    told = [Failing("people", f"ชีตที่ {number}", SINCE) for number in range(11)]
    mail = render(BUSY, ORGANISATION, FORMS, LINKS, failing=told)
    assert "ชีตที่ 7" in mail.text
    assert "ชีตที่ 8" not in mail.text
    assert "- อีก 3 เรื่อง" in mail.text.splitlines()


def test_where_everything_works_nothing_is_said() -> None:
    mail = render(BUSY, ORGANISATION, FORMS, LINKS)
    assert "ยังทำงานไม่ครบถ้วน" not in mail.text + mail.html
