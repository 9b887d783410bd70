"""What the workspace keeps is its owner's alone, and only pages of this machine's own names see it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import requests

from sync.workspace.app import SCHEMAS
from sync.workspace.store import Store
from tests.workspace.conftest import Workspace


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_its_folder_and_files_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    store = Store(folder, SCHEMAS)
    store.set_clock(None)
    assert mode(folder) == 0o700
    files = {file.name: mode(file) for file in folder.iterdir()}
    assert set(files) == {"workspace.sqlite3", "workspace.sqlite3-wal", "workspace.sqlite3-shm"}
    assert set(files.values()) == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_store_that_all_could_read_is_closed_to_them(tmp_path: Path) -> None:
    Store(tmp_path, ()).connection.close()
    (tmp_path / "workspace.sqlite3").chmod(0o644)
    Store(tmp_path, ())
    assert mode(tmp_path / "workspace.sqlite3") == 0o600


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("evil.example", 400),
        ("evil.example:8765", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
        ("127.0.0.1:8765", 200),
        ("localhost", 200),
        ("localhost:8765", 200),
    ],
)
def test_a_page_under_another_name_sees_nothing(workspace: Workspace, name: str, status: int) -> None:
    for path in ("/", "/mail/"):
        answer = requests.get(f"{workspace.address}{path}", headers={"Host": name}, timeout=5)
        assert answer.status_code == status


def test_no_other_name_can_ask_googles_api(workspace: Workspace) -> None:
    answer = requests.get(f"{workspace.address}/drive/v3/files", headers={"Host": "evil.example"}, timeout=5)
    assert answer.status_code == 400
