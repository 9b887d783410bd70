"""What no room knows is told in Google's error JSON; people who look for a page get one."""

from __future__ import annotations

import pytest
import requests

from tests.workspace.conftest import Workspace

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("http", "path", "code", "words"),
    [
        ("GET", "/calendar/v3/users/me/calendarList", 501, "implement GET /calendar/v3/users"),
        ("POST", "/v2beta1/things", 501, "implement POST /v2beta1/things."),
        ("GET", "/$discovery/rest?version=v4", 501, "implement GET /$discovery/rest."),
        ("GET", "/drive/v3/nothing", 501, "implement GET /drive/v3/nothing."),
        ("DELETE", "/v4/spreadsheets", 501, "implement DELETE /v4/spreadsheets."),
        ("GET", "/nothing", 404, "Not Found"),
        ("GET", "/mail/none.eml/html", 404, "Not Found"),
        ("GET", "/_workspace/clocks", 404, "No control GET /_workspace/clocks; GET /_workspace/ lists all."),
        ("POST", "/_workspace/clock", 405, "There is no POST /_workspace/clock; this path takes DELETE, GET"),
        ("PUT", "/mail/", 405, "There is no PUT /mail/; this path takes GET, HEAD."),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_to_programs(
    workspace: Workspace, http: str, path: str, code: int, words: str
) -> None:
    answer = requests.request(http, workspace.address + path, timeout=10)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (code, code)
    assert words in error["message"]


def test_a_path_says_which_methods_it_takes(workspace: Workspace) -> None:
    answer = requests.post(f"{workspace.address}/_workspace/clock", timeout=10)
    assert answer.headers["Allow"] == "DELETE, GET, HEAD, PUT"


def test_people_get_a_page(workspace: Workspace) -> None:
    answer = requests.get(f"{workspace.address}/nothing", headers=BROWSER, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    answer.encoding = "utf-8"
    assert "ไม่พบหน้านี้" in answer.text
