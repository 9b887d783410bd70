"""Sums of numbers: by network or school, of a semester or a year, each record once; shares of a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from forms.model import Check, Entry, Form, Partition, Question, QuestionType, Section
from sync.layout import sums, tallies
from sync.layout.tab import CellValue
from sync.layout.view import View
from tests.forms.builders import BANGKOK, log
from tests.layout.views import DISTRICT, november, texts, view_of

NETWORK, DEPUTY = Partition("network", "N1"), Partition("deputy", "A")
PUPILS, FED, SPENT = (
    Question(name, ask, QuestionType.NUMBER, summed=True)
    for name, ask in [("pupils", "นักเรียน"), ("fed", "ได้รับอาหาร"), ("spent", "ใช้เงิน (บาท)")]
)
SCORE = Question("score", "คะแนน", QuestionType.NUMBER)
PART = Check("part-of-whole", ("fed", "pupils"), "error")
LUNCH = Form(
    "lunch", "โครงการอาหารกลางวัน", (), (Section("s", "ข้อมูล", (PUPILS, FED, SPENT, SCORE)),),
    {"where": "school", "when": "day"}, checks=(PART,),
)  # fmt: skip
YEARLY = replace(LUNCH, about={**LUNCH.about, "year": "year"}, once_per=("school", "year", "day"))
MONDAY = november(16)
PLACES = {"S1": "N1", "S2": "N1", "S3": "N2"}


def record(
    response: str,
    school: str | None,
    day: date = MONDAY,
    *,
    counted: bool = True,
    **answers: float | str,
) -> Entry:
    members = {"school": school, "network": PLACES[school]} if school else {}
    of = log(response, day, "P1", counted=counted)
    return replace(of, form="lunch", members=members, answers={**answers, "school": school or ""})


def view(*records: Entry, form: Form = LUNCH, partition: Partition = DISTRICT) -> View:
    return replace(view_of(partition, (), forms={"lunch": form}), entries={"lunch": records})


def table(of: View) -> dict[CellValue, list[CellValue]]:
    """The lines of sums by their first cell, the head among them; nothing where there is no table."""
    rows = [[c.value for c in row.cells] for row in tallies.tab(of, list(of.forms.values())).rows.values()]
    titled = [at for at, row in enumerate(rows) if row[:1] == ["ผลรวม: โครงการอาหารกลางวัน"]]
    return {row[0]: row[1:] for row in rows[titled[0] + 2 :]} if titled else {}


FOUR = (
    record("1", "S1", pupils=100, fed=50, spent=1000.1),
    record("2", "S2", pupils=50, fed=25, spent=0.2),
    record("3", "S3", pupils=7, fed=1, score=4),
    record("4", "S1", pupils=9999, fed=1, counted=False),
)


def test_networks_are_added_up_for_the_district() -> None:
    assert table(view(*FOUR)) == {
        "เครือข่าย": ["จำนวน (ฉบับ)", "นักเรียน", "ได้รับอาหาร", "ร้อยละของนักเรียน", "ใช้เงิน (บาท)"],
        "แก้วมุกดาหาร": [2, 150, 75, 0.5, 1000.3],
        "เมืองน้ำทิพย์": [1, 7, 1, 0.14, None],
        "รวม": [3, 157, 76, 0.48, 1000.3],
    }


def test_schools_are_added_up_for_a_network() -> None:
    found = table(view(*FOUR[:2], partition=NETWORK))
    assert list(found) == ["โรงเรียน", "บ้านหนองบัว", "บ้านโพน", "รวม"]
    assert (found["บ้านโพน"], found["รวม"]) == ([1, 50, 25, 0.5, 0.2], [2, 150, 75, 0.5, 1000.3])


def test_lines_and_what_is_of_no_line_are_the_total() -> None:
    found = table(view(*FOUR, record("5", None, pupils=3)))
    assert found["ไม่ระบุเครือข่าย"] == [1, 3, None, None, None]
    assert found["รวม"][:2] == [4, 160]
    moved = record("6", "S3", pupils=4)  # it belonged to the network on that day, and does no more
    assert table(view(*FOUR[:2], moved, partition=NETWORK))["ไม่ระบุโรงเรียน หรือย้ายเครือข่ายแล้ว"][:2] == [1, 4]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 8, 0.13), (1, 200, 0.01), (0.5, 4, 0.13), (1, 0.0, None), (1, 3, 0.33), (242, 243, 1.0)],
)
def test_a_share_is_rounded_up_at_the_half(part: float, whole: float, shown: float | None) -> None:
    assert table(view(record("1", "S1", pupils=whole, fed=part)))["รวม"][3] == shown


def test_a_share_is_of_the_records_that_answer_both() -> None:
    found = table(view(record("1", "S1", pupils=100, fed=50), record("2", "S2", pupils=900)))
    assert found["รวม"][:4] == [2, 1000, 50, 0.5]


@pytest.mark.parametrize(
    "check",
    [
        replace(PART, only={"kind": ("a",)}),
        replace(PART, code="total-of-parts"),
        replace(PART, of=("fed", "score")),
    ],
)
def test_only_what_is_always_a_part_of_a_sum_has_a_share(check: Check) -> None:
    assert [one.whole for one in sums.columns(replace(LUNCH, checks=(check,)))] == [None] * 3


def test_a_semester_holds_its_own_records_alone() -> None:
    before = record("1", "S1", date(2026, 6, 20), pupils=1)
    assert table(view(before)) == {}
    assert table(view(before, record("2", "S1", pupils=2), record("3", "S1", pupils=3)))["รวม"][:2] == [2, 5]


def told(response: str, school: str, day: date, year: int, hour: int = 8, **answers: float | str) -> Entry:
    sent = datetime(2026, 11, 20, hour, tzinfo=BANGKOK)
    one = record(response, school, day)
    return replace(one, submitted=sent, answers={**one.answers, **answers, "year": year})


def test_a_year_holds_the_latest_record_of_each_school() -> None:
    june = date(2026, 6, 20)
    given = [
        told("1", "S1", june, 2569, pupils=100),
        told("2", "S1", november(16), 2569, pupils=120),
        told("3", "S2", june, 2569, pupils=50),
        told("4", "S2", november(17), 2568, pupils=7000),  # late, about the year before
        told("5", "S3", june, 2569, 9, pupils=30),
        told("6", "S3", june, 2569, 8, pupils=20),
    ]
    for records in (given, given[::-1]):
        found = table(view(*records, form=YEARLY))
        assert (found["แก้วมุกดาหาร"][:2], found["รวม"][:2]) == ([2, 170], [3, 200])
        assert found["ดอนตาล"] == [None] * 5  # it has told nothing of the year yet
    assert "รวมข้อมูลปีการศึกษา 2569 ฉบับล่าสุดของแต่ละโรงเรียนที่ไม่ต้องแก้ไข ร้อยละคิดจากฉบับที่ตอบทั้งสองข้อ" in texts(
        tallies.tab(view(*given, form=YEARLY), [YEARLY])
    )


def test_what_else_may_occur_once_in_a_year_is_added_up() -> None:
    of_grade = replace(YEARLY, once_per=("school", "year", "grade"))
    given = [told(c, "S1", november(16), 2569, pupils=n, grade=c) for c, n in [("p1", 20), ("p2", 30)]]
    again = told("p1-again", "S1", november(18), 2569, pupils=25, grade="p1")
    assert table(view(*given, again, form=of_grade))["รวม"][:2] == [2, 55]


def test_nothing_is_added_up_where_nothing_is_to_be() -> None:
    plain = replace(LUNCH, sections=(Section("s", "ข้อมูล", (SCORE,)),))
    assert table(view(*FOUR, form=plain)) == {}
    assert table(view(form=LUNCH)) == {}
    assert table(view(*FOUR, partition=Partition("group", "G1"))) == {}
    assert table(view(*FOUR, partition=Partition("supervisor", "P1"))) == {}


def test_a_form_about_no_school_has_the_total_alone_in_a_network() -> None:
    of_network = replace(LUNCH, about={"when": "day", "network": "network"})
    assert list(table(view(*FOUR[:2], form=of_network, partition=NETWORK))) == ["โรงเรียน", "รวม"]


def test_every_column_has_its_width() -> None:
    tab = tallies.tab(view(*FOUR, partition=NETWORK), [LUNCH])
    assert len(tab.widths) >= max(len(row.cells) for row in tab.rows.values())
