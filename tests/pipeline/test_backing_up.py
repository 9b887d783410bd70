"""The backup of every night: once, the newest stay, and what fails is told and tried again in an hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.ledger import Ledger, reports
from sync.ledger.store import utc, write_meta
from sync.packaged import folder
from sync.pipeline.backing_up import Nightly, is_overdue
from sync.pipeline.troubles import Troubles
from sync.settings import Settings, load_settings


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{moment}:00+07:00")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        write_meta(tx, "installed", utc(at("16T09:00")))
    yield ledger
    ledger.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    loaded, _ = load_settings(folder("config"))
    assert loaded
    return replace(loaded.at(data=tmp_path), backups_kept=2)


def test_one_a_night_and_the_newest_stay(ledger: Ledger, settings: Settings) -> None:
    nightly, made = Nightly(), list[str]()
    moments = ("16T20:00", "17T01:59", "17T02:01", "17T09:00", "18T02:00", "18T23:00", "20T08:00")
    for moment in moments:
        if nightly.keep(ledger, settings, at(moment), Troubles(ledger)):
            made.append(moment)
    assert made == ["17T02:01", "18T02:00", "20T08:00"]
    left = sorted(file.name for file in (settings.data / "backups").iterdir())
    assert left == ["nithet-2569-11-18-020000.zip", "nithet-2569-11-20-080000.zip"]


def test_none_where_the_office_wishes_for_none(ledger: Ledger, settings: Settings) -> None:
    none = replace(settings, backups_kept=0)
    assert Nightly().keep(ledger, none, at("18T09:00"), Troubles(ledger)) is None
    assert not (settings.data / "backups").exists()


def test_what_fails_is_told_and_tried_again_in_an_hour(ledger: Ledger, settings: Settings) -> None:
    nightly, troubles, now = Nightly(), Troubles(ledger), at("17T03:00")
    (settings.data / "backups").write_text("in the way", encoding="ascii")
    assert nightly.keep(ledger, settings, now, troubles) is None
    assert [(one.subject, one.code) for one in reports.troubles(ledger.connection)] == [
        ("backup", "folder-unwritable")
    ]
    (settings.data / "backups").unlink()
    assert nightly.keep(ledger, settings, now + timedelta(minutes=59), troubles) is None
    assert nightly.keep(ledger, settings, now + timedelta(minutes=61), troubles) is not None
    assert reports.troubles(ledger.connection) == ()


def test_it_is_old_after_a_long_weekend(ledger: Ledger, settings: Settings) -> None:
    assert not is_overdue(ledger, settings, at("20T08:00"))
    assert is_overdue(ledger, settings, at("21T09:01"))
    Nightly().keep(ledger, settings, at("21T09:05"), Troubles(ledger))
    assert not is_overdue(ledger, settings, at("25T09:00"))
    assert is_overdue(ledger, settings, at("26T09:06"))
