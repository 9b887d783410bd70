"""files.copy: a file of the caller's own with all that another holds, and none of its sharing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from sync.workspace import contents, conversions, files, sharing
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, comments, file_calls, media, metadata, resource
from sync.workspace.drive.access import require, require_folder
from sync.workspace.drive.capabilities import may_take
from sync.workspace.drive.media import Media, Prepared
from sync.workspace.drive.refusals import bad_request, forbidden, invalid_value
from sync.workspace.forms import kept as forms
from sync.workspace.sheets import copying

_GOOGLES = "application/vnd.google-apps."
_TAKEN_OVER = ("description", "indexable_text", "colour", "copy_needs_writer", "original_name")


def copy(call: Call) -> dict[str, Any]:
    """Copy a file; what the body says of the copy is done to it, a null property is not taken over."""
    row = require(call, call.path["file"])
    if row["mime"] in {files.FOLDER, files.SHORTCUT}:
        raise forbidden("This file cannot be copied by the user.", "cannotCopyFile")
    if not may_take(row, sharing.role_of(call.store, row["id"], call.email)):
        raise forbidden("This file cannot be copied by the user.", "cannotCopyFile")
    meta = bodies.file(call.body)
    name = meta.get("name", f"Copy of {row['name']}")
    mime = meta.get("mimeType", row["mime"])
    ready = _converted(call, row, mime)
    parents = _parents(call, row, meta)
    with call.store.transaction() as tx:
        file_id = file_calls.new_file(tx, call, mime, name, parents, meta)
        _take_over(tx, row, file_id)
        metadata.write(tx, call, file_id, meta)
        if ready:
            media.put(tx, call, metadata.row_of(tx, file_id), ready)
        else:
            _fill(tx, call, row, file_id, name)
        if bodies.flag(call.params.get("copyComments", "")):
            comments.copy_open(tx, row["id"], file_id)
        new = metadata.row_of(tx, file_id)
    return resource.file(call, new, call.params.get("includePermissionsForView", ""))


def _converted(call: Call, row: sqlite3.Row, mime: str) -> Prepared | None:
    """An ordinary file's content as one of Google's kinds, where the copy is to be of that kind."""
    if mime == row["mime"]:
        return None
    if row["mime"].startswith(_GOOGLES):
        raise bad_request(
            "Conversion of the uploaded content to the requested output type is not supported.",
            "conversionUnsupportedConversionPath",
        )
    content = contents.read(call.store, row["id"]) or b""
    return media.prepared(call, Media(row["mime"], content), mime, row["name"])


def _parents(call: Call, row: sqlite3.Row, meta: Mapping[str, Any]) -> list[str]:
    """Where the copy goes: where the body says, else beside the source if the caller may, else My Drive."""
    parents: list[str] = meta.get("parents", [])
    if len(parents) > 1:
        raise invalid_value("parents")
    if parents:
        return [str(require_folder(call, parent)["id"]) for parent in parents]
    beside = row["parent"] and sharing.RANK[sharing.role_of(call.store, row["parent"], call.email)] >= 3
    return [row["parent"]] if beside else []


def _take_over(tx: sqlite3.Connection, source: sqlite3.Row, target: str) -> None:
    for column in (*_TAKEN_OVER, "app_properties", "properties"):
        tx.execute(
            f"UPDATE files SET {column} = ? WHERE id = ?",  # noqa: S608 - our own columns
            (source[column], target),
        )


def _copy_form(tx: sqlite3.Connection, call: Call, source: str, target: str) -> None:
    """The questions with their ids, and the settings; no responses, and nobody may send any yet."""
    form = forms.load(call.store, source)
    form.id, form.revision, form.published, form.accepting = target, 1, False, False
    forms.save(tx, form)


def _fill(tx: sqlite3.Connection, call: Call, source: sqlite3.Row, target: str, name: str) -> None:
    """Give the copy what the source holds."""
    match source["mime"]:
        case files.SPREADSHEET:
            copying.copy(tx, source["id"], target)
        case files.FORM:
            _copy_form(tx, call, source["id"], target)
        case files.DOCUMENT:
            conversions.copied(tx, source["id"], target)
        case _:
            contents.copy(tx, call.store, source["id"], target, name, call.email)
