"""Faults: what the client meets, whether the work was done, and that the same rules bring the same."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.workspace.server import running
from tests.workspace.conftest import Workspace
from tests.workspace.served import serving
from tests.workspace.sheet_calls import Spreadsheet
from tests.workspace.strain_calls import counts, strain

WRITE = {"method": "sheets.spreadsheets.values.update"}


@pytest.fixture
def book(workspace: Workspace) -> Iterator[Spreadsheet]:
    made = Spreadsheet(workspace)
    made.write([["before"]])
    yield made
    strain(workspace, faults=[])
    assert made.values() in ([["before"]], [["after"]])


def ask(book: Spreadsheet) -> requests.Response:
    return book.ask("PUT", "/values/A1", {"values": [["after"]]}, valueInputOption="RAW")


@pytest.mark.parametrize(
    ("code", "status", "message"),
    [
        (500, "INTERNAL", "Internal error encountered."),
        (503, "UNAVAILABLE", "The service is currently unavailable."),
        (504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
    ],
)
@pytest.mark.parametrize("done", [False, True])
def test_a_server_error_comes_before_the_work_or_after_it(
    workspace: Workspace, book: Spreadsheet, code: int, status: str, message: str, done: bool
) -> None:
    strain(workspace, faults=[{"fault": str(code), "match": WRITE, "times": 1, "done": done}])
    answer = ask(book)
    assert answer.status_code == code
    assert answer.json()["error"] == {"code": code, "message": message, "status": status}
    assert book.values() == ([["after"]] if done else [["before"]])
    assert ask(book).status_code == 200


def test_a_bad_gateway_is_a_page(workspace: Workspace, book: Spreadsheet) -> None:
    strain(workspace, faults=[{"fault": "502", "match": WRITE, "times": 1}])
    answer = ask(book)
    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<title>Error 502" in answer.text


@pytest.mark.parametrize("done", [False, True])
def test_a_connection_is_cut_before_the_work_or_after_it(
    workspace: Workspace, book: Spreadsheet, done: bool
) -> None:
    strain(workspace, faults=[{"fault": "cut", "match": WRITE, "times": 1, "done": done}])
    with pytest.raises(requests.ConnectionError):
        ask(book)
    assert book.values() == ([["after"]] if done else [["before"]])


@pytest.mark.parametrize("done", [False, True])
def test_an_answer_is_cut_short_before_the_work_or_after_it(
    workspace: Workspace, book: Spreadsheet, done: bool
) -> None:
    strain(workspace, faults=[{"fault": "short", "match": WRITE, "times": 1, "done": done}])
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        ask(book)
    assert book.values() == ([["after"]] if done else [["before"]])


@pytest.mark.parametrize("done", [False, True])
def test_a_call_that_hangs_is_given_up_by_the_client_or_ends_by_itself(
    workspace: Workspace, book: Spreadsheet, done: bool
) -> None:
    strain(workspace, faults=[{"fault": "hang", "match": WRITE, "times": 2, "done": done, "seconds": 1}])
    url = f"{workspace.address}/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW"
    with pytest.raises(requests.ReadTimeout):
        book.session.put(url, json={"values": [["after"]]}, timeout=0.3)
    with pytest.raises(requests.ConnectionError):
        ask(book)
    assert book.values() == ([["after"]] if done else [["before"]])


def test_a_slow_answer_is_the_true_one(workspace: Workspace, book: Spreadsheet) -> None:
    strain(workspace, faults=[{"fault": "latency", "match": WRITE, "seconds": 0.3}])
    started = time.monotonic()
    assert ask(book).json()["updatedCells"] == 1
    assert time.monotonic() - started >= 0.3


def test_google_authorised_sessions_sign_in_again_after_a_401(
    workspace: Workspace, book: Spreadsheet
) -> None:
    strain(workspace, faults=[{"fault": "401", "match": WRITE, "times": 1}])
    assert ask(book).status_code == 200
    assert counts(workspace)["faults"] == [{"fault": "401", "seen": 2, "fired": 1}]


@pytest.mark.parametrize(
    ("fault", "path", "code", "reason"),
    [
        ("403", "/drive/v3/files", 403, "userRateLimitExceeded"),
        ("429", "/drive/v3/files", 429, "rateLimitExceeded"),
        ("500", "/drive/v3/files", 500, "backendError"),
    ],
)
def test_drive_tells_its_reasons(workspace: Workspace, fault: str, path: str, code: int, reason: str) -> None:
    strain(workspace, faults=[{"fault": fault, "match": {"method": "drive.*"}, "retry_after": 3}])
    answer = workspace.service_account().get(workspace.address + path)
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (code, reason)
    assert answer.headers["Retry-After"] == "3"


@pytest.mark.parametrize("path", ["/v4/spreadsheets/any", "/v1/forms/any"])
def test_the_other_apis_refuse_in_their_own_words(workspace: Workspace, path: str) -> None:
    strain(workspace, faults=[{"fault": "403", "retry_after": 3}])
    answer = workspace.service_account().get(workspace.address + path)
    assert answer.status_code == 403
    assert answer.json() == {
        "error": {
            "code": 403,
            "message": "The caller does not have permission",
            "status": "PERMISSION_DENIED",
        }
    }
    assert answer.headers["Retry-After"] == "3"


def hit(workspace: Workspace, book: Spreadsheet, count: int, **rule: Any) -> list[int]:
    """Which of so many writes are hit."""
    strain(workspace, faults=[{"fault": "503", "match": WRITE, **rule}])
    return [number for number in range(1, count + 1) if ask(book).status_code == 503]


def test_rules_say_which_calls_are_hit(workspace: Workspace, book: Spreadsheet) -> None:
    assert hit(workspace, book, 4) == [1, 2, 3, 4]
    assert hit(workspace, book, 6, after=2, times=3) == [3, 4, 5]
    assert hit(workspace, book, 7, every=3) == [3, 6]
    assert hit(workspace, book, 8, after=1, every=2, times=2) == [3, 5]
    by_chance = hit(workspace, book, 20, chance=0.3, seed=5)
    assert 0 < len(by_chance) < 20
    assert hit(workspace, book, 20, chance=0.3, seed=5) == by_chance
    assert hit(workspace, book, 20, chance=0.3, seed=6) != by_chance


def test_a_glob_finds_methods_and_the_first_rule_that_hits_wins(
    workspace: Workspace, book: Spreadsheet
) -> None:
    strain(
        workspace,
        faults=[
            {"fault": "500", "match": {"method": "sheets.*.values.*"}, "after": 1, "times": 1},
            {"fault": "503", "match": {"path": "/v4/spreadsheets/*/values/*"}, "times": 1},
        ],
    )
    assert [ask(book).status_code for _ in range(3)] == [503, 500, 200]
    assert counts(workspace)["faults"] == [
        {"fault": "500", "seen": 3, "fired": 1},
        {"fault": "503", "seen": 2, "fired": 1},
    ]


def test_a_hanging_call_holds_up_no_other_and_no_end(workspace: Workspace, book: Spreadsheet) -> None:
    strain(workspace, faults=[{"fault": "hang", "match": WRITE, "times": 1, "seconds": 100}])
    url = f"{workspace.address}/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW"
    with pytest.raises(requests.ReadTimeout):
        book.session.put(url, json={"values": [["after"]]}, timeout=0.2)
    assert book.values() == [["before"]]


@pytest.mark.parametrize("off", ["DELETE", "PUT"])
@pytest.mark.parametrize(("fault", "came"), [("latency", "after"), ("hang", "before")])
def test_what_waits_in_a_fault_waits_no_more_when_it_is_switched_off(
    workspace: Workspace, book: Spreadsheet, fault: str, came: str, off: str
) -> None:
    strain(workspace, faults=[{"fault": fault, "match": WRITE, "seconds": 100}])
    with Held(workspace, book) as held:
        if off == "PUT":
            strain(workspace, faults=None)
        else:
            headers = {"X-Workspace-Control": "1"}
            requests.delete(f"{workspace.address}/_workspace/strain", headers=headers, timeout=5)
        if fault == "latency":
            assert held.answer.result(5).status_code == 200
        else:
            assert isinstance(held.answer.exception(5), requests.ConnectionError)
    assert book.values() == [[came]]


@pytest.mark.parametrize("fault", ["latency", "hang"])
def test_the_server_ends_at_once_and_cuts_what_waits(tmp_path: Path, key_file: bytes, fault: str) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    with serving(tmp_path) as served:
        book = Spreadsheet(served.workspace)
        strain(served.workspace, faults=[{"fault": fault, "match": WRITE, "seconds": 100}])
        with Held(served.workspace, book) as held:
            started = time.monotonic()
            served.process.send_signal(signal.SIGINT)
            assert served.process.wait(10) == 0
            assert time.monotonic() - started < 4
            assert isinstance(held.answer.exception(5), requests.ConnectionError)
    assert (tmp_path / "server.log").read_text(encoding="utf-8") == ""
    with running(tmp_path) as address:
        strain(Workspace(address, tmp_path), faults=None)
        assert Spreadsheet(Workspace(address, tmp_path), book.id).values() == []


class Held:
    """A write in a thread of its own, which a rule has begun to hold."""

    def __init__(self, workspace: Workspace, book: Spreadsheet) -> None:
        self._workspace, self._book, self._pool = workspace, book, ThreadPoolExecutor(1)

    def __enter__(self) -> Held:
        self.answer = self._pool.submit(ask, self._book)
        end = time.monotonic() + 10
        while not counts(self._workspace)["faults"][0]["fired"] and time.monotonic() < end:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False)
