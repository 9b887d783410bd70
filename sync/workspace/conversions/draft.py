"""A spreadsheet made beside the workspace: all that takes long is done before anybody's write has to wait.

It is a database of its own with the workspace's tables, in memory while it is small and in a temporary
file once it is not. Its rows are handed over as they lie, in one transaction that does nothing else.
"""

from __future__ import annotations

import sqlite3
import weakref

import orjson

from sync.workspace.sheets import copying, spans
from sync.workspace.sheets import store as sheets
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.parts import metadata
from sync.workspace.sheets.parts.sheet_properties import delete
from sync.workspace.sheets.read import snapshot
from sync.workspace.store import Store

_ID = "draft"
_FILE = (
    "INSERT INTO files (id, mime, name, owner, parent, app_properties, version, created, modified, "
    "modified_by) VALUES (?, '', '', ?, '', '{}', 0, '', '', '')"
)


class Draft:
    """A spreadsheet with one empty sheet, to be filled by whoever made it: `book`."""

    def __init__(self, store: Store, email: str, spreadsheet_id: str = "") -> None:
        """For a new file of `email`, or for one that is there: then with its properties and first sheet's."""
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        self._connection.row_factory = sqlite3.Row
        with snapshot(store) as there:
            self._make_tables(there)
            self._connection.execute(_FILE, (_ID, email))
            row = there.execute("SELECT meta FROM spreadsheets WHERE id = ?", (spreadsheet_id,)).fetchone()
            if row is None:
                sheets.create(self._connection, _ID, {})
            else:
                self._take_properties(Book(there, spreadsheet_id, email))
        self.book = Book(self._connection, _ID, email)

    def _make_tables(self, there: sqlite3.Connection) -> None:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")
        for (script,) in there.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "ORDER BY type != 'table'"
        ):
            self._connection.execute(script)
        for row in there.execute("SELECT id, now FROM clock"):
            self._connection.execute("INSERT INTO clock (id, now) VALUES (?, ?)", tuple(row))

    def _take_properties(self, kept: Book) -> None:
        add = "INSERT INTO spreadsheets (id, meta) VALUES (?, ?)"
        self._connection.execute(add, (_ID, orjson.dumps({"properties": kept.meta["properties"]})))
        first = kept.sheets[0].meta["properties"]
        sheets.add_sheet(self._connection, _ID, 0, {"properties": first})

    def hand_over(self, tx: sqlite3.Connection, spreadsheet_id: str, email: str) -> None:
        """Put all sheets in the place of those that the spreadsheet has; what else it is stays."""
        self.book.save()
        book = Book(tx, spreadsheet_id, email)
        _empty(book)
        book.meta |= {name: part for name, part in self.book.meta.items() if name != "properties"}
        book.sheets[0].meta = self.book.sheets[0].meta
        for place, given in enumerate(self.book.sheets[1:], 1):
            book.add(given.meta, place)
        copying.pour_styles(self._connection, _ID, tx, spreadsheet_id)
        for given, made in zip(self.book.sheets, book.sheets, strict=True):
            copying.pour_rows(self._connection, given.key, tx, made.key)
        book.rows_replaced()
        book.save()


def _empty(book: Book) -> None:
    """Leave the first sheet alone, with nothing in it."""
    first = book.sheets[0]
    first.meta["properties"].pop("hidden", None)
    for other in book.sheets[1:]:
        delete(book, {"sheetId": other.id})
    spans.forget_sheet(book, first.id)
    metadata.forget_sheet(book, first.id)
    first.move_rows(0, -first.row_count)
