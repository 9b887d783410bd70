"""Addresses that commands show on the embedded workspace: of the port that is asked for now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from tests.journeys.command import nithet, nithet_running
from tests.journeys.office import write_config


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office whose forms and sheets were made at a port of the moment."""
    folder = tmp_path_factory.mktemp("synced")
    write_config(folder / "config")
    ran = nithet("sync", "--port", "0", at=folder)
    assert ran.code == 0, ran.err
    return folder


def test_status_shows_the_forms_where_they_are_now(synced: Path) -> None:
    for options, base in ((["--port", "4711"], "http://127.0.0.1:4711"), ([], "http://127.0.0.1:8765")):
        status = json.loads(nithet("status", "--json", *options, at=synced).out)
        fills = [form["fill"] for form in status["forms"].values()]
        assert len(fills) == 2
        for fill in fills:
            assert fill.startswith(f"{base}/forms/d/e/")
            assert fill.endswith("/viewform")


def test_status_and_report_show_the_workspace_that_is_open(synced: Path) -> None:
    assert "Nothing is open just now" in nithet("status", at=synced).out
    with nithet_running("workspace", "serve", "--port", "0", at=synced) as process:
        assert process.stdout is not None
        base = process.stdout.readline().split()[-1]
        told = nithet("status", at=synced).out
        assert f"Open at {base}/" in told and ":8765" not in told
        status = json.loads(nithet("status", "--json", at=synced).out)
        assert status["address"] == base
        for form in status["forms"].values():
            assert requests.get(form["fill"], timeout=10).status_code == 200
        report = nithet("report", "weekly", at=synced).out
        assert f"{base}/spreadsheets/d/" in report and ":8765" not in report


def test_the_report_leads_to_the_sheets_where_they_are_now(synced: Path) -> None:
    ran = nithet("report", "weekly", "--port", "4711", at=synced)
    assert ran.code == 0, ran.err
    assert "http://127.0.0.1:4711/spreadsheets/d/" in ran.out
    assert ":8765" not in ran.out
