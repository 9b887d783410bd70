"""Items of forms as Google's JSON has them, and a client that holds every exchange against the documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from sync.workspace.server import running
from tests.discovery import problems_of_exchange
from tests.workspace.conftest import Workspace

Json = dict[str, Any]


def create(item: Json, index: int = 0) -> Json:
    """A request that puts an item in its place."""
    return {"createItem": {"item": item, "location": {"index": index}}}


def question(
    kind: str, spec: Json | None = None, title: str = "ข้อ", question_id: str = "", **more: Any
) -> Json:
    """An item with one question."""
    asked = ({"questionId": question_id} if question_id else {}) | {kind: spec or {}} | more
    return {"title": title, "questionItem": {"question": asked}}


def choice(*values: str | Json, kind: str = "RADIO", **more: Any) -> Json:
    """An item with options; an option that leads somewhere is given as JSON."""
    options = [{"value": value} if isinstance(value, str) else value for value in values]
    return question("choiceQuestion", {"type": kind, "options": options}, **more)


def grid(columns: list[str], rows: dict[str, str] | list[str], **spec: Any) -> Json:
    """A grid; `rows` are titles, by question id where the ids matter."""
    named = rows.items() if isinstance(rows, dict) else (("", row) for row in rows)
    return {
        "title": "ด้านที่ ๑",
        "questionGroupItem": {
            "grid": {"columns": {"type": "RADIO", "options": [{"value": value} for value in columns]} | spec},
            "questions": [
                ({"questionId": question_id} if question_id else {})
                | {"rowQuestion": {"title": row}, "required": True}
                for question_id, row in named
            ],
        },
    }


def section(title: str, item_id: str = "") -> Json:
    """A page break."""
    return ({"itemId": item_id} if item_id else {}) | {"title": title, "pageBreakItem": {}}


# A day and a network, that network's schools, then a grid and a text for all.
NETWORKS: list[Json] = [
    question("dateQuestion", {"includeYear": True}, "วันที่", "00000001", required=True),
    question(
        "choiceQuestion",
        {
            "type": "DROP_DOWN",
            "options": [
                {"value": "ดอนตาล", "goToSectionId": "000000a1"},
                {"value": "หนองสูง", "goToSectionId": "000000a2"},
            ],
        },
        "เครือข่าย",
        "00000002",
        required=True,
    ),
    section("โรงเรียนในดอนตาล", "000000a1"),
    question(
        "choiceQuestion",
        {"type": "DROP_DOWN", "options": [{"value": "บ้านหนึ่ง", "goToSectionId": "000000a3"}]},
        "โรงเรียน",
        "00000003",
        required=True,
    ),
    section("โรงเรียนในหนองสูง", "000000a2"),
    question(
        "choiceQuestion",
        {"type": "DROP_DOWN", "options": [{"value": "บ้านสอง", "goToSectionId": "000000a3"}]},
        "โรงเรียน",
        "00000004",
        required=True,
    ),
    section("การจัดการเรียนรู้", "000000a3"),
    grid(["5", "4", "3", "2", "1"], {"00000005": "จุดประสงค์", "00000006": "สื่อ"}),
    question("textQuestion", {"paragraph": True}, "จุดเด่น", "00000007", required=True),
]


@contextmanager
def served(folder: Path, key_file: bytes) -> Iterator[Client]:
    """A workspace for the tests of a whole module, and its service account's calls; each makes its forms."""
    (folder / "service-account.json").write_bytes(key_file)
    with running(folder) as address:
        workspace = Workspace(address, folder)
        with workspace.service_account() as session:
            yield Client(workspace, session)


class Client:
    """One signed-in person's calls of the Forms API."""

    def __init__(self, workspace: Workspace, session: requests.Session) -> None:
        self.workspace, self.address, self.session = workspace, workspace.address, session

    def call(self, method: str, path: str, body: Json | None = None, **params: Any) -> requests.Response:
        """One call; what Google's documents do not allow fails the test."""
        response = self.session.request(method, self.address + path, json=body, params=params)
        assert problems_of_exchange(response) == []
        return response

    def form(self, title: str = "แบบบันทึก") -> str:
        """A new form's id."""
        response = self.call("POST", "/v1/forms", {"info": {"title": title}})
        assert response.status_code == 200, response.text
        return str(response.json()["formId"])

    def batch(self, form_id: str, *requests_: Json, **more: Any) -> requests.Response:
        """A batchUpdate."""
        return self.call("POST", f"/v1/forms/{form_id}:batchUpdate", {"requests": list(requests_), **more})

    def add(self, form_id: str, *items: Json) -> requests.Response:
        """Items after those that are there; page breaks are made first, as options lead to them."""
        count = len(self.get(form_id).get("items", []))
        placed = [create(item, count + n) for n, item in enumerate(items)]
        breaks = [item for item in items if "pageBreakItem" in item]
        if not any("goToSectionId" in str(item) for item in items):
            return self.batch(form_id, *placed)
        first = [create(item, count + n) for n, item in enumerate(breaks)]
        rest = [request for request, item in zip(placed, items, strict=True) if item not in breaks]
        return self.batch(form_id, *first, *rest)

    def get(self, form_id: str) -> Json:
        """The Form resource."""
        answer: Json = self.call("GET", f"/v1/forms/{form_id}").json()
        return answer

    def publish(self, form_id: str, *, accepting: bool = True, published: bool = True) -> None:
        """Publish a form, or take that back."""
        state = {"isPublished": published, "isAcceptingResponses": accepting}
        body = {"publishSettings": {"publishState": state}}
        assert self.call("POST", f"/v1/forms/{form_id}:setPublishSettings", body).ok

    def open_to_anyone(self, form_id: str) -> None:
        """Let anyone with the link respond."""
        body = {"type": "anyone", "role": "reader", "view": "published"}
        response = self.call("POST", f"/drive/v3/files/{form_id}/permissions", body)
        assert response.ok, response.text

    def published(self, *items: Json, title: str = "แบบบันทึก", settings: Json | None = None) -> str:
        """A form with these items, published and open to anyone."""
        form_id = self.form(title)
        response = self.add(form_id, *items)
        assert response.ok, response.text
        if settings:
            assert self.batch(form_id, {"updateSettings": {"settings": settings, "updateMask": "*"}}).ok
        self.publish(form_id)
        self.open_to_anyone(form_id)
        return form_id

    def responses(self, form_id: str, **params: Any) -> list[Json]:
        """All responses on the first page of responses.list."""
        answer = self.call("GET", f"/v1/forms/{form_id}/responses", **params)
        assert answer.ok, answer.text
        found: list[Json] = answer.json().get("responses", [])
        return found


def latest(client: Client, form_id: str) -> Json:
    """The response that came last."""
    return client.responses(form_id)[-1]


def texts(response: Json) -> dict[str, list[str]]:
    """A response's answers, question id -> texts."""
    return {
        q: [a["value"] for a in given["textAnswers"]["answers"]] for q, given in response["answers"].items()
    }
