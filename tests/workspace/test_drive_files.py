"""Drive's files over real HTTP: making, finding, changing, deleting."""

from __future__ import annotations

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import DOCUMENT, FOLDER, FORM, SPREADSHEET, Drive, error


@pytest.fixture
def drive(workspace: Workspace) -> Drive:
    """Drive as the service account uses it."""
    return Drive(workspace)


@pytest.mark.parametrize("mime", [FOLDER, SPREADSHEET, FORM, DOCUMENT])
def test_a_new_file_answers_with_drives_default_fields(drive: Drive, mime: str) -> None:
    made = drive.call("POST", "files", {"name": "งาน", "mimeType": mime})
    assert made == {"kind": "drive#file", "id": made["id"], "name": "งาน", "mimeType": mime}


def test_all_fields_of_a_file(drive: Drive, workspace: Workspace) -> None:
    file_id = drive.create("งาน", appProperties={"nithet": "a1:key"}, description="ทดสอบ")
    file = drive.call("GET", f"files/{file_id}", fields="*")
    assert file["appProperties"] == {"nithet": "a1:key"}
    assert file["description"] == "ทดสอบ"
    assert file["owners"][0]["emailAddress"] == drive.email
    assert file["capabilities"]["canShare"] is True
    assert file["webViewLink"] == f"{workspace.address}/spreadsheets/d/{file_id}/edit"
    assert (file["trashed"], file["ownedByMe"], file["shared"], file["version"]) == (False, True, False, "1")
    root = drive.call("GET", "files/root", fields="id,name")
    assert file["parents"] == [root["id"]]
    assert root["name"] == "My Drive"


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ("id,name", {"id", "name"}),
        ("name,owners(emailAddress)", {"name", "owners"}),
        ("name,capabilities/canEdit", {"name", "capabilities"}),
    ],
)
def test_the_fields_of_an_answer_are_those_asked_for(drive: Drive, fields: str, names: set[str]) -> None:
    file_id = drive.create("งาน")
    assert drive.call("GET", f"files/{file_id}", fields=fields).keys() == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("name = 'ก'", ["ก"]),
        ('name = "ก"', ["ก"]),
        ("name != 'ก' and mimeType = 'application/vnd.google-apps.folder'", ["แฟ้ม"]),
        ("name contains 'เครือ'", ["เครือข่าย 1"]),
        ("name contains 'ข่าย'", []),
        ("appProperties has { key='nithet' and value='a:1' }", ["ก"]),
        ("appProperties has {key='nithet' and value='a:2'}", []),
        ("mimeType contains 'application/vnd.google-apps.sp'", ["ก", "ข", "เครือข่าย 1", "it's"]),
        ("not mimeType='application/vnd.google-apps.folder' and trashed=false", ["ก", "เครือข่าย 1", "it's"]),
        ("trashed = true", ["ข"]),
        (r"name = 'it\'s'", ["it's"]),
        ("(name='ก' or name='ข') and trashed=false", ["ก"]),
        ("name='ก' or name='ข' and trashed=false", ["ก"]),
        ("'root' in parents and name = 'ข'", ["ข"]),
        ("'nobody@office.example' in readers", []),
        ("'nithet@workspace.example' in owners and name='ก'", ["ก"]),
        ("modifiedTime > '2020-01-01T00:00:00' and name='ก'", ["ก"]),
        ("createdTime < '2020-01-01T00:00:00Z'", []),
        ("sharedWithMe", []),
    ],
)
def test_searching(drive: Drive, q: str, names: list[str]) -> None:
    drive.create("แฟ้ม", FOLDER)
    drive.create("ก", appProperties={"nithet": "a:1"})
    drive.call("PATCH", f"files/{drive.create('ข')}", {"trashed": True})
    drive.create("เครือข่าย 1")
    drive.create("it's")
    assert sorted(drive.names(q)) == sorted(names)


@pytest.mark.parametrize(
    "q", ["name", "name = ", "name ~ 'a'", "foo = 'a'", "name = 'a", "(name = 'a'", "'x' in y"]
)
def test_searches_that_drive_does_not_understand(drive: Drive, q: str) -> None:
    assert error(drive.ask("GET", "files", q=q)) == (400, "invalid", "Invalid Value")


def test_pages_and_their_order(drive: Drive) -> None:
    for name in ("3", "1", "2"):
        drive.create(name)
    first = drive.call("GET", "files", pageSize=2, orderBy="name desc")
    assert [file["name"] for file in first["files"]] == ["3", "2"]
    token = first["nextPageToken"]
    rest = drive.call("GET", "files", pageSize=2, orderBy="name desc", pageToken=token)
    assert [file["name"] for file in rest["files"]] == ["1"]
    assert "nextPageToken" not in rest
    assert error(drive.ask("GET", "files", orderBy="name", pageToken=token))[1] == "invalid"
    for size in (0, "x", "9" * 5000, "²"):
        assert error(drive.ask("GET", "files", pageSize=size))[:2] == (400, "invalidParameter")
        assert error(drive.ask("GET", "files/generateIds", count=size))[:2] == (400, "invalidParameter")
        assert error(drive.ask("GET", "changes", pageToken=f"{size}9"))[:2] == (400, "invalid")
    assert error(drive.ask("GET", "files", orderBy="size"))[1] == "invalid"


def test_renaming_makes_a_new_version(drive: Drive) -> None:
    file_id = drive.create("ก")
    changed = drive.call("PATCH", f"files/{file_id}", {"name": "ข"}, fields="name,version")
    assert changed == {"name": "ข", "version": "2"}


def test_properties_are_merged_and_null_takes_one_away(drive: Drive) -> None:
    file_id = drive.create("ก", appProperties={"a": "1", "b": "2"})
    body = {"appProperties": {"a": None, "c": "3"}}
    changed = drive.call("PATCH", f"files/{file_id}", body, fields="appProperties")
    assert changed == {"appProperties": {"b": "2", "c": "3"}}


def test_moving_between_folders(drive: Drive) -> None:
    folder, file_id = drive.create("แฟ้ม", FOLDER), drive.create("ก")
    root = drive.call("GET", "files/root")["id"]
    refused = drive.ask("PATCH", f"files/{file_id}", {}, addParents=folder)
    assert error(refused)[:2] == (403, "cannotAddParent")
    moved = drive.call(
        "PATCH", f"files/{file_id}", {}, addParents=folder, removeParents=root, fields="parents"
    )
    assert moved == {"parents": [folder]}
    assert drive.names(f"'{folder}' in parents") == ["ก"]
    loop = drive.ask("PATCH", f"files/{folder}", {}, addParents=folder, removeParents=root)
    assert error(loop)[1] == "cyclicMembershipsNotAllowed"


def test_a_folder_in_the_bin_takes_its_files_along(drive: Drive) -> None:
    folder = drive.create("แฟ้ม", FOLDER)
    inside = drive.create("ก", parents=[folder])
    drive.call("PATCH", f"files/{folder}", {"trashed": True})
    state = drive.call("GET", f"files/{inside}", fields="trashed,explicitlyTrashed")
    assert state == {"trashed": True, "explicitlyTrashed": False}
    drive.call("PATCH", f"files/{folder}", {"trashed": False})
    assert drive.call("GET", f"files/{inside}", fields="trashed") == {"trashed": False}


def test_deleting_a_folder_deletes_what_lies_in_it(drive: Drive) -> None:
    folder = drive.create("แฟ้ม", FOLDER)
    inside = drive.create("ก", parents=[folder])
    assert drive.ask("DELETE", f"files/{folder}").status_code == 204
    gone = error(drive.ask("GET", f"files/{inside}"))
    assert gone == (404, "notFound", f"File not found: {inside}.")


def test_mistakes_that_clients_make(drive: Drive) -> None:
    file_id = drive.create("ก")
    assert error(drive.ask("GET", "about"))[1] == "required"
    assert error(drive.ask("GET", "files/none"))[:2] == (404, "notFound")
    assert error(drive.ask("GET", f"files/{file_id}", alt="media"))[1] == "fileNotDownloadable"
    assert error(drive.ask("POST", "files", {"mimeType": FORM, "id": "mine"}))[1] == "invalid"
    assert error(drive.ask("POST", "files", {"mimeType": FORM, "version": "5"}))[1] == "fieldNotWritable"
    assert error(drive.ask("PATCH", f"files/{file_id}", {"parents": ["x"]}))[1] == "fieldNotWritable"
    assert (
        error(drive.ask("POST", "files", {"mimeType": FORM, "parents": [file_id]}))[1] == "parentNotAFolder"
    )
    for fields, name in (("files(id", "files(id"), ("files(nam)", "nam"), ("owners/name", "owners")):
        refused = error(drive.ask("GET", "files", fields=fields))
        assert refused == (400, "invalidParameter", f"Invalid field selection {name}")
    assert drive.ask("POST", "files", {"mimeType": FORM, "name": "x"}, fields="nope").status_code == 400
    assert "x" not in drive.names()


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "files/x/download", "drive.files.download"),
        ("POST", "files/x/watch", "drive.files.watch"),
        ("POST", "drives", "drive.drives.create"),
        ("GET", "nothing/of/google", "GET /drive/v3/nothing/of/google"),
    ],
)
def test_what_it_does_not_do_is_refused_by_name(drive: Drive, method: str, path: str, name: str) -> None:
    refused = drive.ask(method, path)
    assert refused.status_code == 501
    assert refused.json()["error"]["message"] == f"The embedded workspace does not implement {name}."
