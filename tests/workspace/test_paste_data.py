"""pasteData over real HTTP: delimited text, and HTML with its looks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, text, told, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def paste(data: str, row: int = 0, column: int = 0, **more: Any) -> dict[str, Any]:
    """A pasteData request."""
    corner = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"pasteData": {"coordinate": corner, "data": data, **more}}


@pytest.mark.parametrize(
    ("data", "delimiter", "expected"),
    [
        ("a,b\n1,2.5\n", ",", [["a", "b"], [1, 2.5]]),
        ("a\tb\r\nc\td", "\t", [["a", "b"], ["c", "d"]]),
        ('"a,b","x ""y"""\n"two\nlines",c', ",", [["a,b", 'x "y"'], ["two\nlines", "c"]]),
        ("a;b", ",", [["a;b"]]),
        ("a::b", "::", [["a", "b"]]),
        ("=1+1,TRUE", ",", [["=1+1", True]]),
        ("ครู|ห้า", "|", [["ครู", "ห้า"]]),
        ("a,,b\n\nc", ",", [["a", "", "b"], [], ["c"]]),
    ],
)
def test_text_is_entered_as_if_typed(
    book: Spreadsheet, data: str, delimiter: str, expected: list[list[Any]]
) -> None:
    book.do(paste(data, delimiter=delimiter))
    assert book.values(valueRenderOption="FORMULA") == expected


def test_it_begins_at_its_coordinate_keeps_looks_and_empties_what_it_covers(book: Spreadsheet) -> None:
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    book.do(write_rows([text("old", note="n", **look), text("gone"), text("stays")], row=2, column=1))
    book.do(paste("new,", 2, 1, delimiter=","))
    assert book.values("B3:D3") == [["new", "", "stays"]]
    assert book.cell("B3")["userEnteredFormat"]["textFormat"] == {"bold": True}


def test_the_grid_grows_by_what_has_no_room(book: Spreadsheet) -> None:
    book.do(paste("\n".join("a,b" for _ in range(3)), 998, 25, delimiter=","))
    grid = book.sheet()["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (1001, 27)


TABLE = """
<html><head><title>no</title><style>td {color: red}</style></head><body>
<table><tbody>
 <tr style="background-color: #ff0000"><th colspan=2>Head</th><td rowspan="2" align="right">side</td></tr>
 <tr><td><b>bold</b><br>line</td><td style="font-style:italic;color:rgb(0, 0, 255);font-size:12pt">7</td></tr>
 <tr><td><a href="https://example.org/x">link &amp; more</a></td></tr>
</tbody></table></body></html>
"""


def test_a_table_comes_with_its_looks_links_and_spans(book: Spreadsheet) -> None:
    book.do(paste(TABLE, 1, 1, html=True))
    assert book.values("B2:D4") == [["Head", "", "side"], ["bold\nline", "7"], ["link & more"]]
    assert book.sheet()["merges"] == [told(1, 1, 2, 3), told(1, 3, 3, 4)]
    head, side = book.cell("B2")["userEnteredFormat"], book.cell("D2")["userEnteredFormat"]
    assert (head["textFormat"], head["backgroundColor"]) == ({"bold": True}, {"red": 1})
    assert side["horizontalAlignment"] == "RIGHT"
    assert book.cell("B3")["userEnteredFormat"]["textFormat"]["bold"] is True
    number = book.cell("C3")
    assert number["userEnteredValue"] == {"numberValue": 7}
    look = number["userEnteredFormat"]["textFormat"]
    assert (look["italic"], look["foregroundColor"], look["fontSize"]) == (True, {"blue": 1}, 12)
    assert book.cell("B4")["hyperlink"] == "https://example.org/x"


def test_html_without_a_table_is_one_cell_a_paragraph(book: Spreadsheet) -> None:
    book.do(paste("<p>one <i>two</i></p><div>three<br>four</div><ul><li>five</ul>", html=True))
    assert book.values() == [["one two"], ["three"], ["four"], ["five"]]


@pytest.mark.parametrize(
    ("kind", "value", "bold"),
    [
        ("PASTE_NORMAL", "new", True),
        ("PASTE_VALUES", "new", False),
        ("PASTE_FORMULA", "new", False),
        ("PASTE_FORMAT", "old", True),
        ("PASTE_NO_BORDERS", "new", True),
        ("PASTE_DATA_VALIDATION", "old", False),
    ],
)
def test_each_kind_of_paste_takes_its_part(book: Spreadsheet, kind: str, value: str, bold: bool) -> None:
    book.write([["old"]])
    book.do(paste("<table><tr><td><b>new</b></td></tr></table>", html=True, type=kind))
    found = book.cell("A1")
    assert found["formattedValue"] == value
    assert ("userEnteredFormat" in found) == bold


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (paste("a"), "Must specify a delimiter or html."),
        (paste("a,b", 0, 1, delimiter=","), "You can't perform a paste that partially intersects a merge."),
        (paste("a", 1000, 0, delimiter=","), "GridCoordinate.rowIndex[1000] is after last row in grid[999]"),
    ],
)
def test_what_cannot_be_pasted_is_refused(book: Spreadsheet, request_: dict[str, Any], message: str) -> None:
    book.do({"mergeCells": {"range": box(0, 2, 2, 3)}})
    assert message in book.refused(request_)
