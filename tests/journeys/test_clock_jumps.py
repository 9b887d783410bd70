"""A daemon whose computer's clock jumps a year ahead, and back again; one that slept; one without Google."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.cli.opening import ledger_path
from sync.ledger import Ledger, reports
from sync.pipeline.clock_guard import ClockGuard
from sync.pipeline.cycle import Outcome, Pipeline
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.people import log_answers

YEAR = timedelta(days=365)
FRIDAY = datetime.fromisoformat("2026-11-20T18:05:00+07:00")  # the first week's figures are cut


class Daemon:
    """A process that stays; its clock is set by hand, and the steady one goes on with real time alone."""

    def __init__(self, work: Work, pipeline: Pipeline) -> None:
        self.work, self.pipeline = work, pipeline
        self.now, self.seconds = MONDAY, 0.0

    def goes_on_to(self, moment: datetime) -> None:
        self.seconds += (moment - self.now).total_seconds()
        self.now = moment

    def cycle(self) -> Outcome:
        world.set_clock(self.work.base, MONDAY + timedelta(seconds=self.seconds))  # Google's time is right
        return self.pipeline.cycle(full=self.pipeline.full_list_is_due())

    @property
    def troubles(self) -> set[str]:
        return {one.subject for one in reports.troubles(self.pipeline.ledger.connection)}


@contextmanager
def daemon_of(work: Work) -> Iterator[Daemon]:
    office = world.office_in(work.folder)
    ledger = Ledger(ledger_path(office.settings))
    daemon: Daemon
    guard = ClockGuard(ledger, office.settings.timezone, steady=lambda: daemon.seconds)
    pipeline = Pipeline(office, ledger, work.google, lambda: daemon.now, guard=guard)
    daemon = Daemon(work, pipeline)
    try:
        yield daemon
    finally:
        pipeline.close()
        ledger.close()


@pytest.fixture
def daemon(work: Work) -> Iterator[Daemon]:
    with daemon_of(work) as found:
        found.cycle()
        yield found


def log(work: Work, at: str, done: str) -> None:
    form = world.office_in(work.folder).forms["daily-log"]
    day = datetime.fromisoformat(f"{at}+07:00")
    work.fill("daily-log", {**log_answers(form, "ศึกษานิเทศก์ 1", day), "done": done}, at)


def test_a_year_ahead_nothing_is_mailed_and_no_year_turned_and_responses_come_in(
    daemon: Daemon, work: Work
) -> None:
    daemon.goes_on_to(MONDAY + timedelta(hours=1))
    daemon.now += YEAR
    log(work, "2026-11-16T09:00:00", "งานของวันนี้")
    outcome = daemon.cycle()
    assert (outcome.new, outcome.delivered, daemon.troubles) == (1, 0, {"clock"})
    assert work.mails == []
    assert any("งานของวันนี้" in row for rows in work.cells("sheet:district::2569").values() for row in rows)
    with pytest.raises(StopIteration):
        work.file("sheet:district::2570")
    daemon.cycle()
    assert work.mails == []

    daemon.now -= YEAR
    daemon.goes_on_to(FRIDAY)
    outcome = daemon.cycle()
    assert (outcome.delivered > 0, daemon.troubles) == (True, set())
    weekly = [mail for mail in work.mails if mail["To"] == "director@mukdahan.example"]
    assert len(weekly) == 1
    assert daemon.cycle().delivered == 0


def test_a_laptop_that_slept_two_weeks_catches_up_once(daemon: Daemon, work: Work) -> None:
    daemon.goes_on_to(FRIDAY + timedelta(days=14))
    assert daemon.cycle().troubles == 0
    weekly = [mail for mail in work.mails if mail["To"] == "director@mukdahan.example"]
    assert len({str(mail["Subject"]) for mail in weekly}) == len(weekly) == 3
    assert daemon.cycle().delivered == 0


def test_an_emptied_battery_holds_and_writes_by_the_last_time_that_was_known(
    daemon: Daemon, work: Work, tmp_path: Path
) -> None:
    daemon.goes_on_to(MONDAY + timedelta(hours=2))
    daemon.cycle()
    daemon.now -= 6 * YEAR
    log(work, "2026-11-16T10:00:00", "งานหลังเปิดเครื่อง")
    outcome = daemon.cycle()
    assert (outcome.new, outcome.delivered, daemon.troubles) == (1, 0, {"clock"})
    assert any(
        "งานหลังเปิดเครื่อง" in row for rows in work.cells("sheet:district::2569").values() for row in rows
    )


def test_a_full_list_by_a_clock_that_ran_ahead_is_made_again(daemon: Daemon, work: Work) -> None:
    log(work, "2026-11-16T08:30:00", "งาน")
    daemon.goes_on_to(MONDAY + timedelta(hours=1))
    daemon.cycle()
    with daemon.pipeline.ledger.transaction() as tx:  # as a version without a guard left it
        tx.execute("UPDATE form SET listed = '2027-11-16T00:00:00.000000+00:00'")
    assert daemon.pipeline.full_list_is_due()
    daemon.cycle()
    assert not daemon.pipeline.full_list_is_due()
