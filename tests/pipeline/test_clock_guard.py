"""The clock is guarded: Google's time, jumps ahead and back, a laptop's sleep, what confirms it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from sync.google import DRIVE, Google
from sync.ledger import Ledger
from sync.ledger.store import read_meta
from sync.pipeline.clock_guard import ClockGuard, ServerClock, confirm, running_seconds
from tests.journeys import world

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)
BANGKOK = ZoneInfo("Asia/Bangkok")
DAY = timedelta(days=1)


class Machine:
    """A machine with a clock that people set (`now`) and one that nobody does (`seconds`)."""

    def __init__(self, ledger: Ledger, server: bool = False) -> None:
        self.now, self.seconds, self.ledger, self.starts = NOW, 0.0, ledger, 1
        self.server = ServerClock(self.steady) if server else None
        self.start()

    def steady(self) -> float:
        return self.seconds

    def start(self) -> None:
        self.guard = ClockGuard(self.ledger, BANGKOK, self.server, self.steady, f"start-{self.starts}")

    def restart(self, off: timedelta = timedelta()) -> None:
        """Switch the machine off for a while: the steady clock begins anew."""
        self.now += off
        self.seconds = 0.0
        self.starts += 1
        self.start()

    def goes_on(self, by: timedelta) -> None:
        self.now += by
        self.seconds += by.total_seconds()

    def google_says(self, moment: datetime | None) -> None:
        assert self.server is not None
        answer = requests.Response()
        if moment:
            answer.headers["Date"] = f"{moment:%a, %d %b %Y %H:%M:%S GMT}"
        self.server(requests.PreparedRequest(), answer)

    @property
    def code(self) -> str:
        """What is doubted: an error's code, "held" where nobody could be asked, "" for nothing."""
        believed = self.guard.look(self.now)
        return believed.doubt.code if believed.doubt else "" if believed.certain else "held"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    yield Machine(ledger)
    ledger.close()


@pytest.fixture
def on_google(tmp_path: Path) -> Iterator[Machine]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    yield Machine(ledger, server=True)
    ledger.close()


def test_time_that_goes_on_is_believed_whatever_the_pause(machine: Machine) -> None:
    assert machine.code == ""
    machine.goes_on(timedelta(seconds=5))
    assert machine.code == ""
    machine.goes_on(14 * DAY)  # the laptop slept
    assert machine.code == ""
    machine.restart(off=60 * DAY)  # the office was closed
    assert machine.code == ""


def test_a_clock_corrected_by_hours_is_believed(machine: Machine) -> None:
    assert machine.code == ""
    machine.now += timedelta(hours=7)  # somebody set the wrong zone, a time server puts it right
    assert machine.code == ""
    machine.now -= timedelta(minutes=50)
    assert machine.code == ""


def test_a_jump_of_a_year_is_doubted_until_the_clock_is_set_right(machine: Machine) -> None:
    assert machine.code == ""
    machine.goes_on(timedelta(minutes=10))
    machine.now += 365 * DAY
    believed = machine.guard.look(machine.now)
    assert (believed.certain, believed.moment) == (False, NOW + timedelta(minutes=10))
    assert believed.doubt is not None
    assert believed.doubt.values["ours"] == "16 November 2027 08:10"
    assert believed.doubt.values["other_in_thai"].startswith("16 พ.ย. 2569")
    machine.goes_on(DAY)
    assert machine.code == "clock-jumped"
    machine.now -= 365 * DAY
    assert machine.code == ""


def test_a_new_start_does_not_confirm_what_was_doubted(machine: Machine) -> None:
    assert machine.code == ""
    machine.now += 365 * DAY
    assert machine.code == "clock-jumped"
    machine.restart(off=timedelta(hours=3))
    assert machine.code == "clock-jumped"
    machine.now -= 365 * DAY
    assert machine.code == ""
    machine.restart(off=timedelta(hours=3))
    assert machine.code == ""


@pytest.mark.parametrize(("off", "code"), [(2, "clock-jumped"), (5, ""), (90, "")])
def test_a_doubt_of_two_days_ends_with_the_machine_started_days_later(
    machine: Machine, off: int, code: str
) -> None:
    assert machine.code == ""
    machine.now += 2 * DAY
    assert machine.code == "clock-jumped"
    machine.now = NOW
    machine.restart(off=off * DAY)
    assert machine.code == code
    if code:  # meanwhile sheets go on with the time that passes
        machine.goes_on(DAY / 4)
        assert machine.guard.look(machine.now).moment == NOW + DAY / 4


def test_a_machine_that_starts_with_a_clock_far_ahead_is_not_believed(machine: Machine) -> None:
    assert machine.code == ""
    machine.restart(off=365 * DAY)
    believed = machine.guard.look(machine.now)
    assert (believed.certain, believed.moment) == (False, NOW)
    machine.goes_on(30 * DAY)
    assert machine.code == "clock-jumped"
    confirm(machine.ledger, machine.now)
    assert machine.code == ""


def test_a_process_that_starts_anew_on_the_same_machine_knows_how_long_it_was_away(machine: Machine) -> None:
    assert machine.code == ""
    machine.goes_on(30 * DAY)  # nobody started nithet meanwhile; the machine slept and ran
    machine.start()
    assert machine.code == ""
    machine.now += 365 * DAY
    machine.start()  # systemd starts it again after the jump
    assert machine.code == "clock-jumped"


def test_a_clock_before_what_was_known_is_doubted_until_that_time_comes(machine: Machine) -> None:
    assert machine.code == ""
    machine.restart(off=-365 * DAY)  # its battery is empty
    believed = machine.guard.look(machine.now)
    assert (believed.certain, believed.moment) == (False, NOW)
    machine.goes_on(365 * DAY)
    assert machine.code == ""


def test_somebody_who_says_that_it_is_right_is_believed_also_by_a_daemon_at_work(machine: Machine) -> None:
    assert machine.code == ""
    machine.now -= 30 * DAY
    assert machine.code == "clock-jumped"
    confirm(machine.ledger, machine.now)
    assert machine.code == ""
    machine.goes_on(timedelta(minutes=5))
    assert machine.code == ""
    machine.restart()
    assert machine.code == ""


def test_googles_clock_is_asked_first(on_google: Machine) -> None:
    on_google.google_says(NOW)
    assert on_google.code == ""
    on_google.goes_on(timedelta(minutes=1))
    on_google.now += timedelta(minutes=6)
    believed = on_google.guard.look(on_google.now)
    assert (believed.certain, believed.moment) == (False, NOW + timedelta(minutes=1))
    assert on_google.code == "clock-differs"
    on_google.now -= timedelta(minutes=2)
    assert on_google.code == ""


def test_what_google_confirms_is_no_jump(on_google: Machine) -> None:
    on_google.google_says(NOW)
    assert on_google.code == ""
    on_google.now += 3 * DAY  # a virtual machine that was paused: its steady clock stood still
    on_google.google_says(on_google.now)
    assert on_google.code == ""
    on_google.seconds += 7200  # and then nobody is heard
    on_google.now += timedelta(hours=2)
    assert on_google.code == "held"


def test_where_google_was_not_heard_nothing_is_closed_and_nothing_told(on_google: Machine) -> None:
    assert on_google.code == "held"
    on_google.google_says(None)  # answers without a Date header: by itself, as on the embedded workspace
    assert on_google.code == ""
    on_google.now += 2 * DAY
    assert on_google.code == "clock-jumped"


def test_what_a_server_says_over_http_is_heard(tmp_path: Path) -> None:
    server = ServerClock()
    with world.workspace_of(tmp_path) as base:
        google = Google(world.signed_in(tmp_path), base=base, recorder=server)
        google.call("GET", f"{DRIVE}/about", what="about", params={"fields": "user"})
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    guard, real = ClockGuard(ledger, BANGKOK, server), datetime.now(UTC)
    assert guard.look(real).certain
    for minutes in (-6, 6):
        doubt = guard.look(real + timedelta(minutes=minutes)).doubt
        assert doubt is not None
        assert doubt.code == "clock-differs"
    ledger.close()


def test_idle_cycles_write_nothing(machine: Machine) -> None:
    assert machine.code == ""
    before = machine.ledger.connection.total_changes
    for _ in range(100):
        machine.goes_on(timedelta(seconds=30))
        assert machine.code == ""
    assert machine.ledger.connection.total_changes == before
    machine.goes_on(timedelta(minutes=15))
    assert machine.code == ""
    assert read_meta(machine.ledger.connection, "clock") == "2026-11-16T02:05:00.000000+00:00"


def test_the_steady_clock_goes_on() -> None:
    first = running_seconds()
    assert 0 <= running_seconds() - first < 60
