"""The mailbox page: the letters that nithet wrote, as their readers will see them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sync.workspace.pages import page
from sync.workspace.pages.letters import Letter, envelopes, letter, shown_html

# Nothing in a letter is executed, nothing outside this server is asked for.
_FRAME = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_FILE = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


def _folder(request: Request) -> Path | None:
    folder: Path | None = request.app.state.mailbox
    return folder if folder is not None and folder.is_dir() else None


def _found(request: Request) -> Letter | None:
    folder = _folder(request)
    return letter(folder, request.path_params["name"]) if folder else None


def _letter(request: Request) -> Letter:
    found = _found(request)
    if found is None:
        raise HTTPException(404)
    return found


def _address(found: Letter) -> str:
    return f"/mail/{quote(found.envelope.name, safe='')}"


def mailbox(request: Request) -> Response:
    """All letters, newest first."""
    folder = _folder(request)
    return page("mailbox.html", letters=envelopes(folder) if folder else ())


def one(request: Request) -> Response:
    """A letter: its headers, what it says, and what came with it."""
    found = _found(request)
    if found is None:
        return page("missing.html", 404, what="letter")
    plain = request.query_params.get("show") == "text" or not found.html
    return page("mail.html", letter=found, address=_address(found), plain=plain)


def body(request: Request) -> Response:
    """A letter's HTML, alone, for the frame."""
    found = _letter(request)
    return HTMLResponse(shown_html(found.html, _address(found)), headers=_FRAME)


def image(request: Request) -> Response:
    """An image that a letter's HTML shows by its Content-ID."""
    found = _letter(request).images.get(request.path_params["cid"])
    if found is None:
        raise HTTPException(404)
    kind, content = found
    return Response(content, media_type=kind, headers=_FILE)


def attachment(request: Request) -> Response:
    """A file that came with a letter, to be saved; never shown by the browser itself."""
    files = _letter(request).attachments
    number = request.path_params["number"]
    if not 1 <= number <= len(files):
        raise HTTPException(404)
    file = files[number - 1]
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
    return Response(file.content, media_type="application/octet-stream", headers=_FILE | named)


def without_slash(_: Request) -> Response:
    """The mailbox's address ends with a slash."""
    return RedirectResponse("/mail/")


routes = [
    Route("/mail", without_slash, methods=["GET"]),
    Route("/mail/", mailbox, methods=["GET"]),
    Route("/mail/{name}", one, methods=["GET"]),
    Route("/mail/{name}/html", body, methods=["GET"]),
    Route("/mail/{name}/part/{cid}", image, methods=["GET"]),
    Route("/mail/{name}/attachment/{number:int}", attachment, methods=["GET"]),
]
