"""Signing in on the pages: who sees what, who may respond, and what no other page can make a browser do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import requests

from sync.workspace.doors import Access
from sync.workspace.server import running
from tests.workspace.conftest import Workspace
from tests.workspace.questions import Client, choice, question
from tests.workspace.seeding import CONTROL, seed

SOMSRI, SOMCHAI = "somsri@office.example", "somchai@office.example"
PASSWORD = "รหัสผ่าน ๑๒๓"


@pytest.fixture
def books(workspace: Workspace) -> dict[str, str]:
    """A spreadsheet of each of two people, the second shared with the first."""
    return {
        "hers": seed(workspace, "POST", "spreadsheets", owner=SOMSRI, name="ของสมศรี")["id"],
        "his": seed(workspace, "POST", "spreadsheets", owner=SOMCHAI, name="ของสมชาย")["id"],
        "shared": seed(workspace, "POST", "spreadsheets", owner=SOMCHAI, name="ใช้ร่วมกัน", share={
            SOMSRI: "reader",
        })["id"],
    }  # fmt: skip


def browser(workspace: Workspace, email: str = "", password: str = "") -> requests.Session:
    """A browser in which somebody signed in."""
    session = requests.Session()
    if email or password:
        form = {"other": email, "password": password, "next": "/"}
        answer = session.post(f"{workspace.address}/sign-in", data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 303, answer.text
    return session


def edit(book: str) -> str:
    return f"/spreadsheets/d/{book}/edit"


def test_without_a_sign_in_the_clerk_at_this_machine_sees_all(
    workspace: Workspace, books: dict[str, str]
) -> None:
    listed = requests.get(workspace.address, timeout=10).text
    assert all(name in listed for name in ("ของสมศรี", "ของสมชาย", "ใช้ร่วมกัน"))
    for book in books.values():
        assert requests.get(workspace.address + edit(book), timeout=10).status_code == 200


def test_who_signs_in_sees_what_is_theirs(workspace: Workspace, books: dict[str, str]) -> None:
    session = browser(workspace, SOMSRI)
    listed = session.get(workspace.address).text
    assert "ของสมศรี" in listed
    assert "ใช้ร่วมกัน" in listed
    assert "ของสมชาย" not in listed
    assert SOMSRI in listed, "the page says as whom"
    assert session.get(workspace.address + edit(books["shared"])).status_code == 200
    for path in (edit(books["his"]), f"/spreadsheets/d/{books['his']}/version", "/mail/", "/mail/x/html"):
        refused = session.get(workspace.address + path)
        assert refused.status_code == 403
        assert "ท่านยังไม่มีสิทธิ์ดูหน้านี้" in refused.text


def test_signing_out_and_a_cookie_that_is_old(workspace: Workspace, books: dict[str, str]) -> None:
    session = browser(workspace, SOMSRI)
    kept = dict(session.cookies)
    session.post(f"{workspace.address}/sign-out", timeout=10)
    assert session.get(workspace.address + edit(books["his"])).status_code == 200
    # The cookie itself is worth nothing any more.
    answer = requests.get(workspace.address, cookies=kept, timeout=10)
    assert "ของสมชาย" in answer.text


def test_the_cookie_is_for_this_server_and_no_script(workspace: Workspace) -> None:
    answer = requests.post(
        f"{workspace.address}/sign-in", data={"email": SOMSRI}, allow_redirects=False, timeout=10
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"nithet-workspace-{workspace.address.rpartition(':')[2]}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/spreadsheets/d/x/edit?gid=0", "/spreadsheets/d/x/edit?gid=0"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
    ],
)
def test_signing_in_leads_on_within_the_workspace(workspace: Workspace, asked: str, led: str) -> None:
    answer = requests.post(
        f"{workspace.address}/sign-in",
        data={"email": SOMSRI, "next": asked},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.headers["Location"] == led


@pytest.mark.parametrize("email", ["nobody", "a@b@c", "x" * 300 + "@office.example"])
def test_what_is_no_address(workspace: Workspace, email: str) -> None:
    answer = requests.post(f"{workspace.address}/sign-in", data={"other": email}, timeout=10)
    assert answer.status_code == 400
    assert "อีเมลนี้ไม่ถูกต้อง" in answer.text


def test_whose_account_was_deleted_is_kept_out(workspace: Workspace, books: dict[str, str]) -> None:
    session = browser(workspace, SOMSRI)
    seed(workspace, "DELETE", f"people/{SOMSRI}")
    assert session.get(workspace.address + edit(books["his"])).status_code == 200, "signed out: the clerk"
    answer = session.post(f"{workspace.address}/sign-in", data={"other": SOMSRI}, timeout=10)
    assert answer.status_code == 403
    assert "ถูกลบไปแล้ว" in answer.text


def test_people_are_listed_as_they_were_named_together(workspace: Workspace, books: dict[str, str]) -> None:
    def listed(*names: tuple[str, str]) -> list[str]:
        seed(workspace, "PUT", "people", names=dict(names))
        page = requests.get(f"{workspace.address}/sign-in", timeout=10).text
        return re.findall(r'name="email" value="([^"]+)"', page)

    head, third = "z-head@office.example", ("third@office.example", "เครือข่ายเหนือ")
    assert listed((head, "ผอ.กลุ่มนิเทศฯ"), (SOMSRI, "ศึกษานิเทศก์ 1"), third)[:3] == [head, SOMSRI, third[0]]
    assert listed((SOMSRI, "ศึกษานิเทศก์ 1"), third, (head, "ผอ.กลุ่มนิเทศฯ"))[:3] == [SOMSRI, third[0], head]
    signed_in = browser(workspace, head).get(workspace.address).text
    assert 'title="ผอ.กลุ่มนิเทศฯ · z-head@office.example"' in signed_in
    assert re.search(r'class="who known"[^>]*>ผ</a>', signed_in)


def test_forms_are_listed_before_what_is_newer(workspace: Workspace, books: dict[str, str]) -> None:
    with workspace.service_account() as session:
        Client(workspace, session).published(question("textQuestion", {}, "ข้อเดียว", "00000001"))
    seed(workspace, "POST", "spreadsheets", owner=SOMSRI, name="ใหม่กว่า")
    page = requests.get(workspace.address, timeout=10).text
    links = re.findall(r'class="file" href="(/\w+)/', page)
    assert links[0] == "/forms" and set(links[1:]) == {"/spreadsheets"}


FOREIGN = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_no_other_page_signs_anybody_in_or_out(
    workspace: Workspace, path: str, headers: dict[str, str]
) -> None:
    answer = requests.post(
        workspace.address + path, data={"email": SOMSRI}, headers=headers, allow_redirects=False, timeout=10
    )
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_every_page_is_kept_out_of_frames_and_caches(workspace: Workspace, books: dict[str, str]) -> None:
    for path in ("/", "/sign-in", edit(books["hers"]), "/mail/", "/none", "/forms/d/e/none/viewform"):
        headers = requests.get(workspace.address + path, timeout=10).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
    api = requests.get(f"{workspace.address}/drive/v3/files", timeout=10).headers
    assert api["X-Content-Type-Options"] == "nosniff"


@pytest.fixture
def client(workspace: Workspace) -> Iterator[Client]:
    """The service account's calls."""
    with workspace.service_account() as session:
        yield Client(workspace, session)


def restricted(client: Client, *, verified: bool, to: str = SOMSRI) -> str:
    """A form with one question that one person may fill in."""
    form_id = client.form()
    client.add(form_id, question("textQuestion", {}, "ก", "00000001"))
    if verified:
        settings = {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}
        assert client.batch(form_id, {"updateSettings": settings}).ok
    client.publish(form_id)
    body = {"type": "user", "role": "reader", "view": "published", "emailAddress": to}
    assert client.call("POST", f"/drive/v3/files/{form_id}/permissions", body).ok
    return form_id


def fill(session: requests.Session, address: str, form_id: str, **headers: str) -> requests.Response:
    """Open the form and send it with its one question answered."""
    url = f"{address}/forms/d/e/{form_id}"
    shown = session.get(f"{url}/viewform", timeout=10)
    if shown.status_code != 200:
        return shown
    (name,) = set(re.findall(r'name="(entry\.\d+)"', shown.text))
    sent = session.post(f"{url}/formResponse", data={name: "คำตอบ", "submit": "1"}, headers=headers)
    assert sent.status_code in {200, 403}
    return sent


def test_a_named_respondent_signs_in_and_fills_the_form(workspace: Workspace, client: Client) -> None:
    form_id = restricted(client, verified=True)
    refused = fill(requests.Session(), workspace.address, form_id)
    assert refused.status_code == 403
    assert f'href="/sign-in?next=/forms/d/e/{form_id}/viewform"' in refused.text
    assert fill(browser(workspace, SOMCHAI), workspace.address, form_id).status_code == 403
    assert fill(browser(workspace, SOMSRI), workspace.address, form_id).status_code == 200
    (response,) = client.responses(form_id)
    assert response["respondentEmail"] == SOMSRI


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_page_cannot_respond_as_who_signed_in(
    workspace: Workspace, client: Client, headers: dict[str, str]
) -> None:
    form_id = restricted(client, verified=True)
    refused = fill(browser(workspace, SOMSRI), workspace.address, form_id, **headers)
    assert refused.status_code == 403
    assert client.responses(form_id) == []


def test_another_page_may_respond_as_nobody_as_on_google(workspace: Workspace, client: Client) -> None:
    form_id = client.published(choice("ใช่", "ไม่ใช่", question_id="00000001"))
    (name,) = set(re.findall(
        r'name="(entry\.\d+)"',
        requests.get(f"{workspace.address}/forms/d/e/{form_id}/viewform", timeout=10).text,
    ))  # fmt: skip
    answer = browser(workspace, SOMSRI).post(
        f"{workspace.address}/forms/d/e/{form_id}/formResponse",
        data={name: "ใช่"},
        headers=FOREIGN[0],
    )
    assert answer.status_code == 200
    assert len(client.responses(form_id)) == 1


# Behind the password: a host other than the usual loopback, as on an office's network.


_TOLD = {"X-Workspace-Password": quote(PASSWORD)}


@pytest.fixture
def locked(tmp_path: Path, key_file: bytes) -> Iterator[Workspace]:
    """A workspace that others than this machine may reach."""
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "service-account.json").write_bytes(key_file)
    with running(folder, access=Access("127.0.0.2", PASSWORD)) as address:
        assert address.startswith("http://127.0.0.2:")
        yield Workspace(address, folder)


@pytest.mark.parametrize("path", ["/", "/spreadsheets/d/none/edit", "/mail/", "/nothing"])
def test_the_pages_are_behind_the_password(locked: Workspace, path: str) -> None:
    answer = requests.get(locked.address + path, allow_redirects=False, timeout=10)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=%2F")
    wants_json = {"Accept": "application/json"}
    assert requests.get(locked.address + path, headers=wants_json, timeout=10).status_code == 401


def test_with_the_password_one_is_somebody_or_the_clerk(locked: Workspace) -> None:
    page = requests.get(f"{locked.address}/sign-in", timeout=10).text
    assert 'type="password"' in page
    session = browser(locked, SOMSRI, PASSWORD)
    assert session.get(locked.address, timeout=10).status_code == 200
    assert session.get(f"{locked.address}/mail/", timeout=10).status_code == 403
    clerk = browser(locked, "", PASSWORD)
    assert clerk.get(f"{locked.address}/mail/", timeout=10).status_code == 200


def test_a_wrong_password_opens_nothing_and_ten_make_one_wait(locked: Workspace) -> None:
    url = f"{locked.address}/sign-in"
    refused = requests.post(url, data={"password": "no"}, allow_redirects=False, timeout=10)
    assert (refused.status_code, "Set-Cookie" in refused.headers) == (403, False)
    assert "รหัสผ่านไม่ถูกต้อง" in refused.text
    assert requests.post(url, data={}, timeout=10).status_code == 403


def test_people_are_not_told_before_the_password(locked: Workspace) -> None:
    browser(locked, SOMSRI, PASSWORD)
    assert SOMSRI not in requests.get(f"{locked.address}/sign-in", timeout=10).text


def test_programs_need_their_token_and_no_password(locked: Workspace) -> None:
    files = f"{locked.address}/drive/v3/files"
    assert locked.service_account().get(files).status_code == 200
    assert requests.get(files, timeout=10).status_code == 401


def test_programs_export_with_their_token_where_people_need_the_password(locked: Workspace) -> None:
    session = locked.service_account()
    made = session.post(f"{locked.address}/v4/spreadsheets", json={}).json()["spreadsheetId"]
    url = f"{locked.address}/spreadsheets/d/{made}/export?format=csv"
    assert session.get(url).status_code == 200
    assert requests.get(url, headers={"Authorization": "Bearer none"}, timeout=10).status_code == 401
    assert requests.get(url, allow_redirects=False, timeout=10).status_code == 303
    assert browser(locked, "", PASSWORD).get(url).status_code == 200


def test_a_form_is_open_as_its_form_is(locked: Workspace) -> None:
    with locked.service_account() as session:
        calls = Client(locked, session)
        form_id = calls.published(question("textQuestion", {}, "ก", "00000001"))
        assert fill(requests.Session(), locked.address, form_id).status_code == 200
        assert len(calls.responses(form_id)) == 1
        closed = restricted(calls, verified=False)
        assert fill(requests.Session(), locked.address, closed).status_code == 403
        assert fill(browser(locked, SOMSRI, PASSWORD), locked.address, closed).status_code == 200


def test_controls_answer_under_this_machines_own_names_only(locked: Workspace) -> None:
    ping = f"{locked.address}/_workspace/ping"
    assert requests.get(ping, timeout=10).status_code == 403
    assert (
        requests.put(f"{locked.address}/_workspace/clock", json={}, headers=CONTROL, timeout=10).status_code
        == 403
    )
    name = "127.0.0.1:" + locked.address.rpartition(":")[2]
    assert requests.get(ping, headers={"Host": name}, timeout=10).status_code == 200
    # A proxy can make a stranger look like this machine; the password cannot be made up.
    people = f"{locked.address}/_workspace/people"
    for told, status in (({}, 403), ({"X-Workspace-Password": "no"}, 403), (_TOLD, 200)):
        assert requests.get(people, headers={"Host": name} | told, timeout=10).status_code == status
    look = f"{locked.address}/_workspace/look/base.css"
    assert requests.get(look, timeout=10).status_code == 200


def test_an_app_asks_behind_the_password_too(locked: Workspace) -> None:
    query = {
        "client_id": "x",
        "redirect_uri": "http://localhost:1/",
        "response_type": "code",
        "scope": "openid",
    }
    url = f"{locked.address}/o/oauth2/auth"
    answer = requests.get(url, params=query, allow_redirects=False, timeout=10)
    assert answer.headers["Location"].startswith("/sign-in?next=%2Fo%2Foauth2%2Fauth%3F")
    post = f"{locked.address}/o/oauth2/consent"
    form = query | {"email": SOMSRI, "allow": "1"}
    answer = requests.post(post, data=form, allow_redirects=False, timeout=10)
    assert "code=" not in answer.headers.get("Location", "")
    # Who signed in as somebody consents as nobody else.
    answer = browser(locked, SOMCHAI, PASSWORD).post(post, data=form, allow_redirects=False, timeout=10)
    code = re.findall(r"code=([^&]+)", answer.headers["Location"])
    given = requests.post(
        f"{locked.address}/token",
        data={
            "grant_type": "authorization_code",
            "client_id": "x",
            "redirect_uri": "http://localhost:1/",
            "code": unquote(code[0]),
        },
        timeout=10,
    ).json()
    told = requests.get(
        f"{locked.address}/tokeninfo", params={"access_token": given["access_token"]}, timeout=10
    ).json()
    assert "email" not in told
    assert told["scope"] == "openid"


def test_beyond_loopback_there_is_no_serving_without_a_password(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="need a password"), running(tmp_path, access=Access("192.0.2.1")):
        pass


def test_the_names_it_answers_to() -> None:
    assert Access().names == ["127.0.0.1", "localhost", "[::1]", "127.0.0.1"]
    assert Access("192.0.2.7", "x").names[-1] == "192.0.2.7"
    assert Access("fd00::7", "x").names[-1] == "[fd00::7]"
    assert Access("0.0.0.0", "x").names == ["*"]
