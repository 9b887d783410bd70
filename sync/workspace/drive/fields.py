"""The `fields` of Drive's answers, held against what its messages have."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from sync.workspace import masks
from sync.workspace.drive.refusals import DriveRefusal
from sync.workspace.errors import Refusal

_FIELDS: dict[str, dict[str, Any]] = orjson.loads(Path(__file__).with_name("shapes.json").read_bytes())


@lru_cache(maxsize=512)
def check(message: str, fields: str) -> None:
    """Refusal 400 "Invalid field selection …" for a mask that cannot be read or names what is not there."""
    try:
        unknown = masks.unknown(_FIELDS, message, masks.parse(fields))
    except Refusal:
        unknown = fields
    if unknown:
        name = unknown.rpartition(".")[2]
        raise DriveRefusal(400, f"Invalid field selection {name}", "invalidParameter", "fields")
