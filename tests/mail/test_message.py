"""MIME as mail programs read it: Thai headers, both alternatives, the same bytes every time."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.mail import Attachment, Picture, Rendered, message

DATE = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
LONG = "สรุปผลการนิเทศประจำสัปดาห์ 14–20 พ.ย. 2569 (สำนักงานเขต พื้นที่การศึกษา ประถมศึกษา มุกดาหาร และ คณะ) a b ค ง"


def built(subject: str = LONG, **more: str) -> EmailMessage:
    values = {"sender": "nithet@a.example", "message_id": "<weekly.2569-W47@a.example>"} | more
    return message(
        Rendered(subject, "สวัสดี\n", "<p>สวัสดี</p>\n"),
        sender=values["sender"],
        to=["director@a.example"],
        message_id=values["message_id"],
        date=DATE,
    )


@pytest.mark.parametrize(
    "subject", [LONG, "Weekly 14-20 Nov", "ก", "a " * 60 + "ข", " ".join("กขค" * 9 for _ in range(9))]
)
def test_a_subject_arrives_as_it_was(subject: str) -> None:
    raw = built(subject).as_bytes()
    read = email.message_from_bytes(raw)
    assert str(make_header(decode_header(read["Subject"]))) == subject.strip()
    headers = raw.partition(b"\r\n\r\n")[0]
    assert headers.isascii()
    assert max(map(len, headers.split(b"\r\n"))) <= 78


def test_both_alternatives_arrive_the_plain_one_first() -> None:
    read = email.message_from_bytes(built().as_bytes(), policy=policy.default)
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in read.iter_parts()] == ["สวัสดี", "<p>สวัสดี</p>"]


def test_the_same_report_is_the_same_bytes() -> None:
    assert built().as_bytes() == built().as_bytes()
    assert built().as_bytes() != built(message_id="<other@a.example>").as_bytes()


def test_headers_are_complete() -> None:
    read = email.message_from_bytes(built().as_bytes(), policy=policy.default)
    assert read["Message-ID"] == "<weekly.2569-W47@a.example>"
    assert read["Date"].datetime == DATE


THAI = st.text("กขคงจชดตนปผมยรลวสหอเแโ่้ิีุูาำ abc", min_size=1, max_size=200).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=60, deadline=None)
@given(THAI.filter(bool), THAI.filter(bool))
def test_thai_names_and_subjects_keep_every_space(subject: str, name: str) -> None:
    raw = built(subject, sender=f"{name} <nithet@a.example>").as_bytes()
    read = email.message_from_bytes(raw)
    assert str(make_header(decode_header(read["Subject"]))) == subject
    assert str(make_header(decode_header(read["From"]))) == f"{name} <nithet@a.example>"
    assert raw.partition(b"\r\n\r\n")[0].isascii()


def test_no_header_can_be_smuggled_in() -> None:
    evil = "ก\r\nBcc: everyone@b.example"
    read = email.message_from_bytes(
        built(evil, sender=f"{evil} <nithet@a.example>", message_id="<x@y>\r\nBcc: e@b.example").as_bytes()
    )
    assert "Bcc" not in read
    assert sorted(read.keys()) == sorted(built().keys())


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        message(
            Rendered("ก", "ก", "ก"), sender="nithet@a.example", to=["nobody"], message_id="<x@y>", date=DATE
        )


# --- Pictures and attachments -----------------------------------------------------------

BARS, LOGO = (
    Picture("bars@nithet", "image/png", b"\x89PNG bars"),
    Picture("logo@nithet", "image/png", b"\x89PNG"),
)
PAPER = Attachment("สรุปผลการนิเทศประจำสัปดาห์ ๑๔–๒๐ พฤศจิกายน ๒๕๖๙.pdf", "application/pdf", b"%PDF-1.7")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def carrying(pictures: tuple[Picture, ...], attachments: tuple[Attachment, ...]) -> EmailMessage:
    return message(
        Rendered(LONG, "สวัสดี\n", '<p>สวัสดี <img src="cid:bars@nithet"></p>\n', pictures, attachments),
        sender="nithet@a.example",
        to=["director@a.example"],
        message_id="<weekly.2569-W47@a.example>",
        date=DATE,
    )


def tree(part: EmailMessage) -> object:
    if not part.is_multipart():
        return part.get_content_type()
    return [
        part.get_content_type(),
        *(tree(inside) for inside in part.iter_parts() if isinstance(inside, EmailMessage)),
    ]


SHAPES = [
    ((), (), ["multipart/alternative", "text/plain", "text/html"]),
    (
        (BARS, LOGO),
        (),
        ["multipart/alternative", "text/plain", ["multipart/related", "text/html", "image/png", "image/png"]],
    ),
    (
        (),
        (PAPER,),
        ["multipart/mixed", ["multipart/alternative", "text/plain", "text/html"], "application/pdf"],
    ),
    (
        (BARS,),
        (PAPER, Attachment("a.docx", WORD, b"PK")),
        [
            "multipart/mixed",
            ["multipart/alternative", "text/plain", ["multipart/related", "text/html", "image/png"]],
            "application/pdf",
            WORD,
        ],
    ),
]


@pytest.mark.parametrize(("pictures", "attachments", "shape"), SHAPES)
def test_a_mail_is_nested_as_mail_programs_expect_it(
    pictures: tuple[Picture, ...], attachments: tuple[Attachment, ...], shape: object
) -> None:
    raw = carrying(pictures, attachments).as_bytes()
    read = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert tree(read) == shape
    assert [part["MIME-Version"] for part in read.walk()] == ["1.0"] + [None] * (len(list(read.walk())) - 1)
    assert read["Content-Language"] == "th"
    assert raw == carrying(pictures, attachments).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 100


def test_pictures_are_inline_and_found_by_their_cid() -> None:
    read = email.message_from_bytes(carrying((BARS, LOGO), ()).as_bytes(), policy=policy.default)
    pictures = [part for part in read.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == ["<bars@nithet>", "<logo@nithet>"]
    assert [part.get_content() for part in pictures] == [BARS.content, LOGO.content]
    assert {part.get_content_disposition() for part in pictures} == {"inline"}


NAMES = [
    (PAPER.name, PAPER.name),
    ("plain.pdf", "plain.pdf"),
    ("ก" * 200 + ".pdf", "ก" * 200 + ".pdf"),
    ("ที่ ๑/๒๕๖๙: รายงาน.pdf", "ที่ ๑-๒๕๖๙- รายงาน.pdf"),
    ("ก\r\nBcc: x@b.example.pdf", "ก Bcc- x@b.example.pdf"),
]


@pytest.mark.parametrize("read_by", [policy.default, policy.compat32])
@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_thai_file_names_arrive(name: str, shown: str, read_by: policy.Policy) -> None:
    raw = carrying((), (Attachment(name, "application/pdf", PAPER.content),)).as_bytes()
    found = [part for part in email.message_from_bytes(raw, policy=read_by).walk() if part.get_filename()]
    assert [part.get_filename() for part in found] == [shown]
    assert found[0].get_payload(decode=True) == PAPER.content
    assert "Bcc" not in email.message_from_bytes(raw)
