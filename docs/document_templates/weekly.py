"""สรุปผลการนิเทศประจำสัปดาห์, for the director: what is urgent first, then the week's figures and what comes."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Cm

from document_templates.drawing import CENTRE, line, page
from document_templates.signing import DOTS, seen
from document_templates.tables import Column, fixed, heading, listed, numbers, tag

_INDENT = Cm(1)
_OF_NETWORK = "{% if แถว.เครือข่าย %} ({{ แถว.เครือข่าย }}){% endif %}"
_REASONS = (
    "{% for เหตุ in แถว.เหตุผล %}"
    "{% if เหตุ.กรณีเร่งด่วน %}กรณีเร่งด่วนที่ยังไม่ยุติ {{ เหตุ.จำนวน }} กรณี ตั้งแต่ {{ เหตุ.ตั้งแต่|วันที่ย่อ }}"
    "{% elif เหตุ.ขอความช่วยเหลือ %}แบบบันทึก {{ เหตุ.ตั้งแต่|วันที่ย่อ }} ระบุว่าต้องช่วยเหลือ"
    "{% if เหตุ.กำหนด %} ภายใน {{ เหตุ.กำหนด|วันที่ย่อ }}{% endif %}"
    "{% elif เหตุ.คะแนนต่ำ %}คะแนนเฉลี่ย {{ เหตุ.คะแนน }}{% if เหตุ.ระดับ %} ระดับ{{ เหตุ.ระดับ }}{% endif %}"
    " จาก {{ เหตุ.จำนวน }} ครั้ง"
    "{% elif เหตุ.ตั้งแต่ %}ภาคเรียนนี้ยังไม่ได้รับการนิเทศ ครั้งหลังสุด {{ เหตุ.ตั้งแต่|วันที่ย่อ }}"
    "{% else %}ยังไม่เคยได้รับการนิเทศ{% endif %}"
    "{% if not loop.last %}\n{% endif %}{% endfor %}"
)
_NAMES = (
    "{% if แถว.ตัวเลข == 'observations' %}จำนวนครั้งการสังเกตชั้นเรียน"
    "{% elif แถว.ตัวเลข == 'schools' %}โรงเรียนที่ได้รับการนิเทศ"
    "{% elif แถว.ตัวเลข == 'logs' %}บันทึกการปฏิบัติงานประจำวัน"
    "{% elif แถว.ตัวเลข == 'score' %}คะแนนเฉลี่ยการสังเกตชั้นเรียน"
    "{% else %}ความครอบคลุมการนิเทศ {{ แถว.เครือข่าย }}{% endif %}"
)


def weekly() -> Document:
    """The week of the office, on one or two pages."""
    document = page(margin=1.5)
    line(document, "สรุปผลการนิเทศประจำสัปดาห์", size=20, bold=True, align=CENTRE)
    line(document, "ระหว่างวันที่ {{ วันแรก }} ถึงวันที่ {{ วันสุดท้าย }}", bold=True, align=CENTRE)
    line(document, "{{ สำนักงาน }}  {{ ภาคเรียน }}{% if ปิดภาคเรียน %} (ขณะนี้ปิดภาคเรียน){% endif %}", align=CENTRE)
    _urgent(document)
    _figures(document)
    _coverage(document)
    _schools(document)
    _people(document)
    _next_week(document)
    _complete(document)
    seen(
        document,
        ("{{ หัวหน้า or '" + DOTS + "' }}", "ผู้อำนวยการกลุ่มนิเทศฯ"),
        "ความเห็น/ข้อสั่งการของผู้อำนวยการ",
        (DOTS, "{{ ตำแหน่งผู้อำนวยการ or 'ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา' }}"),
    )
    return document


def _urgent(document: Document) -> None:
    heading(document, "๑. กรณีเร่งด่วนที่ยังไม่ยุติ")
    listed(
        document,
        "แถว in กรณีเร่งด่วน",
        (
            Column("โรงเรียน", 4.0, "{{ แถว.โรงเรียน }}" + _OF_NETWORK),
            Column(
                "เรื่อง",
                4.0,
                "{{ แถว.เรื่อง }}{% if แถว.ความเร่งด่วน %}\n{{ แถว.ความเร่งด่วน }}{% endif %}"
                "{% if แถว.ต้องแก้ไข %}\n(แบบบันทึกมีรายการที่ต้องแก้ไข){% endif %}",
            ),
            Column("ผู้รับผิดชอบ", 3.0, "{{ แถว.ผู้รับผิดชอบ }}"),
            numbers("ตั้งแต่", 2.5, "{{ แถว.ตั้งแต่|วันที่ย่อ }}"),
            numbers(
                "กำหนด",
                2.5,
                "{{ แถว.กำหนด|วันที่ย่อ }}{% if แถว.เกินกำหนด %}\nเกิน {{ แถว.เกินกำหนด }} วัน{% endif %}",
            ),
        ),
        none="ไม่มี",
    )


def _figures(document: Document) -> None:
    heading(document, "๒. ผลการปฏิบัติงานเทียบกับสัปดาห์ก่อน")
    tag(document, "if ไม่มีข้อมูล")
    line(document, "สัปดาห์นี้ไม่มีการนิเทศและไม่มีบันทึกการปฏิบัติงานประจำวันเข้ามา", indent=_INDENT)
    tag(document, "endif")
    fixed(
        document,
        (Column("รายการ", 8.4, ""), numbers("สัปดาห์นี้", 4.6, ""), numbers("สัปดาห์ก่อน", 3.0, "")),
        (
            ("สังเกตชั้นเรียน (ครั้ง)", "{{ สังเกตชั้นเรียน }}", "{{ สังเกตชั้นเรียนก่อน }}"),
            ("โรงเรียนที่ได้รับการนิเทศ (โรงเรียน)", "{{ โรงเรียนที่นิเทศ }}", "{{ โรงเรียนที่นิเทศก่อน }}"),
            (
                "คะแนนเฉลี่ยการสังเกตชั้นเรียน (คะแนนเต็ม {{ คะแนนเต็ม }})",
                "{{ คะแนน }}{% if คะแนนน้อยครั้ง %} (จาก {{ คะแนนจาก }} ครั้ง ข้อมูลไม่เพียงพอ)"
                "{% elif ระดับ %} ระดับ{{ ระดับ }}{% endif %}",
                "{{ คะแนนก่อน }}",
            ),
            ("บันทึกการปฏิบัติงานประจำวัน (รายการ)", "{{ บันทึกประจำวัน }}", "{{ บันทึกประจำวันก่อน }}"),
        ),
    )
    tag(document, "if ระดับคุณภาพ")
    line(
        document,
        "ระดับคุณภาพของสัปดาห์นี้ {% for แถว in ระดับคุณภาพ %}"
        "{{ แถว.ชื่อ }} {{ แถว.จำนวน }} ครั้ง{% if not loop.last %}, {% endif %}{% endfor %}",
        before=3,
    )
    tag(document, "endif")


def _coverage(document: Document) -> None:
    heading(document, "๓. ความครอบคลุมการนิเทศ {{ ภาคเรียน }} ถึงวันตัดยอด")
    cells = [
        f"{{% if คู่|length > {n} %}}{{{{ {text} }}}}{{% endif %}}"
        for n in (0, 1)
        for text in (
            f"คู่[{n}].เครือข่าย",
            f"คู่[{n}].นิเทศแล้ว }}}}/{{{{ คู่[{n}].ทั้งหมด",
            f"คู่[{n}].ร้อยละ",
        )
    ]
    heads = ("เครือข่าย", "นิเทศแล้ว/ทั้งหมด", "ร้อยละ") * 2
    widths = (3.6, 2.9, 1.5) * 2
    columns = [
        Column(head, width, cell) if number % 3 == 0 else numbers(head, width, cell)
        for number, (head, width, cell) in enumerate(zip(heads, widths, cells, strict=True))
    ]
    listed(document, "คู่ in ความครอบคลุม|batch(2)", columns)
    line(document, "รวม {{ นิเทศแล้ว }} จาก {{ ทั้งหมด }} โรงเรียน ({{ ร้อยละ|ร้อยละ }})", bold=True, before=3)


def _schools(document: Document) -> None:
    heading(document, "๔. โรงเรียนที่ต้องช่วยเหลือ")
    listed(
        document,
        "แถว in โรงเรียนที่ต้องช่วยเหลือ",
        (Column("โรงเรียน", 5.5, "{{ แถว.โรงเรียน }}" + _OF_NETWORK), Column("เหตุผล", 10.5, _REASONS)),
        none="ไม่มี",
    )
    _ranked(document)
    heading(document, "๕. แนวปฏิบัติที่ควรเผยแพร่")
    tag(document, "for แถว in แนวปฏิบัติที่ดี")
    line(
        document,
        "{{ แถว.ชื่อ }}{% if แถว.โรงเรียน %} {{ แถว.โรงเรียน }}{% endif %}"
        "{% if แถว.ผู้รายงาน %} โดย {{ แถว.ผู้รายงาน }}{% endif %} ({{ แถว.วันที่|วันที่ย่อ }})",
        indent=_INDENT,
    )
    tag(document, "endfor")
    tag(document, "if not แนวปฏิบัติที่ดี")
    line(document, "ไม่มีรายงานในสัปดาห์นี้", indent=_INDENT)
    tag(document, "endif")


def _ranked(document: Document) -> None:
    """The schools with the highest and the lowest means, beside each other."""
    tag(document, "if คะแนนสูงสุด or คะแนนต่ำสุด")
    line(
        document,
        "คะแนนเฉลี่ยสูงสุดและต่ำสุดของภาคเรียน (สังเกตตั้งแต่ {{ สังเกตอย่างน้อย }} ครั้งขึ้นไป)",
        before=4,
        keep=True,
    )
    columns: list[Column] = []
    for title, name in (("สูงสุด", "คะแนนสูงสุด"), ("ต่ำสุด", "คะแนนต่ำสุด")):
        there = f"{{% if {name}|length > ลำดับ %}}{{% set แถว = {name}[ลำดับ] %}}"
        columns += (
            Column(title, 5.6, there + "{{ แถว.โรงเรียน }}" + _OF_NETWORK + "{% endif %}"),
            numbers("เฉลี่ย (ครั้ง)", 2.4, there + "{{ แถว.คะแนน }} ({{ แถว.จำนวน }}){% endif %}"),
        )
    listed(document, "ลำดับ in range([คะแนนสูงสุด|length, คะแนนต่ำสุด|length]|max)", columns)
    tag(document, "endif")


def _people(document: Document) -> None:
    heading(document, "๖. เรื่องที่รอผู้อำนวยการพิจารณา")
    listed(
        document,
        "แถว in รอพิจารณา",
        (
            Column("เรื่อง", 7.0, "{{ แถว.ชื่อ }}{% if แถว.เรื่อง %} ({{ แถว.เรื่อง }}){% endif %}"),
            Column("เกี่ยวกับ", 5.0, "{{ แถว.โรงเรียน or แถว.ผู้เสนอ }}"),
            numbers("รอตั้งแต่", 2.4, "{{ แถว.ตั้งแต่|วันที่ย่อ }}"),
            numbers("วัน", 1.6, "{{ แถว.จำนวนวัน }}"),
        ),
        none="ไม่มี",
    )
    heading(document, "๗. บันทึกการปฏิบัติงานประจำวัน")
    line(
        document,
        "{% if ผู้ต้องบันทึก %}บันทึกครบทุกวันทำการ {{ บันทึกครบ }} จาก {{ ผู้ต้องบันทึก }} คน"
        "{% else %}ไม่มีผู้ที่ต้องบันทึกในสัปดาห์นี้{% endif %}"
        "{% if บันทึกไม่ครบ %} ไม่ครบ {% for แถว in บันทึกไม่ครบ %}"
        "{{ แถว.ชื่อ }} ({{ แถว.บันทึก }}/{{ แถว.ทั้งหมด }} วัน)"
        "{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}",
        indent=_INDENT,
    )


def _next_week(document: Document) -> None:
    heading(
        document,
        "๘. แผนสัปดาห์หน้า{% if สัปดาห์หน้าแรก %}"
        " ({{ สัปดาห์หน้าแรก|วันที่ย่อ }} ถึง {{ สัปดาห์หน้าสุดท้าย|วันที่ย่อ }}){% endif %}",
    )
    listed(
        document,
        "แถว in แผนนิเทศ",
        (
            numbers(
                "วันที่",
                3.0,
                "{{ แถว.วันที่|วันที่ย่อ }}{% if แถว.ถึงวันที่ != แถว.วันที่ %}\nถึง {{ แถว.ถึงวันที่|วันที่ย่อ }}{% endif %}",
            ),
            Column("เครือข่าย", 3.5, "{{ แถว.เครือข่าย }}"),
            Column("โรงเรียนที่จะนิเทศ", 9.5, "{{ แถว.โรงเรียน }}"),
        ),
        none="ไม่มีแผนการนิเทศในปฏิทิน",
    )
    tag(document, "if ครบกำหนด")
    line(
        document,
        "ครบกำหนดส่ง {% for แถว in ครบกำหนด %}{{ แถว.ชื่อ }} {{ แถว.จำนวน }} ราย ({{ แถว.วันที่|วันที่ย่อ }})"
        "{% if not loop.last %}, {% endif %}{% endfor %}",
        before=2,
    )
    tag(document, "endif")


def _complete(document: Document) -> None:
    heading(document, "๙. ความครบถ้วนของข้อมูล")
    line(
        document,
        "{% if รับแล้ว is not none %}แบบบันทึกของสัปดาห์จาก {{ จำนวนแบบ }} แบบ"
        " รับแล้ว {{ รับแล้ว }} ฉบับ นำมานับ {{ นับแล้ว }} ฉบับ "
        "ข้อมูลล่าสุด {{ ข้อมูลล่าสุด }} {% endif %}"
        "ต้องแก้ไข {{ ต้องแก้ไข }} ฉบับ มีข้อสังเกต {{ ข้อสังเกต }} ฉบับ ตัดยอด {{ ตัดยอด }}",
        indent=_INDENT,
        keep=True,
    )
    tag(document, "for แถว in ปรับปรุง")
    line(
        document,
        "ปรับปรุงจากรายงานครั้งก่อน: " + _NAMES + " เดิม {{ แถว.เดิม }} เป็น {{ แถว.ใหม่ }}"
        "{% if แถว.จำนวน %} จากแบบบันทึก {{ แถว.จำนวน }} ฉบับที่ส่ง แก้ไข หรือลบภายหลัง"
        "{% for ฉบับ in แถว.แบบบันทึก[:3] %}{% if loop.first %} ({% else %}, {% endif %}"
        "{{ ฉบับ.วันที่|วันที่ย่อ }} {{ ฉบับ.โรงเรียน or ฉบับ.ผู้บันทึก }}"
        "{% if loop.last %}){% endif %}{% endfor %}{% endif %}",
        indent=_INDENT,
        keep=True,
    )
    tag(document, "endfor")
