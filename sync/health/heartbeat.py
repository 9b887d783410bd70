"""data/heartbeat: a small JSON file that says when the daemon last lived, and how its last cycle went."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import orjson

NAME = "heartbeat"
_WORKING = timedelta(minutes=15)  # longer takes no step of a cycle, such as a conversion of many papers
_WAITING = timedelta(minutes=3)  # while it waits it is heard of every minute

State = Literal["working", "waiting", "ended"]


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A daemon's life as it last wrote it; moments are ISO texts with their zone, None for never.

    `begun` and `ended` are the last cycle's, `good` is when one last came to its end, `outcome` what that
    one did, or `{"failed": CODE}`. `seen` is the last sign of life. `state` "ended": it ended in order.
    """

    state: State
    pid: int
    version: str
    seen: str
    begun: str | None = None
    ended: str | None = None
    good: str | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)

    def lives(self, now: datetime) -> bool:
        """Whether it is at work still, for all that can be seen from outside."""
        if self.state == "ended" or not _may_run(self.pid):
            return False
        quiet = now - datetime.fromisoformat(self.seen)
        return quiet < (_WORKING if self.state == "working" else _WAITING)


def write_heartbeat(folder: Path, heartbeat: Heartbeat) -> bool:
    """Write it in one move, its owner's alone; False where that cannot be (a full disk, a reader on Windows).

    Not forced to the disk: it tells of processes, and after a power cut there is none.
    """
    draft = folder / f"{NAME}.new"
    with contextlib.suppress(OSError):
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(orjson.dumps(asdict(heartbeat)) + b"\n")
        draft.replace(folder / NAME)
        return True
    return False


def read_heartbeat(folder: Path) -> Heartbeat | None:
    """The heartbeat of a data directory; None where no daemon ran, or the file is none of ours."""
    try:
        told = orjson.loads((folder / NAME).read_bytes())
        known = {name: told[name] for name in Heartbeat.__dataclass_fields__ if name in told}
        heartbeat = Heartbeat(**known)
        datetime.fromisoformat(heartbeat.seen)
    except (OSError, ValueError, TypeError):
        return None
    return heartbeat


def _may_run(pid: int) -> bool:
    """Whether a process of that number may be there; on Windows asking would end it."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
