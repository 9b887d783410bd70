"""The list of files, and what the pages look like: style sheets and fonts, and nothing beside them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.workspace.questions import Client, Json, question, served
from tests.workspace.respondent import Shown, read, send


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


def made(client: Client, name: str, kind: str, parent: str = "") -> str:
    body: Json = {"name": name, "mimeType": f"application/vnd.google-apps.{kind}"}
    response = client.call("POST", "/drive/v3/files", body | ({"parents": [parent]} if parent else {}))
    assert response.ok, response.text
    return str(response.json()["id"])


def listing(client: Client) -> Shown:
    return read(requests.get(f"{client.address}/", timeout=5))


def names(page: Shown) -> list[str]:
    known = {"เปิดรับคำตอบ", "ปิดรับคำตอบ", "ยังไม่เผยแพร่", "ตาราง", "เอกสาร"}
    return [text for text in page.texts.get("name", []) if text not in known and not text.endswith("คำตอบ")]


def test_an_empty_workspace_says_so(client: Client) -> None:
    page = listing(client)
    assert page.status == 200
    assert "ยังไม่มีไฟล์" in page.html
    assert "<code>" not in page.html, "nithet's commands would fill another folder than this one"


def test_files_stand_in_their_folders_newest_first(client: Client) -> None:
    folder = made(client, "นิเทศ <2569>", "folder")
    sheet = made(client, "สรุปเขต", "spreadsheet", folder)
    made(client, "เครือข่ายดอนตาล", "spreadsheet", folder)
    form_id = client.published(question("textQuestion", {}, "ก", "0000000a"), title="แบบบันทึก")
    send(client.address, form_id, {"entry.10": "ก"})
    gone = made(client, "ทิ้งแล้ว", "spreadsheet")
    client.call("PATCH", f"/drive/v3/files/{gone}", {"trashed": True})
    page = listing(client)
    assert names(page) == ["แบบบันทึก", "นิเทศ <2569>", "เครือข่ายดอนตาล", "สรุปเขต"]
    assert f"/forms/d/e/{form_id}/viewform" in page.links
    assert f"/spreadsheets/d/{sheet}/edit" in page.links
    assert "1 คำตอบ" in page.html
    client.publish(form_id, accepting=False)
    assert "ปิดรับคำตอบ" in listing(client).html


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/_workspace/look/base.css", "text/css; charset=utf-8"),
        ("/_workspace/look/form.js", "text/javascript; charset=utf-8"),
        ("/_workspace/look/icon.svg", "image/svg+xml"),
        ("/_workspace/fonts/Sarabun-Regular.ttf", "font/ttf"),
    ],
)
def test_what_pages_need_is_served(client: Client, path: str, kind: str) -> None:
    response = requests.get(client.address + path, timeout=5)
    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    "path",
    [
        "/_workspace/look/base.html",
        "/_workspace/look/..%2F..%2Fpyproject.toml",
        "/_workspace/look/%2e%2e/base.css",
        "/_workspace/look/none.css",
        "/_workspace/fonts/Sarabun-None.ttf",
        "/_workspace/fonts/Sarabun-..%2F..%2Fx.ttf",
    ],
)
def test_nothing_else_is(client: Client, path: str) -> None:
    assert requests.get(client.address + path, timeout=5).status_code == 404


def test_a_person_on_a_wrong_address_reads_a_page_in_thai(client: Client) -> None:
    response = requests.get(f"{client.address}/nothing", headers={"Accept": "text/html"}, timeout=5)
    assert (response.status_code, read(response).heading) == (404, "ไม่พบหน้านี้")
