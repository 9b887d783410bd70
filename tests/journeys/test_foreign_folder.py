"""A folder that nithet did not make (`google.folder`): whether `drive.file` shows it, nobody could verify.

Where it does not, that is told and nothing is made twice; where it does, everything goes into it. The
files are the same in the end, and so are the sheets.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.journeys import world
from tests.journeys.office import write_config
from tests.journeys.seen import seen
from tests.journeys.strained import pipeline_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FORMS = {"form:classroom-observation", "form:daily-log"}


def control(base: str, path: str, body: dict[str, Any]) -> Any:
    answer = requests.post(
        f"{base}/_workspace/{path}", json=body, headers={"X-Workspace-Control": "1"}, timeout=10
    )
    assert answer.ok, answer.text
    return answer.json()


def foreign_folder(folder: Path, base: str) -> str:
    """A folder that the clerk made and lets nithet's account write in; the settings name it."""
    made = control(
        base,
        "files",
        {
            "owner": "clerk@office.example",
            "name": "งานนิเทศ",
            "mimeType": "application/vnd.google-apps.folder",
            "share": {"nithet@workspace.example": "writer"},
        },
    )
    path = folder / "config" / "settings.yaml"
    text = path.read_text(encoding="utf-8")
    assert 'folder: ""' in text
    path.write_text(text.replace('folder: ""', f"folder: {made['id']}"), encoding="utf-8")
    return str(made["id"])


def cycle(folder: Path, base: str) -> int:
    with pipeline_at(folder, base, MONDAY) as pipeline:
        return pipeline.cycle().troubles


def opened(folder: Path, base: str, file_id: str) -> None:
    """What Google's file picker does: from now on nithet's app sees the folder."""
    key = json.loads((folder / "data" / "workspace" / "service-account.json").read_text(encoding="utf-8"))
    control(base, f"files/{file_id}/apps", {"app": key["client_id"]})


def contents(base: str, folder: Path, file_id: str) -> set[str]:
    """The names of what lies in a folder: that of all things is to be there alone."""
    google = world.google_at(folder, base)
    params = {"q": f"'{file_id}' in parents", "fields": "files(name)"}
    found = google.call("GET", "https://www.googleapis.com/drive/v3/files", what="folder", params=params)
    return {file["name"] for file in found["files"]}


def test_a_folder_that_is_not_seen_is_told_until_it_is(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with world.workspace_of(tmp_path) as base:
        file_id = foreign_folder(tmp_path, base)
        assert cycle(tmp_path, base) > 0
        state = seen(tmp_path, base)
        assert {code for _, code in state.ledger["trouble"]} == {"google-not-found"}
        assert not state.forms
        opened(tmp_path, base, file_id)
        assert cycle(tmp_path, base) == 0
        state = seen(tmp_path, base)
        assert len(contents(base, tmp_path, file_id)) == 1
    assert set(state.forms) == FORMS
    assert set(state.files.values()) == {1}
    told = {code for _, code in state.ledger["trouble"]}
    assert told == {"shared-inherited"}  # the clerk, whom no setting names, opens all that lies in it


def test_a_folder_that_is_seen_holds_everything_from_the_start(tmp_path: Path) -> None:
    write_config(tmp_path / "config")
    with world.workspace_of(tmp_path) as base:
        file_id = foreign_folder(tmp_path, base)
        opened(tmp_path, base, file_id)
        assert cycle(tmp_path, base) == 0
        state = seen(tmp_path, base)
        assert len(contents(base, tmp_path, file_id)) == 1
    assert set(state.forms) == FORMS
    assert set(state.files.values()) == {1}
