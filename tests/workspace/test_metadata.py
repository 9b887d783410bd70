"""What may be said of a file: times, colours, properties; and what Drive does not take."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import FOLDER, Drive, error


@pytest.fixture
def drive(workspace: Workspace) -> Drive:
    """Drive as the service account uses it."""
    return Drive(workspace)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"createdTime": "2020-01-02T10:04:05+07:00"}, {"createdTime": "2020-01-02T03:04:05.000Z"}),
        ({"modifiedTime": "2020-01-02T03:04:05.678Z"}, {"modifiedTime": "2020-01-02T03:04:05.678Z"}),
        ({"folderColorRgb": "#ac725e"}, {"folderColorRgb": "#ac725e"}),
        ({"copyRequiresWriterPermission": True}, {"copyRequiresWriterPermission": True}),
        ({"originalFilename": "ก.png"}, {"originalFilename": "ก.png"}),
        ({"properties": {"a": "1"}, "name": None}, {"properties": {"a": "1"}, "name": "x.tar.gz"}),
        ({"name": "ข.PDF"}, {"fileExtension": "PDF", "fullFileExtension": "PDF"}),
        ({"description": "d"}, {"description": "d", "fullFileExtension": "tar.gz", "fileExtension": "gz"}),
        ({"contentHints": {"indexableText": "t"}}, {"name": "x.tar.gz"}),
    ],
)
def test_what_is_said_of_a_file_is_kept(drive: Drive, body: dict[str, Any], told: dict[str, Any]) -> None:
    file_id = drive.create("x.tar.gz", "text/plain")
    assert drive.call("PATCH", f"files/{file_id}", body, fields=",".join(told)) == told
    assert drive.call("GET", f"files/{file_id}", fields=",".join(told)) == told


@pytest.mark.parametrize(
    ("body", "code", "reason"),
    [
        ({"size": "5"}, 403, "fieldNotWritable"),
        ({"owners": []}, 403, "fieldNotWritable"),
        ({"id": "other"}, 403, "fieldNotWritable"),
        ({"mimeType": "text/csv"}, 400, "badRequest"),
        ({"nonsense": 1}, 400, "badRequest"),
        ({"name": 5}, 400, "badRequest"),
        ({"starred": "perhaps"}, 400, "badRequest"),
        ({"properties": ["a"]}, 400, "badRequest"),
        ({"properties": {"a": 1}}, 400, "badRequest"),
        ({"properties": {"a": "ก" * 50}}, 403, "propertyTooLong"),
        ({"appProperties": {str(number): "x" for number in range(31)}}, 403, "propertyLimitExceeded"),
        ({"createdTime": "yesterday"}, 400, "invalid"),
        ({"createdTime": "2020-01-02T03:04:05"}, 400, "invalid"),
    ],
)
def test_what_drive_does_not_take(drive: Drive, body: dict[str, Any], code: int, reason: str) -> None:
    file_id = drive.create("x", "text/plain")
    before = drive.call("GET", f"files/{file_id}", fields="*")
    assert error(drive.ask("PATCH", f"files/{file_id}", body))[:2] == (code, reason)
    assert drive.call("GET", f"files/{file_id}", fields="*") == before


def test_my_drive_stays_as_it_is(drive: Drive) -> None:
    for body in ({"name": "x"}, {"trashed": True}, {"description": "x"}):
        assert drive.ask("PATCH", "files/root", body).status_code == 403
    assert error(drive.ask("DELETE", "files/root"))[1] == "cannotDeleteRootFolder"
    assert drive.call("PATCH", "files/root", {"starred": True}, fields="starred") == {"starred": True}


def test_names_go_nowhere_but_into_the_database(drive: Drive, workspace: Workspace) -> None:
    names = ["../../etc/passwd", "a/b\\c", "\u202egnp.exe", 'x"; filename="y', "ก\r\nSet-Cookie: a=b"]
    for name in names:
        file_id = drive.create(name, "text/plain")
        assert drive.call("GET", f"files/{file_id}")["name"] == name
        answer = drive.ask("GET", f"files/{file_id}", alt="media")
        assert answer.ok
        assert "Set-Cookie" not in answer.headers
    folder = drive.create("..", FOLDER)
    inside = drive.create("x", "text/plain", parents=[folder])
    assert drive.call("GET", f"files/{inside}", fields="parents") == {"parents": [folder]}
    for odd in ("..%2F..", "%2e%2e", "%00"):
        assert drive.ask("GET", f"files/{odd}").status_code in {400, 404, 501}
