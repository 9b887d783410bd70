"""What checking made of the responses: entries, findings, pairs that may occur once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from forms.model import Entry, Finding
from sync.ledger import memberships
from sync.ledger.entries import entry_from_json, entry_json
from sync.ledger.envelope import Envelope, opened
from sync.ledger.responses import FROM_RAW
from sync.ledger.store import mark_due, next_revision, write_meta


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A response that waits for checking; one that was deleted only leaves its partitions."""

    form: str
    id: str
    raw: Mapping[str, Any]
    deleted: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A response with what checking found. `entry` is None for a deleted response.

    One that people left out is not counted, whatever is found in it. `of_answers` are the findings as
    they would be of what was answered, where values were typed in its place; None where none were.
    `replied` are the findings, by code and question, to which an answer of people's holds.
    """

    form: str
    id: str
    entry: Entry | None
    findings: tuple[Finding, ...] = ()
    left_out: bool = False
    of_answers: tuple[Finding, ...] | None = None
    replied: frozenset[tuple[str, str]] = frozenset()


Once = Callable[[str, str, str], Finding | None]


def begin_rules(tx: sqlite3.Connection, rules: str) -> None:
    """Judge by these rules (a fingerprint of definitions and configuration) from now on: all is unchecked."""
    tx.execute("UPDATE response SET checked = 0")
    write_meta(tx, "rules", rules)


def unchecked(tx: sqlite3.Connection, form: str, most: int) -> list[Unchecked]:
    """Responses that wait for checking."""
    rows = tx.execute(
        f"SELECT form, id, body, deleted, created, submitted {FROM_RAW}"
        " WHERE form = ? AND checked = 0 LIMIT ?",
        (form, most),
    )
    return [
        Unchecked(row[0], row[1], opened(row[2], Envelope(row[1], row[4], row[5])), row[3] is not None)
        for row in rows
    ]


def keep(
    tx: sqlite3.Connection,
    judged: Sequence[Judged],
    zone: ZoneInfo,
    once: Once,
) -> None:
    """Write entries and findings, and note all that they touch, before and after.

    Summaries of networks and work groups, each form's and month's apart, and the spreadsheets of those
    that have none.

    `once(form, response, earlier response)` makes the finding of a response whose once-key another
    had first; None where people confirmed that both count.
    """
    known = [(one.form, one.id) for one in judged]
    before, belonged = _places(tx, judged), memberships.of(tx, known)
    revision = next_revision(tx)
    _write_entries(tx, judged, zone, revision)
    memberships.keep(tx, [one.entry for one in judged if one.entry])
    _write_findings(tx, judged)
    keys = {row["once_key"] for row in before} | {j.entry.once_key for j in judged if j.entry}
    again = _pair(tx, {key for key in keys if key}, once, revision)
    touched = [*before, *_places(tx, judged), *again]
    networks = {f"network:{row['network'] or ''} {_about(row)}" for row in touched if row["judged"]}
    groups = {f"group:{row['work_group']} {_about(row)}" for row in touched if row["work_group"]}
    mark_due(tx, {f"summary:{partition}" for partition in networks | groups}, revision)
    belonged |= memberships.of(tx, [*known, *((row["form"], row["id"]) for row in again)])
    mark_due(tx, {f"sheet:{partition}" for partition in belonged}, revision)


def _about(row: sqlite3.Row) -> str:
    """The form and the month that a response is about: "daily-log 2026-11"."""
    return f"{row['form']} {row['day'][:7]}"


def _places(tx: sqlite3.Connection, judged: Sequence[Judged]) -> list[sqlite3.Row]:
    by_form: dict[str, list[str]] = {}
    for one in judged:
        by_form.setdefault(one.form, []).append(one.id)
    return [
        row
        for form, ids in by_form.items()
        for row in tx.execute(
            "SELECT form, day, network, work_group, once_key, entry IS NOT NULL AS judged FROM response"
            " WHERE form = ? AND id IN (SELECT value FROM json_each(?))",
            (form, orjson.dumps(ids).decode()),
        )
    ]


def _write_entries(tx: sqlite3.Connection, judged: Sequence[Judged], zone: ZoneInfo, revision: int) -> None:
    tx.executemany(
        "UPDATE response SET checked = 1, revision = ?, day = ?, network = ?, work_group = ?, counted = ?,"
        " left_out = ?, once_key = ?, entry = ? WHERE form = ? AND id = ?",
        [
            (
                revision,
                (e.when or e.submitted.astimezone(zone).date()).isoformat(),
                e.members.get("network"),
                e.members.get("group"),
                e.counted,
                one.left_out,
                e.once_key,
                entry_json(e),
                one.form,
                one.id,
            )
            for one in judged
            if (e := one.entry)
        ],
    )
    tx.executemany(
        "UPDATE response SET checked = 1, revision = ?, counted = 0, once_key = NULL"
        " WHERE form = ? AND id = ?",
        [(revision, one.form, one.id) for one in judged if one.entry is None],
    )


def _write_findings(tx: sqlite3.Connection, judged: Sequence[Judged]) -> None:
    """Take the findings' place; those that stood until now and stand no longer are kept as settled.

    They are kept as they were of what was answered. One that only a typed value brought is not kept,
    unless people replied to it: with the value it is as if it had never been.
    """
    known = [(one.form, one.id) for one in judged]
    tx.executemany(_SETTLE, [(one.form, one.id, _keys(one.replied)) for one in judged])
    tx.executemany("DELETE FROM finding WHERE form = ? AND response = ?", [(j.form, j.id) for j in judged])
    tx.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (one.form, one.id, number, f.code, f.severity, f.question, _values(f), answered)
            for one in judged
            for number, (f, answered) in enumerate(_with_answered(one))
        ],
    )
    tx.executemany(_STANDS, known)


def _with_answered(judged: Judged) -> Iterator[tuple[Finding, str | None]]:
    """The findings, each with its values as of what was answered; None where only a typed value has it."""
    of_answers = judged.findings if judged.of_answers is None else judged.of_answers
    there = {(f.code, f.question): _values(f) for f in of_answers}
    for finding in judged.findings:
        yield finding, there.get((finding.code, finding.question))


def _values(finding: Finding) -> str:
    return orjson.dumps(dict(finding.values)).decode()


def _keys(findings: Iterable[tuple[str, str]]) -> str:
    return orjson.dumps([f"{code}|{question}" for code, question in findings]).decode()


_SETTLE = (
    "INSERT OR REPLACE INTO settled SELECT form, response, code, coalesce(question, ''), severity,"
    " coalesce(answered, places) FROM finding WHERE form = ? AND response = ? AND (answered IS NOT NULL"
    " OR code || '|' || coalesce(question, '') IN (SELECT value FROM json_each(?)))"
)
_STANDS = (
    "DELETE FROM settled WHERE form = ? AND response = ? AND EXISTS (SELECT 1 FROM finding WHERE"
    " finding.form = settled.form AND finding.response = settled.response AND finding.code = settled.code"
    " AND coalesce(finding.question, '') = settled.question)"
)
_ONCE = 1000  # findings of pairs are numbered from here, behind those of the response itself


def _pair(tx: sqlite3.Connection, keys: set[str], once: Once, revision: int) -> list[sqlite3.Row]:
    """Judge anew who came first under each key; give the rows whose findings that changed."""
    changed: list[sqlite3.Row] = []
    for key in _shared(tx, keys):
        rows = tx.execute(
            "SELECT form, id, day, network, work_group, 1 AS judged FROM response"
            " WHERE once_key = ? AND deleted IS NULL ORDER BY created, id",
            (key,),
        ).fetchall()
        for place, row in enumerate(rows):
            wanted = once(row["form"], row["id"], rows[0]["id"]) if place else None
            if _set_once(tx, row["form"], row["id"], wanted):
                _count_anew(tx, row["form"], row["id"], revision)
                changed.append(row)
    return changed


def _shared(tx: sqlite3.Connection, keys: set[str]) -> list[str]:
    """Those of the keys that several responses have, or of which a finding says that they had."""
    asked = orjson.dumps(sorted(keys)).decode()
    rows = tx.execute(
        "WITH asked AS (SELECT value AS once_key FROM json_each(?1))"
        " SELECT once_key FROM response JOIN asked USING (once_key) WHERE deleted IS NULL"
        " GROUP BY once_key HAVING count(*) > 1"
        " UNION SELECT once_key FROM asked CROSS JOIN response USING (once_key)"  # not by every finding
        " JOIN finding ON finding.form = response.form AND response = id AND number = ?2",
        (asked, _ONCE),
    )
    return sorted(row["once_key"] for row in rows)


def _set_once(tx: sqlite3.Connection, form: str, response: str, wanted: Finding | None) -> bool:
    places = _values(wanted) if wanted else None
    now = tx.execute(
        "SELECT places FROM finding WHERE form = ? AND response = ? AND number = ?", (form, response, _ONCE)
    ).fetchone()
    if (now and now["places"]) == places:
        return False
    tx.execute(f"{_SETTLE} AND number = {_ONCE}", (form, response, "[]"))
    tx.execute("DELETE FROM finding WHERE form = ? AND response = ? AND number = ?", (form, response, _ONCE))
    if wanted:
        tx.execute(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (form, response, _ONCE, wanted.code, wanted.severity, wanted.question, places, places),
        )
    tx.execute(_STANDS, (form, response))
    return True


def _count_anew(tx: sqlite3.Connection, form: str, response: str, revision: int) -> None:
    """An error keeps a response out of the averages, this one like any other; so do people."""
    error = tx.execute(
        "SELECT 1 FROM finding WHERE form = ? AND response = ? AND severity = 'error'", (form, response)
    ).fetchone()
    body, left_out = tx.execute(
        "SELECT entry, left_out FROM response WHERE form = ? AND id = ?", (form, response)
    ).fetchone()
    entry = replace(entry_from_json(body), counted=error is None and not left_out)
    tx.execute(
        "UPDATE response SET revision = ?, counted = ?, entry = ? WHERE form = ? AND id = ?",
        (revision, entry.counted, entry_json(entry), form, response),
    )
