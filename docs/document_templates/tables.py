"""Tables and headings of papers with figures: columns aligned each in its way, a line where nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table, _Cell, _Row

from document_templates.drawing import CENTRE, LEFT, THAI, line, put

SMALL = 14
SHOWN = "{{{{ แถว.{}|วันที่ย่อ }}}}"  # a short date in a row
DOTS = "(....................................................)"  # a name that is written by hand


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in cm, what a row says in it, and how that is aligned."""

    head: str
    width: float
    cell: str
    align: WD_ALIGN_PARAGRAPH = LEFT


def numbers(head: str, width: float, cell: str) -> Column:
    """A column of figures or days, centred."""
    return Column(head, width, cell, CENTRE)


def listed(
    document: Document,
    each: str,
    columns: Sequence[Column],
    *,
    above: Sequence[tuple[str, int]] = (),
    total: Sequence[str] = (),
    none: str = "",
) -> Table:
    """A table whose rows are the lines of a list: `each` is "แถว in รายการ".

    The head is repeated on every page and no row is broken. `above` are heads over several columns, each
    with their number; `total` is a last row, `none` what a row across the table says where the list is
    empty.
    """
    made = document.add_table(rows=0, cols=len(columns))
    made.style = "Table Grid"
    made.autofit = False
    if above:
        _above(made, columns, above)
    _row(made, columns, [column.head for column in columns], head=True)
    if none:
        name = each.rpartition(" in ")[2]
        _row(made, columns, [f"{{%tr if not {name} %}}"])
        cells = _row(made, columns, [none]).cells
        cells[0].merge(cells[-1]).paragraphs[0].alignment = CENTRE
        _row(made, columns, ["{%tr endif %}"])
    _row(made, columns, [f"{{%tr for {each} %}}"])
    _row(made, columns, [column.cell for column in columns])
    _row(made, columns, ["{%tr endfor %}"])
    if total:
        _row(made, columns, total, bold=True)
    _sized(made, [column.width for column in columns])
    return made


def facts(document: Document, lines: Sequence[tuple[str, str]], *, label: float = 5) -> Table:
    """A table of two columns: what it is, and what it says; `label` is the width of the first, in cm."""
    columns = (Column("", label, ""), Column("", 16 - label, ""))
    made = document.add_table(rows=0, cols=2)
    made.style = "Table Grid"
    made.autofit = False
    for name, value in lines:
        row = _row(made, columns, ["", value])
        put(row.cells[0].paragraphs[0], name, SMALL, bold=True)
    _sized(made, [column.width for column in columns])
    return made


def signatures(document: Document, *below: Sequence[str]) -> None:
    """Lines to sign on, side by side, each with what stands below it; they stay together on one page."""
    made = document.add_table(rows=1, cols=len(below))
    made.autofit = False
    _unbroken(made.rows[0])
    for cell, texts in zip(made.rows[0].cells, below, strict=True):
        line(cell, "(ลงชื่อ) ......................................", align=CENTRE, before=24, keep=True)
        for text in texts:
            line(cell, text, align=CENTRE, keep=True)
    _sized(made, [16 / len(below)] * len(below))


def heading(document: Document, text: str, *, before: float = 8) -> None:
    """A heading, kept on the page of what follows."""
    line(document, text, bold=True, before=before, keep=True)


def said(document: Document | _Cell, text: str, *, before: float = 0) -> None:
    """A paragraph of text, its first line indented."""
    line(document, text, align=THAI, indent=Cm(1.25), before=before)


def titles(document: Document, *lines: str) -> None:
    """The title of a paper, in the middle."""
    for number, text in enumerate(lines):
        line(document, text, size=18 if number == 0 else 16, bold=True, align=CENTRE, keep=True)


def tag(document: Document, text: str) -> None:
    """A paragraph that holds a tag alone: it goes when the paper is written."""
    line(document, f"{{%p {text} %}}")


def _row(
    made: Table, columns: Sequence[Column], texts: Sequence[str], *, head: bool = False, bold: bool = False
) -> _Row:
    row: _Row = made.add_row()
    _unbroken(row)
    if head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, column, text in zip(row.cells, columns, texts, strict=False):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRE if head else column.align
        if text:
            put(paragraph, text, SMALL, bold=head or bold)
    return row


def _above(made: Table, columns: Sequence[Column], heads: Sequence[tuple[str, int]]) -> None:
    """A row of heads, each over so many columns."""
    cells, first = _row(made, columns, (), head=True).cells, 0
    for text, width in heads:
        over = cells[first].merge(cells[first + width - 1]) if width > 1 else cells[first]
        over.paragraphs[0].alignment = CENTRE
        put(over.paragraphs[0], text, SMALL, bold=True)
        first += width


def _unbroken(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _sized(made: Table, widths: Sequence[float]) -> None:
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    for row in made._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=False):
            if cell.grid_span == 1:
                cell.width = Cm(width)
    layout = made._tbl.tblPr.find(qn("w:tblLayout"))
    if layout is None:
        layout = OxmlElement("w:tblLayout")
        made._tbl.tblPr.append(layout)
    layout.set(qn("w:type"), "fixed")
