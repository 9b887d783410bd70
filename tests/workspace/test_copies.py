"""files.copy over real HTTP: all that a file holds, and none of its sharing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import DOCUMENT, FOLDER, FORM, SPREADSHEET, Drive, error

SOMCHAI = "somchai@office.example"
SHORTCUT = "application/vnd.google-apps.shortcut"


@pytest.fixture
def drive(workspace: Workspace) -> Drive:
    """Drive as the service account uses it."""
    return Drive(workspace)


def book(drive: Drive, workspace: Workspace) -> str:
    """A spreadsheet with something of everything."""
    sheets = f"{workspace.address}/v4/spreadsheets"
    made = drive.session.post(sheets, json={"properties": {"title": "ผล", "locale": "th_TH"}}).json()
    here = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    cell = {"userEnteredValue": {"stringValue": "บ้านดอน"}, "note": "จด"}
    number = {"userEnteredValue": {"numberValue": 4.5}}
    requests: list[dict[str, Any]] = [
        {"updateCells": {"range": here, "rows": [{"values": [cell, number]}], "fields": "*"}},
        {"repeatCell": {"range": here, "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}},
        {"addSheet": {"properties": {"sheetId": 7, "title": "สอง", "index": 0}}},
        {"mergeCells": {"range": here | {"sheetId": 7}, "mergeType": "MERGE_ALL"}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "คะแนน", "range": here}}},
        {"addProtectedRange": {"protectedRange": {"range": here, "description": "เครื่อง"}}},
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataKey": "stamp",
                    "metadataValue": "1",
                    "visibility": "DOCUMENT",
                    "location": {"spreadsheet": True},
                }
            }
        },
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [here],
                    "booleanRule": {"condition": {"type": "BLANK"}, "format": bold["userEnteredFormat"]},
                }
            }
        },
    ]
    url = f"{sheets}/{made['spreadsheetId']}"
    answer = drive.session.post(f"{url}:batchUpdate", json={"requests": requests})
    assert answer.ok, answer.text
    drive.session.put(f"{url}/values/Sheet1!A900?valueInputOption=RAW", json={"values": [["ท้าย"]]})
    return str(made["spreadsheetId"])


def told(drive: Drive, workspace: Workspace, file_id: str) -> Any:
    answer = drive.session.get(f"{workspace.address}/v4/spreadsheets/{file_id}?includeGridData=true")
    return answer.json()


def test_a_spreadsheet_with_all_that_is_in_it(drive: Drive, workspace: Workspace) -> None:
    source = book(drive, workspace)
    copied = drive.call("POST", f"files/{source}/copy", {}, fields="id,name,mimeType")
    assert copied == {"id": copied["id"], "name": "Copy of ผล", "mimeType": SPREADSHEET}
    first, second = told(drive, workspace, source), told(drive, workspace, copied["id"])
    assert second["properties"].pop("title") == "Copy of ผล"
    first["properties"].pop("title")
    assert (second.pop("spreadsheetId"), first.pop("spreadsheetId")) == (copied["id"], source)
    assert (second.pop("spreadsheetUrl"), first.pop("spreadsheetUrl")) != ("", "")
    assert len(first["sheets"]) == 2
    for sheet in (*first["developerMetadata"], *second["developerMetadata"]):
        assert sheet["metadataKey"] == "stamp"
    assert second == first


def test_a_copy_is_a_file_of_its_own(drive: Drive, workspace: Workspace) -> None:
    source = book(drive, workspace)
    copied = drive.call("POST", f"files/{source}/copy", {"name": "b"})["id"]
    for file_id, text in ((source, "first"), (copied, "second")):
        url = f"{workspace.address}/v4/spreadsheets/{file_id}/values/Sheet1!A1"
        drive.session.put(f"{url}?valueInputOption=RAW", json={"values": [[text]]})
    drive.call("DELETE", f"files/{source}")
    url = f"{workspace.address}/v4/spreadsheets/{copied}/values/Sheet1!A1:A900"
    values = drive.session.get(url).json()["values"]
    assert (values[0], values[899]) == (["second"], ["ท้าย"])


def test_a_form_with_its_questions_and_no_responses(drive: Drive, workspace: Workspace) -> None:
    forms = f"{workspace.address}/v1/forms"
    form = drive.session.post(forms, json={"info": {"title": "แบบ"}}).json()["formId"]
    question = {"questionId": "0000000a", "textQuestion": {}}
    item = {"itemId": "0000000b", "title": "ชื่อ", "questionItem": {"question": question}}
    body = {"requests": [{"createItem": {"item": item, "location": {"index": 0}}}]}
    assert drive.session.post(f"{forms}/{form}:batchUpdate", json=body).ok
    state = {"isPublished": True, "isAcceptingResponses": True}
    settings = {"publishSettings": {"publishState": state}}
    drive.session.post(f"{forms}/{form}:setPublishSettings", json=settings)
    copied = drive.call("POST", f"files/{form}/copy", {"name": "แบบ 2"})["id"]
    read = drive.session.get(f"{forms}/{copied}").json()
    assert (read["info"], read["items"]) == (
        {"title": "แบบ", "documentTitle": "แบบ 2"},
        drive.session.get(f"{forms}/{form}").json()["items"],
    )
    assert read["publishSettings"] == {"publishState": {}}
    assert drive.session.get(f"{forms}/{copied}/responses").json() == {}


def test_an_ordinary_file_and_what_is_said_of_it(drive: Drive, workspace: Workspace) -> None:
    url = f"{workspace.address}/upload/drive/v3/files?uploadType=media"
    file_id = drive.session.post(url, data=b"abc", headers={"Content-Type": "text/plain"}).json()["id"]
    body = {
        "appProperties": {"a": "1", "b": "2"},
        "properties": {"c": "3"},
        "description": "d",
        "starred": True,
    }
    drive.call("PATCH", f"files/{file_id}", body)
    body = {"appProperties": {"a": None, "e": "4"}, "name": "n"}
    copied = drive.call("POST", f"files/{file_id}/copy", body, fields="*")
    assert copied["appProperties"] == {"b": "2", "e": "4"}
    assert (copied["properties"], copied["description"], copied["starred"]) == ({"c": "3"}, "d", False)
    assert copied["md5Checksum"] == drive.call("GET", f"files/{file_id}", fields="md5Checksum")["md5Checksum"]
    assert drive.ask("GET", f"files/{copied['id']}", alt="media").content == b"abc"


def test_where_a_copy_goes_and_whose_it_is(drive: Drive, workspace: Workspace) -> None:
    guest = Drive(workspace, SOMCHAI)
    folder, other = drive.create("แฟ้ม", FOLDER), drive.create("อื่น", FOLDER)
    file_id = drive.create("ก", parents=[folder])
    drive.share(file_id, emailAddress=SOMCHAI)
    here = {"fields": "parents,ownedByMe,shared,permissions"}
    assert drive.call("POST", f"files/{file_id}/copy", {}, **here)["parents"] == [folder]
    assert drive.call("POST", f"files/{file_id}/copy", {"parents": [other]}, **here)["parents"] == [other]
    theirs = guest.call("POST", f"files/{file_id}/copy", {}, **here)
    assert theirs["parents"] == [guest.call("GET", "files/root")["id"]]
    assert (theirs["ownedByMe"], theirs["shared"], len(theirs["permissions"])) == (True, False, 1)


def test_what_is_not_copied(drive: Drive, workspace: Workspace) -> None:
    guest = Drive(workspace, SOMCHAI)
    folder, file_id = drive.create("แฟ้ม", FOLDER), drive.create("ก")
    shortcut = drive.create("", SHORTCUT, shortcutDetails={"targetId": file_id})
    assert error(guest.ask("POST", f"files/{file_id}/copy", {}))[:2] == (404, "notFound")
    for one in (folder, shortcut):
        assert error(drive.ask("POST", f"files/{one}/copy", {}))[:2] == (403, "cannotCopyFile")
    drive.share(file_id, emailAddress=SOMCHAI)
    drive.call("PATCH", f"files/{file_id}", {"copyRequiresWriterPermission": True})
    assert error(guest.ask("POST", f"files/{file_id}/copy", {}))[:2] == (403, "cannotCopyFile")
    can = guest.call("GET", f"files/{file_id}", fields="capabilities(canCopy,canDownload)")["capabilities"]
    assert can == {"canCopy": False, "canDownload": False}
    assert error(drive.ask("POST", f"files/{file_id}/copy", {"mimeType": DOCUMENT}))[0] == 400
    assert drive.ask("POST", f"files/{file_id}/copy", {"mimeType": FORM}).status_code == 400


def test_ids_that_were_given_out(drive: Drive) -> None:
    ids = drive.call("GET", "files/generateIds", count=3)["ids"]
    assert len(set(ids)) == 3
    assert drive.create("a", "text/plain", id=ids[0]) == ids[0]
    again = drive.ask("POST", "files", {"id": ids[0], "mimeType": "text/plain"})
    assert error(again) == (409, "fileIdInUse", "A file already exists with the provided ID.")
    copied = drive.call("POST", f"files/{ids[0]}/copy", {"id": ids[1]})
    assert copied["id"] == ids[1]
    for name in ("mine", "../../etc/passwd", ids[2][:-1] + "!"):
        refused = drive.ask("POST", "files", {"id": name, "mimeType": "text/plain"})
        assert error(refused) == (400, "invalid", "The provided file ID is not usable.")
    assert error(drive.ask("GET", "files/generateIds", count=0))[1] == "invalidParameter"
    assert error(drive.ask("GET", "files/generateIds", space="attic"))[1] == "invalid"


def test_open_comments_go_along_when_asked(drive: Drive) -> None:
    source = drive.create("ก")
    for text in ("เปิด", "ปิดแล้ว"):
        made = drive.call("POST", f"files/{source}/comments", {"content": text}, fields="id")["id"]
        drive.call("POST", f"files/{source}/comments/{made}/replies", {"content": "ตอบ"}, fields="id")
    body = {"action": "resolve"}
    drive.call("POST", f"files/{source}/comments/{made}/replies", body, fields="id")
    told = "comments(content,replies(content))"
    for params, expected in (
        ({}, []),
        ({"copyComments": "true"}, [{"content": "เปิด", "replies": [{"content": "ตอบ"}]}]),
    ):
        copied = drive.call("POST", f"files/{source}/copy", {}, **params)["id"]
        assert drive.call("GET", f"files/{copied}/comments", fields=told)["comments"] == expected
