"""Whose responses they are: the supervisors, deputies and learning areas that each belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import orjson

from forms.model import Entry

Known = Iterable[tuple[str, str]]  # responses as (form, id)


def memberships(entry: Entry) -> Iterator[tuple[str, str]]:
    """What an entry belongs to besides its network and work group, as (kind, code)."""
    for person in entry.people:
        yield "supervisor", person
    for kind in ("deputy", "learning_area"):
        if code := entry.members.get(kind):
            yield kind, code


def keep(tx: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Take the place of what was known of these responses."""
    found = list(entries)
    tx.executemany(
        "DELETE FROM membership WHERE form = ? AND response = ?", [(e.form, e.response) for e in found]
    )
    tx.executemany(
        "INSERT OR IGNORE INTO membership VALUES (?, ?, ?, ?)",
        [(kind, code, e.form, e.response) for e in found for kind, code in memberships(e)],
    )


def of(tx: sqlite3.Connection, responses: Known) -> set[str]:
    """The partitions ("supervisor:S01") that these responses belong to."""
    by_form: dict[str, list[str]] = {}
    for form, response in responses:
        by_form.setdefault(form, []).append(response)
    return {
        f"{row[0]}:{row[1]}"
        for form, ids in by_form.items()
        for row in tx.execute(
            "SELECT DISTINCT kind, code FROM membership"
            " WHERE form = ? AND response IN (SELECT value FROM json_each(?))",
            (form, orjson.dumps(ids).decode()),
        )
    }
