"""Workbooks that are sound, but not as one expects them: odd numbers, stray cells, escapes, empty charts."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from tests.workspace.conftest import Workspace
from tests.workspace.conversion_calls import SPREADSHEET, XLSX, Converter
from tests.workspace.packages import package
from tests.workspace.sheet_calls import Spreadsheet, text, write_rows


@pytest.fixture
def converter(workspace: Workspace) -> Converter:
    return Converter(workspace)


def saved(book: openpyxl.Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def grid(book: Spreadsheet, place: int = 0) -> tuple[int, int]:
    size = book.sheet(place)["properties"]["gridProperties"]
    return size["rowCount"], size["columnCount"]


@pytest.mark.parametrize(
    ("number", "pattern"),
    [(25690101, "dd/mm/yyyy"), (2958466, "dd/mm/yyyy"), (1e10, "[h]:mm"), (-5, "dd/mm/yyyy"), (0.3, "h:mm")],
)
def test_a_number_that_is_no_date_stays_the_number(
    workspace: Workspace, converter: Converter, number: float, pattern: str
) -> None:
    given = openpyxl.Workbook()
    cell: Any = given.worksheets[0]["B2"]
    cell.value, cell.number_format = number, pattern
    book = Spreadsheet(workspace, converter.imported(saved(given), XLSX))
    assert book.cell("B2")["userEnteredValue"] == {"numberValue": number}
    assert book.cell("B2")["userEnteredFormat"]["numberFormat"]["pattern"] == pattern


@pytest.mark.parametrize(
    ("late", "days", "expected"),
    [(False, (1, 59, 61, 46000.5), [2, 60, 61, 46000.5]), (True, (1, 44538), [1463, 46000])],
)
def test_days_are_those_that_excel_shows(
    workspace: Workspace, converter: Converter, late: bool, days: tuple[float, ...], expected: list[float]
) -> None:
    """Excel's first day is 1 January 1900, and it has a 29 February in that year; or all begins in 1904."""
    rows = "".join(f'<row><c s="1"><v>{day}</v></c></row>' for day in days)
    content = package(f"<sheetData>{rows}</sheetData>", date1904=late)
    book = Spreadsheet(workspace, converter.imported(content, XLSX))
    found = book.values("A:A", valueRenderOption="UNFORMATTED_VALUE", majorDimension="COLUMNS",
                        dateTimeRenderOption="SERIAL_NUMBER")  # fmt: skip
    assert found == [expected]


def test_stray_formats_and_a_title_over_all_columns_fit(workspace: Workspace, converter: Converter) -> None:
    given = openpyxl.Workbook()
    sheet = given.worksheets[0]
    sheet["A1"], sheet["B3"] = "หัว", 7
    sheet.merge_cells("A1:XFD1")
    for place in ("A1048576", "XFD1048576", "XFD2"):
        sheet[place].number_format = "0.00"
    book = Spreadsheet(workspace, converter.imported(saved(given), XLSX))
    assert grid(book) == (1000, 26)
    assert book.values("Sheet") == [["หัว"], [], ["", "7"]]
    assert book.sheet()["merges"] == [
        {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 26}
    ]


def test_a_value_in_the_last_row_has_room_as_far_as_there_is(
    workspace: Workspace, converter: Converter
) -> None:
    given = openpyxl.Workbook()
    given.worksheets[0]["A1048576"] = "สุด"
    given.create_sheet("สอง")["XFD1"] = "ขวา"
    book = Spreadsheet(workspace, converter.imported(saved(given), XLSX))
    assert book.values("A1048576") == [["สุด"]]
    (rows, columns), (second_rows, second_columns) = grid(book), grid(book, 1)
    assert (rows, second_columns) == (1_048_576, 16_384)
    assert rows * columns + second_rows * second_columns <= 10_000_000


def test_more_filled_cells_than_a_spreadsheet_holds_are_refused(converter: Converter) -> None:
    corners = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    answer = converter.upload(package(f"<sheetData>{corners}</sheetData>"), XLSX, SPREADSHEET)
    assert answer.status_code == 413


ESCAPES = [
    ("สอง_x000D_\nบรรทัด", "สอง\r\nบรรทัด"),
    ("_x005F_x000D_", "_x000D_"),
    ("_xD83D__xDE00_ยิ้ม", "😀ยิ้ม"),
    ("_xD83D_", "_xD83D_"),
    ("_x00_ _xZZZZ_", "_x00_ _xZZZZ_"),
]


def test_escapes_of_signs_are_read(workspace: Workspace, converter: Converter) -> None:
    strings = "".join(f"<si><t>{escaped}</t></si>" for escaped, _ in ESCAPES)
    strings += "<si><r><t>a_x0009_</t></r><r><rPr><b/></rPr><t>_x005F_x0041_</t></r></si>"
    cells = "".join(f'<row><c t="s"><v>{n}</v></c></row>' for n in range(len(ESCAPES) + 1))
    cells += '<row><c t="inlineStr"><is><t>ใน_x000A_ช่อง</t></is></c><c t="str"><v>_x0041_</v></c></row>'
    content = package(f"<sheetData>{cells}</sheetData>", strings=strings)
    book = Spreadsheet(workspace, converter.imported(content, XLSX))
    meant = [[plain] for _, plain in ESCAPES]
    assert book.values("a") == [*meant, ["a\t_x0041_"], ["ใน\nช่อง", "A"]]
    assert [run.get("startIndex", 0) for run in book.cell("A6")["textFormatRuns"]] == [0, 2]


def test_what_looks_like_an_escape_comes_back_as_it_was(workspace: Workspace, converter: Converter) -> None:
    book = Spreadsheet(workspace)
    runs = [{}, {"startIndex": 2, "format": {"bold": True}}]
    book.do(write_rows(
        [text("_x000D_"), text("ก_x0041_ข", note="_x000D_ ในหมายเหตุ"), text("_x0042_", textFormatRuns=runs)],
        [text("สอง\r\nบรรทัด")],
    ))  # fmt: skip
    again = Spreadsheet(workspace, converter.imported(converter.exported(book.id, XLSX), XLSX))
    assert again.values() == book.values()
    assert again.cell("B1")["note"] == "_x000D_ ในหมายเหตุ"


def test_an_empty_chart_sheet_keeps_no_other_from_coming(workspace: Workspace, converter: Converter) -> None:
    """Excel saves a chart sheet whose chart was taken away without any relations."""
    given = openpyxl.Workbook()
    given.worksheets[0]["A1"] = "ก"
    chart = BarChart()
    chart.add_data(Reference(given.worksheets[0], min_col=1, min_row=1, max_row=1))
    given.create_chartsheet("กราฟ").add_chart(chart)
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(given))) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            if "chartsheets/_rels" not in part.filename:
                content = old.read(part).replace(b'<drawing r:id="rId1" />', b"")
                new.writestr(part.filename, content)
    book = Spreadsheet(workspace, converter.imported(made.getvalue(), XLSX))
    assert [sheet["properties"]["title"] for sheet in book.get()["sheets"]] == ["Sheet"]
    assert book.values("Sheet") == [["ก"]]


def test_values_that_a_merge_hides_go_and_merges_that_overlap_too(
    workspace: Workspace, converter: Converter
) -> None:
    cells = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{place}{row}"><v>{row}</v></c>' for place in "ABC") + "</row>"
        for row in (1, 2, 3)
    )
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in ("A1:B2", "B2:C3", "C3:C3"))
    content = package(f"<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>")
    book = Spreadsheet(workspace, converter.imported(content, XLSX))
    assert book.values("a") == [["1", "", "1"], ["", "", "2"], ["3", "3", "3"]]
    assert len(book.sheet()["merges"]) == 1
