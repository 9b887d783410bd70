"""Writing in one cell of the sheet page: what it offers to whom, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.workspace import pools
from sync.workspace.access import accounts, keys, visitors
from sync.workspace.access.accounts import Grant
from sync.workspace.calls import Call
from sync.workspace.errors import Refusal
from sync.workspace.pages import environment
from sync.workspace.pages.sheet import file_of, number
from sync.workspace.sheets import a1, entered, one_cell
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.opening import writing
from sync.workspace.sheets.read import snapshot
from sync.workspace.store import Store

_MANY_WORDS = 10
_STATUS = {"sign-in": 401, "not-yours": 403, "gone": 404, "not-valid": 422, "formula": 422, "too-long": 413}
_NO_STORE = {"Cache-Control": "no-store"}

Fields = Mapping[str, str]
"""What a page asks with: `gid`, `cell` ("B3"), `row` (its name, if it has one), and `value` to be written."""


class _Kept(Exception):
    """The cell stays as it is, for a `reason` that templates/pages/sheet_told.html words."""

    def __init__(self, reason: str, **told: Any) -> None:
        self.reason, self.told = reason, told
        super().__init__(reason)


async def offer(request: Request) -> Response:
    """GET /spreadsheets/d/{id}/cell: {"html"} with the form of the cell, or why this visitor has none."""
    return await run_in_threadpool(_guarded, request, _offer, dict(request.query_params))


async def write(request: Request) -> Response:
    """POST /spreadsheets/d/{id}/cell: {"html"}, what was stored (200) or why it was not (4xx)."""
    fields = {name: str(value) for name, value in (await request.form()).items()}
    own: pools.Pools = request.app.state.store.pools
    return await pools.run(own.writers, _guarded, request, _write, fields)


def _guarded(request: Request, work: Callable[[Request, Fields], Response], fields: Fields) -> Response:
    try:
        return work(request, fields)
    except one_cell.NoSuchCell:
        kept = _Kept("gone")
    except _Kept as problem:
        kept = problem
    # Who only asks what a cell offers has done nothing wrong.
    status = 200 if request.method == "GET" else _STATUS[kept.reason]
    return _told(status, reason=kept.reason, here=_page_of(request, fields), **kept.told)


def _told(status: int = 200, **told: Any) -> JSONResponse:
    html = environment.get_template("sheet_told.html").render(told)
    return JSONResponse({"html": html}, status, headers=_NO_STORE)


def _page_of(request: Request, fields: Fields) -> str:
    """The page of the sheet with the cell marked: where to come back to."""
    gid, box = number(fields.get("gid")) or 0, a1.parse_box(fields.get("cell", ""))
    cell = f"&range={fields['cell']}" if box else ""
    return f"/spreadsheets/d/{request.path_params['id']}/edit?gid={gid}{cell}"


def _found(book: Book, fields: Fields) -> Area:
    return one_cell.find(
        book, number(fields.get("gid")) or 0, fields.get("cell", ""), number(fields.get("row"))
    )


def _offer(request: Request, fields: Fields) -> Response:
    store, file_id, visitor = request.app.state.store, request.path_params["id"], visitors.present()
    with snapshot(store) as connection:
        if file_of(store, file_id) is None:
            raise _Kept("gone")
        book = Book(connection, file_id, visitor.email)
        area = _found(book, fields)
        if not visitor.email:
            raise _Kept("sign-in")
        if not (visitor.may_write(store, file_id) and one_cell.may_edit(book, area)):
            raise _not_yours(store, book, area)
        if one_cell.is_formula(area):
            raise _Kept("formula")
        rule = one_cell.rule_of(book, area)
        html = environment.get_template("sheet_cell.html").render(
            file=file_id,
            fields={name: fields.get(name, "") for name in ("gid", "cell", "row")},
            cell=_name(area),
            head=one_cell.head_of(book, area),
            rule=rule,
            searched=len(rule.words) > _MANY_WORDS,
            text=one_cell.text_in(book, area),
            longest=entered.LONGEST_TEXT,
        )
    return JSONResponse({"html": html}, headers=_NO_STORE)


def _name(area: Area) -> str:
    return f"{a1.column_letters(area.left)}{area.top + 1}"


def _not_yours(store: Store, book: Book, area: Area) -> _Kept:
    """Who may write there, told by name: people only, for the file's programs may everywhere."""
    editors = one_cell.editors(book, area)
    people = [one for one in editors or () if keys.account(store, one) is None]
    names = [(accounts.name_of(store, one), one) for one in people]
    meant = bool(one_cell.rule_of(book, area).words)  # a list to choose from is there for people
    return _Kept("not-yours", cell=_name(area), names=names, protected=editors is not None, meant=meant)


def _write(request: Request, fields: Fields) -> Response:
    """Write as the API does for the same person: all that watches the file learns of it."""
    store, file_id, visitor = request.app.state.store, request.path_params["id"], visitors.present()
    text = fields.get("value", "").replace("\r\n", "\n")
    if file_of(store, file_id) is None:
        raise _Kept("gone")
    if not visitor.email:
        raise _Kept("sign-in")
    try:
        with writing(Call(store, Grant(visitor.email), {"id": file_id}, QueryParams(), {})) as book:
            area = _found(book, fields)
            if not one_cell.may_edit(book, area):
                raise _not_yours(store, book, area)
            return _typed(book, area, text)
    except Refusal as refusal:
        if refusal.code == 403:  # they may read the file only
            with snapshot(store) as connection:
                book = Book(connection, file_id, visitor.email)
                raise _not_yours(store, book, _found(book, fields)) from None
        raise


def _typed(book: Book, area: Area, text: str) -> Response:
    if len(text) > entered.LONGEST_TEXT:
        raise _Kept("too-long")
    if one_cell.is_formula(area):
        raise _Kept("formula")
    rule = one_cell.rule_of(book, area)
    before = one_cell.text_in(book, area)
    met = one_cell.type_in(book, area, text)
    if rule.strict and not met:
        raise _Kept("not-valid", rule=rule, text=text)
    shown = one_cell.text_in(book, area)
    return _told(reason="stored", cell=_name(area), text=shown, met=met, same=shown == before)


_PATH = "/spreadsheets/d/{id}/cell"
routes = [Route(_PATH, offer, methods=["GET"]), Route(_PATH, write, methods=["POST"])]
