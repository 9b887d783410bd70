"""responses.list and responses.get: the filter, pages, and what a full list tells of deleted responses."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests

from sync.workspace.store import Store
from tests.workspace.questions import Client, Json, question, served
from tests.workspace.respondent import send

FIRST = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


@pytest.fixture(scope="module")
def form_id(client: Client) -> str:
    """A form with five responses, a minute apart; the first was edited after the last came."""
    form_id = client.published(question("textQuestion", {}, "ก", "0000000a"))
    store = Store(client.workspace.folder, ())
    links = []
    for number in range(5):
        store.set_clock(FIRST + timedelta(minutes=number))
        links.append(send(client.address, form_id, {"entry.10": f"{number}"}).json()["editUrl"])
    store.set_clock(FIRST + timedelta(minutes=10))
    token = links[0].partition("edit2=")[2]
    assert send(client.address, form_id, {"entry.10": "0 แก้", "edit2": token}).ok
    store.set_clock(None)
    return form_id


def listed(responses: list[Json]) -> list[str]:
    return [r["answers"]["0000000a"]["textAnswers"]["answers"][0]["value"] for r in responses]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["0 แก้", "1", "2", "3", "4"]),
        ("timestamp >= 2026-11-20T02:03:00Z", ["0 แก้", "3", "4"]),
        ("timestamp > 2026-11-20T02:03:00Z", ["0 แก้", "4"]),
        ("timestamp > 2026-11-20T02:03:00.000000000Z", ["0 แก้", "4"]),
        ("timestamp >= 2026-11-20T02:03:00.000000001Z", ["0 แก้", "4"]),
        ("timestamp > 2026-11-20T02:02:59.999999999Z", ["0 แก้", "3", "4"]),
        ("timestamp>=2026-11-20T02:10:00.5Z", []),
    ],
)
def test_the_filter_looks_at_the_latest_submission(
    client: Client, form_id: str, wanted: str, found: list[str]
) -> None:
    params = {"filter": wanted} if wanted else {}
    assert listed(client.responses(form_id, **params)) == found


@pytest.mark.parametrize(
    "wanted",
    [
        "timestamp < 2026-11-20T02:03:00Z",
        "timestamp > 2026-11-20T09:03:00+07:00",
        "timestamp > 2026-13-20T02:03:00Z",
        "timestamp > 2026-11-20",
        "createTime > 2026-11-20T02:03:00Z",
        "timestamp > 2026-11-20T02:03:00Z AND timestamp > 2026-11-20T02:03:00Z",
    ],
)
def test_other_filters_are_refused(client: Client, form_id: str, wanted: str) -> None:
    response = client.call("GET", f"/v1/forms/{form_id}/responses", filter=wanted)
    assert (response.status_code, response.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_pages_hold_all_once(client: Client, form_id: str) -> None:
    path, found, sizes = f"/v1/forms/{form_id}/responses", list[str](), list[int]()
    params: Json = {"pageSize": 2}
    while True:
        answer = client.call("GET", path, **params).json()
        found += listed(answer["responses"])
        sizes.append(len(answer["responses"]))
        if "nextPageToken" not in answer:
            break
        params["pageToken"] = answer["nextPageToken"]
    assert (sizes, found) == ([2, 2, 1], ["0 แก้", "1", "2", "3", "4"])


def test_a_page_token_needs_the_same_filter(client: Client, form_id: str) -> None:
    path, wanted = f"/v1/forms/{form_id}/responses", "timestamp >= 2026-11-20T02:00:00Z"
    token = client.call("GET", path, pageSize=2, filter=wanted).json()["nextPageToken"]
    assert client.call("GET", path, pageToken=token, filter=wanted).status_code == 200
    for params in ({"pageToken": token}, {"pageToken": token, "filter": wanted.replace(":00Z", ":01Z")}):
        assert client.call("GET", path, **params).status_code == 400


HUGE = 10**30


@pytest.mark.parametrize(
    "content",
    ["not JSON", "1", "null", "true", "{}", "[1]", '"abc"', '["FORM", "", true]', '["FORM", "", null]',
     '["FORM", "", -1]', f'["FORM", "", {HUGE}]', f'["FORM", "", {2**63}]', '["FORM", "", 1.5]',
     '["x", "", 1]'],
)  # fmt: skip
def test_what_is_no_page_token(client: Client, form_id: str, content: str) -> None:
    token = urlsafe_b64encode(content.replace("FORM", form_id).encode()).decode().rstrip("=")
    for broken in (token, "x"):
        answer = client.call("GET", f"/v1/forms/{form_id}/responses", pageToken=broken)
        assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    ("size", "status", "count"),
    [("0", 200, 5), ("2", 200, 2), ("99999", 200, 5), ("2147483647", 200, 5), ("2147483648", 400, 0),
     ("9" * 5000, 400, 0), ("-1", 400, 0), ("x", 400, 0), ("๕", 400, 0)],
)  # fmt: skip
def test_page_sizes(client: Client, form_id: str, size: str, status: int, count: int) -> None:
    response = client.session.get(f"{client.address}/v1/forms/{form_id}/responses", params={"pageSize": size})
    assert response.status_code == status
    assert len(response.json().get("responses", [])) == count


def test_a_response_by_its_id(client: Client, form_id: str) -> None:
    response = client.responses(form_id)[0]
    path = f"/v1/forms/{form_id}/responses"
    assert "formId" not in response  # the list leaves it out, get tells it
    assert client.call("GET", f"{path}/{response['responseId']}").json() == response | {"formId": form_id}
    assert client.call("GET", f"{path}/none").status_code == 404
    other = client.form()
    assert client.call("GET", f"/v1/forms/{other}/responses/{response['responseId']}").status_code == 404


def test_a_form_without_responses_lists_nothing(client: Client) -> None:
    assert client.call("GET", f"/v1/forms/{client.form()}/responses").json() == {}


def test_parts_of_the_answers_can_be_asked_for(client: Client, form_id: str) -> None:
    fields = "responses(responseId,answers/0000000a/textAnswers)"
    answer = client.session.get(
        f"{client.address}/v1/forms/{form_id}/responses", params={"fields": fields, "pageSize": "1"}
    ).json()
    [response] = answer["responses"]
    assert set(response) == {"responseId", "answers"}
    assert response["answers"] == {"0000000a": {"textAnswers": {"answers": [{"value": "0 แก้"}]}}}


def test_an_empty_answer_has_no_answers(client: Client) -> None:
    form_id = client.published(question("textQuestion", {}, "ก", "0000000a"))
    assert send(client.address, form_id, {"entry.10": ""}).ok
    [response] = client.responses(form_id)
    assert set(response) == {"responseId", "createTime", "lastSubmittedTime"}


def test_a_response_deleted_by_hand_leaves_no_trace(client: Client) -> None:
    form_id = client.published(question("textQuestion", {}, "ก", "0000000a"))
    sent = [send(client.address, form_id, {"entry.10": text}).json() for text in ("ก", "ข")]
    url = f"{client.address}/_workspace/forms/{form_id}/responses/{sent[0]['responseId']}"
    assert requests.delete(url, timeout=5).status_code == 403
    assert requests.delete(url, headers={"X-Workspace-Control": "1"}, timeout=5).status_code == 200
    assert requests.delete(url, headers={"X-Workspace-Control": "1"}, timeout=5).status_code == 404
    assert listed(client.responses(form_id)) == ["ข"]
    assert client.session.get(sent[0]["editUrl"]).status_code == 404
