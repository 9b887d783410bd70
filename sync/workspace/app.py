"""The workspace as one ASGI application: every room's tables and routes, and errors in Google's JSON."""

from __future__ import annotations

import logging
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sync.workspace import (
    accounts,
    apps,
    codes,
    controls,
    errors,
    files,
    forms,
    keys,
    oauth,
    seeds,
    sharing,
    tokens,
)
from sync.workspace.drive import routes as drive
from sync.workspace.pages import form, listing, look, mail, page, sheet
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
    apps.SCHEMA,
    files.SCHEMA,
    sharing.SCHEMA,
    drive.SCHEMA,
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
    *mail.routes,
    *sheet.routes,
)

# A page elsewhere may have its own name lead to this machine; under such a name nothing is shown to it.
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_API = ("/v4/", "/v1/forms", "/v1/documents", "/drive/", "/upload/", "/token")


def create_app(folder: Path, *, mailbox: Path | None = None) -> Starlette:
    """The application over a data directory; `mailbox` is a folder of .eml files that /mail/ shows.

    `app.state` holds the `store` and the `mailbox`.
    """
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES, www_redirect=False)],
        exception_handlers={
            errors.Refusal: errors.answer,
            HTTPException: _unrouted,
            500: _broken,
        },
    )
    app.state.store = Store(folder, SCHEMAS)
    kept.load(app.state.store)
    app.state.mailbox = mailbox
    return app


async def _unrouted(request: Request, error: Exception) -> Response:
    """A path or method that no room knows: on Google's paths it is refused by its name."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith(_API):
        return await errors.answer(request, errors.unimplemented(f"{request.method} {request.url.path}"))
    if error.status_code == 404 and "text/html" in request.headers.get("accept", ""):
        return page("notice.html", 404, reason="no-page", form_title="")
    return PlainTextResponse(error.detail, status_code=error.status_code, headers=error.headers)


async def _broken(request: Request, error: Exception) -> JSONResponse:
    """A fault of our own, told as Google tells its own; the log has the traceback."""
    logging.getLogger(__name__).error("%s %s", request.method, request.url.path, exc_info=error)
    return await errors.answer(request, errors.Refusal(500, "Internal error encountered."))
