"""The instruments of a round (S11): what they rate, of which class, and in which levels."""

from __future__ import annotations

from typing import Any

import pytest

from forms.scoring import level, level_at
from tests.forms.builders import ORGANISATION, Given
from tests.forms.packaged import SCHOOL, entry, found, packaged, rated

MEASURED: dict[str, Given] = {
    "measured_on": "2026-11-20",
    "way": "การนิเทศโดยทีมเครือข่าย (School Network)",
    "round": "ครั้งที่ 1",
    "observer_role": "ผู้บริหารสถานศึกษา",
    "leader_name": "ผู้บริหารสถานศึกษา 1",
    "school": SCHOOL,
    "class_level": "ป.3",
    "pupils": "20",
    "tested": "18",
    "to_develop": "ฝึกอย่างสม่ำเสมอ",
    "agreed": "สอนเสริมสัปดาห์ละ 2 ชั่วโมง",
}
READING: dict[str, Given] = {
    **MEASURED,
    **rated("read", "4 ดีมาก", "3 ดี", "2 พอใช้"),
    **rated("write", "3 ดี", "2 พอใช้", "1 ปรับปรุง"),
    "cannot_read": "1",
    "cannot_write": "3",
}
CALCULATION: dict[str, Given] = {
    **MEASURED,
    "class_level": "ป.1",
    **rated("number", "3 ดี", "3 ดี", "2 พอใช้"),
    "multiplies": "ยังไม่ได้เรียน",
    **rated("solve", "2 พอใช้", "2 พอใช้"),
    "cannot_calculate": "0",
}
THERE = {
    "school": "S1", "network": "N1", "deputy": "A", "role": "leader", "way": "school-network", "round": "1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "answers", "grade", "total", "name", "area"),
    [
        ("reading-writing", READING, "p3", 15, "พอใช้", "thai"),  # 2.50
        ("calculation", CALCULATION, "p1", 12, "พอใช้", "mathematics"),  # 2.40
    ],
)
def test_a_class_reaches_a_level(
    form: str, answers: dict[str, Given], grade: str, total: int, name: str, area: str
) -> None:
    """Whoever answers for the learning area of every class sees it, where the office has that area."""
    told = entry(form, answers)
    known = {"learning_area": area} if area in ORGANISATION.learning_areas else {}
    assert told.members == {**THERE, "class": grade, **known}
    assert packaged()[form].of_learning_area == area
    assert sum(told.scores.values()) == total
    bands = packaged()[form].bands
    assert bands is not None
    reached = level(bands, list(told.scores.values()))
    assert reached is not None
    assert reached.name == name


def test_counts_of_pupils_are_kept() -> None:
    kept = entry("reading-writing", READING).answers
    assert [kept[name] for name in ("pupils", "tested", "cannot_read", "cannot_write")] == [20, 18, 1, 3]


def test_multiplying_is_rated_where_it_was_taught() -> None:
    taught = {**CALCULATION, "multiplies": "เรียนแล้ว"}
    assert found("calculation", taught) == [("ratings-missing", "multiply.1")]
    assert found("calculation", {**taught, **rated("multiply", "2 พอใช้", "1 ปรับปรุง")}) == []


WRONG: list[tuple[str, dict[str, Given], dict[str, Any], list[tuple[str, str | None]]]] = [
    ("reading-writing", READING, {"tested": "21"}, [("part-of-whole", "tested")]),
    ("reading-writing", READING, {"cannot_read": "19"}, [("part-of-whole", "cannot_read")]),
    ("reading-writing", READING, {"cannot_write": "-1"}, [("out-of-range", "cannot_write")]),
    ("reading-writing", READING, {"read.1": "5"}, [("out-of-range", "read.1")]),
    ("reading-writing", READING, {"write.1": None}, [("required-missing", "write.1")]),
    ("reading-writing", READING, {"class_level": "อนุบาล 2"}, [("unknown-choice", "class_level")]),
    ("calculation", CALCULATION, {"multiplies": None},
     [("required-missing", "multiplies"), ("ratings-missing", "multiply.1")]),
    ("calculation", CALCULATION, {"cannot_calculate": "มาก"}, [("unreadable-number", "cannot_calculate")]),
    ("calculation", CALCULATION, {"leader_name": None}, [("required-missing", "leader_name")]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answers", "changed", "findings"), WRONG)
def test_what_is_wrong_is_found(
    form: str,
    answers: dict[str, Given],
    changed: dict[str, Given | None],
    findings: list[tuple[str, str | None]],
) -> None:
    assert found(form, answers, **changed) == findings


@pytest.mark.parametrize("form", ["policy-follow-up", "reading-writing", "calculation"])
def test_every_mean_has_one_level(form: str) -> None:
    there = packaged()[form]
    assert there.bands is not None
    lowest, highest = min(there.grids[0].scale), max(there.grids[0].scale)
    shown = [level_at(there.bands, hundredths / 100) for hundredths in range(lowest * 100, highest * 100 + 1)]
    assert None not in shown
    names = list(dict.fromkeys(one.name for one in reversed(shown) if one is not None))
    assert names == list(there.grids[0].scale.values())  # each is reached, best first


def test_an_instrument_counts_as_a_visit() -> None:
    assert {
        packaged()[form].counts_as for form in ("policy-follow-up", "reading-writing", "calculation")
    } == {"visit"}
