"""File ids given out in advance (files.generateIds): they prove themselves, so that none need be kept."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any

from sync.workspace import parameters
from sync.workspace.calls import Call
from sync.workspace.drive.refusals import DriveRefusal, invalid_value
from sync.workspace.errors import unimplemented

_RANDOM, _PROOF = 27, 6


def generate(call: Call) -> dict[str, Any]:
    """Ids that files.create and files.copy will take."""
    count, space = call.params.get("count", "10"), call.params.get("space", "drive")
    if space == "appDataFolder":
        raise unimplemented("the space appDataFolder")
    if space != "drive":
        raise invalid_value("space")
    if call.params.get("type", "files") not in {"files", "shortcuts"}:
        raise invalid_value("type")
    number = parameters.count(count)
    if number is None or not 1 <= number <= 1000:
        message = f"Invalid value '{count}'. Values must be within the range: [1, 1000]"
        raise DriveRefusal(400, message, "invalidParameter", "count")
    ids = [_new() for _ in range(number)]
    return {"kind": "drive#generatedIds", "space": space, "ids": ids}


def check(file_id: str) -> None:
    """Refusal 400 for an id that was never given out."""
    if file_id != _proven(file_id[:_RANDOM]):
        raise DriveRefusal(400, "The provided file ID is not usable.", "invalid", "file.id")


def _new() -> str:
    return _proven(("1" + secrets.token_urlsafe(_RANDOM))[:_RANDOM])


def _proven(start: str) -> str:
    return start + sha256(f"file id {start}".encode()).hexdigest()[:_PROOF]
