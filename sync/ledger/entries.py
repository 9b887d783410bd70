"""Reading back what checking made: entries as they stand and as they stood at a moment, and findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

from forms.model import Entry, Finding, Severity
from sync.ledger.responses import in_partition
from sync.ledger.store import utc


def standing(
    tx: sqlite3.Connection, form: str, period: tuple[str, str], column: str = "", member: str = ""
) -> list[Entry]:
    """The entries of a partition whose day lies in `[start, end)`, as they stand now."""
    where, values = in_partition(column, member)
    rows = tx.execute(
        f"SELECT entry FROM response WHERE form = ? AND deleted IS NULL AND day >= ? AND day < ?"
        f" AND entry IS NOT NULL {where} ORDER BY created, id",
        (form, *period, *values),
    )
    return [entry_from_json(row["entry"]) for row in rows]


def of(tx: sqlite3.Connection, form: str, response: str) -> Entry | None:
    """A response's entry as it stands now, None where it has none."""
    row = tx.execute("SELECT entry FROM response WHERE form = ? AND id = ?", (form, response)).fetchone()
    return entry_from_json(row["entry"]) if row and row["entry"] else None


def as_of(tx: sqlite3.Connection, form: str, period: tuple[date, date], moment: datetime) -> list[Entry]:
    """The entries of a period of days as they stood at a moment: later edits and responses left out."""
    at = utc(moment)
    rows = tx.execute(
        "WITH live AS (SELECT * FROM response WHERE form = ?1 AND (deleted IS NULL OR deleted > ?2)),"
        " every AS (SELECT id, submitted, entry FROM live UNION ALL"
        "  SELECT version.id, version.submitted, version.entry FROM version"
        "  JOIN live ON live.form = version.form AND live.id = version.id)"
        " SELECT entry, max(submitted) FROM every WHERE submitted <= ?2 AND entry IS NOT NULL"
        " GROUP BY id ORDER BY id",
        (form, at),
    )
    found = (entry_from_json(row["entry"]) for row in rows)
    start, end = period
    return [e for e in found if start <= (e.when or e.submitted.date()) < end]


def first_sent(tx: sqlite3.Connection, form: str) -> dict[str, datetime]:
    """When each response of a form was sent first, by its id."""
    rows = tx.execute("SELECT id, created FROM response WHERE form = ?", (form,))
    return {row["id"]: datetime.fromisoformat(row["created"]) for row in rows}


def first_sent_of(tx: sqlite3.Connection, form: str, response: str) -> datetime | None:
    """When one response was sent first, None where there is none."""
    row = tx.execute("SELECT created FROM response WHERE form = ? AND id = ?", (form, response)).fetchone()
    return datetime.fromisoformat(row["created"]) if row else None


def with_findings(
    tx: sqlite3.Connection, form: str, period: tuple[str, str], column: str = "", member: str = ""
) -> list[tuple[Entry, tuple[Finding, ...]]]:
    """The entries of a partition and period that have findings, with them."""
    where, values = in_partition(column, member)
    rows = tx.execute(
        "SELECT id, entry FROM response WHERE form = ? AND deleted IS NULL AND day >= ? AND day < ?"
        f" AND EXISTS (SELECT 1 FROM finding WHERE finding.form = response.form AND response = id) {where}"
        " ORDER BY created, id",
        (form, *period, *values),
    ).fetchall()
    found = findings(tx, form, (row["id"] for row in rows))
    return [(entry_from_json(row["entry"]), found[row["id"]]) for row in rows]


def carried(
    tx: sqlite3.Connection,
    form: str,
    period: tuple[str, str],
    column: str = "",
    member: str = "",
    *,
    since: datetime,
) -> list[tuple[Entry, tuple[Finding, ...]]]:
    """What is still to be looked at of a partition's responses about other days than the period's.

    Every error, until it is mended, of what was sent (or edited last) from the moment `since` on; of a
    response that was sent in the period, that its day was long ago.
    """
    where, values = in_partition(column, member)
    rows = tx.execute(  # from the findings on, which are few: not through all that a network ever sent
        "SELECT id, entry FROM (SELECT DISTINCT form, response FROM finding WHERE form = ?"
        f" AND (severity = 'error' OR code = '{_LONG_AGO}')) AS found"
        " CROSS JOIN response ON response.form = found.form AND id = found.response"
        " WHERE deleted IS NULL AND NOT (day >= ? AND day < ?)"
        f" AND submitted >= ? {where} ORDER BY created, id",
        (form, *period, utc(since), *values),
    ).fetchall()
    found = findings(tx, form, (row["id"] for row in rows))
    every = ((entry_from_json(row["entry"]), found[row["id"]]) for row in rows)
    left = ((entry, tuple(f for f in of_it if _still(f, entry, period))) for entry, of_it in every)
    return [(entry, of_it) for entry, of_it in left if of_it]


def _still(finding: Finding, entry: Entry, period: tuple[str, str]) -> bool:
    sent = entry.submitted.date().isoformat()
    return finding.severity == "error" or (finding.code == _LONG_AGO and period[0] <= sent < period[1])


def errors_before(
    tx: sqlite3.Connection,
    form: str,
    period: tuple[str, str],
    column: str = "",
    member: str = "",
    *,
    since: datetime,
) -> int:
    """How many errors `carried` leaves out: of what was sent before the moment `since`, and not mended."""
    where, values = in_partition(column, member)
    (count,) = tx.execute(
        "SELECT count(*) FROM finding CROSS JOIN response ON finding.form = response.form AND response = id"
        " WHERE finding.form = ? AND deleted IS NULL AND NOT (day >= ? AND day < ?)"
        f" AND submitted < ? AND severity = 'error' {where}",
        (form, *period, utc(since), *values),
    ).fetchone()
    return int(count)


_LONG_AGO = "long-ago"  # the warning that a response is about a day of another year


@dataclass(frozen=True, slots=True)
class Changed:
    """A response as it stands; `entry` is None where it was deleted or is about an earlier day."""

    form: str
    id: str
    created: datetime
    submitted: datetime
    entry: Entry | None


def newest(tx: sqlite3.Connection) -> tuple[int, int]:
    """The revision of the latest change of a response, and the number of the latest decision."""
    (revision,) = tx.execute("SELECT coalesce(max(revision), 0) FROM response").fetchone()
    (decision,) = tx.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()
    return revision, decision


def decided(tx: sqlite3.Connection, decision: int) -> set[str]:
    """The forms of whose responses something was decided after a decision, by its number."""
    return {row[0] for row in tx.execute(_DECIDED, (decision,))}


_DECIDED = "SELECT DISTINCT form FROM decision WHERE id > ? AND form <> ''"  # '' where it was forgotten


def changed(
    tx: sqlite3.Connection, revision: int, since: str, lasting: Iterable[str] = ()
) -> Iterator[Changed]:
    """The responses that changed after a revision, those of earlier days than `since` as gone.

    Those of the forms that are `lasting` never are.
    """
    rows = tx.execute(
        "SELECT form, id, created, submitted, CASE WHEN deleted IS NULL"
        " AND (day >= ? OR form IN (SELECT value FROM json_each(?))) THEN entry END AS entry"
        " FROM response WHERE revision > ?",
        (since, orjson.dumps(list(lasting)).decode(), revision),
    )
    for row in rows:
        yield Changed(
            row["form"],
            row["id"],
            datetime.fromisoformat(row["created"]),
            datetime.fromisoformat(row["submitted"]),
            entry_from_json(row["entry"]) if row["entry"] else None,
        )


def findings(tx: sqlite3.Connection, form: str, responses: Iterable[str]) -> dict[str, tuple[Finding, ...]]:
    """The findings of these responses, errors first."""
    rows = tx.execute(
        "SELECT * FROM finding WHERE form = ? AND response IN (SELECT value FROM json_each(?))"
        " ORDER BY severity, number",
        (form, orjson.dumps(list(responses)).decode()),
    )
    found: dict[str, tuple[Finding, ...]] = {}
    for row in rows:
        finding = Finding(row["code"], row["severity"], row["question"], orjson.loads(row["places"]))
        found[row["response"]] = (*found.get(row["response"], ()), finding)
    return found


def settled(
    tx: sqlite3.Connection, form: str, period: tuple[str, str], column: str = "", member: str = ""
) -> list[tuple[Entry, tuple[Finding, ...]]]:
    """The entries of a partition and period with the findings that stood once and stand no longer."""
    where, values = in_partition(column, member)
    rows = tx.execute(
        f"{_SETTLED} AND day >= ? AND day < ? {where} {_IN_ORDER}",
        (form, *period, *values),
    )
    return _with_settled(rows)


def settled_of(
    tx: sqlite3.Connection, form: str, responses: Iterable[str], column: str = "", member: str = ""
) -> list[tuple[Entry, tuple[Finding, ...]]]:
    """The same of those of these responses that are of the partition, whatever day they are about."""
    where, values = in_partition(column, member)
    asked = orjson.dumps(list(responses)).decode()
    rows = tx.execute(
        f"{_SETTLED} AND id IN (SELECT value FROM json_each(?)) {where} {_IN_ORDER}", (form, asked, *values)
    )
    return _with_settled(rows)


_SETTLED = (
    "SELECT settled.*, entry FROM response JOIN settled ON settled.form = response.form AND response = id"
    " WHERE response.form = ? AND deleted IS NULL"
)
_IN_ORDER = "ORDER BY created, id, code, question"


def _with_settled(rows: Iterable[sqlite3.Row]) -> list[tuple[Entry, tuple[Finding, ...]]]:
    found: dict[str, tuple[bytes, list[Finding]]] = {}
    for row in rows:
        finding = Finding(row["code"], row["severity"], row["question"] or None, orjson.loads(row["places"]))
        found.setdefault(row["response"], (row["entry"], []))[1].append(finding)
    return [(entry_from_json(entry), tuple(findings)) for entry, findings in found.values()]


def severities(found: Mapping[str, tuple[Finding, ...]]) -> dict[str, Severity]:
    """The gravest severity of each response."""
    return {
        response: "error" if any(f.severity == "error" for f in of_it) else "warning"
        for response, of_it in found.items()
    }


def open_findings(tx: sqlite3.Connection) -> dict[Severity, int]:
    """How many findings stand open, by severity.

    Checking takes those of deleted responses away; so only what waits for it is looked through.
    """
    every = tx.execute("SELECT severity, count(*) FROM finding GROUP BY severity")
    counts = {row[0]: int(row[1]) for row in every}
    gone = tx.execute(
        "SELECT severity, count(*) FROM response INDEXED BY response_unchecked"
        " JOIN finding ON finding.form = response.form AND finding.response = response.id"
        " WHERE checked = 0 AND deleted IS NOT NULL GROUP BY severity"
    )
    for severity, number in gone:
        counts[severity] -= number
    return {"error": counts.get("error", 0), "warning": counts.get("warning", 0)}


def named(tx: sqlite3.Connection, codes: Iterable[str]) -> list[tuple[str, str, str, int]]:
    """Form, question and text of findings of these codes that tell one, and how many responses have it."""
    rows = tx.execute(
        "SELECT finding.form, question, places ->> '$.text' AS text, count(DISTINCT response) FROM finding"
        " JOIN response ON response.form = finding.form AND response.id = response"
        " WHERE code IN (SELECT value FROM json_each(?)) AND deleted IS NULL GROUP BY 1, 2, 3",
        (orjson.dumps(list(codes)).decode(),),
    )
    return [(row[0], row[1] or "", row[2] or "", row[3]) for row in rows]


def entry_json(entry: Entry) -> bytes:
    """An entry as the ledger keeps it."""
    return orjson.dumps(
        (
            entry.form,
            entry.response,
            entry.submitted,
            entry.when,
            dict(entry.members),
            dict(entry.scores),
            entry.counted,
            dict(entry.texts),
            entry.once_key,
            entry.until,
            entry.people,
            dict(entry.answers),
        )
    )


def entry_from_json(body: bytes) -> Entry:
    """The entry that `entry_json` kept."""
    fields: list[Any] = orjson.loads(body)
    form, response, submitted, when, members, scores, counted, texts, once_key, *more = fields
    until, people, answers = more or (None, (), {})  # an entry of an older nithet, until it is judged anew
    return Entry(
        form=form,
        response=response,
        submitted=datetime.fromisoformat(submitted),
        when=date.fromisoformat(when) if when else None,
        members=members,
        scores=scores,
        counted=counted,
        texts=texts,
        once_key=once_key,
        until=date.fromisoformat(until) if until else None,
        people=tuple(people),
        answers={q: tuple(answer) if isinstance(answer, list) else answer for q, answer in answers.items()},
    )
