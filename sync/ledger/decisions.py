"""What people decided in the registers: a history that only grows, read back as it stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import orjson

from forms.model.chains import Decision, Earlier
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


def edited(tx: sqlite3.Connection, form: str, responses: Iterable[str]) -> dict[str, frozenset[str]]:
    """The questions whose answers edits changed since they were sent first, by response that was edited."""
    rows = tx.execute(
        "SELECT version.id, version.entry AS before, response.entry FROM version"
        " JOIN response ON response.form = version.form AND response.id = version.id"
        " WHERE version.form = ? AND version.id IN (SELECT value FROM json_each(?))",
        (form, orjson.dumps(list(responses)).decode()),
    )
    said: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        versions = said.setdefault(row["id"], [_answers(row["entry"])])
        versions.append(_answers(row["before"]))
    return {response: _differing(versions) for response, versions in said.items()}


def _answers(entry: bytes | None) -> dict[str, object]:
    if entry is None:
        return {}
    read = entry_from_json(entry)
    return {**read.answers, **read.texts, **read.scores}


def _differing(versions: Sequence[Mapping[str, object]]) -> frozenset[str]:
    questions = {question for one in versions for question in one}
    return frozenset(q for q in questions if any(one.get(q) != versions[0].get(q) for one in versions))


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
