"""Groups, permissions that end, and who comes to own what: over real HTTP, for several people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests
from google.oauth2 import service_account

from sync.workspace import sharing
from sync.workspace.access.scopes import GOOGLE
from sync.workspace.store import Store
from tests.workspace.conftest import Workspace, google_request
from tests.workspace.drive_calls import FOLDER, FORM, Drive, error

GROUP, SOMCHAI, MALEE = "team@office.example", "somchai@office.example", "malee@office.example"
ELSEWHERE = "other@elsewhere.example"


@pytest.fixture
def owner(workspace: Workspace) -> Drive:
    """Who makes the files, of the same domain as the others."""
    return Drive(workspace, "director@office.example")


@pytest.fixture
def somchai(workspace: Workspace) -> Drive:
    """Who is in a group that is in the group."""
    with Store(workspace.folder, ()).transaction() as tx:
        sharing.set_group(tx, GROUP, ["inner@office.example", "malee@OFFICE.example"])
        sharing.set_group(tx, "inner@office.example", [SOMCHAI])
    return Drive(workspace, SOMCHAI)


def test_a_group_counts_for_its_members(workspace: Workspace, owner: Drive, somchai: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    inside = owner.create("ก", parents=[folder])
    token = somchai.token()
    permission = owner.share(folder, type="group", role="writer", emailAddress="Team@office.example")
    assert sorted(somchai.names()) == ["ก", "แฟ้ม"]
    assert somchai.names("sharedWithMe") == ["แฟ้ม"]
    assert somchai.names(f"'{SOMCHAI}' in writers and name = 'ก'") == ["ก"]
    assert somchai.call("PATCH", f"files/{inside}", {"name": "ข"})["name"] == "ข"
    assert Drive(workspace, MALEE).names("name = 'ข'") == ["ข"]
    assert somchai.changed(token) == {folder: False, inside: False}
    owner.call("DELETE", f"files/{folder}/permissions/{permission}")
    assert somchai.names() == []
    assert somchai.changed(token) == {folder: True, inside: True}
    assert error(somchai.ask("GET", f"files/{inside}"))[0] == 404


def test_whoever_leaves_the_group_sees_it_no_more(workspace: Workspace, owner: Drive, somchai: Drive) -> None:
    file_id = owner.create("ก")
    owner.share(file_id, type="group", emailAddress=GROUP)
    assert somchai.ask("GET", f"files/{file_id}").ok
    with Store(workspace.folder, ()).transaction() as tx:
        sharing.set_group(tx, GROUP, [MALEE])
    assert somchai.ask("GET", f"files/{file_id}").status_code == 404


def test_a_form_is_open_to_a_group(workspace: Workspace, owner: Drive, somchai: Drive) -> None:
    form, store = owner.create("แบบ", FORM), Store(workspace.folder, ())
    owner.share(form, type="group", emailAddress=GROUP, view="published")
    assert sharing.may_respond(store, form, SOMCHAI)
    assert not sharing.may_respond(store, form, ELSEWHERE)
    assert somchai.ask("GET", f"files/{form}").status_code == 404


def test_permissions_end(workspace: Workspace, owner: Drive, somchai: Drive) -> None:
    file_id = owner.create("ก")
    ends = datetime.now(UTC) + timedelta(days=2)
    owner.share(file_id, emailAddress=SOMCHAI, expirationTime=ends.isoformat())
    (one,) = owner.call("GET", f"files/{file_id}/permissions", fields="*")["permissions"][1:]
    assert one["expirationTime"][:19] == ends.isoformat()[:19]
    assert somchai.names() == ["ก"]
    later = {"now": (ends + timedelta(seconds=1)).isoformat()}
    headers = {"X-Workspace-Control": "1"}
    requests.put(f"{workspace.address}/_workspace/clock", json=later, headers=headers, timeout=20)
    assert somchai.names() == []
    assert len(owner.call("GET", f"files/{file_id}/permissions")["permissions"]) == 1


def test_an_end_can_be_moved_and_taken_away(owner: Drive) -> None:
    file_id = owner.create("ก")
    soon, later = (
        (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        for days in (2, 9)
    )
    identity = owner.share(file_id, emailAddress=SOMCHAI, expirationTime=soon)
    path = f"files/{file_id}/permissions/{identity}"
    assert owner.call("PATCH", path, {"expirationTime": later}, fields="*")["expirationTime"] == later
    kept = owner.call("PATCH", path, {"role": "commenter"}, fields="*")
    assert (kept["role"], kept["expirationTime"]) == ("commenter", later)
    assert "expirationTime" not in owner.call("PATCH", path, {}, removeExpiration="true", fields="*")


@pytest.mark.parametrize(
    "permission",
    [
        {"type": "anyone", "expirationTime": "2999-01-01T00:00:00Z"},
        {"emailAddress": SOMCHAI, "expirationTime": "2020-01-01T00:00:00Z"},
        {"emailAddress": SOMCHAI, "expirationTime": "2999-01-01T00:00:00Z"},
    ],
)
def test_ends_that_drive_does_not_set(owner: Drive, permission: dict[str, str]) -> None:
    body = {"type": "user", "role": "reader", **permission}
    refused = owner.ask("POST", f"files/{owner.create('ก')}/permissions", body)
    assert error(refused)[:2] == (403, "cannotSetExpiration")


def test_a_file_changes_hands_inside_a_domain(owner: Drive, somchai: Drive) -> None:
    file_id = owner.create("ก")
    path = f"files/{file_id}/permissions"
    body = {"type": "user", "role": "owner", "emailAddress": SOMCHAI}
    assert error(owner.ask("POST", path, body)) == (
        403,
        "forbidden",
        "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
    )
    made = owner.call("POST", path, body, transferOwnership="true", moveToNewOwnersRoot="true")
    assert made["role"] == "owner"
    file = somchai.call("GET", f"files/{file_id}", fields="ownedByMe,parents,owners")
    assert (file["ownedByMe"], file["owners"][0]["emailAddress"]) == (True, SOMCHAI)
    assert file["parents"] == [somchai.call("GET", "files/root")["id"]]
    roles = {one["role"] for one in owner.call("GET", path)["permissions"]}
    assert roles == {"owner", "writer"}
    assert error(owner.ask("DELETE", f"files/{file_id}"))[0] == 403


def test_outside_a_domain_the_new_owner_must_want_it(workspace: Workspace, owner: Drive) -> None:
    other = Drive(workspace, ELSEWHERE)
    file_id = owner.create("ก")
    path = f"files/{file_id}/permissions"
    body = {"type": "user", "role": "owner", "emailAddress": ELSEWHERE}
    refused = error(owner.ask("POST", path, body, transferOwnership="true"))
    assert refused[:2] == (403, "consentRequiredForOwnershipTransfer")
    identity = owner.share(file_id, emailAddress=ELSEWHERE, role="writer")
    take = {"role": "owner"}, {"transferOwnership": "true"}
    assert other.ask("PATCH", f"{path}/{identity}", take[0], **take[1]).status_code == 403
    asked = owner.call("PATCH", f"{path}/{identity}", {"role": "writer", "pendingOwner": True}, fields="*")
    assert asked["pendingOwner"] is True
    assert other.ask("PATCH", f"{path}/{identity}", take[0]).status_code == 403
    taken = other.call("PATCH", f"{path}/{identity}", take[0], fields="*", **take[1])
    assert (taken["role"], taken["pendingOwner"]) == ("owner", False)
    assert other.call("GET", f"files/{file_id}", fields="ownedByMe") == {"ownedByMe": True}


def test_only_the_owner_asks_another_to_own(owner: Drive, somchai: Drive) -> None:
    file_id = owner.create("ก")
    owner.share(file_id, emailAddress=SOMCHAI, role="writer")
    body = {"type": "user", "role": "writer", "emailAddress": MALEE, "pendingOwner": True}
    assert somchai.ask("POST", f"files/{file_id}/permissions", body).status_code == 403
    body |= {"role": "reader"}
    assert owner.ask("POST", f"files/{file_id}/permissions", body).status_code == 400


def test_what_a_folder_gives_cannot_be_taken_or_lessened(owner: Drive, somchai: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    inside = owner.create("ก", parents=[folder])
    identity = owner.share(folder, emailAddress=SOMCHAI, role="commenter")
    path = f"files/{inside}/permissions/{identity}"
    shown = owner.call("GET", path, fields="role,permissionDetails")
    assert shown["permissionDetails"] == [{"permissionType": "file", "role": "commenter", "inherited": True}]
    assert error(owner.ask("PATCH", path, {"role": "reader"}))[1] == "cannotModifyInheritedPermission"
    assert error(owner.ask("DELETE", path))[1] == "cannotDeleteInheritedPermission"
    assert owner.call("PATCH", path, {"role": "writer"}) == {
        "kind": "drive#permission", "id": identity, "type": "user", "role": "writer",
    }  # fmt: skip
    owner.call("PATCH", path, {"role": "commenter"})
    assert somchai.call("GET", f"files/{inside}", fields="capabilities/canEdit") == {
        "capabilities": {"canEdit": False}
    }


def test_pages_of_permissions(owner: Drive) -> None:
    file_id = owner.create("ก")
    for number in range(4):
        owner.share(file_id, emailAddress=f"p{number}@office.example")
    path, found, token = f"files/{file_id}/permissions", [], ""
    for _ in range(3):
        more = {"pageToken": token} if token else {}
        page = owner.call("GET", path, pageSize=2, fields="*", **more)
        found += page["permissions"]
        token = page.get("nextPageToken", "")
    assert len({one["id"] for one in found}) == 5
    assert token == ""


def test_deleting_a_folder_leaves_others_their_files(owner: Drive, somchai: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    owner.share(folder, emailAddress=SOMCHAI, role="writer")
    below = somchai.create("ของฉัน", FOLDER, parents=[folder])
    mine = somchai.create("ก", parents=[below])
    theirs = owner.create("ข", parents=[below])
    owner.call("DELETE", f"files/{folder}")
    assert somchai.names() == ["ก", "ของฉัน"] or sorted(somchai.names()) == ["ก", "ของฉัน"]
    assert somchai.call("GET", f"files/{mine}", fields="parents") == {"parents": [below]}
    assert somchai.call("GET", f"files/{below}", fields="parents") == {
        "parents": [somchai.call("GET", "files/root")["id"]]
    }
    assert error(somchai.ask("GET", f"files/{theirs}"))[0] == 404


def test_emptying_the_bin_takes_ones_own_only(owner: Drive, somchai: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    owner.share(folder, emailAddress=SOMCHAI, role="writer")
    inside, kept = owner.create("ก", parents=[folder]), owner.create("ข")
    theirs = somchai.create("ค", parents=[folder])
    token = somchai.token()
    owner.call("PATCH", f"files/{folder}", {"trashed": True})
    assert somchai.call("GET", f"files/{theirs}", fields="trashed,explicitlyTrashed") == {
        "trashed": True, "explicitlyTrashed": False,
    }  # fmt: skip
    assert somchai.changed(token).keys() == {folder, inside, theirs}
    somchai.call("DELETE", "files/trash")
    assert owner.ask("GET", f"files/{folder}").ok
    owner.call("DELETE", "files/trash")
    assert owner.names() == ["ข"]
    assert owner.ask("GET", f"files/{kept}").ok
    assert somchai.call("GET", f"files/{theirs}", fields="trashed") == {"trashed": False}
    assert somchai.changed(token) == {folder: True, inside: True, theirs: False}


def test_stars_and_views_are_ones_own(owner: Drive, somchai: Drive) -> None:
    file_id = owner.create("ก")
    owner.share(file_id, emailAddress=SOMCHAI)
    token = owner.token()
    body = {"starred": True, "viewedByMeTime": "2026-01-02T03:04:05Z"}
    seen = somchai.call("PATCH", f"files/{file_id}", body, fields="starred,viewedByMeTime,sharedWithMeTime")
    assert (seen["starred"], seen["viewedByMeTime"]) == (True, "2026-01-02T03:04:05.000Z")
    assert seen["sharedWithMeTime"]
    assert somchai.names("starred = true") == ["ก"]
    assert owner.names("starred = true") == []
    assert owner.changed(token) == {}
    assert somchai.ask("PATCH", f"files/{file_id}", {"starred": False, "name": "ข"}).status_code == 403


def narrow(workspace: Workspace, email: str, scope: str) -> requests.Session:
    """The service account's app acting for a person with one scope of Google's."""
    signed = service_account.Credentials.from_service_account_file(  # type: ignore[no-untyped-call]
        str(workspace.folder / "service-account.json"), scopes=[GOOGLE + scope], subject=email
    )
    signed.refresh(google_request())
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {signed.token}"
    return session


def test_drive_file_reaches_what_its_app_made(workspace: Workspace) -> None:
    person, base = workspace.person(SOMCHAI), f"{workspace.address}/drive/v3/files"
    theirs = person.post(base, json={"name": "ก", "mimeType": "text/plain"}).json()["id"]
    app = narrow(workspace, SOMCHAI, "drive.file")
    start = app.get(f"{workspace.address}/drive/v3/changes/startPageToken").json()["startPageToken"]
    mine = app.post(base, json={"name": "ข", "mimeType": "text/plain"}).json()["id"]
    sheet = app.post(f"{workspace.address}/v4/spreadsheets", json={}).json()["spreadsheetId"]
    person.patch(f"{base}/{theirs}", json={"name": "ค"})
    assert {file["id"] for file in app.get(base).json()["files"]} == {mine, sheet}
    changes = app.get(f"{workspace.address}/drive/v3/changes?pageToken={start}").json()["changes"]
    assert {change["fileId"] for change in changes} == {mine, sheet}
    assert error(app.get(f"{base}/{theirs}")) == (404, "notFound", f"File not found: {theirs}.")
    assert app.patch(f"{base}/{theirs}", json={"name": "ง"}).status_code == 404
    assert app.get(f"{base}/{mine}?alt=media").ok
    assert {file["id"] for file in person.get(base).json()["files"]} == {theirs, mine, sheet}


def test_scopes_for_metadata_open_no_content(workspace: Workspace) -> None:
    person, base = workspace.person(SOMCHAI), f"{workspace.address}/drive/v3/files"
    file_id = person.post(base, json={"name": "ก", "mimeType": "text/plain"}).json()["id"]
    app = narrow(workspace, SOMCHAI, "drive.metadata")
    assert app.get(f"{base}/{file_id}").ok
    assert error(app.get(f"{base}/{file_id}?alt=media"))[:2] == (403, "insufficientPermissions")
    upload = f"{workspace.address}/upload/drive/v3/files/{file_id}?uploadType=media"
    assert error(app.patch(upload, data=b"x"))[:2] == (403, "insufficientPermissions")
