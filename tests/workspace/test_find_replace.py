"""findReplace over real HTTP: each option, Java's patterns, and the counts of the reply."""

from __future__ import annotations

from typing import Any

import pytest

from sync.workspace.sheets import java_patterns
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box, number, text, write_rows


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    """A new spreadsheet with one sheet of 1000 rows and 26 columns."""
    return Spreadsheet(workspace)


def find(find_: str, replacement: str = "", **more: Any) -> dict[str, Any]:
    """A findReplace over all sheets, unless it says where."""
    where = {} if more.keys() & {"range", "sheetId", "allSheets"} else {"allSheets": True}
    return {"findReplace": {"find": find_, "replacement": replacement, **where, **more}}


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    [
        (["Google Sheets"], {"find_": "e", "replacement": "o"}, ["Googlo Shoots"]),
        (["Abc", "abc"], {"find_": "ABC", "replacement": "x"}, ["x", "x"]),
        (["Abc", "abc"], {"find_": "abc", "replacement": "x", "matchCase": True}, ["Abc", "x"]),
        (["ab", "b"], {"find_": "b", "replacement": "x", "matchEntireCell": True}, ["ab", "x"]),
        (["a.b", "acb"], {"find_": "a.b", "replacement": "x"}, ["x", "acb"]),
        (["a", "b"], {"find_": "a", "replacement": ""}, ["", "b"]),
        (["โรงเรียนบ้านนา"], {"find_": "โรงเรียน", "replacement": "รร."}, ["รร.บ้านนา"]),
        (
            ["Google Sheets", "Google Docs"],
            {"find_": "o.* (.*)", "replacement": "$1 Rocks", "searchByRegex": True},
            ["GSheets Rocks", "GDocs Rocks"],
        ),
        (["a1", "a2b"], {"find_": r"a\d", "replacement": "x", "searchByRegex": True, "matchEntireCell": True},
         ["x", "a2b"]),
        (["AB"], {"find_": "(?<n>a)(b)", "replacement": "${n}-$2\\$", "searchByRegex": True}, ["A-B$"]),
        (["AB"], {"find_": "a", "replacement": "x", "searchByRegex": True, "matchCase": True}, ["AB"]),
        (["ก๑"], {"find_": r"\p{IsThai}+", "replacement": "ไทย", "searchByRegex": True}, ["ไทย"]),
        (["1.5"], {"find_": r"\Q.\E", "replacement": ":", "searchByRegex": True}, ["1:5"]),
    ],
)  # fmt: skip
def test_what_is_found_is_replaced(
    book: Spreadsheet, given: list[str], options: dict[str, Any], expected: list[str]
) -> None:
    book.write([[value] for value in given])
    book.do(find(**options))
    assert [row[0] if row else "" for row in book.values(f"A1:A{len(given)}")] == expected


def test_the_reply_counts_and_leaves_zeros_out(book: Spreadsheet) -> None:
    book.do({"addSheet": {"properties": {"sheetId": 7, "title": "b"}}})
    book.write([["aa", "a", '=LEN("a")'], ["b", "a"]], option="USER_ENTERED")
    book.write([["a"]], "b!A1")
    (reply,) = book.do(find("a", "x", includeFormulas=True))
    changed = {"valuesChanged": 4, "formulasChanged": 1, "rowsChanged": 3, "sheetsChanged": 2}
    assert reply["findReplace"] == changed | {"occurrencesChanged": 6}
    (reply,) = book.do(find("nothing of the kind", "x"))
    assert reply == {"findReplace": {}}


def test_formulas_are_searched_only_if_asked(book: Spreadsheet) -> None:
    book.write([["=SUM(A2:A3)"]], option="USER_ENTERED")
    assert book.do(find("SUM", "MAX")) == [{"findReplace": {}}]
    book.do(find("sum", "MAX", includeFormulas=True))
    assert book.values("A1", valueRenderOption="FORMULA") == [["=MAX(A2:A3)"]]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"range": box(0, 1, 2, 2)}, [["a", "x"], ["a", "x"]]),
        ({"sheetId": 0}, [["x", "x"], ["x", "x"]]),
        ({"sheetId": 7}, [["a", "a"], ["a", "a"]]),
        ({"allSheets": True}, [["x", "x"], ["x", "x"]]),
    ],
)
def test_it_is_done_where_the_request_says(
    book: Spreadsheet, where: dict[str, Any], expected: list[list[str]]
) -> None:
    book.do({"addSheet": {"properties": {"sheetId": 7}}})
    book.write([["a", "a"], ["a", "a"]])
    book.do(find("a", "x", **where))
    assert book.values() == expected


def test_numbers_are_found_as_they_are_shown_and_entered_as_if_typed(book: Spreadsheet) -> None:
    book.do(write_rows([number(1234.5, "#,##0.00"), text("#=1+1"), text("ราคา 5")]))
    book.do(find(",", ""), find("#=", "="), find("ราคา ", ""))
    entered = [one["userEnteredValue"] for one in book.cells("A1:C1")[0]]
    assert entered == [{"numberValue": 1234.5}, {"formulaValue": "=1+1"}, {"numberValue": 5}]


def test_a_text_format_keeps_texts(book: Spreadsheet) -> None:
    look = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    book.do(write_rows([text("x0812345678", **look)]), find("x", ""))
    assert book.cell("A1")["userEnteredValue"] == {"stringValue": "0812345678"}


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (find(""), "The find value must not be empty."),
        (find("(", searchByRegex=True), "Invalid regular expression: ("),
        (find("a", "$2", searchByRegex=True), "No group 2"),
        (find("a", "$", searchByRegex=True), "Illegal group reference"),
        (find("a", range=box(0, 0, 1, 1), allSheets=True), "exactly one of range, sheetId or allSheets"),
        (find("a", sheetId=9), "No grid with id: 9"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    book: Spreadsheet, request_: dict[str, Any], message: str
) -> None:
    book.write([["aaa"]])
    assert message in book.refused(request_)


def test_what_is_not_translated_is_refused_by_name(book: Spreadsheet) -> None:
    answer = book.ask("POST", ":batchUpdate", {"requests": [find(r"\p{Sc}", searchByRegex=True)]})
    assert (answer.status_code, r"\p{Sc}" in answer.json()["error"]["message"]) == (501, True)


def test_a_pattern_that_never_ends_is_ended(book: Spreadsheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java_patterns, "SECONDS", 0.5)
    book.write([["a" * 60 + "!"]])
    assert "takes too long" in book.refused(find("(a|aa)+$", "x", searchByRegex=True))
    assert book.values() == [["a" * 60 + "!"]]


@pytest.mark.parametrize(
    ("java", "python"),
    [
        (r"[\h\p{Digit}x]", "[ \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u30000-9x]"),
        (r"\p{L}\z", r"(?u:[^\W\d_])\Z"),
        (r"\P{L}", r"(?!(?u:[^\W\d_]))(?s:.)"),
        (r"(?<a>x)\k<a>", "(?P<a>x)(?P=a)"),
        (r"(?<!x)(?<=y)a++", r"(?<!x)(?<=y)a++"),
        (r"\x{e01}", "ก"),
        (r"\[\]", r"\[\]"),
    ],
)
def test_javas_patterns_are_said_again(java: str, python: str) -> None:
    assert java_patterns.translated(java) == python
