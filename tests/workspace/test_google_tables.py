"""The workspace's tables name exactly what Google's documents have: nothing forgotten, nothing invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import googleapiclient
import pytest

from sync.workspace.drive import routes as drive
from sync.workspace.sheets import batch
from sync.workspace.sheets import routes as sheets
from tests.workspace.make_shapes import FILES, written

_DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"


def _document(api: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_DOCUMENTS / f"{api}.json").read_text("utf-8"))
    return document


def _methods(resource: dict[str, Any]) -> dict[str, tuple[str, str]]:
    found = {spec["id"]: (spec["httpMethod"], spec["path"]) for spec in resource.get("methods", {}).values()}
    for below in resource.get("resources", {}).values():
        found |= _methods(below)
    return found


@pytest.mark.parametrize("api", FILES)
def test_the_fields_of_messages_are_googles(api: str) -> None:
    assert FILES[api].read_text("utf-8") == written(api)


def test_every_kind_of_batch_update_is_done_or_refused_by_name() -> None:
    google = set(_document("sheets.v4")["schemas"]["Request"]["properties"])
    assert set(batch.KINDS) | set(batch.REFUSED) == google
    assert not set(batch.KINDS) & set(batch.REFUSED)


def test_every_method_of_sheets_is_done() -> None:
    google = {name.removeprefix("sheets.") for name in _methods(_document("sheets.v4"))}
    assert set(sheets.METHODS) == google


def test_drives_methods_are_googles() -> None:
    google = _methods(_document("drive.v3"))
    ours = {name: (http, path) for name, (http, path, *_) in (drive.METHODS | drive.REFUSED).items()}
    for name, (http, path) in ours.items():
        assert google[f"drive.{name}"][0] == http
        assert google[f"drive.{name}"][1].count("{") == path.count("{")
