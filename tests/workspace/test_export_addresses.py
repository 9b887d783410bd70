"""The addresses under which Google gives files away: with a token as programs ask, without as people do."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import requests

from sync.workspace.doors import Access
from sync.workspace.server import running
from tests.workspace.conftest import Workspace
from tests.workspace.conversion_calls import DOCUMENT, TEXT, Converter
from tests.workspace.drive_calls import Drive
from tests.workspace.sheet_calls import Spreadsheet


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    made = Spreadsheet(workspace, properties={"title": "สรุป/ผล"}, sheets=[
        {"properties": {"sheetId": 0, "title": "หนึ่ง"}}, {"properties": {"sheetId": 9, "title": "สอง"}},
    ])  # fmt: skip
    made.write([["ก", 1]])
    made.write([["ข", 2]], "'สอง'!A1")
    return made


def address(workspace: Workspace, book: Spreadsheet) -> str:
    return f"{workspace.address}/spreadsheets/d/{book.id}/export"


@pytest.mark.parametrize(
    ("query", "kind", "content"),
    [
        ("format=csv", "text/csv; charset=utf-8", "ก,1"),
        ("format=csv&gid=9", "text/csv; charset=utf-8", "ข,2"),
        ("exportFormat=tsv&gid=0", "text/tab-separated-values; charset=utf-8", "ก\t1"),
    ],
)
def test_a_sheet_by_its_gid(
    workspace: Workspace, book: Spreadsheet, query: str, kind: str, content: str
) -> None:
    for session in (book.session, requests.Session()):
        answer = session.get(f"{address(workspace, book)}?{query}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert answer.content.decode() == content
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E0%B8%AA")


def test_a_whole_workbook_where_no_format_is_named(workspace: Workspace, book: Spreadsheet) -> None:
    answer = book.session.get(address(workspace, book))
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames == ["หนึ่ง", "สอง"]


def test_documents_have_such_addresses_too(workspace: Workspace) -> None:
    converter = Converter(workspace)
    file_id = converter.imported("บ้านน้ำก่ำ".encode(), TEXT, DOCUMENT)
    answer = converter.session.get(f"{workspace.address}/document/d/{file_id}/export?format=txt")
    assert answer.content.decode("utf-8-sig") == "บ้านน้ำก่ำ"


@pytest.mark.parametrize(
    ("query", "code", "told"),
    [
        ("format=csv&gid=77", 400, "No grid with id: 77"),
        ("format=csv&gid=x", 400, "gid"),
        ("format=zip", 501, "an export to zip"),
    ],
)
def test_what_is_not_there_is_refused(
    workspace: Workspace, book: Spreadsheet, query: str, code: int, told: str
) -> None:
    answer = book.session.get(f"{address(workspace, book)}?{query}")
    assert answer.status_code == code
    assert told in answer.json()["error"]["message"]


def test_only_who_may_read_gets_it(workspace: Workspace, book: Spreadsheet) -> None:
    here = f"{address(workspace, book)}?format=csv"
    assert requests.get(here, headers={"Authorization": "Bearer nothing"}, timeout=20).status_code == 401
    reader = workspace.service_account("reader@example.org")
    assert reader.get(here).status_code == 404
    drive = Drive(workspace)
    drive.share(book.id, emailAddress="reader@example.org")
    assert reader.get(here).status_code == 200
    drive.call("PATCH", f"files/{book.id}", {"copyRequiresWriterPermission": True})
    assert reader.get(here).status_code == 403


def test_behind_the_password_a_token_opens_and_nothing_does_not(tmp_path: Path, key_file: bytes) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    with running(tmp_path, access=Access(password="ลับมาก")) as other:
        book = Spreadsheet(Workspace(other, tmp_path))
        book.write([["ก", 1]])
        here = f"{other}/spreadsheets/d/{book.id}/export?format=csv"
        refused = requests.get(here, headers={"Accept": "text/csv"}, timeout=20)
        assert (refused.status_code, "ก" in refused.text) == (401, False)
        answer = book.session.get(here)
        assert (answer.status_code, answer.content.decode()) == (200, "ก,1")
