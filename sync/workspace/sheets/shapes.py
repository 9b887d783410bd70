"""The messages that the Sheets API takes: fields and kinds, made of Google's discovery document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from sync.workspace.messages import Kind, Schema, Shape


def _read(path: Path) -> dict[str, Shape]:
    given: dict[str, dict[str, Any]] = orjson.loads(path.read_bytes())
    return {name: _shape(name, fields) for name, fields in given.items()}


def _shape(name: str, fields: dict[str, Any]) -> Shape:
    kinds: dict[str, Kind] = {
        field: tuple(kind) if isinstance(kind, list) else kind for field, kind in fields.items()
    }
    return Shape(kinds, tuple(kinds) if name == "Request" else ())


SCHEMA = Schema("google.apps.sheets.v4", _read(Path(__file__).with_name("shapes.json")), keep_defaults=True)
"""Reads a body as Google does; cells inside it are left for `cell` to read."""
