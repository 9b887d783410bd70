"""Files of results as offices have them, made here: XLSX by openpyxl, CSV as Excel saves it; small rules."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

from forms.results.rules import KindOfTest, ResultRules, Subject, Years

THAI = Subject(
    "thai", "ภาษาไทย", ("ภาษาไทย", "ภาษาไทย / คะแนนเฉลี่ย"), ("ภาษาไทย / จำนวน",), learning_area="thai"
)
MATHS = Subject(
    "maths",
    "คณิตศาสตร์",
    ("คณิตศาสตร์", "คณิตศาสตร์ / คะแนนเฉลี่ย"),
    ("คณิตศาสตร์ / จำนวน",),
    learning_area="maths",
)
SOCIAL = Subject("social", "สังคมศึกษา", ("สังคมศึกษา",), years=Years(None, 2557))
COLUMNS = {
    "school": ("โรงเรียน", "ชื่อโรงเรียน"),
    "code": ("รหัสโรงเรียน",),
    "place": ("เครือข่าย", "อำเภอ"),
    "province": ("จังหวัด",),
    "area": ("เขตพื้นที่",),
    "year": ("ปีการศึกษา",),
    "grade": ("ชั้น",),
    "pupils": ("จำนวนนักเรียน", "จำนวนผู้เข้าสอบ", "จำนวน"),
}
ONET = KindOfTest(
    "onet",
    "O-NET",
    {"p6": ("ป.6", "ประถมศึกษาปีที่ 6"), "m3": ("ม.3",)},
    {subject.code: subject for subject in (THAI, MATHS, SOCIAL)},
    COLUMNS,
    Years(2549, None),
    target=50.0,
)
NT = KindOfTest("nt", "NT", {"p3": ("ป.3",)}, {subject.code: subject for subject in (THAI, MATHS)}, COLUMNS)
RULES = ResultRules(
    kinds={kind.code: kind for kind in (ONET, NT)},
    nothing=("-", "ไม่มีผู้เข้าสอบ"),
    totals=("รวม", "รวมทั้งหมด*", "ค่าเฉลี่ย*", "ระดับ*"),
    places={"ดงหลวง": ("N2", "N3")},
)

Row = Sequence[object]


def xlsx(
    rows: Sequence[Row],
    merges: Sequence[str] = (),
    *,
    patterns: dict[str, str] | None = None,
    name: str = "Sheet",
    more: dict[str, Sequence[Row]] | None = None,
) -> bytes:
    """A workbook: its first sheet's rows, merged areas and number formats, and further sheets."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    for place, pattern in (patterns or {}).items():
        sheet[place].number_format = pattern
    for title, others in (more or {}).items():
        added = book.create_sheet(title)
        for row in others:
            added.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def csv(rows: Sequence[Row], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """A CSV file; cells that hold the delimiter stand in quotes."""
    lines = (
        delimiter.join(f'"{cell}"' if delimiter in str(cell) else str(cell) for cell in row) for row in rows
    )
    return "\r\n".join(lines).encode(encoding)
