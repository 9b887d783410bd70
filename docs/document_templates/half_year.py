"""รายงานการปฏิบัติราชการ ๖ เดือน, in the four parts of the manual's frame."""

from __future__ import annotations

from docx.document import Document

from document_templates.drawing import WRITE, line, page
from document_templates.signing import DOTS, seen, signatures
from document_templates.tables import (
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

_NETWORKS = (
    "{% for แถว in เครือข่าย %}{{ แถว.ชื่อ }} ({{ แถว.โรงเรียน }} โรงเรียน)"
    "{% if not loop.last %}, {% endif %}{% else %}–{% endfor %}"
)
_PROJECTS = "{% for แถว in โครงการ %}{{ แถว.ชื่อ }}{% if not loop.last %}, {% endif %}{% else %}–{% endfor %}"


def half_year() -> Document:
    """The draft: what stands in the records is filled in, what must be written has dotted lines."""
    document = page()
    titles(document, "รายงานการปฏิบัติราชการ", "{{ รอบรายงาน }}", "{{ ผู้รายงาน }}", "{{ สำนักงาน }}")
    heading(document, "๑. ข้อมูลผู้รายงาน")
    facts(
        document,
        (
            ("ชื่อ–สกุล", "{{ ผู้รายงาน }}"),
            ("ตำแหน่ง", "ศึกษานิเทศก์{% if เป็นหัวหน้ากลุ่ม %} ผู้อำนวยการกลุ่มนิเทศฯ{% endif %}"),
            ("สังกัด", "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา {{ สำนักงานย่อ }}"),
            ("ช่วงเวลาที่รายงาน", "{{ วันแรก|วันที่ย่อ }} ถึง {{ วันสุดท้าย|วันที่ย่อ }} (ข้อมูลถึงวันที่ {{ ข้อมูลถึงวันที่|วันที่ย่อ }})"),
        ),
    )  # fmt: skip
    heading(document, "๒. หน้าที่ความรับผิดชอบที่ได้รับมอบหมาย")
    facts(
        document,
        (
            ("เครือข่ายที่รับผิดชอบ", "{{ ทีม }}: " + _NETWORKS),
            ("กลุ่มงาน", "{{ กลุ่มงาน }}"),
            ("กลุ่มสาระการเรียนรู้", "{{ กลุ่มสาระ }}"),
            ("งาน/โครงการ", _PROJECTS),
        ),
    )
    tag(document, "if คำตอบ.assigned")
    written(document, "คำตอบ.assigned", before=4)
    tag(document, "endif")
    heading(document, "๓. ผลการปฏิบัติราชการ (บันทึกไว้ {{ จำนวนรวม }} รายการ)")
    heading(document, "๓.๑ งานตามมาตรฐานตำแหน่ง")
    _own(document, "position_work")
    for number, title, name in (
        ("(๑)", "งานนิเทศ", "งานนิเทศ"),
        ("(๒)", "งานศึกษาค้นคว้าทางวิชาการ", "งานศึกษาค้นคว้า"),
        ("(๓)", "งานวิจัย", "งานวิจัย"),
        ("(๔)", "งานติดตาม ตรวจสอบ และประเมินผล", "งานติดตาม"),
    ):
        _work(document, f"{number} {title}", name)
    for number, title, name, question in (
        ("๓.๒", "งานตามภารกิจกลุ่มงาน", "งานกลุ่มงาน", "group_work"),
        ("๓.๓", "งานกลุ่มสาระการเรียนรู้", "งานกลุ่มสาระ", "area_work"),
        ("๓.๔", "งานอื่น ๆ (งานกลุ่มเครือข่ายสถานศึกษา งานพิเศษ งานโครงการ ฯลฯ)", "งานอื่น", "other_work"),
    ):
        _work(document, f"{number} {title}", name, question)
    for title, question in (("ร่องรอยหลักฐานเพิ่มเติม", "evidence"), ("ปัญหา/อุปสรรค", "problem")):
        tag(document, f"if คำตอบ.{question}")
        heading(document, title)
        written(document, f"คำตอบ.{question}")
        tag(document, "endif")
    heading(document, "๔. แนวทางการพัฒนางานในรอบ ๖ เดือนต่อไป")
    for title, question in (
        ("งานตามมาตรฐานตำแหน่ง", "plan_position"),
        ("งานตามภารกิจกลุ่มงาน", "plan_group"),
        ("งานกลุ่มสาระการเรียนรู้", "plan_area"),
        ("งานอื่น ๆ", "plan_other"),
        ("สิ่งที่ต้องการให้สนับสนุน", "support"),
    ):
        line(document, title, before=4, keep=True)
        tag(document, f"if คำตอบ.{question}")
        written(document, f"คำตอบ.{question}")
        tag(document, "else")
        for _ in range(2):
            line(document, WRITE, keep=True)
        tag(document, "endif")
    seen(
        document,
        ("{{ ผู้รายงาน }}", "ผู้รายงาน"),
        "ความเห็นของผู้อำนวยการกลุ่มนิเทศฯ",
        (DOTS, "ผู้อำนวยการกลุ่มนิเทศฯ"),
    )
    signatures(document, (DOTS, "ผู้อำนวยการ{{ สำนักงานย่อ }}"))
    return document


def _work(document: Document, title: str, name: str, question: str = "") -> None:
    """One heading of part 3: what was written of it, how many records by form, and the evidence."""
    heading(document, f"{title}  {{{{ จำนวน{name} }}}} รายการ")
    if question:
        _own(document, question)
    tag(document, f"if {name}")
    said(
        document,
        f"{{% for แถว in {name} %}}{{{{ แถว.แบบ }}}} {{{{ แถว.จำนวน }}}} ฉบับ"
        "{% if not loop.last %}, {% endif %}{% endfor %}",
        after=3,
    )
    tag(document, "else")
    said(document, "ไม่มีงานที่บันทึกไว้ในรอบนี้")
    tag(document, "endif")
    tag(document, f"if หลักฐาน{name}")
    listed(
        document,
        f"แถว in หลักฐาน{name}",
        (
            numbers("ที่", 1.0, "{{ loop.index }}"),
            numbers("วันที่", 2.6, "{{ แถว.วันที่|วันที่ย่อ }}"),
            Column("ร่องรอยหลักฐาน", 6.2, "{{ แถว.แบบ }}"),
            Column("เรื่อง/สถานที่", 6.2, "{{ แถว.เรื่อง }}"),
        ),
    )
    tag(document, "endif")


def _own(document: Document, question: str) -> None:
    tag(document, f"if คำตอบ.{question}")
    written(document, f"คำตอบ.{question}")
    tag(document, "endif")
