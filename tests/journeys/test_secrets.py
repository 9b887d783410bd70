"""Secrets: their owner's alone on the disk, whatever the umask, and in nothing that nithet says or writes."""

from __future__ import annotations

import json
import logging
import os
import stat
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from sync import libreoffice
from sync.cli.fault import write_fault
from sync.cli.logs import log_to
from sync.cli.show import Screen
from sync.cli.status import status_of
from sync.ledger import reports
from sync.messages import Messages
from sync.private import close_up_all
from tests.journeys import world
from tests.journeys.command import nithet
from tests.journeys.office import write_config
from tests.journeys.people import fill_a_week
from tests.mail.server import Inbox, serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes of files; the workspace is forked")

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FRIDAY = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
PASSWORD, CLIENT = "mail-secret-4711-xyz", "GOCSPX-client-secret-42"


@pytest.fixture
def wide() -> Iterator[None]:
    """The worst umask that an account can have."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> dict[str, str]:
    """What others than its owner have rights to under a folder, by name."""
    return {
        str(path.relative_to(folder)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    }


def test_all_that_is_kept_is_its_owners_alone_also_where_it_was_wider_before(
    tmp_path: Path, wide: None
) -> None:
    write_config(tmp_path / "config")
    data = tmp_path / "data"
    options = ("--config", tmp_path / "config", "--data", data, "--port", "0")
    (data / "outbox").mkdir(parents=True)
    (data / "outbox" / "old.eml").write_text("kept", encoding="utf-8")
    (data / "papers" / "2568").mkdir(parents=True)
    (data / "ledger-v3-before-v10.sqlite3").write_bytes(b"")
    assert nithet("sync", *options, at=tmp_path).code == 0
    assert nithet("backup", *options[:4], at=tmp_path).code == 0
    assert open_to_others(data) == {}
    assert {"ledger.sqlite3", "workspace", "backups", "installation", "nithet.lock"} <= {
        file.name for file in data.iterdir()
    }
    for path in data.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o644)
    data.chmod(0o755)
    assert nithet("sync", *options, at=tmp_path).code == 0
    assert open_to_others(data) == {}


def test_what_others_keep_in_the_folder_stays_as_it_is(tmp_path: Path, wide: None) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "theirs.txt").write_text("kept", encoding="utf-8")
    (tmp_path / "ledger.sqlite3").write_bytes(b"")
    (tmp_path / "linked").symlink_to(tmp_path / "theirs.txt")
    tmp_path.chmod(0o755)
    close_up_all(tmp_path)
    assert set(open_to_others(tmp_path)) == {".", "config", "theirs.txt", "linked"}


class _Refusing(BaseHTTPRequestHandler):
    """A token address that refuses."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"error": "invalid_grant", "error_description": "revoked"}).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def refusing() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/token"
    server.shutdown()
    server.server_close()


def test_no_secret_stands_in_anything_that_is_said_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    monkeypatch.chdir(tmp_path)
    write_config(tmp_path / "config")
    data, tokens = tmp_path / "data", list[str]()
    logger, told = logging.getLogger("nithet"), list[str]()
    with (
        world.workspace_of(tmp_path) as base,
        serving(Inbox(), auth_required=True, auth_require_tls=False) as port,
    ):
        world.install(tmp_path, base, MONDAY)
        fill_a_week(tmp_path, base, MONDAY)
        wrong_password(tmp_path, port)
        log_to(data)
        try:
            with world.pipeline_of(tmp_path, base, FRIDAY) as pipeline:
                heard(monkeypatch, tokens)
                assert pipeline.cycle().troubles > 0  # the mail server lets nobody in
                told.append(json.dumps(status_of(pipeline.ledger, pipeline.office.settings)))
                screen = Screen(Messages("en"))
                screen.status(
                    status_of(pipeline.ledger, pipeline.office.settings), pipeline.office.settings.timezone
                )
                monkeypatch.setattr(reports, "keep_run", crash)
                with pytest.raises(RuntimeError) as crashed:
                    pipeline.cycle(full=True)
                write_fault(crashed.value)
        finally:
            logged = list(logger.handlers)
            for handler in logged:
                logger.removeHandler(handler)
                handler.close()
        write_fault(crashed.value)  # without a log: into a file of its own
        refused = refused_token(tmp_path, refusing)
    key = json.loads((data / "workspace" / "service-account.json").read_text(encoding="utf-8"))["private_key"]
    told += [*refused, *capsys.readouterr()]
    assert tokens
    secrets = [PASSWORD, b64encode(PASSWORD.encode()).decode(), CLIENT, key.split("\n")[1], *tokens]
    secrets.append(b64encode(f"\0nithet\0{PASSWORD}".encode()).decode())
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "workspace" not in path.parts[-2:-1]]
    own = {"smtp-password", "google-key.json"}
    found = {str(f) for f in files if f.name not in own for s in secrets if s.encode() in f.read_bytes()}
    assert found == set()
    assert [text for text in told for secret in secrets if secret in text] == []
    assert (tmp_path / "nithet-fault.log").is_file()
    assert any("mail" in path.read_text(encoding="utf-8") for path in data.glob("nithet.log*"))


def wrong_password(folder: Path, port: int) -> None:
    """Mail by a server that takes no password; ours stands in a file."""
    settings = folder / "config" / "settings.yaml"
    text = settings.read_text(encoding="utf-8")
    for old, new in (
        ("deliver: outbox", "deliver: smtp"),
        ('host: ""', "host: 127.0.0.1"),
        ("port: 587", f"port: {port}"),
        ("security: starttls", "security: none"),
        ('username: ""', "username: nithet"),
        ('password_file: ""', "password_file: smtp-password"),
    ):
        assert old in text
        text = text.replace(old, new)
    settings.write_text(text, encoding="utf-8")
    (folder / "data" / "smtp-password").write_text(PASSWORD, encoding="utf-8")


def heard(monkeypatch: pytest.MonkeyPatch, tokens: list[str]) -> None:
    """Take note of every access token that leaves."""
    send = requests.Session.send

    def sending(
        session: requests.Session, request: requests.PreparedRequest, **more: Any
    ) -> requests.Response:
        tokens.extend(
            str(request.headers["Authorization"]).split()[1:] if "Authorization" in request.headers else []
        )
        return send(session, request, **more)

    monkeypatch.setattr(requests.Session, "send", sending)


def crash(*_: Any, **__: Any) -> None:
    password = PASSWORD  # a local that no traceback may show
    raise RuntimeError(f"out of order, {len(password)}")


def refused_token(folder: Path, address: str) -> list[str]:
    """What the command says on Google with a consent that was taken back."""
    settings = folder / "config" / "settings.yaml"
    text = settings.read_text(encoding="utf-8").replace("workspace: embedded", "workspace: google")
    text = text.replace("credentials: token", "credentials: service-account").replace(
        "google-token", "google-key"
    )
    settings.write_text(text, encoding="utf-8")
    key = json.loads(world.credentials_file(folder).read_text(encoding="utf-8"))
    key |= {"token_uri": address, "private_key_id": CLIENT}
    (folder / "data" / "google-key.json").write_text(json.dumps(key), encoding="utf-8")
    options = ("--config", folder / "config", "--data", folder / "data")
    ran, status = nithet("sync", *options, at=folder), nithet("status", "--json", *options, at=folder)
    assert ran.code == 1
    assert "revoked" in status.out
    return [ran.out, ran.err, status.out, status.err]
