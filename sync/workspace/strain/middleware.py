"""What stands between a client and the workspace when a switch is on."""

from __future__ import annotations

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
from sync.workspace.strain.faults import MOST_SECONDS, Faults, Rule
from sync.workspace.strain.quotas import QUOTAS, quota_of
from sync.workspace.strain.rewording import Rewording

_TOKENS = ("/token", "/o/oauth2/token", "/oauth2/v4/token")
_CREATES = {
    "drive.files.create", "drive.files.copy", "drive.files.insert", "forms.forms.create",
    "sheets.spreadsheets.create", "docs.documents.create",
}  # fmt: skip
_FOLDER = "application/vnd.google-apps.folder"


class Strained:
    """The workspace as its clients meet it; `app.state.store` holds the switches.

    It is `app.state.entrance`, where the calls of a batch come in too, each as if it came alone.
    """

    def __init__(self, app: Starlette) -> None:
        self._app = app
        app.state.entrance = self
        self._store: Store = app.state.store
        self._strain = self._store.strain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's request."""
        scope.setdefault(wire.CONNECTION, send)
        if self._strain.idle or scope["type"] != "http" or scope["path"].startswith("/_workspace/"):
            await self._app(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = self._method(scope)
        faults = self._strain.faults
        seconds, fault = faults.due(method, scope["path"])
        if seconds:
            await faults.pause(seconds)
            if self._strain.closing:
                await wire.cut(scope, receive, send)
                return
        if method and self._strain.facts.wording == "other":
            send = Rewording(send)
        if fault is not None:
            await self._fail(faults, fault, method, scope, receive, send)
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

    async def _fail(
        self, faults: Faults, fault: Rule, method: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Let a fault happen, after the work where it says so."""
        real = send.real if isinstance(send, Rewording) else send
        kind = fault.fault
        answer = wire.Answer()
        if fault.done:
            # What is carried out draws its quota as ever; what has none left is not carried out.
            refusal, receive = await self._refused(method, scope, receive)
            answer = await wire.answered(_response(refusal) if refusal else self._app, scope, receive)
            if refusal:
                await wire.drained(receive)
        else:
            await wire.drained(receive)
        if kind == "hang":
            await wire.held(scope, receive, real, faults.pause(fault.seconds or MOST_SECONDS))
        elif kind == "cut":
            await wire.cut(scope, receive, real)
        elif kind == "short":
            if not fault.done:  # nothing was done that could be told: a server's error breaks off
                answer = await wire.answered(_response(refusals.broken(503, method)), scope, receive)
            await wire.cut(scope, receive, real, answer)
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
    if name == "drive" or method == "batch":
        return refusals.drive_limit(code, headers)
    if code == 403 or not name:
        return refusals.refused(code, headers)
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
