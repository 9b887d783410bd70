"""Drive's permissions and its log of changes, for two people with different rights."""

from __future__ import annotations

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import FOLDER, FORM, Drive, error

SOMCHAI = "somchai@office.example"


@pytest.fixture
def owner(workspace: Workspace) -> Drive:
    """Who makes the files."""
    return Drive(workspace)


@pytest.fixture
def guest(workspace: Workspace) -> Drive:
    """Who they are shared with, or not."""
    return Drive(workspace, SOMCHAI)


def test_a_stranger_learns_nothing(owner: Drive, guest: Drive) -> None:
    file_id = owner.create("ก")
    assert error(guest.ask("GET", f"files/{file_id}")) == (404, "notFound", f"File not found: {file_id}.")
    assert guest.names() == []


def test_roles_from_reader_to_writer(owner: Drive, guest: Drive) -> None:
    file_id = owner.create("ก")
    permission = owner.share(file_id, emailAddress=SOMCHAI)
    assert guest.names() == ["ก"]
    assert guest.names("sharedWithMe and trashed = false") == ["ก"]
    refused = error(guest.ask("PATCH", f"files/{file_id}", {"name": "ข"}))
    assert refused[:2] == (403, "insufficientFilePermissions")
    owner.call("PATCH", f"files/{file_id}/permissions/{permission}", {"role": "writer"})
    assert guest.call("PATCH", f"files/{file_id}", {"name": "ข"})["name"] == "ข"
    assert error(guest.ask("DELETE", f"files/{file_id}"))[0] == 403
    assert error(guest.ask("PATCH", f"files/{file_id}", {"trashed": True}))[0] == 403


def test_the_list_of_permissions(owner: Drive) -> None:
    file_id = owner.create("ก")
    owner.share(file_id, emailAddress=SOMCHAI, role="commenter")
    owner.share(file_id, type="domain", domain="office.example")
    owner.share(file_id, type="anyone")
    listed = owner.call("GET", f"files/{file_id}/permissions", fields="*")["permissions"]
    assert [(one["type"], one["role"]) for one in listed] == [
        ("user", "owner"),
        ("user", "commenter"),
        ("domain", "reader"),
        ("anyone", "reader"),
    ]
    assert listed[1]["emailAddress"] == SOMCHAI
    assert listed[3]["id"] == "anyoneWithLink"
    short = owner.call("GET", f"files/{file_id}/permissions")["permissions"][0]
    assert short.keys() == {"kind", "id", "type", "role"}


@pytest.mark.parametrize("kind", ["domain", "anyone"])
def test_a_link_opens_but_is_not_listed(owner: Drive, guest: Drive, kind: str) -> None:
    file_id = owner.create("ก")
    more = {"domain": "office.example"} if kind == "domain" else {}
    owner.share(file_id, type=kind, **more)
    assert guest.call("GET", f"files/{file_id}")["name"] == "ก"
    assert guest.names() == []


def test_a_file_that_its_domain_may_find_is_listed(owner: Drive, guest: Drive, workspace: Workspace) -> None:
    file_id = owner.create("ก")
    owner.share(file_id, type="domain", domain="office.example", allowFileDiscovery=True)
    assert guest.names() == ["ก"]
    assert Drive(workspace, "other@elsewhere.example").names() == []


def test_what_is_shared_with_a_folder_holds_for_its_files(owner: Drive, guest: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    inside = owner.create("ก", parents=[folder])
    permission = owner.share(folder, emailAddress=SOMCHAI, role="writer")
    assert sorted(guest.names()) == ["ก", "แฟ้ม"]
    added = guest.create("ข", parents=[folder])
    assert owner.call("GET", f"files/{added}", fields="ownedByMe") == {"ownedByMe": False}
    assert error(owner.ask("DELETE", f"files/{added}"))[0] == 403
    refused = owner.ask("DELETE", f"files/{inside}/permissions/{permission}")
    assert error(refused)[1] == "cannotDeleteInheritedPermission"


def test_editors_reshare_unless_the_owner_says_no(owner: Drive, guest: Drive) -> None:
    file_id = owner.create("ก")
    owner.share(file_id, emailAddress=SOMCHAI, role="writer")
    guest.share(file_id, emailAddress="third@office.example")
    owner.call("PATCH", f"files/{file_id}", {"writersCanShare": False})
    body = {"type": "user", "role": "reader", "emailAddress": "fourth@office.example"}
    assert error(guest.ask("POST", f"files/{file_id}/permissions", body))[0] == 403


def test_ownership_is_given_on_purpose_only(workspace: Workspace, guest: Drive) -> None:
    owner = Drive(workspace, "director@office.example")
    file_id = owner.create("ก")
    body = {"type": "user", "role": "owner", "emailAddress": SOMCHAI}
    refused = error(owner.ask("POST", f"files/{file_id}/permissions", body))
    assert refused[0] == 403
    assert "transferOwnership" in refused[2]
    owner.call("POST", f"files/{file_id}/permissions", body, transferOwnership="true")
    assert guest.call("GET", f"files/{file_id}", fields="ownedByMe") == {"ownedByMe": True}
    assert owner.call("GET", f"files/{file_id}", fields="capabilities/canEdit")["capabilities"]["canEdit"]


def test_the_owner_stays_and_everybody_may_leave(owner: Drive, guest: Drive) -> None:
    file_id = owner.create("ก")
    own = owner.call("GET", f"files/{file_id}/permissions")["permissions"][0]["id"]
    assert error(owner.ask("DELETE", f"files/{file_id}/permissions/{own}"))[0] == 403
    permission = owner.share(file_id, emailAddress=SOMCHAI)
    assert guest.ask("DELETE", f"files/{file_id}/permissions/{permission}").status_code == 204
    assert guest.names() == []


def test_a_forms_respondents_are_no_readers(owner: Drive, guest: Drive) -> None:
    form = owner.create("แบบ", FORM)
    owner.share(form, type="anyone", view="published")
    assert guest.ask("GET", f"files/{form}").status_code == 404
    path = f"files/{form}/permissions"
    assert len(owner.call("GET", path)["permissions"]) == 1
    shown = owner.call("GET", path, includePermissionsForView="published", fields="permissions(type,view)")
    assert {"type": "anyone", "view": "published"} in shown["permissions"]


@pytest.mark.parametrize(
    "body",
    [
        {"type": "user", "role": "king", "emailAddress": SOMCHAI},
        {"type": "user", "role": "reader"},
        {"type": "user", "role": "reader", "emailAddress": "no address"},
        {"type": "domain", "role": "reader"},
        {"role": "reader"},
    ],
)
def test_permissions_that_make_no_sense(owner: Drive, body: dict[str, str]) -> None:
    assert owner.ask("POST", f"files/{owner.create('ก')}/permissions", body).status_code == 400


def test_changes_tell_each_file_once(owner: Drive) -> None:
    start = owner.token()
    assert owner.changed(start) == {}
    first, second = owner.create("ก"), owner.create("ข")
    for name in ("ค", "ง"):
        owner.call("PATCH", f"files/{first}", {"name": name})
    assert owner.changed(start) == {first: False, second: False}
    page = owner.call("GET", "changes", pageToken=start, pageSize=1)
    assert [change["fileId"] for change in page["changes"]] == [second]
    rest = owner.call("GET", "changes", pageToken=page["nextPageToken"])
    assert [change["file"]["name"] for change in rest["changes"]] == ["ง"]
    assert owner.changed(rest["newStartPageToken"]) == {}


def test_changes_of_content_sharing_and_the_bin(owner: Drive, workspace: Workspace) -> None:
    file_id = owner.create("ก")
    for method, url, body in (
        ("PUT", f"/v4/spreadsheets/{file_id}/values/A1?valueInputOption=RAW", {"values": [["x"]]}),
        ("POST", f"/v4/spreadsheets/{file_id}:batchUpdate", {"requests": [{"addSheet": {}}]}),
        ("POST", f"/drive/v3/files/{file_id}/permissions", {"type": "anyone", "role": "reader"}),
        ("PATCH", f"/drive/v3/files/{file_id}", {"trashed": True}),
    ):
        token = owner.token()
        before = owner.call("GET", f"files/{file_id}", fields="version")["version"]
        assert owner.session.request(method, workspace.address + url, json=body).ok
        assert owner.changed(token) == {file_id: False}
        assert owner.call("GET", f"files/{file_id}", fields="version")["version"] > before


def test_people_are_told_what_leaves_their_sight(owner: Drive, guest: Drive) -> None:
    file_id = owner.create("ก")
    token = guest.token()
    permission = owner.share(file_id, emailAddress=SOMCHAI)
    assert guest.changed(token) == {file_id: False}
    owner.call("DELETE", f"files/{file_id}/permissions/{permission}")
    assert guest.changed(token) == {file_id: True}
    assert owner.changed(token) == {file_id: False}
    owner.share(file_id, emailAddress=SOMCHAI)
    assert guest.changed(token) == {file_id: False}
    owner.call("DELETE", f"files/{file_id}")
    assert guest.changed(token) == {file_id: True}
    assert guest.call("GET", "changes", pageToken=token, includeRemoved="false")["changes"] == []


@pytest.mark.parametrize("token", ["x", "999999", ""])
def test_page_tokens_that_are_none(owner: Drive, token: str) -> None:
    assert owner.ask("GET", "changes", pageToken=token).status_code == 400
