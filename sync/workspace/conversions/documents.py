"""Documents: a Google Doc is kept as DOCX, for that says all that the office's documents say."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sync.workspace.conversions import encodings, html, kinds, office, package
from sync.workspace.errors import unimplemented

if TYPE_CHECKING:
    from docx.document import Document

SCHEMA = """
CREATE TABLE IF NOT EXISTS document_content (
    file TEXT PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE, docx BLOB NOT NULL
);
"""

_FILTER = "docx:MS Word 2007 XML"
_BY_OFFICE = {kinds.HTML: ("html", "HTML (StarWriter)"), kinds.ODT: ("odt", ""), kinds.RTF: ("rtf", "")}
_NAMES = {kinds.PDF: "pdf", kinds.ODT: "odt", kinds.RTF: "rtf"}
_MARK = "\ufeff"  # Google's own texts begin with it


def content(connection: sqlite3.Connection, file_id: str) -> bytes:
    """A document as DOCX; one that was never written is an empty one."""
    row = connection.execute("SELECT docx FROM document_content WHERE file = ?", (file_id,)).fetchone()
    return bytes(row["docx"]) if row else empty()


def put(tx: sqlite3.Connection, file_id: str, docx: bytes) -> None:
    """Set a document's content."""
    tx.execute("INSERT OR REPLACE INTO document_content (file, docx) VALUES (?, ?)", (file_id, docx))


def copy(tx: sqlite3.Connection, source_id: str, target_id: str) -> None:
    """Give a document the content of another."""
    tx.execute(
        "INSERT OR REPLACE INTO document_content (file, docx) SELECT ?, docx FROM document_content "
        "WHERE file = ?",
        (target_id, source_id),
    )


def from_content(given: bytes, mime: str, charset: str = "") -> bytes:
    """DOCX of a file's content; a text is in `charset`, or in what it looks like.

    DOCX is kept to the byte. Text becomes a paragraph a line. HTML, ODT and RTF go through LibreOffice:
    what libraries of Python make of HTML loses widths, merged cells or colours. Refusal 400 for content
    that is not what it says it is, 501 by name without LibreOffice.
    """
    if mime == kinds.DOCX:
        _opened(given)
        return given
    if mime == kinds.TEXT:
        return _of_text(encodings.decoded(given, charset))
    if mime not in _BY_OFFICE:
        raise unimplemented(f"a conversion of {mime} to a document")
    source, reads = _BY_OFFICE[mime]
    if mime == kinds.HTML:
        given = html.tamed(given, charset)
    try:
        return office.converted(given, source, _FILTER, reads=reads)
    except office.Unconverted:
        raise package.unreadable() from None


def to_content(docx: bytes, mime: str, title: str = "") -> bytes:
    """DOCX as `mime`; Refusal 501 by name for what is not written, or not without LibreOffice.

    HTML has the structure (headings, lists, tables, links, pictures), not the look.
    """
    match mime:
        case kinds.DOCX:
            return docx
        case kinds.TEXT:
            return (_MARK + "\r\n".join(lines(docx))).encode()
        case kinds.HTML:
            return html.page(title, html.of_docx(docx)).encode()
        case _ if mime in _NAMES:
            return office.converted(package.without_links(docx), "docx", _NAMES[mime])
    raise unimplemented(f"an export of a document to {mime}")


def _opened(docx: bytes) -> Document:
    """The document, read; Refusal 400 for what is none."""
    import docx as library  # noqa: PLC0415 - a start of the workspace should not wait for it

    package.check(docx)
    try:
        return library.Document(BytesIO(docx))
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        raise package.unreadable() from None


def empty() -> bytes:
    """A document with nothing in it: A4, and letters that have a Thai font beside the Latin one."""
    return _saved(_new())


def _of_text(text: str) -> bytes:
    document = _new()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"):
        document.add_paragraph("".join(letter for letter in line if letter == "\t" or letter >= " "))
    return _saved(document)


def _new() -> Document:
    import docx as library  # noqa: PLC0415 - see `_opened`
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document = library.Document()
    for name in ("author", "comments", "title"):
        setattr(document.core_properties, name, "")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    properties = normal.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:cs"), "Sarabun")
    size = properties.makeelement(qn("w:szCs"), {qn("w:val"): "22"})
    properties.append(size)
    return document


def _saved(document: Document) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def lines(docx: bytes) -> list[str]:
    """A document's text: a line a paragraph, a row of a table with tabs between its cells."""
    from docx.table import Table  # noqa: PLC0415 - see `_opened`

    found: list[str] = []
    for part in _opened(docx).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                found.append("\t".join(cell.text.replace("\n", " ") for cell in row.cells))
        else:
            found += part.text.split("\n")
    return found
