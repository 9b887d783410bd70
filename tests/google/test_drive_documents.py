"""Google Docs made of Word files, on the embedded workspace: once, replaced in place, given back as PDF."""

from __future__ import annotations

import contextlib
import io
import os

import docx
import pytest
import requests

from sync import drive, libreoffice
from sync.errors import GoogleError, UnknownOutcome
from sync.google import DRIVE, Google
from tests.google.conftest import Exchanges, misbehaving, signed_in
from tests.google.test_forms_api import Killed, failing_after


def word(text: str) -> bytes:
    document, made = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


def document(google: Google, text: str = "บันทึกข้อความ", parent: str | None = None) -> drive.File:
    return drive.ensure_document(google, "here", "paper:a", "บันทึก 'หนึ่ง'", word(text), "d1", parent)


def text_of(google: Google, file_id: str) -> str:
    url = f"{DRIVE}/files/{file_id}/export"
    return google.request("GET", url, what="", params={"mimeType": "text/plain"}).content.decode("utf-8-sig")


def test_a_word_file_becomes_a_google_doc_once(google: Google, exchanges: Exchanges) -> None:
    folder = drive.ensure_file(google, "here", "folder:root", "folder", "โฟลเดอร์")
    made = document(google, parent=folder.id)
    assert (made.mime_type, made.name) == (drive.MIME["document"], "บันทึก 'หนึ่ง'")
    assert (made.key, made.digest, made.parents) == ("paper:a", "d1", (folder.id,))
    assert text_of(google, made.id).strip() == "บันทึกข้อความ"
    assert document(google, "อื่น", folder.id) == made  # it stays as it is
    assert len([url for method, url in exchanges.seen if method == "POST" and "/upload/" in url]) == 1


def test_its_content_and_name_are_replaced_in_place(google: Google) -> None:
    made = document(google)
    after = drive.replace_document(google, made.id, "ใหม่", word("แก้แล้ว"), "d2")
    assert (after.id, after.name, after.key, after.digest) == (made.id, "ใหม่", "paper:a", "d2")
    assert after.version > made.version
    assert text_of(google, made.id).strip() == "แก้แล้ว"


@pytest.mark.parametrize("ending", [Killed, requests.ConnectionError], ids=["killed", "answer lost"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_lost_creation_is_found_again(google: Google, ending: type[Exception], number: int) -> None:
    drive.account(google)
    failing, _ = failing_after(google, number, ending)
    with contextlib.suppress(Killed, UnknownOutcome):
        document(failing)
    assert document(google).digest == "d1"
    assert len(drive.find(google, f"mimeType = '{drive.MIME['document']}'", "all")) == 1


def test_google_gives_it_back_as_pdf(google: Google) -> None:
    if libreoffice.installed() is None:
        lacks = "the workspace makes PDF with LibreOffice"
        (pytest.fail if os.environ.get("NITHET_REQUIRE_OFFICE") == "1" else pytest.skip)(lacks)
    assert drive.export_pdf(google, document(google).id).startswith(b"%PDF")


def test_a_page_of_the_network_is_no_pdf() -> None:
    page = (200, {"Content-Type": "text/html"}, b"<html>")
    with misbehaving(page) as (base, _), pytest.raises(GoogleError) as told:
        drive.export_pdf(signed_in(base), "file")
    assert told.value.code == "google-unavailable"
