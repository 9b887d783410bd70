"""How long formulas take to be read: 20,000 rows of 20 numbers with a SUM beside each.

Run as `python -m benchmarks.formulas`. Times are also told as multiples of reading the same rows as
JSON (`json.loads`), which differs less from machine to machine.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sync.workspace import app, files
from sync.workspace.sheets import read, store
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.values import ranges as values
from sync.workspace.store import Store

ROWS, COLUMNS = 20_000, 20


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Write the spreadsheet, read it, change a cell, read it again."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Store(Path(folder), app.SCHEMAS)
        numbers = [[row + column for column in range(COLUMNS)] for row in range(ROWS)]
        with_sums = [[*row, f"=SUM(A{n}:T{n})"] for n, row in enumerate(numbers, 1)]
        with kept.transaction() as tx:
            file_id = files.create_file(tx, kept, mime=files.SPREADSHEET, name="sums", owner="a@example.org")
            grid = {"rowCount": ROWS, "columnCount": COLUMNS + 1}
            store.create(tx, file_id, {"sheets": [{"properties": {"gridProperties": grid}}]})

        def write(where: str, rows: list[list[object]]) -> None:
            with kept.transaction() as tx:
                book = Book(tx, file_id)
                values.update(book, where, {"values": rows}, "USER_ENTERED")
                book.save()

        def shown(where: str) -> object:
            with read.snapshot(kept) as connection:
                return values.get(Book(connection, file_id), where, values.Rendering())

        content = json.dumps(with_sums)
        usual = _seconds(lambda: json.loads(content))
        writing = _seconds(lambda: write("A1", with_sums))
        print(f"json.loads of the rows: {usual:.3f} s")
        print(f"written as USER_ENTERED: {writing:.2f} s, {writing / usual:.0f} times")
        for name, where in (("one sum", "U20000"), ("every cell", "A1:U20000")):
            first = _seconds(lambda where=where: shown(where))  # type: ignore[misc]
            print(f"read for the first time, {name}: {first:.2f} s, {first / usual:.0f} times")
            again = _seconds(lambda where=where: shown(where))  # type: ignore[misc]
            print(f"read again, {name}: {again:.3f} s, {again / usual:.2f} times")
        write("A5", [[99]])
        changed = _seconds(lambda: shown("U5"))
        print(f"read one sum after one changed cell: {changed:.3f} s, {changed / usual:.2f} times")


if __name__ == "__main__":
    main()
