"""What people decided in the registers: a history that only grows, read back as it stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

import orjson

from forms.chains import Decision
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


def _decision(row: sqlite3.Row) -> Decision:
    noticed = datetime.fromisoformat(row["noticed"])
    return Decision(
        row["form"], row["response"], row["step"], row["word"], row["note"], noticed, row["holder"]
    )
