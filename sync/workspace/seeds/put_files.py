"""Seeds of files: a spreadsheet with a given id that someone else owns, and any other file."""

from __future__ import annotations

import sqlite3
from typing import Any

from sync.workspace import contents, files, media_types, sharing
from sync.workspace.errors import Refusal, not_found
from sync.workspace.forms import kept
from sync.workspace.seeds.given import Seed, route
from sync.workspace.sheets import store as sheet_store
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.values import ranges as values

_GOOGLES = "application/vnd.google-apps."
_ROLES = ("reader", "commenter", "writer")


def add_spreadsheet(seed: Seed) -> dict[str, Any]:
    """A spreadsheet: `id`, `name`, `owner`; `sheets` {title: rows of values as typed}; `share`."""
    return _add(seed, files.SPREADSHEET, seed.mapping("sheets"))


def add_file(seed: Seed) -> dict[str, Any]:
    """A file of any kind: `mimeType`, `content` (text), and what a spreadsheet has besides its sheets."""
    mime = seed.text("mimeType")
    if mime and not media_types.is_one(mime):
        seed.object('"mimeType" must be a media type, like text/plain.')
    return _add(seed, mime, {})


def _add(seed: Seed, mime: str, sheets: dict[str, Any]) -> dict[str, Any]:
    owner, name, share = seed.address_of("owner"), seed.text("name", "Untitled"), seed.mapping("share")
    file_id, parent = seed.text("id", ""), seed.text("parent", "root")
    properties, app = seed.mapping("appProperties"), seed.text("app", "")
    content = "" if mime.startswith(_GOOGLES) else seed.text("content", "")
    seed.check()
    with seed.store.transaction() as tx:
        made = files.create_file(
            tx,
            seed.store,
            mime=mime,
            name=name,
            owner=owner,
            parents=[parent],
            app_properties=properties,
            file_id=file_id or None,
            app=app,
        )
        if mime == files.SPREADSHEET:
            _fill(tx, made, name, owner, sheets)
        elif mime == files.FORM:
            first = {"emailCollectionType": "DO_NOT_COLLECT"}
            kept.save(tx, kept.KeptForm(made, 1, False, False, {"title": name}, first))
        elif not mime.startswith(_GOOGLES):
            contents.add(tx, seed.store, made, content.encode(), mime=mime, name=name, email=owner)
        _share(tx, made, share)
    return {"id": made, "name": name, "owner": owner, "mimeType": mime}


def _fill(tx: sqlite3.Connection, file_id: str, name: str, owner: str, sheets: dict[str, Any]) -> None:
    named = [{"properties": {"title": title}} for title in sheets]
    resource: dict[str, Any] = {"properties": {"title": name}} | ({"sheets": named} if named else {})
    sheet_store.create(tx, file_id, resource)
    book = Book(tx, file_id, owner)
    for title, rows in sheets.items():
        quoted = "'" + title.replace("'", "''") + "'"
        values.update(book, f"{quoted}!A1", {"values": rows}, "USER_ENTERED")
    book.save()


def _share(tx: sqlite3.Connection, file_id: str, share: dict[str, Any]) -> None:
    """`{"somsri@office.example": "reader", "office.example": "reader", "anyone": "reader"}`."""
    for whom, role in share.items():
        if role not in _ROLES:
            raise Refusal(400, f"{whom}: a role is one of {', '.join(_ROLES)}.")
        kind = "anyone" if whom == "anyone" else _kind(tx, whom)
        sharing.set_permission(tx, file_id, type=kind, role=role, address="" if kind == "anyone" else whom)


def _kind(tx: sqlite3.Connection, whom: str) -> str:
    if "@" not in whom:
        return "domain"
    group = tx.execute("SELECT 1 FROM group_members WHERE address = ?", (whom,)).fetchone()
    return "group" if group else "user"


def remove_file(seed: Seed) -> dict[str, Any]:
    """Take a file out of the workspace, past the bin."""
    with seed.store.transaction() as tx:
        if not tx.execute("DELETE FROM files WHERE id = ?", (seed.path["file"],)).rowcount:
            raise not_found()
        files.log_change(tx, seed.store, seed.path["file"])
    return {}


routes = [
    route("POST", "spreadsheets", add_spreadsheet),
    route("POST", "files", add_file),
    route("DELETE", "files/{file}", remove_file),
]
