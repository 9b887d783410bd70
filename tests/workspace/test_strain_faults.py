"""Faults: what the client meets, whether the work was done, and that the same rules bring the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.workspace.conftest import Workspace
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


def test_an_answer_is_cut_short(workspace: Workspace, book: Spreadsheet) -> None:
    strain(workspace, faults=[{"fault": "short", "match": WRITE, "times": 1}])
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        ask(book)
    assert book.values() == [["after"]]


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
