"""Tombstones: which responses were forgotten, so that no list, rebuild or backup brings them back.

They stand in a file of their own beside the ledger, `forgotten`, as the installation's id does, and are
no part of the ledger: what is restored or rebuilt from before may hold what was forgotten since. Whoever
puts another ledger in the place joins the file that is there with the one that came along (`join`), and
never takes a line away; the next cycle forgets again what the ledger should not hold.

The first line is a digest of all that follows, by which a file that was cut short or changed is noticed:
it would bring people back who were forgotten. The next is a key, drawn once. Each further line is the
HMAC-SHA256, by that key, of a form and a response id: it tells nobody whose response it was, and nothing
where the key lacks. A line "before" holds a moment: what was last sent before it is forgotten, too (the end
of the time for which things are kept). The ledger keeps a copy of the text (`kept_stones.py`), from
which a file that is lost or damaged is made again.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock

from sync.errors import NithetError
from sync.private import disk_code, keep_private

NAME = "forgotten"
_CHECK, _KEY, _BEFORE = "check ", "key ", "before "
_HEX = re.compile(r"[0-9a-f]{64}")
Known = tuple[str, str]  # a response as (form, id)


class Tombstones:
    """The tombstones of a file, as they were when this was made; none where there is no file.

    Raises NithetError "forgotten-damaged" where the file is not as it was written. With a `text` that was
    read already, its lines count as far as they can be read.
    """

    def __init__(self, file: Path, text: str | None = None) -> None:
        self.file = file
        self._keys: list[bytes] = []
        self._marks: set[str] = set()
        self.before: datetime | None = None
        found = readable(file) if text is None else text
        if text is None and file.is_file() and not is_whole(found):
            raise NithetError("forgotten-damaged", file=file)
        self.join(found)

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
        """Put these among them; `write` brings them to the disk."""
        if not self._keys:
            self._keys = [secrets.token_bytes(32)]
        self._marks |= {_mark(self._keys[0], form, response) for form, response in forgotten}
        self.before = max(filter(None, (self.before, before)), default=None)

    def join(self, text: str) -> None:
        """Take in what another such text holds; of one that is damaged the lines that can be read.

        A moment counts only in a whole one: a wrong digit in it would forget what nobody asked for.
        """
        for line in text.split("\n"):
            if line.startswith(_KEY) and _HEX.fullmatch(line.removeprefix(_KEY)):
                key = bytes.fromhex(line.removeprefix(_KEY))
                self._keys += [key] if key not in self._keys else []
            elif _HEX.fullmatch(line):
                self._marks.add(line)
            elif line.startswith(_BEFORE) and is_whole(text):
                moment = datetime.fromisoformat(line.removeprefix(_BEFORE))
                self.before = max(filter(None, (self.before, moment)), default=None)

    @property
    def text(self) -> str:
        """All of it, as the file has it; "" for none."""
        if not self:
            return ""
        lines = [f"{_KEY}{key.hex()}" for key in self._keys]
        lines += [f"{_BEFORE}{self.before.isoformat()}"] if self.before else []
        told = "\n".join((*lines, *sorted(self._marks), ""))
        return f"{_CHECK}{_digest(told)}\n{told}"

    def write(self) -> None:
        """Write them into their file, on the disk before it returns, if there are any. Raises NithetError."""
        if not self:
            return
        draft = self.file.with_name(f"{NAME}.new")
        try:
            keep_private(draft)
            with draft.open("w", encoding="ascii", newline="\n") as file:
                file.write(self.text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.file)
        except OSError as error:
            raise NithetError(disk_code(error), file=self.file) from error


def beside(ledger: Path) -> Tombstones:
    """The tombstones of a ledger's file, as they are now. Raises NithetError "forgotten-damaged"."""
    return Tombstones(ledger.with_name(NAME))


def held(ledger: Path) -> FileLock:
    """The lock of a ledger's tombstones, for whoever reads and writes them: another's would be lost."""
    return FileLock(ledger.with_name(f"{NAME}.lock"), mode=0o600)


def is_whole(text: str) -> bool:
    """Whether a text of tombstones is as it was written."""
    head, _, rest = text.partition("\n")
    return head == f"{_CHECK}{_digest(rest)}"


def readable(file: Path) -> str:
    """What stands in a file of tombstones, damaged or not; "" where there is none."""
    return file.read_bytes().decode("ascii", errors="replace") if file.is_file() else ""


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _mark(key: bytes, form: str, response: str) -> str:
    return hmac.new(key, f"{form}\n{response}".encode(), sha256).hexdigest()
