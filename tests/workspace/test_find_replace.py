"""findReplace over real HTTP: each option, Java's patterns, and the counts of the reply."""

from __future__ import annotations

from typing import Any

import pytest

from sync.workspace.errors import Refusal
from sync.workspace.sheets.moving import java_search
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


@pytest.mark.parametrize("pattern", [r"(?x)a b", r"(?U)\w", r"\p{javaMirrored}"])
def test_what_is_not_translated_is_refused_by_name(book: Spreadsheet, pattern: str) -> None:
    answer = book.ask("POST", ":batchUpdate", {"requests": [find(pattern, searchByRegex=True)]})
    assert answer.status_code == 501
    assert "does not implement findReplace by " in answer.json()["error"]["message"]


@pytest.mark.parametrize(("pattern", "seconds"), [("(a+)+$", 10.0), ("(a|aa)+$", 0.2)])
def test_a_pattern_ends(
    book: Spreadsheet, monkeypatch: pytest.MonkeyPatch, pattern: str, seconds: float
) -> None:
    """The library sees through some patterns that are infamous; others end by the limit."""
    monkeypatch.setattr(java_search, "SECONDS", seconds)
    book.write([["a" * 60 + "!"]] * 3)
    request = find(pattern, "x", searchByRegex=True)
    if seconds == 10.0:
        assert book.do(request) == [{"findReplace": {}}]
    else:
        assert "takes too long" in book.refused(request)
    assert book.values() == [["a" * 60 + "!"]] * 3


def test_the_limit_is_for_all_texts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these takes some milliseconds; a limit for each alone would let them all pass."""
    monkeypatch.setattr(java_search, "SECONDS", 0.2)
    run = java_search.search("(a|aa)+$", "", match_case=True, entire=False)
    with pytest.raises(Refusal, match="takes too long"):
        run([f"{'a' * 24}{index}" for index in range(10_000)])


@pytest.mark.parametrize(
    ("pattern", "text_", "expected"),
    [
        # Classes of classes
        ("[a-z&&[^b]]", "abc1", "•b•1"),
        ("[a-z&&def]", "abde", "ab••"),
        ("[a-d[m-p]]", "anz", "••z"),
        ("[a-z&&[^m-p]&&[^b]]", "abmz", "•bm•"),
        ("[^a-c&&[b-d]]", "abcde", "•bc••"),
        (r"[\p{L}&&[^\p{IsThai}]]", "aก1é", "•ก1•"),
        (r"[\p{IsThai}&&[^\p{M}]]", "ที่", "•ี่"),
        # Signs within classes that mean something else to the library
        ("[a||b]", "a|b", "•••"),
        ("[a--]", "", None),
        ("[+--]", "+,-.", "•••."),
        ("[a~~b&]", "a~&b", "••••"),
        ("[a-]", "a-b", "••b"),
        (r"[\w-.]", "a-.!", "•••!"),
        ("[]a]", "]ab", "••b"),
        ("[[:alpha:]]", "a:b", "••b"),
        (r"[\Q]^\E]", "]^a", "••a"),
        (r"[\h\R]", "", None),
        # Properties
        (r"\p{IsThai}", "ก๑฿a", "••฿a"),
        (r"\p{InThai}", "ก๑฿a", "•••a"),
        (r"\P{IsThai}", "กa", "ก•"),
        (r"[^\P{InThai}]", "กa", "•a"),
        (r"\p{script=Thai}\p{blk=Thai}", "กขa", "•a"),
        (r"\p{L}\pL", "กa1", "•1"),
        (r"\p{IsL}\p{IsLu}\p{gc=Lu}", "กAB", "•"),
        (r"\p{Alpha}", "aกé", "•กé"),
        (r"\p{IsAlphabetic}", "aก1", "••1"),
        (r"\P{Alpha}", "aก", "a•"),
        (r"\p{Punct}", "!~`a ", "•••a "),
        (r"\p{Sc}", "฿$1", "••1"),
        (r"\p{IsDigit}\p{Digit}", "๑1", "•"),
        (r"\p{IsPunctuation}", "!a", "•a"),
        (r"\p{Thai}", "", None),
        (r"\p{IsNothing}", "", None),
        # ASCII's classes
        (r"\w", "aก_", "•ก•"),
        (r"\d", "1๑", "•๑"),
        (r"\W", "aก", "a•"),
        (r"\ba", "ขa aa", "ข• •a"),
        (r"\h\v", " \n", "•"),
        # Ends
        (r"a\z", "a\na", "a\n•"),
        (r"a\Z", "a\n", "•\n"),
        (r"a\R", "a\r\nb", "•b"),
        # Groups and references
        (r"(?<n>x)\k<n>", "xxx", "•x"),
        (r"(x)\11", "xx1", "•"),
        ("(?<!x)(?<=y)a++", "yaaxa", "y•xa"),
        ("(?>a|ab)c", "abcac", "abc•"),
        ("(?i)é", "É", "•"),
        ("(?s-i:A.)", "a\nA\n", "a\n•"),
        ("(?u)a", "a", "•"),
        # Signs by their numbers
        (r"\x{e01}\u0e02\x41\0101\cI\t", "กขAA\t\t", "•"),
        (r"\uD83D\uDE00", "😀", "•"),
        (r"\N{THAI CHARACTER KO KAI}", "ก", "•"),
        (r"\Q(a\Eb", "(ab", "•"),
        (r"\[\]}]", "[]}]", "•"),
        ("ß", "ssß", "ss•"),
        # What only the library takes
        ("(?:foo){e<=1}", "", None),
        ("a{,2}", "", None),
        ("(?|a|b)", "", None),
        ("(?R)", "", None),
        ("(*FAIL)", "", None),
        (r"\L<names>", "", None),
        (r"\mfoo\M", "", None),
        ("[a", "", None),
        ("a\\", "", None),
        ("a**", "", None),
    ],
)
def test_patterns_mean_what_they_mean_to_java(pattern: str, text_: str, expected: str | None) -> None:
    """Each match stands as •; None where there is none because the pattern is refused."""
    if expected is None:
        with pytest.raises(Refusal, match="Invalid regular expression"):
            java_search.search(pattern, "•", match_case=True, entire=False)
        return
    found = java_search.search(pattern, "•", match_case=True, entire=False)([text_])
    assert found[text_][0] == expected


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        ("a*", "x", "xbxxcx"),
        ("(a)(a)", "$2$11", "baa1c"),
        ("(a)|b", "[$1]", "[][a][a]c"),
        ("a(?<n>a)", r"\$${n}$0", "b$aaac"),
    ],
)
def test_replacements_are_javas(pattern: str, replacement: str, expected: str) -> None:
    assert (
        java_search.search(pattern, replacement, match_case=True, entire=False)(["baac"])["baac"][0]
        == expected
    )
