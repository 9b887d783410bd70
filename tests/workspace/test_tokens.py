"""Signing in: the key file, assertions, refresh tokens, expiry, and the server's own start and end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth.exceptions import RefreshError

from sync.workspace.access import tokens
from sync.workspace.server import running
from sync.workspace.store import Store
from tests.workspace.conftest import Workspace
from tests.workspace.served import token as signed_token
from tests.workspace.signing import assertion, key_of

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_NO_TIMES: list[Any] = ["x", [1], {}, True, float("inf"), float("-inf"), float("nan"), 10**400]
_ME = "/drive/v3/about?fields=user(emailAddress)"


def _ask(workspace: Workspace, **form: str) -> requests.Response:
    return requests.post(f"{workspace.address}/token", data=form, timeout=10)


def test_the_key_file_signs_in_through_google_auth(workspace: Workspace) -> None:
    me = workspace.service_account().get(workspace.address + _ME).json()
    assert me == {"user": {"emailAddress": "nithet@workspace.example"}}


def test_the_service_account_acts_for_a_person(workspace: Workspace) -> None:
    me = workspace.service_account("somchai@office.example").get(workspace.address + _ME).json()
    assert me == {"user": {"emailAddress": "somchai@office.example"}}


def test_a_person_signs_in_with_a_refresh_token(workspace: Workspace) -> None:
    me = workspace.person("somsri@office.example").get(workspace.address + _ME).json()
    assert me == {"user": {"emailAddress": "somsri@office.example"}}


def test_the_key_file_is_its_owners_and_follows_the_port(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        path = tmp_path / "service-account.json"
        before = json.loads(path.read_text())
        assert before["token_uri"] == f"{first}/token"
        assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600
    with running(tmp_path) as second:
        after = json.loads(path.read_text())
        assert after["token_uri"] == f"{second}/token"
        assert after["private_key"] == before["private_key"]


def test_a_damaged_key_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "service-account.json").write_text('{"private_key": "no"')
    with running(tmp_path) as address:
        assert json.loads((tmp_path / "service-account.json").read_text())["token_uri"] == f"{address}/token"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"aud": "https://elsewhere.example/token"}, "Invalid JWT: Failed audience check."),
        ({"iat": 1, "exp": 2}, "Invalid JWT: Token must be a short-lived token"),
        ({"exp": int(time.time()) + 7200}, "Invalid JWT: Token must be a short-lived token"),
        ({"iat": int(time.time()) + 1800}, "Invalid JWT: Token must be a short-lived token"),
        *(
            ({name: value}, "Invalid JWT: Token must be a short-lived token")
            for name in ("exp", "iat")
            for value in _NO_TIMES
        ),
        ({"iss": ["nithet@workspace.example"]}, "Invalid grant: account not found"),
        ({"iss": "other@workspace.example"}, "Invalid grant: account not found"),
        ({"sub": "not an address"}, "Invalid email or User ID"),
    ],
)
def test_assertions_that_are_wrong(workspace: Workspace, changes: dict[str, Any], words: str) -> None:
    refused = _ask(workspace, grant_type=_GRANT, assertion=assertion(key_of(workspace.folder), **changes))
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_grant"
    assert refused.json()["error_description"].startswith(words)


def test_an_assertion_signed_by_another_key(workspace: Workspace, tmp_path: Path) -> None:
    with running(tmp_path / "other"):
        stranger = json.loads((tmp_path / "other" / "service-account.json").read_text())
    stranger["private_key_id"] = key_of(workspace.folder)["private_key_id"]
    refused = _ask(workspace, grant_type=_GRANT, assertion=assertion(stranger))
    assert refused.json() == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


DEEP = urlsafe_b64encode(b"[" * 100_000).decode().rstrip("=")


@pytest.mark.parametrize("text", ["", "a.b.c", "not a token", f"{DEEP}.{DEEP}.x", "MQ.MQ.x", "e30.e30.ก"])
def test_what_is_no_assertion(workspace: Workspace, text: str) -> None:
    assert _ask(workspace, grant_type=_GRANT, assertion=text).json()["error"] == "invalid_grant"


def test_an_unknown_refresh_token_and_an_unknown_grant(workspace: Workspace) -> None:
    refused = _ask(workspace, grant_type="refresh_token", refresh_token="1//none", client_id="any")
    assert refused.json() == {
        "error": "invalid_grant",
        "error_description": "Token has been expired or revoked.",
    }
    assert _ask(workspace, grant_type="password").json()["error"] == "unsupported_grant_type"


def test_calls_without_a_token_or_with_an_unknown_one(workspace: Workspace) -> None:
    for headers, words in (
        ({}, "Request is missing required authentication credential."),
        ({"Authorization": "Bearer nobody"}, "Request had invalid authentication credentials."),
    ):
        refused = requests.get(workspace.address + _ME, headers=headers, timeout=10)
        assert refused.status_code == 401
        assert refused.json()["error"]["status"] == "UNAUTHENTICATED"
        assert refused.json()["error"]["message"].startswith(words)
        assert "Bearer" in refused.headers["WWW-Authenticate"]


@pytest.mark.parametrize("name", ["access_token", "oauth_token"])
def test_a_token_in_the_address_opens_metadata_and_no_content(workspace: Workspace, name: str) -> None:
    token = str(signed_token(workspace))
    session = workspace.service_account()
    file_id = session.post(f"{workspace.address}/drive/v3/files", json={"mimeType": "text/plain"}).json()[
        "id"
    ]
    sheet = session.post(f"{workspace.address}/v4/spreadsheets", json={}).json()["spreadsheetId"]
    form = session.post(f"{workspace.address}/v1/forms", json={"info": {"title": "ก"}}).json()["formId"]

    def ask(path: str, token: str, **headers: str) -> int:
        url = f"{workspace.address}{path}{'&' if '?' in path else '?'}{name}={token}"
        return requests.get(url, headers=headers, timeout=10).status_code

    opened = (_ME, f"/drive/v3/files/{file_id}", f"/v4/spreadsheets/{sheet}", f"/v1/forms/{form}")
    assert [ask(path, token) for path in opened] == [200] * 4
    assert [ask(path, "ya29.nobody") for path in opened] == [401] * 4
    assert ask(_ME, token, Authorization="Bearer nobody") == 401, "the header counts where there is one"
    content = (
        f"/drive/v3/files/{file_id}?alt=media",
        f"/drive/v3/files/{sheet}/export?mimeType=text/csv",
        f"/drive/v3/files/{file_id}/revisions/1?alt=media",
    )
    assert [ask(path, token) for path in content] == [401] * 3


def test_an_expired_token_is_refreshed_by_google_auth(workspace: Workspace) -> None:
    session = workspace.service_account()
    session.get(workspace.address + _ME)
    store = Store(workspace.folder, ())
    with store.transaction() as tx:
        tx.execute("UPDATE tokens SET expires = ?", (time.time() - 1,))
    old = {"Authorization": f"Bearer {session.credentials.token}"}
    assert requests.get(workspace.address + _ME, headers=old, timeout=10).status_code == 401
    assert session.get(workspace.address + _ME).status_code == 200


def test_tokens_outlive_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as address:
        token = Workspace(address, tmp_path).service_account()
        token.get(address + _ME)
        kept = {"Authorization": f"Bearer {token.credentials.token}"}
    with running(tmp_path) as address:
        assert requests.get(address + _ME, headers=kept, timeout=10).status_code == 200


def test_a_revoked_person_cannot_sign_in(workspace: Workspace) -> None:
    session = workspace.person("gone@office.example")
    store = Store(workspace.folder, ())
    with store.transaction() as tx:
        tx.execute("DELETE FROM tokens")
    with pytest.raises(RefreshError, match="expired or revoked"):
        session.get(workspace.address + _ME)


def test_the_token_life_is_an_hour(workspace: Workspace) -> None:
    given = _ask(workspace, grant_type=_GRANT, assertion=assertion(key_of(workspace.folder))).json()
    assert given["token_type"] == "Bearer"
    assert tokens.TOKEN_LIFE - 60 < given["expires_in"] <= 3600


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "stdin"])
def test_the_server_says_when_it_is_ready_and_ends_when_told(tmp_path: Path, how: str) -> None:
    if sys.platform == "win32" and how != "stdin":
        pytest.skip("Windows has no such signals for other processes")
    more = ["--until-stdin-closes"] if how == "stdin" else []
    with subprocess.Popen(
        [sys.executable, "-m", "sync.workspace", "--data", str(tmp_path), "--port", "0", *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        line = server.stdout.readline()
        assert line.startswith("nithet workspace ready at http://127.0.0.1:")
        assert requests.get(line.split()[-1] + _ME, timeout=10).status_code == 401
        if how == "stdin":
            server.stdin.close()
        else:
            server.send_signal(getattr(signal, how))
        assert server.wait(20) == 0


def test_a_taken_port_is_told_in_one_line(workspace: Workspace, tmp_path: Path) -> None:
    port = workspace.address.rpartition(":")[2]
    ended = subprocess.run(
        [sys.executable, "-m", "sync.workspace", "--data", str(tmp_path), "--port", port],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"nithet workspace cannot start at port {port}")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("scope", ["", None, "https://www.googleapis.com/auth/drive made-up"])
def test_a_scope_that_google_does_not_know(workspace: Workspace, scope: str | None) -> None:
    signed = assertion(key_of(workspace.folder), scope=scope)
    refused = _ask(workspace, grant_type=_GRANT, assertion=signed)
    assert (refused.status_code, refused.json()) == (
        400,
        {
            "error": "invalid_scope",
            "error_description": "Invalid OAuth scope or ID token audience provided.",
        },
    )


def _refresh_token(workspace: Workspace, app: str = "") -> str:
    store = Store(workspace.folder, ())
    with store.transaction() as tx:
        return tokens.grant_refresh_token(tx, "somsri@office.example", _DRIVE, app)


_DRIVE = "https://www.googleapis.com/auth/drive"


def test_a_refresh_token_gives_no_more_than_was_consented_to(workspace: Workspace) -> None:
    given = {"grant_type": "refresh_token", "refresh_token": _refresh_token(workspace), "client_id": "any"}
    assert _ask(workspace, **given).json()["scope"] == _DRIVE
    assert _ask(workspace, **given, scope=_DRIVE).status_code == 200
    refused = _ask(workspace, **given, scope="https://www.googleapis.com/auth/spreadsheets")
    assert refused.json()["error"] == "invalid_scope"


def test_a_refresh_token_is_its_apps(workspace: Workspace) -> None:
    given = {"grant_type": "refresh_token", "refresh_token": _refresh_token(workspace, "mine")}
    assert _ask(workspace, **given, client_id="mine").status_code == 200
    refused = _ask(workspace, **given, client_id="another")
    assert (refused.status_code, refused.json()["error"]) == (401, "unauthorized_client")
    assert _ask(workspace, **given).json()["error"] == "invalid_request"


def test_a_token_is_revoked_with_its_kin(workspace: Workspace) -> None:
    refresh = _refresh_token(workspace)
    given = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": "any"}
    access = _ask(workspace, **given).json()["access_token"]
    bearer = {"Authorization": f"Bearer {access}"}
    assert requests.get(workspace.address + _ME, headers=bearer, timeout=10).status_code == 200
    url = f"{workspace.address}/revoke"
    assert requests.post(url, params={"token": access}, timeout=10).json() == {}
    assert requests.get(workspace.address + _ME, headers=bearer, timeout=10).status_code == 401
    assert _ask(workspace, **given).json()["error"] == "invalid_grant"
    again = requests.post(url, data={"token": access}, timeout=10)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_token")


def test_what_a_token_is_can_be_asked(workspace: Workspace) -> None:
    key = key_of(workspace.folder)
    scope = f"{_DRIVE} https://www.googleapis.com/auth/userinfo.email"
    given = _ask(workspace, grant_type=_GRANT, assertion=assertion(key, scope=scope)).json()
    url = f"{workspace.address}/tokeninfo"
    told = requests.get(url, params={"access_token": given["access_token"]}, timeout=10).json()
    assert told["aud"] == told["azp"] == key["client_id"]
    assert told["scope"] == scope
    assert told["email"] == key["client_email"]
    assert 3500 < int(told["expires_in"]) <= 3600
    bearer = {"Authorization": f"Bearer {given['access_token']}"}
    user = requests.get(f"{workspace.address}/oauth2/v3/userinfo", headers=bearer, timeout=10).json()
    assert user == {"sub": told["sub"], "email": key["client_email"], "email_verified": True}
    refused = requests.get(url, params={"access_token": "ya29.none"}, timeout=10)
    assert refused.json() == {"error": "invalid_token", "error_description": "Invalid Value"}


def test_a_file_in_place_of_a_text_is_no_request(workspace: Workspace) -> None:
    answer = requests.post(
        f"{workspace.address}/token", files={"grant_type": ("grant.txt", b"refresh_token")}, timeout=10
    )
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "error": "invalid_request",
            "error_description": "Parameter must be text, not a file: grant_type",
        },
    )
