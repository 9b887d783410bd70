"""The workspace's own controls under `/_workspace/`, for tests and the demo: never asked for on Google.

What changes something is answered only with the header `X-Workspace-Control: 1`, which no web
page of another origin can send, and with JSON.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sync.workspace.errors import Refusal, not_found
from sync.workspace.forms import responses
from sync.workspace.store import Store, timestamp

Work = Callable[[Store, dict[str, str], dict[str, Any]], dict[str, Any]]
"""A control: works on the store with the path's parts and the JSON body, returns its answer."""


def control(work: Work) -> Callable[[Request], Awaitable[JSONResponse]]:
    """The endpoint of a control: guarded as said above, its work done in the threadpool."""

    async def endpoint(request: Request) -> JSONResponse:
        body = await asked(request)
        return JSONResponse(await run_in_threadpool(work, request.app.state.store, request.path_params, body))

    endpoint.__doc__ = work.__doc__
    return endpoint


async def asked(request: Request) -> dict[str, Any]:
    """The JSON that a control is asked with; Refusal for a request that a web page could send."""
    if request.method != "GET" and request.headers.get("x-workspace-control") != "1":
        raise Refusal(403, "Controls need the header X-Workspace-Control: 1.")
    return _parsed(request, await request.body())


def _parsed(request: Request, content: bytes) -> dict[str, Any]:
    if not content:
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal(400, "Controls take JSON only (Content-Type: application/json).")
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError as problem:
        raise Refusal(400, f"This is not JSON: {problem}") from None
    if not isinstance(body, dict):
        raise Refusal(400, "A control takes a JSON object.")
    return body


def _ping(store: Store, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, Any]:
    """Who answers here, and over which data directory: a second start finds the first."""
    return {"nithet-workspace": version("nithet"), "folder": str(store.folder.resolve()), "pid": os.getpid()}


async def _all(request: Request) -> JSONResponse:
    """All controls."""
    of_pages = ("/_workspace/look/", "/_workspace/fonts/")
    controls = [
        {"method": min(one.methods - {"HEAD"}), "path": one.path, "does": one.endpoint.__doc__.split("\n")[0]}
        for one in request.app.routes
        if one.path.startswith("/_workspace/") and not one.path.startswith(of_pages)
    ]
    return JSONResponse(
        {"controls": controls, "told": "docs/workspace.md", "header": "X-Workspace-Control: 1"}
    )


def _clock(store: Store, _path: dict[str, str], _body: dict[str, Any]) -> dict[str, Any]:
    """The workspace's time."""
    return {"now": timestamp(store.now())}


def _set_clock(store: Store, path: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Stop the clock at `now`, a time with its zone."""
    if unknown := sorted(body.keys() - {"now"}):
        raise Refusal(400, f"Unknown here: {', '.join(unknown)}. Known: now.")
    given = body.get("now")
    try:
        now = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        now = None
    if now is None or now.tzinfo is None:
        raise Refusal(400, '"now" must be a time with its zone, like 2026-11-20T09:30:00+07:00.')
    store.set_clock(now)
    return _clock(store, path, body)


def _release_clock(store: Store, path: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Let the clock run again."""
    store.set_clock(None)
    return _clock(store, path, body)


def _delete_response(store: Store, path: dict[str, str], _body: dict[str, Any]) -> dict[str, Any]:
    """Delete a response."""
    with store.transaction() as tx:
        if not responses.delete(tx, path["form_id"], path["response_id"]):
            raise not_found()
    return {}


routes = [
    Route("/_workspace/", _all, methods=["GET"]),
    Route("/_workspace/ping", control(_ping), methods=["GET"]),
    Route("/_workspace/clock", control(_clock), methods=["GET"]),
    Route("/_workspace/clock", control(_set_clock), methods=["PUT"]),
    Route("/_workspace/clock", control(_release_clock), methods=["DELETE"]),
    Route(
        "/_workspace/forms/{form_id}/responses/{response_id}", control(_delete_response), methods=["DELETE"]
    ),
]
