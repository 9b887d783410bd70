"""Files of results as offices have them: what is read, what is left out and why, what is wrong and where."""

from __future__ import annotations

import pytest

from forms.results.read import FileReading, Score, read_results
from forms.results.rules import KindOfTest
from forms.results.told import LeftOut
from tests.forms.results.files import NT, ONET, RULES, Row, csv, xlsx

HEAD = ("ที่", "โรงเรียน", "จำนวนนักเรียน", "ภาษาไทย", "คณิตศาสตร์")
PLAIN: list[Row] = [HEAD, (1, "บ้านโพน", 12, 45.32, 38.5), (2, "บ้านใหม่", 8, 51.0, 40)]


def read(
    content: bytes, name: str = "ผล.xlsx", kind: KindOfTest = NT, year: int = 2568, **more: str
) -> FileReading:
    return read_results(name, content, RULES, kind, year, schools=["รวมมิตรพัฒนา"], **more)


def told(reading: FileReading) -> list[tuple[str, int, str]]:
    return [(trouble.code, trouble.row, trouble.column) for trouble in reading.troubles]


def scores(reading: FileReading) -> dict[str, list[tuple[float, int | None]]]:
    return {row.school: [(s.score, s.pupils) for s in row.scores.values()] for row in reading.rows}


EXPECTED = {"บ้านโพน": [(45.32, 12), (38.5, 12)], "บ้านใหม่": [(51.0, 8), (40.0, 8)]}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ผล.xlsx", xlsx(PLAIN)),
        ("ผล.csv", csv(PLAIN)),
        ("ผล.csv", csv(PLAIN, "utf-8")),
        ("ผล.csv", csv(PLAIN, "cp874")),
        ("ผล.csv", csv(PLAIN, "utf-16")),
        ("ผล.csv", csv(PLAIN, delimiter=";")),
        ("ผล.tsv", csv(PLAIN, delimiter="\t")),
        ("ไม่มีนามสกุล", xlsx(PLAIN)),
    ],
)
def test_every_way_of_saving_is_read_alike(name: str, content: bytes) -> None:
    reading = read(content, name)
    assert (told(reading), scores(reading)) == ([], EXPECTED)
    assert reading.unused == ("ที่",)


def test_a_head_of_merged_rows_below_a_title() -> None:
    content = xlsx(
        [
            ("ผลการทดสอบ NT ปีการศึกษา ๒๕๖๘", "", "", "", "", ""),
            ("สพป.ตัวอย่าง", "", "", "", "", ""),
            (),
            ("ที่", "โรงเรียน", "ภาษาไทย", "", "คณิตศาสตร์", ""),
            ("", "", "จำนวน", "คะแนนเฉลี่ย", "จำนวน", "คะแนนเฉลี่ย"),
            (1, "บ้านโพน", 12, 45.32, 11, 38.5),
            (),
            ("รวม", "", 12, 45.32, 11, 38.5),
        ],
        ["A1:F1", "A2:F2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "A8:B8"],
    )
    reading = read(content)
    assert told(reading) == []
    assert scores(reading) == {"บ้านโพน": [(45.32, 12), (38.5, 11)]}
    assert reading.left_out == (LeftOut(8, "รวม", "total"),)
    assert reading.empty == 1


def test_a_csv_keeps_the_first_of_merged_cells_alone() -> None:
    rows: list[Row] = [
        ("โรงเรียน", "ภาษาไทย", "", "คณิตศาสตร์", ""),
        ("", "จำนวน", "คะแนนเฉลี่ย", "จำนวน", "คะแนนเฉลี่ย"),
        ("บ้านโพน", 12, "45.32", 11, "38.5"),
    ]
    assert scores(read(csv(rows), "a.csv")) == {"บ้านโพน": [(45.32, 12), (38.5, 11)]}


def test_a_network_merged_beside_its_schools_is_that_of_each() -> None:
    rows: list[Row] = [
        ("เครือข่าย", "โรงเรียน", "ภาษาไทย", "คณิตศาสตร์"),
        ("แก้วมุกดาหาร", "บ้านโพน", 40, 50),
        ("", "บ้านหนองบัว", 41, 51),
    ]
    assert [row.place for row in read(xlsx(rows, ["A2:A3"])).rows] == ["แก้วมุกดาหาร"] * 2


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("๔๕.๓๒", 45.32),
        ("45.32%", 45.32),
        ("45.32 %", 45.32),
        ("ร้อยละ", None),
        ("45,32", 45.32),
        ("45,321", 45.321),
        (" 45.32 ", 45.32),
        ("0", 0.0),
        ("100", 100.0),
    ],
)
def test_scores_as_they_are_typed(text: str, score: float | None) -> None:
    reading = read(csv([HEAD, (1, "บ้านโพน", 12, text, 1)], delimiter=";"), "a.csv")
    found = reading.rows[0].scores.get("thai")
    assert found == (None if score is None else Score(score, 12))
    assert told(reading) == ([] if score is not None else [("bad-score", 2, "D ภาษาไทย")])


def test_a_cell_of_per_cents_is_read_as_it_is_shown() -> None:
    content = xlsx([HEAD, (1, "บ้านโพน", 12, 0.4532, 38.5)], patterns={"D2": "0.00%"})
    assert scores(read(content)) == {"บ้านโพน": [(45.32, 12), (38.5, 12)]}


def test_cells_that_are_wrong_are_told_by_row_and_column_and_the_rest_goes_on() -> None:
    rows: list[Row] = [
        HEAD,
        (1, "บ้านโพน", "มาก", 45, 38),
        (2, "บ้านใหม่", 8, "สี่สิบ", 40),
        (3, "บ้านย้าย", 8, 101, -1),
        (4, "บ้านนาเก่า", "๑๒", "-", "ไม่มีผู้เข้าสอบ"),
        (5, "บ้านหนองบัว", 0, 0, 0),
    ]
    reading = read(xlsx(rows))
    assert told(reading) == [
        ("bad-pupils", 2, "C จำนวนนักเรียน"),
        ("bad-score", 3, "D ภาษาไทย"),
        ("score-range", 4, "D ภาษาไทย"),
        ("score-range", 4, "E คณิตศาสตร์"),
    ]
    assert not reading.stops
    assert scores(reading) == {"บ้านโพน": [(45.0, None), (38.0, None)], "บ้านใหม่": [(40.0, 8)]}
    assert [(row.row, row.reason) for row in reading.left_out] == [
        (4, "no-scores"),
        (5, "no-scores"),
        (6, "no-scores"),
    ]


def test_rows_that_are_no_schools_are_left_out_and_told() -> None:
    rows: list[Row] = [
        HEAD,
        (1, "รวมมิตรพัฒนา", 9, 44, 45),
        ("", "", "", "", ""),
        HEAD,
        ("", "", 5, 40, 40),
        ("รวม", "", 21, 45, 39),
        ("", "ค่าเฉลี่ยระดับเขตพื้นที่", 21, 45, 39),
        ("", "หมายเหตุ: ข้อมูล ณ วันประกาศผล", "", "", ""),
    ]
    reading = read(csv(rows), "a.csv")
    assert list(scores(reading)) == ["รวมมิตรพัฒนา"]
    assert [(row.row, row.reason) for row in reading.left_out] == [
        (4, "head"),
        (5, "no-school"),
        (6, "total"),
        (7, "total"),
        (8, "no-scores"),
    ]
    assert reading.empty == 1


# --- The file as a whole ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", "broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", "old-excel"),
        ("a.pdf", b"%PDF", "kind-of-file"),
        ("a.csv", b"\x00\x01\x02\xff", "unreadable"),
        ("a.csv", b"", "empty"),
        ("a.xlsx", xlsx([]), "empty"),
        ("a.csv", csv([("ก", "ข"), (1, 2)]), "no-head"),
    ],
)
def test_files_of_which_nothing_can_be_read(name: str, content: bytes, code: str) -> None:
    reading = read(content, name)
    assert [trouble.code for trouble in reading.troubles] == [code]
    assert reading.stops and not reading.rows


def test_other_columns_than_configured_are_named_with_those_that_are_there() -> None:
    reading = read(csv([("โรงเรียน", "ภาษาไทย", "คำนวณ"), ("บ้านโพน", 1, 2)]), "a.csv")
    assert told(reading) == [("column-missing", 1, "คณิตศาสตร์")]
    assert reading.troubles[0].values == {
        "accepted": "คณิตศาสตร์, คณิตศาสตร์ / คะแนนเฉลี่ย",
        "found": "โรงเรียน, ภาษาไทย, คำนวณ",
    }
    assert reading.stops


def test_two_columns_of_one_name_are_never_chosen_between() -> None:
    rows: list[Row] = [("โรงเรียน", "ภาษาไทย", "", "คณิตศาสตร์"), ("", "N", "Mean", ""), ("บ้านโพน", 12, 45, 38)]
    assert told(read(xlsx(rows, ["B1:C1", "A1:A2", "D1:D2"]))) == [("column-twice", 1, "ภาษาไทย")]
    assert told(read(csv(rows), "a.csv")) == [("column-twice", 1, "ภาษาไทย")]


def test_a_title_of_another_year_stops_the_file() -> None:
    rows: list[Row] = [("ผลการทดสอบ ปีการศึกษา ๒๕๖๗", "", "", "", ""), *PLAIN]
    assert told(read(xlsx(rows))) == [("other-year", 1, "")]
    assert told(read(xlsx(rows), year=2567)) == []
    assert told(read(xlsx([("เปรียบเทียบ ปี 2567-2568",), *PLAIN]))) == []


def test_the_sheet_is_the_only_one_with_results_or_that_of_the_name() -> None:
    one = xlsx([("สารบัญ",)], more={"ป.3": PLAIN})
    assert (read(one).sheet, scores(read(one))) == ("ป.3", EXPECTED)
    two = xlsx(PLAIN, name="ก", more={"ข": PLAIN[:2]})
    assert [(t.code, t.values) for t in read(two).troubles] == [("several-sheets", {"sheets": "ก, ข"})]
    assert list(scores(read(two, sheet="ข"))) == ["บ้านโพน"]
    assert [t.code for t in read(two, sheet="ค").troubles] == ["no-sheet"]


def test_the_grade_is_that_of_its_column_or_the_one_given() -> None:
    assert told(read(xlsx(PLAIN), kind=ONET)) == [("grade-asked", 1, "")]
    assert {row.grade for row in read(xlsx(PLAIN), kind=ONET, grade="m3").rows} == {"m3"}
    rows: list[Row] = [
        ("โรงเรียน", "ชั้น", "ภาษาไทย", "คณิตศาสตร์"),
        ("บ้านโพน", "ป.๖", 1, 2),
        ("บ้านโพน", "ม.3", 3, 4),
        ("บ้านโพน", "ป.5", 5, 6),
    ]
    reading = read(csv(rows), "a.csv", kind=ONET)
    assert [(row.number, row.grade) for row in reading.rows] == [(2, "p6"), (3, "m3")]
    assert reading.left_out == (LeftOut(4, "บ้านโพน", "other-grade"),)


def test_a_subject_is_asked_only_in_the_years_it_was_tested() -> None:
    assert told(read(xlsx(PLAIN), kind=ONET, year=2557, grade="p6")) == [("column-missing", 1, "สังคมศึกษา")]
    assert told(read(xlsx(PLAIN), kind=ONET, year=2558, grade="p6")) == []
