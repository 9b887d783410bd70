"""Responses in the ledger: taking them in, noticing which are gone, and reading them back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from sync import json_text
from sync.ledger.envelope import Envelope, envelope, opened
from sync.ledger.store import next_revision, utc

Raw = Mapping[str, Any]
_FROM_THE_FUTURE = timedelta(days=1)  # more than clocks differ by
_BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
FROM_RAW = "FROM response JOIN raw USING (form, id, submitted)"  # each response with its latest raw


@dataclass(frozen=True, slots=True)
class Taken:
    """What a list, or a page of it, brought: which responses, how many were news, the latest submission."""

    listed: frozenset[str] = frozenset()
    new: int = 0
    changed: int = 0
    deleted: int = 0
    latest: str = ""

    def __add__(self, page: Taken) -> Taken:
        """This and one more page of the same list."""
        return Taken(
            self.listed | page.listed,
            self.new + page.new,
            self.changed + page.changed,
            self.deleted + page.deleted,
            max(self.latest, page.latest),
        )


@dataclass(frozen=True, slots=True)
class FormState:
    """A form as the ledger knows it. `cursor` is the latest lastSubmittedTime that was pulled."""

    id: str
    google_id: str
    responder_uri: str
    cursor: datetime | None
    listed: datetime | None


def form_states(tx: sqlite3.Connection) -> dict[str, FormState]:
    """Every form that exists in Google, by its definition's id."""
    rows = tx.execute("SELECT * FROM form WHERE google_id IS NOT NULL")
    return {
        row["id"]: FormState(
            row["id"], row["google_id"], row["responder_uri"], _moment(row["cursor"]), _moment(row["listed"])
        )
        for row in rows
    }


def was_made(tx: sqlite3.Connection, form: str) -> bool:
    """Whether the form was ever made, also where it is no more."""
    return tx.execute("SELECT 1 FROM form WHERE id = ?", (form,)).fetchone() is not None


def keep_form(tx: sqlite3.Connection, form: str, google_id: str, responder_uri: str) -> None:
    """Note where a form lives. A form that was made anew starts without a cursor."""
    tx.execute(
        "INSERT INTO form (id, google_id, responder_uri) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET"
        " cursor = CASE WHEN google_id = ?2 THEN cursor END, google_id = ?2, responder_uri = ?3",
        (form, google_id, responder_uri),
    )


def take(tx: sqlite3.Connection, form: str, raws: Iterable[Any], now: datetime = _BEFORE_ALL) -> Taken:
    """Upsert a page of responses as Google gave them. An edit keeps what it replaces as a version.

    One that has no id or no moments is kept, too, under what stands in for them (`envelope`).
    The cursor moves with the list's last page: call `end_list` in that page's transaction.
    """
    listed = _latest_of_each(raws, now)
    known = _known(tx, form, list(listed))
    _leave_undated(tx, form, listed, known)
    new = [one for one in listed.values() if one.id not in known]
    changed = [one for one in listed.values() if one.id in known and known[one.id] != (one.submitted, None)]
    if new or changed:
        revision = next_revision(tx)
        _insert(tx, form, new, revision)
        _replace(tx, form, changed, revision)
    latest = max((one.submitted for one in listed.values()), default="")
    return Taken(frozenset(listed), len(new), len(changed), 0, latest)


def end_list(tx: sqlite3.Connection, form: str, taken: Taken, now: datetime, *, full: bool) -> Taken:
    """Move the form's cursor past a list that came whole; never into the future, where nothing would be new.

    With `full` the list was of the whole form: a response that it lacked is marked deleted. (One
    that came back is live again as soon as it is taken.)
    """
    gone = [r for r in _living(tx, form) if r not in taken.listed] if full else []
    if gone:
        _delete(tx, form, gone, next_revision(tx), now)
    latest = min(taken.latest, utc(now + _FROM_THE_FUTURE))
    _move_cursor(tx, form, latest, now if full else None)
    return replace(taken, deleted=len(gone))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A response of a page; its moments are written so that their order is the order of time."""

    id: str
    created: str
    submitted: str
    raw: Raw
    is_dated: bool = True


def _latest_of_each(raws: Iterable[Raw], now: datetime) -> dict[str, _Listed]:
    """Each response once: pages of a list that moves may repeat one."""
    listed: dict[str, _Listed] = {}
    for raw in raws:
        told = envelope(raw, now)
        is_dated = not {"createTime", "lastSubmittedTime"} <= set(told.wrong)
        one = _Listed(told.id, told.created, told.submitted, raw, is_dated)
        if one.id not in listed or listed[one.id].submitted <= one.submitted:
            listed[one.id] = one
    return listed


def _leave_undated(
    tx: sqlite3.Connection,
    form: str,
    listed: dict[str, _Listed],
    known: Mapping[str, tuple[str, str | None]],
) -> None:
    """One that tells no moment is news when it first comes, and again only when it says something else."""
    for one in [one for one in listed.values() if not one.is_dated and one.id in known]:
        row = tx.execute(f"SELECT body {FROM_RAW} WHERE form = ? AND id = ?", (form, one.id)).fetchone()
        if row["body"] == json_text.write(one.raw):
            listed[one.id] = replace(one, submitted=known[one.id][0])


def _known(tx: sqlite3.Connection, form: str, asked: list[str]) -> dict[str, tuple[str, str | None]]:
    """When each of these responses that we have was submitted, and deleted."""
    rows = tx.execute(
        "SELECT id, submitted, deleted FROM response"
        " WHERE form = ? AND id IN (SELECT value FROM json_each(?))",
        (form, orjson.dumps(asked).decode()),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _living(tx: sqlite3.Connection, form: str) -> list[str]:
    """Responses that the form as it is now in Google should list."""
    rows = tx.execute(
        "SELECT response.id FROM response JOIN form ON form.id = response.form AND form.google_id = origin"
        " WHERE form = ? AND deleted IS NULL",
        (form,),
    )
    return [row[0] for row in rows]


def _insert(tx: sqlite3.Connection, form: str, new: list[_Listed], revision: int) -> None:
    tx.executemany(
        "INSERT INTO response (form, id, created, submitted, origin, revision)"
        " SELECT ?1, ?2, ?3, ?4, google_id, ?5 FROM form WHERE id = ?1",
        [(form, one.id, one.created, one.submitted, revision) for one in new],
    )
    _keep_raw(tx, form, new)


def _keep_raw(tx: sqlite3.Connection, form: str, listed: list[_Listed]) -> None:
    tx.executemany(
        "INSERT OR REPLACE INTO raw VALUES (?, ?, ?, ?)",
        [(form, one.id, one.submitted, json_text.write(one.raw)) for one in listed],
    )


def _replace(tx: sqlite3.Connection, form: str, changed: list[_Listed], revision: int) -> None:
    tx.executemany(
        "INSERT OR IGNORE INTO version SELECT form, id, submitted, entry FROM response"
        " WHERE form = ? AND id = ? AND submitted <> ? AND checked = 1 AND entry IS NOT NULL",
        [(form, one.id, one.submitted) for one in changed],
    )
    tx.executemany(
        "UPDATE response SET submitted = ?1, revision = ?2, deleted = NULL, checked = 0,"
        " origin = (SELECT google_id FROM form WHERE id = ?3) WHERE form = ?3 AND id = ?4",
        [(one.submitted, revision, form, one.id) for one in changed],
    )
    _keep_raw(tx, form, changed)


def _delete(tx: sqlite3.Connection, form: str, gone: list[str], revision: int, now: datetime) -> None:
    for response in gone:
        tx.execute(
            "UPDATE response SET deleted = ?, revision = ?, checked = 0 WHERE form = ? AND id = ?",
            (utc(now), revision, form, response),
        )


def _move_cursor(tx: sqlite3.Connection, form: str, latest: str, listed: datetime | None) -> None:
    tx.execute(
        "UPDATE form SET cursor = nullif(max(coalesce(cursor, ''), ?), ''), listed = coalesce(?, listed)"
        " WHERE id = ?",
        (latest, utc(listed) if listed else None, form),
    )


def revisions(
    tx: sqlite3.Connection, form: str, column: str, member: str, period: tuple[str, str]
) -> dict[str, int]:
    """Revisions of a partition's responses in a period of days, by response id, oldest first."""
    where, values = in_partition(column, member)
    rows = tx.execute(
        "SELECT id, revision FROM response"
        f" WHERE form = ? AND deleted IS NULL AND entry IS NOT NULL AND day >= ? AND day < ? {where}"
        " ORDER BY created, id",
        (form, *period, *values),
    )
    return {row[0]: row[1] for row in rows}


def revisions_of(
    tx: sqlite3.Connection, form: str, column: str, member: str, responses: Iterable[str]
) -> dict[str, int]:
    """The same of those of these responses that are of the partition, whatever day they are about."""
    where, values = in_partition(column, member)
    rows = tx.execute(
        "SELECT id, revision FROM response WHERE form = ? AND deleted IS NULL AND entry IS NOT NULL"
        f" AND id IN (SELECT value FROM json_each(?)) {where} ORDER BY created, id",
        (form, orjson.dumps(list(responses)).decode(), *values),
    )
    return {row[0]: row[1] for row in rows}


def counts(tx: sqlite3.Connection) -> dict[str, int]:
    """How many responses each form has."""
    rows = tx.execute("SELECT form, count(*) FROM response WHERE deleted IS NULL GROUP BY form")
    return {row[0]: row[1] for row in rows}


def latest(tx: sqlite3.Connection, column: str, member: str, period: tuple[str, str]) -> datetime | None:
    """When the latest response of a partition, of any form, about a day of the period was submitted."""
    where, values = in_partition(column, member)
    row = tx.execute(  # form by form: so the period's days are found, and other years are left alone
        "SELECT max(submitted) FROM response WHERE form IN (SELECT id FROM form)"
        f" AND deleted IS NULL AND day >= ? AND day < ? {where}",
        (*period, *values),
    ).fetchone()
    return _moment(row[0])


def raws(tx: sqlite3.Connection, form: str, responses: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The responses as Google gave them, to be read: see `envelope.opened`."""
    for response in responses:
        row = tx.execute(
            f"SELECT body, id, created, submitted {FROM_RAW} WHERE form = ? AND id = ?", (form, response)
        ).fetchone()
        yield opened(row["body"], Envelope(row["id"], row["created"], row["submitted"]))


def in_partition(column: str, member: str) -> tuple[str, tuple[str, ...]]:
    """The condition that picks a partition's rows: column "" for the district and the office.

    Else "network" or "work_group", whose member "" picks the responses that belong to none, or
    "supervisor", "deputy" or "learning_area".
    """
    if not column:
        return "", ()
    if column in {"supervisor", "deputy", "learning_area"}:
        mine = "SELECT form, response FROM membership WHERE kind = ? AND code = ?"
        return f"AND (response.form, response.id) IN ({mine})", (column, member)
    assert column in {"network", "work_group"}
    return (f"AND {column} = ?", (member,)) if member else (f"AND {column} IS NULL", ())


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
