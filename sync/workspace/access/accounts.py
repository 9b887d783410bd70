"""Who there is, and what a token allows one of them to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from sync.workspace.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS people (email TEXT PRIMARY KEY, name TEXT NOT NULL);
-- Whose accounts were deleted: nobody signs in as them any more.
CREATE TABLE IF NOT EXISTS gone_people (email TEXT PRIMARY KEY COLLATE NOCASE);
"""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows: to act for `email` within `scopes`, through the `app` of that client id.

    `per_file` is set, for the method that is being called, where the scopes reach only those files
    that the app made or was given (drive.file).
    """

    email: str
    scopes: frozenset[str] = frozenset()
    app: str = ""
    per_file: bool = False


def add_person(tx: sqlite3.Connection, email: str, name: str = "") -> None:
    """Make a person known to the workspace; a name given later replaces the one made from the address."""
    tx.execute(
        "INSERT INTO people (email, name) VALUES (?, ?) ON CONFLICT (email) "
        "DO UPDATE SET name = excluded.name WHERE ? != ''",
        (email, name or email.partition("@")[0], name),
    )


def name_people(tx: sqlite3.Connection, names: Mapping[str, str]) -> None:
    """Name people by their address, in the order in which they are to be shown from now on."""
    tx.executemany("INSERT OR REPLACE INTO people (email, name) VALUES (?, ?)", names.items())


def is_known(tx: sqlite3.Connection, email: str) -> bool:
    """Whether the workspace knows a person."""
    return tx.execute("SELECT 1 FROM people WHERE email = ?", (email,)).fetchone() is not None


def remove_person(tx: sqlite3.Connection, email: str) -> None:
    """Delete a person's account; their files stay, as they do for a while on Google."""
    tx.execute("DELETE FROM people WHERE email = ?", (email,))
    tx.execute("INSERT OR IGNORE INTO gone_people (email) VALUES (?)", (email,))


def restore_person(tx: sqlite3.Connection, email: str) -> None:
    """Let a person whose account was deleted sign in again."""
    tx.execute("DELETE FROM gone_people WHERE email = ?", (email,))


def is_gone(store: Store, email: str) -> bool:
    """Whether a person's account was deleted."""
    found = store.connection.execute("SELECT 1 FROM gone_people WHERE email = ?", (email,))
    return found.fetchone() is not None


def name_of(store: Store, email: str) -> str:
    """The name that Drive shows for a person."""
    row = store.connection.execute("SELECT name FROM people WHERE email = ?", (email,)).fetchone()
    return str(row["name"]) if row else email.partition("@")[0]


def everybody(store: Store) -> list[tuple[str, str]]:
    """The address and name of everyone: as they were named together last, before them whom nobody named."""
    rows = store.connection.execute("SELECT email, name FROM people ORDER BY rowid")
    return [(str(row["email"]), str(row["name"])) for row in rows]
