"""The workspace's own controls: the clock, who answers, and that no web page can use them."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import pytest
import requests

from tests.workspace.conftest import Workspace

CONTROL = {"X-Workspace-Control": "1"}


def test_the_clock_stops_and_runs_again(workspace: Workspace) -> None:
    url = f"{workspace.address}/_workspace/clock"
    given = {"now": "2026-11-20T09:30:00+07:00"}
    assert requests.put(url, json=given, headers=CONTROL, timeout=5).json() == {
        "now": "2026-11-20T02:30:00.000Z"
    }
    assert requests.get(url, timeout=5).json() == {"now": "2026-11-20T02:30:00.000Z"}
    real = datetime.fromisoformat(requests.delete(url, headers=CONTROL, timeout=5).json()["now"])
    assert abs((datetime.now(UTC) - real).total_seconds()) < 60


@pytest.mark.parametrize("body", [{"now": "2026-11-20T09:30:00"}, {"now": "เมื่อวาน"}, {"now": 5}, {}, []])
def test_a_clock_without_a_time_and_zone_is_refused(workspace: Workspace, body: Any) -> None:
    response = requests.put(f"{workspace.address}/_workspace/clock", json=body, headers=CONTROL, timeout=5)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"X-Workspace-Control": "yes"}, 403),
        (CONTROL | {"Content-Type": "text/plain"}, 400),
        (CONTROL | {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (CONTROL | {"Content-Type": "application/json; charset=utf-8"}, 200),
    ],
)
def test_only_a_request_that_no_web_page_can_send_is_obeyed(
    workspace: Workspace, headers: dict[str, str], status: int
) -> None:
    url = f"{workspace.address}/_workspace/clock"
    body = '{"now": "2026-11-20T09:30:00Z"}'
    assert requests.put(url, data=body, headers=headers, timeout=5).status_code == status
    if status != 200:
        assert not requests.get(url, timeout=5).json()["now"].startswith("2026-11-20T09:30:00.000")


def test_ping_tells_who_answers(workspace: Workspace) -> None:
    answer = requests.get(f"{workspace.address}/_workspace/ping", timeout=5).json()
    assert answer["nithet-workspace"] == version("nithet")
