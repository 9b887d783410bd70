"""Uploads that are converted, and exports, as tests write them; and LibreOffice, where a test needs it."""

from __future__ import annotations

import os
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import gspread
import openpyxl
import orjson
import pytest
import requests

from sync.workspace.conversions import office
from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import DOCUMENT, SPREADSHEET

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV, TSV, PDF, HTML, TEXT = (
    "text/csv",
    "text/tab-separated-values",
    "application/pdf",
    "text/html",
    "text/plain",
)
__all__ = ["CSV", "DOCUMENT", "DOCX", "HTML", "ODS", "PDF", "SPREADSHEET", "TEXT", "TSV", "XLSX"]


def require_office() -> None:
    """Skip without LibreOffice, or fail where NITHET_REQUIRE_OFFICE=1 says so."""
    if office.installed() is None:
        told = "needs LibreOffice: install libreoffice-writer-nogui and libreoffice-calc-nogui"
        if os.environ.get("NITHET_REQUIRE_OFFICE") == "1":
            pytest.fail(told)
        pytest.skip(told)


class _Elsewhere(requests.adapters.HTTPAdapter):
    """Sends what is meant for Google to the workspace."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def send(self, request: requests.PreparedRequest, *more: Any, **others: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.url = self._address + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *more, **others)


def gspread_client(workspace: Workspace) -> gspread.Client:
    """gspread's client, signed in as the service account."""
    session: Any = workspace.service_account()
    for host in ("sheets.googleapis.com", "www.googleapis.com"):
        session.mount(f"https://{host}", _Elsewhere(workspace.address))
    return gspread.Client(auth=session.credentials, session=session)


class Converter:
    """Conversions for the service account."""

    def __init__(self, workspace: Workspace) -> None:
        self.session: Any = workspace.service_account()
        self._address = workspace.address

    def upload(self, content: bytes, mime: str, target: str, name: str = "แฟ้ม") -> requests.Response:
        """The answer to a multipart upload that asks for a conversion."""
        metadata = orjson.dumps({"name": name, "mimeType": target})
        body = (
            b"--edge\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n" + metadata
            + b"\r\n--edge\r\nContent-Type: " + mime.encode() + b"\r\n\r\n" + content + b"\r\n--edge--"
        )  # fmt: skip
        answer: requests.Response = self.session.post(
            f"{self._address}/upload/drive/v3/files?uploadType=multipart",
            data=body,
            headers={"Content-Type": "multipart/related; boundary=edge"},
            timeout=60,
        )
        return answer

    def imported(self, content: bytes, mime: str, target: str = SPREADSHEET) -> str:
        """The id of a new file made of content."""
        answer = self.upload(content, mime, target)
        assert answer.ok, answer.text
        assert answer.json()["mimeType"] == target
        return str(answer.json()["id"])

    def replace(self, file_id: str, content: bytes, mime: str) -> None:
        """Replace a file's content."""
        url = f"{self._address}/upload/drive/v3/files/{file_id}?uploadType=media"
        answer = self.session.patch(url, data=content, headers={"Content-Type": mime}, timeout=60)
        assert answer.ok, answer.text

    def export(self, file_id: str, mime: str) -> requests.Response:
        """The answer to files.export."""
        url = f"{self._address}/drive/v3/files/{file_id}/export"
        answer: requests.Response = self.session.get(url, params={"mimeType": mime}, timeout=150)
        return answer

    def exported(self, file_id: str, mime: str) -> bytes:
        """A file's content in another kind."""
        answer = self.export(file_id, mime)
        assert answer.ok, answer.text
        return answer.content

    def workbook(self, file_id: str) -> Any:
        """A spreadsheet as openpyxl reads its XLSX."""
        return openpyxl.load_workbook(BytesIO(self.exported(file_id, XLSX)), rich_text=True)
