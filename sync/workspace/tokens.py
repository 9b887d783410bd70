"""The token endpoint: signed assertions and refresh tokens for access tokens."""

from __future__ import annotations

import secrets
import time
from typing import Any

import google.auth.exceptions
import google.auth.jwt
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.workspace.accounts import add_person
from sync.workspace.store import Store

TOKEN_LIFE = 3600
"""Seconds that an access token is good for."""

_GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address, and the audience google-auth signs for
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class _TokenRefusal(Exception):
    """An OAuth error as RFC 6749 words it: `error` and `error_description`."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        self.error, self.description, self.code = error, description, code
        super().__init__(description)


async def _token(request: Request) -> Response:
    form = {name: str(value) for name, value in (await request.form()).items()}
    own = f"{request.url.scheme}://{request.url.netloc}/token"
    try:
        answer = await run_in_threadpool(_issue, request.app.state.store, form, own)
    except _TokenRefusal as refusal:
        return JSONResponse(
            {"error": refusal.error, "error_description": refusal.description}, status_code=refusal.code
        )
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _issue(store: Store, form: dict[str, str], own_uri: str) -> dict[str, Any]:
    match form.get("grant_type"):
        case grant if grant == _JWT_BEARER:
            email, scope = _asserted(store, form.get("assertion", ""), own_uri)
        case "refresh_token":
            email, scope = _refreshed(store, form.get("refresh_token", ""))
        case grant:
            raise _TokenRefusal("unsupported_grant_type", f"Invalid grant_type: {grant or ''}")
    token = "ya29." + secrets.token_urlsafe(64)
    now = time.time()
    with store.transaction() as tx:
        add_person(tx, email)
        tx.execute("DELETE FROM access_tokens WHERE expires < ?", (now - 24 * TOKEN_LIFE,))
        tx.execute(
            "INSERT INTO access_tokens (token, email, scope, expires) VALUES (?, ?, ?, ?)",
            (token, email, scope, now + TOKEN_LIFE),
        )
    answer = {"access_token": token, "expires_in": TOKEN_LIFE - 1, "token_type": "Bearer"}
    return answer | ({"scope": scope} if scope else {})


def _asserted(store: Store, assertion: str, own_uri: str) -> tuple[str, str]:
    """Whom a signed assertion speaks for and its scope: `sub` where the account acts for a person."""
    rows = store.connection.execute("SELECT key_id, email, public_pem FROM service_keys").fetchall()
    try:
        claims = google.auth.jwt.decode(  # type: ignore[no-untyped-call]
            assertion,
            certs={row["key_id"]: row["public_pem"] for row in rows},
            audience=[_GOOGLE_TOKEN_URI, own_uri],
        )
    except (google.auth.exceptions.GoogleAuthError, ValueError) as problem:
        raise _TokenRefusal("invalid_grant", _jwt_problem(str(problem))) from None
    if claims.get("iss") not in {row["email"] for row in rows}:
        raise _TokenRefusal("invalid_grant", "Invalid grant: account not found")
    scope = str(claims.get("scope", ""))
    if not scope:
        raise _TokenRefusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return str(claims.get("sub") or claims["iss"]), scope


def _jwt_problem(problem: str) -> str:
    """Google's words for what is wrong with an assertion."""
    if "audience" in problem:
        return "Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token"
    if "expired" in problem or "too early" in problem.lower():
        return (
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
            "Check your iat and exp values in the JWT claim."
        )
    return "Invalid JWT Signature."


def _refreshed(store: Store, token: str) -> tuple[str, str]:
    row = store.connection.execute(
        "SELECT email, scope FROM refresh_tokens WHERE token = ?", (token,)
    ).fetchone()
    if row is None:
        raise _TokenRefusal("invalid_grant", "Token has been expired or revoked.")
    return str(row["email"]), str(row["scope"])


routes = [Route("/token", _token, methods=["POST"])]
