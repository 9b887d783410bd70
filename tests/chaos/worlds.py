"""Worlds: a workspace process, a ledger and an office's daemon each, copied from one prepared start."""

from __future__ import annotations

import hashlib
import os
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import requests

from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, responses
from sync.ledger.store import mark_due, next_revision
from sync.pipeline.clock_guard import ClockGuard
from sync.pipeline.cycle import Outcome, Pipeline
from sync.pipeline.office import Office
from sync.workspace.forms import responses as kept_responses
from tests.chaos import office as chaos_office
from tests.chaos.steps import Steps
from tests.journeys import world
from tests.workspace.seeding import Rebased, signed_in

PATIENT_SECONDS = 60.0  # that a call may take where nothing goes wrong: this machine may be busy
HANGING_SECONDS = 0.4  # after which one that hangs is given up
_FORGOTTEN = (  # as if nothing had been summed up, judged, told of duties, and no row written
    "DELETE FROM meta WHERE key IN ('ground', 'duties', 'duties.reached')",
    "UPDATE listed SET revision = 0",
    "UPDATE response SET checked = 0",
    "DELETE FROM summary",
)
_CONTROL = {"X-Workspace-Control": "1"}


class Numbered:
    """Stands in for `secrets` where the workspace makes a response's id: the same in both worlds."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def token_urlsafe(self, size: int) -> str:
        self._count += 1
        drawn = hashlib.sha512(f"{self._name} {self._count}".encode()).digest()
        return urlsafe_b64encode(drawn[:size]).decode().rstrip("=")


@contextmanager
def workspace_of(folder: Path, name: str) -> Iterator[str]:
    """A world's workspace as a process of its own, whose responses get ids by their number."""
    with ExitStack() as stack:
        with patch.object(kept_responses, "secrets", Numbered(name)):  # the fork takes it along
            base = stack.enter_context(world.workspace_of(folder))
        yield base


@dataclass
class World:
    """An office at work in a workspace of its own; its daemon lives until it is killed or restarted."""

    name: str
    folder: Path
    base: str
    office: Office
    now: datetime
    google: Google = field(init=False)
    skew: timedelta = timedelta()  # by how much the machine's clock is wrong
    _daemon: Pipeline | None = None

    def __post_init__(self) -> None:
        self.office = chaos_office.in_folder(self.office, self.folder)
        self.google = world.google_at(self.folder, self.base)
        self._session, self._people = requests.Session(), dict[str, requests.Session]()
        self.set_clock(self.now)

    # --- time, and what the workspace does ---

    def set_clock(self, now: datetime) -> None:
        self.now = now
        self.control("PUT", "clock", {"now": now.isoformat()})

    def strain(self, faults: list[dict[str, Any]], **switches: Any) -> None:
        self.control("PUT", "strain", {"faults": faults, **switches})

    def fired(self) -> list[int]:
        """How often each of the faults struck."""
        return [one["fired"] for one in self.control("GET", "strain/counts")["faults"]]

    def control(self, method: str, path: str, body: object = None) -> Any:
        answer = self._session.request(
            method, f"{self.base}/_workspace/{path}", json=body, headers=_CONTROL, timeout=10
        )
        answer.raise_for_status()
        return answer.json()

    def person(self, email: str) -> requests.Session:
        """Somebody who is signed in with an account of their own."""
        if email not in self._people:
            user = self.control("POST", "people", {"email": email})["authorized_user"]
            self._people[email] = signed_in(user)
            self._people[email].mount("https://", Rebased(self.base))
        return self._people[email]

    # --- the daemon ---

    def daemon(self) -> Pipeline:
        """The pipeline of the process that runs; a new one where it was ended."""
        if self._daemon is None:
            ledger = Ledger(self.ledger_path)
            google = Google(
                world.signed_in(self.folder),
                base=self.base,
                sleep=lambda _: None,
                timeout=(10.0, PATIENT_SECONDS),
            )
            guard = ClockGuard(ledger, self.office.settings.timezone, steady=self._steady, started="chaos")
            self._daemon = Pipeline(self.office, ledger, google, lambda: self.now + self.skew, guard=guard)
        return self._daemon

    def end_daemon(self) -> None:
        if self._daemon is not None:
            self._daemon.close()
            self._daemon.ledger.close()
            self._daemon = None

    def cycle(self) -> Outcome | NithetError:
        """One tick, guarded as the daemon guards it; anything but a NithetError is a fault of nithet's."""
        pipeline = self.daemon()
        try:
            return pipeline.cycle(full=pipeline.full_list_is_due())
        except NithetError as error:
            return error

    def cycle_by_a_wrong_clock(self, skew: timedelta) -> Outcome | NithetError:
        """One tick while the machine's clock is wrong by so much."""
        self.skew = skew
        try:
            return self.cycle()
        finally:
            self.skew = timedelta()

    def forget_what_was_made(self) -> None:
        """Let a new process make everything anew from what came and what people wrote."""
        self.end_daemon()
        ledger = Ledger(self.ledger_path)
        try:
            with ledger.transaction() as tx:
                for statement in _FORGOTTEN:
                    tx.execute(statement)
                files = [key for (key,) in tx.execute("SELECT key FROM file") if key.startswith("sheet:")]
                mark_due(tx, {key.rpartition(":")[0] for key in files}, next_revision(tx))
        finally:
            ledger.close()

    def _steady(self) -> float:
        return self.now.timestamp()

    def hanging_cycle(self) -> Outcome | NithetError:
        """One tick in which a call may hang: it is given up soon."""
        google = self.daemon().google
        with patch.object(google, "_timeout", (10.0, HANGING_SECONDS)):
            return self.cycle()

    def counted_cycle(self) -> tuple[Outcome | NithetError, int]:
        """One tick, and past how many steps it came."""
        steps = Steps(None)
        with steps.taken():
            outcome = self.cycle()
        return outcome, steps.passed

    def killed_cycle(self, kill_at: int) -> int:
        """One tick of a process of its own that is killed at a step; how it ended: -9, or 0 before that."""
        self.end_daemon()

        def work() -> None:
            with Steps(kill_at).taken():
                self.cycle()

        return world.in_a_process(work)

    # --- what is kept ---

    @property
    def ledger_path(self) -> Path:
        return self.folder / "data" / "ledger.sqlite3"

    def read(self, read: Any) -> Any:
        """What a reader of the ledger gives."""
        ledger = Ledger(self.ledger_path)
        try:
            return read(ledger.connection)
        finally:
            ledger.close()

    def papers(self) -> int:
        """How many papers are made."""
        (made,) = self.read(lambda tx: tx.execute("SELECT count(*) FROM paper WHERE digest != ''").fetchone())
        return int(made)

    def pausing(self) -> bool:
        """Whether papers that failed wait for their next try."""
        return bool(
            self.read(lambda tx: tx.execute("SELECT 1 FROM try WHERE kind LIKE 'making:%'").fetchall())
        )

    def google_forms(self) -> dict[str, str]:
        return {form: str(state.google_id) for form, state in self.read(responses.form_states).items()}

    def close(self) -> None:
        self.end_daemon()
        self._session.close()


@dataclass(frozen=True)
class Start:
    """A prepared world that others are copied from."""

    folder: Path
    office: Office
    now: datetime


@contextmanager
def two_worlds(start: Start, folder: Path) -> Iterator[tuple[World, World]]:
    """The disturbed one and its twin."""
    with ExitStack() as stack:
        made = []
        for name in ("disturbed", "twin"):
            at = folder / name
            shutil.copytree(start.folder, at)
            base = stack.enter_context(workspace_of(at, "live"))
            one = World(name, at, base, start.office, start.now)
            stack.callback(one.close)
            made.append(one)
        yield made[0], made[1]
    shutil.rmtree(folder, ignore_errors=True)


def spent() -> float:
    """Processor seconds of this process and of those that it ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
