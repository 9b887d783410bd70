"""Mails of the outbox that quote a text: as it is, cut short, in HTML."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from sync.mail.kept import quoting

SAID = "นักเรียนอ่านคล่องขึ้น & เขียนได้ดี ครูใช้สื่อ <ใหม่> ทุกชั่วโมง และผู้ปกครองมีส่วนร่วมตลอดทั้งภาคเรียน"


@pytest.mark.parametrize(
    ("text", "html", "found"),
    [
        (SAID, "", True),
        (f"ตัวอย่าง: {SAID[:60]}…", "", True),
        ("ไม่มี", f"<p>{SAID[:60].replace('&', '&amp;').replace('<', '&lt;')}…</p>", True),
        ("นักเรียนอ่านคล่องขึ้น", "", False),
    ],
)
def test_a_long_answer_is_known_by_how_it_begins(tmp_path: Path, text: str, html: str, found: bool) -> None:
    mail = EmailMessage()
    mail["Subject"] = "สรุปผล"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    file = tmp_path / "week.eml"
    file.write_bytes(mail.as_bytes())
    assert quoting(tmp_path, {SAID}, set()) == ([file] if found else [])
