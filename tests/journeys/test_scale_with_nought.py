"""A scale that begins at 0, from the form's page to sheets and mail: 0 is a rating, no answer is none."""

from __future__ import annotations

from datetime import datetime

from forms.definition import packaged_definitions
from tests.forms.packaged import from_nought
from tests.journeys import world
from tests.journeys.conftest import Work, text_of
from tests.journeys.people import SCHOOLS, observation_answers

FORM, ITEM = "calculation", "อ่าน เขียน และเปรียบเทียบจำนวนตามระดับชั้น"
CLASS = {
    "measured_on": "2026-11-17",
    "way": "การนิเทศโดยทีมเครือข่าย (School Network)",
    "round": "ครั้งที่ 1",
    "observer_role": "ศึกษานิเทศก์",
    "observer": "ศึกษานิเทศก์ 1",
    "pupils": "20",
    "tested": "20",
    "cannot_calculate": "5",
    "to_develop": "การคูณ",
    "agreed": "ฝึกเพิ่ม",
}


def rate_from_nought(work: Work) -> None:
    """Two forms of the office's own, on 3 to 0 and on 4 to 0."""
    for form in FORM, "classroom-observation":
        text = (packaged_definitions() / f"{form}.yaml").read_text(encoding="utf-8")
        (work.folder / "config" / "forms" / f"{form}.yaml").write_text(from_nought(text), encoding="utf-8")


def measure(work: Work, school: str, level: str, ratings: dict[str, int]) -> None:
    """A class is measured: what is not rated is a page that the answers do not lead to."""
    form = world.office_in(work.folder).forms[FORM]
    rated = {
        item.id: f"{ratings[grid.id]} {grid.scale[ratings[grid.id]]}"
        for grid in form.grids
        if grid.id in ratings
        for item in grid.items
    }
    multiplies = "เรียนแล้ว" if "multiply" in ratings else "ยังไม่ได้เรียน"
    answers = {**CLASS, "school": SCHOOLS[school], "class_level": level, "multiplies": multiplies, **rated}
    work.fill(FORM, answers, "2026-11-17T15:00:00")


def test_noughts_are_told_as_ratings_in_every_sheet_and_in_the_mail(work: Work) -> None:
    rate_from_nought(work)
    assert work.cycle("2026-11-17T08:00:00").troubles == 0
    measure(work, "A1", "ป.1", {"number": 0, "multiply": 0, "solve": 0})
    measure(work, "A1", "ป.2", {"number": 0, "solve": 0})
    measure(work, "A1", "ป.3", {"number": 3, "multiply": 3, "solve": 3})
    observed = world.office_in(work.folder).forms["classroom-observation"]
    for school, value in (("A1", 0), ("A2", 0)):
        answers = observation_answers(observed, school, value, datetime.fromisoformat("2026-11-17T09:00:00"))
        work.fill("classroom-observation", answers, "2026-11-17T15:30:00")
    assert work.cycle("2026-11-17T16:00:00").troubles == 0
    north = work.cells("sheet:network:N01:")
    names = ("ภาพรวมทุกด้าน", "* การคูณและการหาร", "หารจำนวนตามระดับชั้น")
    assert _lines(north["ผลการวัดการคิดคำนวณ"], *names) == [
        # how many, mean, level; nothing before; and of all ratings those of 3, 2, 1 and 0
        ["3", "1.00", "พอใช้", "", "", "37%", "0%", "0%", "63%"],
        ["2", "1.50", "พอใช้", "", "", "50%", "0%", "0%", "50%"],
        ["2", "1.50", "พอใช้", "", "", "50%", "0%", "0%", "50%"],
    ]
    register = north["แบบบันทึกผลการวัดการคิดคำนวณ"]
    first, mean, level = (register[1].index(head) for head in ("1.1 " + ITEM, "คะแนนเฉลี่ย", "ระดับ"))
    assert sorted((*row[first : first + 8], row[mean], row[level]) for row in register[2:]) == [
        ("0", "0", "0", "ยังไม่ได้เรียน", "", "", "0", "0", "0.00", "ปรับปรุง"),
        ("0", "0", "0", "เรียนแล้ว", "0", "0", "0", "0", "0.00", "ปรับปรุง"),
        ("3", "3", "3", "เรียนแล้ว", "3", "3", "3", "3", "3.00", "ดีมาก"),
    ]
    (of_school,) = _lines(north["ภาพรวมเครือข่าย"], "โรงเรียนเหนือ 1")
    assert "0.00" in of_school
    (by_class,) = _lines(north["จำแนกผลการสังเกตชั้นเรียน"], "ป.1")
    assert by_class[3:5] == ["0.00", "ควรปรับปรุง"]
    assert by_class[7:] == ["0.00"] * 4

    work.cycle("2026-11-20T18:00:00")
    told = text_of(work.mails[0])
    assert "0.00 จากคะแนนเต็ม 4 (ข้อมูลไม่เพียงพอ จาก 2 ครั้ง)" in told
    assert "- ควรปรับปรุง 2" in told


def _lines(rows: list[list[str]], *names: str) -> list[list[str]]:
    """What stands behind these names, each the first of its lines."""
    return [next(row[row.index(name) + 1 :] for row in rows if name in row) for name in names]
