"""The workspace's switches, as journeys turn them; and a cycle whose waiting is watched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from sync.cli.opening import ledger_path
from sync.google import Google
from sync.ledger import Ledger
from sync.pipeline.cycle import Pipeline
from tests.journeys import world


def strain(base: str, **switches: Any) -> None:
    """Set switches of the workspace at `base`; with none it stays as it is."""
    if not switches:
        return
    requests.put(
        f"{base}/_workspace/strain", json=switches, headers={"X-Workspace-Control": "1"}, timeout=10
    ).raise_for_status()


def counts(base: str) -> Any:
    """What they did since they were set."""
    return requests.get(f"{base}/_workspace/strain/counts", timeout=10).json()


@contextmanager
def pipeline_at(
    folder: Path,
    base: str,
    now: datetime,
    *,
    sleep: Callable[[float], None] | None = lambda _: None,
    answer_seconds: float = 60.0,
    limits: Mapping[str, int] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Pipeline]:
    """The world's pipeline at a moment; `sleep` hears how long it would wait before it asks again.

    `limits` are those of a budget, as it has one on Google, `clock` is what it goes by.
    """
    office = world.office_in(folder)
    ledger = Ledger(ledger_path(office.settings))
    timeout = (10.0, answer_seconds)
    google = Google(
        world.signed_in(folder), base=base, clock=clock, sleep=sleep, timeout=timeout, limits=limits
    )
    pipeline = Pipeline(office, ledger, google, lambda: now)
    try:
        yield pipeline
    finally:
        pipeline.close()
        ledger.close()
