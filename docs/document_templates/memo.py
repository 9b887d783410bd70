"""บันทึกข้อความ, the official memo: its head with dotted leaders, its text, who reports and who decides."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Cm, Length, Pt
from docx.table import _Cell

from document_templates.drawing import (
    CENTRE,
    LEFT_TAB,
    RIGHT_TAB,
    THAI,
    WIDTH,
    dotted,
    line,
    page,
    put,
)
from document_templates.signing import begun, beside, opinion, signatures, signed
from document_templates.tables import tag, written

_INDENT = Cm(2.5)
_DOTS = "." * 30
_NARROW = 44  # dots of a line in a column of three


def head(document: Document, subject: str, to: str) -> None:
    """The head of a memo: room for the Garuda, the labels on dotted leaders, whom it is for."""
    title = line(document, "บันทึกข้อความ", size=29, bold=True, align=CENTRE)
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    title.paragraph_format.line_spacing = Pt(35)
    title.paragraph_format.space_before = Pt(20)  # the office puts its Garuda, 1.5 cm tall, at the left
    telephone = "{% if โทรศัพท์ %}  โทร. {{ โทรศัพท์ }}{% endif %}"
    _labelled(
        document, ("ส่วนราชการ", f"  กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา  {{{{ สำนักงานย่อ }}}}{telephone}")
    )
    _labelled(document, ("ที่", "  {% if เลขหนังสือ %}{{ เลขหนังสือ }}/{% endif %}"), ("วันที่", "  {{ วันที่ส่ง }}"))
    _labelled(document, ("เรื่อง", f"  {subject}"))
    line(document, f"เรียน  {to}", before=6)


def _labelled(document: Document, *parts: tuple[str, str]) -> None:
    """Labels with their texts on dotted leaders, each part of its own share of the line."""
    paragraph = line(document)
    for number, (label, text) in enumerate(parts, start=1):
        put(paragraph, label, 20, bold=True)
        put(paragraph, text)
        last = number == len(parts)
        dotted(paragraph, Length(WIDTH * number // len(parts)), RIGHT_TAB if last else LEFT_TAB)


def text(document: Document, words: str, *, keep: bool = False) -> None:
    """A paragraph of the memo's text."""
    line(document, words, align=THAI, indent=_INDENT, before=6, keep=keep)


def journey() -> Document:
    """รายงานผลการไปราชการ, from one report of a journey."""
    document = page()
    head(document, "รายงานผลการไปราชการ {{ คำตอบ.subject }}", "ผู้อำนวยการ{{ สำนักงาน }}")
    text(
        document,
        "ตามคำสั่ง/หนังสือของ{{ คำตอบ.ordered_by }}{% if คำตอบ.body %} ({{ คำตอบ.body }}){% endif %}"
        " เลขที่ {{ คำตอบ.order_number }}"
        "{% if คำตอบ.ordered_on %} ลงวันที่ {{ คำตอบ.ordered_on }}{% endif %} ให้ข้าพเจ้า {{ ผู้รายงาน }}"
        "{% if ผู้ร่วม %} พร้อมด้วย{% for คน in ผู้ร่วม %} {{ คน.ชื่อ }}"
        "{% if not loop.last %},{% endif %}{% endfor %}{% endif %}"
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
        tag(document, f"if คำตอบ.{field}")
        line(document, f"{number}. {title}", bold=True, indent=_INDENT, before=4, keep=True)
        written(document, f"คำตอบ.{field}", indent=_INDENT)
        tag(document, "endif")
    text(document, "จึงเรียนมาเพื่อโปรดทราบ{% if คำตอบ.proposal %}และพิจารณา{% endif %}", keep=True)
    signatures(document, ("{{ ผู้รายงาน }}", "ศึกษานิเทศก์ ผู้รายงาน"), day="")
    _opinions(document)
    return document


def _opinions(document: Document) -> None:
    """What each step of the chain says, three beside each other, with room to write and to sign."""
    made = beside(document, rows=3, columns=3)
    _tag(made.rows[0].cells[0], "{%tr for ขั้น in ลำดับการเสนอ|batch(3) %}")
    for place, cell in enumerate(made.rows[1].cells):
        step = f"ขั้น[{place}]"
        line(begun(cell), f"{{%p if ขั้น|length > {place} %}}")
        opinion(
            cell,
            f"ความเห็น {{{{ {step}.ขั้น }}}}",
            said=f"{step}.ความเห็น",
            note=f"{step}.หมายเหตุ",
            width=_NARROW,
        )
        day = f"{{% if {step}.เมื่อ %}} {{{{ {step}.เมื่อ|วันที่ย่อ }}}}{{% else %}}{_DOTS}{{% endif %}}"
        signed(cell, _DOTS, f"{{{{ {step}.ขั้น }}}}", before=18, dots=_DOTS, day=f"วันที่{day}")
        line(cell, "{%p endif %}")
        line(cell)
    _tag(made.rows[2].cells[0], "{%tr endfor %}")


def _tag(cell: _Cell, words: str) -> None:
    put(cell.paragraphs[0], words)
