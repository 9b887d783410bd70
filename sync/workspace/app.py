"""The workspace as one ASGI application: every room's tables and routes, and errors in Google's JSON."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from sync.workspace import controls, conversions, errors, files, forms, seeds, sharing
from sync.workspace.access import accounts, apps, codes, keys, oauth, tokens, visitors
from sync.workspace.access.tries import Tries
from sync.workspace.conversions import routes as exports
from sync.workspace.doors import Access, Doors, is_api
from sync.workspace.drive import routes as drive
from sync.workspace.limits import Limits
from sync.workspace.pages import (
    cell,
    consent,
    document,
    file,
    form,
    listing,
    look,
    mail,
    page,
    sheet,
    sign_in,
)
from sync.workspace.sheets import routes as sheets
from sync.workspace.store import Store
from sync.workspace.strain import controls as strain
from sync.workspace.strain import kept

# A room that keeps something adds its module's SCHEMA here, one that answers something its routes below.
SCHEMAS = (
    accounts.SCHEMA,
    keys.SCHEMA,
    tokens.SCHEMA,
    codes.SCHEMA,
    visitors.SCHEMA,
    apps.SCHEMA,
    files.SCHEMA,
    sharing.SCHEMA,
    drive.SCHEMA,
    conversions.SCHEMA,
    forms.SCHEMA,
    sheets.SCHEMA,
    kept.SCHEMA,
)
ROUTES = (
    *oauth.routes,
    *drive.routes,
    *forms.routes,
    *sheets.routes,
    *controls.routes,
    *seeds.routes,
    *strain.routes,
    *look.routes,
    *form.routes,
    *listing.routes,
    *sign_in.routes,
    *consent.routes,
    *mail.routes,
    *document.routes,
    *file.routes,
    *exports.routes,
    *sheet.routes,
    *cell.routes,
)
_LOOPBACK = Access()


def create_app(folder: Path, *, mailbox: Path | None = None, access: Access = _LOOPBACK) -> Starlette:
    """The application over a data directory; `mailbox` is a folder of .eml files that /mail/ shows.

    `app.state` holds the `store`, the `mailbox`, the `access`, and the `tries` at its password.
    """
    app = Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(Limits),
            Middleware(TrustedHostMiddleware, allowed_hosts=access.names, www_redirect=False),
            Middleware(Doors, access=access),
        ],
        exception_handlers={
            errors.Refusal: errors.answer,
            HTTPException: _unrouted,
            sqlite3.OperationalError: _unkept,
            500: _broken,
        },
    )
    app.state.store = Store(folder, SCHEMAS)
    kept.load(app.state.store)
    app.state.store.strain.methods = {
        "token",
        "unknown",
        *(route.name for route in ROUTES if is_api(route.path)),
    }
    app.state.mailbox = mailbox
    app.state.access, app.state.tries = access, Tries()
    app.state.entrance = app  # where the calls of a batch come in
    return app


async def _unrouted(request: Request, error: Exception) -> Response:
    """A path or method that no room knows: what looks like a call of an API is refused by its name."""
    assert isinstance(error, HTTPException)
    name = f"{request.method} {request.url.path}"
    if is_api(request.url.path):
        return await errors.answer(request, errors.unimplemented(name))
    if error.status_code == 404 and "text/html" in request.headers.get("accept", ""):
        return page("notice.html", 404, reason="no-page", form_title="")
    if error.status_code == 405:
        return await errors.answer(request, errors.wrong_method(name, _methods_of(request)))
    if error.status_code == 404 and request.url.path.startswith("/_workspace/"):
        return await errors.answer(
            request, errors.Refusal(404, f"No control {name}; GET /_workspace/ lists all.")
        )
    return await errors.answer(
        request, errors.Refusal(error.status_code, error.detail, headers=error.headers)
    )


def _methods_of(request: Request) -> list[str]:
    """The HTTP methods that a path does take."""
    routes = (one for one in request.app.routes if one.matches(request.scope)[0] is not Match.NONE)
    return sorted({method for one in routes for method in one.methods or ()})


async def _unkept(request: Request, error: Exception) -> JSONResponse:
    """The disk is full or cannot be read: nothing of the call was done, and the next one may be."""
    logging.getLogger(__name__).error("%s %r", request.method, request.url.path, exc_info=error)
    return await errors.answer(request, errors.Refusal(503, "The service is currently unavailable."))


async def _broken(request: Request, error: Exception) -> JSONResponse:
    """A fault of our own, told as Google tells its own; the log has the traceback."""
    logging.getLogger(__name__).error("%s %r", request.method, request.url.path, exc_info=error)
    # Uvicorn hangs up after an exception: said beforehand, no client sends its next call into the void.
    closing = {"Connection": "close"}
    return await errors.answer(request, errors.Refusal(500, "Internal error encountered.", headers=closing))
