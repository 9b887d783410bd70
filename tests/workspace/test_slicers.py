"""Slicers and other objects over a sheet: positions, borders, a chart's own sheet, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, told

_AT = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1, "columnIndex": 4}}}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A sheet whose B1:C4 has a head and three rows."""
    made = Spreadsheet(workspace)
    made.write([["", "โรงเรียน", "คะแนน"], ["", "ก", 3], ["", "ข", 1], ["", "ค", 2]])
    return made


def slicer(**spec: Any) -> dict[str, Any]:
    spec = {"dataRange": box(0, 1, 4, 3), "columnIndex": 0, "title": "เลือก", **spec}
    return {"addSlicer": {"slicer": {"spec": spec, "position": _AT}}}


def hidden(book: Spreadsheet) -> list[int]:
    (data,) = book.get(ranges="Sheet1!A1:A9", fields="sheets(data(rowMetadata))")["sheets"][0]["data"]
    return [index for index, row in enumerate(data["rowMetadata"], 1) if row.get("hiddenByFilter")]


def test_a_slicer_is_kept_and_hides_what_it_filters(book: Spreadsheet) -> None:
    (reply,) = book.do(slicer(filterCriteria={"hiddenValues": ["ข"]}))
    made = reply["addSlicer"]["slicer"]
    assert made["spec"]["title"] == "เลือก"
    assert made["spec"]["applyToPivotTables"] is True
    assert made["position"]["overlayPosition"]["anchorCell"]["columnIndex"] == 4
    assert book.sheet()["slicers"] == [made]
    assert hidden(book) == [3]
    change = {"filterCriteria": {"hiddenValues": ["ก"]}}
    update = {"slicerId": made["slicerId"], "spec": change, "fields": "filterCriteria"}
    book.do({"updateSlicerSpec": update})
    assert book.sheet()["slicers"][0]["spec"]["title"] == "เลือก"
    assert hidden(book) == [2]
    book.do({"deleteEmbeddedObject": {"objectId": made["slicerId"]}})
    assert "slicers" not in book.sheet()
    assert hidden(book) == []


def test_a_slicer_is_moved_like_a_chart(book: Spreadsheet) -> None:
    (reply,) = book.do(slicer())
    number = reply["addSlicer"]["slicer"]["slicerId"]
    place = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 9, "columnIndex": 1}}}
    move = {"objectId": number, "newPosition": place, "fields": "anchorCell"}
    book.do({"updateEmbeddedObjectPosition": move})
    overlay = book.sheet()["slicers"][0]["position"]["overlayPosition"]
    assert overlay["anchorCell"]["rowIndex"] == 9
    assert overlay["widthPixels"] == 200


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"addSlicer": {"slicer": {"position": _AT}}}, "dataRange must be set"),
        (slicer(columnIndex=2), "columnIndex[2] is not in the data range"),
        (slicer(dataRange=box(0, 0, 2, 99)), "exceeds grid limits"),
        ({"updateSlicerSpec": {"slicerId": 4, "fields": "title"}}, "No embedded object with id: 4"),
        (
            {
                "addSlicer": {
                    "slicer": {"spec": {"dataRange": box(0, 0, 2, 2)}, "position": {"newSheet": True}}
                }
            },
            "existing grid sheet",
        ),
    ],
)
def test_what_is_refused(book: Spreadsheet, request_: dict[str, Any], words: str) -> None:
    assert words in book.refused(request_)


def _data(left: int) -> dict[str, Any]:
    return {"sourceRange": {"sources": [told(0, left, 4, left + 1)]}}


def chart(position: dict[str, Any], **more: Any) -> dict[str, Any]:
    basic = {"chartType": "COLUMN", "domains": [{"domain": _data(1)}], "series": [{"series": _data(2)}]}
    return {"addChart": {"chart": {"spec": {"basicChart": basic}, "position": position, **more}}}


def test_a_chart_has_a_border(book: Spreadsheet) -> None:
    (reply,) = book.do(chart(_AT))
    number = reply["addChart"]["chart"]["chartId"]
    border = {"colorStyle": {"rgbColor": {"red": 1.0}}}
    book.do({"updateEmbeddedObjectBorder": {"objectId": number, "border": border, "fields": "colorStyle"}})
    kept = book.sheet()["charts"][0]["border"]
    assert kept == {"color": {"red": 1}, "colorStyle": {"rgbColor": {"red": 1}}}
    book.do({"updateEmbeddedObjectBorder": {"objectId": number, "border": {}, "fields": "*"}})
    assert "border" not in book.sheet()["charts"][0]


def test_a_chart_on_a_sheet_of_its_own(book: Spreadsheet) -> None:
    (reply,) = book.do(chart({"newSheet": True}))
    made = reply["addChart"]["chart"]
    sheet = book.sheet(1)
    assert sheet["properties"] == {
        "sheetId": made["position"]["sheetId"],
        "title": "Chart1",
        "index": 1,
        "sheetType": "OBJECT",
    }
    assert sheet["charts"] == [made]
    whole = book.get(includeGridData=True)
    assert "data" not in whole["sheets"][1]
    assert book.ask("GET", "/values/Chart1").json()["error"]["message"] == "Unable to parse range: Chart1"
    number = made["position"]["sheetId"]
    assert f"No grid with id: {number}" in book.refused({"mergeCells": {"range": {"sheetId": number}}})
    move = {"objectId": made["chartId"], "newPosition": _AT, "fields": "*"}
    book.do({"updateEmbeddedObjectPosition": move})
    (only,) = book.get()["sheets"]
    assert only["charts"][0]["chartId"] == made["chartId"]
    move["newPosition"] = {"sheetId": 77}
    (reply,) = book.do({"updateEmbeddedObjectPosition": move})
    assert reply["updateEmbeddedObjectPosition"]["position"] == {"sheetId": 77}
    book.do({"updateSheetProperties": {"properties": {"sheetId": 77, "title": "กราฟ"}, "fields": "title"}})
    assert book.sheet(1)["properties"]["title"] == "กราฟ"
    book.do({"deleteEmbeddedObject": {"objectId": made["chartId"]}})
    assert len(book.get()["sheets"]) == 1


_POINT = {"domain": _data(1), "series": _data(2)}
_SPECS: dict[str, dict[str, Any]] = {
    "basicChart": {"chartType": "STEPPED_AREA", "domains": [{"domain": _data(1)}]},
    "pieChart": {**_POINT, "pieHole": 0.4},
    "bubbleChart": {**_POINT, "bubbleLabels": _data(1)},
    "candlestickChart": {
        "domain": {"data": _data(1)},
        "data": [
            {name: {"data": _data(2)} for name in ("lowSeries", "openSeries", "closeSeries", "highSeries")}
        ],
    },
    "orgChart": {"labels": _data(1), "nodeSize": "MEDIUM"},
    "histogramChart": {"series": [{"data": _data(2)}], "bucketSize": 2.0},
    "waterfallChart": {"domain": {"data": _data(1)}, "series": [{"data": _data(2)}]},
    "treemapChart": {"labels": _data(1), "sizeData": _data(2)},
    "scorecardChart": {"keyValueData": _data(2), "aggregateType": "SUM"},
}


@pytest.mark.parametrize("kind", _SPECS)
def test_charts_of_every_kind_are_kept_as_they_are(book: Spreadsheet, kind: str) -> None:
    (reply,) = book.do({"addChart": {"chart": {"spec": {kind: _SPECS[kind]}, "position": _AT}}})
    assert reply["addChart"]["chart"]["spec"][kind] == _SPECS[kind]
    assert book.sheet()["charts"][0]["spec"][kind] == _SPECS[kind]
    assert "must be set" in book.refused({"addChart": {"chart": {"spec": {kind: {}}, "position": _AT}}})
