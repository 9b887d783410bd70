"""The page where a spreadsheet is read, fresh as long as it is open; its cells are written in by `cell`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sync.workspace import conversions, files
from sync.workspace.access import visitors
from sync.workspace.conversions import kinds
from sync.workspace.pages import page
from sync.workspace.pages.spreadsheet.view import View, chosen_sheet, page_of, render, rows_offered
from sync.workspace.pages.spreadsheet.window import ranges_for
from sync.workspace.sheets import one_cell
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.extent import filled_rows
from sync.workspace.sheets.read import snapshot, spreadsheet
from sync.workspace.store import Store


@dataclass(frozen=True, slots=True)
class File:
    """The spreadsheet as a file of Drive. `modified` is aware."""

    id: str
    version: int
    modified: datetime


def file_of(store: Store, file_id: str) -> File | None:
    """The spreadsheet of that id, None for any other file and for one in the bin."""
    row = store.connection.execute(
        "SELECT version, modified FROM files WHERE id = ? AND mime = ? AND NOT trashed",
        (file_id, files.SPREADSHEET),
    ).fetchone()
    return File(file_id, row["version"], datetime.fromisoformat(row["modified"])) if row else None


def number(text: str | None) -> int | None:
    """A whole number that an address or a form names, None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def _view(store: Store, file_id: str, request: Request) -> View:
    """Draw the page that the address asks for, reading no more cells than it shows."""
    gid, cells = number(request.query_params.get("gid")), request.query_params.get("range", "")
    visitor = visitors.present()
    described = spreadsheet(store, file_id, grid=False, email=visitor.email)
    writes = visitor.may_write(store, file_id)
    opens_hidden = writes or visitor.clerk
    sheet = chosen_sheet(described, gid, opens_hidden=opens_hidden)
    filled = filled_rows(store.connection, file_id, sheet["properties"]["sheetId"])
    asked = number(request.query_params.get("page"))
    shown = page_of(rows_offered(sheet, filled, cells), asked, cells)
    ranges = ranges_for(described, sheet, shown)
    cells_of = (
        spreadsheet(store, file_id, grid=True, ranges=ranges, email=visitor.email) if ranges else described
    )
    return render(
        _joined(described, cells_of), gid, page=shown, cells=cells, filled=filled,
        writes=writes, opens_hidden=opens_hidden,
    )  # fmt: skip


def _joined(described: dict[str, Any], with_cells: dict[str, Any]) -> dict[str, Any]:
    """All sheets, those that were read with their cells."""
    read = {sheet["properties"]["sheetId"]: sheet for sheet in with_cells["sheets"]}
    sheets = [read.get(sheet["properties"]["sheetId"], sheet) for sheet in described["sheets"]]
    return described | {"sheets": sheets}


def view(request: Request) -> Response:
    """GET /spreadsheets/d/{id}/edit?gid=…&page=…&range=…"""
    store: Store = request.app.state.store
    with snapshot(store):
        file = file_of(store, request.path_params["id"])
        if file is None:
            return page("missing.html", 404, what="spreadsheet")
        drawn = _view(store, file.id, request)
        rows = _row_names(store, file.id, drawn) if visitors.present().email else {}
    pdf = kinds.PDF in conversions.EXPORTS[files.SPREADSHEET]
    return page("sheet.html", view=drawn, file=file, pdf=pdf, rows=rows)


def _row_names(store: Store, file_id: str, drawn: View) -> dict[int, int]:
    """The names of the rows shown, by their number as people count: a cell is meant where its row goes."""
    book = Book(store.connection, file_id)
    named: dict[int, int] = {}
    for rows in (drawn.head, drawn.body):
        if rows:
            found = one_cell.row_names(book, book.sheet(drawn.gid), rows[0].number - 1, rows[-1].number)
            named |= {index + 1: name for index, name in found.items()}
    return named


def version(request: Request) -> Response:
    """GET /spreadsheets/d/{id}/version: what an open page asks every few seconds."""
    file = file_of(request.app.state.store, request.path_params["id"])
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
