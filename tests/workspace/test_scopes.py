"""Scopes: the table is Google's own, and a token without the right one is refused as Google refuses it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import googleapiclient
import pytest
import requests

from sync.workspace.access import scopes
from sync.workspace.app import ROUTES
from tests.workspace.conftest import Workspace
from tests.workspace.signing import assertion, key_of

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
FEEDS = "https://spreadsheets.google.com/feeds"


def methods(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from methods(below)


def discovered() -> dict[str, set[str]]:
    documents = (json.loads((DOCUMENTS / f"{api}.json").read_text("utf-8")) for api in (
        "sheets.v4", "forms.v1", "drive.v3",
    ))  # fmt: skip
    return {spec["id"]: set(spec["scopes"]) for document in documents for spec in methods(document)}


def test_the_table_is_that_of_the_discovery_documents() -> None:
    legacy = {FEEDS, f"{FEEDS}/"}
    assert {method: set(taken) - legacy for method, taken in scopes.ACCEPTED.items()} == discovered()
    assert {method for method, taken in scopes.ACCEPTED.items() if taken & legacy} == {
        method for method in discovered() if method.startswith("sheets.")
    }


def test_every_route_of_googles_is_named_by_a_method() -> None:
    named = {route.name for route in ROUTES if route.path.startswith(("/v4/", "/v1/forms", "/drive/v3/"))}
    assert named <= discovered().keys()


def session(workspace: Workspace, scope: str) -> requests.Session:
    given = requests.post(
        f"{workspace.address}/token",
        data={
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": assertion(key_of(workspace.folder), scope=scope),
        },
        timeout=10,
    ).json()
    signed = requests.Session()
    signed.headers["Authorization"] = f"Bearer {given['access_token']}"
    return signed


@pytest.mark.parametrize(
    ("scope", "http", "path", "status"),
    [
        ("spreadsheets", "POST", "/v4/spreadsheets", 200),
        ("spreadsheets.readonly", "POST", "/v4/spreadsheets", 403),
        ("drive.readonly", "POST", "/v4/spreadsheets", 403),
        ("forms.body", "POST", "/v4/spreadsheets", 403),
        ("drive.file", "POST", "/v4/spreadsheets", 200),
        ("spreadsheets", "GET", "/drive/v3/files", 403),
        ("drive.metadata.readonly", "GET", "/drive/v3/files", 200),
        ("drive.metadata.readonly", "POST", "/drive/v3/files", 403),
        ("drive.readonly", "POST", "/v1/forms", 403),
        ("gmail.send", "GET", "/drive/v3/about?fields=user", 403),
    ],
)
def test_a_scope_opens_what_it_opens(
    workspace: Workspace, scope: str, http: str, path: str, status: int
) -> None:
    body = {"info": {"title": "x"}} if path == "/v1/forms" else {}
    answer = session(workspace, scopes.GOOGLE + scope).request(http, workspace.address + path, json=body)
    assert answer.status_code == status


def test_sheets_refuses_in_googles_words(workspace: Workspace) -> None:
    answer = session(workspace, f"{scopes.GOOGLE}forms.body").post(f"{workspace.address}/v4/spreadsheets")
    assert answer.json() == {
        "error": {
            "code": 403,
            "message": "Request had insufficient authentication scopes.",
            "status": "PERMISSION_DENIED",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                    "domain": "googleapis.com",
                    "metadata": {
                        "service": "sheets.googleapis.com",
                        "method": "sheets.spreadsheets.create",
                    },
                }
            ],
        }
    }
    told = answer.headers["WWW-Authenticate"]
    assert told.startswith('Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="')
    assert f"{scopes.GOOGLE}spreadsheets" in told


def test_drive_tells_its_older_error_too(workspace: Workspace) -> None:
    answer = session(workspace, f"{scopes.GOOGLE}spreadsheets").get(f"{workspace.address}/drive/v3/files")
    assert answer.json()["error"]["errors"] == [
        {"message": "Insufficient Permission", "domain": "global", "reason": "insufficientPermissions"}
    ]


def test_the_scope_of_the_first_sheets_api_opens_sheets_and_not_drive(workspace: Workspace) -> None:
    old = session(workspace, FEEDS)
    made = old.post(f"{workspace.address}/v4/spreadsheets", json={}).json()
    assert old.get(f"{workspace.address}/v4/spreadsheets/{made['spreadsheetId']}").status_code == 200
    assert old.get(f"{workspace.address}/drive/v3/files").status_code == 403


def test_a_refusal_comes_before_anything_is_looked_at(workspace: Workspace) -> None:
    answer = session(workspace, f"{scopes.GOOGLE}forms.body").post(
        f"{workspace.address}/v4/spreadsheets?fields=nonsense", data="{"
    )
    assert answer.status_code == 403
