"""Writing in the sheet page's cells over real HTTP: the server decides, and the API sees what was written."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.workspace.conftest import Workspace
from tests.workspace.filling import DEPUTY, HEAD, READER, WORDS, Filler, kept_sheet, listed, protected, share
from tests.workspace.sheet_calls import Spreadsheet, box


@pytest.fixture
def book(workspace: Workspace) -> Spreadsheet:
    return kept_sheet(workspace)


@pytest.fixture
def head(workspace: Workspace, book: Spreadsheet) -> Filler:
    return Filler(workspace, book, HEAD)


def told(answer: requests.Response) -> tuple[int, str]:
    """An answer's status, and its words without marks."""
    return answer.status_code, " ".join(re.sub(r"<[^>]+>", " ", answer.json()["html"]).split())


def file_of(workspace: Workspace, book: Spreadsheet) -> Any:
    url = f"{workspace.address}/drive/v3/files/{book.id}"
    fields = "version,modifiedTime,lastModifyingUser(emailAddress)"
    return book.session.get(url, params={"fields": fields}).json()


def test_a_word_of_the_list_is_stored_as_the_api_would_for_the_same_person(
    workspace: Workspace, book: Spreadsheet, head: Filler
) -> None:
    drive = f"{workspace.address}/drive/v3/changes"
    token = book.session.get(f"{drive}/startPageToken").json()["startPageToken"]
    before = file_of(workspace, book)
    assert "อนุญาต" in head.offered("C2")
    assert told(head.types("C2", "อนุญาต")) == (200, "บันทึกในช่อง C2 แล้ว: อนุญาต")
    assert book.values("C2") == [["อนุญาต"]]
    after = file_of(workspace, book)
    assert int(after["version"]) == int(before["version"]) + 1
    assert after["modifiedTime"] > before["modifiedTime"]
    assert after["lastModifyingUser"]["emailAddress"] == HEAD
    changes = book.session.get(drive, params={"pageToken": token}).json()["changes"]
    assert [one["fileId"] for one in changes] == [book.id]
    assert "userEnteredFormat" in book.cell("C2")
    assert book.cell("C2")["dataValidation"]["strict"], "the cell's look and rule stay"


def test_a_cell_is_emptied(book: Spreadsheet, head: Filler) -> None:
    head.types("C2", "อนุญาต")
    assert told(head.types("C2", "อนุญาต")) == (200, "ช่อง C2 มีข้อความนี้อยู่แล้ว จึงไม่มีอะไรเปลี่ยนแปลง")
    assert "ล้างช่อง" in head.offered("C2")
    assert told(head.types("C2", "")) == (200, "ล้างช่อง C2 แล้ว")
    assert book.values("C2") == []


def test_a_list_that_nobody_may_choose_from_is_not_the_systems_cell(book: Spreadsheet, head: Filler) -> None:
    """So stands a step's cell while the configuration has no address of who takes the step."""
    rule = {"setDataValidation": {"range": box(1, 6, 3, 7), "rule": listed(*WORDS)}}
    book.do(rule, protected(box(1, 6, 3, 7)))
    status, said = told(head.types("G2", "อนุญาต"))
    assert (status, "ยังไม่มีที่อยู่อีเมลของผู้นั้น" in said, "ระบบเป็นผู้กรอก" in said) == (403, True, False)


TYPED: dict[str, tuple[Any, str]] = {
    "แก้แล้ว": ("แก้แล้ว", "stringValue"),
    "12": (12, "numberValue"),
    "=1+1": ("=1+1", "stringValue"),
    " =A1": (" =A1", "stringValue"),
    "+A1": ("+A1", "stringValue"),
    "'=ก": ("=ก", "stringValue"),
    "สอง\r\nบรรทัด": ("สอง\nบรรทัด", "stringValue"),
    "<b>ก</b>": ("<b>ก</b>", "stringValue"),
}


def test_what_is_typed_is_read_as_sheets_reads_it_but_never_as_a_formula(
    book: Spreadsheet, head: Filler
) -> None:
    for typed, (kept, kind) in TYPED.items():
        answer = head.types("D2", typed)
        assert answer.status_code == 200, typed
        assert "<b><b>" not in answer.text
        assert book.cell("D2")["userEnteredValue"] == {kind: kept}, typed


REFUSED = {
    "another's cell": (HEAD, "E2", "อนุญาต", 403, "ผู้ที่กรอกได้คือ รอง ผอ. คนที่ ๑ deputy@office.example"),
    "nobody's cell": (HEAD, "A2", "ผู้อื่น", 403, "ช่อง A2 ระบบเป็นผู้กรอก"),
    "a frozen row": (HEAD, "C1", "หัว", 403, "ช่อง C1 ระบบเป็นผู้กรอก"),
    "who only reads, a list": (READER, "C2", "อนุญาต", 403, "ผู้ที่กรอกได้คือ ผอ.กลุ่มนิเทศฯ head@office.example"),
    "who only reads, a free cell": (READER, "D2", "ก", 403, "ผู้มีสิทธิ์แก้ไขไฟล์นี้"),
    "nobody": ("", "C2", "อนุญาต", 401, "ต้องลงชื่อเข้าใช้ก่อน"),
    "no word of the list": (HEAD, "C2", "อาจจะ", 422, "ช่องนี้กรอกได้เฉพาะคำในรายการ"),
    "too long": (HEAD, "D2", "ก" * 50_001, 413, "ไม่เกิน 50,000 ตัวอักษร"),
    "no such cell": (HEAD, "ZZZ9", "ก", 404, "ไม่อยู่แล้ว"),
    "no cell at all": (HEAD, "<b>", "ก", 404, "ไม่อยู่แล้ว"),
}


def test_the_server_leaves_every_other_cell_as_it_is(workspace: Workspace, book: Spreadsheet) -> None:
    people = {email: Filler(workspace, book, email) for email in (HEAD, READER, "")}
    before = (book.values(), file_of(workspace, book))
    for case, (email, cell, value, status, words) in REFUSED.items():
        answered, said = told(people[email].types(cell, value))
        assert (answered, words in said) == (status, True), f"{case}: {said}"
        assert (book.values(), file_of(workspace, book)) == before, case


def test_who_may_not_see_a_file_is_not_told_of_its_cells(workspace: Workspace, book: Spreadsheet) -> None:
    stranger = Filler(workspace, book, "stranger@office.example")
    answer = stranger.types("C2", "อนุญาต")
    assert answer.status_code == 403
    assert "ผอ.กลุ่มนิเทศฯ" not in answer.text
    assert book.values("C2") == []


def test_no_page_elsewhere_writes_in_somebodys_name(book: Spreadsheet, head: Filler) -> None:
    elsewhere = [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
    for headers in elsewhere:
        assert head.types("C2", "อนุญาต", headers=headers).status_code == 403, headers
    assert book.values("C2") == []


def test_a_rules_own_message_is_told_and_one_that_only_warns_lets_pass(
    book: Spreadsheet, head: Filler
) -> None:
    strict = listed(*WORDS, message="เลือกตามคำสั่งเท่านั้น")
    book.do({"setDataValidation": {"range": box(1, 3, 2, 4), "rule": strict}})
    assert "เลือกตามคำสั่งเท่านั้น" in head.offered("D2")
    assert told(head.types("D2", "ก")) == (422, "ยังไม่ได้บันทึก: เลือกตามคำสั่งเท่านั้น")
    book.do({"setDataValidation": {"range": box(1, 3, 2, 4), "rule": listed(*WORDS, strict=False)}})
    assert "<textarea" in head.offered("D2")
    assert told(head.types("D2", "ก")) == (200, "บันทึกในช่อง D2 แล้ว: ก (ไม่ตรงกับที่ช่องนี้กำหนดไว้)")


def _rule(kind: str, *values: str) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    return {"condition": condition, "strict": True}


RULES = [  # a rule, what meets it, what does not
    (_rule("NUMBER_BETWEEN", "1", "5"), "4", "6"),
    (_rule("TEXT_IS_EMAIL"), "a@office.example", "ก"),
    (_rule("BOOLEAN"), "TRUE", "ก"),
    (_rule("ONE_OF_RANGE", "=$A$2:$A$3"), "ศึกษานิเทศก์ 2", "ศึกษานิเทศก์ 9"),
    (_rule("ONE_OF_LIST", "1/2"), "1/2", "1/3"),
]


def test_every_kind_of_rule_is_kept(book: Spreadsheet, head: Filler) -> None:
    for rule, right, wrong in RULES:
        book.do({"setDataValidation": {"range": box(1, 3, 2, 4), "rule": rule}})
        assert head.types("D2", wrong).status_code == 422, rule
        assert book.values("D2") == []
        assert head.types("D2", right).status_code == 200, rule
        assert book.values("D2") == [[right]]
        assert head.types("D2", "").status_code == 200, "a cell may be emptied whatever its rule"


def test_a_formula_that_stands_in_a_cell_is_not_lost(book: Spreadsheet, head: Filler) -> None:
    book.write([["=1+1"]], "D2", option="USER_ENTERED")
    assert "ช่องนี้เป็นสูตร" in head.offered("D2")
    assert head.types("D2", "2").status_code == 422
    assert book.cell("D2")["userEnteredValue"] == {"formulaValue": "=1+1"}


def test_what_was_meant_for_a_row_goes_where_the_row_went(book: Spreadsheet, head: Filler) -> None:
    (name,) = re.findall(
        r'<tr data-row="(\d+)"><th scope="row">2<', re.sub(r' class="[^"]*"', "", head.page())
    )
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    book.do({"insertDimension": {"range": rows}})
    assert told(head.types("C2", "อนุญาต", row=name)) == (200, "บันทึกในช่อง C3 แล้ว: อนุญาต")
    assert book.values("A2:C3") == [[], ["ศึกษานิเทศก์ 1", "ลา", "อนุญาต"]]
    book.do({"deleteDimension": {"range": rows | {"startIndex": 2, "endIndex": 3}}})
    assert head.types("C2", "อนุญาต", row=name).status_code == 404
    assert book.values("C:C") == [["ความเห็นหัวหน้า"]]


def test_two_who_write_at_once_both_write_and_in_one_cell_the_last(
    workspace: Workspace, book: Spreadsheet, head: Filler
) -> None:
    deputy = Filler(workspace, book, DEPUTY)
    share(workspace, book, READER, "writer")
    with ThreadPoolExecutor(4) as pool:
        done = [
            pool.submit(person.types, cell, WORDS[turn % 2])
            for turn in range(8)
            for person, cell in ((head, "C2"), (deputy, "E2"))
        ]
        assert {one.result().status_code for one in done} == {200}
    ((of_head, _, of_deputy),) = book.values("C2:E2")
    assert {of_head, of_deputy} <= {*WORDS}
    head.types("D3", "หัวหน้า")
    deputy.types("D3", "รอง")
    assert book.values("D3") == [["รอง"]]


def test_a_merged_cell_is_written_in_as_one(book: Spreadsheet, head: Filler) -> None:
    book.do({"mergeCells": {"range": box(1, 3, 3, 4), "mergeType": "MERGE_ALL"}})
    assert told(head.types("D3", "ทั้งสองแถว")) == (200, "บันทึกในช่อง D2 แล้ว: ทั้งสองแถว")


def test_the_page_says_what_one_may(workspace: Workspace, book: Spreadsheet, head: Filler) -> None:
    assert "แก้ไขได้เฉพาะช่องสีเหลือง" in head.page()
    assert head.page().count('tabindex="0"') > 2
    for email in ("", READER):
        page = Filler(workspace, book, email).page()
        assert "ดูอย่างเดียว" in page
        assert page.count('tabindex="0"') == 1, "the scroller alone"
    free = Spreadsheet(workspace)
    share(workspace, free, HEAD, "writer")
    assert ">แก้ไขได้<" in Filler(workspace, free, HEAD).page()


def test_who_signs_in_from_a_cell_comes_back_to_it(workspace: Workspace, book: Spreadsheet) -> None:
    html = Filler(workspace, book).offered("C2")
    assert f"/sign-in?next=/spreadsheets/d/{book.id}/edit%3Fgid%3D0%26range%3DC2" in html
