"""รายงานการปฏิบัติงานประจำวัน รายสัปดาห์: what a supervisor logged, for signature and the head's opinion."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Pt

from document_templates.drawing import CENTRE, line, page
from document_templates.signing import DOTS, seen
from document_templates.tables import Column, listed

_EACH = "แถว in รายการ"
_DAY = "{{ แถว.วันที่|ชื่อวัน }}\n{{ แถว.วันที่|วันที่ย่อ }}{% if แถว.เวลา %}\n{{ แถว.เวลา }} น.{% endif %}"
_PART = "{% if แถว.ส่วนของวัน %} ({{ แถว.ส่วนของวัน }}){% endif %}"
_WORK = (
    "{% if แถว.บันทึกแล้ว %}"
    "{{ แถว.คำตอบ.done|default(none) }}"
    "{% if แถว.ไม่นับ %}\n(ยังไม่นับ มีรายการที่ต้องแก้ไข){% endif %}"
    "{% elif แถว.ลา %}{{ แถว.เหตุผล or 'ลา' }}"
    + _PART
    + "{% elif แถว.ไปราชการ %}ไปราชการ{% if แถว.เหตุผล %} เรื่อง {{ แถว.เหตุผล }}{% endif %}"
    + _PART
    + "{% elif แถว.วันหยุด %}วันหยุดราชการ ({{ แถว.วันหยุด }})"
    "{% elif แถว.ยังไม่ถึงวัน %}ยังไม่ถึงวันนี้เมื่อตัดยอด"
    "{% else %}ไม่มีบันทึกการปฏิบัติงาน{% endif %}"
)
_WHERE = (
    "{% if แถว.บันทึกแล้ว %}{{ แถว.ประเภทงาน }}"
    "{% if แถว.โรงเรียน %}\n{{ แถว.โรงเรียน }}"
    "{% elif แถว.คำตอบ.place|default(none) %}\n{{ แถว.คำตอบ.place }}{% endif %}"
    "{% if แถว.โครงการ %}\n{{ แถว.โครงการ }}{% endif %}"
    "{% if แถว.กลุ่มงาน %}\n{{ แถว.กลุ่มงาน }}{% endif %}"
    "{% if แถว.กลุ่มสาระ %}\nกลุ่มสาระฯ {{ แถว.กลุ่มสาระ }}{% endif %}"
    "{% else %}{{ แถว.สถานที่ }}{% endif %}"
)
_RESULT = (
    "{% if แถว.บันทึกแล้ว %}{{ แถว.คำตอบ.result|default(none) }}"
    "{% if แถว.คำตอบ.problem|default(none) %}\nปัญหา/อุปสรรค: {{ แถว.คำตอบ.problem }}{% endif %}"
    "{% if แถว.คำตอบ.next_step|default(none) %}\nแนวทางต่อไป: {{ แถว.คำตอบ.next_step }}{% endif %}"
    "{% else %}–{% endif %}"
)


def daily_logs() -> Document:
    """A supervisor's week: a line a log or day, the totals, who signs and what the head says of it."""
    document = page(margin=1.5)
    line(document, "รายงานผลการปฏิบัติงานประจำวัน", size=20, bold=True, align=CENTRE)
    line(
        document,
        "ระหว่างวันที่ {{ วันแรก }} ถึงวันที่ {{ วันสุดท้าย }}",
        bold=True,
        align=CENTRE,
    )
    line(
        document,
        "ชื่อ {{ ผู้รายงาน }}  ตำแหน่ง ศึกษานิเทศก์{% if กลุ่มงาน %}  {{ กลุ่มงาน }}{% endif %}",
        before=4,
    )
    line(document, "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา {{ สำนักงานย่อ }}").paragraph_format.space_after = Pt(
        4
    )
    listed(
        document,
        _EACH,
        (
            Column("วัน เดือน ปี", 2.8, _DAY),
            Column("ภารกิจ/กิจกรรม", 4.8, _WORK),
            Column("ประเภทงาน/สถานที่", 3.8, _WHERE),
            Column("ผลการปฏิบัติงาน", 4.6, _RESULT),
        ),
        none="ไม่มีวันทำการที่ต้องบันทึก",
    )
    line(
        document,
        "สรุป บันทึก {{ วันที่บันทึก }} จาก {{ วันที่ต้องบันทึก }} วันทำการที่ต้องบันทึก รวม {{ จำนวนรายการ }} รายการ"
        "{% if จำนวนโรงเรียน %} เกี่ยวข้องกับ {{ จำนวนโรงเรียน }} โรงเรียน{% endif %}"
        "{% if วันที่ไม่บันทึก %} ไม่มีบันทึก {{ วันที่ไม่บันทึก }} วัน{% endif %}"
        "{% if วันลา %} ลา {{ วันลา }} วัน{% endif %}"
        "{% if วันไปราชการ %} ไปราชการ {{ วันไปราชการ }} วัน{% endif %}"
        "{% if ครึ่งวัน %} ลาหรือไปราชการครึ่งวัน {{ ครึ่งวัน }} วัน{% endif %}"
        "{% if จำนวนไม่นับ %} ยังไม่นับ {{ จำนวนไม่นับ }} รายการ{% endif %}",
        before=6,
        keep=True,
    )
    line(document, "{%p if แยกประเภท %}")
    line(
        document,
        "แยกตามประเภทงาน {% for งาน in แยกประเภท %}"
        "{{ งาน.ชื่อ }} {{ งาน.จำนวน }} รายการ{% if not loop.last %}, {% endif %}{% endfor %}",
        keep=True,
    )
    line(document, "{%p endif %}")
    seen(
        document,
        ("{{ ผู้รายงาน }}", "ศึกษานิเทศก์"),
        "ความเห็นของผู้อำนวยการกลุ่มนิเทศฯ",
        ("{{ หัวหน้า or '" + DOTS + "' }}", "ผู้อำนวยการกลุ่มนิเทศฯ"),
    )
    return document
