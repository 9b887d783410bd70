"""A spreadsheet opened for one call: to be read as it is at one moment, or to be changed as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sync.workspace import files, parameters
from sync.workspace.calls import Call
from sync.workspace.sheets import read
from sync.workspace.sheets.book import Book


@contextmanager
def reading(call: Call) -> Iterator[Book]:
    """The book as it is, whatever is written meanwhile."""
    files.require(call.store, call.path["id"], call.grant, "reader", files.SPREADSHEET)
    with read.snapshot(call.store) as connection:
        yield Book(connection, call.path["id"], call.email)


@contextmanager
def writing(call: Call) -> Iterator[Book]:
    """The book, open to be changed: saved, and told to the file's watchers, unless something refuses."""
    files.require(call.store, call.path["id"], call.grant, "writer", files.SPREADSHEET)
    with call.store.transaction() as tx:
        book = Book(tx, call.path["id"], call.email)
        yield book
        book.save()
        files.touch(tx, call.store, book.id, call.email)


def flag(value: Any) -> bool:
    """Whether a parameter or a field says yes."""
    return parameters.flag(str(value))
