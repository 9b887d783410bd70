"""Tombstones: which responses were forgotten, so that no list, rebuild or backup brings them back.

They stand in a file of their own beside the ledger, `forgotten`, as the installation's id does, and are
no part of the ledger: what is restored or rebuilt from before may hold what was forgotten since. Whoever
puts another ledger in the place joins the file that is there with the one that came along (`join`), and
never takes a line away; the next cycle forgets again what the ledger should not hold.

The first line is a key, drawn once. Each further line is the HMAC-SHA256, by that key, of a form and a
response id: it tells nobody whose response it was, and nothing where the key lacks. A line "before" holds
a moment: what was last sent before it is forgotten, too (the end of the time for which things are kept).
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sync.errors import NithetError
from sync.private import disk_code, keep_private

NAME = "forgotten"
_KEY, _BEFORE = "key ", "before "
Known = tuple[str, str]  # a response as (form, id)


class Tombstones:
    """The tombstones of a file, as they were when this was made; none where there is no file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        lines = self._file.read_text(encoding="ascii").split("\n") if self._file.is_file() else []
        keys = [line.removeprefix(_KEY) for line in lines if line.startswith(_KEY)]
        moments = [line.removeprefix(_BEFORE) for line in lines if line.startswith(_BEFORE)]
        self._keys = [bytes.fromhex(key) for key in keys]
        self.before = max((datetime.fromisoformat(moment) for moment in moments), default=None)
        self._marks = {line for line in lines if line and not line.startswith((_KEY, _BEFORE))}

    def __bool__(self) -> bool:
        """Whether anything was ever forgotten."""
        return bool(self._marks) or self.before is not None

    @property
    def digest(self) -> str:
        """What tells these tombstones from others."""
        told = "\n".join((*sorted(self._marks), self.before.isoformat() if self.before else ""))
        return sha256(told.encode()).hexdigest()[:16]

    def holds(self, form: str, response: str, submitted: datetime | None = None) -> bool:
        """Whether a response was forgotten; `submitted` is when it was last sent."""
        if self.before and submitted and submitted < self.before:
            return True
        return any(_mark(key, form, response) in self._marks for key in self._keys)

    def without(self, form: str, pages: Iterable[list[dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
        """Pages of a form's responses, as Google gave them, without those that were forgotten."""
        for page in pages:
            yield [raw for raw in page if not self._is_of(form, raw)] if self else page

    def _is_of(self, form: str, raw: Mapping[str, Any]) -> bool:
        if not isinstance(raw, dict):
            return False
        try:
            submitted = datetime.fromisoformat(str(raw.get("lastSubmittedTime")))
        except ValueError:
            submitted = None
        # One without a time zone, or without an id, Google never gives.
        aware = submitted if submitted and submitted.tzinfo else None
        return self.holds(form, str(raw.get("responseId")), aware)

    def add(self, forgotten: Iterable[Known] = (), before: datetime | None = None) -> None:
        """Put these among them, on the disk before it returns. Raises NithetError."""
        if not self._keys:
            self._keys = [secrets.token_bytes(32)]
        self._marks |= {_mark(self._keys[0], form, response) for form, response in forgotten}
        self.before = max(filter(None, (self.before, before)), default=None)
        self._write()

    def join(self, other: Path) -> None:
        """Take in what another such file holds, as one that came with a backup. Raises NithetError."""
        there = Tombstones(other)
        if there:
            self._keys += [key for key in there._keys if key not in self._keys]
            self._marks |= there._marks
            self.before = max(filter(None, (self.before, there.before)), default=None)
            self._write()

    def _write(self) -> None:
        lines = [f"{_KEY}{key.hex()}" for key in self._keys]
        lines += [f"{_BEFORE}{self.before.isoformat()}"] if self.before else []
        draft = self._file.with_name(f"{NAME}.new")
        try:
            keep_private(draft)
            with draft.open("w", encoding="ascii") as file:
                file.write("\n".join((*lines, *sorted(self._marks), "")))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file)
        except OSError as error:
            raise NithetError(disk_code(error), file=self._file) from error


def beside(ledger: Path) -> Tombstones:
    """The tombstones of a ledger's file, as they are now."""
    return Tombstones(ledger.with_name(NAME))


def _mark(key: bytes, form: str, response: str) -> str:
    return hmac.new(key, f"{form}\n{response}".encode(), sha256).hexdigest()
