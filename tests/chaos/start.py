"""The prepared start that every pair of worlds is copied from, and the pool that people draw from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import requests

from sync.demo.page import fields_of
from sync.ledger.store import utc, write_meta
from sync.libreoffice import run as libreoffice
from tests.chaos import office as chaos_office
from tests.chaos.pair import Pool
from tests.chaos.worlds import Start, World, workspace_of

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
_FEW = {"classroom-observation": 6, "daily-log": 4, "permit": 5, "correspondence": 3, "minutes": 1}


@contextmanager
def without_libreoffice() -> Iterator[None]:
    """No PDFs, in either world: a start of LibreOffice takes longer than a whole sequence."""
    with patch.object(libreoffice, "_NAMES", ()):
        yield


def prepare(folder: Path) -> tuple[Start, Pool]:
    """Make the start: an office whose forms were filled and whose first cycles ran."""
    config = chaos_office.write_config(folder / "start" / "config")
    office = chaos_office.opened(config)
    samples = chaos_office.samples(office, MONDAY)
    with workspace_of(folder / "start", "start") as base:
        world = World("start", folder / "start", base, office, MONDAY)
        with world.daemon().ledger.transaction() as tx:
            write_meta(tx, "installed", utc(MONDAY))
        world.daemon().prepare()
        forms = world.google_forms()
        for form, few in _FEW.items():
            for sample in samples[form][:few]:
                fields = fields_of(office.forms[form], office.organisation, sample.answers)
                url = f"{base}/forms/d/e/{forms[form]}/formResponse"
                requests.post(url, data={**fields, "submit": "all"}, timeout=20).raise_for_status()
        for _ in range(3):
            outcome = world.cycle()
            assert not isinstance(outcome, Exception) and not outcome.troubles, outcome
        world.close()
    start = Start(folder / "start", office, MONDAY)
    return start, Pool(start, samples)
