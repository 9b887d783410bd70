"""Files of credentials: read with a clear word when they are wrong, written for their owner only."""

from __future__ import annotations

import json
import os
import re
import threading
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import requests

from sync import credentials
from sync.errors import GoogleError, InputError
from sync.google import FORMS, Google
from tests.google.conftest import misbehaving
from tests.workspace.conftest import Workspace

CLIENT = {"installed": {"client_id": "id", "client_secret": "secret", "redirect_uris": ["http://localhost"]}}
TOKEN = {"access_token": "first", "refresh_token": "again", "expires_in": 3599, "token_type": "Bearer"}


@pytest.mark.parametrize("read", [credentials.from_token_file, credentials.service_account])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "credentials-missing"),
        (b"", "credentials-broken"),
        (b"{", "credentials-broken"),
        (b"\xff\xfe{}", "credentials-broken"),
        (b"[]", "credentials-broken"),
        (b"{}", "credentials-broken"),
        (b'{"client_email": "a@b", "token_uri": "x", "private_key": "not a key"}', "credentials-broken"),
    ],
)
def test_a_file_that_does_not_serve_is_told(
    tmp_path: Path, read: Any, content: bytes | None, code: str
) -> None:
    path = tmp_path / "key.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as wrong:
        read(path)
    assert wrong.value.code == code
    assert wrong.value.values["file"] == str(path)


def test_a_folder_instead_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as wrong:
        credentials.from_token_file(tmp_path)
    assert wrong.value.code == "credentials-broken"


def test_a_file_that_windows_wrote_is_read(tmp_path: Path, key_file: bytes) -> None:
    (tmp_path / "key.json").write_bytes(b"\xef\xbb\xbf" + key_file)
    assert credentials.service_account(tmp_path / "key.json")


def test_a_persons_token_works(workspace: Workspace, tmp_path: Path) -> None:
    person = workspace.person("clerk@mukdahan.example").credentials
    path = tmp_path / "token.json"
    credentials.write_private(path, person.to_json().encode())
    google = Google(credentials.from_token_file(path), base=workspace.address)
    made = google.call("POST", FORMS, what="form", body={"info": {"title": "t"}})
    assert made["formId"]


def test_only_the_owner_can_read_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "token.json"
    before = os.umask(0)
    try:
        credentials.write_private(path, b"one")
        credentials.write_private(path, b"two")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["token.json"]


@pytest.fixture
def consenting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A browser whose person says yes at once, by following the way back; the addresses it was shown."""
    shown: list[str] = []

    class Browser(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            shown.append(url)
            query = dict(re.findall(r"[?&](\w+)=([^&]*)", url))
            back = unquote(query["redirect_uri"])
            answer = {"state": query["state"], "code": "4/code", "scope": " ".join(credentials.SCOPES)}
            threading.Thread(
                target=requests.get, args=(back,), kwargs={"params": answer, "timeout": 5}
            ).start()
            return True

    monkeypatch.setattr(webbrowser, "get", lambda *_: Browser())
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the token server of the test speaks http
    return shown


def client_file(folder: Path, base: str) -> Path:
    client = {"installed": {**CLIENT["installed"], "auth_uri": f"{base}/auth", "token_uri": f"{base}/token"}}
    path = folder / "client.json"
    path.write_text(json.dumps(client))
    return path


def test_consent_is_kept_for_the_owner_only(tmp_path: Path, consenting: list[str]) -> None:
    kept = tmp_path / "token.json"
    with misbehaving((200, {}, {**TOKEN, "scope": credentials.SCOPES[0]})) as (base, script):
        credentials.connect(client_file(tmp_path, base), kept)
    assert script.asked == ["POST /token"]
    assert "access_type=offline" in consenting[0]
    assert "scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fdrive.file&" in consenting[0]
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A" in consenting[0]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert json.loads(kept.read_text())["refresh_token"] == "again"
    assert credentials.from_token_file(kept)


def test_a_refused_consent_keeps_nothing(tmp_path: Path, consenting: list[str]) -> None:
    with (
        misbehaving((400, {}, {"error": "invalid_grant"})) as (base, _),
        pytest.raises(GoogleError) as refused,
    ):
        credentials.connect(client_file(tmp_path, base), tmp_path / "token.json")
    assert refused.value.code == "google-sign-in"
    assert not (tmp_path / "token.json").exists()


@pytest.mark.parametrize("client", [{}, {"web": {}}, {"installed": {}}])
def test_a_client_of_another_kind_is_told(tmp_path: Path, client: dict[str, Any]) -> None:
    path = tmp_path / "client.json"
    path.write_text(json.dumps(client))
    with pytest.raises(InputError) as wrong:
        credentials.connect(path, tmp_path / "token.json")
    assert wrong.value.code == "credentials-broken"
