"""The budget that keeps nithet inside Google's quotas: a call waits before it would go over."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sync.patience import Clock
from sync.private import keep_private

WINDOW = 60.0

LIMITS: Mapping[str, int] = {
    "sheets.read": 60,
    "sheets.write": 60,
    "forms.read": 390,
    "forms.responses": 180,
    "forms.write": 150,
    "docs.read": 300,
    "docs.write": 60,
    "drive": 325_000,
}
"""What one user may draw within a minute, by kind of call; Drive's are units. Those of a project are
five times as many (Drive's three times), and nithet works as one user."""

LONGEST_HOLD = 3600.0
"""Seconds for which one answer can stop others: whoever asks for days may be mistaken, or no Google."""

_GET, _LIST, _MODIFY = 5, 100, 50  # Drive's units
_LISTS = frozenset({"files", "permissions", "changes", "revisions", "comments", "replies", "drives"})
_READING_POSTS = (":batchGetByDataFilter", ":getByDataFilter")
_SHORTEST = 0.01  # seconds, for one whose turn has come but for somebody ahead
_IN_TRANSIT = 10.0  # seconds within which what a killed process sent had reached Google
_KEPT_BYTES = 256_000


class OutOfTime(Exception):
    """A call would wait beyond its round; it was not sent."""


def drawn_by(method: str, url: str) -> tuple[str, int]:
    """Which quota a call draws on ("forms.responses"), and how many units; 0 for what has no quota."""
    parts = urlsplit(url)
    host, last = parts.hostname or "", parts.path.rpartition("/")[2]
    if host == "www.googleapis.com":
        reading = _LIST if last in _LISTS else _GET
        return "drive", reading if method == "GET" else _MODIFY
    api = host.partition(".")[0]
    if api == "forms" and method == "GET" and last == "responses":
        return "forms.responses", 1
    reads = method == "GET" or parts.path.endswith(_READING_POSTS)
    kind = f"{api}.{'read' if reads else 'write'}"
    return (kind, 1) if kind in LIMITS else (api, 0)


class _Draw:
    """A call's units, and when it was answered: Google counted it between its leaving and then."""

    __slots__ = ("answered", "units")

    def __init__(self, units: int, answered: float | None = None) -> None:
        self.units, self.answered = units, answered


class Budget:
    """What may be sent when, for all threads together; first come, first served, each kind by itself.

    In no 60 seconds more is under way than `limits` allow, wherever in that time Google counts it: a
    call draws from its leaving until a minute after its answer. A kind without a limit never waits,
    but where Google asked to `hold` it. `sent` keeps what a process sent for the one after it.
    """

    def __init__(self, clock: Clock, limits: Mapping[str, int], sent: Sent | None = None) -> None:
        self._clock, self._limits, self._sent = clock, limits, sent
        self._lock = threading.Lock()
        self._drawn: defaultdict[str, list[_Draw]] = defaultdict(list)
        self._queues: defaultdict[str, deque[_Draw]] = defaultdict(deque)
        self._held: dict[str, float] = {}
        for kind, units, ago in sent.lately() if sent else ():
            self._drawn[kind].append(_Draw(units, clock.now() - ago))

    def hold(self, kind: str, seconds: float) -> None:
        """Let nobody send calls of a kind for so long, an hour at most: Google asked for it."""
        with self._lock:
            until = self._clock.now() + min(seconds, LONGEST_HOLD)
            self._held[kind] = max(self._held.get(kind, 0.0), until)

    @contextmanager
    def drawn(self, kind: str, units: int, until: float, longest: float) -> Iterator[None]:
        """Wait for the turn of a call that is sent within the block.

        Raises OutOfTime at once where that turn is after `until`, or where Google asked to wait for more
        than `longest` seconds.
        """
        draw = _Draw(units)
        with self._lock:
            self._queues[kind].append(draw)
        try:
            while seconds := self._wait(kind, draw, longest):
                if self._clock.ended or self._clock.now() + seconds > until:
                    raise OutOfTime
                self._clock.sleep(seconds)
            if units and self._sent:
                self._sent.note(kind, units)
            yield
        finally:
            self._end(kind, draw)

    def _wait(self, kind: str, draw: _Draw, longest: float) -> float:
        """The seconds until the turn of a call; 0: it is its turn, and it is drawn."""
        with self._lock:
            now, queue = self._clock.now(), self._queues[kind]
            held = self._held.get(kind, 0.0) - now
            if held > longest:
                raise OutOfTime
            if held > 0:
                return held + random.uniform(0, 1)  # noqa: S311 - not a secret
            free = self._free_in(kind, now, self._ahead(queue, draw) + draw.units)
            if free <= 0 and queue[0] is draw:
                queue.popleft()
                if draw.units and kind in self._limits:
                    self._drawn[kind].append(draw)
                return 0.0
            return max(free, _SHORTEST)

    @staticmethod
    def _ahead(queue: deque[_Draw], draw: _Draw) -> int:
        """The units of those who came before."""
        units = 0
        for one in queue:
            if one is draw:
                break
            units += one.units
        return units

    def _free_in(self, kind: str, now: float, units: int) -> float:
        """The seconds until so many units may be drawn; more than there ever are: until none is drawn."""
        limit = self._limits.get(kind)
        if limit is None:
            return 0.0
        drawn = [one for one in self._drawn[kind] if one.answered is None or one.answered + WINDOW > now]
        self._drawn[kind] = drawn
        over = sum(one.units for one in drawn) + units - limit
        if over <= 0:
            return 0.0
        for returns, back in sorted((one.answered or now, one.units) for one in drawn):
            over -= back
            if over <= 0:
                return returns + WINDOW - now
        return max((one.answered or now for one in drawn), default=now - WINDOW) + WINDOW - now

    def _end(self, kind: str, draw: _Draw) -> None:
        """Note that a call was answered, or never sent."""
        with self._lock, contextlib.suppress(ValueError):
            self._queues[kind].remove(draw)
        draw.answered = self._clock.now()


class Sent:
    """A file of what was sent lately: at Google a process that starts again draws on the same minute.

    By the machine's clock, for another process reads it. A file that cannot be read or written is none:
    it is only the first minute that would be less careful, and Google would ask to wait.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock, self._lock = path, clock, threading.Lock()

    def lately(self) -> list[tuple[str, int, float]]:
        """What was sent within the last minute: its kind, units, and how many seconds ago Google had it.

        What bears a later time than now (the clock was put back) counts as sent now.
        """
        now, found = self._clock(), []
        with contextlib.suppress(OSError):
            for line in self._path.read_text(encoding="ascii", errors="replace").splitlines():
                with contextlib.suppress(ValueError):
                    moment, kind, units = line.split()
                    ago = max(0.0, now - float(moment) - _IN_TRANSIT)
                    if ago < WINDOW and kind in LIMITS:
                        found.append((kind, int(units), ago))
        return found

    def note(self, kind: str, units: int) -> None:
        """Note that a call leaves."""
        with self._lock, contextlib.suppress(OSError):
            if not self._path.exists():
                keep_private(self._path)
            elif self._path.stat().st_size > _KEPT_BYTES:
                self._shorten()
            with self._path.open("a", encoding="ascii") as file:
                file.write(f"{self._clock():.3f} {kind} {units}\n")

    def _shorten(self) -> None:
        """Keep the last minute only: whole lines, or none."""
        now = self._clock()
        draft = self._path.with_name(f"{self._path.name}.new")
        keep_private(draft)
        draft.write_text(
            "".join(f"{now - ago - _IN_TRANSIT:.3f} {kind} {units}\n" for kind, units, ago in self.lately()),
            encoding="ascii",
        )
        draft.replace(self._path)
