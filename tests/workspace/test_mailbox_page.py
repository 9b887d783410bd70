"""The mailbox page over real HTTP: what is listed, what is shown, and what is kept from running."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests

from sync.mail.message import Rendered, message
from sync.workspace.server import running

BANGKOK = timezone(timedelta(hours=7))
LONG = "สรุปผลการนิเทศประจำสัปดาห์ที่ 14–20 พฤศจิกายน พ.ศ. 2569 ของ สพป.มุกดาหาร ถึงผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"


def write(
    folder: Path, name: str, subject: str = LONG, html: str = "<p>สวัสดี</p>", day: int = 20
) -> EmailMessage:
    made = message(
        Rendered(subject, "ข้อความล้วน <b>", html),
        sender="นิเทศ <nithet@example.org>",
        to=["ผอ.สพป. <director@example.org>"],
        message_id=f"<{name}@example.org>",
        date=datetime(2026, 11, day, 18, 5, tzinfo=BANGKOK),
    )
    (folder / f"{name}.eml").write_bytes(made.as_bytes())
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "outbox"
    made.mkdir()
    return made


class Reader(requests.Session):
    """A reader of the pages: addresses are paths, sent as they are written."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def see(self, path: str) -> requests.Response:
        prepared = self.prepare_request(requests.Request("GET", self.address))
        prepared.url = self.address + path
        answer = self.send(prepared, timeout=10)
        answer.encoding = "utf-8"
        return answer


def serve(place: Path, key: bytes, mailbox: Path | None) -> AbstractContextManager[str]:
    place.mkdir()
    (place / "service-account.json").write_bytes(key)
    return running(place, mailbox=mailbox)


@pytest.fixture
def reader(tmp_path: Path, folder: Path, key_file: bytes) -> Iterator[Reader]:
    with serve(tmp_path / "workspace", key_file, folder) as address:
        yield Reader(address)


def test_letters_are_listed_newest_first_with_buddhist_dates(folder: Path, reader: Reader) -> None:
    write(folder, "2569-W46", "สัปดาห์ก่อน", day=13)
    write(folder, "2569-W47")
    text = reader.see("/mail/").text
    assert text.index(LONG) < text.index("สัปดาห์ก่อน")
    assert "20 พ.ย. 2569 18.05 น." in text
    assert "ถึง ผอ.สพป. &lt;director@example.org&gt;" in text


def test_an_empty_mailbox_says_so(reader: Reader) -> None:
    assert "ยังไม่มีจดหมาย" in reader.see("/mail/").text


def test_no_mailbox_says_so_too(tmp_path: Path, key_file: bytes) -> None:
    with serve(tmp_path / "workspace", key_file, None) as address:
        assert "ยังไม่มีจดหมาย" in Reader(address).see("/mail/").text
        assert Reader(address).see("/mail/a.eml").status_code == 404


def test_a_letter_shows_its_headers_and_a_sandboxed_frame(folder: Path, reader: Reader) -> None:
    write(folder, "2569-W47")
    text = reader.see("/mail/2569-W47.eml").text
    assert f'<h1 class="mail-heading">{LONG}</h1>' in text
    assert "20 พฤศจิกายน 2569 เวลา 18.05 น." in text
    assert 'src="/mail/2569-W47.eml/html"' in text
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in text


def test_the_plain_text_is_shown_as_text(folder: Path, reader: Reader) -> None:
    write(folder, "a")
    text = reader.see("/mail/a.eml?show=text").text
    assert "ข้อความล้วน &lt;b&gt;" in text
    assert "<iframe" not in text


def test_nothing_in_a_letter_runs_or_leaves_the_machine(folder: Path, reader: Reader) -> None:
    write(folder, "a", html="<html><head></head><body><script>alert(1)</script></body></html>")
    answer = reader.see("/mail/a.eml/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert "img-src 'self' data:;" in policy
    assert answer.text.startswith('<html><head><base target="_blank">')


def test_images_by_cid_and_attachments_come_from_the_letter(folder: Path, reader: Reader) -> None:
    made = write(folder, "a", html='<img src="cid:chart@1"><img src="cid:page">')
    body = made.get_body(("html",))
    assert body is not None
    body.add_related(b"PNG", "image", "png", cid="<chart@1>")
    body.add_related(b"<script>", "text", "html", cid="<page>")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="รายงาน.pdf")
    (folder / "a.eml").write_bytes(made.as_bytes())
    assert 'src="/mail/a.eml/part/chart%401"' in reader.see("/mail/a.eml/html").text
    image = reader.see("/mail/a.eml/part/chart%401")
    assert (image.content, image.headers["content-type"]) == (b"PNG", "image/png")
    assert reader.see("/mail/a.eml/part/page").status_code == 404
    assert "รายงาน.pdf" in reader.see("/mail/a.eml").text
    file = reader.see("/mail/a.eml/attachment/1")
    assert (file.content, file.headers["content-type"]) == (b"%PDF", "application/octet-stream")
    assert file.headers["content-disposition"].startswith("attachment;")
    assert reader.see("/mail/a.eml/attachment/2").status_code == 404


@pytest.mark.parametrize(
    "name", ["..%2Fsecret.eml", "%2Fetc%2Fpasswd", "secret.txt", "..", "%2e%2e/secret.eml", "*.eml"]
)
def test_only_letters_of_the_folder_can_be_read(folder: Path, reader: Reader, name: str) -> None:
    (folder.parent / "secret.eml").write_text("Subject: secret\n\nx")
    (folder / "secret.txt").write_text("Subject: secret\n\nx")
    for ending in ("", "/html"):
        answer = reader.see(f"/mail/{name}{ending}")
        assert "secret</h1>" not in answer.text
        assert answer.status_code == 404


def test_a_damaged_letter_is_shown_as_far_as_it_can_be_read(folder: Path, reader: Reader) -> None:
    head = b"Subject: =?nonsense?B?x?=\nDate: yesterday\nContent-Type: text/plain; charset=no-such\n\n"
    (folder / "b.eml").write_bytes(head + "ข้อความ".encode())
    (folder / "c.eml").write_bytes(b"\x00\xff\xfe")
    listed = reader.see("/mail/").text
    assert "nonsense" in listed
    assert "(ไม่มีชื่อเรื่อง)" in listed
    assert "ข้อความ" in reader.see("/mail/b.eml").text
    assert reader.see("/mail/c.eml").status_code == 200
