"""Who signs, and who says what of it: blocks beside each other, each kept on one page."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import Table, _Cell

from document_templates.drawing import CENTRE, line

DOTS = "." * 40  # letters: Google Docs knows no leaders
_WIDTH = 16.0  # of all blocks, in cm
_DAY = f"วันที่{DOTS}"


def beside(document: Document, rows: int = 1, columns: int = 2) -> Table:
    """Columns without borders; a row is never broken over pages."""
    made = document.add_table(rows=rows, cols=columns)
    made.autofit = False
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column in made.columns:
        column.width = Cm(_WIDTH / columns)
        for cell in column.cells:
            cell.width = Cm(_WIDTH / columns)
    return made


def signed(
    where: _Cell, name: str, *below: str, before: float = 24, dots: str = DOTS, day: str = _DAY
) -> None:
    """A line to sign on, the name in brackets, what stands below it, and the day; "" for none."""
    texts = [f"(ลงชื่อ){dots}", f"({name})", *below, *filter(None, [day])]
    for number, text in enumerate(texts, start=1):
        line(where, text, align=CENTRE, before=before if number == 1 else 0, keep=number < len(texts))


def signatures(document: Document, *signers: Sequence[str], day: str = _DAY) -> None:
    """Who sign beside each other, each a name and what stands below it; one alone signs at the right."""
    cells = beside(document).rows[0].cells
    for cell, (name, *below) in zip(cells[-len(signers) :], signers, strict=True):
        signed(begun(cell), name, *below, day=day)


def seen(document: Document, signer: Sequence[str], head: str, seer: Sequence[str]) -> None:
    """Who signs at the left; at the right whose opinion it is, room for it, and who signs that."""
    left, right = beside(document).rows[0].cells
    left.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM  # both sign on one line
    signed(begun(left), *signer)
    opinion(begun(right), head)
    signed(right, *seer, before=12)


def opinion(where: _Cell, head: str, *, said: str = "", note: str = "", width: int = 68) -> None:
    """Whose opinion it is, and dotted lines to write on.

    Instead of the lines what was said, and noted: expressions of the template.
    """
    line(where, head, bold=True, before=10, keep=True)
    if said:
        line(where, f"{{%p if {said} %}}")
        line(where, f"{{{{ {said} }}}}{{% if {note} %}} {{{{ {note} }}}}{{% endif %}}", keep=True)
        line(where, "{%p else %}")
    for _ in range(2):
        line(where, "." * width, keep=True)
    if said:
        line(where, "{%p endif %}")


def begun(cell: _Cell) -> _Cell:
    """A cell without the empty paragraph that it is made with; something must be put into it."""
    first = cell.paragraphs[0]._element
    first.getparent().remove(first)
    return cell
