"""Documents: kept as the DOCX that came, read as text and HTML, shown on a page where nothing runs."""

from __future__ import annotations

import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.workspace.conftest import Workspace
from tests.workspace.conversion_calls import DOCUMENT, DOCX, HTML, PDF, TEXT, Converter, require_office
from tests.workspace.drive_calls import Drive

BODY = "นิเทศครั้งที่ ๑ ณ โรงเรียนบ้านน้ำก่ำ ผู้เรียนตั้งใจทำ"


def saved(document: Document) -> bytes:
    """A document's bytes."""
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def sample() -> Document:
    """A document with a heading, a paragraph, a table and a link that would run something."""
    document = docx.Document()
    document.add_heading("รายงาน <นิเทศ>", 1)
    document.add_paragraph(BODY).runs[0].font.size = Pt(16)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "เครือข่าย", "ครั้ง"
    for address in ("javascript:alert(1)", "https://example.org/"):
        link = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        paragraph = document.add_paragraph()
        element = paragraph._p.makeelement(qn("w:hyperlink"), {qn("r:id"): link})
        element.append(paragraph.add_run("ลิงก์")._r)
        paragraph._p.append(element)
    return document


@pytest.fixture
def converter(workspace: Workspace) -> Converter:
    return Converter(workspace)


def test_docx_is_kept_to_the_byte(converter: Converter) -> None:
    content = saved(sample())
    assert converter.exported(converter.imported(content, DOCX, DOCUMENT), DOCX) == content


def test_a_document_as_text_and_as_html(converter: Converter) -> None:
    file_id = converter.imported(saved(sample()), DOCX, DOCUMENT)
    text = converter.exported(file_id, TEXT).decode("utf-8-sig")
    assert text == f"รายงาน <นิเทศ>\r\n{BODY}\r\nเครือข่าย\tครั้ง\r\nลิงก์\r\nลิงก์"
    html = converter.exported(file_id, HTML).decode()
    assert "<h1>รายงาน &lt;นิเทศ&gt;</h1>" in html
    assert f"<p>{BODY}</p>" in html
    assert "<td><p>เครือข่าย</p></td>" in html
    assert 'href="https://example.org/"' in html
    assert "javascript" not in html


def test_text_becomes_paragraphs(converter: Converter) -> None:
    content = f"{BODY}\r\n=1+1\n\n\ttab\x01".encode("cp874")
    file_id = converter.imported(content, TEXT, DOCUMENT)
    document = docx.Document(BytesIO(converter.exported(file_id, DOCX)))
    assert [paragraph.text for paragraph in document.paragraphs] == [BODY, "=1+1", "", "\ttab"]


def test_a_new_document_is_an_empty_one(workspace: Workspace, converter: Converter) -> None:
    file_id = Drive(workspace).create("ใหม่", DOCUMENT)
    document = docx.Document(BytesIO(converter.exported(file_id, DOCX)))
    assert [paragraph.text for paragraph in document.paragraphs] == []
    assert document.core_properties.author == ""


def test_content_is_replaced_and_copied(workspace: Workspace, converter: Converter) -> None:
    file_id = converter.imported(b"one", TEXT, DOCUMENT)
    converter.replace(file_id, b"two", TEXT)
    copy = Drive(workspace).call("POST", f"files/{file_id}/copy", {"name": "สำเนา"})["id"]
    converter.replace(file_id, b"three", TEXT)
    assert [converter.exported(one, TEXT).decode("utf-8-sig") for one in (file_id, copy)] == ["three", "two"]


def _changed(name: str, content: bytes) -> bytes:
    """The sample with one of its parts replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(sample()))) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"nothing", id="no-zip"),
        pytest.param(_changed("word/document.xml", b"<broken"), id="broken"),
        pytest.param(
            _changed(
                "word/document.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
            ),
            id="entity",
        ),
        pytest.param(_changed("[Content_Types].xml", b"<Types/>"), id="no-types"),
    ],
)
def test_what_is_no_document_is_refused(converter: Converter, content: bytes) -> None:
    assert converter.upload(content, DOCX, DOCUMENT).status_code == 400


def test_html_becomes_a_document_with_its_looks(converter: Converter) -> None:
    require_office()
    html = (
        "<html><body><h1>หัวเรื่อง</h1><p style='color:#ff0000'>แดง</p><script>alert(1)</script>"
        "<table border=1><tr><td colspan=2>กว้าง</td></tr><tr><td>ก</td><td>ข</td></tr></table></body></html>"
    )
    document = docx.Document(
        BytesIO(converter.exported(converter.imported(html.encode(), HTML, DOCUMENT), DOCX))
    )
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == ["หัวเรื่อง", "แดง"]
    (red,) = (run for paragraph in document.paragraphs for run in paragraph.runs if run.text == "แดง")
    assert str(red.font.color.rgb) == "FF0000"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["กว้าง"] * 2,
        ["ก", "ข"],
    ]


def test_nothing_in_a_document_is_fetched(converter: Converter) -> None:
    """Pictures, templates and fields that lie elsewhere, by HTML, DOCX and RTF."""
    require_office()
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        html = (
            f"<p>a<img src='{here}/img.png'><link rel=stylesheet href='{here}/a.css'>"
            f"<style>@import url({here}/b.css)</style><iframe src='{here}/frame'></iframe>"
            f"<table background='{here}/t.png'><tr><td style='background:url({here}/u.png)'>b</table>"
        )
        field = rf'\*\fldinst INCLUDEPICTURE "{here}/r.png" \\d'
        rtf = r"{\rtf1 a{\field{" + field + r"}{\fldrslt x}}}"
        document = sample()
        document.part.relate_to(
            f"{here}/t.dotm",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
            is_external=True,
        )
        converter.exported(converter.imported(html.encode(), HTML, DOCUMENT), PDF)
        converter.imported(rtf.encode(), "application/rtf", DOCUMENT)
        converter.exported(converter.imported(saved(document), DOCX, DOCUMENT), PDF)
        server.shutdown()
    assert asked == []


def test_the_page_of_a_document(workspace: Workspace, converter: Converter) -> None:
    file_id = converter.imported(saved(sample()), DOCX, DOCUMENT)
    page = converter.session.get(f"{workspace.address}/document/d/{file_id}/edit")
    assert page.status_code == 200
    assert f"/document/d/{file_id}/export?format=docx" in page.text
    frame = converter.session.get(f"{workspace.address}/document/d/{file_id}/html")
    assert BODY in frame.text
    policy = frame.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert converter.session.get(f"{workspace.address}/document/d/none/edit").status_code == 404


def test_the_list_of_files_leads_to_documents_and_gives_files_away(
    workspace: Workspace, converter: Converter
) -> None:
    document = converter.imported(b"one", TEXT, DOCUMENT)
    kept = converter.upload(b"%PDF-1.4 kept", PDF, PDF, "หนังสือ.pdf").json()["id"]
    page = converter.session.get(f"{workspace.address}/").text
    assert f"/document/d/{document}/edit" in page
    assert "ไฟล์ PDF" in page
    answer = converter.session.get(f"{workspace.address}/file/d/{kept}/view")
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-1.4 kept", PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert converter.session.get(f"{workspace.address}/file/d/{document}/view").status_code == 404


@pytest.mark.parametrize(
    ("page", "mime"),
    [
        pytest.param("<p>น้ำก่ำ</p>".encode("cp874"), f"{HTML}; charset=windows-874", id="windows-874"),
        pytest.param("<p>น้ำก่ำ</p>".encode("cp874"), f'{HTML}; charset="TIS-620"', id="tis-620"),
        pytest.param(b'<meta charset="tis-620">' + "<p>น้ำก่ำ</p>".encode("cp874"), HTML, id="said-inside"),
        pytest.param(
            b'<meta charset="tis-620">' + "<p>น้ำก่ำ</p>".encode(), f"{HTML}; charset=utf-8", id="said-outside"
        ),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_is_said_to_have(
    converter: Converter, page: bytes, mime: str
) -> None:
    require_office()
    text = converter.exported(converter.imported(page, mime, DOCUMENT), TEXT)
    assert text.decode("utf-8-sig").strip() == "น้ำก่ำ"


def test_a_text_is_read_in_the_encoding_that_it_is_said_to_have(converter: Converter) -> None:
    given = converter.imported("é น".encode("utf-16-le"), f"{TEXT}; charset=utf-16le", DOCUMENT)
    assert converter.exported(given, TEXT).decode("utf-8-sig") == "é น"
