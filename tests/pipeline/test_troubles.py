"""What fails for long is set aside, what is Google's as a whole is told once, what is put off is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.errors import GoogleError, Postponed
from sync.ledger import Ledger, reports
from sync.patience import Clock, Round
from sync.pipeline.aside import asides
from sync.pipeline.troubles import Troubles, put_off

START = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FORM, OTHER = "form:daily-log", "form:journey"
BUSY = GoogleError("google-unavailable", status=503, api="forms", what="1")
DENIED = GoogleError("google-permission", status=403, api="forms", what="1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "ledger.sqlite3")
    yield made
    made.close()


def a_round(*, forms: int = 1) -> Round:
    """A round in which Google answered so many calls about forms."""
    found = Round(Clock())
    for _ in range(forms):
        found.answers("forms")
    return found


def cycles(
    ledger: Ledger,
    times: int,
    error: GoogleError,
    *,
    every: int = 300,
    since: datetime = START,
    by: str = "as it was",
) -> list[int]:
    """The cycles in which the form was tried, and failed; each by a process of its own."""
    tried = []
    for number in range(times):
        now = since + number * timedelta(seconds=every)
        troubles = Troubles(ledger)
        troubles.begin(by, now)
        if not troubles.rests(FORM):
            tried.append(number)
            troubles.tell(FORM, error, now)
        troubles.conclude(a_round(), now)
    return tried


def told(ledger: Ledger) -> dict[str, str]:
    return {one.subject: one.code for one in reports.troubles(ledger.connection)}


def test_what_fails_again_and_again_is_set_aside_with_growing_pauses(ledger: Ledger) -> None:
    tried = cycles(ledger, 200, BUSY)  # every five minutes
    assert tried == [0, 1, 2, 3, 4, 7, 19, 67]  # five times, then after 15, 60, 240 minutes, and a day
    assert asides(ledger)[FORM].next == START + timedelta(minutes=67 * 5) + timedelta(days=1)


def test_a_short_trouble_is_not_set_aside_however_often_it_is_met(ledger: Ledger) -> None:
    assert cycles(ledger, 30, BUSY, every=30) == list(range(30))
    assert asides(ledger) == {}


def test_what_can_never_work_is_set_aside_after_a_quarter_of_an_hour_then_for_a_day(ledger: Ledger) -> None:
    assert cycles(ledger, 100, DENIED) == [0, 1, 2, 3, 15]
    assert asides(ledger)[FORM].next == START + timedelta(minutes=15 * 5) + timedelta(days=1)


def test_two_refusals_with_a_quarter_of_an_hour_between_are_enough(ledger: Ledger) -> None:
    assert cycles(ledger, 3, DENIED, every=900) == [0, 1]


def test_one_refusal_between_answers_sets_nothing_aside(ledger: Ledger) -> None:
    for number in range(20):
        troubles = Troubles(ledger)
        troubles.begin("as it was", START)
        troubles.tell(FORM, DENIED, START) if number % 2 else troubles.end(FORM)
        troubles.conclude(a_round(), START)
    assert asides(ledger) == {}


def test_it_is_tried_at_once_by_another_configuration_by_hand_and_after_a_change_in_drive(
    ledger: Ledger,
) -> None:
    cycles(ledger, 2, DENIED, every=900)
    soon = START + timedelta(minutes=16)
    troubles = Troubles(ledger)
    for by, anew, rests in (
        ("as it was", False, True),
        ("otherwise", False, False),
        ("as it was", True, False),
    ):
        troubles.begin(by, soon, anew=anew)
        assert troubles.rests(FORM) == rests
    troubles.begin("as it was", soon)
    troubles.try_at_once([FORM])
    assert not troubles.rests(FORM)


def test_a_clock_that_was_put_back_by_years_does_not_hold_it_up(ledger: Ledger) -> None:
    cycles(ledger, 2, DENIED, every=900)
    troubles = Troubles(ledger)
    troubles.begin("as it was", START - timedelta(days=900))
    assert not troubles.rests(FORM)


def test_what_works_again_is_neither_told_nor_set_aside(ledger: Ledger) -> None:
    cycles(ledger, 2, DENIED, every=900)
    troubles = Troubles(ledger)
    troubles.end(FORM)
    assert (told(ledger), asides(ledger)) == ({}, {})


def test_an_api_that_answers_nothing_is_one_trouble_and_sets_no_form_aside(ledger: Ledger) -> None:
    for number in range(30):
        now = START + number * timedelta(minutes=5)
        troubles, found = Troubles(ledger), a_round(forms=0)
        troubles.begin("as it was", now)
        for subject in (FORM, OTHER):
            assert not troubles.rests(subject)
            troubles.tell(subject, BUSY, now)
            found.leaves_unanswered("forms", BUSY)
        troubles.conclude(found, now)
        assert told(ledger) == {"google:forms": "google-unavailable"}
    troubles.begin("as it was", now)
    troubles.conclude(a_round(), now)
    assert told(ledger) == {}


def test_what_is_put_off_is_no_trouble_and_comes_first_in_the_next_cycle(ledger: Ledger) -> None:
    for minutes, expected in ((0, {}), (30, {}), (61, {"google:behind": "google-behind"})):
        now = START + timedelta(minutes=minutes)
        troubles = Troubles(ledger)
        troubles.begin("as it was", now)
        troubles.tell("sheet:network:N02", Postponed("google-postponed"), now)
        assert troubles.left == 1
        troubles.conclude(a_round(), now)
        assert (told(ledger), list(put_off(ledger))) == (expected, ["sheet:network:N02"])
    order = ["sheet:district:", "sheet:network:N01", "sheet:network:N02"]
    assert troubles.first_put_off(order) == [order[2], *order[:2]]
    troubles.begin("as it was", now)
    troubles.conclude(a_round(), now)
    assert (told(ledger), put_off(ledger)) == ({}, {})


def test_a_report_waits_for_no_form_that_is_set_aside_and_for_google_a_day(ledger: Ledger) -> None:
    forms = {"daily-log", "journey"}
    cycles(ledger, 2, DENIED, every=900)
    troubles, found = Troubles(ledger), Round(Clock())
    assert troubles.holding_up(forms, START) == {"journey"}
    found.block("", GoogleError("google-sign-in", status=401, api="forms", what="1"))
    troubles.begin("as it was", START)
    troubles.conclude(found, START)
    assert told(ledger)["google"] == "google-sign-in"
    assert troubles.holding_up(forms, START + timedelta(hours=23)) == {"journey"}
    assert troubles.holding_up(forms, START + timedelta(hours=24)) == set()


def test_a_report_waits_for_a_form_though_drive_is_out_of_reach_for_days(ledger: Ledger) -> None:
    troubles, found = Troubles(ledger), Round(Clock())
    found.block("drive", GoogleError("google-unavailable", status=503, api="drive", what="1"))
    troubles.begin("as it was", START)
    troubles.conclude(found, START)
    assert told(ledger) == {"google:drive": "google-unavailable"}
    assert troubles.holding_up({"daily-log"}, START + timedelta(days=3)) == {"daily-log"}
