"""Files of results as offices have them: what is read, what is left out and why, what is wrong and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.results.read import FileReading, read_results
from forms.results.rows import Score
from forms.results.rules import KindOfTest
from forms.results.told import LeftOut
from tests.forms.results.files import NT, ONET, RULES, Row, csv, xlsx

HEAD = ("ที่", "โรงเรียน", "จำนวนนักเรียน", "ภาษาไทย", "คณิตศาสตร์")
PLAIN: list[Row] = [HEAD, (1, "บ้านโพน", 12, 45.32, 38.5), (2, "บ้านใหม่", 8, 51.0, 40)]


def read(
    content: bytes,
    name: str = "ผล.xlsx",
    kind: KindOfTest = NT,
    year: int = 2568,
    ours: tuple[str, ...] = (),
    **more: str,
) -> FileReading:
    rules = replace(RULES, ours=ours)
    return read_results(name, content, rules, kind, year, schools=["รวมมิตรพัฒนา"], **more)


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
        ("ร้อยละ ๔๕.๓๒", 45.32),
        ("45.32 ร้อยละ", 45.32),
        ("ร้อยละ45,32", 45.32),
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
        ("a.xlsx", b"\xd0\xcf\x11\xe0rest" + "EncryptedPackage".encode("utf-16-le"), "protected"),
        ("a.xls", b"a,b", "old-excel"),
        ("a.csv", csv(PLAIN[:1]), "nothing-read"),
        ("a.xlsx", xlsx([HEAD, (1, "บ้านโพน", 12, "-", "-"), ("", "รวม", 12, 1, 2)]), "nothing-read"),
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


@pytest.mark.parametrize(
    ("head", "column", "letters"),
    [
        (("โรงเรียน", "โรงเรียน", "ภาษาไทย", "คณิตศาสตร์"), "โรงเรียน", "A, B"),
        (("โรงเรียน", "คณิตศาสตร์", "คณิตศาสตร์"), "คณิตศาสตร์", "B, C"),
    ],
)
def test_a_column_that_stands_twice_is_named_though_no_head_is_whole_without_it(
    head: Row, column: str, letters: str
) -> None:
    reading = read(csv([("NT", ""), head, ("บ้านโพน", *[12] * (len(head) - 1))]), "a.csv")
    assert told(reading) == [("column-twice", 2, column)]
    assert reading.troubles[0].values["columns"] == letters


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


# --- Years ------------------------------------------------------------------------------

OF_YEARS: list[Row] = [
    ("ปีการศึกษา", "โรงเรียน", "ภาษาไทย", "คณิตศาสตร์"),
    (2567, "บ้านโพน", 10, 20),
    (date(2024, 5, 16), "บ้านใหม่", 11, 21),
    ("๒๕๖๘", "บ้านโพน", 12, 22),
    ("", "บ้านใหม่", 13, 23),
    ("68", "บ้านย้าย", 14, 24),
    (2025, "บ้านหนองบัว", 15, 25),
    ("ไม่ทราบ", "บ้านไกล", 16, 26),
]


def test_of_a_column_of_years_only_rows_of_the_year_are_taken() -> None:
    reading = read(xlsx(OF_YEARS))
    assert [(row.number, row.school) for row in reading.rows] == [
        (4, "บ้านโพน"), (5, "บ้านใหม่"), (6, "บ้านย้าย"), (7, "บ้านหนองบัว"),
    ]  # fmt: skip
    left = {left.row: left.reason for left in reading.left_out}
    assert left == {2: "other-year", 3: "other-year", 8: "bad-year"}
    assert list(scores(read(csv(OF_YEARS), "a.csv", year=2567))) == ["บ้านโพน", "บ้านใหม่"]


def test_a_column_without_the_year_stops_the_file() -> None:
    reading = read(xlsx(OF_YEARS[:3]))
    assert [(t.code, t.column, t.values["said"]) for t in reading.troubles] == [
        ("other-year-of-rows", "A ปีการศึกษา", "2567")
    ]
    assert reading.stops


@pytest.mark.parametrize(
    ("name", "sheet", "title", "code"),
    [
        ("nt-2567.xlsx", "Sheet", "", "other-year file"),
        ("nt2024.xlsx", "Sheet", "", "other-year file"),
        ("nt-๒๕๖๘.xlsx", "Sheet", "", ""),
        ("nt2025.xlsx", "Sheet", "", ""),
        ("ส่ง 25 มี.ค. 2569.xlsx", "Sheet", "", ""),  # the day on which somebody sent it
        ("a.xlsx", "ป.3 2567", "", "other-year sheet"),
        ("a.xlsx", "ป.3 2568", "ผล NT ปีการศึกษา 67 (2024)", "other-year title"),
        ("a.xlsx", "Sheet", "ปีการศึกษา 2566-2569", ""),
        ("a.xlsx", "Sheet", "ปีการศึกษา 2568 ปีงบประมาณ 2569", ""),
        ("a.xlsx", "Sheet", "ปีงบประมาณ 2569", ""),
    ],
)
def test_titles_and_names_say_which_year_it_is(name: str, sheet: str, title: str, code: str) -> None:
    assert contradicted(read(xlsx([(title or "NT",), *PLAIN], name=sheet), name)) == ([code] if code else [])


def contradicted(reading: FileReading) -> list[str]:
    assert all(trouble.stops for trouble in reading.troubles) and not (reading.troubles and reading.rows)
    return [f"{trouble.code} {trouble.values['place']}" for trouble in reading.troubles]


def test_the_title_below_another_row_is_heard_and_a_day_beside_it_is_not() -> None:
    rows: list[Row] = [("ปีการศึกษา 2568",), ("ประกาศผล ปี 2569",), *PLAIN]
    assert not read(xlsx(rows)).troubles
    assert told(read(xlsx([("สพป.",), ("ปีการศึกษา 2567",), *PLAIN]))) == [("other-year", 2, "")]


def test_of_sheets_by_year_that_of_the_year_is_taken() -> None:
    content = xlsx(PLAIN, name="2567", more={"2568": PLAIN[:2]})
    assert (read(content).sheet, len(read(content).rows)) == ("2568", 1)


# --- Tests and grades -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sheet", "title", "codes"),
    [
        ("a.xlsx", "Sheet", "ผลการทดสอบ O-NET ปีการศึกษา 2568", ["other-test title"]),
        ("a.xlsx", "Sheet", "ผล ONET และ NT", []),
        ("a.xlsx", "Sheet", "Student contents", []),  # letters within words are no test
        ("a.xlsx", "o_net", "", ["other-test sheet"]),
        ("onet-p6.xlsx", "Sheet", "", ["other-test file", "other-grade file"]),
        ("nt-p3.xlsx", "ป.3", "ผล NT ชั้น ป.๓ สพป.1", []),
        ("a.xlsx", "Sheet", "ผล NT ชั้นประถมศึกษาปีที่ 6", ["other-grade title"]),
        ("a.xlsx", "Sheet", "ผล NT ระดับป.1-6", []),
        ("a.xlsx", "Sheet", "ผล NT ป.4, 5 และ 6", ["other-grade title"]),
        ("a.xlsx", "ม.3", "ผล NT", ["other-grade sheet"]),
        ("a.xlsx", "Sheet", "ผลการทดสอบระดับชาติ O-NET ชั้น ป.6", ["other-test title", "other-grade title"]),
    ],
)
def test_a_file_that_calls_itself_another_test_or_grade_is_refused(
    name: str, sheet: str, title: str, codes: list[str]
) -> None:
    assert contradicted(read(xlsx([(title or "ผล",), *PLAIN], name=sheet), name)) == codes


def test_both_what_the_file_says_and_what_was_given_are_named() -> None:
    rows: list[Row] = [("สพป.ตัวอย่าง เขต 1",), ("ผลการทดสอบ O-NET ชั้น ม.3",), *PLAIN]
    reading = read(xlsx(rows), "a.xlsx", kind=NT)
    assert [(t.code, t.row, t.values["said"], t.values["given"]) for t in reading.troubles] == [
        ("other-test", 2, "O-NET", "NT"),
        ("other-grade", 2, "ม.3", "ป.3"),
    ]
    assert told(read(xlsx(rows), kind=ONET, grade="p6")) == [("other-grade", 2, "")]
    assert told(read(xlsx(rows), kind=ONET, grade="m3")) == []


def test_a_head_above_the_columns_that_are_read_is_heard() -> None:
    def headed(above: str, aside: str = "จังหวัดเฉลี่ย") -> list[tuple[str, int, str]]:
        rows: list[Row] = [
            ("โรงเรียน", above, "", ""),
            ("", "ภาษาไทย", "คณิตศาสตร์", aside),
            ("บ้านโพน", 40, 41, 3),
        ]
        return told(read(csv(rows), "a.csv"))

    assert headed("NT ป.3 ปี 2568") == []
    assert headed("O-NET") == [("other-test", 1, "")]
    assert headed("ป.6") == [("other-grade", 1, "")]
    assert headed("ปีการศึกษา 2567") == [("other-year", 1, "")]
    assert headed("", aside="O-NET ป.6 2567") == []  # nothing is read from it


def test_rows_of_another_grade_than_the_one_given_are_left_out() -> None:
    rows: list[Row] = [
        ("โรงเรียน", "ชั้น", "ภาษาไทย", "คณิตศาสตร์"),
        ("บ้านโพน", "ป.6", 10, 20),
        ("บ้านโพน", "ม.3", 30, 40),
    ]
    reading = read(csv(rows), "a.csv", kind=ONET, grade="m3")
    assert [(row.number, row.grade) for row in reading.rows] == [(3, "m3")]
    assert reading.left_out == (LeftOut(2, "บ้านโพน", "other-grade"),)


# --- Shares -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "full", "columns"),
    [
        ([(0.4532, 40), (1, 50)], 100.0, ["D ภาษาไทย"]),
        ([(0.45, 0.5), (0, "-")], 100.0, ["D ภาษาไทย", "E คณิตศาสตร์"]),
        ([(0.45, 40), (45, 50)], 100.0, []),
        ([(0, 40), (1, 50)], 100.0, []),
        ([("0.45%", 40), ("0.51%", 50)], 100.0, []),  # it says what it means
        ([(0.45, 0.5)], 1.0, []),
    ],
)
def test_a_column_of_shares_of_one_is_refused(
    scores: list[tuple[object, object]], full: float, columns: list[str]
) -> None:
    rows: list[Row] = [HEAD, *[(n, f"บ้าน {n}", 12, *pair) for n, pair in enumerate(scores)]]
    rows.append(("", "รวม", 24, 45, 50))  # no school
    reading = read(csv(rows), "a.csv", kind=replace(NT, full=full))
    shares = [trouble for trouble in reading.troubles if trouble.code == "fractions"]
    assert [trouble.column for trouble in shares] == columns
    assert reading.stops == bool(columns)


# --- More than our own ------------------------------------------------------------------


def test_rows_of_other_provinces_and_areas_are_left_out() -> None:
    rows: list[Row] = [
        ("จังหวัด", "เขตพื้นที่", "โรงเรียน", "ภาษาไทย", "คณิตศาสตร์"),
        ("มุกดาหาร", "สพป.มห.", "บ้านโพน", 1, 2),
        ("จ.นครพนม", "สพป.นครพนม เขต 1", "บ้านโพน", 3, 4),
        ("", "สพป.มุกดาหาร", "บ้านใหม่", 5, 6),
        ("", "", "บ้านย้าย", 7, 8),
    ]
    reading = read(xlsx(rows), ours=("มุกดาหาร",))
    assert list(scores(reading)) == ["บ้านโพน", "บ้านใหม่", "บ้านย้าย"]
    assert reading.left_out == (LeftOut(3, "บ้านโพน", "elsewhere"),)
    assert len(read(xlsx(rows)).rows) == 4
    others = read(xlsx([rows[0], rows[2]]), ours=("มุกดาหาร",))
    assert told(others) == [("none-ours", 2, "A จังหวัด")]


def test_a_long_file_is_read_to_its_end() -> None:
    reading = read(csv([HEAD, *[(n, f"บ้านที่ {n}", 5, 40, 41) for n in range(21_000)]]), "a.csv")
    assert len(reading.rows) == 21_000 and not reading.troubles


def test_more_than_can_be_read_is_told_and_never_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.results.grid.MOST_ROWS", 3)
    for name, content in (("a.csv", csv(PLAIN)), ("a.xlsx", xlsx(PLAIN))):
        assert not read(content, name).troubles
    longer: list[Row] = [*PLAIN, (), (), (3, "บ้านย้าย", 1, 2, 3)]
    for name, content in (("a.csv", csv(longer)), ("a.xlsx", xlsx(longer))):
        assert [t.code for t in read(content, name).troubles] == ["too-many-rows"]
    monkeypatch.setattr("forms.results.grid.MOST_COLUMNS", 4)
    assert [t.code for t in read(xlsx(PLAIN)).troubles] == ["too-many-columns"]


# --- Formulas and totals ----------------------------------------------------------------


def test_formulas_without_their_result_are_named_and_stop_the_file() -> None:
    rows: list[Row] = [
        *PLAIN,
        (3, "บ้านย้าย", 9, "=D2+1", "=E2"),
        (4, "=B2", 9, 50, 51),
        ("", "รวม", "", "=1", ""),
    ]
    reading = read(xlsx(rows))
    assert [(t.code, t.row, t.values) for t in reading.troubles] == [
        ("uncalculated", 4, {"cells": "D4, E4, B5", "count": "3"})
    ]
    assert reading.stops
    assert not read(xlsx([*PLAIN, ("", "รวม", "", "=1", "=2"), ("=9", "บ้านย้าย", 1, 2, 3)])).troubles


def test_a_total_is_none_where_it_is_called_like_a_school_of_ours() -> None:
    rules = replace(RULES, totals=("รวม*",))
    rows: list[Row] = [
        HEAD,
        (1, "รวมมิตพัฒนา", 9, 44, 45),
        (2, "รวมมิตรพัฒนา", 9, 44, 45),
        (3, "รวมทุกสังกัด", 9, 4, 5),
    ]
    reading = read_results("a.csv", csv(rows), rules, NT, 2568, schools=["รวมมิตรพัฒนา"])
    assert list(scores(reading)) == ["รวมมิตพัฒนา", "รวมมิตรพัฒนา"]
    assert reading.left_out == (LeftOut(4, "รวมทุกสังกัด", "total"),)
