"""What people decided in the registers: a history that only grows, read back as it stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

import orjson

from forms.chains import Decision, Earlier
from sync.ledger.entries import entry_from_json
from sync.ledger.store import utc


def keep(tx: sqlite3.Connection, decision: Decision, file: str) -> None:
    """Note one decision that was found in a spreadsheet; a word "" takes back the one before."""
    tx.execute(
        "INSERT INTO decision (form, response, step, word, note, noticed, holder, file)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            decision.form,
            decision.response,
            decision.step,
            decision.word,
            decision.note,
            utc(decision.noticed),
            decision.by,
            file,
        ),
    )


def of(
    tx: sqlite3.Connection, form: str, responses: Iterable[str] | None = None
) -> dict[str, tuple[Decision, ...]]:
    """Every decision about a form's responses (or about these), oldest first, by response id."""
    only, values = "", [form]
    if responses is not None:
        only = " AND response IN (SELECT value FROM json_each(?))"
        values.append(orjson.dumps(list(responses)).decode())
    found: dict[str, list[Decision]] = {}
    for row in tx.execute(f"SELECT * FROM decision WHERE form = ?{only} ORDER BY id", values):
        found.setdefault(row["response"], []).append(_decision(row))
    return {response: tuple(decisions) for response, decisions in found.items()}


def earlier(tx: sqlite3.Connection, form: str, responses: Iterable[str]) -> dict[str, tuple[Earlier, ...]]:
    """What these responses said before they were edited, oldest first, by response id."""
    found: dict[str, list[Earlier]] = {}
    rows = tx.execute(
        "SELECT id, submitted, entry FROM version WHERE form = ?"
        " AND id IN (SELECT value FROM json_each(?)) ORDER BY id, submitted",
        (form, orjson.dumps(list(responses)).decode()),
    )
    for row in rows:
        answers = entry_from_json(row["entry"]).answers
        found.setdefault(row["id"], []).append(Earlier(datetime.fromisoformat(row["submitted"]), answers))
    return {response: tuple(versions) for response, versions in found.items()}


def edited(tx: sqlite3.Connection, form: str, responses: Iterable[str]) -> frozenset[str]:
    """Those of these responses that were edited since they were sent first."""
    rows = tx.execute(
        "SELECT DISTINCT id FROM version WHERE form = ? AND id IN (SELECT value FROM json_each(?))",
        (form, orjson.dumps(list(responses)).decode()),
    )
    return frozenset(row["id"] for row in rows)


def unseen(tx: sqlite3.Connection, form: str, response: str) -> datetime | None:
    """When a response was edited, if no sheet can show that yet; None where it is shown as it stands."""
    row = tx.execute(
        "SELECT submitted, entry FROM response WHERE form = ? AND id = ?", (form, response)
    ).fetchone()
    if row is None or row["entry"] is None:
        return None
    edited = datetime.fromisoformat(row["submitted"])
    return edited if entry_from_json(row["entry"]).submitted < edited else None


def _decision(row: sqlite3.Row) -> Decision:
    noticed = datetime.fromisoformat(row["noticed"])
    return Decision(
        row["form"], row["response"], row["step"], row["word"], row["note"], noticed, row["holder"]
    )
