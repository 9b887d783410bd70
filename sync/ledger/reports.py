"""Summaries kept between cycles, reports with the figures they told, deliveries, runs and troubles."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from sync.errors import NithetError
from sync.ledger.store import utc

# --- Summaries -------------------------------------------------------------------------


def keep_summary(
    tx: sqlite3.Connection, partition: str, form: str, period: str, rules: str, body: Mapping[str, Any]
) -> None:
    """Keep the summary of one form, partition ("network:N01") and period."""
    tx.execute(
        "INSERT OR REPLACE INTO summary VALUES (?, ?, ?, ?, ?)",
        (partition, form, period, rules, orjson.dumps(body)),
    )


def summary(
    tx: sqlite3.Connection, partition: str, form: str, period: str, rules: str
) -> dict[str, Any] | None:
    """The summary that was kept, None when there is none made by these rules."""
    row = tx.execute(
        "SELECT body FROM summary WHERE partition = ? AND form = ? AND period = ? AND rules = ?",
        (partition, form, period, rules),
    ).fetchone()
    return dict(orjson.loads(row["body"])) if row else None


# --- Reports and deliveries ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A report that went out: when it was cut, its figures, and the forms whose records counted as visits."""

    period: str
    cut: datetime
    figures: Mapping[str, float]
    visiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One report to one recipient. `delivered` is None until the server, or the outbox, has it."""

    recipient: str
    message_id: str
    delivered: datetime | None


def keep_report(tx: sqlite3.Connection, kind: str, told: Told) -> None:
    """Keep the figures that a report tells; those told first stand."""
    tx.execute(
        "INSERT OR IGNORE INTO report (kind, period, cut, figures, visiting) VALUES (?, ?, ?, ?, ?)",
        (
            kind,
            told.period,
            utc(told.cut),
            orjson.dumps(dict(told.figures)).decode(),
            " ".join(sorted(told.visiting)),
        ),
    )


def report(tx: sqlite3.Connection, kind: str, period: str) -> Told | None:
    """What the report of a period told."""
    row = tx.execute("SELECT * FROM report WHERE kind = ? AND period = ?", (kind, period)).fetchone()
    if row is None:
        return None
    return Told(
        row["period"],
        datetime.fromisoformat(row["cut"]),
        orjson.loads(row["figures"]),
        frozenset(row["visiting"].split()),
    )


def last_report(tx: sqlite3.Connection, kind: str, before: datetime) -> Told | None:
    """The latest report of a kind whose figures were cut before a moment."""
    row = tx.execute(
        "SELECT period FROM report WHERE kind = ? AND cut < ? ORDER BY cut DESC LIMIT 1", (kind, utc(before))
    ).fetchone()
    return report(tx, kind, row["period"]) if row else None


def deliveries(tx: sqlite3.Connection, kind: str, period: str) -> dict[str, Delivery]:
    """The deliveries of a period's report, by recipient."""
    rows = tx.execute("SELECT * FROM delivery WHERE kind = ? AND period = ?", (kind, period))
    return {
        row["recipient"]: Delivery(
            row["recipient"],
            row["message_id"],
            datetime.fromisoformat(row["delivered"]) if row["delivered"] else None,
        )
        for row in rows
    }


def undelivered(tx: sqlite3.Connection) -> list[tuple[str, str]]:
    """The kinds and periods of which a delivery was begun and not made, in the order of their names."""
    rows = tx.execute(
        "SELECT DISTINCT kind, period FROM delivery WHERE delivered IS NULL ORDER BY period, kind"
    )
    return [(row["kind"], row["period"]) for row in rows]


def last_delivery(tx: sqlite3.Connection) -> datetime | None:
    """When a delivery was last made, None for never."""
    found = tx.execute("SELECT max(delivered) FROM delivery").fetchone()[0]
    return datetime.fromisoformat(found) if found else None


def begin_delivery(tx: sqlite3.Connection, kind: str, period: str, recipient: str, message_id: str) -> None:
    """Note a delivery before it is sent, so that a repeat carries the same Message-ID."""
    tx.execute(
        "INSERT OR IGNORE INTO delivery (kind, period, recipient, message_id) VALUES (?, ?, ?, ?)",
        (kind, period, recipient, message_id),
    )


def end_delivery(tx: sqlite3.Connection, kind: str, period: str, recipient: str, now: datetime) -> None:
    """Note that the recipient's server, or the outbox, has it."""
    tx.execute(
        "UPDATE delivery SET delivered = ? WHERE kind = ? AND period = ? AND recipient = ?",
        (utc(now), kind, period, recipient),
    )


# --- Runs and troubles -----------------------------------------------------------------

_RUNS_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that does not work at present, since when, and how often in a row."""

    subject: str
    code: str
    values: Mapping[str, str]
    since: datetime
    times: int


def keep_run(tx: sqlite3.Connection, started: datetime, ended: datetime, outcome: Mapping[str, Any]) -> None:
    """Keep the figures of a cycle; the oldest runs make room."""
    tx.execute(
        "INSERT INTO run (started, ended, outcome) VALUES (?, ?, ?)",
        (utc(started), utc(ended), orjson.dumps(outcome).decode()),
    )
    tx.execute("DELETE FROM run WHERE id <= (SELECT max(id) FROM run) - ?", (_RUNS_KEPT,))


def last_run(tx: sqlite3.Connection) -> tuple[datetime, dict[str, Any]] | None:
    """When the last cycle that was kept ended, and its figures."""
    row = tx.execute("SELECT ended, outcome FROM run ORDER BY id DESC LIMIT 1").fetchone()
    return (datetime.fromisoformat(row["ended"]), orjson.loads(row["outcome"])) if row else None


def keep_trouble(tx: sqlite3.Connection, subject: str, error: NithetError, now: datetime) -> None:
    """Note that a form, spreadsheet or delivery failed."""
    tx.execute(
        "INSERT INTO trouble (subject, code, places, since, last) VALUES (?1, ?2, ?3, ?4, ?4)"
        " ON CONFLICT (subject) DO UPDATE SET code = ?2, places = ?3, last = ?4, times = times + 1",
        (subject, error.code, orjson.dumps(error.values).decode(), utc(now)),
    )


def amend_trouble(tx: sqlite3.Connection, subject: str, values: Mapping[str, str]) -> None:
    """Give a trouble other values."""
    tx.execute(
        "UPDATE trouble SET places = ? WHERE subject = ?", (orjson.dumps(dict(values)).decode(), subject)
    )


def end_trouble(tx: sqlite3.Connection, subject: str) -> None:
    """Note that it works again."""
    tx.execute("DELETE FROM trouble WHERE subject = ?", (subject,))


def troubles(tx: sqlite3.Connection) -> tuple[Trouble, ...]:
    """What does not work at present."""
    rows = tx.execute("SELECT * FROM trouble ORDER BY subject")
    return tuple(
        Trouble(
            row["subject"],
            row["code"],
            orjson.loads(row["places"]),
            datetime.fromisoformat(row["since"]),
            row["times"],
        )
        for row in rows
    )
