"""Tables: typed columns, headers that name them, footers, rows appended to them, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, text, told, write_rows

_LIST = {
    "condition": {
        "type": "ONE_OF_LIST",
        "values": [{"userEnteredValue": "ดี"}, {"userEnteredValue": "พอใช้"}],
    }
}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A sheet whose A1:C4 has a head and three rows."""
    made = Spreadsheet(workspace)
    made.write([["โรงเรียน", "คะแนน", "ผล"], ["ก", 1, "ดี"], ["ข", 2, "ดี"], ["ค", 3, "พอใช้"]])
    return made


def add(*columns: dict[str, Any], place: dict[str, int] | None = None, **more: Any) -> dict[str, Any]:
    table = {"range": place or box(0, 0, 4, 3), "columnProperties": list(columns), **more}
    return {"addTable": {"table": table}}


def made(book: Spreadsheet, *columns: dict[str, Any], **more: Any) -> dict[str, Any]:
    (reply,) = book.do(add(*columns, **more))
    table: dict[str, Any] = reply["addTable"]["table"]
    return table


def column(index: int, kind: str = "", **more: Any) -> dict[str, Any]:
    return {"columnIndex": index} | ({"columnType": kind} if kind else {}) | more


def test_a_table_says_what_each_column_is(book: Spreadsheet) -> None:
    table = made(book, column(2, "DROPDOWN", columnName="ผล", dataValidationRule=_LIST), name="ผลนิเทศ")
    assert table["columnProperties"] == [
        {"columnName": "โรงเรียน"},
        {"columnIndex": 1, "columnName": "คะแนน"},
        {"columnIndex": 2, "columnName": "ผล", "columnType": "DROPDOWN", "dataValidationRule": _LIST},
    ]
    assert table["name"] == "ผลนิเทศ"
    assert table["range"] == told(0, 0, 4, 3)
    assert {"headerColorStyle", "firstBandColorStyle", "secondBandColorStyle"} <= table[
        "rowsProperties"
    ].keys()
    assert book.sheet()["tables"] == [table]


def test_a_table_stands_among_the_banded_ranges_unless_unwanted(book: Spreadsheet) -> None:
    table = made(book, tableId="t")
    (band,) = book.sheet()["bandedRanges"]
    assert (band["bandedRangeReference"], band["range"]) == ("t", table["range"])
    assert "bandedRanges" not in book.get(excludeTablesInBandedRanges="true")["sheets"][0]


def test_an_id_is_taken_or_made_and_so_is_a_name(book: Spreadsheet) -> None:
    assert made(book, tableId="ของเรา")["tableId"] == "ของเรา"
    other = made(book, place=box(9, 0, 12, 2))
    assert other["tableId"]
    assert other["name"] == "Table2" or other["name"] == "Table1"
    assert book.values("A10:B10") == [["Column 1", "Column 2"]]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (add(column(1, "DROPDOWN")), "Condition must be set for dropdown column type."),
        (
            add(column(1, "DOUBLE", dataValidationRule=_LIST)),
            "Cannot set condition for non-dropdown column type.",
        ),
        (add(column(3, "TEXT")), "outside of the table"),
        (add(column(1, "TEXT"), column(1, "DATE")), "more than once"),
        (add(place=box(0, 0, 1, 3)), "at least one more row"),
        ({"deleteTable": {"tableId": "x"}}, "No table with id: x"),
        ({"updateTable": {"table": {"tableId": "x"}, "fields": "name"}}, "No table with id: x"),
        ({"appendCells": {"tableId": "x", "rows": [], "fields": "*"}}, "No table with id: x"),
    ],
)
def test_what_is_refused(book: Spreadsheet, request_: dict[str, Any], words: str) -> None:
    assert words in book.refused(request_)


def test_tables_do_not_overlap_each_other_nor_alternating_colours(book: Spreadsheet) -> None:
    made(book, name="หนึ่ง")
    assert "overlaps with another table" in book.refused(add(place=box(3, 2, 9, 5)))
    assert 'table with the name "หนึ่ง"' in book.refused(add(place=box(20, 0, 22, 2), name="หนึ่ง"))
    colours = {"firstBandColor": {"blue": 1.0}, "secondBandColor": {}}
    banding = {"addBanding": {"bandedRange": {"range": box(3, 0, 9, 1), "rowProperties": colours}}}
    assert "already has alternating background colors" in book.refused(banding)
    banding["addBanding"]["bandedRange"]["range"] = box(30, 0, 39, 1)
    book.do(banding)
    assert "already has alternating background colors" in book.refused(add(place=box(35, 0, 45, 2)))


def test_an_update_replaces_the_columns_whole(book: Spreadsheet) -> None:
    table = made(book, column(2, "DROPDOWN", columnName="ผล", dataValidationRule=_LIST), tableId="t")
    change = {"tableId": "t", "columnProperties": [column(1, "DOUBLE", columnName="แต้ม")]}
    book.do({"updateTable": {"table": change, "fields": "columnProperties"}})
    (kept,) = book.sheet()["tables"]
    assert kept["columnProperties"] == [
        {"columnName": "โรงเรียน"},
        {"columnIndex": 1, "columnName": "แต้ม", "columnType": "DOUBLE"},
        {"columnIndex": 2, "columnName": "ผล"},
    ]
    assert book.values("B1") == [["แต้ม"]]
    assert kept["rowsProperties"] == table["rowsProperties"]
    change["columnProperties"] = [column(1, "DOUBLE")]
    refused = {"updateTable": {"table": change, "fields": "columnProperties"}}
    assert "Table header row cell must have a value." in book.refused(refused)


def test_text_written_into_a_header_names_its_column(book: Spreadsheet) -> None:
    made(book)
    book.write([["ชื่อใหม่"]], "B1")
    assert book.sheet()["tables"][0]["columnProperties"][1]["columnName"] == "ชื่อใหม่"


def test_what_is_not_true_in_a_boolean_column_is_false(book: Spreadsheet) -> None:
    book.write([[True], ["TRUE"], [""]], "C2")
    made(book, column(2, "BOOLEAN", columnName="ผล"))
    assert book.values("C2:C4") == [["TRUE"], ["FALSE"], ["FALSE"]]


def test_a_typed_column_takes_no_validation_of_its_own(book: Spreadsheet) -> None:
    made(book, column(1, "DOUBLE", columnName="คะแนน"))
    rule = {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "0"}]}}
    refused = {"setDataValidation": {"range": box(1, 1, 3, 2), "rule": rule}}
    assert "not allowed on cells in typed columns" in book.refused(refused)
    book.do({"setDataValidation": {"range": box(1, 0, 3, 1), "rule": rule}})


def append(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"appendCells": {"tableId": "t", "rows": [{"values": row} for row in rows], "fields": "*"}}


def test_rows_appended_to_a_table_join_it(book: Spreadsheet) -> None:
    made(book, tableId="t")
    book.do(append([text("ง"), text("4")], [text("จ")]))
    assert book.sheet()["tables"][0]["range"] == told(0, 0, 6, 3)
    assert book.values("A4:A6") == [["ค"], ["ง"], ["จ"]]


def test_rows_are_put_in_where_a_table_cannot_grow(book: Spreadsheet) -> None:
    made(book, tableId="t")
    book.write([["อยู่ข้างล่าง"]], "A5")
    book.do(append([text("ง")]))
    assert book.sheet()["tables"][0]["range"] == told(0, 0, 5, 3)
    assert book.values("A4:A6") == [["ค"], ["ง"], ["อยู่ข้างล่าง"]]


def test_empty_rows_of_a_table_are_filled_first(book: Spreadsheet) -> None:
    made(book, tableId="t", place=box(0, 0, 9, 3))
    book.do(append([text("ง")]))
    assert book.sheet()["tables"][0]["range"] == told(0, 0, 9, 3)
    assert book.values("A5") == [["ง"]]


def test_a_footer_takes_a_row_and_stays_below_what_is_appended(book: Spreadsheet) -> None:
    made(book, tableId="t")
    look = {"footerColorStyle": {"rgbColor": {"red": 1}}}
    fields = "rowsProperties.footerColorStyle"
    book.do({"updateTable": {"table": {"tableId": "t", "rowsProperties": look}, "fields": fields}})
    assert book.sheet()["tables"][0]["range"] == told(0, 0, 5, 3)
    book.do(write_rows([text("รวม")], row=4), append([text("ง")]))
    assert book.values("A4:A6") == [["ค"], ["ง"], ["รวม"]]
    assert book.sheet()["tables"][0]["range"] == told(0, 0, 6, 3)
    book.do({"updateTable": {"table": {"tableId": "t"}, "fields": fields}})
    assert book.sheet()["tables"][0]["range"] == told(0, 0, 5, 3)


def test_columns_keep_their_types_when_others_come_and_go(book: Spreadsheet) -> None:
    made(book, column(2, "DROPDOWN", columnName="ผล", dataValidationRule=_LIST))
    place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    book.do({"insertDimension": {"range": place}})
    (table,) = book.sheet()["tables"]
    assert table["range"] == told(0, 0, 4, 4)
    assert [one.get("columnType") for one in table["columnProperties"]] == [None, None, None, "DROPDOWN"]
    book.do({"deleteDimension": {"range": place | {"startIndex": 0}}})
    (table,) = book.sheet()["tables"]
    assert [one.get("columnType") for one in table["columnProperties"]] == [None, "DROPDOWN"]


def test_a_table_goes_with_what_it_holds(book: Spreadsheet) -> None:
    made(book, tableId="t", place=box(0, 0, 4, 2))
    book.do({"deleteTable": {"tableId": "t"}})
    assert "tables" not in book.sheet()
    assert book.values("A1:C2") == [["", "", "ผล"], ["", "", "ดี"]]


def test_filters_and_protection_follow_the_table_behind_them(book: Spreadsheet) -> None:
    made(book, tableId="t")
    book.do(
        {"addProtectedRange": {"protectedRange": {"tableId": "t"}}},
        {"addFilterView": {"filter": {"tableId": "t", "title": "มุมมอง"}}},
        {"setBasicFilter": {"filter": {"tableId": "t"}}},
        append([text("ง")]),
    )
    sheet = book.sheet()
    for part in (sheet["protectedRanges"][0], sheet["filterViews"][0], sheet["basicFilter"]):
        assert part["tableId"] == "t"
        assert part["range"] == told(0, 0, 5, 3)
