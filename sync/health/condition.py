"""The daemon's condition as /healthz tells it: kept by the daemon's thread, read by the server's."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sync.health.heartbeat import Heartbeat
from sync.ledger import Ledger, reports
from sync.ledger.soundness import backup_files
from sync.pipeline.clock_guard import SUBJECT as CLOCK

_QUIET_SECONDS = 900.0  # without a sign of life: longer takes no step of a cycle
_LEAST_ROOM = 200_000_000  # bytes: SQLite, papers and the log go on for days


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in the ledger after a cycle."""

    troubles: int = 0
    oldest_trouble: datetime | None = None
    held: bool = False
    last_delivery: datetime | None = None


def facts_of(ledger: Ledger) -> Facts:
    """Look into the ledger."""
    standing = reports.troubles(ledger.connection)
    return Facts(
        len(standing),
        min((one.since for one in standing), default=None),
        any(one.subject == CLOCK for one in standing),
        reports.last_delivery(ledger.connection),
    )


class Condition:
    """When the daemon was last heard of and how it went; `told` is what /healthz answers.

    Ages go by `steady`, a clock that nobody sets.
    """

    def __init__(self, data: Path, interval: float, steady: Callable[[], float] = time.monotonic) -> None:
        self._data, self._steady, self._lock = data, steady, threading.Lock()
        self._patience = max(_QUIET_SECONDS, 3 * interval)
        self._heard = self._good = steady()
        self._facts = Facts()
        self._heartbeat: Heartbeat | None = None

    def note(self, heartbeat: Heartbeat, *, good: bool = False, facts: Facts | None = None) -> None:
        """The daemon was heard of; `good`: a cycle came to its end."""
        with self._lock:
            self._heartbeat, self._heard = heartbeat, self._steady()
            if good:
                self._good = self._heard
            if facts is not None:
                self._facts = facts

    @property
    def facts(self) -> Facts:
        """What stood in the ledger after the last cycle."""
        with self._lock:
            return self._facts

    def told(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, and the JSON: `status` and what it stands on. No personal data is in it."""
        with self._lock:
            heartbeat, facts = self._heartbeat, self._facts
            quiet, since_good = self._steady() - self._heard, self._steady() - self._good
        room = shutil.disk_usage(self._data).free
        status = self._status(heartbeat, facts, quiet, since_good, room)
        return status in ("ok", "starting"), {
            "status": status,
            "version": heartbeat.version if heartbeat else None,
            "pid": heartbeat.pid if heartbeat else None,
            "last_good_cycle": heartbeat.good if heartbeat else None,
            "seconds_since_good_cycle": round(since_good, 1),
            "seconds_since_sign_of_life": round(quiet, 1),
            "troubles": facts.troubles,
            "oldest_trouble": facts.oldest_trouble.isoformat() if facts.oldest_trouble else None,
            "last_delivery": facts.last_delivery.isoformat() if facts.last_delivery else None,
            "disk_free_bytes": room,
            "backup_age_seconds": backup_age(self._data),
        }

    def _status(
        self, heartbeat: Heartbeat | None, facts: Facts, quiet: float, since_good: float, room: int
    ) -> str:
        if quiet > _QUIET_SECONDS:
            return "stuck"
        if since_good > self._patience and not (heartbeat and heartbeat.state == "working"):
            return "failing"
        if room < _LEAST_ROOM:
            return "disk-low"
        if facts.held:
            return "held"
        return "ok" if heartbeat and heartbeat.good else "starting"


def backup_age(data: Path) -> float | None:
    """The seconds since the newest backup of `nithet backup` beside the data; None for none."""
    with contextlib.suppress(OSError):  # gone since it was listed
        for newest in backup_files(data)[:1]:
            return round(max(0.0, datetime.now(UTC).timestamp() - newest.stat().st_mtime), 1)
    return None
