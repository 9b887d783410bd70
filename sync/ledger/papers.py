"""Papers that were made: what each says, where its files lie, and what we left in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson

from forms.model import Entry
from sync.ledger.entries import entry_from_json
from sync.ledger.store import utc


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper as the ledger knows it.

    `digest` is what its files say, "" where none were finished; `begun` what was last being written.
    `word` and `begun_word` are SHA-256 of the .docx in the same way. `number` is which of its files is
    ours to change: people's changes stay in those before. `version` and `modified` are the Google Doc's
    as we left it (0 and "" where there is none). `readers` are names of partitions.
    """

    key: str
    kind: str
    about: str
    period: str
    year: int
    title: str
    readers: tuple[str, ...]
    number: int
    stem: str
    begun: str
    begun_word: str
    digest: str = ""
    word: str = ""
    pdf: bool = False
    version: int = 0
    modified: str = ""
    made: datetime | None = None


def of(tx: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Kept]:
    """What is known of the papers with these keys."""
    asked = orjson.dumps(list(keys)).decode()
    rows = tx.execute("SELECT * FROM paper WHERE key IN (SELECT value FROM json_each(?))", (asked,))
    return {row["key"]: _kept(row) for row in rows}


def every(tx: sqlite3.Connection) -> list[Kept]:
    """All papers."""
    return [_kept(row) for row in tx.execute("SELECT * FROM paper ORDER BY key")]


def of_period(tx: sqlite3.Connection, kind: str, period: str) -> list[Kept]:
    """What is known of a kind's papers about a period, by whom they are about."""
    rows = tx.execute("SELECT * FROM paper WHERE kind = ? AND period = ? ORDER BY about", (kind, period))
    return [_kept(row) for row in rows]


def taken(tx: sqlite3.Connection, key: str, year: int, kind: str, stem: str) -> bool:
    """Whether another paper's files have that name in the folder of its year and kind."""
    row = tx.execute(
        "SELECT 1 FROM paper WHERE year = ? AND kind = ? AND stem = ? COLLATE NOCASE AND key <> ?",
        (year, kind, stem, key),
    ).fetchone()
    return row is not None


def begin(tx: sqlite3.Connection, paper: Kept) -> None:
    """Note what a paper is before any of its files is written."""
    tx.execute(
        "INSERT OR REPLACE INTO paper VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            paper.key,
            paper.kind,
            paper.about,
            paper.period,
            paper.year,
            paper.title,
            orjson.dumps(paper.readers).decode(),
            paper.number,
            paper.stem,
            paper.begun,
            paper.begun_word,
            paper.digest,
            paper.word,
            paper.pdf,
            paper.version,
            paper.modified,
            utc(paper.made) if paper.made else None,
        ),
    )


def left(tx: sqlite3.Connection, key: str, version: int, modified: str) -> None:
    """Note a paper's Google Doc as we left it."""
    tx.execute("UPDATE paper SET version = ?, modified = ? WHERE key = ?", (version, modified, key))


def end(tx: sqlite3.Connection, key: str, now: datetime, *, pdf: bool) -> None:
    """Note that all of a paper's files say what was begun."""
    tx.execute(
        "UPDATE paper SET digest = begun, word = begun_word, pdf = ?, made = ? WHERE key = ?",
        (pdf, utc(now), key),
    )


Seen = tuple[int, str, str]
"""How far records were looked at: the revision, form and id of the last one."""


def changed_records(
    tx: sqlite3.Connection, forms: Iterable[str], seen: Seen, since: str
) -> Iterator[tuple[Seen, Entry]]:
    """The entries of these forms, of days from `since` on, that changed after those seen, in that order."""
    rows = tx.execute(
        "SELECT revision, form, id, entry FROM response"
        " WHERE revision >= ?1 AND (revision, form, id) > (?1, ?2, ?3)"
        " AND form IN (SELECT value FROM json_each(?4)) AND deleted IS NULL AND entry IS NOT NULL"
        " AND day >= ?5 ORDER BY revision, form, id",
        (*seen, orjson.dumps(list(forms)).decode(), since),
    )
    for row in rows.fetchall():
        yield (row["revision"], row["form"], row["id"]), entry_from_json(row["entry"])


def decided_records(
    tx: sqlite3.Connection, forms: Iterable[str], decision: int
) -> tuple[int, list[tuple[str, str]]]:
    """The number of the last decision, and the records of these forms that were decided about after one."""
    rows = tx.execute(
        "SELECT form, response, max(id) AS last FROM decision"
        " WHERE id > ? AND form IN (SELECT value FROM json_each(?)) GROUP BY form, response ORDER BY last",
        (decision, orjson.dumps(list(forms)).decode()),
    ).fetchall()
    return max((row["last"] for row in rows), default=decision), [(r["form"], r["response"]) for r in rows]


def _kept(row: sqlite3.Row) -> Kept:
    return Kept(
        key=row["key"],
        kind=row["kind"],
        about=row["about"],
        period=row["period"],
        year=row["year"],
        title=row["title"],
        readers=tuple(orjson.loads(row["readers"])),
        number=row["number"],
        stem=row["stem"],
        begun=row["begun"],
        begun_word=row["begun_word"],
        digest=row["digest"],
        word=row["word"],
        pdf=bool(row["pdf"]),
        version=row["version"],
        modified=row["modified"],
        made=datetime.fromisoformat(row["made"]) if row["made"] else None,
    )
