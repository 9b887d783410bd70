"""The budget: in no 60 seconds more leaves than a quota of a minute holds, whenever Google counts it."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import Postponed
from sync.google import DRIVE, FORMS, SHEETS, UPLOAD
from sync.patience import Clock
from sync.quotas import LIMITS, Budget, OutOfTime, Sent, drawn_by
from sync.workspace.strain.quotas import QUOTAS, quota_of
from tests import discovery
from tests.google.conftest import misbehaving, signed_in
from tests.journeys.test_every_fault import CYCLE, MAKING

# What cycles call now and then, beside the calls that a test of faults lists.
OTHERS = ("drive.files.export", "drive.permissions.delete", "drive.permissions.update")

FAR = 1e9


class Standing:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds, self.slept = 0.0, []  # type: float, list[float]

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self, self.sleep)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.integers(1, 3)),
        st.tuples(st.just("answer"), st.integers(0, 5)),
        st.tuples(st.just("pass"), st.floats(0, 45)),
    ),
    max_size=60,
)


@given(steps, st.integers(1, 7))
def test_no_minute_holds_more_than_the_limit(steps: list[tuple[str, Any]], limit: int) -> None:
    """A call may be counted at any moment between its leaving and its answer: all of them count."""
    time_, drawn = Standing(), []
    budget, under_way = Budget(time_.clock, {"sheets.write": limit}), deque[Any]()
    for step, value in steps:
        if step == "pass":
            time_.seconds += value
        elif step == "answer":
            for _ in range(min(value, len(under_way))):
                stack, left, units = under_way.popleft()
                stack.close()
                drawn.append((left, time_(), units))
        else:
            units, stack = min(value, limit), ExitStack()
            try:
                stack.enter_context(budget.drawn("sheets.write", units, time_() + 90, FAR))
            except OutOfTime:
                continue
            under_way.append((stack, time_(), units))
    drawn += [(left, FAR, units) for _, left, units in under_way]
    for _, answered, _ in drawn:
        within = [units for left, end, units in drawn if left < answered + 60 and end >= answered]
        assert sum(within) <= limit


def test_a_call_that_fits_does_not_wait_and_the_next_one_waits_out_the_minute() -> None:
    time_ = Standing()
    budget = Budget(time_.clock, {"sheets.write": 2})
    for _ in range(2):
        with budget.drawn("sheets.write", 1, FAR, FAR):
            time_.seconds += 5  # until the answer
    assert time_.slept == []
    with budget.drawn("sheets.write", 1, FAR, FAR), budget.drawn("sheets.read", 1, FAR, FAR):
        assert (time_.slept, time_()) == ([55.0], 65.0)


def test_a_wait_beyond_the_round_is_not_begun() -> None:
    time_ = Standing()
    budget = Budget(time_.clock, {"sheets.write": 1})
    with budget.drawn("sheets.write", 1, FAR, FAR):
        pass
    with pytest.raises(OutOfTime), budget.drawn("sheets.write", 1, 59.0, FAR):
        pass
    with budget.drawn("sheets.write", 1, 60.0, FAR):  # who gave up is in nobody's way
        assert time_.slept == [60.0]


def test_what_google_asked_to_wait_for_is_remembered_for_all_calls_of_the_kind() -> None:
    time_ = Standing()
    budget = Budget(time_.clock, {})
    budget.hold("forms.responses", 400)
    with pytest.raises(OutOfTime), budget.drawn("forms.responses", 1, FAR, 180):
        pass
    assert time_.slept == []
    time_.seconds = 300
    with budget.drawn("forms.responses", 1, FAR, 180):
        assert 400 <= time_() <= 401


def test_nobody_is_held_for_longer_than_an_hour() -> None:
    time_ = Standing()
    budget = Budget(time_.clock, {})
    budget.hold("forms.responses", 1_000_000)
    time_.seconds = 3600
    with budget.drawn("forms.responses", 1, FAR, 180):
        assert time_() <= 3601


def test_threads_share_the_budget_and_come_in_their_order() -> None:
    clock, order = Clock(sleep=lambda _: time.sleep(0.001)), list[int]()
    budget, turns = Budget(clock, {"forms.responses": 3}), [threading.Event() for _ in range(12)]
    turns[0].set()

    def ask(number: int) -> float:
        turns[number].wait(5)
        threading.Timer(0.005, turns[min(number + 1, 11)].set).start()
        with budget.drawn("forms.responses", 1, FAR, FAR):
            order.append(number)
            return clock.now()

    with ThreadPoolExecutor(12) as pool:
        left = list(pool.map(ask, range(12)))
    assert order == sorted(order)
    assert all(later - earlier >= 60 for earlier, later in zip(left, left[3:], strict=False))


def test_a_process_that_starts_again_counts_what_the_one_before_it_sent(tmp_path: Path) -> None:
    time_ = Standing()
    for expected in ([], [60.0]):
        budget = Budget(time_.clock, {"sheets.write": 2}, Sent(tmp_path / "sent", time_))
        time_.slept.clear()
        for _ in range(2):
            with budget.drawn("sheets.write", 1, FAR, FAR):
                pass
        assert time_.slept == expected
    assert (tmp_path / "sent").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("broken", ["", "\x00\xff", "x y", "1.0 sheets.write one\n"])
def test_a_file_of_what_was_sent_that_makes_no_sense_is_none(tmp_path: Path, broken: str) -> None:
    (tmp_path / "sent").write_text(broken, encoding="latin-1")
    assert Sent(tmp_path / "sent", Standing()).lately() == []
    unwritable = Sent(tmp_path / "nowhere" / "sent", Standing())
    unwritable.note("sheets.write", 1)
    assert unwritable.lately() == []


def test_a_clock_that_was_put_back_waits_a_minute_at_most(tmp_path: Path) -> None:
    (tmp_path / "sent").write_text("999999.0 sheets.write 1\n", encoding="ascii")
    assert Sent(tmp_path / "sent", Standing()).lately() == [("sheets.write", 1, 0.0)]


def test_the_file_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.quotas._KEPT_BYTES", 300)
    time_ = Standing()
    sent = Sent(tmp_path / "sent", time_)
    for _ in range(200):
        time_.seconds += 10
        sent.note("sheets.read", 1)
    assert (tmp_path / "sent").stat().st_size < 400
    assert len(sent.lately()) == 7


def test_the_limits_are_those_of_a_user_that_google_names() -> None:
    assert {name: quota.user for name, quota in QUOTAS.items()} == LIMITS


@pytest.mark.parametrize(
    ("method", "url", "drawn"),
    [
        ("GET", f"{FORMS}/1/responses", ("forms.responses", 1)),
        ("GET", f"{FORMS}/1", ("forms.read", 1)),
        ("POST", f"{FORMS}/1:batchUpdate", ("forms.write", 1)),
        ("GET", f"{SHEETS}/1", ("sheets.read", 1)),
        ("POST", f"{SHEETS}/1/values:batchGetByDataFilter", ("sheets.read", 1)),
        ("POST", f"{SHEETS}/1:batchUpdate", ("sheets.write", 1)),
        ("GET", f"{DRIVE}/files", ("drive", 100)),
        ("GET", f"{DRIVE}/files/1", ("drive", 5)),
        ("GET", f"{DRIVE}/files/1/permissions", ("drive", 100)),
        ("GET", f"{DRIVE}/changes", ("drive", 100)),
        ("GET", f"{DRIVE}/changes/startPageToken", ("drive", 5)),
        ("GET", f"{DRIVE}/files/1/export", ("drive", 5)),
        ("POST", f"{UPLOAD}/files", ("drive", 50)),
        ("DELETE", f"{DRIVE}/files/1/permissions/2", ("drive", 50)),
        ("GET", "https://docs.googleapis.com/v1/documents/1", ("docs.read", 1)),
        ("POST", "https://oauth2.googleapis.com/token", ("oauth2", 0)),
    ],
)
def test_each_call_draws_on_its_quota(method: str, url: str, drawn: tuple[str, int]) -> None:
    assert drawn_by(method, url) == drawn


@pytest.mark.parametrize("called", sorted({*CYCLE, *MAKING, *OTHERS} - {"token"}))
def test_the_budget_and_the_workspace_count_each_call_alike(called: str) -> None:
    """Whatever nithet calls, by the addresses that Google's discovery documents name."""
    method = next(one for one in discovery._methods() if one.spec["id"] == called)
    api, path = called.partition(".")[0], method.spec["flatPath" if "flatPath" in method.spec else "path"]
    host = {"drive": DRIVE, "sheets": SHEETS, "forms": FORMS}[api].split("/")[2]
    prefix = "/drive/v3/" if api == "drive" else "/"
    url = f"https://{host}{prefix}" + re.sub(r"\{[^}]*\}", "1", path)
    assert drawn_by(method.spec["httpMethod"], url) == quota_of(called)


def test_everything_that_leaves_counts_repeats_too() -> None:
    refusal: Any = (503, {}, {"error": {"code": 503}})
    slept: list[float] = []
    with misbehaving(refusal, (200, {}, {}), (200, {}, {})) as (base, script):
        google = signed_in(base, slept=slept, limits={"sheets.read": 2})
        for _ in range(2):
            google.call("GET", f"{SHEETS}/abc", what="abc")
    assert len(script.asked) == 3
    assert 55 <= slept[-1] <= 60  # after two, one of them in vain, the minute was used up


def test_a_round_ends_by_its_deadline_and_what_is_left_is_put_off() -> None:
    slept: list[float] = []
    with misbehaving() as (base, script):
        google = signed_in(base, slept=slept, limits={"sheets.write": 1})
        with google.working(seconds=150), pytest.raises(Postponed) as put_off:
            for _ in range(9):
                google.call("POST", f"{SHEETS}/abc:batchUpdate", what="abc", body={})
    assert put_off.value.code == "google-postponed"
    assert (len(script.asked), len(slept)) == (3, 2)
    assert sum(slept) <= 150


def test_waiting_ends_when_it_is_told_to() -> None:
    with misbehaving() as (base, _):
        google = signed_in(base, limits={"sheets.write": 1}, sleep=None)
        google.call("POST", f"{SHEETS}/abc:batchUpdate", what="abc", body={})
        threading.Timer(0.05, google.end).start()
        began = time.monotonic()
        with pytest.raises(Postponed):
            google.call("POST", f"{SHEETS}/abc:batchUpdate", what="abc", body={})
    assert time.monotonic() - began < 30
