"""The first page: every file of the workspace, in its folders: forms before others, newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.workspace import files, sharing
from sync.workspace.access import visitors
from sync.workspace.conversions import kinds
from sync.workspace.pages import page
from sync.workspace.store import Store

_KINDS = {
    files.FORM: "form",
    files.SPREADSHEET: "spreadsheet",
    files.DOCUMENT: "document",
    files.FOLDER: "folder",
}
_LINKS = {
    "form": "/forms/d/e/{}/viewform",
    "spreadsheet": "/spreadsheets/d/{}/edit",
    "document": "/document/d/{}/edit",
    "other": "/file/d/{}/view",
}
_SORTS = {
    "application/pdf": "pdf",
    kinds.XLSX: "excel",
    kinds.DOCX: "word",
    kinds.CSV: "csv",
    kinds.TEXT: "text",
    files.SHORTCUT: "shortcut",
}
_FEW = 12  # files that are found without searching
_FILES = """
SELECT files.id, files.mime, files.name, files.parent, files.modified, forms.published, forms.accepting,
    (SELECT count(*) FROM form_responses WHERE form = files.id) AS responses
FROM files LEFT JOIN forms ON forms.id = files.id
WHERE NOT files.trashed AND NOT files.root ORDER BY files.modified DESC, files.id
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the list. `state` of a form: "open", "closed" or "unpublished"; `inside` a folder's files.

    `sort` tells an uploaded file's content: "pdf", "image", "excel" …, "" for any other.
    """

    kind: str
    name: str
    link: str
    modified: datetime
    state: str = ""
    responses: int = 0
    sort: str = ""
    inside: tuple[Listed, ...] = ()


def tree(store: Store, email: str = "") -> tuple[Listed, ...]:
    """All files that are not in the bin, folders holding theirs; a folder is as new as its newest file.

    Forms come before the rest: they are what people open most, and fewer than spreadsheets.

    With `email` those that this person has or was given, otherwise everybody's.
    """
    rows = store.connection.execute(_FILES).fetchall()
    if email:
        theirs = sharing.visible(store, email)
        rows = [row for row in rows if row["id"] in theirs]
    known = {row["id"] for row in rows}
    below: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        below.setdefault(row["parent"] if row["parent"] in known else "", []).append(row)
    return _level("", below)


def _level(parent: str, below: Mapping[str, list[sqlite3.Row]]) -> tuple[Listed, ...]:
    found = [_listed(row, _level(row["id"], below)) for row in below.get(parent, ())]
    newest = sorted(found, key=lambda file: file.modified, reverse=True)
    return tuple(sorted(newest, key=lambda file: file.kind != "form"))


def _listed(row: sqlite3.Row, inside: tuple[Listed, ...]) -> Listed:
    kind = _KINDS.get(row["mime"], "other")
    state = "" if kind != "form" else _state(row)
    return Listed(
        kind,
        row["name"],
        "" if row["mime"] == files.SHORTCUT else _LINKS.get(kind, "").format(row["id"]),
        max([datetime.fromisoformat(row["modified"]), *(file.modified for file in inside)]),
        state,
        row["responses"],
        _sort(row["mime"]) if kind == "other" else "",
        inside,
    )


def _sort(mime: str) -> str:
    kind = mime.partition("/")[0]
    return kind if kind in {"image", "audio", "video"} else _SORTS.get(mime, "")


def _state(row: sqlite3.Row) -> str:
    if not row["published"]:
        return "unpublished"
    return "open" if row["accepting"] else "closed"


def _count(listed: tuple[Listed, ...]) -> int:
    return sum(1 + _count(file.inside) for file in listed)


async def view(request: Request) -> Response:
    """GET /."""
    state = request.app.state
    email = visitors.present().email
    listed = await run_in_threadpool(tree, state.store, email)
    return page(
        "files.html",
        files=listed,
        many=_count(listed) > _FEW,
        mailbox=state.mailbox is not None and not email,
    )


routes = [Route("/", view, methods=["GET"])]
