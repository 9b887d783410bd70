"""The switches: read, set, kept over a restart, refused where they mean nothing; off they change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from sync.workspace.server import running
from tests.workspace.conftest import Workspace
from tests.workspace.strain_calls import counts, strain


def told(workspace: Workspace) -> dict[str, Any]:
    answer: dict[str, Any] = requests.get(f"{workspace.address}/_workspace/strain", timeout=5).json()
    return answer


def test_every_switch_is_told_with_its_default_and_meaning(workspace: Workspace) -> None:
    for name, one in told(workspace).items():
        assert one["value"] == one["default"], name
        assert one["meaning"], name
    assert told(workspace)["filter_time"]["takes"] == ["lastSubmittedTime", "createTime"]


def test_a_switch_stays_until_it_is_reset_or_all_are_off(workspace: Workspace) -> None:
    strain(workspace, filter_time="createTime", quotas={"sheets.write": {"user": 3}})
    strain(workspace, minute_seconds=2)
    assert told(workspace)["filter_time"]["value"] == "createTime"
    strain(workspace, filter_time=None)
    now = told(workspace)
    assert now["filter_time"]["value"] == "lastSubmittedTime"
    assert now["quotas"]["value"] == {"sheets.write": {"user": 3}}
    requests.delete(
        f"{workspace.address}/_workspace/strain", headers={"X-Workspace-Control": "1"}, timeout=5
    ).raise_for_status()
    assert [name for name, one in told(workspace).items() if one["value"] != one["default"]] == []


def test_switches_outlive_the_server_and_can_be_given_at_its_start(tmp_path: Path, key_file: bytes) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    with running(tmp_path, strain={"response_order": "shuffled"}):
        pass
    with running(tmp_path) as address:
        assert told(Workspace(address, tmp_path))["response_order"]["value"] == "shuffled"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"quota": True}, "no switch quota"),
        ({"filter_time": "both"}, "lastSubmittedTime, createTime"),
        ({"quotas": {"sheets": {"user": 1}}}, "sheets.write"),
        ({"quotas": {"sheets.write": {"everyone": 1}}}, "project and user"),
        ({"quotas": {"sheets.write": {"user": "3"}}}, "numbers"),
        ({"minute_seconds": 0}, "minute_seconds"),
        ({"faults": {"fault": "500"}}, "list"),
        ({"faults": [{"fault": "418"}]}, "one of latency, 401"),
        ({"faults": [{"fault": "500", "match": {"host": "*"}}]}, "globs"),
        (
            {"faults": [{"fault": "500", "match": {"method": "sheets.batchUpdate"}}]},
            "sheets.batchUpdate; one is",
        ),
        (
            {"faults": [{"fault": "500", "match": {"method": "calendar.*"}}]},
            "No method is called calendar.*",
        ),
        ({"faults": [{"fault": "500", "time": 1}]}, "no time"),
        ({"faults": [{"fault": "hang", "seconds": 3600}]}, "from 0 to 120"),
        ({"faults": [{"fault": "500", "every": 0}]}, "every takes a whole number from 1"),
        ({"faults": [{"fault": "500", "times": 1.5}]}, "times takes a whole number"),
        ({"faults": [{"fault": "500", "times": True}]}, "times takes a whole number"),
        ({"faults": [{"fault": "500", "after": "1"}]}, "after takes a whole number"),
        ({"faults": [{"fault": "500", "chance": 1.01}]}, "chance takes a number from 0 to 1"),
        ({"faults": [{"fault": "500", "chance": -0.1}]}, "chance takes a number from 0 to 1"),
        ({"faults": [{"fault": "500", "done": 1}]}, "done takes true or false"),
        ({"faults": [{"fault": "500", "match": None}]}, "globs"),
        ({"faults": [{"fault": "500", "match": {"method": None}}]}, "globs"),
        ({"faults": [None]}, "needs a fault"),
        ({"quotas": {"sheets.write": {"user": True}}}, "whole numbers"),
        ({}, "Name the switches"),
    ],
)
def test_what_is_no_switch_is_refused_and_changes_nothing(
    workspace: Workspace, given: dict[str, Any], word: str
) -> None:
    before = told(workspace)
    answer = requests.put(
        f"{workspace.address}/_workspace/strain", json=given, headers={"X-Workspace-Control": "1"}, timeout=5
    )
    assert answer.status_code == 400
    assert word in answer.json()["error"]["message"]
    assert told(workspace) == before


def test_no_web_page_can_set_a_switch(workspace: Workspace) -> None:
    url = f"{workspace.address}/_workspace/strain"
    assert requests.put(url, json={"quotas": True}, timeout=5).status_code == 403
    assert requests.delete(url, timeout=5).status_code == 403
    assert told(workspace)["quotas"]["value"] is False


def test_controls_and_pages_are_spared_unless_a_path_is_named(workspace: Workspace) -> None:
    strain(workspace, faults=[{"fault": "503"}, {"fault": "500", "match": {"path": "/mail/*"}}])
    assert requests.get(f"{workspace.address}/_workspace/ping", timeout=5).status_code == 200
    assert requests.get(f"{workspace.address}/", timeout=5).status_code == 200
    assert requests.get(f"{workspace.address}/mail/", timeout=5).status_code == 500
    assert requests.get(f"{workspace.address}/v1/forms/any", timeout=5).status_code == 503
    assert counts(workspace)["faults"] == [
        {"fault": "503", "seen": 1, "fired": 1},
        {"fault": "500", "seen": 1, "fired": 1},
    ]


@pytest.mark.parametrize("match", [{"method": "token"}, {"method": "*"}, {"path": "/tok*"}])
def test_the_sign_in_is_struck_when_it_is_asked_for(workspace: Workspace, match: dict[str, str]) -> None:
    url = f"{workspace.address}/token"
    strain(workspace, faults=[{"fault": "503"}])
    assert requests.post(url, timeout=5).status_code == 400
    strain(workspace, faults=[{"fault": "503", "match": match}])
    assert requests.post(url, timeout=5).status_code == 503


@pytest.mark.parametrize("body", ["null", "[]", "1", ""])
def test_what_is_no_object_sets_nothing(workspace: Workspace, body: str) -> None:
    strain(workspace, retry_after=3)
    headers = {"X-Workspace-Control": "1", "Content-Type": "application/json"}
    url = f"{workspace.address}/_workspace/strain"
    assert requests.put(url, data=body, headers=headers, timeout=5).status_code == 400
    assert told(workspace)["retry_after"]["value"] == 3
