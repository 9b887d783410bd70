"""How long responses are kept: nothing goes unless the office says so, and not before it was told a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from sync.ledger import Ledger, forgetting, responses, tombstones
from sync.pipeline.office import Office
from sync.pipeline.retention import first_day_kept, keep_to_time
from sync.pipeline.troubles import Troubles
from tests.journeys.office import opened, write_config


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return opened(write_config(tmp_path / "config"))


@pytest.fixture
def two_years(office: Office) -> Office:
    return replace(office, settings=replace(office.settings, keep_years=2))


def sent(ledger: Ledger, response: str, at: str, edited: str = "") -> None:
    raw = {
        "responseId": response,
        "createTime": f"{at}T09:00:00Z",
        "lastSubmittedTime": f"{edited or at}T09:00:00Z",
    }
    with ledger.transaction() as tx:
        responses.take(tx, "daily-log", [raw], moment("2026-11-18"))


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:10:00+07:00")


def looked(ledger: Ledger, office: Office, day: str) -> tuple[set[str], set[str]]:
    """What is told, and what is to be forgotten, after a night's look."""
    troubles = Troubles(ledger)
    keep_to_time(ledger, office, moment(day), troubles)
    return troubles.standing("retention:"), {one.id for one in forgetting.asked(ledger.connection)}


def test_by_default_nothing_is_forgotten(ledger: Ledger, office: Office) -> None:
    sent(ledger, "old", "2016-11-18")
    assert looked(ledger, office, "2028-06-01") == (set(), set())


def test_what_is_older_goes_a_month_after_it_was_told(ledger: Ledger, two_years: Office) -> None:
    sent(ledger, "old", "2026-11-18")
    sent(ledger, "edited", "2026-11-18", edited="2028-05-20")
    sent(ledger, "kept", "2027-05-20")
    assert first_day_kept(two_years, moment("2028-05-20").date()) == moment("2027-05-16").date()
    assert looked(ledger, two_years, "2028-05-20") == ({"retention:soon"}, set())
    assert looked(ledger, two_years, "2028-06-18") == ({"retention:soon"}, set())
    assert looked(ledger, two_years, "2028-06-19") == ({"retention:done"}, {"old"})
    stones = tombstones.beside(ledger.path)
    assert stones.holds("daily-log", "old", moment("2026-11-18"))
    assert not stones.holds("daily-log", "edited", moment("2028-05-20"))


def test_a_year_more_is_told_anew(ledger: Ledger, two_years: Office) -> None:
    sent(ledger, "old", "2025-11-18")
    assert looked(ledger, two_years, "2027-05-20")[1] == set()
    longer = replace(two_years, settings=replace(two_years.settings, keep_years=3))
    assert looked(ledger, longer, "2027-06-25") == (set(), set())
    assert looked(ledger, two_years, "2027-06-26") == ({"retention:soon"}, set())
