"""The workspace's own controls: the clock, who answers, and that no web page can use them."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
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


@pytest.mark.parametrize(
    "body",
    [
        {"now": "2026-11-20T09:30:00"},
        {"now": "เมื่อวาน"},
        {"now": 5},
        {},
        [],
        {"now": "2026-11-20T09:30:00Z", "zone": 7},
    ],
)
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
    assert answer["pid"] == os.getpid(), "tests serve it in their own process"


def test_the_controls_are_listed_from_what_is_answered(workspace: Workspace) -> None:
    told = requests.get(f"{workspace.address}/_workspace/", timeout=5).json()
    listed = {f"{one['method']} {one['path']}": one["does"] for one in told["controls"]}
    assert listed["PUT /_workspace/clock"] == "Stop the clock at `now`, a time with its zone."
    assert {"GET /_workspace/ping", "POST /_workspace/people", "DELETE /_workspace/strain"} <= listed.keys()
    assert not [one for one in listed if "/look/" in one or "/fonts/" in one]
    described = (Path(__file__).parents[2] / "docs" / "workspace.md").read_text(encoding="utf-8")
    for one in listed:
        http, path = one.replace("_id}", "}").split(" ")
        # a line of the table may name several methods of a path: `GET`, `PUT /_workspace/clock`
        assert re.search(rf"`{http}\b.*{re.escape(path)}`", described), one
