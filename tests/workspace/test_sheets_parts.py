"""Conditional formats, banding, filters, names, protection, charts and developer metadata over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, text, told, write_rows

SOMCHAI = "somchai@office.example"
_RED = {"red": 1.0}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def _rule(value: str) -> dict[str, Any]:
    condition = {"type": "NUMBER_LESS", "values": [{"userEnteredValue": value}]}
    return {
        "ranges": [box(1, 0, 5, 1)],
        "booleanRule": {"condition": condition, "format": {"backgroundColor": _RED}},
    }


def _limits(book: Spreadsheet) -> str:
    rules = book.sheet().get("conditionalFormats", [])
    return "".join(rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in rules)


def test_conditional_formats_live_by_their_place(book: Spreadsheet) -> None:
    book.do(*({"addConditionalFormatRule": {"rule": _rule(value), "index": 0}} for value in "123"))
    assert _limits(book) == "321"
    look = book.sheet()["conditionalFormats"][0]["booleanRule"]["format"]
    assert look["backgroundColorStyle"] == {"rgbColor": {"red": 1}}
    (moved,) = book.do({"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 2}})
    assert _limits(book) == "213"
    assert moved["updateConditionalFormatRule"]["newIndex"] == 2
    book.do({"updateConditionalFormatRule": {"index": 1, "rule": _rule("9")}})
    assert _limits(book) == "293"
    (deleted,) = book.do({"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}})
    assert deleted["deleteConditionalFormatRule"]["rule"]["ranges"] == [told(1, 0, 5, 1)]
    assert _limits(book) == "23"


def test_a_gradient(book: Spreadsheet) -> None:
    ends = {"minpoint": {"type": "MIN", "color": _RED}, "maxpoint": {"type": "NUMBER", "value": "5"}}
    book.do({"addConditionalFormatRule": {"rule": {"ranges": [box(0, 0, 9, 1)], "gradientRule": ends}}})
    kept = book.sheet()["conditionalFormats"][0]["gradientRule"]
    assert kept["minpoint"]["colorStyle"] == {"rgbColor": {"red": 1}}


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"deleteConditionalFormatRule": {"index": 0}}, "No conditional format on sheet: 0 at index: 0"),
        ({"addConditionalFormatRule": {"rule": {}}}, "ranges must not be empty"),
        ({"addConditionalFormatRule": {"rule": _rule("1"), "index": 4}}, "index[4] must be between 0 and 0"),
        (
            {"addConditionalFormatRule": {"rule": {"ranges": [box(0, 0, 2, 99)], "gradientRule": {}}}},
            "exceeds grid limits",
        ),
        ({"deleteBanding": {"bandedRangeId": 4}}, "No banded range with id: 4"),
        ({"deleteFilterView": {"filterId": 4}}, "No filter view with id: 4"),
        ({"deleteProtectedRange": {"protectedRangeId": 4}}, "No protected range with id: 4"),
        ({"deleteEmbeddedObject": {"objectId": 4}}, "No embedded object with id: 4"),
        ({"deleteNamedRange": {"namedRangeId": "x"}}, "No named range with id: x"),
        ({"addNamedRange": {"namedRange": {"name": "A1", "range": box(0, 0, 1, 1)}}}, "Invalid name: A1"),
        (
            {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k"}}},
            "visibility must be specified",
        ),
        ({"addChart": {"chart": {"spec": {}}}}, "exactly one chart"),
    ],
)
def test_what_is_refused(book: Spreadsheet, request_: dict[str, Any], words: str) -> None:
    message = book.refused(request_)
    assert message.startswith(f"Invalid requests[0].{next(iter(request_))}: ")
    assert words in message


def test_banding(book: Spreadsheet) -> None:
    colours = {"headerColor": _RED, "firstBandColor": {"blue": 1.0}, "secondBandColor": {}}
    banded = {"range": box(0, 0, 9, 3), "rowProperties": colours}
    (reply,) = book.do({"addBanding": {"bandedRange": banded}})
    number = reply["addBanding"]["bandedRange"]["bandedRangeId"]
    assert "already has alternating background colors" in book.refused(
        {"addBanding": {"bandedRange": banded}}
    )
    change = {"bandedRangeId": number, "range": box(0, 0, 20, 3)}
    book.do({"updateBanding": {"bandedRange": change, "fields": "range"}})
    (kept,) = book.sheet()["bandedRanges"]
    assert kept["range"] == told(0, 0, 20, 3)
    assert kept["rowProperties"]["headerColorStyle"] == {"rgbColor": {"red": 1}}
    book.do({"deleteBanding": {"bandedRangeId": number}})
    assert "bandedRanges" not in book.sheet()


def test_filters(book: Spreadsheet) -> None:
    book.do({"setBasicFilter": {"filter": {"range": box(0, 0, 9, 3)}}})
    assert book.sheet()["basicFilter"] == {"range": told(0, 0, 9, 3)}
    book.do({"clearBasicFilter": {"sheetId": 0}})
    assert "basicFilter" not in book.sheet()
    (reply,) = book.do({"addFilterView": {"filter": {"title": "เฉพาะ", "range": box(0, 0, 9, 3)}}})
    number = reply["addFilterView"]["filter"]["filterViewId"]
    change = {"filterViewId": number, "title": "อื่น"}
    book.do({"updateFilterView": {"filter": change, "fields": "title"}})
    assert book.sheet()["filterViews"][0]["title"] == "อื่น"
    book.do({"deleteFilterView": {"filterId": number}})
    assert "filterViews" not in book.sheet()


def test_named_ranges(book: Spreadsheet) -> None:
    (reply,) = book.do({"addNamedRange": {"namedRange": {"name": "ช่วง_1", "range": box(0, 0, 2, 1)}}})
    number = reply["addNamedRange"]["namedRange"]["namedRangeId"]
    book.do(write_rows([text("a")], [text("b")]))
    assert book.values("ช่วง_1") == [["a"], ["b"]]
    change = {"namedRangeId": number, "range": box(1, 0, 2, 1)}
    book.do({"updateNamedRange": {"namedRange": change, "fields": "range"}})
    assert book.values("ช่วง_1") == [["b"]]
    book.do({"deleteNamedRange": {"namedRangeId": number}})
    assert book.ask("GET", "/values/ช่วง_1").json()["error"]["message"] == "Unable to parse range: ช่วง_1"


def _share(book: Spreadsheet, workspace: Workspace, role: str) -> Spreadsheet:
    url = f"{workspace.address}/drive/v3/files/{book.id}/permissions"
    assert book.session.post(url, json={"type": "user", "role": role, "emailAddress": SOMCHAI}).ok
    return Spreadsheet(workspace, book.id, SOMCHAI)


def test_protected_cells_are_kept_from_other_editors(book: Spreadsheet, workspace: Workspace) -> None:
    guest = _share(book, workspace, "writer")
    protected = {"range": box(0, 0, 10, 5), "unprotectedRanges": [box(1, 4, 10, 5)], "description": "เครื่อง"}
    (reply,) = book.do({"addProtectedRange": {"protectedRange": protected}})
    kept = reply["addProtectedRange"]["protectedRange"]
    assert kept["editors"]["users"] == ["nithet@workspace.example"]
    assert kept["requestingUserCanEdit"] is True
    assert "protected cell" in guest.refused(write_rows([text("x")]))
    assert "protected cell" in guest.refused(write_rows([text("x"), text("y")], row=1, column=3))
    refused = guest.ask("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert refused.status_code == 400
    guest.do(write_rows([text("โน้ต"), text("นอก")], row=1, column=4))
    book.do(write_rows([text("x")]))
    seen = guest.sheet()["protectedRanges"][0]
    assert "editors" not in seen
    assert "requestingUserCanEdit" not in seen
    number = {"protectedRangeId": kept["protectedRangeId"]}
    assert "protected cell" in guest.refused({"deleteProtectedRange": number})
    change = {**number, "editors": {"users": [SOMCHAI]}}
    book.do({"updateProtectedRange": {"protectedRange": change, "fields": "editors"}})
    guest.do(write_rows([text("y")]))
    book.do(
        {"updateProtectedRange": {"protectedRange": {**number, "warningOnly": True}, "fields": "warningOnly"}}
    )
    assert "editors" not in book.sheet()["protectedRanges"][0]
    book.do({"deleteProtectedRange": number})
    assert "protectedRanges" not in book.sheet()


def _chart(row: int) -> dict[str, Any]:
    def source(column: int) -> dict[str, Any]:
        return {"sourceRange": {"sources": [box(0, column, 5, column + 1)]}}

    basic = {
        "chartType": "COLUMN",
        "domains": [{"domain": source(0)}],
        "series": [{"series": source(1), "color": _RED}],
        "headerCount": 1,
    }
    anchor = {"sheetId": 0, "rowIndex": row, "columnIndex": 3}
    return {
        "spec": {"title": "คะแนน", "basicChart": basic},
        "position": {"overlayPosition": {"anchorCell": anchor, "widthPixels": 500}},
    }


def test_charts(book: Spreadsheet) -> None:
    (reply,) = book.do({"addChart": {"chart": _chart(7)}})
    chart = reply["addChart"]["chart"]
    number = chart["chartId"]
    assert chart["position"]["overlayPosition"] == {
        "anchorCell": {"rowIndex": 7, "columnIndex": 3},
        "widthPixels": 500,
        "heightPixels": 371,
    }
    assert chart["spec"]["basicChart"]["series"][0]["colorStyle"] == {"rgbColor": {"red": 1}}
    book.do({"updateChartSpec": {"chartId": number, "spec": {**_chart(0)["spec"], "title": "ใหม่"}}})
    move = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1}}}
    (moved,) = book.do(
        {"updateEmbeddedObjectPosition": {"objectId": number, "newPosition": move, "fields": "anchorCell"}}
    )
    position = moved["updateEmbeddedObjectPosition"]["position"]["overlayPosition"]
    assert (position["anchorCell"]["rowIndex"], position["widthPixels"]) == (1, 500)
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    book.do({"insertDimension": {"range": rows}})
    (kept,) = book.sheet()["charts"]
    assert kept["spec"]["title"] == "ใหม่"
    domain = kept["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"]
    assert domain == [told(2, 0, 7, 1)]
    assert kept["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 3
    beyond = book.refused({"addChart": {"chart": _chart(1002)}})
    assert beyond.endswith("GridCoordinate.rowIndex[1002] is after last row in grid[1001]")
    assert "already exists" in book.refused({"addChart": {"chart": {**_chart(0), "chartId": number}}})
    book.do({"deleteEmbeddedObject": {"objectId": number}})
    assert "charts" not in book.sheet()


def _stamp(key: str, value: str, location: dict[str, Any]) -> dict[str, Any]:
    body = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": body}}


def _row(index: int) -> dict[str, Any]:
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": index, "endIndex": index + 1}
    return {"dimensionRange": span}


def _search(book: Spreadsheet, **lookup: Any) -> list[str]:
    body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
    found = book.call("POST", "/developerMetadata:search", body).get("matchedDeveloperMetadata", [])
    return [match["developerMetadata"]["metadataValue"] for match in found]


def test_a_stamp_is_made_read_changed_and_taken_away(book: Spreadsheet) -> None:
    (reply,) = book.do(_stamp("stamp", "1", {"spreadsheet": True}))
    made = reply["createDeveloperMetadata"]["developerMetadata"]
    assert made["location"] == {"locationType": "SPREADSHEET", "spreadsheet": True}
    fields = "developerMetadata(metadataKey,metadataValue)"
    assert book.get(fields=fields) == {"developerMetadata": [{"metadataKey": "stamp", "metadataValue": "1"}]}
    assert book.call("GET", f"/developerMetadata/{made['metadataId']}") == made
    chosen = {"developerMetadataLookup": {"metadataKey": "stamp"}}
    change = {"metadataValue": "2"}
    body = {"dataFilters": [chosen], "developerMetadata": change, "fields": "metadataValue"}
    (changed,) = book.do({"updateDeveloperMetadata": body})
    assert changed["updateDeveloperMetadata"]["developerMetadata"][0]["metadataValue"] == "2"
    (gone, none) = book.do(*({"deleteDeveloperMetadata": {"dataFilter": chosen}} for _ in range(2)))
    assert gone["deleteDeveloperMetadata"]["deletedDeveloperMetadata"][0]["metadataValue"] == "2"
    assert none == {"deleteDeveloperMetadata": {}}
    assert _search(book, metadataKey="stamp") == []
    assert book.ask("GET", f"/developerMetadata/{made['metadataId']}").status_code == 404


def test_metadata_is_found_by_what_it_is_and_where(book: Spreadsheet) -> None:
    book.do(
        _stamp("k", "book", {"spreadsheet": True}),
        _stamp("k", "sheet", {"sheetId": 0}),
        _stamp("k", "row", _row(4)),
        _stamp("other", "x", _row(4)),
    )
    assert sorted(_search(book, metadataKey="k")) == ["book", "row", "sheet"]
    assert _search(book, metadataKey="k", locationType="SHEET") == ["sheet"]
    assert _search(book, metadataValue="x", visibility="DOCUMENT") == ["x"]
    exactly = {"metadataLocation": _row(4), "locationMatchingStrategy": "EXACT_LOCATION"}
    assert sorted(_search(book, **exactly)) == ["row", "x"]
    meeting = {"metadataLocation": _row(4), "locationMatchingStrategy": "INTERSECTING_LOCATION"}
    assert sorted(_search(book, metadataKey="k", **meeting)) == ["row", "sheet"]
    assert sorted(_search(book, metadataLocation=_row(4))) == ["row", "sheet", "x"]
    assert _search(book, metadataLocation={"spreadsheet": True}) == ["book"]
    for chosen, found in (("A5", ["row", "sheet", "x"]), ("A4", ["sheet"])):
        body = {"dataFilters": [{"a1Range": chosen}]}
        matched = book.call("POST", "/developerMetadata:search", body)["matchedDeveloperMetadata"]
        assert sorted(one["developerMetadata"]["metadataValue"] for one in matched) == found
    data = book.get(includeGridData="true")["sheets"][0]["data"][0]
    tags = data["rowMetadata"][4]["developerMetadata"]
    assert {one["metadataValue"] for one in tags} == {"row", "x"}
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataValue": "row"}}], "includeGridData": True}
    book.do(write_rows([text("ห้า")], row=4))
    (sheet,) = book.call("POST", ":getByDataFilter", lookup)["sheets"]
    assert sheet["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "ห้า"


@pytest.mark.parametrize(
    ("lookup", "message"),
    [
        ({"locationMatchingStrategy": "EXACT_LOCATION"}, "only be specified with a metadataLocation"),
        (
            {"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "EXACT_LOCATION",
             "locationType": "SHEET"},
            "cannot be specified with an EXACT_LOCATION",
        ),
        ({"metadataLocation": {"sheetId": 0}, "locationType": "SPREADSHEET"}, "cannot be SPREADSHEET"),
    ],
)  # fmt: skip
def test_lookups_that_contradict_themselves(book: Spreadsheet, lookup: Any, message: str) -> None:
    book.do(_stamp("k", "1", {"sheetId": 0}))
    body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
    answer = book.ask("POST", "/developerMetadata:search", body)
    assert (answer.status_code, message in answer.text) == (400, True)


def test_metadata_moves_with_its_row_and_goes_with_it(book: Spreadsheet) -> None:
    book.do(_stamp("k", "row", _row(4)))
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    book.do({"insertDimension": {"range": span}})
    assert _search(book, metadataLocation=_row(6)) == ["row"]
    book.do({"deleteDimension": {"range": {**span, "startIndex": 6, "endIndex": 7}}})
    assert _search(book, metadataKey="k") == []


def test_other_peoples_spreadsheets(book: Spreadsheet, workspace: Workspace) -> None:
    stranger = Spreadsheet(workspace, book.id, SOMCHAI)
    for method, path, body in (("GET", "", None), ("GET", "/values/A1", None), ("POST", ":batchUpdate", {})):
        refused = stranger.ask(method, path, body)
        assert refused.json()["error"] == {
            "code": 403,
            "message": "The caller does not have permission",
            "status": "PERMISSION_DENIED",
        }
    reader = _share(book, workspace, "reader")
    assert reader.get()["spreadsheetId"] == book.id
    assert reader.ask("POST", ":batchUpdate", {"requests": [{"addSheet": {}}]}).status_code == 403
    unknown = Spreadsheet(workspace, "1" * 44).ask("GET", "")
    assert unknown.json()["error"] == {
        "code": 404,
        "message": "Requested entity was not found.",
        "status": "NOT_FOUND",
    }


def test_a_deleted_spreadsheet_leaves_nothing_behind(book: Spreadsheet, workspace: Workspace) -> None:
    from sync.workspace.store import Store

    book.do(write_rows([text("x")]), _stamp("k", "v", {"spreadsheet": True}))
    assert book.session.delete(f"{workspace.address}/drive/v3/files/{book.id}").status_code == 204
    store = Store(workspace.folder, ())
    for table in ("spreadsheets", "sheets", "sheet_rows", "styles", "developer_metadata"):
        assert store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
