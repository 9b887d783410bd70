"""The week of a supervisor in Word: what stands in its table, and the totals beneath."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import docx

from forms.model import Period
from forms.papers import Paper
from sync.documents import find_template, render
from sync.documents.naming import fields_of
from tests.documents.papers import lines_of

WEEK = Period(date(2026, 11, 14), date(2026, 11, 21), "week", "2569-W47")
NOWHERE = Path("no-such-folder")
MARKS = ("log", "uncounted", "leave", "journey", "holiday", "missing", "ahead")
TOLD = ("reason", "where_to", "part", "work", "school", "group", "area", "project", "hours")
ROW: Mapping[str, object] = dict.fromkeys((*MARKS, *TOLD))


def row(day: int, **told: object) -> Mapping[str, object]:
    return {"day": date(2026, 11, day), "answers": {}, **ROW, **told}


def paper(*rows: Mapping[str, object], **told: Any) -> Paper:
    """A supervisor's week of these rows."""
    values = {
        "office": "สำนักงานตัวอย่าง", "office_short": "สพป.ตัวอย่าง", "title": "รายงาน", "week": WEEK,
        "first_day": date(2026, 11, 14), "last_day": date(2026, 11, 20), "until": date(2026, 11, 20),
        "who": "ศึกษานิเทศก์ 1", "work_group": None, "head": None, "rows": rows, "logs": 0, "uncounted": 0,
        "logged": 0, "owed": 5, "missing": 5, "leave": 0, "journey": 0, "half_days": 0, "schools": 0,
        "kinds": (),
    }  # fmt: skip
    return Paper("daily-logs", "S01", WEEK, "รายงาน", {**values, **told})


def written(one: Paper) -> tuple[list[list[str]], str]:
    """The cells of the table of days, and all that stands in the paper."""
    content = render(one, find_template(NOWHERE, "daily-logs"))
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [[cell.text for cell in line.cells] for line in table.rows], "\n".join(lines_of(content))


def test_each_log_and_day_has_a_row_and_the_totals_are_told() -> None:
    answers = {"done": "นิเทศ {{ 1 }} <b>", "result": "ดี", "problem": "ฝนตก", "next_step": None, "place": None}
    cells, text = written(
        paper(
            row(16, log=True, answers=answers, work="งานนิเทศ", school="บ้านหนองบัว", hours="09.00–10.00"),
            row(17, log=True, uncounted=True, answers=answers, work="งานวิจัย"),
            row(18, holiday="วันหยุดของสำนักงาน"),
            row(19, leave=True, reason="ลาป่วย"),
            row(19, journey=True, reason="อบรม", where_to="หอประชุม 2"),
            row(20, leave=True, reason="ลากิจ", part="ครึ่งวันบ่าย"),
            row(20, missing=True),
            half_days=1, logs=1,
            uncounted=1, logged=1, owed=3, missing=2, leave=1, journey=1, schools=1, head="หัวหน้า",
            kinds=[{"name": "งานนิเทศ", "logs": 1}],
        )
    )  # fmt: skip
    done, result = "นิเทศ {{ ๑ }} <b>", "ดี\nปัญหา/อุปสรรค: ฝนตก"
    assert cells[1:] == [
        ["จันทร์\n๑๖ พ.ย. ๒๕๖๙\n๐๙.๐๐–๑๐.๐๐ น.", done, "งานนิเทศ\nบ้านหนองบัว", result],
        ["อังคาร\n๑๗ พ.ย. ๒๕๖๙", f"{done}\n(ยังไม่นับ มีรายการที่ต้องแก้ไข)", "งานวิจัย", result],
        ["พุธ\n๑๘ พ.ย. ๒๕๖๙", "วันหยุดราชการ (วันหยุดของสำนักงาน)", "–", "–"],
        ["พฤหัสบดี\n๑๙ พ.ย. ๒๕๖๙", "ลาป่วย", "–", "–"],
        ["พฤหัสบดี\n๑๙ พ.ย. ๒๕๖๙", "ไปราชการ เรื่อง อบรม", "หอประชุม ๒", "–"],
        ["ศุกร์\n๒๐ พ.ย. ๒๕๖๙", "ลากิจ (ครึ่งวันบ่าย)", "–", "–"],
        ["ศุกร์\n๒๐ พ.ย. ๒๕๖๙", "ไม่มีบันทึกการปฏิบัติงาน", "–", "–"],
    ]  # fmt: skip
    assert "บันทึก ๑ จาก ๓ วันทำการที่ต้องบันทึก รวม ๑ รายการ เกี่ยวข้องกับ ๑ โรงเรียน" in text
    assert "ไม่มีบันทึก ๒ วัน ลา ๑ วัน ไปราชการ ๑ วัน ลาหรือไปราชการครึ่งวัน ๑ วัน ยังไม่นับ ๑ รายการ" in text
    assert "งานนิเทศ ๑ รายการ" in text
    assert "(หัวหน้า)" in text


def test_a_week_with_nothing_leaves_out_what_is_none() -> None:
    _, text = written(paper(*(row(day, missing=True) for day in range(16, 21))))
    assert text.count("ไม่มีบันทึกการปฏิบัติงาน") == 5
    assert "แยกตามประเภทงาน" not in text
    assert "โรงเรียน" not in text.partition("สรุป")[2]


def test_a_week_without_working_days_says_so() -> None:
    cells, _ = written(paper())
    assert cells[1:] == [["ไม่มีวันทำการที่ต้องบันทึก"] * 4]


def test_rows_stay_whole_and_the_head_is_repeated() -> None:
    document = docx.Document(io.BytesIO(find_template(NOWHERE, "daily-logs").content))
    rows = [line._tr.xml for line in document.tables[0].rows]
    assert all("w:cantSplit" in one for one in rows)
    assert "w:tblHeader" in rows[0]


def test_every_field_has_a_value() -> None:
    fields, values = fields_of("daily-logs"), paper(row(16)).values
    assert {one.value for one in fields.values()} <= values.keys()
    assert {one.value for one in (fields["รายการ"].each or {}).values()} <= row(16).keys()
