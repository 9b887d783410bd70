"""The Forms API: making, changing, publishing and reading a form, as Google's documents have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.workspace.questions import Client, Json, choice, create, grid, question, section, served
from tests.workspace.served import token


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


def test_a_new_form_has_its_title_only_and_is_not_published(client: Client) -> None:
    response = client.call("POST", "/v1/forms", {"info": {"title": "บันทึก", "documentTitle": "ไฟล์บันทึก"}})
    form = response.json()
    assert form["info"] == {"title": "บันทึก", "documentTitle": "ไฟล์บันทึก"}
    assert form["responderUri"] == f"{client.address}/forms/d/e/{form['formId']}/viewform"
    assert form["publishSettings"] == {"publishState": {}}
    assert "items" not in form
    assert "linkedSheetId" not in form
    assert client.get(form["formId"]) == form


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"info": {"title": "ก", "description": "ข"}}, "Only info.title can be set when creating a form."),
        ({"info": {"title": "ก"}, "items": [{"textItem": {}}]}, "Only info.title can be set"),
        (
            {"info": {"title": "ก"}, "settings": {"emailCollectionType": "VERIFIED"}},
            "Only info.title can be set",
        ),
        ({"info": {}}, "Form title cannot be empty."),
        ({"info": {"title": "ก\nข"}}, "Displayed text cannot contain newlines"),
        ({"info": {"titel": "ก"}}, "Unknown name \"titel\" at 'form.info': Cannot find field."),
        ({"info": {"title": 5}}, "Invalid value at 'form.info.title' (TYPE_STRING), 5"),
    ],
)
def test_create_refuses(client: Client, body: Json, message: str) -> None:
    response = client.call("POST", "/v1/forms", body)
    assert (response.status_code, response.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert message in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("unpublished", "published"),
    [("false", True), ("False", True), ("0", True), ("true", False), ("True", False), ("1", False)],
)
def test_a_form_may_be_published_at_once(client: Client, unpublished: str, published: bool) -> None:
    form = made_with(client, unpublished).json()
    state = {"isPublished": True, "isAcceptingResponses": True} if published else {}
    assert form["publishSettings"] == {"publishState": state}


def test_no_other_word_is_a_boolean(client: Client) -> None:
    assert made_with(client, "no").status_code == 400


def made_with(client: Client, unpublished: str) -> requests.Response:
    """A new form's answer; not all words that Google takes are in its documents."""
    headers = {"Authorization": f"Bearer {token(client.workspace)}"}
    url = f"{client.address}/v1/forms?unpublished={unpublished}"
    return requests.post(url, json={"info": {"title": "ก"}}, headers=headers, timeout=10)


ITEMS: list[Json] = [
    question("textQuestion", title="ชื่อ"),
    question("textQuestion", {"paragraph": True}, required=True),
    choice("ก", "ข", {"isOther": True}),
    choice("ก", "ข", {"isOther": True}, kind="CHECKBOX"),
    choice("ก", {"value": "ข", "goToAction": "SUBMIT_FORM"}, kind="DROP_DOWN"),
    question("scaleQuestion", {"low": 1, "high": 5, "lowLabel": "น้อย", "highLabel": "มาก"}),
    question("scaleQuestion", {"high": 10}),
    question("ratingQuestion", {"ratingScaleLevel": 5, "iconType": "STAR"}),
    question("dateQuestion", {"includeYear": True, "includeTime": True}),
    question("dateQuestion"),
    question("timeQuestion"),
    question("timeQuestion", {"duration": True}),
    grid(["5", "4", "3"], ["จุดประสงค์", "สื่อ"]),
    {"title": "ตอนที่ ๒", "description": "บรรทัดแรก\nบรรทัดสอง", "pageBreakItem": {}},
    {"title": "ข้อความ", "textItem": {}},
]


def test_items_of_every_kind_come_back_as_they_were_made(client: Client) -> None:
    form_id = client.form()
    response = client.add(form_id, *ITEMS)
    assert response.status_code == 200, response.text
    replies = [reply["createItem"] for reply in response.json()["replies"]]
    for made, wanted, reply in zip(client.get(form_id)["items"], ITEMS, replies, strict=True):
        assert made["itemId"] == reply["itemId"]
        assert question_ids(made) == reply.get("questionId", [])
        assert without_ids(made) == wanted


def question_ids(item: Json) -> list[str]:
    group = item.get("questionGroupItem", {}).get("questions", [])
    single = item.get("questionItem", {}).get("question")
    return [q["questionId"] for q in ([single] if single else group)]


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: without_ids(part) for name, part in value.items() if name not in {"itemId", "questionId"}
        }
    return [without_ids(part) for part in value] if isinstance(value, list) else value


def test_ids_chosen_at_creation_are_kept(client: Client) -> None:
    form_id = client.form()
    item = question("textQuestion", title="ชื่อ") | {"itemId": "0000abcd"}
    item["questionItem"]["question"]["questionId"] = "7fee0001"
    assert client.add(form_id, item).json()["replies"] == [
        {"createItem": {"itemId": "0000abcd", "questionId": ["7fee0001"]}}
    ]
    again = question("textQuestion") | {"itemId": "7fee0001"}
    assert "already used" in client.add(form_id, again).json()["error"]["message"]


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"title": "ก\nข", "textItem": {}}, "Displayed text cannot contain newlines"),
        (choice("ก\nข"), "Displayed text cannot contain newlines"),
        (choice("ก", "ก"), "Duplicate option"),
        (choice("ก", ""), "Option value cannot be empty."),
        (choice(), "Choice questions must have at least one option."),
        (choice({"value": "อื่น ๆ", "isOther": True}), "Cannot set option.value when isOther is true"),
        (choice("ก", {"isOther": True}, kind="DROP_DOWN"), "only allowed for RADIO and CHECKBOX"),
        (
            choice({"value": "ก", "goToAction": "SUBMIT_FORM"}, kind="CHECKBOX"),
            "only allowed for RADIO and DROP_DOWN",
        ),
        (choice({"value": "ก", "goToSectionId": "00000bad"}), "no section with the ID 00000bad"),
        (question("choiceQuestion", {"options": [{"value": "ก"}]}), "Choice question type must be set."),
        (question("scaleQuestion", {"low": 2, "high": 5}), "Scale bounds are invalid"),
        (question("ratingQuestion", {"ratingScaleLevel": 5}), "Rating icon type must be set."),
        (question("rowQuestion", {"title": "ก"}), "only allowed in a question group"),
        (question("fileUploadQuestion", {"folderId": "ก"}), "file upload questions is not supported"),
        (grid(["5"], []), "All questions in a grid must be row questions"),
        (grid(["5"], ["ก"], type="DROP_DOWN"), "Only CHECKBOX and RADIO"),
        ({"title": "ก"}, "Item kind must be set."),
        ({"itemId": "ไทย", "textItem": {}}, "Invalid ID"),
        ({"itemId": "80000000", "textItem": {}}, "Invalid ID"),
    ],
)
def test_items_that_google_does_not_take(client: Client, item: Json, message: str) -> None:
    form_id = client.form()
    before = client.get(form_id)
    response = client.add(form_id, {"title": "ก่อน", "textItem": {}}, item)
    assert response.status_code == 400, response.text
    assert message in response.json()["error"]["message"]
    assert client.get(form_id) == before  # all of a batch or none of it


def test_info_and_settings_change_by_mask(client: Client) -> None:
    form_id = client.form("เดิม")
    info = {"title": "ไม่ใช้", "description": "คำอธิบาย"}
    response = client.batch(
        form_id,
        {"updateFormInfo": {"info": info, "updateMask": "description"}},
        {"updateSettings": {"settings": {"emailCollectionType": "RESPONDER_INPUT"}, "updateMask": "*"}},
        includeFormInResponse=True,
    )
    form = response.json()["form"]
    assert form["info"] == {"title": "เดิม", "documentTitle": "เดิม", "description": "คำอธิบาย"}
    assert form["settings"] == {"emailCollectionType": "RESPONDER_INPUT"}
    assert response.json()["replies"] == [{}, {}]
    assert form == client.get(form_id)


@pytest.mark.parametrize("mask", ["", "nonsense", "title.more"])
def test_masks_that_name_nothing_are_refused(client: Client, mask: str) -> None:
    form_id = client.form()
    body = {"requests": [{"updateFormInfo": {"info": {"title": "ก"}, "updateMask": mask}}]}
    response = client.session.post(f"{client.address}/v1/forms/{form_id}:batchUpdate", json=body)
    assert response.status_code == 400


def test_items_move_are_deleted_and_updated(client: Client) -> None:
    form_id = client.form()
    client.add(form_id, *(question("textQuestion", title=title) for title in "กขค"))
    client.batch(form_id, {"moveItem": {"originalLocation": {"index": 0}, "newLocation": {"index": 2}}})
    assert [item["title"] for item in client.get(form_id)["items"]] == ["ข", "ค", "ก"]
    client.batch(form_id, {"deleteItem": {"location": {"index": 1}}})
    first, second = client.get(form_id)["items"]
    assert [first["title"], second["title"]] == ["ข", "ก"]
    new = {
        "title": "ใหม่",
        "questionItem": {"question": {"required": True, "textQuestion": {"paragraph": True}}},
    }
    client.batch(
        form_id,
        {
            "updateItem": {
                "item": new,
                "location": {"index": 0},
                "updateMask": "title,questionItem.question.required",
            }
        },
    )
    changed = client.get(form_id)["items"][0]
    expected = first | {"title": "ใหม่"}
    expected["questionItem"]["question"]["required"] = True
    assert changed == expected


def test_a_question_changes_its_kind_and_keeps_its_id(client: Client) -> None:
    form_id = client.form()
    client.add(form_id, question("textQuestion", title="โรงเรียน"))
    before = client.get(form_id)["items"][0]
    item = {"questionItem": {"question": {"choiceQuestion": {"type": "RADIO", "options": [{"value": "ก"}]}}}}
    mask = "questionItem.question.choiceQuestion"
    client.batch(form_id, {"updateItem": {"item": item, "location": {"index": 0}, "updateMask": mask}})
    after = client.get(form_id)["items"][0]
    assert question_ids(after) == question_ids(before)
    assert "textQuestion" not in after["questionItem"]["question"]


def test_options_lead_to_sections_and_on_when_those_are_deleted(client: Client) -> None:
    form_id = client.form()
    client.add(form_id, section("ตอน", "000000aa"))
    response = client.batch(form_id, create(choice({"value": "ก", "goToSectionId": "000000aa"})))
    assert response.status_code == 200, response.text
    client.batch(form_id, {"deleteItem": {"location": {"index": 1}}})
    [item] = client.get(form_id)["items"]
    assert item["questionItem"]["question"]["choiceQuestion"]["options"] == [
        {"value": "ก", "goToAction": "NEXT_SECTION"}
    ]


def test_a_batch_for_another_revision_is_refused(client: Client) -> None:
    form_id = client.form()
    stale = {"requiredRevisionId": client.get(form_id)["revisionId"]}
    text = create({"title": "ก", "textItem": {}})
    first = client.batch(form_id, text, writeControl=stale)
    assert first.json()["writeControl"] == {"requiredRevisionId": client.get(form_id)["revisionId"]}
    assert client.batch(form_id, text, writeControl=stale).status_code == 400
    assert len(client.get(form_id)["items"]) == 1


def test_publish_settings(client: Client) -> None:
    form_id = client.form()
    before = client.get(form_id)
    state = {"isPublished": True, "isAcceptingResponses": True}
    body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
    answer = client.call("POST", f"/v1/forms/{form_id}:setPublishSettings", body).json()
    assert answer == {"formId": form_id, "publishSettings": {"publishState": state}}
    after = client.get(form_id)
    assert after["publishSettings"] == {"publishState": state}
    assert after["revisionId"] == before["revisionId"]  # publishing is no content
    state["isPublished"] = False
    assert client.call("POST", f"/v1/forms/{form_id}:setPublishSettings", body).status_code == 400


def test_others_may_not_read_and_unknown_forms_are_not_found(client: Client) -> None:
    form_id = client.form()
    with client.workspace.person("other@office.example") as session:
        other = Client(client.workspace, session)
        for path in (f"/v1/forms/{form_id}", f"/v1/forms/{form_id}/responses"):
            response = other.call("GET", path)
            assert (response.status_code, response.json()["error"]["message"]) == (
                403,
                "The caller does not have permission",
            )
    response = client.call("GET", "/v1/forms/nothing")
    assert (response.status_code, response.json()["error"]["status"]) == (404, "NOT_FOUND")
    assert requests.get(f"{client.address}/v1/forms/{form_id}", timeout=5).status_code == 401


def test_watches_are_refused_by_name(client: Client) -> None:
    path = f"/v1/forms/{client.form()}/watches"
    asked = [("POST", path, "create"), ("GET", path, "list"), ("DELETE", f"{path}/a", "delete")]
    for method, url, name in [*asked, ("POST", f"{path}/a:renew", "renew")]:
        response = client.call(method, url, {} if method == "POST" else None)
        assert response.status_code == 501
        assert f"forms.watches.{name}" in response.json()["error"]["message"]


def test_a_form_made_through_drive_is_empty_until_it_is_given_a_title(client: Client) -> None:
    body = {"name": "บันทึก", "mimeType": "application/vnd.google-apps.form", "appProperties": {"nithet": "a"}}
    response = client.session.post(f"{client.address}/drive/v3/files", json=body)
    form_id = response.json()["id"]
    assert client.get(form_id)["info"] == {"documentTitle": "บันทึก"}
    client.batch(form_id, {"updateFormInfo": {"info": {"title": "แบบบันทึก"}, "updateMask": "title"}})
    assert client.get(form_id)["info"] == {"title": "แบบบันทึก", "documentTitle": "บันทึก"}
