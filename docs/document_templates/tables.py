"""Tables and headings of papers with figures: columns aligned each in its way, a line where nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell, _Row

from document_templates.drawing import CENTRE, LEFT, THAI, line, put, sized

SMALL = 14
INDENT = Cm(1.25)
SHOWN = "{{{{ แถว.{}|วันที่ย่อ }}}}"  # a short date in a row


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
    keep: bool = False,
) -> Table:
    """A table whose rows are the lines of a list: `each` is "แถว in รายการ".

    The head is repeated on every page and no row is broken. `above` are heads over several columns, each
    with their number; `total` is a last row, `none` what a row across the table says where the list is
    empty. `keep` holds the rows together, and on the page of what follows, as far as that is possible.
    """
    made = grid(document, len(columns))
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
    if keep:
        for cell in (cell for row in made.rows for cell in row.cells):
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    _sized(made, [column.width for column in columns])
    return made


def fixed(document: Document, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    """A table of rows that are always there, under the columns' heads."""
    made = grid(document, len(columns))
    _row(made, columns, [column.head for column in columns], head=True)
    for texts in rows:
        _row(made, columns, texts)
    _sized(made, [column.width for column in columns])
    return made


def facts(document: Document, lines: Sequence[tuple[str, str]], *, label: float = 5) -> Table:
    """A table of two columns: what it is, and what it says; `label` is the width of the first, in cm."""
    columns = (Column("", label, ""), Column("", 16 - label, ""))
    made = grid(document, 2)
    for name, value in lines:
        row = _row(made, columns, ["", value])
        put(row.cells[0].paragraphs[0], name, SMALL, bold=True)
    _sized(made, [column.width for column in columns])
    return made


def heading(document: Document, text: str, *, before: float = 8) -> None:
    """A heading, kept on the page of what follows."""
    line(document, text, bold=True, before=before, keep=True)


def said(document: Document | _Cell, text: str, *, before: float = 0, after: float = 0) -> None:
    """A paragraph of text, its first line indented."""
    made = line(document, text, align=THAI, indent=INDENT, before=before)
    made.paragraph_format.space_after = Pt(after)


def written(document: Document, words: str, *, before: float = 0, indent: Length = INDENT) -> None:
    """What somebody wrote, an expression of the template: a paragraph with an indent for every line of it."""
    tag(document, f"for ย่อหน้า in ({words})|ย่อหน้า")
    line(document, "{{ ย่อหน้า }}", align=THAI, indent=indent, before=before)
    tag(document, "endfor")


def titles(document: Document, *lines: str) -> None:
    """The title of a paper, in the middle."""
    for number, text in enumerate(lines):
        line(document, text, size=18 if number == 0 else 16, bold=True, align=CENTRE, keep=True)


def tag(document: Document, text: str) -> None:
    """A paragraph that holds a tag alone: it goes when the paper is written."""
    line(document, f"{{%p {text} %}}")


def grid(document: Document, columns: int) -> Table:
    """An empty table with borders, and room for tone marks beneath them."""
    made = document.add_table(rows=0, cols=columns)
    made.style = "Table Grid"
    made.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", 25), ("bottom", 10)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twentieths))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    return made


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
        sized(paragraph, SMALL)
        if head:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
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
