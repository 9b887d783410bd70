"""How large a request may be and how slowly it may come, before anything of it is looked at.

Google's Sheets answers 400 to a body above 10 MiB and names the number; the workspace does so for
every call with JSON. Uploads have a limit of their own, pages a small one.
"""

from __future__ import annotations

import asyncio
import time

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.workspace import contents
from sync.workspace.doors import API
from sync.workspace.errors import Refusal, not_found

LARGEST_JSON = 10 * 1024 * 1024
"""Bytes of a call's JSON: Google's own number."""

LARGEST_UPLOAD = contents.MOST_BYTES
"""Bytes of a file that is uploaded, in one request or over many; Google takes 5 TiB."""

_UPLOADS = ("/upload/", "/resumable/")

LARGEST_FORM = 2 * 1024 * 1024
"""Bytes that a page sends, answers to a form among them."""

LONGEST_ADDRESS = 32 * 1024
"""Bytes of path and query; a long list of ranges fits."""

LARGEST_HEADERS = 64 * 1024
"""Bytes of all headers together."""

HEAD_PAUSE = 30.0
"""Seconds that a request's address and headers may take."""

BODY_PAUSE = 30.0
"""Seconds that a body may stand still, and that the whole of a small one may take."""

SLOWEST = 8 * 1024
"""Bytes a second that a body must come with, over all, after the first BODY_PAUSE."""


class Limits:
    """ASGI middleware that refuses what is too large, too long or too slow."""

    def __init__(self, app: ASGIApp, pause: float = BODY_PAUSE) -> None:
        self._app, self._pause = app, pause

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = _misaddressed(scope)
        if refused is None:
            body = _Body(scope, receive, self._pause)
            try:
                await self._app(scope, body.receive, body.watched(send))
                return
            except _TooMuch:
                await body.drain()
                refused = _too_large(scope["path"], body.limit)
            except _TooSlow:
                refused = PlainTextResponse("Request Timeout", 408, headers={"Connection": "close"})
            if body.answered:
                raise ConnectionError("the request's body broke off after its answer began")
        await refused(scope, receive, send)


class _TooMuch(Exception):
    """A body is larger than it may be."""


class _TooSlow(Exception):
    """A body stands still, or trickles."""


class _Body:
    """A request's body as it comes, counted and timed."""

    def __init__(self, scope: Scope, receive: Receive, pause: float) -> None:
        self.limit, self.answered = _limit(scope["path"]), False
        self._receive, self._pause = receive, pause
        self._size, self._since, self._ended = 0, time.monotonic(), False
        self._announced = _announced(scope)

    async def receive(self) -> Message:
        """The next part; _TooMuch or _TooSlow."""
        if self._announced > self.limit:
            raise _TooMuch
        if self._ended:
            return await self._receive()
        try:
            async with asyncio.timeout(self._pause):
                message = await self._receive()
        except TimeoutError:
            raise _TooSlow from None
        self._count(message)
        took = time.monotonic() - self._since
        if not self._ended and took > self._pause + self._size / SLOWEST:
            raise _TooSlow
        if self._size > self.limit:
            raise _TooMuch
        return message

    def _count(self, message: Message) -> None:
        self._size += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)

    async def drain(self) -> None:
        """Read on for a while, so that a client that is still sending lives to hear the answer."""
        end = time.monotonic() + self._pause
        while not self._ended and self._size < 8 * self.limit and time.monotonic() < end:
            try:
                async with asyncio.timeout(end - time.monotonic()):
                    self._count(await self._receive())
            except TimeoutError:
                return

    def watched(self, send: Send) -> Send:
        """`send`, noting that the answer has begun."""

        async def watched(message: Message) -> None:
            self.answered = True
            await send(message)

        return watched


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _limit(path: str) -> int:
    if path.startswith(_UPLOADS):
        # A multipart upload has its metadata and boundaries beside the content.
        return LARGEST_UPLOAD + LARGEST_FORM
    # A form's page tells in Thai what is too large; it must see a little more than it takes.
    return LARGEST_JSON if path.startswith((*API, "/_workspace/", "/forms/")) else LARGEST_FORM


def _misaddressed(scope: Scope) -> Response | None:
    """The answer to an address that is too long or holds what none holds; None for any other."""
    path, raw, query = scope["path"], scope.get("raw_path") or b"", scope.get("query_string", b"")
    if len(raw) + len(query) > LONGEST_ADDRESS:
        return _refusal(path, 414, "The requested URL is too long.")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
        return _refusal(path, 431, "The request's headers are too large.")
    # A range may be named like that; a page never is.
    climbs = not path.startswith(API) and not {".", ".."}.isdisjoint(path.replace("\\", "/").split("/"))
    if "\0" in path:
        return _refusal(path, 400, "The requested URL is malformed.")
    if climbs:
        return JSONResponse(not_found().body(), 404)
    return None


def _too_large(path: str, limit: int) -> Response:
    if path.startswith(_UPLOADS):
        return _refusal(path, 413, f"Upload size exceeds the limit: {LARGEST_UPLOAD} bytes.")
    if path.startswith(API) or path.startswith("/_workspace/"):
        return _refusal(path, 400, f"Request payload size exceeds the limit: {limit} bytes.")
    return PlainTextResponse("Content Too Large", 413)


def _refusal(path: str, code: int, message: str) -> Response:
    if not path.startswith((*API, "/_workspace/")):
        return PlainTextResponse(message, code)
    refusal = Refusal(code, message, "INVALID_ARGUMENT")
    return JSONResponse(refusal.body(), code)
