"""Tables as CSV and TSV: in any encoding and with any sign between, and out as Google writes them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sync.workspace.conversions import delimited
from tests.workspace.conftest import Workspace
from tests.workspace.conversion_calls import CSV, SPREADSHEET, TSV, Converter, gspread_client
from tests.workspace.sheet_calls import Spreadsheet, number, text, write_rows

THAI = "โรงเรียน,ครั้ง\r\nบ้านน้ำก่ำ,3\r\n"


@pytest.fixture
def converter(workspace: Workspace) -> Converter:
    return Converter(workspace)


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        pytest.param(THAI.encode(), CSV, id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + THAI.encode(), CSV, id="utf-8-mark"),
        pytest.param(THAI.encode("utf-16"), CSV, id="utf-16"),
        pytest.param(THAI.encode("utf-16-le"), CSV, id="utf-16-no-mark"),
        pytest.param(THAI.encode("cp874"), CSV, id="windows-874"),
        pytest.param(THAI.replace(",", ";").encode(), CSV, id="semicolons"),
        pytest.param(THAI.replace(",", "\t").encode(), CSV, id="tabs-in-csv"),
        pytest.param(THAI.replace(",", "\t").encode(), TSV, id="tabs"),
        pytest.param(THAI.replace("\r\n", "\n").encode(), CSV, id="unix"),
        pytest.param(THAI.replace("บ้านน้ำก่ำ", '"บ้านน้ำก่ำ"').encode(), CSV, id="quotes"),
    ],
)
def test_a_table_is_read(workspace: Workspace, converter: Converter, content: bytes, mime: str) -> None:
    book = Spreadsheet(workspace, converter.imported(content, mime))
    assert book.values() == [["โรงเรียน", "ครั้ง"], ["บ้านน้ำก่ำ", "3"]]
    assert book.cell("B2")["userEnteredValue"] == {"numberValue": 3}


def test_values_mean_what_they_would_if_typed(workspace: Workspace, converter: Converter) -> None:
    book = Spreadsheet(workspace, converter.imported(b"1.50,50%,2026-11-20,TRUE,=1+1,'x,007", CSV))
    (cells,) = book.cells("A1:G1")
    assert [one["userEnteredValue"] for one in cells] == [
        {"numberValue": 1.5}, {"numberValue": 0.5}, {"numberValue": 46346}, {"boolValue": True},
        {"formulaValue": "=1+1"}, {"stringValue": "'x"}, {"numberValue": 7},
    ]  # fmt: skip


def test_what_a_sheet_shows_is_written(workspace: Workspace, converter: Converter) -> None:
    book = Spreadsheet(workspace, sheets=[{}, {"properties": {"sheetId": 7, "title": "อื่น"}}])
    book.do(write_rows(
        [text("ก,ข"), text('เขาว่า "ดี"'), text("สอง\nบรรทัด")],
        [number(0.5, "0%")],
        [],
        [text("=1+1"), {"userEnteredValue": {"boolValue": True}}, number(1234.5, "#,##0.00")],
    ))  # fmt: skip
    book.write([["แท็บ\tใน", "ที่สอง"]], "'อื่น'!A1")
    assert converter.exported(book.id, CSV).decode() == (
        '"ก,ข","เขาว่า ""ดี""","สอง\nบรรทัด"\r\n50%,,\r\n,,\r\n\'=1+1,TRUE,"1,234.50"'
    )
    assert converter.exported(book.id, TSV).decode().startswith('ก,ข\tเขาว่า "ดี"\tสอง บรรทัด\r\n50%\t\t')
    url = f"{workspace.address}/spreadsheets/d/{book.id}/export"
    answer = book.session.get(url, params={"format": "tsv", "gid": "7"})
    assert (answer.text, answer.headers["Content-Type"]) == (
        "แท็บ ใน\tที่สอง", "text/tab-separated-values; charset=utf-8",
    )  # fmt: skip


def test_gspreads_import_replaces_all(workspace: Workspace, converter: Converter) -> None:
    book = Spreadsheet(workspace, sheets=[
        {"properties": {"sheetId": 5, "title": "แรก"}}, {"properties": {"sheetId": 6, "title": "ไป"}},
    ])  # fmt: skip
    book.do({"mergeCells": {"range": {"sheetId": 5, "endRowIndex": 2, "endColumnIndex": 2}}})
    book.write([["เก่า"]], "'แรก'!Z900")
    client = gspread_client(workspace)
    client.import_csv(book.id, "ก,1\nข,2")
    (sheet,) = book.get()["sheets"]
    assert (sheet["properties"]["sheetId"], sheet["properties"]["title"]) == (5, "แรก")
    assert "merges" not in sheet
    assert client.open_by_key(book.id).sheet1.get_all_values() == [["ก", "1"], ["ข", "2"]]


def test_a_table_larger_than_a_new_sheet(workspace: Workspace, converter: Converter) -> None:
    rows = "\n".join(",".join(str(row * column) for column in range(30)) for row in range(1500))
    book = Spreadsheet(workspace, converter.imported(rows.encode(), CSV))
    grid = book.sheet()["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (1500, 30)
    assert book.values("AD1500") == [[str(1499 * 29)]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"\xff" + THAI.encode(), "\ufffd" + THAI, id="utf-8"),
        pytest.param(THAI.encode("cp874") + b"\xfc", THAI + "\ufffd", id="windows-874"),
        pytest.param(b"a\0b,c\n1,2", "a\0b,c\n1,2", id="a-zero-in-ascii"),
        pytest.param("น้ำ,1".encode("utf-16-be"), "น้ำ,1", id="utf-16-no-mark"),
        pytest.param("ชื่อ".encode("utf-16") + b"\n", "ชื่อ\ufffd", id="utf-16-half-a-letter"),
        pytest.param("é,ü".encode("cp1252"), "é,ü", id="neither"),
    ],
)  # fmt: skip
def test_a_broken_byte_leaves_the_rest_as_it_is(
    workspace: Workspace, converter: Converter, content: bytes, expected: str
) -> None:
    book = Spreadsheet(workspace, converter.imported(content, CSV))
    assert book.values() == [[*line.split(",")] for line in expected.splitlines()]


def test_what_the_upload_says_of_its_encoding_counts(workspace: Workspace, converter: Converter) -> None:
    book = Spreadsheet(workspace, converter.imported("é".encode("latin-1"), f"{CSV}; charset=ISO-8859-1"))
    assert book.values() == [["é"]]


def test_a_long_narrow_table_has_room(workspace: Workspace, converter: Converter) -> None:
    """With the 26 columns of a new sheet there were too many cells; empty fields at the end do not count."""
    book = Spreadsheet(workspace, converter.imported(b"1,,\n" * 390_000 + b",,\n" * 9_000, CSV))
    grid = book.sheet()["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (390_000, 25)
    assert book.values("A389999:B390000") == [["1"], ["1"]]


def test_too_many_cells_are_refused(converter: Converter) -> None:
    assert converter.upload(b"," * 20_000 + b"x" + b"\n" * 600 + b"x", CSV, SPREADSHEET).status_code == 413


SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
LETTERS = some.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters=";|\ufeff")
WORDS = some.text(some.one_of(LETTERS, some.sampled_from(",\"\n'กำน้ำ ")), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=some.lists(some.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_texts_come_back_as_they_went(table: list[list[str]]) -> None:
    """What the writer writes, the reader reads, whatever stands in the cells."""
    made = StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows(table)
    while table and not any(table[-1]):
        table.pop()
    assert list(delimited.read(made.getvalue().encode()).rows()) == table


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=some.lists(some.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_sheet_of_texts_goes_round(workspace: Workspace, table: list[list[str]]) -> None:
    """Every reader of CSV finds in it the texts that the sheet holds, none that it would work out."""
    book, converter = Spreadsheet(workspace), Converter(workspace)
    book.write(table)
    content = converter.exported(book.id, CSV)
    rows = list(csv.reader(StringIO(content.decode(), newline="")))
    shown = [[f"'{text}" if text[:1] in SIGNS else text for text in row] for row in book.values("A1:C9")]
    assert [row[: len(kept)] for row, kept in zip(rows, shown, strict=False)] == shown
    assert not any(any(row) for row in rows[len(shown) :])
