"""Tries of deliveries that failed, and how many mails a server was handed: both outlive a restart."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.ledger.store import utc

MOST_UNCERTAIN = 5  # copies that people may get of one mail
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 1440))  # the last one for ever
_DAY = timedelta(days=1)
_HANDED_KEPT = 10_000  # more than any server takes in a day; by number, for clocks jump


@dataclass(frozen=True, slots=True)
class Tries:
    """A delivery tried in vain: how often, when last, by which settings, whether refused for good.

    `uncertain`: how often the connection dropped after the server may have taken it.
    """

    attempts: int
    tried: datetime
    settings: str
    refused: bool
    uncertain: int = 0

    @property
    def given_up(self) -> bool:
        """Whether it may have arrived so often that it is not sent again by itself."""
        return self.uncertain >= MOST_UNCERTAIN

    @property
    def next(self) -> datetime:
        """When it is tried again: the pauses grow."""
        return self.tried + self._pause

    def is_due(self, now: datetime) -> bool:
        """Whether the pause is over; it is, too, when the clock was put back by as much and more."""
        return not self.refused and abs(now - self.tried) >= self._pause

    @property
    def _pause(self) -> timedelta:
        return PAUSES[min(self.attempts, len(PAUSES)) - 1]


def tries(tx: sqlite3.Connection, kind: str, period: str) -> dict[str, Tries]:
    """The deliveries of a kind and period that failed so far, by recipient."""
    rows = tx.execute("SELECT * FROM try WHERE kind = ? AND period = ?", (kind, period))
    return {
        row["recipient"]: Tries(
            row["attempts"],
            datetime.fromisoformat(row["tried"]),
            row["settings"],
            bool(row["refused"]),
            row["uncertain"],
        )
        for row in rows
    }


def note_try(
    tx: sqlite3.Connection, kind: str, period: str, recipient: str, settings: str, now: datetime
) -> None:
    """Note a try before it is made, for whoever is killed at it is not to try at once again.

    By other settings than the last it counts anew.
    """
    tx.execute(
        "INSERT INTO try (kind, period, recipient, attempts, tried, settings) VALUES (?1, ?2, ?3, 1, ?5, ?4)"
        " ON CONFLICT (kind, period, recipient) DO UPDATE SET"
        " attempts = iif(settings = ?4, attempts + 1, 1), tried = ?5, settings = ?4, refused = 0",
        (kind, period, recipient, settings, utc(now)),
    )


def note_refusal(tx: sqlite3.Connection, kind: str, period: str, recipient: str) -> None:
    """Note that the try was refused for good."""
    tx.execute(
        "UPDATE try SET refused = 1 WHERE kind = ? AND period = ? AND recipient = ?",
        (kind, period, recipient),
    )


def note_uncertain(tx: sqlite3.Connection, kind: str, period: str, recipient: str) -> None:
    """Note that the try may have gone well for all that is known."""
    tx.execute(
        "UPDATE try SET uncertain = uncertain + 1 WHERE kind = ? AND period = ? AND recipient = ?",
        (kind, period, recipient),
    )


def undo_try(tx: sqlite3.Connection, kind: str, period: str, recipient: str, before: Tries | None) -> None:
    """Note that the last try never was one: what stood before it stands again."""
    end_tries(tx, kind, period, recipient)
    if before is not None:
        known = (before.attempts, utc(before.tried), before.settings, before.refused, before.uncertain)
        tx.execute("INSERT INTO try VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (kind, period, recipient, *known))


def end_tries(tx: sqlite3.Connection, kind: str, period: str, recipient: str) -> None:
    """Note that nothing is to be tried any more."""
    tx.execute("DELETE FROM try WHERE kind = ? AND period = ? AND recipient = ?", (kind, period, recipient))


# --- What an account has been handed ------------------------------------------------------


def hand(tx: sqlite3.Connection, account: str, now: datetime) -> int:
    """Note that a mail is handed to an account's server; give the note's number."""
    number = tx.execute("INSERT INTO handed (account, moment) VALUES (?, ?)", (account, utc(now))).lastrowid
    assert number is not None
    tx.execute("DELETE FROM handed WHERE id <= ?", (number - _HANDED_KEPT,))
    return number


def take_back(tx: sqlite3.Connection, number: int) -> None:
    """Note that the server surely did not take it."""
    tx.execute("DELETE FROM handed WHERE id = ?", (number,))


def handed(tx: sqlite3.Connection, account: str, now: datetime) -> tuple[int, datetime | None]:
    """How many mails an account was handed within a day of now, and when the first of them leaves the count.

    To either side of now: a clock that was put back does not give the day's mails again.
    """
    count, first = tx.execute(
        "SELECT count(*), min(moment) FROM handed WHERE account = ? AND moment > ? AND moment < ?",
        (account, utc(now - _DAY), utc(now + _DAY)),
    ).fetchone()
    return count, datetime.fromisoformat(first) + _DAY if first else None


def waiting(tx: sqlite3.Connection) -> int:
    """How many deliveries have begun, are not done, were not refused for good and are not given up."""
    return int(
        tx.execute(
            "SELECT count(*) FROM delivery LEFT JOIN try USING (kind, period, recipient)"
            " WHERE delivered IS NULL AND coalesce(refused, 0) = 0 AND coalesce(uncertain, 0) < ?",
            (MOST_UNCERTAIN,),
        ).fetchone()[0]
    )


def undelivered(tx: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Kind, period and recipient of every delivery that has begun and is not done."""
    rows = tx.execute("SELECT kind, period, recipient FROM delivery WHERE delivered IS NULL")
    return [(row[0], row[1], row[2]) for row in rows]


def forget_delivery(tx: sqlite3.Connection, kind: str, period: str, recipient: str) -> None:
    """Strike a delivery that never was made, to an address that is to have none."""
    end_tries(tx, kind, period, recipient)
    tx.execute(
        "DELETE FROM delivery WHERE kind = ? AND period = ? AND recipient = ? AND delivered IS NULL",
        (kind, period, recipient),
    )
