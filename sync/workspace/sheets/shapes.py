"""The messages of the Sheets API: fields and kinds, made of Google's discovery document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from sync.workspace import masks
from sync.workspace.errors import Refusal
from sync.workspace.messages import Kind, Schema, Shape, snake

_FIELDS: dict[str, dict[str, Any]] = orjson.loads(Path(__file__).with_name("shapes.json").read_bytes())

# Cells are many: they are looked at where they are written, not twice.
_LEFT = {"RowData", "CellData"}


def _shape(name: str, fields: Mapping[str, Any], *, whole: bool = False) -> Shape:
    kinds = {field: _kind(kind, whole) for field, kind in fields.items()}
    if name == "ConditionalFormatRule":
        return Shape(kinds, ("booleanRule", "gradientRule"), "rule")
    return Shape(kinds, tuple(kinds) if name == "Request" else ())


def _kind(kind: str | list[str], whole: bool) -> Kind:
    if isinstance(kind, list):
        return tuple(kind)
    if whole:
        return kind
    bare = kind.lstrip("*")
    return kind.replace(bare, "any") if bare in _LEFT else kind


SCHEMA = Schema(
    "google.apps.sheets.v4",
    {name: _shape(name, fields) for name, fields in _FIELDS.items()},
    keep_defaults=True,
)
"""Reads a body as Google does; cells inside it are left for `cell` to read."""


def whole_shapes() -> dict[str, Shape]:
    """Every message with cells as messages too."""
    return {name: _shape(name, fields, whole=True) for name, fields in _FIELDS.items()}


@lru_cache(maxsize=512)
def update_mask(message: str, fields: str) -> masks.Mask:
    """The mask of an update over a message; Refusal 400 if it names nothing, or what the message has not."""
    mask = masks.required(fields)
    if unknown := masks.unknown(_FIELDS, message, mask):
        raise Refusal(400, f"Invalid field: {snake(unknown)}")
    return mask


@lru_cache(maxsize=512)
def answer_mask(message: str, fields: str) -> masks.Mask:
    """The mask of an answer; Refusal 400 as Google words it if it names what the message has not."""
    mask = masks.parse(fields)
    unknown = masks.unknown(_FIELDS, message, mask)
    if not unknown:
        return mask
    said = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{unknown}'."
    violation = {"field": unknown, "description": said}
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    raise Refusal(400, "Request contains an invalid argument.", details=details)
