"""Signed assertions (RFC 7523): whom a service account's JWT speaks for, or why Google would refuse it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.auth import jwt
from google.auth.exceptions import GoogleAuthError

from sync.workspace.access import accounts, keys, scopes
from sync.workspace.access.accounts import Grant
from sync.workspace.refused import TokenRefusal
from sync.workspace.store import Store

_LONGEST = 3600
_LAST_SECOND = 2**40
_AUDIENCES = (
    "https://oauth2.googleapis.com/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://accounts.google.com/o/oauth2/token",
)


def grant_of(store: Store, assertion: str, own_uri: str) -> Grant:
    """The grant that an assertion asks for, for the account or for `sub` where it may; TokenRefusal."""
    claims = _claims(store, assertion, own_uri)
    account = keys.account(store, claims["iss"])
    assert account is not None
    if "target_audience" in claims:
        raise TokenRefusal(
            "unsupported_grant_type", "The embedded workspace does not implement ID tokens.", 501
        )
    wanted = frozenset(str(claims.get("scope", "")).split())
    if not wanted or not all(map(scopes.known, wanted)):
        raise TokenRefusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    email = str(claims.get("sub") or claims["iss"])
    if email.lower() != account["email"].lower():
        _check_delegation(store, email, bool(account["acts_for_others"]))
    return Grant(email, wanted, account["client_id"])


def _claims(store: Store, assertion: str, own_uri: str) -> dict[str, Any]:
    try:
        unproven = jwt.decode(assertion, verify=False)  # type: ignore[no-untyped-call]
        _check_times(unproven)
        issuer = unproven.get("iss")
        if not isinstance(issuer, str) or keys.account(store, issuer) is None:
            raise TokenRefusal("invalid_grant", "Invalid grant: account not found")
        # Whoever signs must be whom the key belongs to.
        theirs = {key_id: pem for key_id, (pem, email) in keys.public_keys(store).items() if email == issuer}
        claims: dict[str, Any] = jwt.decode(  # type: ignore[no-untyped-call]
            assertion, certs=theirs, audience=[*_AUDIENCES, own_uri]
        )
    except RecursionError:
        raise TokenRefusal("invalid_grant", _in_googles_words("")) from None
    except (GoogleAuthError, ValueError) as problem:
        raise TokenRefusal("invalid_grant", _in_googles_words(str(problem))) from None
    if claims["exp"] - claims["iat"] > _LONGEST:
        raise TokenRefusal("invalid_grant", _SHORT_LIVED)
    return claims


def _check_times(claims: Mapping[str, Any]) -> None:
    """TokenRefusal for times that are no numbers of seconds: nothing can be compared with them."""
    for name in ("iat", "exp"):
        value = claims.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LAST_SECOND:
            raise TokenRefusal("invalid_grant", _SHORT_LIVED)


def _check_delegation(store: Store, email: str, may: bool) -> None:
    if not may:
        raise TokenRefusal(
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, "
            "or client not authorized for any of the scopes requested.",
            401,
        )
    if "@" not in email or accounts.is_gone(store, email):
        raise TokenRefusal("invalid_grant", "Invalid email or User ID")


_SHORT_LIVED = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


def _in_googles_words(problem: str) -> str:
    if "audience" in problem:
        return "Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token"
    if "expired" in problem or "too early" in problem.lower() or "used too" in problem:
        return _SHORT_LIVED
    return "Invalid JWT Signature."
