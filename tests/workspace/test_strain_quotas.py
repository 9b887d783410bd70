"""Quotas a minute as Google has them, and a service account that may own nothing."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
import requests

from sync.workspace.app import ROUTES
from sync.workspace.strain.quotas import quota_of
from tests.workspace.conftest import Workspace
from tests.workspace.sheet_calls import Spreadsheet
from tests.workspace.strain_calls import counts, strain

ENDLESS = 1e9  # seconds: a minute that turns during a test would give what was drawn back

LIMITS = {
    "sheets.write": ("sheets.googleapis.com", "Write requests", "WriteRequests", "write_requests"),
    "sheets.read": ("sheets.googleapis.com", "Read requests", "ReadRequests", "read_requests"),
    "forms.read": ("forms.googleapis.com", "Read requests", "ReadRequests", "read_requests"),
    "forms.write": ("forms.googleapis.com", "Write requests", "WriteRequests", "write_requests"),
    "forms.responses": (
        "forms.googleapis.com",
        "Expensive read requests",
        "ExpensiveReadRequests",
        "expensive_read_requests",
    ),
}


def drawing(workspace: Workspace, quota: str, email: str | None = None) -> Any:
    """A function that draws once on a quota, and answers."""
    session: Any = workspace.service_account(email)
    sheet, form = (
        session.post(f"{workspace.address}{path}", json=body).json()
        for path, body in (("/v4/spreadsheets", {}), ("/v1/forms", {"info": {"title": "แบบ"}}))
    )
    book = f"{workspace.address}/v4/spreadsheets/{sheet['spreadsheetId']}"
    one = f"{workspace.address}/v1/forms/{form['formId']}"
    add: Any = {"requests": [{"addSheet": {}}]}
    info = {"updateFormInfo": {"info": {"title": "ใหม่"}, "updateMask": "title"}}
    calls: dict[str, tuple[str, str, Any]] = {
        "sheets.write": ("POST", f"{book}:batchUpdate", add),
        "sheets.read": ("POST", f"{book}:getByDataFilter", {"dataFilters": [{"a1Range": "A1"}]}),
        "forms.read": ("GET", one, None),
        "forms.write": ("POST", f"{one}:batchUpdate", {"requests": [info]}),
        "forms.responses": ("GET", f"{one}/responses", None),
        "drive": ("GET", f"{workspace.address}/drive/v3/files", None),
    }
    http, url, body = calls[quota]
    return lambda: session.request(http, url, json=body)


@pytest.mark.parametrize("quota", LIMITS)
@pytest.mark.parametrize("whose", ["user", "project"])
def test_a_used_up_quota_is_told_in_googles_words(workspace: Workspace, quota: str, whose: str) -> None:
    draw = drawing(workspace, quota)
    strain(workspace, minute_seconds=ENDLESS, quotas={quota: {whose: 2}})
    assert [draw().status_code for _ in range(3)] == [200, 200, 429]
    answer = draw()
    service, metric, camel, snake = LIMITS[quota]
    per_user = " per user" if whose == "user" else ""
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["message"].startswith(
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute{per_user}' "
        f"of service '{service}' for consumer 'project_number:"
    )
    info, help_ = error["details"]
    assert (info["reason"], info["domain"]) == ("RATE_LIMIT_EXCEEDED", "googleapis.com")
    assert info["metadata"]["quota_metric"] == f"{service}/{snake}"
    assert info["metadata"]["quota_limit"] == f"{camel}PerMinutePer{whose.capitalize()}"
    assert info["metadata"]["quota_limit_value"] == "2"
    assert info["metadata"]["consumer"].startswith("projects/")
    assert help_["links"][0]["description"] == "Request a higher quota limit."
    assert "Retry-After" not in answer.headers
    assert counts(workspace)["quotas"][quota] == {"drawn": 2, "refused": 2}


def test_the_quotas_are_those_that_google_names(workspace: Workspace) -> None:
    draw = drawing(workspace, "sheets.write")
    strain(workspace, minute_seconds=ENDLESS, quotas=True)
    assert [draw().status_code for _ in range(61)] == [200] * 60 + [429]


def test_one_user_may_go_on_where_another_may_not_until_the_project_is_out(workspace: Workspace) -> None:
    first, second = (drawing(workspace, "sheets.write", f"{name}@office.example") for name in "ab")
    strain(workspace, minute_seconds=ENDLESS, quotas={"sheets.write": {"user": 2, "project": 3}})
    assert [first().status_code for _ in range(3)] == [200, 200, 429]
    assert [second().status_code for _ in range(2)] == [200, 429]


def test_a_quota_is_full_again_when_its_minute_is_over(workspace: Workspace) -> None:
    draw = drawing(workspace, "sheets.write")
    strain(workspace, quotas={"sheets.write": {"user": 1}}, minute_seconds=0.3, retry_after=7)
    seen: list[int] = []
    end = time.monotonic() + 5
    while time.monotonic() < end and seen.count(200) < 3:
        seen.append((answer := draw()).status_code)
        if answer.status_code == 429:
            assert answer.headers["Retry-After"] == "7"
    assert seen.count(200) == 3
    assert seen.count(429) >= 1


@pytest.mark.parametrize(
    ("how", "code", "reason"),
    [("403", 403, "userRateLimitExceeded"), ("429", 429, "rateLimitExceeded")],
)
def test_drive_counts_units_and_has_words_of_its_own(
    workspace: Workspace, how: str, code: int, reason: str
) -> None:
    draw = drawing(workspace, "drive")
    strain(workspace, minute_seconds=ENDLESS, quotas={"drive": {"user": 250}}, drive_limit=how)
    assert [draw().status_code for _ in range(3)] == [200, 200, code]
    (error,) = draw().json()["error"]["errors"]
    assert (error["domain"], error["reason"]) == ("usageLimits", reason)
    about = workspace.service_account().get(f"{workspace.address}/drive/v3/about?fields=user")
    assert about.status_code == 200, "a get of 5 units still fits where a list of 100 does not"


def test_a_call_that_signs_in_badly_draws_nothing(workspace: Workspace) -> None:
    draw = drawing(workspace, "sheets.write")
    strain(workspace, minute_seconds=ENDLESS, quotas={"sheets.write": {"user": 1, "project": 1}})
    url = f"{workspace.address}/v4/spreadsheets/1x:batchUpdate"
    for _ in range(3):
        refused = requests.post(url, json={}, headers={"Authorization": "Bearer nobody"}, timeout=5)
        assert refused.status_code == 401
    assert draw().status_code == 200


FILES = "/drive/v3/files"
SHEET = "application/vnd.google-apps.spreadsheet"


def test_a_service_account_without_storage_owns_nothing(workspace: Workspace) -> None:
    strain(workspace, storage="none")
    service = workspace.service_account()
    url = f"{workspace.address}{FILES}"
    made = service.post(url, json={"mimeType": SHEET, "name": "ก"})
    assert made.status_code == 403
    error = made.json()["error"]
    assert error["message"] == "The user's Drive storage quota has been exceeded."
    assert error["errors"][0]["reason"] == "storageQuotaExceeded"
    sheet = service.post(f"{workspace.address}/v4/spreadsheets", json={})
    assert (sheet.status_code, sheet.json()["error"]["message"]) == (
        403,
        "The caller does not have permission",
    )
    form = {"info": {"title": "แบบ"}}
    assert service.post(f"{workspace.address}/v1/forms", json=form).status_code == 500
    strain(workspace, forms_without_storage="403")
    assert service.post(f"{workspace.address}/v1/forms", json=form).status_code == 403
    folder = service.post(url, json={"mimeType": "application/vnd.google-apps.folder", "name": "ก"})
    assert folder.status_code == 200, "a folder takes no storage"
    about = service.get(f"{workspace.address}/drive/v3/about?fields=storageQuota").json()
    assert about["storageQuota"]["limit"] == "0"


def test_people_have_storage_all_the_same_and_let_a_service_account_edit(workspace: Workspace) -> None:
    strain(workspace, storage="none")
    book = Spreadsheet(workspace, email="owner@office.example")
    share = {"type": "user", "role": "writer", "emailAddress": "nithet@workspace.example"}
    owner = workspace.service_account("owner@office.example")
    url = f"{workspace.address}{FILES}/{book.id}/permissions?sendNotificationEmail=false"
    assert owner.post(url, json=share).status_code == 200
    mine = Spreadsheet(workspace, book.id)
    mine.write([["ก"]])
    assert mine.values() == [["ก"]]
    about = owner.get(f"{workspace.address}/drive/v3/about?fields=storageQuota").json()
    assert "limit" not in about["storageQuota"]


def test_every_method_draws_on_a_quota() -> None:
    """Reads are those whose HTTP method is GET, and Sheets' reads that need a body."""
    by_body = {"getByDataFilter", "batchGetByDataFilter", "search"}
    names = {(route.name, http) for route in ROUTES for http in getattr(route, "methods", None) or ()}
    named = {(name, http) for name, http in names if name.startswith(("sheets.", "forms.", "drive."))}
    assert len(named) > 70
    for name, http in named:
        quota, units = quota_of(name)
        api, last = name.partition(".")[0], name.rpartition(".")[2]
        reads = http in {"GET", "HEAD"} or last in by_body
        if api == "drive":
            assert quota == "drive"
            assert units in ((5, 100) if http in {"GET", "HEAD"} else (50,)), (name, http)
        elif name == "forms.forms.responses.list":
            assert (quota, units) == ("forms.responses", 1)
        else:
            assert (quota, units) == (f"{api}.{'read' if reads else 'write'}", 1), name


@pytest.mark.parametrize("fault", ["cut", "short", "500"])
def test_what_is_carried_out_before_a_fault_draws_its_quota(workspace: Workspace, fault: str) -> None:
    session: Any = workspace.service_account()
    url = f"{workspace.address}/v4/spreadsheets"
    first = session.post(url, json={}).json()["spreadsheetId"]
    rule = {"fault": fault, "match": {"method": "sheets.spreadsheets.batchUpdate"}, "done": True}
    strain(workspace, minute_seconds=ENDLESS, quotas={"sheets.write": {"user": 2}}, faults=[rule])
    asked: Any = {"requests": [{"addSheet": {}}]}
    for _ in range(3):
        with contextlib.suppress(requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            session.post(f"{url}/{first}:batchUpdate", json=asked)
    assert counts(workspace)["quotas"] == {"sheets.write": {"drawn": 2, "refused": 1}}
    strain(workspace, quotas=None, faults=None)
    assert len(session.get(f"{url}/{first}").json()["sheets"]) == 3, "the third was not carried out"
