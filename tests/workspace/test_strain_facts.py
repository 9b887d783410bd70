"""Each fact that nobody could verify of Google is a switch, and the switch does what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.workspace.store import Store
from tests.workspace.conftest import Workspace
from tests.workspace.questions import Client, Json, choice, create, question, section, served
from tests.workspace.respondent import send
from tests.workspace.strain_calls import strain

FIRST = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def client(tmp_path: Path, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path, key_file) as client:
        yield client


def answered(client: Client, count: int) -> str:
    """A form with so many responses, a minute apart; the first was edited after the last came."""
    form_id = client.published(question("textQuestion", {}, "ก", "0000000a"))
    store = Store(client.workspace.folder, ())
    links = []
    for number in range(count):
        store.set_clock(FIRST + timedelta(minutes=number))
        links.append(send(client.address, form_id, {"entry.10": f"{number}"}).json()["editUrl"])
    store.set_clock(FIRST + timedelta(minutes=count))
    token = links[0].partition("edit2=")[2]
    assert send(client.address, form_id, {"entry.10": "0", "edit2": token}).ok
    return form_id


def listed(client: Client, form_id: str, **params: Any) -> list[str]:
    """The responses' answers, page by page."""
    found: list[Json] = []
    while True:
        answer = client.call("GET", f"/v1/forms/{form_id}/responses", **params).json()
        found += answer.get("responses", [])
        if "nextPageToken" not in answer:
            return [one["answers"]["0000000a"]["textAnswers"]["answers"][0]["value"] for one in found]
        params["pageToken"] = answer["nextPageToken"]


def test_the_filter_looks_at_the_last_edit_or_at_the_first_submission(client: Client) -> None:
    form_id = answered(client, 4)
    since = "timestamp >= 2026-11-20T02:02:00Z"
    assert listed(client, form_id, filter=since) == ["0", "2", "3"]
    strain(client.workspace, filter_time="createTime")
    assert listed(client, form_id, filter=since) == ["2", "3"]


def test_the_order_of_responses_may_be_none_and_pages_still_hold_each_once(client: Client) -> None:
    form_id = answered(client, 12)
    in_order = [str(number) for number in range(12)]
    assert listed(client, form_id, pageSize="5") == in_order
    strain(client.workspace, response_order="shuffled")
    shuffled = listed(client, form_id, pageSize="5")
    assert shuffled != in_order
    assert sorted(shuffled, key=int) == in_order
    assert listed(client, form_id) == shuffled


@pytest.mark.parametrize(("told", "changes"), [("no", 0), ("yes", 1)])
def test_drive_may_tell_of_a_new_response(client: Client, told: str, changes: int) -> None:
    form_id = client.published(question("textQuestion", {}, "ก", "0000000a"))
    strain(client.workspace, responses_in_changes=told)
    start = client.call("GET", "/drive/v3/changes/startPageToken").json()["startPageToken"]
    send(client.address, form_id, {"entry.10": "ก"})
    found = client.call("GET", "/drive/v3/changes", pageToken=start).json()["changes"]
    assert [one["fileId"] for one in found] == [form_id] * changes


@pytest.mark.parametrize("options", [("ก", "ก"), ("ก", "")])
def test_options_twice_or_empty_are_refused_or_taken(client: Client, options: tuple[str, ...]) -> None:
    form_id = client.form()
    assert client.batch(form_id, create(choice(*options))).status_code == 400
    strain(client.workspace, options="accepted")
    assert client.batch(form_id, create(choice(*options))).status_code == 200


def test_an_option_may_lead_to_what_the_batch_makes_later(client: Client) -> None:
    leading = choice({"value": "ก", "goToSectionId": "000000a1"})
    before, after = create(leading), create(section("ส่วนที่ ๒", "000000a1"), 1)
    form_id = client.form()
    assert client.batch(form_id, before, after).status_code == 400
    strain(client.workspace, sections_ahead="accepted")
    assert client.batch(form_id, before).status_code == 400, "at the end of the batch it must be there"
    assert client.batch(form_id, before, after).status_code == 200


def test_refusals_may_be_worded_otherwise_with_the_same_codes_and_reasons(workspace: Workspace) -> None:
    session = workspace.service_account()
    sheet, file = f"{workspace.address}/v4/spreadsheets/1x", f"{workspace.address}/drive/v3/files/1x"
    usual = [session.get(url).json()["error"] for url in (sheet, file)]
    strain(workspace, wording="other")
    other = [session.get(url).json()["error"] for url in (sheet, file)]
    for before, after in zip(usual, other, strict=True):
        assert before["message"] != after["message"]
        for error in (before, after):
            error.pop("message")
            for one in error.get("errors", []):
                one.pop("message")
        assert before == after
