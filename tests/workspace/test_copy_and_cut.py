"""copyPaste and cutPaste over real HTTP: what each kind of paste takes along, and where it goes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, text, told, write_rows

RED = {"red": 1}
LINE = {"style": "SOLID", "width": 1, "color": {}, "colorStyle": {"rgbColor": {}}}
RULE = {"condition": {"type": "BOOLEAN"}, "strict": True}


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def copied(
    source: dict[str, int], destination: dict[str, int], kind: str = "", **more: str
) -> dict[str, Any]:
    """A copyPaste request."""
    given: dict[str, Any] = {"source": source, "destination": destination, **more}
    return {"copyPaste": given | ({"pasteType": kind} if kind else {})}


def cut(source: dict[str, int], row: int, column: int, sheet: int = 0, kind: str = "") -> dict[str, Any]:
    """A cutPaste request."""
    destination = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    given: dict[str, Any] = {"source": source, "destination": destination}
    return {"cutPaste": given | ({"pasteType": kind} if kind else {})}


def formulas(book: Spreadsheet, where: str) -> list[list[Any]]:
    """Values of a range, formulas as they are written."""
    return book.values(where, valueRenderOption="FORMULA")


@pytest.mark.parametrize(
    ("destination", "expected"),
    [
        (box(0, 2, 2, 4), [["a", "b", "a", "b"], ["c", "d", "c", "d"]]),
        (box(0, 2, 1, 3), [["a", "b", "a", "b"], ["c", "d", "c", "d"]]),  # smaller: all is copied
        (box(2, 0, 6, 2), [["a", "b"], ["c", "d"]] * 3),  # twice its height
        (box(2, 0, 5, 2), [["a", "b"], ["c", "d"]] * 2),  # no multiple: once
        (box(0, 2, 2, 6), [["a", "b"] * 3, ["c", "d"] * 3]),
        (box(0, 1, 2, 3), [["a", "a", "b"], ["c", "c", "d"]]),  # over itself
        (box(1, 0, 3, 2), [["a", "b"], ["a", "b"], ["c", "d"]]),
    ],
)
def test_copies_are_repeated_over_multiples(
    book: Spreadsheet, destination: dict[str, int], expected: list[list[str]]
) -> None:
    book.write([["a", "b"], ["c", "d"]])
    book.do(copied(box(0, 0, 2, 2), destination))
    assert book.values() == expected


def test_rows_become_columns(book: Spreadsheet) -> None:
    book.write([[1, 2, 3], [4, 5, "=A1"]], option="USER_ENTERED")
    book.do(copied(box(0, 0, 2, 3), box(3, 0, 6, 4), pasteOrientation="TRANSPOSE"))
    assert formulas(book, "A4:D6") == [[1, 4, 1, 4], [2, 5, 2, 5], [3, "=#REF!", 3, "=B5"]]


def test_open_columns_are_copied(book: Spreadsheet) -> None:
    book.write([["a"], ["b"]])
    columns = [{"sheetId": 0, "startColumnIndex": n, "endColumnIndex": n + 1} for n in (0, 3)]
    book.do(copied(columns[0], columns[1]))
    assert book.values() == [["a", "", "", "a"], ["b", "", "", "b"]]


def test_formulas_refer_further_and_fixed_references_stay(book: Spreadsheet) -> None:
    book.write([[1, "=A1+$A$1"], [2, ""], [3, ""]], option="USER_ENTERED")
    book.do(copied(box(0, 1, 1, 2), box(1, 1, 3, 2)))
    assert formulas(book, "B1:B3") == [["=A1+$A$1"], ["=A2+$A$1"], ["=A3+$A$1"]]


_SOURCE = text(
    "s",
    note="n",
    dataValidation=RULE,
    userEnteredFormat={"backgroundColor": RED, "borders": {"top": LINE}},
)
_OLD = text("old", note="kept", userEnteredFormat={"horizontalAlignment": "RIGHT"})


@pytest.mark.parametrize(
    ("kind", "value", "note", "fill", "line", "rule"),
    [
        ("PASTE_NORMAL", "s", "n", True, True, True),
        ("PASTE_VALUES", "s", "kept", False, False, False),
        ("PASTE_FORMAT", "old", "kept", True, True, False),
        ("PASTE_NO_BORDERS", "s", "n", True, False, True),
        ("PASTE_FORMULA", "s", "kept", False, False, False),
        ("PASTE_DATA_VALIDATION", "old", "kept", False, False, True),
        ("PASTE_CONDITIONAL_FORMATTING", "old", "kept", False, False, False),
    ],
)
def test_each_kind_of_paste_takes_its_part(
    book: Spreadsheet, kind: str, value: str, note: str, fill: bool, line: bool, rule: bool
) -> None:
    book.do(write_rows([_SOURCE, _OLD]))
    book.do(copied(box(0, 0, 1, 1), box(0, 1, 1, 2), kind))
    found = book.cell("B1")
    look = found.get("userEnteredFormat", {})
    assert (found["userEnteredValue"]["stringValue"], found["note"]) == (value, note)
    assert (look.get("backgroundColor") == RED, "borders" in look) == (fill, line)
    assert ("dataValidation" in found) == rule
    assert ("horizontalAlignment" in look) == (not fill)


def test_values_are_pasted_without_their_formulas(book: Spreadsheet) -> None:
    book.write([[2, "=A1*3"]], option="USER_ENTERED")
    shown = book.values("B1")
    book.do(copied(box(0, 1, 1, 2), box(0, 2, 1, 3), "PASTE_VALUES"))
    assert book.values("C1") == shown
    assert "formulaValue" not in book.cell("C1")["userEnteredValue"]


def test_merges_come_along_and_replace_those_that_were_there(book: Spreadsheet) -> None:
    book.do(
        *({"mergeCells": {"range": one}} for one in (box(0, 0, 1, 2), box(4, 0, 5, 2), box(4, 2, 6, 3))),
        copied(box(0, 0, 1, 3), box(4, 0, 6, 3)),
    )
    assert book.sheet()["merges"] == [told(0, 0, 1, 2), told(4, 0, 5, 2), told(5, 0, 6, 2)]


@pytest.mark.parametrize(
    ("source", "destination"), [(box(0, 0, 1, 1), box(4, 4, 5, 5)), (box(8, 8, 9, 9), box(0, 1, 1, 2))]
)
def test_a_paste_may_not_tear_a_merge(
    book: Spreadsheet, source: dict[str, int], destination: dict[str, int]
) -> None:
    book.do({"mergeCells": {"range": box(0, 0, 1, 2)}})
    assert book.refused(copied(source, destination)) == (
        "Invalid requests[0].copyPaste: You can't perform a paste that partially intersects a merge."
    )


def _rule(formula: str, *ranges: dict[str, int]) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {"condition": condition, "format": {"backgroundColor": RED}}
    return {"ranges": list(ranges), "booleanRule": rule}


def _rules(book: Spreadsheet, sheet: int = 0) -> list[tuple[str, list[dict[str, int]]]]:
    return [
        (rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"], rule["ranges"])
        for rule in book.sheet(sheet).get("conditionalFormats", [])
    ]


def test_conditional_formats_spread_on_their_sheet_and_replace_others(book: Spreadsheet) -> None:
    book.do(
        {"addConditionalFormatRule": {"rule": _rule("=A1>1", box(0, 0, 4, 1)), "index": 0}},
        {"addConditionalFormatRule": {"rule": _rule("=C1>2", box(0, 2, 4, 3)), "index": 1}},
        copied(box(0, 0, 2, 1), box(0, 2, 2, 3), "PASTE_CONDITIONAL_FORMATTING"),
    )
    assert _rules(book) == [
        ("=A1>1", [told(0, 0, 4, 1), told(0, 2, 2, 3)]),
        ("=C3>2", [told(2, 2, 4, 3)]),
    ]


def test_conditional_formats_refer_from_where_they_come_to_on_another_sheet(book: Spreadsheet) -> None:
    book.do(
        {"addSheet": {"properties": {"sheetId": 7}}},
        {"addConditionalFormatRule": {"rule": _rule("=A1>$B$1", box(0, 0, 4, 1)), "index": 0}},
        copied(box(0, 0, 4, 1), box(5, 3, 9, 4, sheet=7)),
    )
    assert _rules(book, 1) == [("=D6>$B$1", [box(5, 3, 9, 4, sheet=7)])]


def test_the_grid_grows_for_what_has_no_room(book: Spreadsheet) -> None:
    book.write([["a"], ["b"]])
    book.do(copied(box(0, 0, 2, 1), box(999, 25, 1000, 26)))
    grid = book.sheet()["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (1001, 26)
    assert book.values("Z1000:Z1001") == [["a"], ["b"]]


def test_a_range_beyond_the_grid_is_refused(book: Spreadsheet) -> None:
    assert book.refused(copied(box(0, 0, 1, 1), box(0, 30, 1, 31))) == (
        "Invalid requests[0].copyPaste: Range (Sheet1!AE1) exceeds grid limits. "
        "Max rows: 1000, max columns: 26"
    )


def test_cutting_moves_the_cells_whole(book: Spreadsheet) -> None:
    book.do(write_rows([_SOURCE], [text("b")]), cut(box(0, 0, 2, 1), 1, 0))
    assert book.values() == [[], ["s"], ["b"]]
    assert book.cell("A1") == {}
    assert book.cell("A2")["note"] == "n"
    assert book.cell("A2")["userEnteredFormat"]["backgroundColor"] == RED


def test_all_is_cut_whatever_is_pasted(book: Spreadsheet) -> None:
    book.do(write_rows([_SOURCE]), cut(box(0, 0, 1, 1), 0, 1, kind="PASTE_VALUES"))
    assert book.cell("A1") == {}
    assert book.values() == [["", "s"]]
    assert "userEnteredFormat" not in book.cell("B1")


def test_references_and_ranges_follow_what_is_cut(book: Spreadsheet) -> None:
    book.write([[1, "=A1", "=SUM(A1:A2)"], [2, "=A2", "=B1"]], option="USER_ENTERED")
    book.do(
        {"addSheet": {"properties": {"sheetId": 7, "title": "สอง"}}},
        {"addNamedRange": {"namedRange": {"name": "first", "range": box(0, 0, 1, 1)}}},
        {"addNamedRange": {"namedRange": {"name": "both", "range": box(0, 0, 3, 1)}}},
        cut(box(0, 0, 2, 1), 4, 3),
    )
    assert formulas(book, "B1:C2") == [["=D5", "=SUM(D5:D6)"], ["=D6", "=B1"]]
    ranges = {one["name"]: one["range"] for one in book.get()["namedRanges"]}
    assert ranges == {"first": told(4, 3, 5, 4), "both": told(0, 0, 3, 1)}
    book.do(cut(box(0, 1, 2, 2), 0, 0, sheet=7))
    assert formulas(book, "สอง") == [["=Sheet1!D5"], ["=Sheet1!D6"]]
    assert formulas(book, "C2") == [["='สอง'!A1"]]


def test_parts_of_a_sheet_go_with_their_cells_to_another(book: Spreadsheet) -> None:
    protected = {"range": box(0, 0, 2, 1), "warningOnly": True}
    book.do(
        {"addSheet": {"properties": {"sheetId": 7}}},
        {"addProtectedRange": {"protectedRange": protected}},
        {"mergeCells": {"range": box(0, 0, 2, 1)}},
        {"addConditionalFormatRule": {"rule": _rule("=A1>1", box(0, 0, 4, 1)), "index": 0}},
        cut(box(0, 0, 2, 1), 0, 2, sheet=7),
    )
    first, second = book.get()["sheets"]
    assert "protectedRanges" not in first
    assert "merges" not in first
    assert second["protectedRanges"][0]["range"] == box(0, 2, 2, 3, sheet=7)
    assert second["merges"] == [box(0, 2, 2, 3, sheet=7)]
    assert (_rules(book, 0), _rules(book, 1)) == (
        [("=A3>1", [told(2, 0, 4, 1)])],
        [("=C1>1", [box(0, 2, 2, 3, sheet=7)])],
    )


@pytest.mark.parametrize("kind", ["copyPaste", "cutPaste"])
def test_protected_cells_are_neither_pasted_over_nor_cut(workspace: Workspace, kind: str) -> None:
    book = Spreadsheet(workspace)
    editors = {"users": ["somebody@example.org"]}
    book.do({"addProtectedRange": {"protectedRange": {"range": box(0, 1, 1, 2), "editors": editors}}})
    share = {"role": "writer", "type": "user", "emailAddress": "clerk@example.org"}
    url = f"{workspace.address}/drive/v3/files/{book.id}/permissions"
    assert book.session.post(url, json=share).ok
    clerk = Spreadsheet(workspace, book.id)
    clerk.session = workspace.person("clerk@example.org")
    into = {
        "copyPaste": copied(box(0, 0, 1, 1), box(0, 1, 1, 2)),
        "cutPaste": cut(box(0, 0, 1, 1), 0, 1),
    }
    assert "protected cell" in clerk.refused(into[kind])
    out = {"copyPaste": copied(box(0, 1, 1, 2), box(0, 4, 1, 5)), "cutPaste": cut(box(0, 1, 1, 2), 0, 4)}
    if kind == "copyPaste":
        clerk.do(out[kind])
    else:
        assert "protected cell" in clerk.refused(out[kind])


_corner = st.integers(0, 5)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    top=_corner, left=_corner, height=st.integers(1, 4), width=st.integers(1, 4), row=_corner, column=_corner
)
def test_what_is_cut_there_and_back_is_as_it_was_where_nothing_lay(
    book: Spreadsheet, top: int, left: int, height: int, width: int, row: int, column: int
) -> None:
    clear = {"updateCells": {"range": {"sheetId": 0}, "fields": "*"}}
    values = [[f"{r}.{c}" for c in range(width)] for r in range(height)]
    request = write_rows(*([text(one) for one in line] for line in values), row=top, column=left)
    book.do(clear, request)
    before = book.values()
    source = box(top, left, top + height, left + width)
    there = box(row, column, row + height, column + width)
    book.do(cut(source, row, column), cut(there, top, left))
    assert book.values() == before
