"""Drive's files: create, get, update."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from sync.workspace import contents, files
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, downloads, identifiers, media, metadata, resource
from sync.workspace.drive.access import owns, require, require_folder
from sync.workspace.drive.media import Media
from sync.workspace.drive.refusals import DriveRefusal, bad_request, forbidden, insufficient, invalid_value
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import store as sheets

Done = Callable[[sqlite3.Connection, str], None]

_GOOGLES = "application/vnd.google-apps."
_MADE_HERE = files.EDITORS | {files.FOLDER, files.SHORTCUT}


def create(call: Call) -> dict[str, Any]:
    """Make a file of metadata alone: a folder, an empty Workspace file, a shortcut, a file of no bytes."""
    return made(call, call.body, None)


def made(
    call: Call, body: Mapping[str, Any], content: Media | None, done: Done | None = None
) -> dict[str, Any]:
    """Make a file of metadata and, where there is any, content; it is there whole or not at all.

    `done` is told the file's id inside the same transaction.
    """
    meta = bodies.file(body)
    mime = media.target_of(meta, content)
    if mime.startswith(_GOOGLES) and mime not in _MADE_HERE:
        raise unimplemented(f"drive.files.create of {mime}")
    name = meta.get("name", "Untitled")
    if meta.get("mimeType") == files.SHORTCUT:
        meta |= _target(call, meta)
        name = meta.get("name") or meta["target"]["name"]
    ready = media.prepared(call, content, mime, name)
    mime = ready.mime if ready else mime
    parents = _parents(call, meta)
    with call.store.transaction() as tx:
        file_id = new_file(tx, call, mime, name, parents, meta)
        metadata.write(tx, call, file_id, meta)
        row = metadata.row_of(tx, file_id)
        if ready:
            media.put(tx, call, row, ready)
        elif not mime.startswith(_GOOGLES):
            contents.add(tx, call.store, file_id, b"", mime=mime, name=name, email=call.email)
        if done:
            done(tx, file_id)
        row = metadata.row_of(tx, file_id)
    return resource.file(call, row)


def new_file(
    tx: sqlite3.Connection, call: Call, mime: str, name: str, parents: list[str], meta: Mapping[str, Any]
) -> str:
    """A file's entry, under the id that `meta` may name; an empty spreadsheet for a spreadsheet."""
    try:
        file_id = files.create_file(
            tx,
            call.store,
            mime=mime,
            name=name,
            owner=call.email,
            parents=parents,
            file_id=_wanted_id(meta, mime),
            app=call.grant.app,
        )
    except Refusal as refusal:
        if refusal.code != 409:
            raise
        raise DriveRefusal(409, refusal.message, "fileIdInUse", "file.id") from None
    if mime == files.SPREADSHEET:
        sheets.create(tx, file_id, {"properties": {"title": name}})
    if "target" in meta:
        tx.execute(
            "UPDATE files SET target = ?, target_mime = ? WHERE id = ?",
            (meta["target"]["id"], meta["target"]["mime"], file_id),
        )
    return file_id


def _wanted_id(meta: Mapping[str, Any], mime: str) -> str | None:
    if "id" not in meta:
        return None
    if mime in files.EDITORS:
        raise bad_request("Generated IDs are not supported for Docs Editors formats.", "invalid")
    identifiers.check(meta["id"])
    return str(meta["id"])


def _parents(call: Call, meta: Mapping[str, Any]) -> list[str]:
    parents: list[str] = meta.get("parents", [])
    if len(parents) > 1:
        raise invalid_value("parents")
    return [str(require_folder(call, parent)["id"]) for parent in parents]


def _target(call: Call, meta: Mapping[str, Any]) -> dict[str, Any]:
    """The file that a shortcut is to lead to."""
    target = meta.get("shortcutDetails", {}).get("targetId")
    if not target:
        raise bad_request(
            "A shortcut must name its target in shortcutDetails.targetId.", "shortcutTargetInvalid"
        )
    row = require(call, str(target))
    if row["mime"] == files.SHORTCUT:
        raise forbidden("The target of a shortcut cannot be a shortcut.", "shortcutTargetInvalid")
    return {"target": row}


def get(call: Call) -> Any:
    """One file's metadata, or with alt=media its content."""
    row = require(call, call.path["file"])
    if call.params.get("alt") == "media":
        return downloads.media(call, row)
    return resource.file(call, row, call.params.get("includePermissionsForView", ""))


def update(call: Call) -> dict[str, Any]:
    """Change a file's name, bin, properties or folder."""
    return changed(call, call.path["file"], call.body, None)


def changed(
    call: Call, file_id: str, body: Mapping[str, Any], content: Media | None, done: Done | None = None
) -> dict[str, Any]:
    """Change a file's metadata, its content, or both; `done` as for `made`."""
    meta = bodies.file(body)
    moves = any(call.params.get(name) for name in ("addParents", "removeParents"))
    own_only = meta.keys() <= metadata.PERSONAL and not content and not moves and bool(meta)
    row = require(call, file_id, "reader" if own_only else "writer")
    _check_change(call, row, meta, content)
    parent = metadata.new_parent(call, row, body)
    name = meta.get("name", row["name"])
    mime = row["mime"] if row["mime"].startswith(_GOOGLES) else meta.get("mimeType", "")
    ready = media.prepared(call, content, mime, name, row["id"])
    with call.store.transaction() as tx:
        if not own_only:
            files.touch(tx, call.store, row["id"], call.email)
        metadata.write(tx, call, row["id"], meta)
        if ready:
            media.put(tx, call, metadata.row_of(tx, row["id"]), ready)
        metadata.move(tx, call, row, parent)
        if done:
            done(tx, row["id"])
        row = metadata.row_of(tx, row["id"])
    return resource.file(call, row, call.params.get("includePermissionsForView", ""))


def _check_change(call: Call, row: sqlite3.Row, meta: Mapping[str, Any], content: Media | None) -> None:
    if meta.get("id", row["id"]) != row["id"] or "shortcutDetails" in meta:
        raise forbidden(
            "The resource body includes fields which are not directly writable.", "fieldNotWritable"
        )
    mime = meta.get("mimeType", row["mime"])
    if mime != row["mime"] and (content is None or _GOOGLES in mime + row["mime"]):
        raise bad_request("Invalid MIME type provided for the uploaded content.")
    if row["root"] and (meta.keys() - metadata.PERSONAL or content):
        raise forbidden("The root folder cannot be changed.", "insufficientFilePermissions")
    if ("trashed" in meta or "writersCanShare" in meta) and not owns(call, row):
        raise insufficient(row["id"])
