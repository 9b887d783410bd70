"""Drive's log of changes over real HTTP, where folders, people and pages come into it."""

from __future__ import annotations

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import FOLDER, Drive, error

SOMCHAI = "somchai@office.example"


@pytest.fixture
def owner(workspace: Workspace) -> Drive:
    """Who makes the files."""
    return Drive(workspace)


@pytest.fixture
def guest(workspace: Workspace) -> Drive:
    """Who they are shared with."""
    return Drive(workspace, SOMCHAI)


def test_what_lies_in_a_folder_changes_with_it(owner: Drive, guest: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    below = owner.create("ใน", FOLDER, parents=[folder])
    inside = owner.create("ก", parents=[below])
    start = guest.token()
    permission = owner.share(folder, emailAddress=SOMCHAI)
    assert guest.changed(start) == {folder: False, below: False, inside: False}
    token = guest.token()
    owner.call("PATCH", f"files/{folder}", {"trashed": True})
    assert guest.changed(token) == {folder: False, below: False, inside: False}
    owner.call("PATCH", f"files/{folder}", {"trashed": False})
    token = guest.token()
    owner.call("DELETE", f"files/{folder}/permissions/{permission}")
    assert guest.changed(token) == {folder: True, below: True, inside: True}


def test_my_drive_alone(owner: Drive, guest: Drive) -> None:
    token = guest.token()
    mine, theirs = guest.create("ของฉัน"), owner.create("ของเขา")
    owner.share(theirs, emailAddress=SOMCHAI)
    assert guest.changed(token).keys() == {mine, theirs}
    page = guest.call("GET", "changes", pageToken=token, restrictToMyDrive="true")
    assert [change["fileId"] for change in page["changes"]] == [mine]


def test_moving_out_of_a_folder(owner: Drive, guest: Drive) -> None:
    folder = owner.create("แฟ้ม", FOLDER)
    inside = owner.create("ก", parents=[folder])
    owner.share(folder, emailAddress=SOMCHAI)
    token = guest.token()
    moved = owner.call("PATCH", f"files/{inside}", {}, removeParents=folder, fields="parents")
    assert moved == {"parents": [owner.call("GET", "files/root")["id"]]}
    assert guest.names() == ["แฟ้ม"]
    assert guest.changed(token) == {inside: True}
    assert owner.changed(token) == {inside: False}


def test_there_are_no_shared_drives(owner: Drive) -> None:
    assert owner.call("GET", "drives") == {"kind": "drive#driveList", "drives": []}
    for path, params in (
        ("drives/x", {}),
        ("changes/startPageToken", {"driveId": "x"}),
        ("changes", {"driveId": "x", "pageToken": "1"}),
    ):
        refused = error(owner.ask("GET", path, **params))
        assert refused == (404, "notFound", "Shared drive not found: x")
    assert owner.ask("GET", "changes", pageToken="1", spaces="appDataFolder").status_code == 501
    assert owner.ask("GET", "changes", pageToken="1", spaces="attic").status_code == 400
