"""pygsheets, unmodified, over google-api-python-client and httplib2: what its users do most."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pygsheets
import pytest
from pandas.testing import assert_frame_equal
from pygsheets import Cell, ChartType, DataRange, ExportType, FormatType

ROWS: list[list[str | float]] = [
    ["โรงเรียน", "ครั้ง", "คะแนน"],
    ["บ้านดอน", 3, 4.5],
    ["บ้านนา", 1, 3.25],
    ["บ้านไผ่", 12, 2],
]


@pytest.fixture
def sheet(pygs: pygsheets.client.Client) -> pygsheets.Worksheet:
    """A sheet with three schools on it."""
    sheet = pygs.create("ผลการนิเทศ").sheet1
    sheet.update_values("A1", ROWS)
    return sheet


def test_spreadsheets_are_made_found_and_deleted(pygs: pygsheets.client.Client) -> None:
    folder = pygs.drive.create_folder("ปีงบประมาณ 2570")
    book = pygs.create("ผลการนิเทศ")
    [before] = pygs.drive.list(fields="files(parents)", q=f"name = '{book.title}'")
    pygs.drive.move_file(book.id, before["parents"][0], folder)
    assert [one["name"] for one in pygs.drive.list(q=f"'{folder}' in parents")] == ["ผลการนิเทศ"]
    assert pygs.open("ผลการนิเทศ").id == pygs.open_by_key(book.id).id == book.id
    assert pygs.open_by_url(f"https://docs.google.com/spreadsheets/d/{book.id}/edit").title == "ผลการนิเทศ"
    assert pygs.spreadsheet_titles() == ["ผลการนิเทศ"]
    assert pygs.spreadsheet_ids("name contains 'ผลการ'") == [book.id]
    book.title = "ชื่อใหม่"
    assert pygs.open_by_key(book.id).title == "ชื่อใหม่"
    assert book.updated
    book.delete()
    assert pygs.spreadsheet_ids() == []
    with pytest.raises(pygsheets.SpreadsheetNotFound):
        pygs.open("ผลการนิเทศ")


def test_values_are_written_and_read(sheet: pygsheets.Worksheet) -> None:
    assert sheet.get_all_values(include_tailing_empty=False, include_tailing_empty_rows=False)[1] == [
        "บ้านดอน",
        "3",
        "4.5",
    ]
    assert sheet.get_all_records()[2] == {"โรงเรียน": "บ้านไผ่", "ครั้ง": 12, "คะแนน": 2}
    assert sheet.get_value("C3") == "3.25"
    assert sheet.get_values("A2", "B3", majdim="COLUMNS") == [["บ้านดอน", "บ้านนา"], ["3", "1"]]
    assert sheet.get_col(2, include_tailing_empty=False) == ["ครั้ง", "3", "1", "12"]
    sheet.append_table(["บ้านโพน", 5, 4])
    assert sheet.get_row(5, include_tailing_empty=False) == ["บ้านโพน", "5", "4"]
    sheet.update_values_batch(["A6:C6", "A7"], [[["ก", 1, 2]], [["ข"]]])
    assert sheet.get_values_batch(["A6:B6", "A7"]) == [[["ก", "1"]], [["ข"]]]
    sheet.update_row(8, ["x", "y"], col_offset=1)
    assert sheet.get_row(8, include_tailing_empty=False) == ["", "x", "y"]
    sheet.clear("A6", "C8")
    assert len(sheet.get_all_values(include_tailing_empty=False, include_tailing_empty_rows=False)) == 5


def fetched(sheet: pygsheets.Worksheet, label: str) -> Cell:
    """A cell with all that is known of it, not its value alone."""
    cell = sheet.cell(label)
    cell.fetch()
    return cell


def test_a_cell_has_a_value_a_format_and_a_note(sheet: pygsheets.Worksheet) -> None:
    cell = sheet.cell("C2")
    assert cell.value == "4.5"
    cell.value = 4.75
    cell.note = "นับใหม่"
    cell.color = (1.0, 0.8, 0.0, 1.0)
    cell.set_text_format("bold", True).set_number_format(FormatType.NUMBER, "0.000")
    again = fetched(sheet, "C2")
    assert (again.value, again.note, again.text_format["bold"]) == ("4.750", "นับใหม่", True)
    assert again.color[:3] == (1, 0.8, 0)
    assert again.neighbour("left").value == "3"


def test_a_formula_is_calculated(sheet: pygsheets.Worksheet) -> None:
    sheet.update_value("C5", "=AVERAGE(C2:C4)")
    cell = fetched(sheet, "C5")
    assert (cell.value, cell.formula) == ("3.25", "=AVERAGE(C2:C4)")
    sheet.cell("B5").formula = "=SUM(B2:B4)"
    assert sheet.get_value("B5", value_render=pygsheets.ValueRenderOption.UNFORMATTED_VALUE) == 16


def test_a_range_is_formatted_named_and_protected(sheet: pygsheets.Worksheet) -> None:
    head = DataRange("A1", "C1", worksheet=sheet)
    head.apply_format(Cell("A1").set_text_format("bold", True))
    head.update_borders(bottom=True, style="SOLID_THICK")
    head.name = "หัวตาราง"
    assert sheet.get_named_range("หัวตาราง").range == "A1:C1"
    assert fetched(sheet, "B1").text_format["bold"] is True
    head.protected = True
    [kept] = sheet.get_protected_ranges()
    assert kept.range == "A1:C1"
    sheet.remove_protected_range(kept.protect_id)
    assert sheet.get_protected_ranges() == []
    sheet.delete_named_range("หัวตาราง")
    with pytest.raises(pygsheets.exceptions.RangeNotFound):
        sheet.get_named_range("หัวตาราง")


def test_rows_are_sorted_found_and_replaced(sheet: pygsheets.Worksheet) -> None:
    sheet.sort_range("A2", "C4", basecolumnindex=1, sortorder="DESCENDING")
    assert sheet.get_col(2, include_tailing_empty=False) == ["ครั้ง", "12", "3", "1"]
    assert [cell.label for cell in sheet.find("บ้านนา")] == ["A4"]
    sheet.replace("บ้าน", "โรงเรียนบ้าน")
    assert sheet.get_col(1, include_tailing_empty=False)[1:] == [
        "โรงเรียนบ้านไผ่",
        "โรงเรียนบ้านดอน",
        "โรงเรียนบ้านนา",
    ]


def test_rows_and_columns_come_and_go(sheet: pygsheets.Worksheet) -> None:
    sheet.insert_rows(1, number=2, values=[["ก", 1, 1], ["ข", 2, 2]])
    assert sheet.get_col(1, include_tailing_empty=False)[:4] == ["โรงเรียน", "ก", "ข", "บ้านดอน"]
    sheet.delete_rows(2, number=2)
    sheet.insert_cols(1, values=["ที่", 1, 2, 3])
    assert sheet.get_row(3, include_tailing_empty=False) == ["บ้านนา", "2", "1", "3.25"]
    sheet.delete_cols(2)
    sheet.rows, sheet.cols = 40, 8
    sheet.add_rows(2)
    sheet.frozen_rows, sheet.frozen_cols = 1, 1
    sheet.adjust_column_width(1, pixel_size=240)
    sheet.adjust_row_height(1, pixel_size=60)
    sheet.hide_dimensions(3, 4, "ROWS")
    sheet.show_dimensions(3, 4, "ROWS")
    sheet.merge_cells("E3", "F4")
    sheet.refresh()
    assert (sheet.rows, sheet.cols, sheet.frozen_rows, sheet.frozen_cols) == (42, 8, 1, 1)
    assert [(one.start, one.end) for one in map(pygsheets_range, sheet.merged_ranges)] == [("E3", "F4")]


def pygsheets_range(area: pygsheets.GridRange) -> pygsheets.GridRange:
    """A merged range with its corners as labels."""
    area.start, area.end = area.start.label, area.end.label
    return area


def test_a_data_frame_goes_there_and_back(sheet: pygsheets.Worksheet) -> None:
    frame = pd.DataFrame({"ก": ["x", "y"], "ข": [1, 2], "ค": [1.5, 2.25]}, index=["แรก", "สอง"])
    frame.index.name = "ลำดับ"
    sheet.clear()
    sheet.set_dataframe(frame, "B2", copy_index=True, fit=True)
    read = sheet.get_as_df(start="B2", index_column=1)
    assert_frame_equal(read, frame, check_names=False)


def test_validation_conditions_and_charts(sheet: pygsheets.Worksheet) -> None:
    sheet.set_data_validation(
        "D2", "D4", condition_type="ONE_OF_LIST", condition_values=["ดี", "พอใช้"], showCustomUi=True
    )
    sheet.add_conditional_formatting(
        "C2", "C4", "NUMBER_LESS", {"backgroundColor": {"red": 1}}, condition_values=["3"]
    )
    sheet.set_basic_filter(
        "A1", "C4", sort_order="ASCENDING", sort_foreground_color=None, sort_column_index=1
    )
    sheet.clear_basic_filter()
    chart = sheet.add_chart(("A2", "A4"), [("C2", "C4")], "คะแนน", ChartType.COLUMN, anchor_cell="E2")
    [kept] = sheet.get_charts()
    assert (kept.title, kept.chart_type) == ("คะแนน", ChartType.COLUMN)
    chart.title = "คะแนนเฉลี่ย"
    assert [one.title for one in sheet.get_charts("คะแนนเฉลี่ย")] == ["คะแนนเฉลี่ย"]
    chart.delete()
    assert sheet.get_charts() == []


def test_sheets_are_added_copied_and_hidden(
    pygs: pygsheets.client.Client, sheet: pygsheets.Worksheet
) -> None:
    book = sheet.spreadsheet
    copy = book.add_worksheet("สำเนา", src_worksheet=sheet)
    assert copy.get_value("A2") == "บ้านดอน"
    copy.hidden = True
    other = pygs.create("อีกเล่ม")
    assert sheet.copy_to(other.id).get_value("A2") == "บ้านดอน"
    book.del_worksheet(copy)
    assert [one.title for one in pygs.open_by_key(book.id).worksheets()] == ["Sheet1"]
    sheet.create_developer_metadata("nithet", "1")
    assert [one.value for one in sheet.get_developer_metadata("nithet")] == ["1"]


def test_sharing(pygs: pygsheets.client.Client, sheet: pygsheets.Worksheet) -> None:
    book = sheet.spreadsheet
    book.share("somchai@office.example", role="writer", type="user", sendNotificationEmail=False)
    assert {one["role"] for one in book.permissions} == {"owner", "writer"}
    book.remove_permission("somchai@office.example")
    assert [one["role"] for one in pygs.open_by_key(book.id).permissions] == ["owner"]


@pytest.mark.parametrize(
    ("kind", "begins"), [(ExportType.XLS, b"PK"), (ExportType.PDF, b"%PDF"), (ExportType.ODT, b"PK")]
)
def test_a_spreadsheet_is_exported(
    sheet: pygsheets.Worksheet, tmp_path: Path, kind: ExportType, begins: bytes
) -> None:
    sheet.spreadsheet.export(kind, path=f"{tmp_path}/", filename="ผล")
    [made] = tmp_path.glob("ผล*")
    assert made.read_bytes().startswith(begins)


def test_a_sheet_is_exported_as_csv(sheet: pygsheets.Worksheet, tmp_path: Path) -> None:
    sheet.export(ExportType.CSV, path=f"{tmp_path}/", filename="ผล")
    [made] = tmp_path.glob("ผล*")
    with made.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [[str(value) for value in given] for given in ROWS]
