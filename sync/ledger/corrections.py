"""What people answered to findings: a history that only grows, read back as it stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import orjson

from forms.checking.corrections import Correction
from sync.ledger.store import utc


def keep(tx: sqlite3.Connection, correction: Correction) -> None:
    """Note one correction; one whose value and verdict are empty takes back the one before."""
    tx.execute(
        "INSERT INTO correction (form, response, code, question, verdict, value, note, noticed, file,"
        " answered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            correction.form,
            correction.response,
            correction.code,
            correction.question,
            correction.verdict,
            correction.value,
            correction.note,
            utc(correction.noticed),
            correction.by,
            correction.answered,
        ),
    )


def of(
    tx: sqlite3.Connection, form: str, responses: Iterable[str] | None = None
) -> dict[str, tuple[Correction, ...]]:
    """What each spreadsheet said last of each finding of a form's responses (or of these), by response id."""
    last: dict[tuple[str, str, str, str], Correction] = {}
    for one in history(tx, form, responses):
        last[one.response, one.code, one.question, one.by] = one
    found: dict[str, list[Correction]] = {}
    for one in last.values():
        found.setdefault(one.response, []).append(one)
    return {response: tuple(corrections) for response, corrections in found.items()}


def taken_back(
    tx: sqlite3.Connection, form: str, responses: Iterable[str] | None = None
) -> dict[tuple[str, str, str, str], datetime]:
    """When what was said of a finding was taken back, by response, code, question and spreadsheet.

    Only of what says nothing now; a note that is written later takes nothing back.
    """
    found: dict[tuple[str, str, str, str], datetime] = {}
    said: set[tuple[str, str, str, str]] = set()
    for one in history(tx, form, responses):
        key = one.response, one.code, one.question, one.by
        if one.value or one.verdict:
            said.add(key)
            found.pop(key, None)
        elif key in said:
            found.setdefault(key, one.noticed)
    return found


def end_elsewhere(tx: sqlite3.Connection, correction: Correction) -> None:
    """Take back what was said of the same finding in spreadsheets that show its response no more.

    A response whose school is corrected moves: what stood in its row went with it, and is answered
    for where it is now.
    """
    row = tx.execute(
        "SELECT network, work_group FROM response WHERE form = ? AND id = ?",
        (correction.form, correction.response),
    ).fetchone()
    shown = {f"network:{row['network']}", f"group:{row['work_group']}"} if row else set()
    made = of(tx, correction.form, [correction.response]).get(correction.response, ())
    for one in made:
        place = one.by.removeprefix("sheet:").rpartition(":")[0]
        same = (one.code, one.question) == (correction.code, correction.question)
        if same and one.by != correction.by and place not in shown and (one.value or one.verdict):
            keep(tx, replace(one, value="", verdict="", noticed=correction.noticed))


def history(
    tx: sqlite3.Connection, form: str, responses: Iterable[str] | None = None
) -> tuple[Correction, ...]:
    """Every correction that was ever made of a form's responses (or of these), oldest first."""
    only, values = "", [form]
    if responses is not None:
        only = " AND response IN (SELECT value FROM json_each(?))"
        values.append(orjson.dumps(list(responses)).decode())
    rows = tx.execute(f"SELECT * FROM correction WHERE form = ?{only} ORDER BY id", values)
    return tuple(_correction(row) for row in rows)


def _correction(row: sqlite3.Row) -> Correction:
    return Correction(
        form=row["form"],
        response=row["response"],
        code=row["code"],
        question=row["question"],
        verdict=row["verdict"],
        value=row["value"],
        note=row["note"],
        noticed=datetime.fromisoformat(row["noticed"]),
        by=row["file"],
        answered=row["answered"],
    )
