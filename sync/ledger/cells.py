"""People's cells as they were last read, and the rows that their keys were found in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

Cells = Mapping[str, Mapping[str, str]]  # texts by column name, by row key; empty cells left out


def of(tx: sqlite3.Connection, file: str, tab: str) -> dict[str, dict[str, str]]:
    """The cells of a tab as they were last read or written, those with a text in them."""
    found: dict[str, dict[str, str]] = {}
    rows = tx.execute("SELECT key, name, text FROM cell WHERE file = ? AND tab = ?", (file, tab))
    for key, name, text in rows:
        found.setdefault(key, {})[name] = text
    return found


def keep(tx: sqlite3.Connection, file: str, tab: str, key: str, cells: Mapping[str, str]) -> None:
    """Note what stands in these cells of a row now; a cell that is empty is forgotten."""
    tx.executemany(
        "INSERT OR REPLACE INTO cell VALUES (?, ?, ?, ?, ?)",
        [(file, tab, key, name, text) for name, text in cells.items() if text],
    )
    tx.executemany(
        "DELETE FROM cell WHERE file = ? AND tab = ? AND key = ? AND name = ?",
        [(file, tab, key, name) for name, text in cells.items() if not text],
    )


def written_rows(tx: sqlite3.Connection, file: str, tab: str) -> frozenset[int]:
    """The rows of a tab that were written, its head's among them."""
    rows = tx.execute("SELECT row FROM tab_row WHERE file = ? AND tab = ?", (file, tab))
    return frozenset(row[0] for row in rows)


def touch(tx: sqlite3.Connection, form: str, responses: Iterable[str]) -> None:
    """Note that these responses have to be judged and shown anew."""
    tx.executemany(
        "UPDATE response SET checked = 0 WHERE form = ? AND id = ?", [(form, one) for one in responses]
    )


GONE = -1  # the revision of a row that is not written any more
STRAY = "\n"  # what the key of a row begins with that holds only what people wrote


def move_rows(
    tx: sqlite3.Connection, file: str, register: str, tab: str, head: int, found: Mapping[str, int]
) -> None:
    """Take over where people moved the rows of a register (its tab has `head` rows above them).

    `found` maps each key to its row below the head. A key that was not found gets a fresh row later.
    What a row says is known where it was moved to, what it looks like is not: it is written anew.
    """
    known: dict[str, tuple[int, int]] = {
        row[0]: (row[1], row[2])
        for row in tx.execute(
            "SELECT response, row, revision FROM listed WHERE file = ? AND form = ?", (file, register)
        )
    }
    marks: dict[int, str] = dict(
        tx.execute("SELECT row, hash FROM tab_row WHERE file = ? AND tab = ?", (file, tab)).fetchall()
    )
    tx.execute("DELETE FROM listed WHERE file = ? AND form = ?", (file, register))
    tx.execute("DELETE FROM tab_row WHERE file = ? AND tab = ? AND row >= ?", (file, tab, head))
    for key, row in found.items():
        before, revision = known.get(key, (row, GONE))
        moved = before != row and revision != GONE
        tx.execute(
            "INSERT INTO listed VALUES (?, ?, ?, ?, ?)", (file, register, key, row, 0 if moved else revision)
        )
        mark = marks.get(head + before) if key in known else None
        if mark is not None:
            mark = f"{mark.partition('.')[0]}.?.?" if moved else mark
            tx.execute("INSERT INTO tab_row VALUES (?, ?, ?, ?)", (file, tab, head + row, mark))
