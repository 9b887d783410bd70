"""What stands between a client and the workspace when a switch is on."""

from __future__ import annotations

import asyncio

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match
from starlette.types import Message, Receive, Scope, Send

from sync.workspace.access import keys, tokens
from sync.workspace.doors import API
from sync.workspace.errors import Refusal
from sync.workspace.store import Store
from sync.workspace.strain import refusals, wire
from sync.workspace.strain.faults import MOST_SECONDS, Rule
from sync.workspace.strain.quotas import QUOTAS, quota_of

_TOKENS = ("/token", "/o/oauth2/token", "/oauth2/v4/token")
_CREATES = {
    "drive.files.create", "drive.files.copy", "drive.files.insert", "forms.forms.create",
    "sheets.spreadsheets.create", "docs.documents.create",
}  # fmt: skip
_FOLDER = "application/vnd.google-apps.folder"
_OTHER_WORDS = "Something that nobody has read before went wrong here."


class Strained:
    """The workspace as its clients meet it; `app.state.store` holds the switches."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self._store: Store = app.state.store
        self._strain = self._store.strain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's request."""
        if self._strain.idle or scope["type"] != "http" or scope["path"].startswith("/_workspace/"):
            await self._app(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = self._method(scope)
        seconds, fault = self._strain.faults.due(method, scope["path"])
        if seconds:
            await asyncio.sleep(seconds)
        if method and self._strain.facts.wording == "other":
            send = _Rewording(send)
        if fault is not None:
            await self._fail(fault, method, scope, receive, send)
            return
        refusal, receive = await self._refused(method, scope, receive)
        if refusal is not None:
            await wire.drained(receive)
            await _response(refusal)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _method(self, scope: Scope) -> str:
        """Google's id of the method that is called; "" for a path that is not Google's."""
        if not scope["path"].startswith(API):
            return ""
        if scope["path"] in _TOKENS:
            return "token"
        for route in self._app.routes:
            if route.matches(scope)[0] is Match.FULL:
                return str(getattr(route, "name", ""))
        return "unknown"

    async def _fail(self, fault: Rule, method: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a fault happen, after the work where it says so."""
        real = send.real if isinstance(send, _Rewording) else send
        kind, answer = fault.fault, None
        if fault.done or kind == "short":
            # What is carried out draws its quota as ever; what has none left is not carried out.
            refusal, receive = await self._refused(method, scope, receive)
            answer = await wire.answered(_response(refusal) if refusal else self._app, scope, receive)
            if refusal:
                await wire.drained(receive)
        else:
            await wire.drained(receive)
        if kind == "hang":
            await wire.held(receive, real, fault.seconds or MOST_SECONDS)
        elif kind in {"cut", "short"}:
            await wire.cut(receive, real, answer if kind == "short" else None)
        else:
            await _response(_refusal(fault, method))(scope, receive, send)

    async def _refused(self, method: str, scope: Scope, receive: Receive) -> tuple[Refusal | None, Receive]:
        """Why the call is refused before any work, if it is; and the request to be read from now on."""
        strain = self._strain
        creates = method in _CREATES and strain.facts.storage == "none"
        if not creates and not quota_of(method)[1]:
            return None, receive
        try:
            request = Request({**scope, "app": self._app})
            email = (await run_in_threadpool(tokens.caller, request)).email
        except Refusal:
            return None, receive  # the workspace says itself what is wrong with the token
        if refusal := strain.quotas.draw(method, email):
            return refusal, receive
        if creates and await run_in_threadpool(keys.account, self._store, email):
            content, receive = await _peeked(receive)
            if method != "drive.files.create" or not _makes_folder(content):
                return refusals.no_storage(method, strain.facts.forms_without_storage), receive
        return None, receive


def _refusal(fault: Rule, method: str) -> Refusal:
    """Google's refusal that a fault stands for."""
    code = int(fault.fault)
    headers = None if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
    if code == 401:
        return refusals.expired(method)
    if code >= 500:
        return refusals.broken(code, method, headers)
    if method == "token":
        return refusals.token_limit(code, headers)
    name, _ = quota_of(method)
    if code == 403 or name in {"drive", ""}:
        return refusals.drive_limit(code, headers)
    quota = QUOTAS[name]
    return refusals.quota_used_up(quota.service, quota.metric, quota.user, per_user=True, headers=headers)


def _response(refusal: Refusal) -> Response:
    headers = dict(refusal.headers or {})
    if isinstance(refusal, refusals.Page):
        return HTMLResponse(refusal.html, refusal.code, headers)
    return JSONResponse(refusal.body(), refusal.code, headers)


async def _peeked(receive: Receive) -> tuple[bytes, Receive]:
    """The first part of a request's body, and a `receive` that tells it again."""
    first = await receive()

    async def again() -> Message:
        nonlocal first
        if first:
            told, first = first, {}
            return told
        return await receive()

    return first.get("body", b""), again


def _makes_folder(content: bytes) -> bool:
    """Whether a file that is made is a folder, which takes no storage."""
    try:
        return bool(orjson.loads(content).get("mimeType") == _FOLDER)
    except (ValueError, AttributeError):
        return False


class _Rewording:
    """ASGI's send with another message in every refusal; codes, statuses and reasons stay."""

    def __init__(self, real: Send) -> None:
        self.real = real
        self._kept: wire.Answer | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            self._kept = wire.Answer()
        if self._kept is None:
            await self.real(message)
            return
        await self._kept.take(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            await self._reworded(self._kept).give(self.real)

    @staticmethod
    def _reworded(answer: wire.Answer) -> wire.Answer:
        try:
            body = orjson.loads(bytes(answer.body))
            error = body["error"]
            error["message"] = _OTHER_WORDS
        except (ValueError, KeyError, TypeError):
            return answer
        for one in error.get("errors", ()):
            one["message"] = _OTHER_WORDS
        content = orjson.dumps(body)
        headers = [(name, value) for name, value in answer.start["headers"] if name != b"content-length"]
        headers.append((b"content-length", str(len(content)).encode()))
        return wire.Answer({**answer.start, "headers": headers}, bytearray(content))
