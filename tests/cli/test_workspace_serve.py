"""`workspace serve`: what was made in a data directory, served again over HTTP."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gspread
import pytest
import requests

from sync import embedded
from sync.google import DRIVE
from tests.journeys import world
from tests.journeys.command import nithet, nithet_running
from tests.journeys.office import write_config
from tests.journeys.world import office_in
from tests.workspace.seeding import Rebased


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


def test_without_a_data_folder_it_is_the_offices(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with served(tmp_path) as base:
        assert requests.get(f"{base}/mail/", timeout=10).status_code == 200
        kept = office_in(tmp_path).settings.data / "workspace"
    assert (kept / "service-account.json").is_file()


def test_whoever_reads_a_networks_sheet_is_called_by_the_network(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with served(tmp_path) as base:
        embedded.introduce(base, office_in(tmp_path).organisation)
        page = requests.get(f"{base}/sign-in", timeout=10).text
    listed = re.findall(r'class="name">([^<]*)</span><span[^>]*>([^<]*)<', page)
    names = {address: name for name, address in listed}
    assert names["north@office.example"] == "เครือข่ายเหนือ"
    assert names["group@office.example"] == "กลุ่มงานพัฒนาหลักสูตร"
    assert [address for _, address in listed].index("s01@office.example") < list(names).index(
        "north@office.example"
    )


@contextmanager
def served(at: Path, *options: str | Path, **environment: str) -> Iterator[str]:
    """The address of a workspace that is served while the block runs; it says one line, and nothing else."""
    command = [sys.executable, "-m", "sync.cli", "workspace", "serve", "--port", "0", *map(str, options)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NITHET_")}
    with (at / "said.txt").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            command,
            cwd=at,
            env={**kept, "PYTHONUTF8": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("nithet workspace ready at http://"), (at / "said.txt").read_text("utf-8")
            yield line.split()[-1]
        finally:
            process.send_signal(signal.SIGTERM)
            rest, _ = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, "")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_any_google_client_signs_in_with_the_key_that_lies_in_the_folder(tmp_path: Path) -> None:
    with served(tmp_path, "--data", "own") as base:
        key = tmp_path / "own" / "service-account.json"
        assert os.name != "posix" or mode(key) == 0o600
        client = gspread.service_account(filename=key)
        client.http_client.session.mount("https://", Rebased(base))
        made = client.create("ตารางแรก")
        made.sheet1.update([["ก", 1]])
        assert client.open_by_key(made.id).sheet1.get_all_values() == [["ก", "1"]]
    assert {path.name for path in (tmp_path / "own").iterdir()} >= {"workspace.sqlite3"}
    assert not (tmp_path / "own" / "workspace").exists()
    assert (tmp_path / "said.txt").read_text("utf-8") == ""


def test_a_port_that_is_taken_is_told_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = nithet("workspace", "serve", "--data", "own", "--port", port, at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert f"Port {port} is taken" in ran.err
    assert not (tmp_path / "own").exists()


def test_a_folder_that_is_served_already_is_told_with_where_and_by_whom(tmp_path: Path) -> None:
    with served(tmp_path, "--data", "own") as base:
        process = requests.get(f"{base}/_workspace/ping", timeout=10).json()["pid"]
        for port in ("0", base.rpartition(":")[2]):
            ran = nithet("workspace", "serve", "--data", "own", "--port", port, at=tmp_path)
            assert (ran.code, ran.out) == (2, "")
            assert f"Another workspace serves this folder, at {base} (process {process})." in ran.err


def test_a_cycle_says_so_when_the_offices_workspace_is_served_at_another_port(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with served(tmp_path) as base:
        ran = nithet("sync", "--port", "0", at=tmp_path)
    assert ran.code == 2
    assert f"Another workspace serves this folder, at {base}" in ran.err


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ran = nithet("workspace", "serve", "--data", "file/own", "--port", "0", at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "folder cannot be made or written" in ran.err
    assert str(tmp_path / "file" / "own") in ran.err.replace("\n", "")
    assert "--data" in ran.err


# Addresses kept for documentation and tests: no machine has them.
@pytest.mark.parametrize("host", ["192.0.2.7", "nobody.invalid"])
def test_a_host_that_is_not_this_machines_is_told_and_nothing_is_made(tmp_path: Path, host: str) -> None:
    ran = nithet("workspace", "serve", "--data", "own", "--port", "0", "--host", host, at=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert f"{host} is not an address of this machine." in ran.err
    assert f"--host {host}" in ran.err
    assert not (tmp_path / "own").exists()


# Only "localhost" is known to be this machine alone: spelt otherwise a name counts as the network's, and
# yet nobody else reaches a test.
ELSEWHERE = ("--data", "own", "--host", "LOCALHOST")


def test_beyond_this_machine_there_is_a_password_and_a_warning(tmp_path: Path) -> None:
    with served(tmp_path, *ELSEWHERE, "--lang", "en"):
        said = (tmp_path / "said.txt").read_text("utf-8")
    assert "Warning: other machines of the network reach the workspace at LOCALHOST" in said
    kept = tmp_path / "own" / "password"
    password = kept.read_text().strip()
    assert len(password) >= 20
    assert os.name != "posix" or mode(kept) == 0o600
    assert str(kept) in said.replace("\n", "")
    assert password not in said
    with served(tmp_path, *ELSEWHERE):
        pass
    assert kept.read_text().strip() == password, "it is kept"


def test_the_environment_may_give_the_password(tmp_path: Path) -> None:
    with served(tmp_path, *ELSEWHERE, "--lang", "en", NITHET_WORKSPACE_PASSWORD="long enough"):
        said = (tmp_path / "said.txt").read_text("utf-8")
    assert "the password from NITHET_WORKSPACE_PASSWORD" in said
    assert not (tmp_path / "own" / "password").exists()


def test_a_password_that_is_too_short(tmp_path: Path) -> None:
    ran = nithet(
        "workspace", "serve", "--port", "0", *ELSEWHERE, at=tmp_path, NITHET_WORKSPACE_PASSWORD="short"
    )
    assert ran.code == 2
    assert "at least 8 characters" in ran.err
    assert not (tmp_path / "own").exists()
