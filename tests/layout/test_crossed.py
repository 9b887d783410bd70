"""Where things stand by two questions at once: each place once, by what was told of it last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.model import Choice, Entry, Form, Partition, Question, QuestionType, Section, StatusTable
from sync.layout import tallies
from sync.layout.tab import CellValue, Tab
from sync.layout.view import View
from tests.forms.builders import log
from tests.layout.views import DISTRICT, november, view_of

NETWORK = Partition("network", "N1")
DO, AT, HOW = (
    Question(
        name, ask, QuestionType.CHOICE, choices=tuple(Choice(code, said) for code, said in choices.items())
    )
    for name, ask, choices in [
        ("do", "องค์ประกอบ", {"aim": "เป้าหมาย", "act": "ดำเนินการ"}),
        ("at", "ระดับ", {"area": "เขตพื้นที่", "school": "สถานศึกษา", "class": "ห้องเรียน"}),
        ("how", "สถานะ", {"done": "แล้ว", "plan": "ยังไม่"}),
    ]
)
FORM = Form(
    "model", "แบบบันทึกโมเดล", (), (Section("s", "หน้า", (DO, AT, HOW)),),
    {"where": "school", "network": "network", "when": "day"}, tables=(StatusTable("do", "at", "how"),),
)  # fmt: skip
PLACES = {"S1": "N1", "S2": "N1", "S3": "N2"}


def record(
    response: str,
    place: str,
    do: str,
    at: str,
    how: str,
    day: int = 16,
    *,
    of: str = "",
    counted: bool = True,
) -> Entry:
    """One about a school or network, "" for neither; `of` is the class."""
    told = {"school": place if place in PLACES else "", "network": PLACES.get(place, place), "class": of}
    members = {dimension: code for dimension, code in told.items() if code}
    answers = {question: code for question, code in (("do", do), ("at", at), ("how", how)) if code}
    made = log(response, november(day), "P1", counted=counted)
    return replace(made, form="model", members=members, answers=answers)


def view(*records: Entry, form: Form = FORM, partition: Partition = DISTRICT) -> View:
    return replace(view_of(partition, (), forms={"model": form}), entries={"model": records})


def made(of: View) -> Tab:
    return tallies.tab(of, list(of.forms.values()))


def table(of: View) -> list[list[CellValue]]:
    """The lines of the table from its two heads on; nothing where there is none."""
    rows = [[cell.value for cell in row.cells] for row in made(of).rows.values()]
    titled = [at for at, row in enumerate(rows) if row[:1] == ["สถานะ: โมเดล"]]
    return rows[titled[0] + 2 :] if titled else []


SIX = (
    record("1", "S1", "act", "school", "done"),
    record("2", "S2", "act", "school", "plan"),
    record("3", "S3", "act", "school", "done"),
    record("4", "N1", "act", "area", "done"),
    record("5", "", "aim", "", "done"),
    record("6", "S3", "act", "school", "plan", counted=False),
)


def test_the_district_sets_its_networks_beside_each_other() -> None:
    assert table(view(*SIX)) == [
        ["ระดับ", "เขตพื้นที่", None, "สถานศึกษา", None, "ไม่ระบุ", None],
        ["องค์ประกอบ", "แล้ว", "ยังไม่", "แล้ว", "ยังไม่", "แล้ว", "ยังไม่"],
        ["เป้าหมาย", None, None, None, None, 1, None],
        ["ดำเนินการ", 1, None, 2, 1, None, None],
        ["แก้วมุกดาหาร", 1, None, 1, 1, None, None],
        ["เมืองน้ำทิพย์", None, None, 1, None, None, None],
        ["ดอนตาล", *[None] * 6],  # it has told nothing yet
    ]


def test_a_network_reads_its_own_with_every_choice_of_the_rows() -> None:
    assert table(view(*SIX[:2], partition=NETWORK))[1:] == [
        ["องค์ประกอบ", "แล้ว", "ยังไม่"],
        ["เป้าหมาย", None, None],
        ["ดำเนินการ", 1, 1],
    ]


def test_what_is_of_no_network_has_a_line_where_networks_have() -> None:
    found = table(view(*SIX, record("7", "", "act", "area", "plan")))
    assert [line for line in found if line[0] in ("ดำเนินการ", "ไม่ระบุเครือข่าย")] == [
        ["ดำเนินการ", 1, 1, 2, 1, None, None],
        ["ไม่ระบุเครือข่าย", None, 1, None, None, None, None],
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_answer_of_a_place_stands(order: int) -> None:
    told = [
        record("1", "S1", "act", "school", "plan", 16),
        record("2", "S1", "act", "school", "done", 18),
        record("3", "S1", "aim", "school", "plan", 20),  # of another line: it changes nothing in the first
        record("4", "N1", "act", "school", "plan", 20),  # the network is another place than its school
    ]
    found = table(view(*told[::order], partition=NETWORK))[2:]
    assert found == [["เป้าหมาย", None, 1], ["ดำเนินการ", 1, 1]]


def test_classes_of_a_school_are_places_of_their_own() -> None:
    told = [
        record("1", "S1", "act", "class", "plan", of="p1"),
        record("2", "S1", "act", "class", "done", 17, of="p6"),
    ]
    assert table(view(*told, partition=NETWORK))[3] == ["ดำเนินการ", 1, 1]


def test_what_tells_no_line_or_status_is_not_counted() -> None:
    assert table(view(record("1", "S1", "", "school", "done"), record("2", "S1", "act", "school", ""))) == []


def test_a_semester_holds_its_own_records_alone() -> None:
    before = replace(SIX[0], when=date(2026, 6, 20))
    assert table(view(before)) == []


def test_only_who_sets_networks_or_schools_side_by_side_has_the_table() -> None:
    assert table(view(*SIX, form=replace(FORM, tables=()))) == []
    for kind in ("group", "supervisor", "office"):
        assert table(view(*SIX, partition=Partition(kind, "G1"))) == []
    assert table(view(*SIX[:2], partition=Partition("deputy", "A")))[3][0] == "ดำเนินการ"


def test_every_column_has_its_width_and_every_line_a_key_of_its_own() -> None:
    tab = made(view(*SIX, partition=NETWORK))
    assert len(tab.widths) == max(len(row.cells) for row in tab.rows.values()) == 7
    keys = [row.key for row in made(view(*SIX)).rows.values() if row.key]
    assert len(set(keys)) == len(keys)
