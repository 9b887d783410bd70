"""The page where a spreadsheet is read: only looked at, never changed, and fresh as long as it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sync.workspace import conversions, files
from sync.workspace.conversions import kinds
from sync.workspace.pages import page
from sync.workspace.pages.spreadsheet.view import View, chosen_sheet, page_of, render, rows_offered
from sync.workspace.pages.spreadsheet.window import ranges_for
from sync.workspace.sheets.extent import filled_rows
from sync.workspace.sheets.read import snapshot, spreadsheet
from sync.workspace.store import Store


@dataclass(frozen=True, slots=True)
class File:
    """The spreadsheet as a file of Drive. `modified` is aware."""

    id: str
    version: int
    modified: datetime


def _file(store: Store, file_id: str) -> File | None:
    """The spreadsheet of that id, None for any other file and for one in the bin."""
    row = store.connection.execute(
        "SELECT version, modified FROM files WHERE id = ? AND mime = ? AND NOT trashed",
        (file_id, files.SPREADSHEET),
    ).fetchone()
    return File(file_id, row["version"], datetime.fromisoformat(row["modified"])) if row else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def _view(store: Store, file_id: str, request: Request) -> View:
    """Draw the page that the address asks for, reading no more cells than it shows."""
    gid, cells = _number(request.query_params.get("gid")), request.query_params.get("range", "")
    described = spreadsheet(store, file_id, grid=False)
    sheet = chosen_sheet(described, gid)
    filled = filled_rows(store.connection, file_id, sheet["properties"]["sheetId"])
    asked = _number(request.query_params.get("page"))
    number = page_of(rows_offered(sheet, filled, cells), asked, cells)
    ranges = ranges_for(described, sheet, number)
    cells_of = spreadsheet(store, file_id, grid=True, ranges=ranges) if ranges else described
    return render(_joined(described, cells_of), gid, page=number, cells=cells, filled=filled)


def _joined(described: dict[str, Any], with_cells: dict[str, Any]) -> dict[str, Any]:
    """All sheets, those that were read with their cells."""
    read = {sheet["properties"]["sheetId"]: sheet for sheet in with_cells["sheets"]}
    sheets = [read.get(sheet["properties"]["sheetId"], sheet) for sheet in described["sheets"]]
    return described | {"sheets": sheets}


def view(request: Request) -> Response:
    """GET /spreadsheets/d/{id}/edit?gid=…&page=…&range=…"""
    store: Store = request.app.state.store
    with snapshot(store):
        file = _file(store, request.path_params["id"])
        if file is None:
            return page("missing.html", 404, what="spreadsheet")
        drawn = _view(store, file.id, request)
    pdf = kinds.PDF in conversions.EXPORTS[files.SPREADSHEET]
    return page("sheet.html", view=drawn, file=file, pdf=pdf)


def version(request: Request) -> Response:
    """GET /spreadsheets/d/{id}/version: what an open page asks every few seconds."""
    file = _file(request.app.state.store, request.path_params["id"])
    if file is None:
        return JSONResponse({"version": None}, 404)
    return JSONResponse({"version": str(file.version)}, headers={"Cache-Control": "no-store"})


def short(request: Request) -> Response:
    """Google's shorter addresses lead to the page; what they ask for goes with them."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/spreadsheets/d/{request.path_params['id']}/edit{query}")


_ID = "/spreadsheets/d/{id}"
routes = [
    Route(f"{_ID}/edit", view, methods=["GET"]),
    Route(f"{_ID}/version", version, methods=["GET"]),
    Route(f"{_ID}/view", short, methods=["GET"]),
    Route(f"{_ID}/", short, methods=["GET"]),
    Route(_ID, short, methods=["GET"]),
]
