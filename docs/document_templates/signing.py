"""Who signs, and who says what of it: blocks beside each other, each kept on one page."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import Table, _Cell

from document_templates.drawing import CENTRE, line

DOTS = "." * 40
_HALF = Cm(8)


def beside(document: Document, rows: int = 1) -> Table:
    """Two columns without borders; a row is never broken over pages."""
    made = document.add_table(rows=rows, cols=2)
    made.autofit = False
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column in made.columns:
        column.width = _HALF
        for cell in column.cells:
            cell.width = _HALF
    return made


def signed(where: _Cell, name: str, position: str, role: str = "", *, before: float = 24) -> None:
    """A line to sign on, the name and the position beneath, and a line for the day."""
    _texts(where, (f"(ลงชื่อ){DOTS}{role}", f"({name})", position, f"วันที่{DOTS}"), before)


def opinion(where: _Cell, head: str, said: Sequence[str] = (), *, lines: int = 2) -> None:
    """Whose opinion it is, what was said (fields of the template), and dotted lines to write on."""
    line(where, head, bold=True, keep=True)
    for text in said:
        line(where, text, keep=True)
    for _ in range(lines):
        line(where, "." * 68, keep=True)  # letters: Google Docs knows no leaders


def begun(cell: _Cell) -> _Cell:
    """A cell without the empty paragraph that it is made with; something must be put into it."""
    first = cell.paragraphs[0]._element
    first.getparent().remove(first)
    return cell


def _texts(where: _Cell, texts: Sequence[str], before: float) -> None:
    for text in texts:
        paragraph = line(where, text, align=CENTRE, before=before, keep=True)
        before = 0
    paragraph.paragraph_format.keep_with_next = False
