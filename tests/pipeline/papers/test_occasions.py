"""Occasions from the ledger: what waits is told until it is made, once, never from before the beginning."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forms.papers.rules import PaperRule
from sync.ledger import Ledger
from sync.pipeline.mails.weekly import closed_weeks
from sync.pipeline.office import Office
from sync.pipeline.papers.occasions import is_followed, made, made_ahead, waiting
from tests.journeys.office import opened, write_config

BANGKOK = ZoneInfo("Asia/Bangkok")


def at(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BANGKOK)


def only(office: Office, *rules: PaperRule) -> Office:
    return replace(office, reports=replace(office.reports, papers=rules))


WEEKLY = PaperRule("weekly", "week")
PACK = PaperRule("monthly-pack", "month", at=time(12))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return only(opened(write_config(tmp_path / "config")), WEEKLY, PACK)


def told(ledger: Ledger, office: Office, now: datetime) -> list[str]:
    return [f"{one.kind} {one.period.name}" for one in waiting(ledger, office, now)]


def test_what_was_missed_waits_in_order_until_it_is_made(ledger: Ledger, office: Office) -> None:
    assert told(ledger, office, at(11, 16)) == []  # the beginning
    missed = ["weekly 2569-W47", "weekly 2569-W48", "monthly-pack 2569-11", "weekly 2569-W49"]
    assert told(ledger, office, at(12, 7)) == missed
    first, *_ = waiting(ledger, office, at(12, 7))
    made(ledger, first)
    assert told(ledger, office, at(12, 7)) == missed[1:]
    for one in waiting(ledger, office, at(12, 7)):
        made(ledger, one)
    assert told(ledger, office, at(12, 7)) == []


def test_what_is_made_while_an_earlier_one_waits_is_done_and_the_earlier_one_waits_on(
    ledger: Ledger, office: Office
) -> None:
    waiting(ledger, office, at(11, 16))
    first, second, *_ = waiting(ledger, only(office, WEEKLY), at(12, 7))
    made_ahead(ledger, second)
    assert told(ledger, only(office, WEEKLY), at(12, 7)) == ["weekly 2569-W47", "weekly 2569-W49"]
    assert is_followed(ledger, first) and not is_followed(ledger, second)
    made(ledger, first)
    assert told(ledger, only(office, WEEKLY), at(12, 7)) == ["weekly 2569-W49"]


def test_a_clock_that_ran_ahead_and_came_back_makes_nothing_twice(ledger: Ledger, office: Office) -> None:
    waiting(ledger, office, at(11, 16))
    for one in waiting(ledger, office, at(12, 20)):
        made(ledger, one)
    assert told(ledger, office, at(11, 23)) == []
    assert told(ledger, office, at(12, 19, 23)) == []
    assert told(ledger, office, at(12, 28)) == ["weekly 2569-W52"]


def test_a_kind_that_the_office_wishes_for_later_begins_then(ledger: Ledger, office: Office) -> None:
    alone = only(office, WEEKLY)
    waiting(ledger, alone, at(11, 2))
    assert told(ledger, office, at(12, 7)) == [
        "weekly 2569-W45",
        *(f"weekly 2569-W{n}" for n in (46, 47, 48, 49)),
    ]
    assert told(ledger, office, at(12, 31)).count("monthly-pack 2569-12") == 1
    assert "monthly-pack 2569-11" not in told(ledger, office, at(12, 31))


def test_a_later_hour_makes_the_same_period_no_second_time(ledger: Ledger, office: Office) -> None:
    waiting(ledger, office, at(11, 16))
    for one in waiting(ledger, office, at(11, 20, 19)):
        made(ledger, one)
    later = replace(office, reports=replace(office.reports, cut=at(1, 1, 20).time()))
    assert told(ledger, later, at(11, 20, 21)) == []


def test_the_weeks_paper_and_its_mail_close_together(office: Office, ledger: Ledger) -> None:
    since, now = at(1, 1), at(12, 31)
    waiting(ledger, only(office, WEEKLY), since)
    weeks = [(one.period, one.closes) for one in waiting(ledger, only(office, WEEKLY), now)]
    assert weeks == list(closed_weeks(office, since, now))
    assert len(weeks) > 50
