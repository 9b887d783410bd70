"""files.list: the files that a person sees, chosen by a query, in order and in pages."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

import orjson

from sync.workspace import files, masks, parameters
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, query, resource
from sync.workspace.drive.refusals import DriveRefusal, invalid_value
from sync.workspace.drive.view import View
from sync.workspace.errors import unimplemented

_ORDERS: dict[str, Callable[[View, sqlite3.Row], Any]] = {
    "createdTime": lambda _view, row: row["created"],
    "folder": lambda _view, row: row["mime"] != files.FOLDER,
    "modifiedByMeTime": lambda view, row: view.own(row, "modified"),
    "modifiedTime": lambda _view, row: row["modified"],
    "name": lambda _view, row: row["name"].casefold(),
    "name_natural": lambda _view, row: natural(row["name"]),
    "quotaBytesUsed": lambda view, row: view.bytes_of(row),
    "recency": lambda view, row: max(row["modified"], view.own(row, "viewed"), view.shared_at(row)),
    "sharedWithMeTime": lambda view, row: view.shared_at(row),
    "starred": lambda view, row: not view.own(row, "starred"),
    "viewedByMeTime": lambda view, row: view.own(row, "viewed"),
}


def find(call: Call) -> dict[str, Any]:
    """A page of the files that the caller sees and `q` chooses."""
    _check_corpora(call)
    q, order = call.params.get("q", ""), call.params.get("orderBy", "")
    view = View(call)
    test = query.parse(q) if q.strip() else None
    rows = _ordered(view, [row for row in view.rows() if test is None or test(view, row)], order)
    start = _offset(call.params.get("pageToken", ""), q, order)
    end = start + page_size(call, 100, 1000)
    body: dict[str, Any] = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [_told(call, row) for row in rows[start:end]],
    }
    return body | ({"nextPageToken": _page_token(end, q, order)} if end < len(rows) else {})


def _told(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """A file of the list; the little that most callers want is told without asking for all the rest."""
    fields = call.params.get("fields") or call.params.get("$fields")
    # No fields at all are the brief ones; a mask of the whole list or of whole files is empty below.
    wanted = (masks.parse(fields).get("files") or {"*": {}}).keys() if fields else resource.BRIEF
    return resource.brief(row) if wanted <= resource.BRIEF else resource.file(call, row)


def _check_corpora(call: Call) -> None:
    """Which collection is searched: there is My Drive and what is shared, and no shared drives."""
    corpora, drive = call.params.get("corpora", "user"), call.params.get("driveId", "")
    if corpora not in {"user", "domain", "drive", "allDrives"}:
        raise invalid_value("corpora")
    if corpora == "domain":
        raise unimplemented("drive.files.list of the corpora domain")
    if (corpora == "drive") != bool(drive):
        raise _bad_combination(
            "The driveId parameter must be specified if and only if corpora is set to drive.", "corpora"
        )
    everywhere = bodies.flag(call.params.get("includeItemsFromAllDrives", ""))
    if corpora in {"drive", "allDrives"} and not everywhere:
        raise _bad_combination(
            "The includeItemsFromAllDrives parameter must be set to true when the corpora is set to "
            f"{corpora}.",
            "includeItemsFromAllDrives",
        )
    if drive:
        raise DriveRefusal(404, f"Shared drive not found: {drive}", "notFound", "driveId")
    check_spaces(call)


def check_spaces(call: Call) -> None:
    """Of Drive's spaces there is one here."""
    for space in call.params.get("spaces", "drive").split(","):
        if space == "appDataFolder":
            raise unimplemented("the space appDataFolder")
        if space != "drive":
            raise invalid_value("spaces")


def _bad_combination(message: str, location: str) -> DriveRefusal:
    return DriveRefusal(400, message, "invalidParameter", location)


def natural(name: str) -> list[tuple[int, int | str]]:
    """A key that sorts numbers in names as numbers: 1, 2, 12."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part)) if part.isdecimal() and len(part) < 19 else (1, part) for part in parts if part]


def _ordered(view: View, rows: list[sqlite3.Row], order: str) -> list[sqlite3.Row]:
    for key in reversed([key.strip() for key in order.split(",") if key.strip()]):
        name, _, direction = key.partition(" ")
        if name not in _ORDERS or direction not in {"", "desc"}:
            raise invalid_value("orderBy")
        rows = sorted(rows, key=partial(_ORDERS[name], view), reverse=direction == "desc")
    return rows


def page_size(call: Call, usual: int, most: int) -> int:
    """The `pageSize` of a call, cut to `most`; Refusal 400 for one that is no number from 1 on."""
    given = call.params.get("pageSize", str(usual))
    size = parameters.count(given)
    if not size:
        message = f"Invalid value '{given}'. Values must be within the range: [1, {most}]"
        raise DriveRefusal(400, message, "invalidParameter", "pageSize")
    return min(size, most)


def _page_token(offset: int, q: str, order: str) -> str:
    """Where the next page begins, for this query only."""
    return base64.urlsafe_b64encode(orjson.dumps([offset, _digest(q, order)])).decode()


def _offset(token: str, q: str, order: str) -> int:
    if not token:
        return 0
    try:
        offset, digest = orjson.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, TypeError):
        raise invalid_value("pageToken") from None
    if digest != _digest(q, order) or not isinstance(offset, int) or offset < 0:
        raise invalid_value("pageToken")
    return offset


def _digest(q: str, order: str) -> str:
    return sha256(f"{q}\0{order}".encode()).hexdigest()[:12]


def paged(call: Call, things: list[Any], usual: int, most: int, key: str) -> tuple[list[Any], dict[str, str]]:
    """A page of a list, and the token of the next one if there is one; `key` names what is listed."""
    start = _offset(call.params.get("pageToken", ""), key, "")
    end = start + page_size(call, usual, most)
    return things[start:end], ({"nextPageToken": _page_token(end, key, "")} if end < len(things) else {})
