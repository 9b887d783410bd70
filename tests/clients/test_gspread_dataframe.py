"""gspread-dataframe, unmodified: data frames to a sheet and back."""

from __future__ import annotations

import gspread
import pandas as pd
import pytest
from gspread_dataframe import get_as_dataframe, set_with_dataframe
from pandas.testing import assert_frame_equal

FRAME = pd.DataFrame(
    {
        "โรงเรียน": ["บ้านดอน", "บ้านนา", "บ้านไผ่"],
        "ครั้ง": [3, 0, 12],
        "คะแนน": [4.5, 3.25, 1e-3],
        "ผ่าน": [True, False, True],
    }
)


def test_texts_whole_numbers_decimals_and_truth_come_back(sheet: gspread.Worksheet) -> None:
    set_with_dataframe(sheet, FRAME, resize=True)
    assert_frame_equal(get_as_dataframe(sheet), FRAME)
    # Where empty rows follow, pandas reads whole numbers as floats before they are dropped.
    sheet.resize(rows=50)
    assert_frame_equal(get_as_dataframe(sheet), FRAME, check_dtype=False)


def test_an_index_and_empty_cells(sheet: gspread.Worksheet) -> None:
    frame = FRAME.set_index("โรงเรียน")
    frame.loc["บ้านนา", "คะแนน"] = None
    set_with_dataframe(sheet, frame, include_index=True, row=3, col=2, resize=True)
    assert (sheet.row_count, sheet.col_count) == (6, 5)
    assert sheet.acell("B3").value == "โรงเรียน"
    read = get_as_dataframe(sheet, header=2, index_col=0, usecols=[1, 2, 3, 4])
    assert_frame_equal(read, frame)


def test_headers_of_two_rows(sheet: gspread.Worksheet) -> None:
    columns = pd.MultiIndex.from_tuples([("ภาคเรียน 1", "ครั้ง"), ("ภาคเรียน 1", "คะแนน"), ("ภาคเรียน 2", "ครั้ง")])
    frame = pd.DataFrame([[1, 4.5, 2], [3, 3.5, 4]], columns=columns)
    set_with_dataframe(sheet, frame, resize=True)
    assert sheet.row_values(1) == ["ภาคเรียน 1", "ภาคเรียน 1", "ภาคเรียน 2"]
    assert_frame_equal(get_as_dataframe(sheet, header=[0, 1]), frame)


def test_days_are_dates_in_the_sheet(sheet: gspread.Worksheet) -> None:
    frame = pd.DataFrame({"วันที่": pd.to_datetime(["2026-11-18", "2026-11-20"])})
    set_with_dataframe(sheet, frame)
    read = get_as_dataframe(sheet, parse_dates=["วันที่"])
    assert list(read["วันที่"]) == list(frame["วันที่"])
    serial = sheet.get("A2", value_render_option=gspread.utils.ValueRenderOption.unformatted)
    assert serial == [[46344]]


def test_formulas_are_calculated_or_kept_as_text(sheet: gspread.Worksheet) -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["=A2*10", "=SUM(A2:A3)"]})
    set_with_dataframe(sheet, frame)
    assert list(get_as_dataframe(sheet, evaluate_formulas=True)["b"]) == [10, 3]
    assert list(get_as_dataframe(sheet)["b"]) == ["=A2*10", "=SUM(A2:A3)"]
    set_with_dataframe(sheet, frame, allow_formulas=False)
    assert sheet.col_values(2) == ["b", "=A2*10", "=SUM(A2:A3)"]


@pytest.mark.parametrize("text", ["'0123", "0812345678", "1/2", "50%", "  ", 'มี "คำพูด" และ\nบรรทัดใหม่'])
def test_texts_that_look_like_something_else_stay_texts(sheet: gspread.Worksheet, text: str) -> None:
    set_with_dataframe(sheet, pd.DataFrame({"a": [text]}), string_escaping="full")
    assert get_as_dataframe(sheet, dtype=str, keep_default_na=False)["a"][0] == text


def test_a_larger_frame_grows_the_sheet(sheet: gspread.Worksheet) -> None:
    sheet.resize(2, 2)
    frame = pd.DataFrame({f"c{n}": range(300) for n in range(12)})
    set_with_dataframe(sheet, frame)
    assert (sheet.row_count, sheet.col_count) == (301, 12)
    assert sheet.acell("L301").value == "299"
    assert_frame_equal(get_as_dataframe(sheet), frame)
