"""The definition of docs/new-form.md in an office at work: a form and its register, no line of code."""

from __future__ import annotations

import re
from pathlib import Path

from tests.journeys.conftest import Work

PAGE = (Path(__file__).parents[2] / "docs" / "new-form.md").read_text(encoding="utf-8")
TITLE = "แบบบันทึกการให้คำปรึกษาแก่โรงเรียน"
ANSWERS = {
    "advised_on": "2026-11-17",
    "adviser": "ศึกษานิเทศก์ 1",
    "channel": "โทรศัพท์",
    "field": "ด้านวิชาการ",
    "minutes": "25",
    "school": "N01/เหนือ/โรงเรียนเหนือ 1",
    "asked": "การอ่านออกเขียนได้",
    "advised": "ใช้แบบฝึกรายบุคคล",
}


def test_a_file_more_is_a_form_and_a_register_more(work: Work) -> None:
    definition = re.search(r"```yaml\n(id: .*?)```", PAGE, re.DOTALL)
    assert definition
    (work.folder / "config" / "forms" / "school-advice.yaml").write_text(definition[1], encoding="utf-8")
    assert work.cycle("2026-11-17T08:00:00").troubles == 0
    work.fill("school-advice", ANSWERS, "2026-11-17T09:00:00")
    wrong = {**ANSWERS, "advised_on": "2026-12-17", "minutes": "900"}
    work.fill("school-advice", wrong, "2026-11-17T09:10:00")
    assert work.cycle("2026-11-17T09:11:00").troubles == 0
    north = work.cells("sheet:network:N01:")
    rows = [row for row in north[TITLE] if "ศึกษานิเทศก์ 1" in row]
    assert [row[0] for row in rows] == ["ครบถ้วน", "ต้องแก้ไข"]
    told = " ".join(" ".join(row) for row in north["รายการที่ต้องตรวจสอบ"])
    assert "900" in told
    assert "17 ธ.ค. 2569" in told
    counts = [row[:2] for row in north["จำนวนแบบบันทึก"]]
    cut = counts[counts.index(["ช่องทาง", "ภาคเรียนนี้"]) :]
    assert ["โทรศัพท์", "1"] in cut  # the other is not counted
