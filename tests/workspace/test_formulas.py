"""Formulas as the API tells what they come to."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from sync.workspace.sheets.formulas import regex_functions
from sync.workspace.store import Store
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, write_rows

_TABLE: list[list[Any]] = [
    ["ชื่อ", "คะแนน", "วันที่"],
    ["ก", 1, "2026-11-22"],
    ["ข", 2, "2026-11-23"],
    ["ค", 3, ""],
]


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    made = Spreadsheet(workspace, sheets=[{"properties": {"title": "Sheet1"}}])
    made.write(_TABLE, option="USER_ENTERED")
    return made


def _comes_to(book: Spreadsheet, formula: str, where: str = "E1") -> dict[str, Any]:
    book.write([[formula]], where, "USER_ENTERED")
    return book.cell(where)


@pytest.mark.parametrize(
    ("formula", "value", "shown"),
    [
        ("=4/2", 2, "2"),
        ("= 1 / 1024", 0.0009765625, "0.0009765625"),
        ("=SUM(B2:B4)", 6, "6"),
        ("=SUM(B:B)", 6, "6"),
        ("=SUM(B2:B)", 6, "6"),
        ("=SUM(3:3)", 46351 - 2 + 2, "46351"),
        ("=ROWS(A:A)", 1000, "1000"),
        ("=AVERAGE(B2:B4)", 2, "2"),
        ('=COUNTIF(B2:B4,">1")', 2, "2"),
        ('=VLOOKUP("ข",A2:B4,2,FALSE)', 2, "2"),
        ('=INDEX(A2:A4,MATCH(3,B2:B4,0))&"!"', "ค!", "ค!"),
        ("=B2>1", False, "FALSE"),
        ("=IF(B3>1,\"มาก\",\"น้อย\")", "มาก", "มาก"),
        ('=IFERROR(1/0,"-")', "-", "-"),
        ("=IFERROR(1/0)", "", ""),
        ('=TEXT(0.256,"0.0%")', "25.6%", "25.6%"),
        ('=JOIN(", ",A2:A4)', "ก, ข, ค", "ก, ข, ค"),
        ('=REGEXMATCH("ป.4/2","^ป\\.[0-9]")', True, "TRUE"),
        ('=REGEXEXTRACT("ป.4/2","[0-9]+")', "4", "4"),
        ('=REGEXREPLACE("a-b","(a)-(b)","$2-$1")', "b-a", "b-a"),
        ('=REGEXMATCH("a++","\\+\\Q+\\E$")', True, "TRUE"),
        ('=REGEXMATCH("ก","^\\w$")', False, "FALSE"),
        ('=REGEXMATCH("ก","^\\p{Thai}\\z")', True, "TRUE"),
        ('=REGEXEXTRACT("ab12","([[:alpha:]]+)[[:^alpha:]&[]+$")', "ab", "ab"),
        ('=REGEXEXTRACT("x{,2}y","{.*}")', "{,2}", "{,2}"),
        ('=REGEXREPLACE("b.4/2 ห้อง","(?i)(B)\\.(\\d)","$2$1\\")', "4b\\/2 ห้อง", "4b\\/2 ห้อง"),
        ('=REGEXREPLACE("aXbX","(?P<n>[^a-z]|$)","-")', "a-b--", "a-b--"),
        ('=JOIN("",ARRAYFORMULA(REGEXMATCH(A2:A4,"[กข]")))', "TRUETRUEFALSE", "TRUETRUEFALSE"),
        ("=COUNTUNIQUE(B2:B4,B2:B4)", 3, "3"),
        ("=SUM(ARRAYFORMULA(B2:B4*2))", 12, "12"),
        ("=SUMPRODUCT(B2:B4,B2:B4)", 14, "14"),
        ("=SUM(ARRAYFORMULA(LEN(A1:C1)))", 15, "15"),
        ("=SUMPRODUCT(ROUND(B2:B4/2,0))", 4, "4"),
        ("=SUM(ARRAYFORMULA(COUNTIF(B2:B4,B2:B4)))", 3, "3"),
        ('=JOIN("",FILTER(A2:A4,ISNUMBER(C2:C4)))', "กข", "กข"),
        ("=ADD(2,3)", 5, "5"),
        ('=VALUE("1,234.5")', 1234.5, "1234.5"),
        ("=LET(x,5,x*2)", 10, "10"),
        ("=50%", 0.5, "0.5"),
        ("=LEN(\"ที่\")", 3, "3"),
    ],
)  # fmt: skip
def test_what_formulas_come_to(book: Spreadsheet, formula: str, value: Any, shown: str) -> None:
    cell = _comes_to(book, formula)
    kind = {bool: "boolValue", str: "stringValue"}.get(type(value), "numberValue")
    assert cell["userEnteredValue"] == {"formulaValue": formula}
    assert cell["effectiveValue"] == {kind: value}
    assert cell["formattedValue"] == shown


@pytest.mark.parametrize(
    ("formula", "type_", "shown", "message"),
    [
        ("=1/0", "DIVIDE_BY_ZERO", "#DIV/0!", "Function DIVIDE parameter 2 cannot be zero."),
        (
            "=AVERAGE(D1:D4)",
            "DIVIDE_BY_ZERO",
            "#DIV/0!",
            "Evaluation of function AVERAGE caused a divide by zero error.",
        ),
        (
            '=VLOOKUP("ง",A2:B4,2,FALSE)',
            "N_A",
            "#N/A",
            "Did not find value 'ง' in VLOOKUP evaluation.",
        ),
        (
            "=A2+1",
            "VALUE",
            "#VALUE!",
            "Function ADD parameter 1 expects number values. But 'ก' is a text and cannot be coerced to a "
            "number.",
        ),
        (
            '=REGEXMATCH("a","a[b")',
            "REF",
            "#REF!",
            'Function REGEXMATCH parameter 2 value "a[b" is not a valid regular expression.',
        ),
        (
            '=REGEXEXTRACT("a","b")',
            "N_A",
            "#N/A",
            'Function REGEXEXTRACT parameter 2 value "b" does not match text of Function REGEXEXTRACT '
            'parameter 1 value "a".',
        ),
        (
            '=REGEXREPLACE(B2,"1","")',
            "VALUE",
            "#VALUE!",
            "Function REGEXREPLACE parameter 1 expects text values. But '1' is a number and cannot be "
            "coerced to a text.",
        ),
        ("=NOSUCH(1)", "NAME", "#NAME?", "Unknown function: 'NOSUCH'."),
        ("=nosuch", "NAME", "#NAME?", "Unknown range name: 'NOSUCH'."),
        ("=Missing!A1", "REF", "#REF!", "Unresolved sheet name 'Missing'."),
        ("=A2000", "REF", "#REF!", "Reference does not exist."),
        (
            "=E1+1",
            "REF",
            "#REF!",
            "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
        ),
        ("=SUM(1,", "ERROR", "#ERROR!", "Formula parse error."),
        ("=1+", "ERROR", "#ERROR!", "Formula parse error."),
        (
            "=SEQUENCE(2000)",
            "REF",
            "#REF!",
            "Result was not automatically expanded, please insert more rows (1000).",
        ),
        ('=QUERY(A1:B4,"select A")', "ERROR", "#ERROR!", "The embedded workspace does not calculate QUERY."),
    ],
)
def test_errors_in_googles_words(
    book: Spreadsheet, formula: str, type_: str, shown: str, message: str
) -> None:
    cell = _comes_to(book, formula)
    assert cell["effectiveValue"] == {"errorValue": {"type": type_, "message": message}}
    assert cell["formattedValue"] == shown
    assert book.values("E1") == [[shown]]
    assert book.values("E1", valueRenderOption="UNFORMATTED_VALUE") == [[f"{shown} ({message})"]]


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?>a)", r"(a)\1", r"(?P<n>a)(?P=n)", r"(?<n>a)\k<n>", "a++",
        "a?+", "a{2}+", "a**", "(*FAIL)", "(?R)", "(?|a)", "(?#a)", "a{1001}", r"a\Z", r"\p{Nothing}", r"\pé",
        "(", "[[:no:]]",
    ],
)  # fmt: skip
def test_what_re2_does_not_take_is_no_pattern(book: Spreadsheet, pattern: str) -> None:
    cell = _comes_to(book, f'=REGEXMATCH("aa","{pattern}")')
    assert cell["formattedValue"] == "#REF!"


def test_searches_without_an_end_are_ended(book: Spreadsheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """All cells share one limit."""
    monkeypatch.setattr(regex_functions, "SECONDS", 0.3)
    slow = f'=REGEXREPLACE("{"a" * 60}!","(a|aa)+$","")'
    book.write([['=REGEXMATCH("aaaa!","(a+)+$")']], "E1", "USER_ENTERED")
    assert book.values("E1") == [["FALSE"]]
    book.write([[slow]] * 40, "F1", "USER_ENTERED")
    began = time.monotonic()
    assert book.values("F1:F40") == [["#ERROR!"]] * 40
    assert time.monotonic() - began < 10, "40 limits, one after another"
    error = book.cell("F1")["effectiveValue"]["errorValue"]
    assert error["message"] == "The embedded workspace does not calculate this formula."


@pytest.mark.parametrize(
    "formula",
    [
        "=" + "(" * 500 + "1" + ")" * 500,
        "=" + "IF(TRUE," * 200 + "1" + ")" * 200,
        "=" + "{" * 300 + "1" + "}" * 300,
        "=" + "-" * 200 + "1",
        "=1" + "-A1" * 400,
    ],
    ids=["brackets", "calls", "braces", "signs", "chain"],
)
def test_a_formula_that_is_too_deep_is_an_error_of_its_cell_alone(book: Spreadsheet, formula: str) -> None:
    book.do({"copyPaste": {"source": box(1, 1, 2, 2), "destination": box(1, 6, 2, 7)}})
    cell = _comes_to(book, formula)
    message = "The embedded workspace does not calculate this formula."
    assert cell["effectiveValue"] == {"errorValue": {"type": "ERROR", "message": message}}
    book.do(
        {"copyPaste": {"source": box(0, 4, 1, 5), "destination": box(1, 5, 2, 6)}},
        {
            "insertDimension": {
                "range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
            }
        },
        {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "อื่น"}, "fields": "title"}},
    )
    assert book.values("B1:H2") == [
        ["ชื่อ", "คะแนน", "วันที่", "", "#ERROR!"],
        ["ก", "1", "2026-11-22", "", "", "#ERROR!", "1"],
    ]


@pytest.mark.parametrize(
    ("formula", "value"),
    [("=1" + "+1" * 300, 301), ("=B2" + "+ B3" * 2000, 4001), ('="a"' + '&"a"' * 300, "a" * 301)],
)
def test_long_sums_and_texts(book: Spreadsheet, formula: str, value: Any) -> None:
    assert next(iter(_comes_to(book, formula)["effectiveValue"].values())) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=ROUND(2.5)", 3),
        ("=ROUNDUP(2.1)", 3),
        ("=ROUNDDOWN(2.9)", 2),
        ("=TRUNC(-2.9)", -2),
        ("=SUM(ARRAYFORMULA(ROUND(B2:B4/2)))", 4),
        ('=YEAR("2024-01-02")', 2024),
        ('=MONTH("2024-03-02")', 3),
        ('=DAY("2024-03-02")', 2),
        ('=HOUR("15:30")', 15),
        ('=MINUTE("15:30")', 30),
        ('=SECOND("15:30:20")', 20),
        ('=WEEKDAY("2024-01-02")', 3),
        ('=WEEKNUM("2024-01-10")', 2),
        ('=ISOWEEKNUM("2024-01-10")', 2),
        ('=EDATE("2024-01-02",1)', 45324),
        ('=EOMONTH("2024-01-02",0)', 45322),
        ('=DAYS("2024-01-03","2024-01-02")', 1),
        ('=DATEDIF("2024-01-01","2024-01-10","D")', 9),
        ('=NETWORKDAYS("2026-11-20","2026-11-24",C2:C3)', 2),
        ('=WORKDAY("2026-11-20",1,C2:C3)', 46350),
        ('=YEARFRAC("2024-01-01","2024-07-01")', 0.5),
        ("=YEAR(C2)", 2026),
        ("=SUM(ARRAYFORMULA(DAY(C2:C3)))", 45),
        ('=OR("TRUE")', True),
        ('=AND("true",B2=1)', True),
        ('=NOT("FALSE")', True),
    ],
)
def test_arguments_that_are_left_out_or_text(book: Spreadsheet, formula: str, value: Any) -> None:
    assert next(iter(_comes_to(book, formula)["effectiveValue"].values())) == value


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=MIN()", "MIN. Expected at least 1 arguments, but received 0 arguments."),
        ("=AND()", "AND. Expected at least 1 arguments, but received 0 arguments."),
        ("=IF(TRUE)", "IF. Expected between 2 and 3 arguments, but received 1 arguments."),
        ("=1+ABS(1,2)", "ABS. Expected 1 arguments, but received 2 arguments."),
        ("=ROUND(1,2,3)", "ROUND. Expected between 1 and 2 arguments, but received 3 arguments."),
    ],
)
def test_a_wrong_number_of_arguments(book: Spreadsheet, formula: str, expected: str) -> None:
    cell = _comes_to(book, formula)
    message = f"Wrong number of arguments to {expected}"
    assert cell["effectiveValue"] == {"errorValue": {"type": "N_A", "message": message}}
    assert cell["formattedValue"] == "#N/A"


def test_a_division_by_zero_names_what_divides(book: Spreadsheet) -> None:
    formulas = ["=STDEV(1)", "=MOD(5,0)", '=DIVIDE(1,0)&"/"', "=SUM(E1:F1)", "=G1&H1"]
    book.write([formulas], "E1", "USER_ENTERED")
    told = [cell["effectiveValue"]["errorValue"]["message"] for cell in book.cells("E1:I1")[0]]
    stdev = "Evaluation of function STDEV caused a divide by zero error."
    divide = "Function DIVIDE parameter 2 cannot be zero."
    assert told == [stdev, "Function MOD parameter 2 cannot be zero.", divide, stdev, divide]


def test_what_is_a_date(book: Spreadsheet) -> None:
    book.write([["2026-11-22"], [46348], ["x"], ["=E1+1"], [""]], "E1", "USER_ENTERED")
    book.write([[f"=ISDATE(E{row})"] for row in range(1, 6)], "F1", "USER_ENTERED")
    others = ['=ISDATE("2026-11-22")', '=ISDATE("5")', "=ISDATE(TODAY())", "=ISDATE(5)", "=ISDATE(A1:A1)"]
    book.write([[other] for other in others], "G1", "USER_ENTERED")
    assert book.values("F1:G5") == [
        ["TRUE", "TRUE"], ["FALSE", "FALSE"], ["FALSE", "TRUE"], ["TRUE", "FALSE"], ["FALSE", "FALSE"],
    ]  # fmt: skip
    date = {"userEnteredFormat": {"numberFormat": {"type": "DATE"}}}
    book.do({"repeatCell": {"range": box(1, 4, 2, 5), "cell": date, "fields": "userEnteredFormat"}})
    assert book.values("F2") == [["TRUE"]]


def test_a_day_read_from_text_is_a_plain_number(book: Spreadsheet) -> None:
    book.write([['=DATEVALUE("2024-01-02")', '=TIMEVALUE("15:00")']], "E1", "USER_ENTERED")
    assert book.values("E1:F1") == [["45293", "0.625"]]


def test_an_error_is_handed_on_with_its_words(book: Spreadsheet) -> None:
    book.write([["=NOSUCH(1)"], ["=E1+1"], ["=SUM(E1:E2)"]], "E1", "USER_ENTERED")
    told = [row[0]["effectiveValue"]["errorValue"] for row in book.cells("E1:E3")]
    assert told == [{"type": "NAME", "message": "Unknown function: 'NOSUCH'."}] * 3


def test_a_result_follows_what_it_is_worked_out_from(book: Spreadsheet) -> None:
    book.write([["=SUM(B2:B4)", "=E1*2"]], "E1", "USER_ENTERED")
    assert book.values("E1:F1") == [["6", "12"]]
    book.write([[10]], "B2")
    assert book.values("E1:F1") == [["15", "30"]]
    book.write([["=B3"]], "B4", "USER_ENTERED")
    assert book.values("E1:F1") == [["14", "28"]]
    book.call("POST", "/values/B2:B3:clear", {})
    assert book.values("B4:F4") == []
    assert book.values("E1:F1") == [["0", "0"]]


def test_arrays_spread_over_empty_cells(book: Spreadsheet) -> None:
    book.write([["=FILTER(A2:B4,B2:B4>1)"]], "E1", "USER_ENTERED")
    assert book.values("E1:G4") == [["ข", "2"], ["ค", "3"]]
    spread = book.cell("F2")
    assert spread["effectiveValue"] == {"numberValue": 3}
    assert "userEnteredValue" not in spread
    added = book.call("POST", "/values/E1:append", {"values": [["below"]]}, valueInputOption="RAW")
    assert (added["tableRange"], added["updates"]["updatedRange"]) == ("Sheet1!E1:F2", "Sheet1!E3")


def test_an_array_without_room_says_what_is_in_its_way(book: Spreadsheet) -> None:
    book.write([["=SEQUENCE(3)"], [""], ["x"]], "E1", "USER_ENTERED")
    told = book.cell("E1")["effectiveValue"]["errorValue"]
    assert told == {
        "type": "REF",
        "message": "Array result was not expanded because it would overwrite data in E3.",
    }
    book.call("POST", "/values/E3:clear", {})
    assert book.values("E1:E3") == [["1"], ["2"], ["3"]]


def test_a_range_alone_means_the_cell_beside_it(book: Spreadsheet) -> None:
    book.write([["=B2:B4*10"]], "E3", "USER_ENTERED")
    assert book.values("E3:E5") == [["20"]]
    book.write([["=ARRAYFORMULA(B2:B4*10)"]], "E3", "USER_ENTERED")
    assert book.values("E3:E5") == [["10"], ["20"], ["30"]]


def test_functions_of_one_value_are_worked_out_for_each_cell(book: Spreadsheet) -> None:
    book.write([['=ARRAYFORMULA(IFERROR(VLOOKUP({"ค";"ง";"ก"},A2:B4,2,FALSE),"-"))']], "E1", "USER_ENTERED")
    book.write([['=ARRAYFORMULA(IF(C2:C4="","",TEXT(C2:C4,"d/m")&"!"))']], "F1", "USER_ENTERED")
    assert book.values("E1:F3") == [["3", "22/11!"], ["-", "23/11!"], ["1"]]


def test_a_reference_to_an_empty_cell_shows_nothing(book: Spreadsheet) -> None:
    book.write([["=Z9", '=Z9&"x"', "=Z9+1"]], "E1", "USER_ENTERED")
    assert book.values("E1:G1") == [["", "x", "1"]]


def test_named_ranges_and_other_sheets(book: Spreadsheet) -> None:
    book.do(
        {"addSheet": {"properties": {"sheetId": 7, "title": "ผล รวม"}}},
        {"addNamedRange": {"namedRange": {"name": "คะแนน", "range": box(1, 1, 4, 2)}}},
    )
    book.write([["=SUM(คะแนน)", "=SUM(Sheet1!B2:B3)"]], "'ผล รวม'!A1", "USER_ENTERED")
    book.write([["='ผล รวม'!A1*10"]], "E1", "USER_ENTERED")
    assert book.values("'ผล รวม'!A1:B1") == [["6", "3"]]
    assert book.values("E1") == [["60"]]


def test_time_is_the_workspaces_in_the_spreadsheets_zone(workspace: Workspace) -> None:
    store = Store(workspace.folder, ())
    store.set_clock(datetime(2026, 11, 22, 20, 0, tzinfo=UTC))
    book = Spreadsheet(workspace, properties={"timeZone": "Asia/Bangkok"})
    book.write([["=TODAY()", "=NOW()", "=A1+1"]], "A1", "USER_ENTERED")
    assert book.values("A1:C1") == [["11/23/2026", "11/23/2026 3:00:00", "11/24/2026"]]
    kinds = [cell["effectiveFormat"]["numberFormat"]["type"] for cell in book.cells("A1:C1")[0]]
    assert kinds == ["DATE", "DATE_TIME", "DATE"]
    store.set_clock(datetime(2026, 12, 1, 0, 0, tzinfo=UTC))
    assert book.values("A1") == [["12/1/2026"]]


def test_a_result_looks_like_what_it_is_worked_out_from(book: Spreadsheet) -> None:
    book.do(write_rows([number(0.256, "0.0%")], row=9))
    book.write([["2026-11-22", "2026-11-14"]], "B10", "USER_ENTERED")
    formulas = [
        "=A10",
        "=B10+1",
        "=B10-C10",
        "=MAX(B10:C10)",
        "=B10*2",
        '=IF(TRUE,C10,"")',
        "=TRANSPOSE(B10:C10)",
    ]
    book.write([formulas], "A11", "USER_ENTERED")
    assert book.values("A11:G12") == [
        ["25.6%", "2026-11-23", "8", "2026-11-22", "92696", "2026-11-14", "46348"],
        ["", "", "", "", "", "", "46340"],
    ]
    formats = [cell.get("userEnteredFormat") for cell in book.cells("A11:B11")[0]]
    assert formats == [None, None]


def test_a_hyperlink_is_told(book: Spreadsheet) -> None:
    cell = _comes_to(book, '=HYPERLINK("https://example.org/a","ดู")')
    assert (cell["hyperlink"], cell["formattedValue"]) == ("https://example.org/a", "ดู")


def test_text_that_looks_like_a_formula_is_none(book: Spreadsheet) -> None:
    book.write([["=1+1", '{"formulaValue":"=1"}']], "E1", "RAW")
    assert book.values("E1:F1") == [["=1+1", '{"formulaValue":"=1"}']]


def test_sorting_goes_by_results(book: Spreadsheet) -> None:
    book.write([["=3*10"], ["=1*10"], ["=2*10"]], "E1", "USER_ENTERED")
    book.do({"sortRange": {"range": box(0, 4, 3, 5), "sortSpecs": [{"dimensionIndex": 4}]}})
    assert book.values("E1:E3", valueRenderOption="FORMULA") == [["=1*10"], ["=2*10"], ["=3*10"]]


def test_the_answer_to_a_write_counts_it(book: Spreadsheet) -> None:
    book.write([["=SUM(B2:B4)"]], "E1", "USER_ENTERED")
    assert book.values("E1") == [["6"]]
    path = "/values/B2"
    answer = book.call("PUT", path, {"values": [[5]]}, valueInputOption="RAW", includeValuesInResponse=True)
    assert answer["updatedData"]["values"] == [["5"]]
    path = "/values/E2"
    answer = book.call(
        "PUT", path, {"values": [["=E1+B2"]]}, valueInputOption="USER_ENTERED", includeValuesInResponse=True
    )
    assert answer["updatedData"]["values"] == [["15"]]
    assert book.values("E1:E2") == [["10"], ["15"]]


def test_a_chain_that_asks_for_each_cell_twice_is_followed_once(book: Spreadsheet) -> None:
    """Each difference may be one of dates; looked up anew each time, twenty in a row would be a million."""
    book.write([["2026-11-22"], *([f"=E{row}-E{row}"] for row in range(1, 31))], "E1", "USER_ENTERED")
    assert book.values("E2:E31") == [["0"]] * 30
