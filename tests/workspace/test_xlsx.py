"""Spreadsheets as XLSX and back: what stands in the file, and that nothing is lost on the way round."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from tests.workspace.conftest import Workspace
from tests.workspace.conversion_calls import SPREADSHEET, XLSX, Converter
from tests.workspace.sheet_calls import Spreadsheet, box, left_out, number, text, write_rows

RED = {"rgbColor": {"red": 1}}
TEAL = {"rgbColor": {"green": 0.4, "blue": 0.4}}
LONG = "สรุปผลการนิเทศ ภาคเรียนที่ 1/2569 ? ทุกเครือข่าย"


def looking(**look: Any) -> dict[str, Any]:
    """The part of CellData that is a format."""
    return {"userEnteredFormat": look}


def source(*sides: int) -> dict[str, Any]:
    """A ChartData of one range."""
    return {"sourceRange": {"sources": [box(*sides)]}}


def chart(kind: str, row: int, **more: Any) -> dict[str, Any]:
    """An addChart request over the sample's table."""
    side = "BOTTOM_AXIS" if kind == "BAR" else "LEFT_AXIS"
    series = [
        {"series": source(0, column, 4, column + 1), "targetAxis": side, "colorStyle": tint}
        for column, tint in ((1, TEAL), (2, RED))
    ]
    if kind == "COMBO":
        series = [one | {"type": name} for one, name in zip(series, ("COLUMN", "LINE"), strict=True)]
        series[1]["targetAxis"] = "RIGHT_AXIS"
    basic = {
        "chartType": kind,
        "headerCount": 1,
        "legendPosition": "BOTTOM_LEGEND",
        "domains": [{"domain": source(0, 0, 4, 1)}],
        "series": series,
        "axis": [{"position": "BOTTOM_AXIS", "title": "ล่าง"}, {"position": "LEFT_AXIS", "title": "ซ้าย"}],
        **more,
    }
    overlay = {
        "anchorCell": {"sheetId": 0, "rowIndex": row, "columnIndex": 5},
        "widthPixels": 480,
        "heightPixels": 300,
    }
    return {"addChart": {"chart": {
        "spec": {"title": f"น้ำใจ {kind}", "basicChart": basic}, "position": {"overlayPosition": overlay},
    }}}  # fmt: skip


HEAD = looking(
    textFormat={
        "bold": True, "italic": True, "fontSize": 14, "fontFamily": "Sarabun", "foregroundColorStyle": RED,
    },
    backgroundColorStyle=TEAL, horizontalAlignment="CENTER", verticalAlignment="MIDDLE", wrapStrategy="WRAP",
    borders={"bottom": {"style": "SOLID_MEDIUM", "colorStyle": RED}}, textRotation={"angle": 45},
)  # fmt: skip
CELLS = write_rows(
    [text("เครือข่ายที่ ๑ น้ำใส", **HEAD), text("ครั้ง", note="หมายเหตุ"), text("ร้อยละ")],
    [text("ดงหลวง"), number(10), number(0.5, "0.0%")],
    [text("=1+1"), number(20), number(0.75, "0.0%")],
    [text("@ก่ำ"), number(30.25), number(1, "0.0%")],
    [
        {"userEnteredValue": {"formulaValue": "=SUM(B2:B4)"}},
        {"userEnteredValue": {"boolValue": True}},
        text("แดงหนา", textFormatRuns=[
            {"format": {"foregroundColorStyle": RED}}, {"startIndex": 3, "format": {"bold": True}},
        ]),
        text("ลิงก์", **looking(textFormat={"link": {"uri": "https://example.org/?a=1&b=2"}})),
        number(46000.5, "d mmm yyyy h:mm"),
    ],
)  # fmt: skip
STRUCTURE: list[dict[str, Any]] = [
    {"mergeCells": {"range": box(6, 1, 8, 3), "mergeType": "MERGE_ALL"}},
    {"updateDimensionProperties": {
        "range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
        "properties": {"pixelSize": 230}, "fields": "pixelSize",
    }},
    {"updateDimensionProperties": {
        "range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 8, "endIndex": 9},
        "properties": {"hiddenByUser": True}, "fields": "hiddenByUser",
    }},
    {"updateDimensionProperties": {
        "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3},
        "properties": {"pixelSize": 50, "hiddenByUser": True}, "fields": "*",
    }},
    {"addDimensionGroup": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 10, "endIndex": 13}}},
    {"setBasicFilter": {"filter": {"range": box(0, 0, 4, 3)}}},
    {"addNamedRange": {"namedRange": {"name": "ข้อมูลตั้งต้น", "range": box(0, 0, 4, 3)}}},
]  # fmt: skip


def rule(kind: str, *values: str, **more: Any) -> dict[str, Any]:
    """A DataValidationRule, or the condition of a format."""
    condition: dict[str, Any] = {"type": kind}
    if values:
        condition["values"] = [{"userEnteredValue": value} for value in values]
    return {"condition": condition, **more}


SCHOOLS = [f"โรงเรียนบ้านที่ {place}" for place in range(1, 61)]
RULES: list[dict[str, Any]] = [
    {"setDataValidation": {"range": box(1, 6, 30, 7), "rule": one}}
    for one in [rule("ONE_OF_LIST", *SCHOOLS, strict=True, showCustomUi=True, inputMessage="เลือกโรงเรียน")]
] + [
    {"setDataValidation": {"range": box(row, 7, row + 1, 8), "rule": one}}
    for row, one in enumerate([
        rule("ONE_OF_LIST", "มา", "ไม่มา", showCustomUi=True),
        rule("NUMBER_BETWEEN", "1", "5", strict=True),
        rule("ONE_OF_RANGE", "=$A$2:$A$4", showCustomUi=True),
        rule("CUSTOM_FORMULA", "=LEN(H4)<5"),
        rule("BOOLEAN", strict=True, showCustomUi=True),
    ])
]  # fmt: skip
POINT = {"type": "NUMBER", "value": "15", "colorStyle": {"rgbColor": {"red": 1, "green": 1}}}
FORMATS: list[dict[str, Any]] = [
    {"ranges": [box(1, 1, 4, 2)], "gradientRule": {
        "minpoint": {"type": "MIN", "colorStyle": RED}, "midpoint": POINT,
        "maxpoint": {"type": "MAX", "colorStyle": TEAL},
    }},
    *({"ranges": [box(1, 2, 4, 3), box(5, 2, 6, 3)], "booleanRule": one | {
        "format": {"backgroundColorStyle": RED, "textFormat": {"bold": True}},
    }} for one in (
        rule("NUMBER_LESS", "0.6"), rule("NUMBER_BETWEEN", "0.7", "0.8"), rule("TEXT_CONTAINS", "ไม่"),
        rule("TEXT_EQ", "ครบ"), rule("BLANK"), rule("CUSTOM_FORMULA", "=$C2>0.9"),
    )),
]  # fmt: skip


def test_a_start_waits_for_no_library() -> None:
    told = "import sync.workspace.app, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True).stdout.decode()
    assert not {"openpyxl", "xlsxwriter", "docx", "mammoth", "lxml"} & {*loaded.split()}


@pytest.fixture
def converter(workspace: Workspace) -> Converter:
    return Converter(workspace)


@pytest.fixture
def sample(workspace: Workspace) -> Spreadsheet:
    """A spreadsheet with something of all that goes into a workbook."""
    grid = {"frozenRowCount": 1, "frozenColumnCount": 1, "hideGridlines": True}
    first: dict[str, Any] = {"sheetId": 0, "title": LONG, "tabColorStyle": RED, "tabColor": {"red": 1}}
    first["gridProperties"] = grid
    book = Spreadsheet(workspace, sheets=[
        {"properties": first},
        {"properties": {"sheetId": 7, "title": "ครู's", "hidden": True}},
        {"properties": {"sheetId": 8, "title": LONG.replace("ทุก", "บาง")}},
    ])  # fmt: skip
    conditional = [
        {"addConditionalFormatRule": {"rule": one, "index": place}} for place, one in enumerate(FORMATS)
    ]
    charts = [
        chart(kind, 15 * place, **({"axis": []} if kind == "AREA" else {}))  # see reading.charts
        for place, kind in enumerate(("COLUMN", "BAR", "LINE", "AREA", "COMBO"))
    ]
    book.do(CELLS, *STRUCTURE, *RULES, *conditional, *charts, chart("COLUMN", 80, stackedType="STACKED"))
    return book


def test_the_cells_of_the_workbook(sample: Spreadsheet, converter: Converter) -> None:
    sheet = converter.workbook(sample.id).worksheets[0]
    head, shown = sheet["A1"], [[one.value for one in row] for row in sheet["A2:C4"]]
    assert shown == [["ดงหลวง", 10, 0.5], ["=1+1", 20, 0.75], ["@ก่ำ", 30.25, 1]]
    assert sheet["A3"].data_type == "s"  # what a respondent typed is no formula
    assert (head.value, head.font.name, head.font.sz, head.font.b, head.font.i) == (
        "เครือข่ายที่ ๑ น้ำใส", "Sarabun", 14, True, True,
    )  # fmt: skip
    assert (head.font.color.rgb, head.fill.fgColor.rgb) == ("FFFF0000", "FF006666")
    alignment = head.alignment
    assert (alignment.horizontal, alignment.vertical, alignment.wrap_text) == ("center", "center", True)
    assert (head.border.bottom.style, head.border.bottom.color.rgb) == ("medium", "FFFF0000")
    assert head.alignment.textRotation == 45
    assert (sheet["C2"].number_format, sheet["E5"].number_format) == ("0.0%", "d mmm yyyy h:mm")
    assert sheet["B1"].comment.text == "หมายเหตุ"
    assert sheet["D5"].hyperlink.target == "https://example.org/?a=1&b=2"
    assert [str(piece) for piece in sheet["C5"].value] == ["แดง", "หนา"]
    assert (sheet["A5"].value, sheet["B5"].value) == ("=SUM(B2:B4)", True)


def test_a_formula_goes_with_its_result(sample: Spreadsheet, converter: Converter) -> None:
    content = BytesIO(converter.exported(sample.id, XLSX))
    assert openpyxl.load_workbook(content, data_only=True).worksheets[0]["A5"].value == 60.25


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("=SUM(A2:A)", "=SUM(A2:A1000)"),
        ("='ก/ข'!A1", "='ก_ข'!A1"),
        ('="a{b"', '="a{b"'),
        ('=REGEXMATCH("ก","ก")', '=IFERROR(__xludf.DUMMYFUNCTION("REGEXMATCH(""ก"",""ก"")"),TRUE)'),
        ("=IFS(TRUE,1)", "=_xlfn.IFS(TRUE,1)"),
    ],
)
def test_formulas_in_excels_words_and_back(
    workspace: Workspace, converter: Converter, formula: str, written: str
) -> None:
    book = Spreadsheet(workspace, sheets=[{}, {"properties": {"sheetId": 3, "title": "ก/ข"}}])
    book.do(write_rows([{}, {}, {"userEnteredValue": {"formulaValue": formula}}]))
    assert converter.workbook(book.id).worksheets[0]["C1"].value == written
    again = Spreadsheet(workspace, converter.imported(converter.exported(book.id, XLSX), XLSX))
    kept = again.cell("C1")["userEnteredValue"]["formulaValue"]
    assert kept.replace("_", "/").replace("A1000", "A") == formula


def test_what_excel_has_no_room_for_is_made_to_fit(workspace: Workspace, converter: Converter) -> None:
    book = Spreadsheet(workspace)
    book.do(write_rows([text("ก" * 40_000), number(3, "0 kg"), number(46000, 'd mmm "ปี" yyyy')]))
    for dimension in ("ROWS", "COLUMNS"):
        span = {"sheetId": 0, "dimension": dimension, "startIndex": 0, "endIndex": 1}
        wide = {"range": span, "properties": {"pixelSize": 2000}, "fields": "pixelSize"}
        book.do({"updateDimensionProperties": wide})
    long = rule("CUSTOM_FORMULA", f'=A1<>"{"ก" * 300}"')
    book.do({"setDataValidation": {"range": box(0, 0, 1, 1), "rule": long}})
    sheet = converter.workbook(book.id).worksheets[0]
    assert len(sheet["A1"].value) == 32_767
    assert [sheet[one].number_format for one in ("B1", "C1")] == ['0 "kg"', 'd mmm "ปี" yyyy']
    assert sheet.row_dimensions[1].ht <= 409
    assert sheet.column_dimensions["A"].width <= 255.75
    assert sheet.data_validations.dataValidation == []


def test_arrays_and_banding(workspace: Workspace, converter: Converter) -> None:
    book = Spreadsheet(workspace)
    book.write([[1, 2], [3, 4]])
    book.write([["=ARRAYFORMULA(A1:A2*2)"]], "D1", "USER_ENTERED")
    colours = {"headerColorStyle": TEAL, "firstBandColorStyle": RED}
    book.do({"addBanding": {"bandedRange": {"range": box(0, 0, 3, 2), "rowProperties": colours}}})
    sheet = converter.workbook(book.id).worksheets[0]
    assert [sheet[one].fill.fgColor.rgb for one in ("A1", "B2", "A3")] == ["FF006666", "FFFF0000", "00000000"]
    assert sheet["D1"].value.text == "=A1:A2*2"
    assert sheet["D2"].value is None  # the formula fills it
    again = Spreadsheet(workspace, converter.imported(converter.exported(book.id, XLSX), XLSX))
    assert again.cell("D1")["userEnteredValue"] == {"formulaValue": "=ARRAYFORMULA(A1:A2*2)"}


def test_the_sheets_of_the_workbook(sample: Spreadsheet, converter: Converter) -> None:
    book = converter.workbook(sample.id)
    first, hidden, third, _lists = book.worksheets
    assert [sheet.title for sheet in (first, hidden, third)] == [
        "สรุปผลการนิเทศ ภาคเรียนที่ 1_25", "ครู's", "สรุปผลการนิเทศ ภาคเรียนที่ (2)",
    ]  # fmt: skip
    assert [sheet.sheet_state for sheet in book] == ["visible", "hidden", "visible", "veryHidden"]
    assert (first.freeze_panes, first.sheet_properties.tabColor.rgb) == ("B2", "FFFF0000")
    assert not first.sheet_view.showGridLines
    assert [str(area) for area in first.merged_cells.ranges] == ["B7:C8"]
    assert first.auto_filter.ref == "A1:C4"
    assert (first.row_dimensions[3].hidden, first.row_dimensions[3].ht) == (True, 37.5)
    assert (first.column_dimensions["I"].hidden, first.row_dimensions[11].outlineLevel) == (True, 1)
    named = book.defined_names["ข้อมูลตั้งต้น"]
    assert named.attr_text == "'สรุปผลการนิเทศ ภาคเรียนที่ 1_25'!$A$1:$C$4"


def test_the_charts_of_the_workbook(sample: Spreadsheet, converter: Converter) -> None:
    charts = converter.workbook(sample.id).worksheets[0]._charts
    kinds = [(type(one).__name__, getattr(one, "barDir", ""), getattr(one, "grouping", "")) for one in charts]
    assert kinds == [
        ("BarChart", "col", "clustered"), ("BarChart", "bar", "clustered"), ("LineChart", "", "standard"),
        ("AreaChart", "", "standard"), ("BarChart", "col", "clustered"), ("BarChart", "col", "stacked"),
    ]  # fmt: skip
    first, combo = charts[0], charts[4]
    values = first.ser[0].val.numRef.f
    assert values == "'สรุปผลการนิเทศ ภาคเรียนที่ 1_25'!$B$2:$B$4"
    assert first.ser[0].graphicalProperties.solidFill.srgbClr == "006666"
    assert [part.tagname for part in combo._charts] == ["barChart", "lineChart"]
    assert first.legend.legendPos == "b"


def _told(book: Spreadsheet) -> Any:
    """What a spreadsheet comes to, without the ids that are given at random and said twice."""
    told = book.get(includeGridData="true", ranges=[f"'{book.sheet()['properties']['title']}'!A1:J40"])
    sheet = told["sheets"][0]
    for part in sheet["charts"]:
        part.pop("chartId")
        part["spec"]["basicChart"]["axis"].sort(key=lambda axis: str(axis["position"]))
    for named in told["namedRanges"]:
        named.pop("namedRangeId")
    sheet["properties"].pop("title")
    for row in sheet["data"][0]["rowData"]:
        for one in row.get("values", []):
            one.pop("userEnteredFormat", None)  # an explicit default and a default are told apart there alone
    return {"names": told["namedRanges"], **sheet}


# What a workbook says in other words: a percent is more than a number, a theme's colour is its colour.
_SAME = {"PERCENT": "NUMBER", "DATE_TIME": "NUMBER"}


def _alike(value: Any) -> Any:
    if isinstance(value, list):
        return [_alike(part) for part in value]
    if isinstance(value, dict):
        named = {
            name: _alike(part) for name, part in value.items() if not name.endswith("ColorStyle") and part
        }
        return named | ({"type": _SAME[value["type"]]} if value.get("type") in _SAME else {})
    return value


def test_the_way_round_loses_nothing(workspace: Workspace, sample: Spreadsheet, converter: Converter) -> None:
    again = Spreadsheet(workspace, converter.imported(converter.exported(sample.id, XLSX), XLSX))
    before, after = _told(sample), _told(again)
    assert after.keys() == before.keys()
    for name in before:
        assert _alike(after[name]) == _alike(before[name]), name
    assert [sheet["properties"].get("hidden", False) for sheet in again.get()["sheets"]] == [
        False,
        True,
        False,
    ]


def test_an_upload_over_a_spreadsheet_replaces_it(
    workspace: Workspace, sample: Spreadsheet, converter: Converter
) -> None:
    other = Spreadsheet(workspace, sheets=[
        {"properties": {"sheetId": 5, "title": "เดิม"}}, {"properties": {"sheetId": 6, "title": "ไป"}},
    ])  # fmt: skip
    other.write([["เก่า"]], "'เดิม'!Z9")
    converter.replace(other.id, converter.exported(sample.id, XLSX), XLSX)
    sheets = other.get()["sheets"]
    assert [sheet["properties"]["title"] for sheet in sheets][1:] == ["ครู's", "สรุปผลการนิเทศ ภาคเรียนที่ (2)"]
    assert sheets[0]["properties"]["sheetId"] == 5
    title = sheets[0]["properties"]["title"]
    assert other.values(f"'{title}'!A2:C2") == [["ดงหลวง", "10", "50.0%"]]
    assert other.values(f"'{title}'!Z9") == []


def test_protected_ranges(workspace: Workspace, converter: Converter) -> None:
    """A range is locked alone, a sheet but for what is free in it; a warning locks nothing."""
    book = Spreadsheet(
        workspace, sheets=[{"properties": {"sheetId": one, "title": f"ก{one}"}} for one in range(3)]
    )
    book.write([["หัว", "ค่า"], ["ก", 1]])
    given: list[dict[str, Any]] = [
        {"range": box(0, 0, 1, 4)},
        {"range": {"sheetId": 1}, "unprotectedRanges": [box(2, 1, 5, 3, 1)]},
        {"range": {"sheetId": 2}, "warningOnly": True},
    ]
    book.do(*({"addProtectedRange": {"protectedRange": one}} for one in given))
    first, second, third = converter.workbook(book.id).worksheets
    assert [sheet.protection.sheet for sheet in (first, second, third)] == [True, True, False]
    assert [first[cell].protection.locked for cell in ("A1", "D1", "B2")] == [True, True, False]
    assert not first.column_dimensions["A"].protection.locked
    assert [second[cell].protection.locked for cell in ("A1", "B3", "C5")] == [True, False, False]
    again = Spreadsheet(workspace, converter.imported(converter.exported(book.id, XLSX), XLSX))
    kept = [sheet.get("protectedRanges", []) for sheet in again.get()["sheets"]]
    found = [[(one["range"], one.get("unprotectedRanges")) for one in each] for each in kept]
    first_range, second_range = left_out(given[0]["range"]), given[1]["range"]
    assert found == [[(first_range, None)], [(second_range, given[1]["unprotectedRanges"])], []]


def test_a_workbook_of_excels(workspace: Workspace, converter: Converter) -> None:
    """Colours of the theme, dates, errors and other people's formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "แผ่น"
    sheet["A1"], sheet["A1"].font = "หัว", Font(name="Calibri", sz=11, color=Color(theme=4))
    sheet["A1"].fill = PatternFill("solid", fgColor=Color(theme=5, tint=0.6))
    sheet["B1"], sheet["B1"].number_format = 46000, "mm-dd-yy"
    sheet["C1"] = '=_xlfn.CONCAT(A1,"!")'
    sheet["D1"], sheet["D1"].data_type = "#N/A", "e"
    made = BytesIO()
    book.save(made)
    again = Spreadsheet(workspace, converter.imported(made.getvalue(), XLSX))
    (cells,) = again.cells("A1:D1")
    look = cells[0]["userEnteredFormat"]
    assert look["textFormat"]["fontFamily"] == "Calibri"
    assert look["textFormat"]["foregroundColor"] == {"red": 0.30980393, "green": 0.5058824, "blue": 0.7411765}
    assert look["backgroundColor"] == {"red": 0.9019608, "green": 0.7254902, "blue": 0.72156864}
    assert (cells[1]["userEnteredValue"], cells[1]["formattedValue"]) == ({"numberValue": 46000}, "12/9/2025")
    assert cells[2]["userEnteredValue"] == {"formulaValue": '=CONCAT(A1,"!")'}
    assert cells[3]["userEnteredValue"] == {"formulaValue": "=#N/A"}


def _workbook(**parts: str) -> bytes:
    """A small workbook with parts of its sheet's XML replaced: `cells` in place of the sheet's data."""
    book = openpyxl.Workbook()
    made, changed = BytesIO(), BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part).decode()
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace("<sheetData></sheetData>", parts["cells"])
                content = parts.get("before", "") + content
                assert parts["cells"] in content
            new.writestr(part.filename, content)
    return changed.getvalue()


MERGE = '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
LINK = '<sheetData/><hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
FAR = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
NO_NUMBER = '<sheetData><row r="1"><c r="A1"><v>no number</v></c></row></sheetData>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"no zip at all", 400, id="no-zip"),
        pytest.param(b"PK\x03\x04 broken", 400, id="broken-zip"),
        pytest.param(_workbook(cells=MERGE), 413, id="merge"),
        pytest.param(_workbook(cells=LINK), 413, id="link"),
        pytest.param(_workbook(cells=FAR), 413, id="far-cell"),
        pytest.param(
            _workbook(cells="<sheetData/>", before='<!DOCTYPE a [<!ENTITY b "c">]>'), 400, id="entity"
        ),
        pytest.param(_workbook(cells=NO_NUMBER), 400, id="no-number"),
    ],
)
def test_what_is_no_sound_workbook_is_refused(converter: Converter, content: bytes, code: int) -> None:
    refused = converter.upload(content, XLSX, SPREADSHEET)
    assert refused.status_code == code
    if code == 400:
        error = refused.json()["error"]
        assert error["errors"][0]["reason"] == "badRequest"
        assert error["message"].startswith("Bad Request. The content cannot be converted: it is broken")


def test_a_workbook_that_unpacks_to_too_much_is_refused(converter: Converter) -> None:
    made = BytesIO(_workbook(cells="<sheetData/>"))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/big.xml", "w") as part:
        part.write(b"<a>")
        for _ in range(260):
            part.write(b" " * 2**20)
    assert len(made.getvalue()) < 2**20
    assert converter.upload(made.getvalue(), XLSX, SPREADSHEET).status_code == 413
