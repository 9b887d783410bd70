"""Whether the machine's clock can be believed: by Google's, else by how time went on since it last was.

A clock that jumps a year ahead would close and mail a year's periods. What it must not break: a laptop that
slept for two weeks, a machine that was off over the holidays.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import requests

from forms.thai import thai_datetime
from sync.errors import NithetError
from sync.ledger import Ledger
from sync.ledger.store import read_meta, utc, write_meta

SUBJECT = "clock"  # of its trouble
_APART = timedelta(minutes=5)  # from Google's clock
_AHEAD = timedelta(days=1)  # of what the steady clock says: time servers and people correct by less
_BACK = timedelta(hours=1)
_OFF = timedelta(days=100)  # longer no office's machine is off: so far ahead a clock is believed at a start
_NOTED_EVERY = timedelta(hours=1)  # an idle cycle writes nothing
_FRESH_SECONDS = 3600.0
_NOTED, _DOUBTED, _CONFIRMED = "clock", "clock_doubted", "clock_confirmed"  # where the ledger keeps them
_STEADY = "clock_steady"  # the machine's start and the steady clock's seconds at the noted moment


def running_seconds() -> float:
    """A clock that nobody sets and that goes on while the machine sleeps, as far as the system has one."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # there it goes on; Python's own does not
    return time.monotonic()  # Windows: it goes on


def boot() -> str:
    """What tells one start of the machine from the next, "" where the system does not say (Linux does)."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


class ServerClock:
    """What Google's answers say of the time, by their Date header. A `recorder`; called by any thread."""

    def __init__(self, steady: Callable[[], float] = running_seconds) -> None:
        self._steady = steady
        self._heard: tuple[datetime | None, float] | None = None

    def __call__(self, _: requests.PreparedRequest, response: requests.Response | None) -> None:
        """Take in an answer; None where none came."""
        if response is not None:
            self._heard = _date_of(response), self._steady()

    def look(self) -> tuple[bool, datetime | None]:
        """Whether Google was heard within the hour, and the time by it; None where its answers tell none."""
        if self._heard is None or self._steady() - self._heard[1] > _FRESH_SECONDS:
            return False, None
        date, then = self._heard
        return True, date and date + timedelta(seconds=self._steady() - then)


def _date_of(response: requests.Response) -> datetime | None:
    try:
        date = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Believed:
    """The moment to go by, and whether it is certain enough to close periods by; `doubt` says why not."""

    moment: datetime
    certain: bool = True
    doubt: NithetError | None = None


class ClockGuard:
    """Judges the clock before each cycle and within it. Without `server` there is nobody to ask.

    What was believed last stands in the ledger, too, to the hour. A jump of more than a day ahead of the
    steady clock, or back behind what was believed, is doubted until the clock agrees again or somebody
    confirms it (`confirm`). A new start of the process does not confirm it; one of the machine may have
    come after a long time, so that a clock that is later then, by up to a hundred days, is believed. What
    was doubted before is doubted on until the clock has gone on for as long as it had jumped.
    """

    def __init__(
        self,
        ledger: Ledger,
        zone: ZoneInfo,
        server: ServerClock | None = None,
        steady: Callable[[], float] = running_seconds,
        started: str | None = None,
    ) -> None:
        self._ledger, self._zone, self._server, self._steady = ledger, zone, server, steady
        self._started = boot() if started is None else started
        self._begun: float | None = None  # the steady clock's seconds at the first look
        self._last = self._since_the_same_start()
        self._confirmed = self._read(_CONFIRMED)

    def look(self, now: datetime) -> Believed:
        """Judge the clock that says `now`."""
        self._begun = self._steady() if self._begun is None else self._begun
        heard, theirs = self._server.look() if self._server else (True, None)
        if theirs is not None:
            if abs(now - theirs) > _APART:
                return self._doubt(theirs, "clock-differs", now, theirs)
            return self._believe(now)
        found = self._by_itself(now)
        return found if heard else Believed(found.moment, False, found.doubt)

    def _by_itself(self, now: datetime) -> Believed:
        """Judge by what was believed before, and how much time went by since."""
        noted, doubted, confirmed = self._read(_NOTED), self._read(_DOUBTED), self._read(_CONFIRMED)
        if confirmed is not None and confirmed != self._confirmed:
            self._confirmed = confirmed
            return self._believe(now)
        if self._last is not None:
            expected = self._last[0] + timedelta(seconds=self._steady() - self._last[1])
            if now > expected + _AHEAD:
                if doubted is None or now < doubted:
                    self._write(_DOUBTED, now)
                return self._doubt(expected, "clock-jumped", now, expected)
        elif noted is not None:
            expected = noted
            if now > noted + _OFF or (doubted and doubted - _AHEAD < now < doubted + (doubted - noted)):
                gone_on = noted + timedelta(seconds=self._steady() - (self._begun or 0.0))
                return self._doubt(gone_on, "clock-jumped", now, expected)
        else:
            return self._believe(now)
        if now < max(expected, noted or expected) - _BACK:
            return self._doubt(expected, "clock-jumped", now, expected)
        return self._believe(now)

    def _believe(self, now: datetime) -> Believed:
        self._last = now, self._steady()
        noted = self._read(_NOTED)
        if self._read(_DOUBTED) or noted is None or abs(now - noted) >= _NOTED_EVERY:
            self._note(now)
        return Believed(now)

    def _note(self, now: datetime) -> None:
        with self._ledger.transaction() as tx:
            write_meta(tx, _NOTED, utc(now))
            write_meta(tx, _DOUBTED, "")
            write_meta(tx, _STEADY, f"{self._started} {self._steady()}" if self._started else "")

    def _since_the_same_start(self) -> tuple[datetime, float] | None:
        """What an earlier process believed, where the machine has not been started since."""
        noted, text = self._read(_NOTED), read_meta(self._ledger.connection, _STEADY) or ""
        started, _, seconds = text.partition(" ")
        return (noted, float(seconds)) if noted and started and started == self._started else None

    def _doubt(self, moment: datetime, code: str, ours: datetime, other: datetime) -> Believed:
        told = {"ours": self._said(ours), "other": self._said(other)}
        thai = {"ours_in_thai": self._in_thai(ours), "other_in_thai": self._in_thai(other)}
        return Believed(moment, False, NithetError(code, **told, **thai))

    def _said(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%d %B %Y %H:%M}"

    def _in_thai(self, moment: datetime) -> str:
        return thai_datetime(moment.astimezone(self._zone))

    def _read(self, key: str) -> datetime | None:
        text = read_meta(self._ledger.connection, key)
        return datetime.fromisoformat(text) if text else None

    def _write(self, key: str, moment: datetime) -> None:
        with self._ledger.transaction() as tx:
            write_meta(tx, key, utc(moment))


def confirm(ledger: Ledger, now: datetime) -> None:
    """Note that the clock is right, as somebody says; a daemon at work hears of it with its next cycle."""
    with ledger.transaction() as tx:
        write_meta(tx, _NOTED, utc(now))
        write_meta(tx, _DOUBTED, "")
        write_meta(tx, _STEADY, "")
        write_meta(tx, _CONFIRMED, utc(now))
