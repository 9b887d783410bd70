"""Papers of one record: the minutes of a meeting, an urgent case."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Cm

from document_templates.drawing import CENTRE, line, page
from document_templates.signing import DOTS, begun, beside, signatures
from document_templates.tables import (
    INDENT,
    Column,
    facts,
    heading,
    listed,
    numbers,
    said,
    tag,
    titles,
    written,
)

_MEMBERS = "{% for คน in ผู้ร่วม %}{{ คน.ชื่อ }}{% if not loop.last %}, {% endif %}{% else %}–{% endfor %}"
_SAID = "{% if ขั้น.ความเห็น %}{{ ขั้น.ความเห็น }}{% if ขั้น.หมายเหตุ %} {{ ขั้น.หมายเหตุ }}{% endif %}{% endif %}"
_AGENDA = (
    "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "เรื่องรับรองรายงานการประชุม", "เรื่องสืบเนื่อง", "เรื่องเสนอเพื่อทราบ",
    "เรื่องเสนอเพื่อพิจารณา", "เรื่องอื่น ๆ",
)  # fmt: skip


def minutes() -> Document:
    """บันทึกการประชุม, of the committee or of the monthly meeting."""
    document = page()
    titles(
        document,
        "บันทึก{{ คำตอบ.meeting }}",
        "ครั้งที่ {{ คำตอบ.number }}",
        "วันที่ {{ วันที่ }}",
        "ณ {{ คำตอบ.venue }}",
    )
    line(document, "........................................", align=CENTRE)
    heading(document, "ผู้มาประชุม")
    tag(document, "if not ผู้ร่วม")
    said(document, "–")
    tag(document, "endif")
    _attending(document)
    tag(document, "if คำตอบ.committee_present is not none")
    line(
        document,
        "กรรมการที่มาประชุม {{ คำตอบ.committee_present }} คน"
        "{% if คำตอบ.committee_absent is not none %}  ไม่มาประชุม {{ คำตอบ.committee_absent }} คน{% endif %}",
        indent=INDENT,
    )
    tag(document, "endif")
    tag(document, "if คำตอบ.others")
    heading(document, "ผู้เข้าร่วมประชุม")
    written(document, "คำตอบ.others")
    tag(document, "endif")
    heading(document, "เริ่มประชุมเวลา {{ คำตอบ.time_in }}")
    for number, (digit, title) in enumerate(zip("๑๒๓๔๕๖", _AGENDA, strict=True), start=1):
        heading(document, f"ระเบียบวาระที่ {digit}  {title}", before=4)
        written(document, f"คำตอบ.agenda_{number} or 'ไม่มี'")
    heading(document, "มติที่ประชุม", before=4)
    written(document, "คำตอบ.resolution")
    heading(document, "เลิกประชุมเวลา {{ คำตอบ.time_out }}", before=4)
    signatures(
        document,
        (DOTS, "ผู้จดบันทึกการประชุม"),
        (DOTS, "ผู้ตรวจบันทึกการประชุม"),
        day="",
    )
    _chain(document)
    return document


def _attending(document: Document) -> None:
    """Who came, two beside each other: a usual meeting's minutes are one page."""
    made = beside(document, rows=3)
    line(begun(made.rows[0].cells[0]), "{%tr for คู่ in ผู้ร่วม|batch(2) %}")
    for place, cell in enumerate(made.rows[1].cells):
        number = f"{{{{ loop.index0 * 2 + {place + 1} }}}}"
        name = f"{{% if คู่|length > {place} %}}{number}. {{{{ คู่[{place}].ชื่อ }}}}{{% endif %}}"
        line(begun(cell), name, indent=INDENT if not place else None)
    line(begun(made.rows[2].cells[0]), "{%tr endfor %}")


def case() -> Document:
    """An urgent case: what was ordered, who answers for it until when, what was done and what follows."""
    document = page()
    titles(document, "รายงานกรณีเร่งด่วน (Roving Team)", "{{ คำตอบ.school }}", "{{ สำนักงาน }}")
    heading(document, "๑. กรณีและผู้รับผิดชอบ")
    facts(
        document,
        (
            ("เลขที่กรณี", "{{ เลขที่ }}"),
            ("วันที่ได้รับคำสั่ง", "{{ วันที่ }}"),
            ("ผู้สั่งการ", "{{ คำตอบ.ordered_by }}"),
            ("คำสั่งหรือหนังสือที่", "{{ คำตอบ.order_number or 'สั่งการด้วยวาจา' }}"),
            ("เครือข่าย", "{{ เครือข่าย }}"),
            ("ลักษณะปัญหา", "{{ คำตอบ.problem_kind }}"),
            ("ความเร่งด่วน", "{{ คำตอบ.severity }}"),
            ("ผู้รับผิดชอบกรณี", "{{ ผู้รายงาน }}"),
            ("ศึกษานิเทศก์ในทีม", _MEMBERS),
            ("ผู้ร่วมทีมอื่น", "{{ คำตอบ.others }}{% if คำตอบ.specialist %} ({{ คำตอบ.specialist }}){% endif %}"),
            ("กำหนดแก้ไขให้แล้วเสร็จ", "{{ คำตอบ.due_on }}"),
            ("สถานะ", "{% if รอ %}ยังไม่ยุติ รอ{{ รอ }}{% else %}ยุติเรื่องแล้ว{% endif %}"),
            ("ติดตามครั้งต่อไป", "{{ คำตอบ.next_on }}"),
        ),
    )  # fmt: skip
    for number, title, field in (
        ("๒", "สภาพปัญหา", "problem"),
        ("๓", "วิธีการและแนวทางการนิเทศ", "method"),
    ):
        heading(document, f"{number}. {title}")
        written(document, f"คำตอบ.{field}")
    heading(document, "๔. ผลการนิเทศ")
    tag(document, "if คำตอบ.visited_on")
    said(document, "ออกปฏิบัติการนิเทศวันที่ {{ คำตอบ.visited_on }}")
    tag(document, "endif")
    tag(document, "if คำตอบ.result or not คำตอบ.visited_on")
    written(document, "คำตอบ.result or 'ยังไม่ได้ออกปฏิบัติการนิเทศ'")
    tag(document, "endif")
    heading(document, "๕. การติดตามผล")
    written(document, "คำตอบ.follow_up or 'ยังไม่มีผลการติดตาม'")
    heading(document, "๖. ข้อเสนอแนะเพื่อป้องกันและพัฒนาต่อไป")
    written(document, "คำตอบ.lesson")
    heading(document, "๗. ลำดับการดำเนินการและการสั่งการ")
    columns = (
        numbers("วันที่", 3.2, "{{ ครั้ง.เมื่อ|วันที่ย่อ }}"),
        Column("ผู้พิจารณา", 4.3, "{{ ครั้ง.ขั้น }}"),
        Column("ผล", 4.0, "{{ ครั้ง.ความเห็น }}"),
        Column("หมายเหตุ", 4.5, "{{ ครั้ง.หมายเหตุ }}"),
    )
    listed(document, "ครั้ง in ประวัติ", columns, none="ยังไม่มีการพิจารณา")
    line(document, "จึงรายงานมาเพื่อโปรดทราบ", indent=INDENT, before=10, keep=True)
    signatures(document, ("{{ ผู้รายงาน }}", "ผู้รับผิดชอบกรณี"))
    return document


def _chain(document: Document) -> None:
    heading(document, "การเสนอตามลำดับ")
    columns = (
        Column("ผู้พิจารณา", 4.5, "{{ ขั้น.ขั้น }}"),
        Column("ความเห็น", 5.5, _SAID),
        numbers("ลงชื่อ", 3.5, ""),
        numbers("วันที่", 2.5, "{% if ขั้น.เมื่อ %}{{ ขั้น.เมื่อ|วันที่ย่อ }}{% endif %}"),
    )
    made = listed(document, "ขั้น in ลำดับการเสนอ", columns, keep=True)
    made.rows[2].height = Cm(0.9)  # that somebody can sign in it
