"""OAuth's endpoints for programs: tokens for assertions, codes and refresh tokens, and how they stand."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote_plus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.workspace import pools
from sync.workspace.access import accounts, apps, assertions, codes, scopes, tokens
from sync.workspace.access.accounts import Grant
from sync.workspace.refused import NO_STORE, TokenRefusal
from sync.workspace.sharing import permission_id
from sync.workspace.store import Store

_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
Fields = dict[str, str]


def _endpoint(work: Callable[[Store, Fields, str], Any]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        store: Store = request.app.state.store
        own = f"{request.url.scheme}://{request.url.netloc}{request.url.path}"
        try:
            fields = dict(request.query_params) | _basic(request) | await _form(request)
            answer = await pools.run(store.pools.writers, work, store, fields, own)
        except TokenRefusal as refusal:
            return refusal.answer()
        return JSONResponse(answer, headers=NO_STORE)

    return endpoint


async def _form(request: Request) -> Fields:
    """The body's fields; TokenRefusal for a file where a text should be, and for a form that is none."""
    try:
        given = (await request.form()).items()
    except HTTPException:
        raise TokenRefusal("invalid_request", "The request's body is no form.") from None
    for name, value in given:
        if not isinstance(value, str):
            raise TokenRefusal("invalid_request", f"Parameter must be text, not a file: {name[:60]}")
    return {name: str(value) for name, value in given}


def _basic(request: Request) -> Fields:
    """The client's id and secret where they come as a Basic authorization (RFC 6749, 2.3.1)."""
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    try:
        text = base64.b64decode(told, validate=True).decode() if scheme.lower() == "basic" else ""
    except ValueError:
        return {}
    client_id, colon, secret = text.partition(":")
    return {"client_id": unquote_plus(client_id), "client_secret": unquote_plus(secret)} if colon else {}


def _token(store: Store, fields: Fields, own_uri: str) -> dict[str, Any]:
    """POST /token."""
    match fields.get("grant_type"):
        case grant if grant == _JWT_BEARER:
            return _answer(store, assertions.grant_of(store, fields.get("assertion", ""), own_uri))
        case "refresh_token":
            return _refreshed(store, fields)
        case "authorization_code":
            return _exchanged(store, fields)
        case None | "":
            raise TokenRefusal("invalid_request", "Required parameter is missing: grant_type")
        case grant:
            raise TokenRefusal("unsupported_grant_type", f"Invalid grant_type: {grant}")


def _answer(store: Store, grant: Grant, source: str = "") -> dict[str, Any]:
    issued = tokens.issue(store, grant, source)
    return {
        "access_token": issued.token,
        "expires_in": max(int(issued.life) - 1, 0),
        "scope": " ".join(sorted(grant.scopes)),
        "token_type": "Bearer",
    }


def _refreshed(store: Store, fields: Fields) -> dict[str, Any]:
    token = fields.get("refresh_token", "")
    if not token:
        raise TokenRefusal("invalid_request", "Missing required parameter: refresh_token")
    app = _client(store, fields)
    row = tokens.found(store, token, "refresh")
    if row is None or tokens.is_over(row) or accounts.is_gone(store, row["email"]):
        raise TokenRefusal("invalid_grant", "Token has been expired or revoked.")
    if row["app"] and row["app"] != app:
        raise TokenRefusal("unauthorized_client", "Unauthorized", 401)
    held = frozenset(row["scope"].split())
    wanted = frozenset(fields.get("scope", "").split())
    if not wanted <= held:
        raise TokenRefusal("invalid_scope", "Bad Request")
    return _answer(store, Grant(row["email"], wanted or held, app), token)


def _exchanged(store: Store, fields: Fields) -> dict[str, Any]:
    app = _client(store, fields)
    with store.transaction() as tx:
        consent = codes.take(tx, fields.get("code", ""))
    if consent.grant.app != app:
        raise TokenRefusal("unauthorized_client", "Unauthorized", 401)
    if consent.redirect_uri != fields.get("redirect_uri"):
        raise TokenRefusal("redirect_uri_mismatch", "Bad Request")
    codes.check_verifier(consent, fields.get("code_verifier", ""))
    if not consent.offline:
        return _answer(store, consent.grant)
    with store.transaction() as tx:
        refresh = tokens.grant_refresh_token(
            tx, consent.grant.email, " ".join(sorted(consent.grant.scopes)), app
        )
    return _answer(store, consent.grant, refresh) | {"refresh_token": refresh}


def _client(store: Store, fields: Fields) -> str:
    """The client's id, its secret checked where it was registered; TokenRefusal."""
    client_id = fields.get("client_id", "")
    if not client_id:
        raise TokenRefusal("invalid_request", "Could not determine client ID from request.")
    known = apps.client(store, client_id)
    if known and not hmac.compare_digest(known["secret"].encode(), fields.get("client_secret", "").encode()):
        raise TokenRefusal("invalid_client", "The provided client secret is invalid.", 401)
    return client_id


def _revoke(store: Store, fields: Fields, _own: str) -> dict[str, Any]:
    """POST /revoke."""
    with store.transaction() as tx:
        if not tokens.revoke(tx, fields.get("token", "")):
            raise TokenRefusal("invalid_token", "Token expired or revoked")
    return {}


def _token_info(store: Store, fields: Fields, _own: str) -> dict[str, Any]:
    """GET /tokeninfo: numbers come as text, as Google's do."""
    row = tokens.found(store, fields.get("access_token", ""), "access")
    if row is None or tokens.is_over(row):
        raise TokenRefusal("invalid_token", "Invalid Value")
    return {
        "azp": row["app"],
        "aud": row["app"],
        "sub": permission_id("user", row["email"]),
        "scope": row["scope"],
        "exp": str(int(row["expires"])),
        "expires_in": str(int(row["expires"] - time.time())),
        "access_type": "offline" if row["source"] else "online",
    } | ({"email": row["email"], "email_verified": "true"} if _tells_address(row["scope"]) else {})


def _tells_address(scope: str) -> bool:
    return not {"email", f"{scopes.GOOGLE}userinfo.email"}.isdisjoint(scope.split())


def _user_info(request: Request) -> Response:
    """GET userinfo: who the token's person is, their address only where a scope asks for it."""
    grant = tokens.caller(request)
    told = {"sub": permission_id("user", grant.email)}
    if _tells_address(" ".join(grant.scopes)):
        told |= {"email": grant.email, "email_verified": True}  # type: ignore[dict-item]
    if not {"profile", f"{scopes.GOOGLE}userinfo.profile"}.isdisjoint(grant.scopes):
        told |= {"name": accounts.name_of(request.app.state.store, grant.email)}
    return JSONResponse(told, headers=NO_STORE)


routes = [
    # The first is where key files and clients of ours point, the others where Google's own paths do.
    *(
        Route(path, _endpoint(_token), methods=["POST"])
        for path in ("/token", "/oauth2/v4/token", "/o/oauth2/token")
    ),
    *(Route(path, _endpoint(_revoke), methods=["POST"]) for path in ("/revoke", "/o/oauth2/revoke")),
    *(
        Route(path, _endpoint(_token_info), methods=["GET", "POST"])
        for path in ("/tokeninfo", "/oauth2/v3/tokeninfo")
    ),
    *(Route(path, _user_info, methods=["GET"]) for path in ("/oauth2/v3/userinfo", "/v1/userinfo")),
]
