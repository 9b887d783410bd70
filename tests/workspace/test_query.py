"""The `q` of files.list over real HTTP: its grammar, what each term means, order and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workspace.conftest import Workspace
from tests.workspace.drive_calls import FOLDER, Drive, error

SHORTCUT = "application/vnd.google-apps.shortcut"


@dataclass(frozen=True)
class Known:
    """A file of which everything that is asked below is known."""

    name: str
    mime: str
    starred: bool
    trashed: bool
    unit: str


FILES = (
    Known("รายงาน เดือนแรก", "text/plain", True, False, "a"),
    Known("รายงาน it's", "text/csv", False, True, "b"),
    Known("Hello World", "image/png", True, True, "a"),
    Known("HelloWorld", "text/plain", False, False, ""),
)

# A term of the language beside what it means.
TERMS: list[tuple[str, Any]] = [
    ("name = 'HelloWorld'", lambda file: file.name == "HelloWorld"),
    ("name != 'HelloWorld'", lambda file: file.name != "HelloWorld"),
    ("name contains 'hello'", lambda file: "Hello" in file.name),
    ("name contains 'World'", lambda file: "World" in file.name.split()),
    (r"name contains 'it\'s'", lambda file: "it's" in file.name),
    ("mimeType = 'text/plain'", lambda file: file.mime == "text/plain"),
    ("mimeType contains 'text/'", lambda file: file.mime.startswith("text/")),
    ("mimeType != 'image/png'", lambda file: file.mime != "image/png"),
    ("trashed = true", lambda file: file.trashed),
    ("trashed != true", lambda file: not file.trashed),
    ("starred=false", lambda file: not file.starred),
    ("properties has { key='unit' and value='a' }", lambda file: file.unit == "a"),
    ("appProperties has {key='unit' and value='a'}", lambda file: False),
    ("'me' in owners", lambda file: True),
    ("'somchai@office.example' in writers", lambda file: False),
    ("'root' in parents", lambda file: True),
    ("sharedWithMe", lambda file: False),
    ("sharedWithMe = false", lambda file: True),
    ("visibility = 'limited'", lambda file: True),
    ("modifiedTime > '2020-01-01T00:00:00'", lambda file: True),
    ("createdTime <= '2020-01-01T00:00:00+07:00'", lambda file: False),
    ("viewedByMeTime > '2020-01-01'", lambda file: True),
    ("shortcutDetails.targetId = 'x'", lambda file: False),
]


@st.composite
def queries(draw: st.DrawFn, depth: int = 2) -> tuple[str, Any]:
    """A query and what it means: terms joined from left to right, with nots and brackets."""
    text, test = draw(parts(depth))
    for _ in range(draw(st.integers(0, 3))):
        word, (more, other) = draw(st.sampled_from(["and", "or"])), draw(parts(depth))
        text, test = f"{text} {word} {more}", joined(word, test, other)
    return text, test


@st.composite
def parts(draw: st.DrawFn, depth: int) -> tuple[str, Any]:
    kind = draw(st.sampled_from(["term", "term", "not", "brackets"] if depth else ["term"]))
    if kind == "term":
        term: tuple[str, Any] = draw(st.sampled_from(TERMS))
        return term
    if kind == "not":
        text, test = draw(parts(depth - 1))
        return f"not {text}", lambda file: not test(file)
    text, test = draw(queries(depth - 1))
    return f"({text})", test


def joined(word: str, first: Any, second: Any) -> Any:
    if word == "and":
        return lambda file: first(file) and second(file)
    return lambda file: first(file) or second(file)


def made(drive: Drive) -> None:
    for file in FILES:
        body = {"mimeType": file.mime, "name": file.name, "starred": file.starred}
        body |= {"properties": {"unit": file.unit}} if file.unit else {}
        file_id = drive.call("POST", "files", body)["id"]
        if file.trashed:
            drive.call("PATCH", f"files/{file_id}", {"trashed": True})


def test_every_query_means_what_its_parts_mean(workspace: Workspace) -> None:
    drive = Drive(workspace)
    made(drive)

    @settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(queries())
    def check(query: tuple[str, Any]) -> None:
        text, test = query
        assert sorted(drive.names(text)) == sorted(file.name for file in FILES if test(file)), text

    check()


@given(st.text("()'\\\"=<>!{} andorntivme\t", max_size=30))
@settings(max_examples=150, deadline=None, database=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    from sync.workspace.drive import query
    from sync.workspace.errors import Refusal

    try:
        query.parse(text)
    except Refusal as refusal:
        assert refusal.code == 400


@pytest.mark.parametrize(
    "q",
    [
        "name", "name = ", "name ~ 'a'", "foo = 'a'", "name = 'a", "(name = 'a'", "name = 'a')", "'x' in y",
        "name = 'a' and", "and name = 'a'", "name = 'a' name = 'b'", "not", "()", "trashed",
        "trashed = 'true'", "trashed > true", "modifiedTime contains '2020'", "modifiedTime > 'soon'",
        "visibility = 'secret'",
        "properties has {key='a'}", "parents in 'x'", "name contains contains", "mimeType > 'a'",
        "(" * 200 + "name = 'a'" + ")" * 200, "not " * 200 + "trashed = true",
    ],
)  # fmt: skip
def test_queries_that_drive_does_not_understand(workspace: Workspace, q: str) -> None:
    assert error(Drive(workspace).ask("GET", "files", q=q)) == (400, "invalid", "Invalid Value")


def test_long_queries(workspace: Workspace) -> None:
    drive = Drive(workspace)
    made(drive)
    assert len(drive.names(" or ".join(["name = 'x'"] * 1000 + ["trashed = true"]))) == 2


@pytest.mark.parametrize("q", ["fullText contains 'a'", "labels in 'a'"])
def test_what_is_not_searched_is_said(workspace: Workspace, q: str) -> None:
    answer = Drive(workspace).ask("GET", "files", q=q)
    assert answer.status_code == 501
    assert q.partition(" ")[0] in answer.json()["error"]["message"]


def test_how_far_a_file_is_open(workspace: Workspace) -> None:
    drive = Drive(workspace)
    for name, permission in (
        ("limited", None),
        ("anyoneWithLink", {"type": "anyone"}),
        ("anyoneCanFind", {"type": "anyone", "allowFileDiscovery": True}),
        ("domainWithLink", {"type": "domain", "domain": "office.example"}),
        ("domainCanFind", {"type": "domain", "domain": "office.example", "allowFileDiscovery": True}),
    ):
        file_id = drive.create(name)
        if permission:
            drive.share(file_id, **permission)
        assert drive.names(f"visibility = '{name}'") == [name]
    assert len(drive.names("visibility != 'limited'")) == 4


def test_shortcuts_lead_to_their_target(workspace: Workspace) -> None:
    drive, guest = Drive(workspace), Drive(workspace, "somchai@office.example")
    target, folder = drive.create("ก", "text/plain"), drive.create("แฟ้ม", FOLDER)
    shortcut = drive.create("ทางลัด", SHORTCUT, shortcutDetails={"targetId": target}, parents=[folder])
    told = drive.call("GET", f"files/{shortcut}", fields="shortcutDetails,size,capabilities/canDownload")
    assert told == {
        "shortcutDetails": {"targetId": target, "targetMimeType": "text/plain"},
        "capabilities": {"canDownload": False},
    }
    assert drive.names(f"shortcutDetails.targetId = '{target}'") == ["ทางลัด"]
    drive.share(folder, emailAddress="somchai@office.example")
    assert sorted(guest.names()) == ["ทางลัด", "แฟ้ม"]
    assert error(guest.ask("GET", f"files/{target}"))[0] == 404
    for details in ({}, {"targetId": "none"}, {"targetId": shortcut}):
        body = {"mimeType": SHORTCUT, "name": "x", "shortcutDetails": details}
        assert drive.ask("POST", "files", body).status_code in {400, 403, 404}


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("name", ["a10", "a2", "Hello", "แฟ้ม"]),
        ("name_natural", ["a2", "a10", "Hello", "แฟ้ม"]),
        ("name desc", ["แฟ้ม", "Hello", "a2", "a10"]),
        ("folder,name", ["แฟ้ม", "a10", "a2", "Hello"]),
        ("createdTime", ["a10", "Hello", "a2", "แฟ้ม"]),
        ("quotaBytesUsed desc, name", ["a2", "a10", "Hello", "แฟ้ม"]),
        ("starred,name", ["Hello", "a10", "a2", "แฟ้ม"]),
    ],
)
def test_orders(workspace: Workspace, order: str, names: list[str]) -> None:
    drive = Drive(workspace)
    for name, size in (("a10", 2), ("Hello", 0), ("a2", 5)):
        url = f"{workspace.address}/upload/drive/v3/files?uploadType=media"
        file_id = drive.session.post(url, data=b"x" * size, headers={"Content-Type": "a/b"}).json()["id"]
        drive.call("PATCH", f"files/{file_id}", {"name": name, "starred": name == "Hello"})
    drive.create("แฟ้ม", FOLDER)
    assert drive.names(orderBy=order) == names


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"corpora": "user", "spaces": "drive", "supportsAllDrives": "true"}, 200),
        ({"corpora": "allDrives", "includeItemsFromAllDrives": "true", "supportsAllDrives": "true"}, 200),
        ({"pageSize": "5000"}, 200),
        ({"corpora": "allDrives"}, 400),
        ({"corpora": "drive"}, 400),
        ({"driveId": "x"}, 400),
        ({"corpora": "drive", "driveId": "x", "includeItemsFromAllDrives": "true"}, 404),
        ({"corpora": "everything"}, 400),
        ({"spaces": "attic"}, 400),
        ({"spaces": "appDataFolder"}, 501),
        ({"pageSize": "none"}, 400),
        ({"orderBy": "size"}, 400),
        ({"orderBy": "name sideways"}, 400),
        ({"pageToken": "WzEsMl0="}, 400),
    ],
)
def test_where_is_searched(workspace: Workspace, params: dict[str, str], answer: int) -> None:
    session = Drive(workspace).session
    session.hooks["response"].clear()  # a page size above Google's own most is cut, not refused
    assert session.get(f"{workspace.address}/drive/v3/files", params=params).status_code == answer
