"""The bodies of Drive's requests, read strictly: known fields of the right kind, and only writable ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from sync.workspace import media_types, parameters
from sync.workspace.drive.refusals import bad_request, forbidden
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.messages import Schema, Shape
from sync.workspace.store import timestamp

_SCHEMA = Schema(
    "google.apps.drive.v3",
    {
        name: Shape(
            {field: tuple(kind) if isinstance(kind, list) else kind for field, kind in fields.items()}
        )
        for name, fields in orjson.loads(Path(__file__).with_name("shapes.json").read_bytes()).items()
    },
    keep_defaults=True,
)
_MAPS = ("appProperties", "properties")
_WRITABLE = {
    "name", "mimeType", "description", "starred", "trashed", "writersCanShare", "createdTime", "modifiedTime",
    "viewedByMeTime", "folderColorRgb", "copyRequiresWriterPermission", "originalFilename", "contentHints",
    "appProperties", "properties", "parents", "id", "shortcutDetails",
}  # fmt: skip
_TOLERATED = {"kind", "viewersCanCopyContent"}
_REFUSED = {
    "contentRestrictions", "downloadRestrictions", "labelInfo", "inheritedPermissionsDisabled",
}  # fmt: skip
_TIMES = ("createdTime", "modifiedTime", "viewedByMeTime")
_MOST_PROPERTY_BYTES, _MOST_PROPERTIES = 124, 30


def read(message: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as a message of Drive's, nulls left out. Refusal 400 for what the message does not have."""
    try:
        return _SCHEMA.read(message, body)
    except Refusal as refusal:
        raise bad_request(refusal.message) from None


def file(body: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata of a file as a request gives it: times as Google writes them, properties with nulls.

    Refusal 403 for a field that nobody writes, 400 for one that there is not, 501 for one not done here.
    """
    found = read("File", {name: value for name, value in body.items() if name not in _MAPS})
    for name in found.keys() - _WRITABLE - _TOLERATED:
        if name in _REFUSED:
            raise unimplemented(f"{name} of a file")
        raise forbidden(
            "The resource body includes fields which are not directly writable.", "fieldNotWritable"
        )
    if found.get("mimeType") and not media_types.is_one(found["mimeType"]):
        raise bad_request("Invalid MIME type provided for the uploaded content.")
    for name in _TIMES:
        if name in found:
            found[name] = time(name, found[name])
    for name in _MAPS:
        if body.get(name) is not None:
            found[name] = _properties(name, body[name])
    return found


def permission(body: Mapping[str, Any]) -> dict[str, Any]:
    """A Permission as a request gives it; of Drive v2, and still sent by gspread, `withLink` says nothing."""
    return read("Permission", {name: value for name, value in body.items() if name != "withLink"})


def time(name: str, value: str) -> str:
    """A time that a client gave, as Google writes it. Refusal 400 for none."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise bad_request(f'Invalid value for: Invalid format: "{value}" of {name}', "invalid")
    return timestamp(moment)


def flag(value: str) -> bool:
    """A parameter that is true or false, in any case of its letters."""
    return parameters.flag(value)


def _properties(name: str, given: Any) -> dict[str, str | None]:
    if not isinstance(given, dict) or not all(isinstance(one, str | None) for one in given.values()):
        raise bad_request(
            f"Invalid value at '{name}' (type.googleapis.com/google.protobuf.Map), {given!r:.100}"
        )
    for key, value in given.items():
        if len(f"{key}{value or ''}".encode()) > _MOST_PROPERTY_BYTES:
            raise forbidden(
                f"The property {key!r:.60} is too long: key and value may have {_MOST_PROPERTY_BYTES} bytes.",
                "propertyTooLong",
            )
    return given


def merged(kept: str, given: Mapping[str, str | None]) -> str:
    """Properties (JSON) after an update: a null takes one away. Refusal 403 for more than 30."""
    after = {key: value for key, value in (orjson.loads(kept) | given).items() if value is not None}
    if len(after) > _MOST_PROPERTIES:
        raise forbidden(f"A file may have {_MOST_PROPERTIES} properties of a kind.", "propertyLimitExceeded")
    return orjson.dumps(after).decode()
