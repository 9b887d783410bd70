"""Results of formulas under many hands, in conditions, and in files from before there were any."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sync.workspace import app, files
from sync.workspace.sheets import read, store
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.values import ranges as values
from sync.workspace.store import Store
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet, box


def _made(kept: Store) -> str:
    with kept.transaction() as tx:
        file_id = files.create_file(tx, kept, mime=files.SPREADSHEET, name="sums", owner="a@example.org")
        store.create(tx, file_id, {})
    return file_id


def _write(kept: Store, file_id: str, where: str, rows: list[list[object]]) -> None:
    with kept.transaction() as tx:
        book = Book(tx, file_id)
        values.update(book, where, {"values": rows}, "USER_ENTERED")
        book.save()


def _shown(kept: Store, file_id: str, where: str) -> list[list[object]]:
    with read.snapshot(kept) as connection:
        found: list[list[object]] = values.get(
            Book(connection, file_id), where, values.Rendering("UNFORMATTED_VALUE")
        ).get("values", [])
        return found


def test_every_reader_sees_results_of_what_it_sees(tmp_path: Path) -> None:
    kept = Store(tmp_path, app.SCHEMAS)
    file_id = _made(kept)
    _write(kept, file_id, "A1", [[0, 0, "=A1+B1", "=C1*2"]])

    def work(number: int) -> list[list[object]]:
        if number % 4 == 0:
            _write(kept, file_id, "A1", [[number, number]])
        return _shown(kept, file_id, "A1:D1")

    with ThreadPoolExecutor(16) as pool:
        for ((one, other, total, double),) in pool.map(work, range(200)):
            assert (one, total, double) == (other, one * 2, one * 4)  # type: ignore[operator]


def test_a_change_that_fails_leaves_results_as_they_were(workspace: Workspace) -> None:
    book = Spreadsheet(workspace)
    book.write([[1, "=A1*10"]], "A1", "USER_ENTERED")
    assert book.values("B1") == [["10"]]
    one = {"userEnteredValue": {"numberValue": 5}}
    write = {"updateCells": {"range": box(0, 0, 1, 1), "rows": [{"values": [one]}], "fields": "*"}}
    book.refused(write, {"deleteSheet": {"sheetId": 99}})
    assert book.values("A1:B1") == [["1", "10"]]
    book.do(write)
    assert book.values("A1:B1") == [["5", "50"]]


def test_a_file_from_before_formulas_were_calculated(tmp_path: Path) -> None:
    kept = Store(tmp_path, app.SCHEMAS)
    file_id = _made(kept)
    _write(kept, file_id, "A1", [[2, "=A1*3"], ["x", "y"]])
    with kept.transaction() as tx:
        tx.execute("DROP INDEX sheet_formulas")
        tx.execute("ALTER TABLE sheet_order DROP COLUMN formulas")
        tx.execute("DROP TABLE calculations")
    opened = Store(tmp_path, app.SCHEMAS)
    assert _shown(opened, file_id, "A1:B2") == [[2, 6], ["x", "y"]]
    _write(opened, file_id, "A1", [[5]])
    assert _shown(opened, file_id, "B1") == [[15]]


def test_a_condition_may_be_a_formula(workspace: Workspace) -> None:
    book = Spreadsheet(workspace)
    book.write([[1], [5], [9]], "A1")
    rule = {
        "ranges": [box(0, 0, 3, 1)],
        "booleanRule": {
            "condition": {
                "type": "CUSTOM_FORMULA",
                "values": [{"userEnteredValue": "=$A1>AVERAGE($A$1:$A$3)"}],
            },
            "format": {"textFormat": {"bold": True}},
        },
    }
    book.do({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    bold = [row[0]["effectiveFormat"]["textFormat"]["bold"] for row in book.cells("A1:A3")]
    assert bold == [False, False, True]


def test_a_condition_that_is_too_deep_never_holds(workspace: Workspace) -> None:
    book = Spreadsheet(workspace)
    book.write([[1], [5]], "A1")
    deep = "=" + "(" * 500 + "A1" + ")" * 500
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": deep}]}
    rule = {
        "ranges": [box(0, 0, 2, 1)],
        "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}},
    }
    book.do({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    bold = [row[0]["effectiveFormat"]["textFormat"]["bold"] for row in book.cells("A1:A2")]
    assert bold == [False, False]
