"""Forgetting responses: which are meant, and taking everything of them out of the ledger, bytes and all."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import orjson

from forms.model import Entry
from sync.ledger.entries import entry_from_json
from sync.ledger.kept_stones import SEEN
from sync.ledger.store import read_meta, utc, write_meta
from sync.ledger.tombstones import Known, Tombstones


@dataclass(frozen=True, slots=True)
class Meant:
    """A response that is to be forgotten: when it was first sent, and what was made of it, if anything."""

    form: str
    id: str
    origin: str  # the Google form it was given to
    created: datetime
    entry: Entry | None

    @property
    def known(self) -> Known:
        """The response as (form, id)."""
        return self.form, self.id


# --- Which are meant -------------------------------------------------------------------


def by_ids(tx: sqlite3.Connection, ids: Iterable[str]) -> list[Meant]:
    """The responses with these ids, of whichever form."""
    return _meant(tx, "id IN (SELECT value FROM json_each(?))", orjson.dumps(list(ids)).decode())


def by_supervisor(tx: sqlite3.Connection, code: str) -> list[Meant]:
    """The responses that a supervisor gave: not those of others that name them, too."""
    mine = "(form, id) IN (SELECT form, response FROM membership WHERE kind = 'supervisor' AND code = ?)"
    return [
        one for one in _meant(tx, mine, code) if one.entry and one.entry.members.get("supervisor") == code
    ]


def naming(tx: sqlite3.Connection, code: str) -> int:
    """How many responses of others name a supervisor, as a member of their party or team."""
    (every,) = tx.execute(
        "SELECT count(*) FROM membership WHERE kind = 'supervisor' AND code = ?", (code,)
    ).fetchone()
    return int(every) - len(by_supervisor(tx, code))


def by_email(tx: sqlite3.Connection, email: str) -> list[Meant]:
    """The responses that were sent under an e-mail address, in any of their versions."""
    wanted = email.strip().lower()
    found = {
        (form, response)
        for form, response, body in tx.execute(
            "SELECT form, id, body FROM raw WHERE instr(lower(CAST(body AS TEXT)), ?)", (wanted,)
        )
        if str(_email_of(body)).lower() == wanted
    }
    return [one for one in by_ids(tx, {response for _, response in found}) if one.known in found]


def _email_of(body: bytes) -> object:
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError:  # halves of characters, which Google never gives
        return ""
    return raw.get("respondentEmail", "") if isinstance(raw, dict) else ""


def other_ids(tx: sqlite3.Connection, meant: Iterable[Meant]) -> set[str]:
    """The ids of all other responses."""
    mine = {one.id for one in meant}
    return {row[0] for row in tx.execute("SELECT id FROM response")} - mine


def written(tx: sqlite3.Connection, meant: Iterable[Meant]) -> set[str]:
    """What people wrote in their own words in these responses, also before they edited them."""
    found = set[str]()
    for one in meant:
        query = "SELECT entry FROM version WHERE form = ? AND id = ?"
        entries = [one.entry, *(entry_from_json(row[0]) for row in tx.execute(query, one.known))]
        found |= {text for entry in entries if entry for text in entry.texts.values()}
    return found


def also_written(tx: sqlite3.Connection, meant: Iterable[Meant], written: Collection[str]) -> set[str]:
    """Those of these texts that stand in other responses, too, alike in how they begin."""
    mine, beginnings = {one.known for one in meant}, {_beginning(text) for text in written}
    found = set[str]()
    for form, response, entry in tx.execute("SELECT form, id, entry FROM response WHERE entry IS NOT NULL"):
        if (form, response) not in mine:
            found |= beginnings & {_beginning(text) for text in entry_from_json(entry).texts.values()}
    return {text for text in written if _beginning(text) in found}


def _beginning(text: str) -> str:
    return " ".join(text.split())[:_ENOUGH]


_ENOUGH = 40  # letters by which a text is known again


def supervisors(tx: sqlite3.Connection) -> set[str]:
    """The codes of all supervisors whom responses name, also of those who left the configuration."""
    return {row[0] for row in tx.execute("SELECT DISTINCT code FROM membership WHERE kind = 'supervisor'")}


def sent_before(tx: sqlite3.Connection, moment: datetime) -> list[Meant]:
    """The responses that were last sent before a moment."""
    return _meant(tx, "submitted < ?", utc(moment))


def not_to_be_held(tx: sqlite3.Connection, tombstones: Tombstones) -> list[Known]:
    """The responses in the ledger that were forgotten before it came, by a rebuild or from a backup.

    Looked for where the tombstones are others than those it was held against last.
    """
    if not tombstones or was_held(tx, tombstones):
        return []
    rows = tx.execute("SELECT form, id, submitted FROM response").fetchall()
    return [(f, r) for f, r, at in rows if tombstones.holds(f, r, datetime.fromisoformat(at))]


def was_held(tx: sqlite3.Connection, tombstones: Tombstones) -> bool:
    """Whether the ledger was held against these tombstones, and no others since."""
    return read_meta(tx, SEEN) == tombstones.digest


def note_held(tx: sqlite3.Connection, tombstones: Tombstones) -> None:
    """Note that the ledger was held against these tombstones."""
    write_meta(tx, SEEN, tombstones.digest)


def _meant(tx: sqlite3.Connection, where: str, value: str) -> list[Meant]:
    rows = tx.execute(
        f"SELECT form, id, origin, created, entry FROM response WHERE {where} ORDER BY created, form, id",
        (value,),
    )
    return [
        Meant(
            row["form"],
            row["id"],
            row["origin"],
            datetime.fromisoformat(row["created"]),
            entry_from_json(row["entry"]) if row["entry"] else None,
        )
        for row in rows
    ]


# --- Forgetting them -------------------------------------------------------------------


def ask(tx: sqlite3.Connection, forgotten: Iterable[Known], now: datetime) -> None:
    """Note that these responses are to be forgotten: from then on it is finished, whatever ends nithet."""
    tx.executemany(
        "INSERT OR IGNORE INTO forgotten (form, response, asked) VALUES (?, ?, ?)",
        [(form, response, utc(now)) for form, response in forgotten],
    )


def asked(tx: sqlite3.Connection) -> list[Meant]:
    """The responses that are to be forgotten and still stand in the ledger."""
    pairs = "(form, id) IN (SELECT form, response FROM forgotten WHERE erased = 0 AND ? = '')"
    return _meant(tx, pairs, "")


def rows_of(tx: sqlite3.Connection, forgotten: Iterable[Known]) -> list[tuple[str, str, str, int]]:
    """The rows of these responses in spreadsheets: file, register, key and row below the head.

    A register's key is the response's id, that of a tab of findings begins with the form and the id. One
    look at all rows, however many responses.
    """
    known = set(forgotten)
    rows = tx.execute("SELECT file, form, response, row FROM listed") if known else ()
    return [(row[0], row[1], row[2], row[3]) for row in rows if _of(row[2], row[1]) in known]


def _of(key: str, register: str) -> Known:
    """Whose a row is: its key in a register (a form's id), or in a tab of findings."""
    form, _, rest = key.partition("|")
    return (form, rest.partition("|")[0]) if rest else (register.removeprefix(_REGISTER), key)


_REGISTER = "responses:"  # what the key of a register's tab begins with


def mark_gone(tx: sqlite3.Connection, forgotten: Iterable[Known], now: datetime) -> None:
    """Note that they are no more, as if their forms had lost them: what stands on them is made again."""
    tx.executemany(
        "UPDATE response SET deleted = coalesce(deleted, ?) WHERE form = ? AND id = ?",
        [(utc(now), form, response) for form, response in forgotten],
    )


def erase(tx: sqlite3.Connection, forgotten: Iterable[Known]) -> None:
    """Take out everything of these responses but their own rows, in which nothing stands any more.

    Running numbers stay given, decisions and corrections stay as empty rows: their numbers are counted on.
    """
    known = set(forgotten)
    _erase_from_sheets(tx, known)
    _erase_from_summaries(tx, known)
    for one in sorted(known):
        for table, column in _OWN.items():
            tx.execute(f"DELETE FROM {table} WHERE form = ? AND {column} = ?", one)
        for table, columns in _HISTORIES.items():
            empty = ", ".join(f"{column} = ''" for column in columns)
            tx.execute(f"UPDATE {table} SET {empty} WHERE form = ? AND response = ?", one)
        for statement in _ELSEWHERE:
            tx.execute(statement, {"form": one[0], "id": one[1], "record": "/".join(one)})


_OWN = {"raw": "id", "version": "id", "finding": "response", "settled": "response", "membership": "response"}
_HISTORIES = {
    "decision": ("form", "response", "step", "word", "note", "holder", "file"),
    "correction": ("form", "response", "code", "question", "verdict", "value", "note", "file", "answered"),
}
_ELSEWHERE = (
    "UPDATE number SET response = 'forgotten:' || series || ':' || number"
    " WHERE form = :form AND response = :id",
    "DELETE FROM paper WHERE about = :record",
    "DELETE FROM trouble WHERE instr(subject, :id) OR instr(places, :id)",
    "UPDATE response SET entry = NULL, origin = '' WHERE form = :form AND id = :id",
    "UPDATE forgotten SET erased = 1 WHERE form = :form AND response = :id",
)


def _erase_from_sheets(tx: sqlite3.Connection, known: set[Known]) -> None:
    """The rows that they have in spreadsheets, and what people wrote in those."""
    rows = [row[:3] for row in rows_of(tx, known)]
    tx.executemany("DELETE FROM listed WHERE file = ? AND form = ? AND response = ?", rows)
    every = tx.execute("SELECT DISTINCT file, tab, key FROM cell").fetchall()
    theirs = [tuple(row) for row in every if _of(row[2], row[1]) in known]
    tx.executemany("DELETE FROM cell WHERE file = ? AND tab = ? AND key = ?", theirs)


def _erase_from_summaries(tx: sqlite3.Connection, known: set[Known]) -> None:
    """The summaries that quote them; those that are shown are made again."""
    for form in {form for form, _ in known}:
        rows = tx.execute(
            "SELECT partition, form, period, body FROM summary WHERE form = ?", (form,)
        ).fetchall()
        quoting = [
            tuple(row)[:3]
            for row in rows
            if any((form, excerpt[0]) in known for excerpt in orjson.loads(row["body"])["excerpts"])
        ]
        tx.executemany("DELETE FROM summary WHERE partition = ? AND form = ? AND period = ?", quoting)


def finish(tx: sqlite3.Connection) -> int:
    """Take away the empty rows too, once nothing in memory stands on them; give how many."""
    tx.execute(
        "DELETE FROM response WHERE (form, id) IN (SELECT form, response FROM forgotten WHERE erased = 1)"
    )
    return tx.execute("DELETE FROM forgotten WHERE erased = 1").rowcount


def tidy(connection: sqlite3.Connection) -> None:
    """Write the file anew, so that no byte of what was taken out is left in it or in what lies beside it.

    Raises sqlite3.Error, as where another program reads at that moment or the disk is full: it is to be
    tried again then.
    """
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("VACUUM")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("another program reads the ledger")
