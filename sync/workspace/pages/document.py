"""The page where a document is read: its words, in a frame where nothing runs, and where to get it whole."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sync.workspace import conversions, files
from sync.workspace.conversions import documents, html, kinds
from sync.workspace.errors import Refusal
from sync.workspace.pages import page
from sync.workspace.store import Store

# Nothing in a document is executed, nothing outside this server is asked for.
_FRAME = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src data:; style-src 'self'; font-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_DRESSED = (
    '<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><base target="_blank">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="/_workspace/look/document.css"></head><body>{body}</body></html>'
)


def _row(request: Request) -> sqlite3.Row | None:
    store: Store = request.app.state.store
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT * FROM files WHERE id = ? AND mime = ? AND NOT trashed",
        (request.path_params["id"], files.DOCUMENT),
    ).fetchone()
    return row


def view(request: Request) -> Response:
    """GET /document/d/{id}/edit."""
    row = _row(request)
    if row is None:
        return page("missing.html", 404, what="document")
    return page(
        "document.html",
        file=row,
        changed=datetime.fromisoformat(row["modified"]),
        pdf=kinds.PDF in conversions.EXPORTS[files.DOCUMENT],
    )


def body(request: Request) -> Response:
    """GET /document/d/{id}/html: what the document says, alone, for the frame."""
    row = _row(request)
    if row is None:
        raise HTTPException(404)
    store: Store = request.app.state.store
    try:
        shown = html.of_docx(documents.content(store.connection, row["id"]))
    except Refusal:
        raise HTTPException(404) from None
    return HTMLResponse(_DRESSED.format(body=shown), headers=_FRAME)


def short(request: Request) -> Response:
    """Google's shorter addresses lead to the page."""
    return RedirectResponse(f"/document/d/{request.path_params['id']}/edit")


_ID = "/document/d/{id}"
routes = [
    Route(f"{_ID}/edit", view, methods=["GET"]),
    Route(f"{_ID}/html", body, methods=["GET"]),
    *(Route(path, short, methods=["GET"]) for path in (f"{_ID}/view", f"{_ID}/", _ID)),
]
