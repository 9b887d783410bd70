"""One API call, from its HTTP request to its JSON answer, the same for Drive, Sheets and Forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from anyio import CapacityLimiter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.workspace import masks, parameters, pools
from sync.workspace.access import scopes, tokens
from sync.workspace.access.accounts import Grant
from sync.workspace.errors import Refusal
from sync.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Call:
    """What an endpoint works on: `path` and `params` as given, `body` the parsed JSON ({} for none).

    Of a raw endpoint `body` is the bytes as they came. `headers` are found in any case. `grant` is
    whom the token stands for, with which scopes and through which app; `address` the server's own,
    as the caller reached it: "http://127.0.0.1:PORT".
    """

    store: Store
    grant: Grant
    path: Mapping[str, str]
    params: QueryParams
    body: Any
    address: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def email(self) -> str:
        """The caller's address."""
        return self.grant.email


Work = Callable[[Call], Any]
"""Does a call and returns its answer: JSON, a Response that goes out as it is, or None (HTTP 204)."""


Check = Callable[[str], object]
"""Raises a Refusal for `fields` that an answer does not have."""


def route(
    http: str,
    path: str,
    work: Work,
    *,
    method: str,
    default_fields: str = "*",
    check: Check = masks.parse,
    raw: bool = False,
) -> Route:
    """The route of a method of Google's, named by its discovery id ("sheets.spreadsheets.values.get")."""
    endpoint = api(work, method=method, default_fields=default_fields, check=check, raw=raw)
    return Route(path, endpoint, methods=[http], name=method)


def api(
    work: Work, *, method: str, default_fields: str = "*", check: Check = masks.parse, raw: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that checks the bearer token, runs `work` in a thread and masks its answer.

    `method` is the method's discovery id. `default_fields` is the mask for calls that name no
    `fields`; those that a call names are checked before anything is done. With `raw` the body is not
    read as JSON (uploads of content).
    """
    about = _About(method, default_fields, check, raw)

    async def endpoint(request: Request) -> Response:
        content = await request.body()
        try:
            return await pools.run(_pool(request, about), _respond, request, content, work, about)
        except RecursionError:
            raise Refusal(400, "Invalid JSON payload received. Message too deep.") from None

    return endpoint


@dataclass(frozen=True, slots=True)
class _About:
    method: str
    default_fields: str
    check: Check
    raw: bool


_READING = frozenset(
    {
        "sheets.spreadsheets.getByDataFilter",
        "sheets.spreadsheets.developerMetadata.search",
        "sheets.spreadsheets.values.batchGetByDataFilter",
    }
)
"""Methods that are asked with POST and write nothing."""


def _pool(request: Request, about: _About) -> CapacityLimiter | None:
    """The threads that a call is worked in: uploads may be conversions."""
    if request.method == "GET" or about.method in _READING:
        return None
    own: pools.Pools = request.app.state.store.pools
    return own.importers if about.raw else own.writers


def _respond(request: Request, content: bytes, work: Work, about: _About) -> Response:
    grant = scopes.granted(tokens.caller(request), about.method)
    params = request.query_params
    parameters.check(about.method, params)
    fields = params.get("fields") or params.get("$fields")
    if fields and fields != "*":
        about.check(fields)
    address = str(request.base_url).rstrip("/")
    body = content if about.raw else _parsed(content)
    call = Call(request.app.state.store, grant, request.path_params, params, body, address, request.headers)
    answer = work(call)
    if answer is None:
        return Response(status_code=204)
    if isinstance(answer, Response):
        return answer
    chosen = masks.select(answer, fields or about.default_fields)
    return Response(orjson.dumps(chosen), media_type="application/json; charset=UTF-8")


def _parsed(content: bytes) -> Any:
    """The JSON body, {} for an empty one; Refusal 400 for anything that is not an object."""
    if not content:
        return {}
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError as problem:
        raise Refusal(400, f"Invalid JSON payload received. {problem}") from None
    if not isinstance(body, dict):
        raise Refusal(400, 'Invalid JSON payload received. Unknown name "": Root element must be a message.')
    return body
