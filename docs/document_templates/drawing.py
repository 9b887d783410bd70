"""Building blocks of Word templates: pages, paragraphs, dotted leaders."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from sync.documents.packing import settled

FOLDER = Path(__file__).parents[2] / "templates" / "documents"
FONT, SIZE = "TH SarabunPSK", 16
LEFT, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
CENTRE, THAI = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
LEFT_TAB, RIGHT_TAB = WD_TAB_ALIGNMENT.LEFT, WD_TAB_ALIGNMENT.RIGHT
WIDTH = Cm(16)  # between the margins of an upright page
WRITE = "." * 165  # what people write on: letters, for Google Docs knows no leaders


def page(*, margin: float = 2) -> Document:
    """An empty page of A4: 3 cm at the left, 2 cm at the right, `margin` cm above and below."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(margin)
    style = document.styles["Normal"]
    _letters(style.element.get_or_add_rPr(), SIZE)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "nithet", "", ""
    return document


def _letters(properties, size: float, *, bold: bool = False) -> None:  # type: ignore[no-untyped-def]  # oxml
    """Say the font and the size for Latin and for Thai letters: LibreOffice and Word read either."""
    fonts = _set(properties, "w:rFonts", None)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    for name in ("w:sz", "w:szCs"):
        _set(properties, name, str(round(size * 2)))
    if bold:
        for name in ("w:b", "w:bCs"):
            _set(properties, name, None)


def _set(properties, name: str, value: str | None):  # type: ignore[no-untyped-def]  # oxml
    found = properties.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        properties.append(found)
    if value is not None:
        found.set(qn("w:val"), value)
    return found


def sized(paragraph: Paragraph, size: float) -> None:
    """The size of a paragraph's end: an empty line is as high as that."""
    properties = OxmlElement("w:rPr")
    _letters(properties, size)
    paragraph._p.get_or_add_pPr().append(properties)


def put(paragraph: Paragraph, text: str, size: float = SIZE, *, bold: bool = False) -> Run:
    """Add letters to a paragraph."""
    run = paragraph.add_run(text)
    _letters(run._element.get_or_add_rPr(), size, bold=bold)
    return run


def line(
    where: Document | _Cell,
    text: str = "",
    *,
    size: float = SIZE,
    bold: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    indent: Length | None = None,
    before: float = 0,
    keep: bool = False,
) -> Paragraph:
    """A paragraph; `indent` is that of its first line, `keep` holds it on the page of the next."""
    paragraph = where.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.first_line_indent = indent
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_with_next = keep
    if text:
        put(paragraph, text, size, bold=bold)
    return paragraph


def dotted(paragraph: Paragraph, end: Length = WIDTH, align: WD_TAB_ALIGNMENT = RIGHT_TAB) -> None:
    """Lead dots from the text to a place, as under what is written on a form.

    What follows begins there with `LEFT_TAB`, and would end there with `RIGHT_TAB`.
    """
    paragraph.paragraph_format.tab_stops.add_tab_stop(end, align, WD_TAB_LEADER.DOTS)
    put(paragraph, "\t")


def save(document: Document, file: Path) -> None:
    """Write a template, the same bytes for the same drawing."""
    made = io.BytesIO()
    document.save(made)
    file.write_bytes(settled(made.getvalue()))
