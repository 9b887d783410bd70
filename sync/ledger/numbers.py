"""Running numbers of registers: given once, in the order of first submission, and kept for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import orjson

from forms.model import Entry
from sync.ledger.entries import entry_from_json


def waiting(tx: sqlite3.Connection, forms: Iterable[str], revision: int) -> list[Entry]:
    """The counted entries of these forms that have no number yet, the earliest submission first.

    Only what changed after a revision is looked through.
    """
    rows = tx.execute(
        "SELECT entry FROM response INDEXED BY response_revision WHERE revision > ? AND counted = 1"
        " AND deleted IS NULL AND form IN (SELECT value FROM json_each(?)) AND NOT EXISTS"
        " (SELECT 1 FROM number WHERE number.form = response.form AND number.response = response.id)"
        " ORDER BY created, id",
        (revision, orjson.dumps(list(forms)).decode()),
    )
    return [entry_from_json(row["entry"]) for row in rows]


def give(tx: sqlite3.Connection, form: str, given: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Give the next numbers to responses, in that order, each as (response id, series).

    It is numbered in the first of its series, behind what was given in any of them. A year's own series
    goes on behind what was numbered in it kind by kind, before the form shared one.
    """
    tx.executemany(
        "INSERT INTO number SELECT ?1, ?2, coalesce(max(last), 0) + 1, ?3 FROM ("
        "SELECT (SELECT max(number) FROM number WHERE form = ?1 AND series = value) AS last"
        " FROM json_each(?4)"
        " UNION ALL SELECT max(number) FROM number"
        " WHERE form = ?1 AND series > ?2 || ' ' AND series < ?2 || '!')",
        [(form, series[0], response, orjson.dumps(series).decode()) for response, series in given],
    )


def of(tx: sqlite3.Connection, form: str, responses: Iterable[str]) -> Mapping[str, tuple[int, str]]:
    """The numbers of those responses that have one, each with its series."""
    rows = tx.execute(
        "SELECT response, number, series FROM number WHERE form = ?"
        " AND response IN (SELECT value FROM json_each(?))",
        (form, orjson.dumps(list(responses)).decode()),
    )
    return {row["response"]: (row["number"], row["series"]) for row in rows}
