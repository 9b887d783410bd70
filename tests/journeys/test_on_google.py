"""`workspace: google` takes the very same path: Google's own hosts, over TLS, with Google's own paths."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from sync.cli.opening import google_of
from sync.ledger import Ledger
from sync.pipeline.cycle import Pipeline
from sync.workspace.access import tokens
from sync.workspace.store import Store
from tests.discovery import problems_of_request
from tests.journeys import world
from tests.journeys.interceptor import Asked, intercepting
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


def test_a_whole_cycle_asks_google_and_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_config(tmp_path / "config")
    settings = tmp_path / "config" / "settings.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("workspace: embedded", "workspace: google"),
        encoding="utf-8",
    )
    with world.workspace_of(tmp_path) as base, intercepting(tmp_path / "proxy", base) as google:
        consent(tmp_path)
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, google.address)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(google.authority))
        office = world.office_in(tmp_path)
        assert office.settings.on_google
        ledger = Ledger(tmp_path / "data" / "ledger.sqlite3")
        with google_of(office.settings) as (client, _):
            pipeline = Pipeline(office, ledger, client, lambda: FRIDAY_EVENING)
            pipeline.prepare()
            fill_a_week(tmp_path, base, MONDAY)
            outcome = pipeline.cycle()
            pipeline.close()
        ledger.close()
    assert (outcome.pulled, outcome.troubles) == (14, 0)
    assert outcome.spreadsheets_written == 4
    assert {asked.host for asked in google.asked} == GOOGLE
    assert [asked for asked in google.asked if "_workspace" in asked.path] == []
    assert [problem for asked in google.asked for problem in problems_with(asked)] == []


def problems_with(asked: Asked) -> list[str]:
    """What Google's discovery documents say against a request."""
    if asked.host == "oauth2.googleapis.com":
        return [] if (asked.method, asked.path) == ("POST", "/token") else [f"no such token call: {asked}"]
    body = json.loads(asked.body) if asked.body else None
    return problems_of_request(asked.method, f"https://{asked.host}{asked.path}", None, body)
