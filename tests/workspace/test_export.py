"""Conversions through Drive over real HTTP: uploads that become Google's kinds, and exports of them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import gspread
import openpyxl
import openpyxl.styles
import pytest
from googleapiclient.http import MediaIoBaseDownload, MediaIoBaseUpload

from sync.workspace.conversions.kinds import CSV, DOCX, HTML, PDF, TEXT, XLSX
from tests.workspace import google_clients
from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import DOCUMENT, FOLDER, FORM, SPREADSHEET, Drive, error

TABLE = [["โรงเรียน", "คะแนน"], ["บ้านดอน", "4.5"]]
BYTES = "โรงเรียน,คะแนน\nบ้านดอน,4.5\n".encode()


@pytest.fixture
def drive(workspace: Workspace) -> Drive:
    """Drive as the service account uses it."""
    return Drive(workspace)


def uploaded(service: Any, name: str, target: str, content: bytes, mime: str, **more: Any) -> str:
    """The id of a file of Google's kind that content was made into."""
    media = MediaIoBaseUpload(io.BytesIO(content), mime, **more)
    made = service.files().create(body={"name": name, "mimeType": target}, media_body=media).execute()
    assert made["mimeType"] == target
    return str(made["id"])


def values(drive: Drive, workspace: Workspace, file_id: str) -> Any:
    url = f"{workspace.address}/v4/spreadsheets/{file_id}/values/A1:Z9"
    return drive.session.get(url).json().get("values")


@pytest.mark.parametrize("resumable", [False, True])
def test_a_table_becomes_a_spreadsheet(drive: Drive, workspace: Workspace, resumable: bool) -> None:
    service, _ = google_clients.drive(workspace)
    file_id = uploaded(service, "ผล", SPREADSHEET, BYTES, CSV, resumable=resumable)
    assert values(drive, workspace, file_id) == TABLE
    replaced = MediaIoBaseUpload(io.BytesIO(b"a\n"), CSV)
    service.files().update(fileId=file_id, media_body=replaced).execute()
    assert values(drive, workspace, file_id) == [["a"]]
    assert drive.call("GET", f"files/{file_id}", fields="name,mimeType") == {
        "name": "ผล",
        "mimeType": SPREADSHEET,
    }


def test_a_workbook_there_and_back(drive: Drive, workspace: Workspace) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["โรงเรียน", 4.5])
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    content = io.BytesIO()
    book.save(content)
    service, _ = google_clients.drive(workspace)
    file_id = uploaded(service, "ผล", SPREADSHEET, content.getvalue(), XLSX)
    exported = service.files().export(fileId=file_id, mimeType=XLSX).execute()
    sheet = openpyxl.load_workbook(io.BytesIO(exported)).active
    assert [cell.value for cell in sheet[1]] == ["โรงเรียน", 4.5]
    assert sheet["A1"].font.bold


def test_a_page_becomes_a_document_and_is_downloaded(workspace: Workspace) -> None:
    service, _ = google_clients.drive(workspace)
    file_id = uploaded(service, "บันทึก", DOCUMENT, "สวัสดี".encode(), TEXT)
    target = io.BytesIO()
    request = service.files().export_media(fileId=file_id, mimeType=DOCX)
    downloader, done = MediaIoBaseDownload(target, request), False
    while not done:
        _, done = downloader.next_chunk()
    assert "word/document.xml" in zipfile.ZipFile(target).namelist()
    text = service.files().export(fileId=file_id, mimeType=TEXT).execute()
    assert "สวัสดี" in text.decode("utf-8-sig")
    copied = service.files().copy(fileId=file_id, body={}).execute()["id"]
    service.files().delete(fileId=file_id).execute()
    assert "สวัสดี" in service.files().export(fileId=copied, mimeType=TEXT).execute().decode("utf-8-sig")


def test_an_ordinary_file_is_copied_into_a_spreadsheet(drive: Drive, workspace: Workspace) -> None:
    url = f"{workspace.address}/upload/drive/v3/files?uploadType=media"
    file_id = drive.session.post(url, data=BYTES, headers={"Content-Type": CSV}).json()["id"]
    copied = drive.call("POST", f"files/{file_id}/copy", {"mimeType": SPREADSHEET})
    assert copied["mimeType"] == SPREADSHEET
    assert values(drive, workspace, copied["id"]) == TABLE
    assert drive.ask("GET", f"files/{file_id}", alt="media").content == BYTES


def test_gspreads_import_csv_by_the_old_upload(drive: Drive, workspace: Workspace) -> None:
    client = google_clients.gspread_client(workspace)
    book = client.create("ผล")
    book.add_worksheet("อีกหน้า", 5, 5)
    answer = client.import_csv(book.id, BYTES.decode())
    assert (answer["id"], answer["title"], answer["mimeType"]) == (book.id, "ผล", SPREADSHEET)
    assert client.open_by_key(book.id).sheet1.get_all_values() == TABLE
    assert len(client.open_by_key(book.id).worksheets()) == 1
    exported = client.export(book.id, gspread.utils.ExportFormat.CSV)
    assert list(csv.reader(io.StringIO(exported.decode("utf-8-sig")))) == TABLE


def test_gspreads_copy_with_permissions_and_comments(drive: Drive, workspace: Workspace) -> None:
    client = google_clients.gspread_client(workspace)
    book = client.create("ผล")
    book.sheet1.update([["x"]], "A1")
    book.share("somchai@office.example", "user", "reader", notify=False)
    drive.call("POST", f"files/{book.id}/comments", {"content": "ดู"}, fields="id")
    copied = client.copy(book.id, title="สำเนา", copy_permissions=False, copy_comments=True)
    assert (copied.title, copied.sheet1.acell("A1").value) == ("สำเนา", "x")
    comments = drive.call("GET", f"files/{copied.id}/comments", fields="comments(content)")["comments"]
    assert comments == [{"content": "ดู"}]
    assert len(drive.call("GET", f"files/{copied.id}/permissions")["permissions"]) == 1


@pytest.mark.parametrize(
    ("mime", "wanted", "expected"),
    [
        ("text/plain", PDF, (403, "fileNotExportable", "Export only supports Docs Editors files.")),
        (FOLDER, PDF, (403, "fileNotExportable", "Export only supports Docs Editors files.")),
        (SPREADSHEET, DOCX, (400, "badRequest", "The requested conversion is not supported.")),
        (FORM, PDF, (400, "badRequest", "The requested conversion is not supported.")),
        (SPREADSHEET, "", (400, "required", "Required parameter: mimeType")),
    ],
)
def test_exports_that_drive_refuses(
    drive: Drive, mime: str, wanted: str, expected: tuple[int, str, str]
) -> None:
    answer = drive.ask("GET", f"files/{drive.create('ก', mime)}/export", mimeType=wanted)
    assert error(answer) == expected
    if expected[1] == "badRequest":
        assert answer.json()["error"]["errors"][0]["location"] == "convertTo"


def test_googles_own_kinds_have_no_bytes(drive: Drive) -> None:
    refused = error(drive.ask("GET", f"files/{drive.create('ก')}", alt="media"))
    assert refused == (
        403,
        "fileNotDownloadable",
        "Only files with binary content can be directly downloaded. Use Export with Docs Editors files.",
    )


def test_what_is_too_large_is_not_exported(drive: Drive, workspace: Workspace) -> None:
    file_id = drive.create("ก")
    url = f"{workspace.address}/v4/spreadsheets/{file_id}/values/A1?valueInputOption=RAW"
    text = "x" * 40_000
    drive.session.put(url, json={"values": [[text] * 26 for _ in range(8)]})
    for start in (1, 9):
        row = url.replace("A1", f"A{start}")
        assert drive.session.put(row, json={"values": [[text] * 20 for _ in range(8)]}).ok
    refused = error(drive.ask("GET", f"files/{file_id}/export", mimeType=CSV))
    assert refused == (403, "exportSizeLimitExceeded", "This file is too large to be exported.")


def test_the_owner_keeps_readers_from_taking_content_away(drive: Drive, workspace: Workspace) -> None:
    guest = Drive(workspace, "somchai@office.example")
    file_id = drive.create("ก")
    drive.share(file_id, emailAddress=guest.email)
    assert guest.ask("GET", f"files/{file_id}/export", mimeType=CSV).ok
    drive.call("PATCH", f"files/{file_id}", {"copyRequiresWriterPermission": True})
    refused = error(guest.ask("GET", f"files/{file_id}/export", mimeType=CSV))
    assert refused[:2] == (403, "cannotExportFile")
    assert drive.ask("GET", f"files/{file_id}/export", mimeType=CSV).ok


def test_about_tells_the_kinds_and_the_bytes(drive: Drive, workspace: Workspace) -> None:
    for size in (10, 32):
        url = f"{workspace.address}/upload/drive/v3/files?uploadType=media"
        made = drive.session.post(url, data=b"x" * size, headers={"Content-Type": "a/b"}).json()
    drive.call("PATCH", f"files/{made['id']}", {"trashed": True})
    told = drive.call("GET", "about", fields="*")
    assert told["storageQuota"] == {"usage": "42", "usageInDrive": "42", "usageInDriveTrash": "32"}
    assert told["importFormats"][CSV] == [SPREADSHEET]
    assert {XLSX, CSV} <= set(told["exportFormats"][SPREADSHEET])
    assert told["importFormats"].get(HTML, [DOCUMENT]) == [DOCUMENT]
    links = drive.call("GET", f"files/{drive.create('ก')}", fields="exportLinks,iconLink")
    assert drive.session.get(links["exportLinks"][CSV]).ok
    assert "<svg" in drive.session.get(links["iconLink"]).text


def test_content_that_is_not_what_it_says(drive: Drive, workspace: Workspace) -> None:
    head = json.dumps({"name": "n", "mimeType": SPREADSHEET}).encode()
    body = b"--b\r\nContent-Type: application/json\r\n\r\n" + head
    body += f"\r\n--b\r\nContent-Type: {XLSX}\r\n\r\nnot a workbook\r\n--b--".encode()
    url = f"{workspace.address}/upload/drive/v3/files?uploadType=multipart"
    answer = drive.session.post(url, data=body, headers={"Content-Type": "multipart/related; boundary=b"})
    assert error(answer)[:2] == (400, "badRequest")
    assert drive.names() == []
