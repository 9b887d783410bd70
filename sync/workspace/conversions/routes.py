"""Where files of Google's are downloaded in other kinds: `/spreadsheets/d/{id}/export?format=xlsx&gid=0`.

Google's pages have these addresses, and clients use them with a bearer token. Without a token it is a
page that asks, for which the doors of the workspace have seen to it who may.
"""

from __future__ import annotations

import sqlite3
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.workspace import conversions, files, sharing
from sync.workspace.access import visitors
from sync.workspace.calls import Call, api
from sync.workspace.conversions import kinds
from sync.workspace.drive.access import require
from sync.workspace.drive.refusals import forbidden
from sync.workspace.errors import Refusal, not_found, unimplemented
from sync.workspace.store import Store

_FORMATS = {
    files.SPREADSHEET: {
        "xlsx": kinds.XLSX, "ods": kinds.ODS, "pdf": kinds.PDF, "csv": kinds.CSV, "tsv": kinds.TSV,
    },
    files.DOCUMENT: {
        "docx": kinds.DOCX, "odt": kinds.ODT, "rtf": kinds.RTF, "pdf": kinds.PDF, "html": kinds.HTML,
        "txt": kinds.TEXT,
    },
}  # fmt: skip
_USUAL = {files.SPREADSHEET: "xlsx", files.DOCUMENT: "docx"}
_PAGES = ("spreadsheets", "document")


def _by_token(call: Call) -> Response:
    row = require(call, call.path["id"])
    return _exported(call.store, row, call.email, call.params)


_endpoint = api(_by_token, method="drive.files.export", raw=True)


async def export(request: Request) -> Response:
    """GET /spreadsheets/d/{id}/export and /document/d/{id}/export?format=…"""
    if "authorization" in request.headers:
        return await _endpoint(request)
    return await run_in_threadpool(_by_page, request)


def _by_page(request: Request) -> Response:
    store: Store = request.app.state.store
    row = store.connection.execute(
        "SELECT * FROM files WHERE id = ? AND NOT trashed", (request.path_params["id"],)
    ).fetchone()
    if row is None:
        raise not_found()
    email = visitors.present().email or str(row["owner"])
    return _exported(store, row, email, request.query_params)


def _exported(store: Store, row: sqlite3.Row, email: str, params: QueryParams) -> Response:
    if row["mime"] not in _FORMATS:
        raise not_found()
    role = sharing.role_of(store, row["id"], email)
    if row["copy_needs_writer"] and sharing.RANK[role] < sharing.RANK["writer"]:
        raise forbidden("This file cannot be exported by the user.", "cannotExportFile")
    asked = (params.get("format") or params.get("exportFormat") or _USUAL[row["mime"]]).lower()
    mime = _FORMATS[row["mime"]].get(asked)
    if mime is None or mime not in conversions.EXPORTS[row["mime"]]:
        raise unimplemented(f"an export to {asked[:40]}")
    content = conversions.exported(store, row, mime, email, gid=_number(params.get("gid")))
    name = quote(f"{row['name']}.{asked}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Type": mime}
    if mime in {kinds.CSV, kinds.TSV, kinds.TEXT, kinds.HTML}:
        headers["Content-Type"] = f"{mime}; charset=utf-8"
    return Response(content, headers=headers)


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Refusal(400, f"Invalid value at 'gid' (TYPE_INT32), \"{text[:40]}\"")
    return int(text)


routes = [Route(f"/{page}/d/{{id}}/export", export, methods=["GET"]) for page in _PAGES]
