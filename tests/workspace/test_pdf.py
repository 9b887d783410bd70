"""PDF and ODS by LibreOffice: Thai with its tone marks, in Sarabun; and how LibreOffice is held."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from sync.workspace.conversions import office
from sync.workspace.errors import Refusal
from tests.workspace.conftest import Workspace
from tests.workspace.conversion_calls import (
    DOCUMENT,
    DOCX,
    ODS,
    PDF,
    SPREADSHEET,
    XLSX,
    Converter,
    require_office,
)
from tests.workspace.sheet_calls import Spreadsheet, number, text, write_rows
from tests.workspace.test_documents import saved

THAI = "โรงเรียนบ้านน้ำก่ำ ผู้เรียนตั้งใจทำ ปั๊มน้ำ ญี่ปุ่น ฐิติ"


def words(pdf: bytes) -> str:
    """The text of a PDF, without the spaces that letters above others look like."""
    if shutil.which("pdftotext") is None:
        (pytest.fail if os.environ.get("NITHET_REQUIRE_OFFICE") == "1" else pytest.skip)(
            "needs pdftotext: install poppler-utils"
        )
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


@pytest.fixture
def converter(workspace: Workspace) -> Converter:
    require_office()
    return Converter(workspace)


@pytest.fixture
def sample(workspace: Workspace) -> Spreadsheet:
    hidden = {"properties": {"sheetId": 7, "title": "ลับ", "hidden": True}}
    book = Spreadsheet(workspace, sheets=[{"properties": {"sheetId": 0, "title": "ครู's"}}, hidden])
    book.do(
        write_rows(
            [text(THAI), number(0.5, "0.0%")], [text("=1+1"), {"userEnteredValue": {"boolValue": True}}]
        )
    )
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    wide = {"range": span, "properties": {"pixelSize": 420}, "fields": "pixelSize"}
    book.do({"updateDimensionProperties": wide})
    book.write([["ซ่อนไว้"]], "'ลับ'!A1")
    return book


def test_a_spreadsheet_on_paper(converter: Converter, sample: Spreadsheet) -> None:
    pdf = converter.exported(sample.id, PDF)
    assert pdf.startswith(b"%PDF-")
    assert b"Sarabun" in pdf
    shown = words(pdf)
    assert THAI.replace(" ", "") in shown
    assert "50.0%" in shown
    assert "=1+1" in shown
    assert "TRUE" in shown
    assert "ซ่อนไว้" not in shown


def test_a_document_on_paper(converter: Converter) -> None:
    """A letter set in TH Sarabun is drawn in Sarabun at its size: the one is half as large again."""
    document = docx.Document()
    run = document.add_paragraph().add_run(THAI)
    run.font.name = "TH SarabunPSK"
    fonts: Any = run._r.get_or_add_rPr().rFonts
    fonts.set(qn("w:cs"), "TH SarabunPSK")
    pdf = converter.exported(converter.imported(saved(document), DOCX, DOCUMENT), PDF)
    assert b"SarabTH-Regular" in pdf
    assert THAI.replace(" ", "") in words(
        converter.exported(converter.imported(saved(document), DOCX, DOCUMENT), PDF)
    )


def test_ods_there_and_back(workspace: Workspace, converter: Converter, sample: Spreadsheet) -> None:
    content = converter.exported(sample.id, ODS)
    assert content[:4] == b"PK\x03\x04"
    again = Spreadsheet(workspace, converter.imported(content, ODS, SPREADSHEET))
    assert again.values("'ครู''s'!A1:B2") == [[THAI, "50.0%"], ["=1+1", "TRUE"]]
    assert again.get()["sheets"][1]["properties"]["hidden"]


def test_without_libreoffice_its_name_is_told(
    converter: Converter, sample: Spreadsheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    answer = converter.export(sample.id, PDF)
    assert answer.status_code == 501
    assert "LibreOffice" in answer.json()["error"]["message"]
    assert converter.exported(sample.id, XLSX)


def test_what_takes_too_long_ends_with_all_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {tmp_path}/child\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(office, "TIMEOUT_SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(office.Unconverted):
        office.converted(b"x", "xlsx", "pdf")
    assert time.monotonic() - began < 10
    child = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    deadline = time.monotonic() + 5
    while child.exists() and child.read_text().split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.exists() or child.read_text().split()[2] == "Z"


def test_when_many_wait_the_next_is_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nexec sleep 300\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(office, "TIMEOUT_SECONDS", 0.3)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(office.converted, b"x", "xlsx", "pdf") for _ in range(8)]
        told = [one.exception() for one in asked]
    assert sum(isinstance(one, office.Unconverted) for one in told) == 6
    assert [one.code for one in told if isinstance(one, Refusal)] == [503, 503]
