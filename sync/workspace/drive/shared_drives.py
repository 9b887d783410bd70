"""Shared drives: there are none here, which is all that can be said of them."""

from __future__ import annotations

from typing import Any

from sync.workspace.calls import Call
from sync.workspace.drive.listing import page_size
from sync.workspace.drive.refusals import DriveRefusal


def find(call: Call) -> dict[str, Any]:
    """drives.list: an empty page."""
    page_size(call, 10, 100)
    return {"kind": "drive#driveList", "drives": []}


def get(call: Call) -> dict[str, Any]:
    """drives.get: Refusal 404 for every id."""
    raise missing(call.path["drive"])


def missing(drive: str) -> DriveRefusal:
    """For a shared drive, whichever was meant."""
    return DriveRefusal(404, f"Shared drive not found: {drive}", "notFound", "driveId")
