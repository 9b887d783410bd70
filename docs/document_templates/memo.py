"""บันทึกข้อความ, the official memo: its head with dotted leaders, its text, who reports and who decides."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Cm, Pt

from document_templates.drawing import CENTRE, THAI, WIDTH, dotted, line, page, put, signature

_INDENT = Cm(2.5)


def head(document: Document, subject: str, to: str) -> None:
    """The head of a memo: room for the Garuda, the labels on dotted leaders, whom it is for."""
    title = line(document, "บันทึกข้อความ", size=29, bold=True, align=CENTRE)
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    title.paragraph_format.line_spacing = Pt(35)
    title.paragraph_format.space_before = Pt(20)  # the office puts its Garuda, 1.5 cm tall, at the left
    _labelled(document, ("ส่วนราชการ", "  กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา  {{ สำนักงานย่อ }}"))
    _labelled(document, ("ที่", "  "), ("วันที่", "  {{ วันที่ส่ง }}"))
    _labelled(document, ("เรื่อง", f"  {subject}"))
    line(document, f"เรียน  {to}", before=6)


def _labelled(document: Document, *parts: tuple[str, str]) -> None:
    paragraph = line(document)
    for number, (label, text) in enumerate(parts, start=1):
        put(paragraph, label, 20, bold=True)
        put(paragraph, text)
        dotted(paragraph, round(WIDTH * number / len(parts)))


def text(document: Document, words: str, *, before: float = 6) -> None:
    """A paragraph of the memo's text."""
    line(document, words, align=THAI, indent=_INDENT, before=before)


def journey() -> Document:
    """รายงานผลการไปราชการ, from one report of a journey."""
    document = page()
    head(document, "รายงานผลการไปราชการ {{ คำตอบ.subject }}", "ผู้อำนวยการ{{ สำนักงาน }}")
    text(
        document,
        "ตาม{{ คำตอบ.ordered_by }} เลขที่ {{ คำตอบ.order_number }}"
        "{% if คำตอบ.ordered_on %} ลงวันที่ {{ คำตอบ.ordered_on }}{% endif %} ให้ข้าพเจ้า {{ ผู้รายงาน }}"
        "{% if ผู้ร่วม %} พร้อมด้วย{% for คน in ผู้ร่วม %} {{ คน.ชื่อ }}{% endfor %}{% endif %}"
        " ไปราชการเรื่อง {{ คำตอบ.subject }} ณ {{ คำตอบ.place }}"
        "{% if วันที่ == ถึงวันที่ %} ในวันที่ {{ วันที่ }}"
        "{% else %} ระหว่างวันที่ {{ วันที่ }} ถึงวันที่ {{ ถึงวันที่ }}{% endif %} นั้น",
    )
    text(document, "บัดนี้ การไปราชการดังกล่าวเสร็จสิ้นแล้ว จึงขอรายงานผล ดังนี้")
    for number, title, field in (
        ("๑", "สรุปสาระสำคัญ", "gist"),
        ("๒", "การนำผลไปใช้ในการปฏิบัติงาน", "use"),
        ("๓", "ข้อเสนอเพื่อพิจารณา", "proposal"),
    ):
        line(document, f"{number}. {title}", bold=True, indent=_INDENT, before=4, keep=True)
        text(document, f"{{{{ คำตอบ.{field} }}}}", before=0)
    text(document, "จึงเรียนมาเพื่อโปรดทราบและพิจารณา")
    signature(document, "{{ ผู้รายงาน }}", "ผู้รายงาน")
    line(document, "{%p for ขั้น in ลำดับการเสนอ %}")
    line(document, "ความเห็น {{ ขั้น.ขั้น }}  {{ ขั้น.ความเห็น }}  {{ ขั้น.หมายเหตุ }}", before=6, keep=True)
    line(document, "(ลงชื่อ) ............................................  {{ ขั้น.เมื่อ }}", before=12)
    line(document, "{%p endfor %}")
    return document
