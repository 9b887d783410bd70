"""`workspace serve`: what was made in a data directory, served again over HTTP."""

from __future__ import annotations

import signal
from pathlib import Path

import requests

from sync.google import DRIVE
from tests.journeys import world
from tests.journeys.command import nithet, nithet_running
from tests.journeys.office import write_config


def served_titles(folder: Path, base: str) -> list[str]:
    google = world.google_at(folder, base)
    found = google.call("GET", f"{DRIVE}/files", what="all", params={"fields": "files(id,name)"})
    return sorted(file["name"] for file in found["files"])


def test_it_serves_what_sync_made_in_the_same_data_directory(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    ran = nithet("sync", "--data", "data", "--port", "0", at=tmp_path)
    assert ran.code == 0, ran.err
    with nithet_running("workspace", "serve", "--data", "data", "--port", "0", at=tmp_path) as process:
        assert process.stdout is not None
        base = process.stdout.readline().rpartition(" at ")[2].strip()
        titles = served_titles(tmp_path, base)
        assert any("สพป.ทดสอบ" in title for title in titles)
        for form in world.office_in(tmp_path).forms.values():
            assert form.title in titles
            assert form.title in requests.get(f"{base}/", timeout=10).text
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    keys = list((tmp_path / "data").rglob("service-account.json"))
    assert keys == [tmp_path / "data" / "workspace" / "service-account.json"]
    again = nithet("sync", "--data", "data", "--port", "0", at=tmp_path)
    assert "new 0" in again.out


def test_it_begins_where_nothing_was_made_yet(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with nithet_running("workspace", "serve", "--data", "fresh", "--port", "0", at=tmp_path) as process:
        assert process.stdout is not None
        base = process.stdout.readline().rpartition(" at ")[2].strip()
        assert requests.get(f"{base}/mail/", timeout=10).status_code == 200
    assert (tmp_path / "fresh" / "workspace" / "service-account.json").is_file()
