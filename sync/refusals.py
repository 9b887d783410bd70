"""What Google's answers mean: from an HTTP answer or a lost connection to an error a person can act on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import requests
from google.auth import exceptions as auth_errors
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from sync import json_text
from sync.errors import GoogleError, UnknownOutcome

_RATE = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "sharingRateLimitExceeded"}
)
_STORAGE = frozenset(
    {"storageQuotaExceeded", "teamDriveFileLimitExceeded", "numChildrenInNonRootLimitExceeded"}
)
NOT_GOOGLES = "the answer is not Google's: a proxy or a sign-in page of the network stands between"
_CODES = {401: "google-sign-in", 403: "google-permission", 404: "google-not-found", 429: "google-quota"}


def refused(response: requests.Response, place: Mapping[str, Any]) -> GoogleError:
    """The error that a refusing answer (status 400 and up) stands for.

    `place` says the api and what it is about. Codes: google-sign-in, google-permission,
    google-not-found, google-quota, google-storage, google-unavailable, google-refused.
    """
    error = _error_of(response)
    reason = _reason(error)
    status = response.status_code
    code = _CODES.get(status, "google-unavailable" if status >= 500 and status != 501 else "google-refused")
    if reason in _RATE:
        code = "google-quota"
    elif reason in _STORAGE:
        code = "google-storage"
    message = str(error.get("message") or response.reason or "")
    return GoogleError(code, status=status, reason=reason, message=message, **place)


def parsed(
    response: requests.Response, place: Mapping[str, Any], *, again: bool, as_given: bool = False
) -> dict[str, Any] | None:
    """The JSON object of an accepting answer, None where it is empty.

    Halves of characters in it come as U+FFFD, but in what is asked for `as_given`.

    Raises GoogleError google-unavailable for anything else: as UnknownOutcome unless the call may be
    sent `again`, for who answered in Google's place may have handed the request on.
    """
    if not response.content.strip():
        return None
    with contextlib.suppress(ValueError):
        body = (json_text.read_as_given if as_given else json_text.read)(response.content)
        if isinstance(body, dict):
            return body
    kind = GoogleError if again else UnknownOutcome
    raise kind("google-unavailable", status=response.status_code, message=NOT_GOOGLES, **place)


def is_rate_limit(error: GoogleError) -> bool:
    """Tell whether Google asks to wait; such a call was not carried out."""
    return error.code == "google-quota"


def unreachable(lost: Exception, place: Mapping[str, Any]) -> GoogleError:
    """The error for a connection that could not be made or was lost before an answer."""
    return GoogleError("google-unreachable", reason=type(lost).__name__, message=str(lost)[:300], **place)


def sign_in_refused(denied: auth_errors.GoogleAuthError, place: Mapping[str, Any]) -> GoogleError:
    """The error for credentials that Google does not, or no longer, accept."""
    return GoogleError(
        "google-sign-in", status=401, message=str(denied.args[0] if denied.args else ""), **place
    )


def is_passing(denied: auth_errors.GoogleAuthError) -> bool:
    """Tell whether no refusal of the credentials stands behind it: a gateway's page, or too many sign-ins.

    google-auth itself tries again after 500, 503, 408 and 429 only.
    """
    said = str(denied.args[0]).lstrip() if denied.args else ""
    return said.startswith(("<", "rate_limit_exceeded"))


def never_sent(lost: requests.RequestException) -> bool:
    """Tell whether no connection was made, so that the request cannot have been carried out."""
    if isinstance(lost, requests.exceptions.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    cause = lost.args[0] if lost.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def retry_after(response: requests.Response) -> float | None:
    """The seconds that the answer asks to wait, None where it does not say."""
    with contextlib.suppress(ValueError):
        return max(0.0, float(response.headers.get("Retry-After", "")))
    return None


def _error_of(response: requests.Response) -> Mapping[str, Any]:
    try:
        error = json_text.read(response.content).get("error", {})
    except (ValueError, AttributeError):
        return {}
    return error if isinstance(error, dict) else {"message": str(error)}


def _reason(error: Mapping[str, Any]) -> str:
    """Drive's reason ("userRateLimitExceeded"), else that of ErrorInfo, else Google's canonical status."""
    for listed in (*error.get("errors", ()), *error.get("details", ())):
        if isinstance(listed, dict) and listed.get("reason"):
            return str(listed["reason"])
    return str(error.get("status", ""))
