"""Signing in and letting an app in, in a real browser, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.workspace.conftest import Workspace
from tests.workspace.questions import Client, question
from tests.workspace.seeding import seed

pytestmark = pytest.mark.browser

SOMSRI, SOMCHAI = "somsri@office.example", "somchai@office.example"


@pytest.fixture(params=[375, 1280])
def opened(request: pytest.FixtureRequest, workspace: Workspace, browser_page: Page) -> Iterator[Page]:
    """A browser of some width, before a workspace that knows two people."""
    for email, name in ((SOMSRI, "ศึกษานิเทศก์ ๑"), (SOMCHAI, "ศึกษานิเทศก์ ๒")):
        seed(workspace, "POST", "people", email=email, name=name)
    broken: list[str] = []
    browser_page.on(
        "console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None
    )
    browser_page.set_viewport_size({"width": request.param, "height": 800})
    yield browser_page
    assert broken == []


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_respondent_is_led_to_the_sign_in_and_back_to_the_form(workspace: Workspace, opened: Page) -> None:
    with workspace.service_account() as session:
        client = Client(workspace, session)
        verified = {"emailCollectionType": "VERIFIED"}
        form_id = client.published(question("textQuestion", {}, "ข้อเดียว", "00000001"), settings=verified)
        opened.goto(f"{workspace.address}/forms/d/e/{form_id}/viewform")
        with opened.expect_navigation():
            opened.get_by_role("link", name="ลงชื่อเข้าใช้").last.click()
        assert fits(opened)
        opened.get_by_text("ศึกษานิเทศก์ ๑").click()
        opened.get_by_role("button", name="เข้าใช้").click()
        expect(opened.get_by_role("link", name=f"ลงชื่อเข้าใช้เป็น {SOMSRI}")).to_be_visible()
        assert fits(opened)
        opened.get_by_label("ข้อเดียว").fill("ตอบแล้ว")
        opened.get_by_role("button", name="ส่งคำตอบ").click()
        opened.wait_for_url("**/formResponse?edit2=*")
        assert [one["respondentEmail"] for one in client.responses(form_id)] == [SOMSRI]


def test_among_many_people_the_button_is_always_in_sight(workspace: Workspace, opened: Page) -> None:
    seed(workspace, "PUT", "people", names={f"s{n:02}@office.example": f"คนที่ {n}" for n in range(40)})
    opened.goto(f"{workspace.address}/sign-in")
    button = opened.get_by_role("button", name="เข้าใช้")
    expect(button).to_be_in_viewport()
    opened.get_by_text("คนที่ 30", exact=True).click()
    expect(button).to_be_in_viewport()
    assert fits(opened)
    button.click()
    expect(opened.get_by_role("link", name="ลงชื่อเข้าใช้เป็น s30@office.example")).to_have_text("ค")


def test_of_many_files_one_is_found_by_words_of_its_name(workspace: Workspace, opened: Page) -> None:
    folder = seed(
        workspace, "POST", "files", owner=SOMSRI, name="ปีก่อน", mimeType="application/vnd.google-apps.folder"
    )["id"]
    for n in range(14):
        seed(workspace, "POST", "spreadsheets", owner=SOMSRI, name=f"ผลการนิเทศ เครือข่ายที่ {n}")
    seed(workspace, "POST", "spreadsheets", owner=SOMSRI, name="บันทึกเก่า", parent=folder)
    opened.goto(workspace.address)
    field, files = opened.get_by_label("ค้นหาจากชื่อ"), opened.locator("a.file:visible")
    expect(files).to_have_count(15)
    field.fill("เครือข่ายที่ ๑๓")
    expect(files).to_have_text([re.compile("เครือข่ายที่ 13")])
    field.fill("เก่า")
    expect(files).to_have_text([re.compile("บันทึกเก่า")])
    field.fill("ไม่มีชื่อนี้")
    expect(opened.get_by_text("ไม่พบไฟล์ที่มีคำนี้ในชื่อ")).to_be_visible()
    field.fill("")
    expect(files).to_have_count(15)
    assert fits(opened)


def test_signing_out_shows_everything_again(workspace: Workspace, opened: Page) -> None:
    seed(workspace, "POST", "spreadsheets", owner=SOMCHAI, name="ของอีกคน")
    opened.goto(f"{workspace.address}/sign-in")
    opened.get_by_label("หรือพิมพ์อีเมลอื่น").fill(SOMSRI)
    opened.get_by_role("button", name="เข้าใช้").click()
    expect(opened.get_by_role("heading", name="ไฟล์ทั้งหมด")).to_be_visible()
    expect(opened.get_by_text("ของอีกคน")).to_have_count(0)
    opened.get_by_role("link", name=f"ลงชื่อเข้าใช้เป็น {SOMSRI}").click()
    opened.get_by_role("button", name="ออกจากระบบ").click()
    expect(opened.get_by_text("ของอีกคน")).to_be_visible()


class _App(BaseHTTPRequestHandler):
    """The page of a desktop app that waits for its code."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<p>thanks</p>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def app_address() -> Iterator[str]:
    """Where an app listens."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _App) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize(("button", "told"), [("อนุญาต", "code"), ("ไม่อนุญาต", "error")])
def test_an_app_is_let_in_or_not(
    workspace: Workspace, opened: Page, app_address: str, button: str, told: str
) -> None:
    client = seed(workspace, "POST", "clients", name="แอปทดสอบ")["installed"]
    query = {
        "client_id": client["client_id"],
        "redirect_uri": app_address,
        "response_type": "code",
        "scope": "https://www.googleapis.com/auth/drive.file",
        "state": "s",
    }
    opened.goto(f"{client['auth_uri']}?{urlencode(query)}")
    assert fits(opened)
    expect(opened.get_by_text("แอปทดสอบ")).to_be_visible()
    opened.get_by_text("ศึกษานิเทศก์ ๒").click()
    opened.get_by_role("button", name=button, exact=True).click()
    expect(opened.get_by_text("thanks")).to_be_visible()
    answer = parse_qs(urlsplit(opened.url).query)
    assert answer["state"] == ["s"]
    assert told in answer
