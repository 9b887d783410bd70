"""The authorization code flow: google-auth-oauthlib against the consent page, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from google_auth_oauthlib.flow import InstalledAppFlow

from tests.workspace.conftest import Workspace
from tests.workspace.seeding import Rebased, seed

SOMSRI = "somsri@office.example"
FILE_SCOPE = "https://www.googleapis.com/auth/drive.file"
HOME = "http://localhost:8123/"


@pytest.fixture
def client(workspace: Workspace) -> dict[str, Any]:
    """The client_secret.json of a desktop app."""
    seed(workspace, "POST", "people", email=SOMSRI, name="สมศรี")
    return seed(workspace, "POST", "clients", name="แอปทดสอบ")


def asked(client: dict[str, Any], **changes: str | None) -> dict[str, str]:
    given: dict[str, str | None] = {
        "client_id": client["installed"]["client_id"],
        "redirect_uri": HOME,
        "response_type": "code",
        "scope": FILE_SCOPE,
        "state": "x y",
        "access_type": "offline",
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def allow(workspace: Workspace, given: dict[str, str], **form: str) -> requests.Response:
    """Press the page's button, as a browser does that shows it."""
    return requests.post(
        f"{workspace.address}/o/oauth2/consent",
        data=given | {"email": SOMSRI, "allow": "1"} | form,
        allow_redirects=False,
        timeout=10,
    )


def told(answer: requests.Response) -> dict[str, str]:
    assert answer.status_code == 303, answer.text
    return {name: value[0] for name, value in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def exchange(workspace: Workspace, client: dict[str, Any], **form: str) -> requests.Response:
    kept = client["installed"]
    own = {
        "grant_type": "authorization_code",
        "client_id": kept["client_id"],
        "client_secret": kept["client_secret"],
        "redirect_uri": HOME,
    }
    return requests.post(f"{workspace.address}/token", data=own | form, timeout=10)


def code_of(workspace: Workspace, client: dict[str, Any], **changes: str | None) -> str:
    return told(allow(workspace, asked(client, **changes)))["code"]


def test_the_page_says_who_asks_for_what(workspace: Workspace, client: dict[str, Any]) -> None:
    page = requests.get(client["installed"]["auth_uri"], params=asked(client), timeout=10)
    assert page.status_code == 200
    assert "แอปทดสอบ" in page.text
    assert "เฉพาะไฟล์ที่แอปนี้สร้าง" in page.text
    assert re.search(rf'name="email" value="{SOMSRI}"', page.text)
    assert "nithet@workspace.example" not in page.text, "service accounts are no people"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "form-action 'self' http://localhost:8123;" in page.headers["Content-Security-Policy"]


def test_a_code_is_exchanged_once(workspace: Workspace, client: dict[str, Any]) -> None:
    answer = told(allow(workspace, asked(client)))
    assert answer["state"] == "x y"
    assert answer["scope"] == FILE_SCOPE
    given = exchange(workspace, client, code=answer["code"]).json()
    assert given["scope"] == FILE_SCOPE
    assert given["refresh_token"].startswith("1//")
    me = requests.get(
        f"{workspace.address}/drive/v3/about?fields=user(emailAddress)",
        headers={"Authorization": f"Bearer {given['access_token']}"},
        timeout=10,
    ).json()
    assert me == {"user": {"emailAddress": SOMSRI}}
    again = exchange(workspace, client, code=answer["code"])
    assert again.json() == {"error": "invalid_grant", "error_description": "Malformed auth code."}


def test_without_offline_there_is_no_refresh_token(workspace: Workspace, client: dict[str, Any]) -> None:
    code = code_of(workspace, client, access_type=None)
    assert "refresh_token" not in exchange(workspace, client, code=code).json()


def test_saying_no(workspace: Workspace, client: dict[str, Any]) -> None:
    answer = requests.post(
        f"{workspace.address}/o/oauth2/consent",
        data=asked(client) | {"email": SOMSRI, "deny": "1"},
        allow_redirects=False,
        timeout=10,
    )
    assert told(answer) == {"state": "x y", "error": "access_denied"}


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "another"}, 401, "unauthorized_client"),
        ({"client_id": ""}, 400, "invalid_request"),
        ({"redirect_uri": "http://localhost:9/"}, 400, "redirect_uri_mismatch"),
        ({"code": "4/none"}, 400, "invalid_grant"),
    ],
)
def test_an_exchange_that_is_wrong(
    workspace: Workspace, client: dict[str, Any], form: dict[str, str], status: int, error: str
) -> None:
    refused = exchange(workspace, client, **({"code": code_of(workspace, client)} | form))
    assert (refused.status_code, refused.json()["error"]) == (status, error)


VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("method", "challenge", "verifier", "words"),
    [
        ("S256", CHALLENGE, VERIFIER, None),
        ("plain", VERIFIER, VERIFIER, None),
        ("S256", CHALLENGE, "w" * 64, "Invalid code verifier."),
        ("S256", CHALLENGE, "", "Missing code verifier."),
        ("plain", CHALLENGE, VERIFIER, "Invalid code verifier."),
    ],
)
def test_the_verifier_of_pkce(
    workspace: Workspace,
    client: dict[str, Any],
    method: str,
    challenge: str,
    verifier: str,
    words: str | None,
) -> None:
    code = code_of(workspace, client, code_challenge=challenge, code_challenge_method=method)
    given = exchange(workspace, client, code=code, code_verifier=verifier)
    assert given.json().get("error_description") == words


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": None}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"redirect_uri": "https://elsewhere.example/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://localhost.elsewhere.example/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://127.0.0.1;script-src *@x/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "javascript:alert(1)"}, "redirect_uri_mismatch"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "https://www.googleapis.com.elsewhere.example/"}, "invalid_scope"),
        ({"scope": ""}, "invalid_request"),
        ({"code_challenge_method": "S512"}, "invalid_request"),
    ],
)
def test_a_request_that_goes_nowhere(
    workspace: Workspace, client: dict[str, Any], changes: dict[str, Any], error: str
) -> None:
    given = asked(client, **changes)
    page = requests.get(client["installed"]["auth_uri"], params=given, timeout=10)
    assert page.status_code == 400
    assert f"Error 400: {error}" in page.text
    assert allow(workspace, given).status_code == 400


def test_a_web_app_is_answered_at_its_own_addresses_only(workspace: Workspace) -> None:
    uri = "https://app.example/callback?a=1"
    made = seed(workspace, "POST", "clients", name="web", redirect_uris=[uri])["web"]
    given = asked({"installed": made}, redirect_uri=uri)
    assert allow(workspace, given).headers["Location"].startswith(f"{uri}&state=")
    assert allow(workspace, given | {"redirect_uri": HOME}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_other_page_can_consent(
    workspace: Workspace, client: dict[str, Any], headers: dict[str, str]
) -> None:
    answer = requests.post(
        f"{workspace.address}/o/oauth2/consent",
        data=asked(client) | {"email": SOMSRI, "allow": "1"},
        headers=headers,
        allow_redirects=False,
        timeout=10,
    )
    assert answer.status_code == 403


@contextmanager
def in_a_browser(workspace: Workspace) -> Iterator[Any]:
    """Somebody who opens the address that a desktop app shows, picks a person and allows."""

    def consent(address: str) -> None:
        given = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{workspace.address}/o/oauth2/auth?")
        requests.get(address, timeout=10).raise_for_status()
        answer = allow(workspace, given)
        requests.get(answer.headers["Location"], timeout=10).raise_for_status()

    yield consent


def test_an_installed_app_signs_in(
    workspace: Workspace, client: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # oauthlib asks for TLS everywhere; on loopback it must be told that there is none.
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    flow = InstalledAppFlow.from_client_config(client, scopes=[FILE_SCOPE])
    with in_a_browser(workspace) as consent:
        monkeypatch.setattr("webbrowser.get", lambda *_: _Browser(consent))
        signed = flow.run_local_server(port=0, open_browser=True, timeout_seconds=20)
    assert signed.refresh_token
    session = flow.authorized_session()
    session.mount("https://", Rebased(workspace.address))
    made = session.post("https://sheets.googleapis.com/v4/spreadsheets", json={}, timeout=10)
    assert made.json()["spreadsheetId"]


class _Browser:
    """What `webbrowser.get` gives: it opens an address and returns at once."""

    def __init__(self, consent: Any) -> None:
        self._consent = consent

    def open(self, address: str, *_: Any, **__: Any) -> bool:
        Thread(target=self._consent, args=(address,), daemon=True).start()
        return True


def test_login_hint_and_encoding(workspace: Workspace, client: dict[str, Any]) -> None:
    query = urlencode(asked(client, login_hint=SOMSRI, state='"><script>'))
    page = requests.get(f"{client['installed']['auth_uri']}?{query}", timeout=10)
    assert "<script>" not in page.text
    assert re.search(rf'value="{SOMSRI}" checked', page.text)
