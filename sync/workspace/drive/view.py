"""What one person sees of Drive at one moment, read once for a whole search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cached_property

from sync.workspace import sharing
from sync.workspace.access import apps
from sync.workspace.calls import Call
from sync.workspace.drive.access import owns


class View:
    """The files that a caller may list, with what a query or an order asks of them."""

    def __init__(self, call: Call) -> None:
        self.call, self.store, self.email = call, call.store, call.email

    def rows(self) -> Iterator[sqlite3.Row]:
        """The rows of all files that the caller sees, the one changed last first; no root folders."""
        seen = sharing.visible(self.store, self.email)
        if self.call.grant.per_file:
            seen &= apps.reached(self.store, self.call.grant)
        for row in self.store.connection.execute(
            "SELECT * FROM files WHERE NOT root ORDER BY modified DESC, id"
        ):
            if row["id"] in seen:
                yield row

    @cached_property
    def _trashed(self) -> set[str]:
        return sharing.trashed(self.store)

    def is_trashed(self, row: sqlite3.Row) -> bool:
        """Whether a file is in the bin, itself or with a folder above it."""
        return row["id"] in self._trashed

    @cached_property
    def _personal(self) -> dict[str, sqlite3.Row]:
        rows = self.store.connection.execute("SELECT * FROM personal WHERE email = ?", (self.email,))
        return {row["file"]: row for row in rows}

    def own(self, row: sqlite3.Row, column: str) -> str:
        """What the caller did with a file: when "viewed" or "modified", whether "starred"; '' if not."""
        found = self._personal.get(row["id"])
        return str(found[column] or "") if found else ""

    @cached_property
    def _shared(self) -> dict[str, sqlite3.Row]:
        return sharing.shared_with(self.store, self.email)

    def is_shared(self, row: sqlite3.Row) -> bool:
        """Whether a file was shared with the caller, itself and not by a folder above it."""
        return row["id"] in self._shared and not owns(self.call, row)

    def shared_at(self, row: sqlite3.Row) -> str:
        """When a file was shared with the caller, '' if it was not."""
        return str(self._shared[row["id"]]["given"]) if self.is_shared(row) else ""

    @cached_property
    def root(self) -> str:
        """The id of the caller's My Drive, "root" while there is none."""
        row = self.store.connection.execute(
            "SELECT id FROM files WHERE owner = ? COLLATE NOCASE AND root", (self.email,)
        ).fetchone()
        return str(row["id"]) if row else "root"

    @cached_property
    def _bytes(self) -> dict[str, int]:
        rows = self.store.connection.execute(
            "SELECT file, sum(size) AS bytes FROM revisions AS one WHERE keep OR number = "
            "(SELECT max(number) FROM revisions WHERE file = one.file) GROUP BY file"
        )
        return {row["file"]: row["bytes"] for row in rows}

    def bytes_of(self, row: sqlite3.Row) -> int:
        """The bytes that a file counts for."""
        return self._bytes.get(row["id"], 0)

    def role(self, row: sqlite3.Row, email: str) -> str:
        """The role that somebody has on a file; "me" is the caller."""
        return sharing.role_of(self.store, row["id"], self.email if email == "me" else email)

    def visibility(self, row: sqlite3.Row) -> str:
        """How far a file is open, in the words of a query: "limited" for named people and groups only."""
        held = sharing.held(self.store, row["id"])
        for kind, word in (("anyone", "anyone"), ("domain", "domain")):
            found = [one for one in held if one["type"] == kind]
            if found:
                return word + ("CanFind" if any(one["discoverable"] for one in found) else "WithLink")
        return "limited"
