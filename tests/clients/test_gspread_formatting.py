"""gspread-formatting, unmodified: formats, conditional rules, validation and sizes, written and read back."""

from __future__ import annotations

from typing import Any

import gspread
import pandas as pd
import pytest
from gspread_formatting import (
    BooleanCondition,
    BooleanRule,
    Border,
    Borders,
    CellFormat,
    Color,
    ColorStyle,
    ConditionalFormatRule,
    DataValidationRule,
    GradientRule,
    GridRange,
    InterpolationPoint,
    NumberFormat,
    Padding,
    TextFormat,
    TextFormatRun,
    TextRotation,
    batch_updater,
    format_cell_range,
    format_cell_ranges,
    get_conditional_format_rules,
    get_data_validation_rule,
    get_default_format,
    get_effective_format,
    get_frozen_column_count,
    get_frozen_row_count,
    get_right_to_left,
    get_text_format_runs,
    get_user_entered_format,
    set_column_width,
    set_data_validation_for_cell_range,
    set_frozen,
    set_right_to_left,
    set_row_heights,
    set_text_format_runs,
)
from gspread_formatting.dataframe import BasicFormatter, format_with_dataframe

HEAD = CellFormat(
    backgroundColor=Color(0.0, 0.4, 0.2),
    textFormat=TextFormat(
        bold=True, fontSize=12, fontFamily="Sarabun", foregroundColorStyle=ColorStyle(rgbColor=Color(1, 1, 1))
    ),
    horizontalAlignment="CENTER",
    verticalAlignment="MIDDLE",
    wrapStrategy="WRAP",
    borders=Borders(bottom=Border("SOLID_MEDIUM", color=Color(0, 0, 0))),
    padding=Padding(4, 5, 6, 7),
    numberFormat=NumberFormat("NUMBER", "#,##0.00"),
    textRotation=TextRotation(angle=45),
)


def test_a_format_comes_back_as_it_was_set(sheet: gspread.Worksheet) -> None:
    format_cell_range(sheet, "A1:C1", HEAD)
    for label in ("A1", "C1"):
        kept = get_user_entered_format(sheet, label)
        assert kept.textFormat.bold is True
        assert kept.textFormat.fontFamily == "Sarabun"
        assert kept.backgroundColor == Color(0.0, 0.4, 0.2)
        assert kept.borders.bottom.style == "SOLID_MEDIUM"
        assert kept.padding == Padding(4, 5, 6, 7)
        assert kept.numberFormat == NumberFormat("NUMBER", "#,##0.00")
        assert (kept.horizontalAlignment, kept.wrapStrategy) == ("CENTER", "WRAP")
        assert kept.textRotation == TextRotation(angle=45)
    assert get_user_entered_format(sheet, "A2") is None


def test_a_part_of_a_format_is_changed_alone(sheet: gspread.Worksheet) -> None:
    format_cell_range(sheet, "A1:B2", HEAD)
    format_cell_range(sheet, "B", CellFormat(textFormat=TextFormat(italic=True)))
    changed = get_user_entered_format(sheet, "B2")
    assert (changed.textFormat.italic, changed.textFormat.bold, changed.textFormat.fontSize) == (
        True,
        True,
        12,
    )
    assert get_user_entered_format(sheet, "A1").textFormat.italic is None
    assert get_user_entered_format(sheet, "B900").textFormat.italic is True


def test_a_colour_is_changed_by_its_channels(sheet: gspread.Worksheet) -> None:
    for colour in (Color(0, 0, 0), Color(red=1), Color(0.2, 0.4, 0.6), Color()):
        format_cell_range(sheet, "1:1", CellFormat(backgroundColor=colour))
        assert get_user_entered_format(sheet, "A1").backgroundColor == colour


def test_a_format_may_reach_beyond_the_sheet(sheet: gspread.Worksheet) -> None:
    sheet.resize(3, 2)
    format_cell_range(sheet, "A2:D9", CellFormat(textFormat=TextFormat(bold=True)))
    assert get_user_entered_format(sheet, "B3").textFormat.bold is True
    with pytest.raises(gspread.exceptions.APIError, match="exceeds grid limits"):
        format_cell_range(sheet, "A4", CellFormat(textFormat=TextFormat(bold=True)))


def test_what_is_seen_is_the_default_and_what_was_set(sheet: gspread.Worksheet) -> None:
    sheet.update([["ก"]])
    default = get_default_format(sheet.spreadsheet)
    before = get_effective_format(sheet, "A1")
    assert (before.padding, before.verticalAlignment) == (default.padding, default.verticalAlignment)
    assert (before.wrapStrategy, before.backgroundColor) == ("OVERFLOW_CELL", Color(1, 1, 1))
    format_cell_range(sheet, "A1", CellFormat(textFormat=TextFormat(bold=True)))
    seen = get_effective_format(sheet, "A1")
    assert seen.textFormat.bold is True
    assert seen.textFormat.fontSize == default.textFormat.fontSize == 10


def test_many_ranges_in_one_batch(sheet: gspread.Worksheet) -> None:
    bold, italic = (CellFormat(textFormat=TextFormat(**{name: True})) for name in ("bold", "italic"))
    format_cell_ranges(sheet, [("A", bold), ("1:1", italic)])
    kept = get_user_entered_format(sheet, "A1").textFormat
    assert (kept.bold, kept.italic) == (True, True)
    with batch_updater(sheet.spreadsheet) as batch:
        batch.format_cell_range(sheet, "D4", bold)
        batch.set_frozen(sheet, rows=2, cols=1)
        batch.set_row_height(sheet, "1", 42)
        batch.set_column_widths(sheet, [("A:B", 200), ("D", 50)])
    assert get_user_entered_format(sheet, "D4").textFormat.bold is True
    assert (get_frozen_row_count(sheet), get_frozen_column_count(sheet)) == (2, 1)
    widths = dimensions(sheet, "columnMetadata")
    assert [one["pixelSize"] for one in widths[:5]] == [200, 200, 100, 50, 100]


def dimensions(sheet: gspread.Worksheet, name: str) -> list[dict[str, Any]]:
    fields = f"sheets.data.{name}"
    answer = sheet.spreadsheet.fetch_sheet_metadata({"fields": fields, "ranges": sheet.title})
    found: list[dict[str, Any]] = answer["sheets"][0]["data"][0][name]
    return found


def test_sizes_freezing_and_direction(sheet: gspread.Worksheet) -> None:
    set_row_heights(sheet, [("1", 30), ("2:4", 50)])
    set_column_width(sheet, "B", 321)
    set_frozen(sheet, rows=1)
    set_right_to_left(sheet, True)
    assert [one["pixelSize"] for one in dimensions(sheet, "rowMetadata")[:5]] == [30, 50, 50, 50, 21]
    assert dimensions(sheet, "columnMetadata")[1]["pixelSize"] == 321
    assert (get_frozen_row_count(sheet), get_frozen_column_count(sheet)) == (1, None)
    assert get_right_to_left(sheet) is True


def test_conditional_rules_are_read_changed_and_taken_away(sheet: gspread.Worksheet) -> None:
    area = [GridRange.from_a1_range("A1:A20", sheet)]
    low = ConditionalFormatRule(
        ranges=area,
        booleanRule=BooleanRule(
            condition=BooleanCondition("NUMBER_LESS", ["2.5"]),
            format=CellFormat(textFormat=TextFormat(bold=True), backgroundColor=Color(1, 0, 0)),
        ),
    )
    shades = ConditionalFormatRule(
        ranges=area,
        gradientRule=GradientRule(
            minpoint=InterpolationPoint(color=Color(1, 1, 1), type="MIN"),
            maxpoint=InterpolationPoint(color=Color(0, 0.6, 0), type="MAX"),
        ),
    )
    rules = get_conditional_format_rules(sheet)
    assert list(rules) == []
    rules.append(low)
    rules.append(shades)
    rules.save()
    first, second = get_conditional_format_rules(sheet)
    assert first.booleanRule.condition.type == "NUMBER_LESS"
    assert first.booleanRule.condition.values[0].userEnteredValue == "2.5"
    assert first.booleanRule.format.textFormat.bold is True
    assert first.ranges[0].endRowIndex == 20
    assert second.gradientRule.maxpoint.color == Color(0, 0.6, 0)
    rules = get_conditional_format_rules(sheet)
    del rules[0]
    rules.save()
    [left] = get_conditional_format_rules(sheet)
    assert left.gradientRule is not None
    rules.clear()
    rules.save()
    assert list(get_conditional_format_rules(sheet)) == []


def test_a_conditional_rule_may_have_no_cell(sheet: gspread.Worksheet) -> None:
    nowhere = [GridRange(sheet.id, 1, 1, 1, 2)]
    rule = BooleanRule(
        condition=BooleanCondition("NOT_BLANK"), format=CellFormat(textFormat=TextFormat(bold=True))
    )
    rules = get_conditional_format_rules(sheet)
    rules.append(ConditionalFormatRule(ranges=nowhere, booleanRule=rule))
    rules.save()
    assert len(get_conditional_format_rules(sheet)) == 1


@pytest.mark.parametrize(
    ("kind", "values"),
    [("ONE_OF_LIST", ["ดีมาก", "ดี", "พอใช้"]), ("NUMBER_BETWEEN", ["1", "5"]), ("BOOLEAN", [])],
)
def test_data_validation(sheet: gspread.Worksheet, kind: str, values: list[str]) -> None:
    rule = DataValidationRule(BooleanCondition(kind, values), strict=True, inputMessage="เลือก")
    set_data_validation_for_cell_range(sheet, "C2:C5", rule)
    kept = get_data_validation_rule(sheet, "C5")
    assert kept.condition.type == kind
    assert [value.userEnteredValue for value in kept.condition.values] == values
    assert (kept.strict, kept.inputMessage) == (True, "เลือก")
    assert get_data_validation_rule(sheet, "C6") is None
    set_data_validation_for_cell_range(sheet, "C2:C5", None)
    assert get_data_validation_rule(sheet, "C5") is None


def test_parts_of_a_text_have_formats_of_their_own(sheet: gspread.Worksheet) -> None:
    sheet.update_acell("A1", "ดีมาก ควรปรับปรุง")
    runs = [TextFormatRun(TextFormat(bold=True), 0), TextFormatRun(TextFormat(italic=True), 6)]
    set_text_format_runs(sheet, "A1", runs)
    first, second = get_text_format_runs(sheet, "A1")
    assert first.format.bold is True
    assert (second.startIndex, second.format.italic) == (6, True)


def test_a_data_frame_is_formatted(sheet: gspread.Worksheet) -> None:
    frame = pd.DataFrame({"โรงเรียน": ["ก", "ข"], "คะแนน": [4.5, 3.25]})
    formatter = BasicFormatter.with_defaults(freeze_headers=True, column_formats={"คะแนน": HEAD})
    format_with_dataframe(sheet, frame, formatter, include_column_header=True)
    assert get_frozen_row_count(sheet) == 1
    assert get_user_entered_format(sheet, "B3").numberFormat.pattern == "#,##0.00"
    assert get_user_entered_format(sheet, "A1").textFormat.bold is True
