"""`workspace: google` takes the very same path: Google's own hosts, over TLS, with Google's own paths."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from sync import drive, libreoffice
from sync.cli.opening import google_of
from sync.google import Google
from sync.ledger import Ledger
from sync.ledger.store import utc, write_meta
from sync.pipeline.cycle import Outcome, Pipeline
from sync.workspace.access import tokens
from sync.workspace.store import Store
from tests.discovery import problems_of_request
from tests.journeys import world
from tests.journeys.interceptor import Asked, Interceptor, intercepting
from tests.journeys.office import write_config
from tests.journeys.people import fill_a_week

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FRIDAY_EVENING = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
GOOGLE = {
    "forms.googleapis.com",
    "www.googleapis.com",
    "sheets.googleapis.com",
    "oauth2.googleapis.com",
}


def consent(folder: Path) -> None:
    """The token file that `nithet connect google` keeps, of a person whom the workspace knows."""
    store = Store(folder / "data" / "workspace", ())
    with store.transaction() as tx:
        refresh = tokens.grant_refresh_token(tx, "clerk@office.example")
    token = {
        "type": "authorized_user",
        "refresh_token": refresh,
        "client_id": "client",
        "client_secret": "secret",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    (folder / "data" / "google-token.json").write_text(json.dumps(token), encoding="utf-8")


@contextmanager
def cycle_on_google(folder: Path) -> Iterator[tuple[Outcome, Interceptor, Google]]:
    """A cycle on Friday evening after a week's responses, asked of Google's hosts alone."""
    settings = folder / "config" / "settings.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("workspace: embedded", "workspace: google"),
        encoding="utf-8",
    )
    with (
        world.workspace_of(folder) as base,
        intercepting(folder / "proxy", base) as google,
        pytest.MonkeyPatch.context() as patch,
    ):
        consent(folder)
        for name in ("HTTPS_PROXY", "https_proxy"):
            patch.setenv(name, google.address)
        for name in ("NO_PROXY", "no_proxy"):
            patch.delenv(name, raising=False)
        patch.setenv("REQUESTS_CA_BUNDLE", str(google.authority))
        office = world.office_in(folder)
        assert office.settings.on_google
        ledger = Ledger(folder / "data" / "ledger.sqlite3")
        with ledger.transaction() as tx:
            write_meta(tx, "installed", utc(MONDAY))
        with google_of(office.settings) as (client, _):
            pipeline = Pipeline(office, ledger, client, lambda: FRIDAY_EVENING)
            pipeline.prepare()
            fill_a_week(folder, base, MONDAY)
            yield pipeline.cycle(), google, client
            pipeline.close()
        ledger.close()


def test_a_whole_cycle_asks_google_and_nobody_else(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with cycle_on_google(tmp_path) as (outcome, google, _):
        assert (outcome.pulled, outcome.troubles) == (14, 0)
    assert outcome.spreadsheets_written == 4
    assert {asked.host for asked in google.asked} == GOOGLE
    assert [asked for asked in google.asked if "_workspace" in asked.path] == []
    assert [problem for asked in google.asked for problem in problems_with(asked)] == []


def test_the_weeks_paper_is_a_google_doc_and_google_makes_its_pdf(tmp_path: Path) -> None:
    if libreoffice.installed() is None:
        lacks = "needs LibreOffice, by which the workspace converts as Google does"
        (pytest.fail if os.environ.get("NITHET_REQUIRE_OFFICE") == "1" else pytest.skip)(lacks)
    config = write_config(tmp_path / "config")
    (config / "reports.yaml").write_text("papers: {weekly: {every: week}}\n", encoding="utf-8")
    with cycle_on_google(tmp_path) as (outcome, google, client):
        assert (outcome.delivered, outcome.troubles) == (1, 0)
        (document,) = drive.find(client, f"mimeType = '{drive.MIME['document']}'", "all")
    assert document.name.startswith("สรุปผลการนิเทศประจำสัปดาห์")
    (file,) = (tmp_path / "data" / "outbox").glob("*.eml")
    (paper,) = message_from_bytes(file.read_bytes(), policy=policy.default).iter_attachments()
    assert paper.get_filename() == f"{document.name}.pdf"
    assert paper.get_content().startswith(b"%PDF")
    assert [problem for asked in google.asked for problem in problems_with(asked)] == []


def problems_with(asked: Asked) -> list[str]:
    """What Google's discovery documents say against a request."""
    if asked.host == "oauth2.googleapis.com":
        return [] if (asked.method, asked.path) == ("POST", "/token") else [f"no such token call: {asked}"]
    told = _first_part(asked.body) if asked.path.startswith("/upload/") else asked.body
    body = json.loads(told) if told else None
    return problems_of_request(asked.method, f"https://{asked.host}{asked.path}", None, body)


def _first_part(body: bytes) -> bytes:
    """What an upload says of its file, before the file itself."""
    boundary, _, parts = body.partition(b"\r\n")
    return parts.split(boundary)[0].partition(b"\r\n\r\n")[2].strip()
