"""The switches as tests turn them."""

from __future__ import annotations

from typing import Any

import requests

from tests.workspace.conftest import Workspace


def strain(workspace: Workspace, **switches: Any) -> None:
    """Set switches."""
    requests.put(
        f"{workspace.address}/_workspace/strain",
        json=switches,
        headers={"X-Workspace-Control": "1"},
        timeout=5,
    ).raise_for_status()


def counts(workspace: Workspace) -> dict[str, Any]:
    """What the switches did since they were set."""
    answer = requests.get(f"{workspace.address}/_workspace/strain/counts", timeout=5)
    found: dict[str, Any] = answer.json()
    return found
