"""Two people with different rights, and an app that reaches only its own files: 403 and 404, really tried."""

from __future__ import annotations

from typing import Any

import pytest

from sync.workspace.access.scopes import DRIVE_FILE
from tests.workspace.conftest import Workspace
from tests.workspace.seeding import seed, signed_in

OWNER, READER, STRANGER = "somsri@office.example", "somchai@office.example", "other@office.example"
KINDS = {
    "sheet": "application/vnd.google-apps.spreadsheet",
    "form": "application/vnd.google-apps.form",
}


@pytest.fixture
def files(workspace: Workspace) -> dict[str, str]:
    """A spreadsheet and a form of the owner's, which the reader may read, and their ids."""
    return {
        name: seed(workspace, "POST", "files", mimeType=mime, owner=OWNER, share={READER: "reader"})["id"]
        for name, mime in KINDS.items()
    }


# who: the status of each call
RIGHTS: dict[str, dict[str, int]] = {
    "GET /v4/spreadsheets/{sheet}": {OWNER: 200, READER: 200, STRANGER: 403},
    "GET /v4/spreadsheets/{sheet}/values/A1": {OWNER: 200, READER: 200, STRANGER: 403},
    "PUT /v4/spreadsheets/{sheet}/values/A1?valueInputOption=RAW": {OWNER: 200, READER: 403, STRANGER: 403},
    "GET /v4/spreadsheets/none": {OWNER: 404, READER: 404, STRANGER: 404},
    "GET /v1/forms/{form}": {OWNER: 200, READER: 403, STRANGER: 403},
    "GET /v1/forms/{form}/responses": {OWNER: 200, READER: 403, STRANGER: 403},
    "GET /v1/forms/none": {OWNER: 404, READER: 404, STRANGER: 404},
    # Drive does not tell a stranger that a file is there.
    "GET /drive/v3/files/{sheet}": {OWNER: 200, READER: 200, STRANGER: 404},
    "PATCH /drive/v3/files/{sheet}": {OWNER: 200, READER: 403, STRANGER: 404},
    "DELETE /drive/v3/files/{form}": {OWNER: 204, READER: 403, STRANGER: 404},
}


def asked(session: Any, workspace: Workspace, call: str, files: dict[str, str]) -> Any:
    http, _, path = call.partition(" ")
    body = {"PUT": {"values": [["x"]]}, "PATCH": {"name": "y"}}.get(http)
    return session.request(http, workspace.address + path.format_map(files), json=body)


@pytest.mark.parametrize("call", RIGHTS)
@pytest.mark.parametrize("who", [STRANGER, READER, OWNER])
def test_who_may_do_what(workspace: Workspace, files: dict[str, str], call: str, who: str) -> None:
    answer = asked(workspace.person(who), workspace, call, files)
    assert answer.status_code == RIGHTS[call][who], answer.text
    if answer.status_code in {403, 404} and not call.split()[1].startswith("/drive"):
        told = answer.json()["error"]
        assert (told["status"], told["message"]) == {
            403: ("PERMISSION_DENIED", "The caller does not have permission"),
            404: ("NOT_FOUND", "Requested entity was not found."),
        }[answer.status_code]


def app(workspace: Workspace, who: str) -> tuple[Any, str]:
    """A session of a person through an app of its own that has drive.file alone, and the app's id."""
    user = seed(workspace, "POST", "people", email=who, scopes=[DRIVE_FILE])["authorized_user"]
    return signed_in(user), user["client_id"]


def test_with_drive_file_an_app_reaches_what_it_made(workspace: Workspace) -> None:
    mine, _ = app(workspace, OWNER)
    other, _ = app(workspace, OWNER)
    made = {
        "sheet": mine.post(f"{workspace.address}/v4/spreadsheets", json={}).json()["spreadsheetId"],
        "form": mine.post(f"{workspace.address}/v1/forms", json={"info": {"title": "x"}}).json()["formId"],
    }
    for call in ("GET /v4/spreadsheets/{sheet}", "GET /v1/forms/{form}", "GET /drive/v3/files/{sheet}"):
        assert asked(mine, workspace, call, made).status_code == 200
        # The same person, their own files: another app is not told that they are there.
        assert asked(other, workspace, call, made).status_code == 404
        assert asked(workspace.person(OWNER), workspace, call, made).status_code == 200


def test_with_drive_file_a_file_is_reached_once_it_was_given_to_the_app(
    workspace: Workspace, files: dict[str, str]
) -> None:
    session, client_id = app(workspace, READER)
    call = "GET /v4/spreadsheets/{sheet}"
    refused = asked(session, workspace, call, files)
    assert refused.status_code == 404
    assert refused.json()["error"]["message"] == "Requested entity was not found."
    seed(workspace, "POST", f"files/{files['sheet']}/apps", app=client_id)
    assert asked(session, workspace, call, files).status_code == 200
    write = "PUT /v4/spreadsheets/{sheet}/values/A1?valueInputOption=RAW"
    assert asked(session, workspace, write, files).status_code == 403


def test_with_drive_file_only_the_apps_files_are_listed(workspace: Workspace, files: dict[str, str]) -> None:
    session, _ = app(workspace, OWNER)
    made = session.post(f"{workspace.address}/drive/v3/files", json={"mimeType": KINDS["sheet"]}).json()
    listed = session.get(f"{workspace.address}/drive/v3/files").json()["files"]
    assert [one["id"] for one in listed] == [made["id"]]


def test_a_wider_scope_beside_drive_file_reaches_all(workspace: Workspace, files: dict[str, str]) -> None:
    scopes = [DRIVE_FILE, "https://www.googleapis.com/auth/spreadsheets.readonly"]
    user = seed(workspace, "POST", "people", email=OWNER, scopes=scopes)["authorized_user"]
    session = signed_in(user)
    assert asked(session, workspace, "GET /v4/spreadsheets/{sheet}", files).status_code == 200
    write = "PUT /v4/spreadsheets/{sheet}/values/A1?valueInputOption=RAW"
    assert asked(session, workspace, write, files).status_code == 404


def test_the_service_account_has_drive_file_for_all_it_owns(workspace: Workspace) -> None:
    made = seed(workspace, "POST", "spreadsheets", owner="nithet@workspace.example")["id"]
    signed = workspace.service_account()
    assert signed.get(f"{workspace.address}/v4/spreadsheets/{made}").status_code == 200
