"""What Google's answers mean: from an HTTP answer or a lost connection to an error a person can act on."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from google.auth import exceptions as auth_errors
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

from sync import json_text
from sync.errors import GoogleError, NithetError, Postponed, UnknownOutcome

_RATE = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "sharingRateLimitExceeded"}
)
_STORAGE = frozenset(
    {"storageQuotaExceeded", "teamDriveFileLimitExceeded", "numChildrenInNonRootLimitExceeded"}
)
_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_DAY = frozenset({"dailyLimitExceeded", "dailyLimitExceededUnreg"})
NOT_GOOGLES = "the answer is not Google's: a proxy or a sign-in page of the network stands between"
_CODES = {401: "google-sign-in", 403: "google-permission", 404: "google-not-found", 429: "google-quota"}
_LASTING = frozenset({"google-permission", "google-not-found", "google-storage", "google-refused"})
_PASSING = frozenset(
    {408, 409, 412}
)  # refusals that only the moment brings: a conflict with another's change


def refused(response: requests.Response, place: Mapping[str, Any]) -> GoogleError:
    """The error that a refusing answer (status 400 and up) stands for.

    `place` says the api and what it is about. Codes: google-sign-in, google-permission,
    google-not-found, google-quota, google-no-quota (none is left today, or there never is any),
    google-api-off, google-storage, google-unavailable, google-refused.
    """
    error = _error_of(response)
    reason = _reason(error)
    status = response.status_code
    code = _CODES.get(status, "google-unavailable" if is_servers(status) else "google-refused")
    if reason in _DAY or _limit(error) == "0":
        code = "google-no-quota"
    elif reason in _RATE:
        code = "google-quota"
    elif reason in _STORAGE:
        code = "google-storage"
    elif reason in _OFF:
        code = "google-api-off"
    message = str(error.get("message") or response.reason or "")
    return GoogleError(code, status=status, reason=reason, message=message, **place)


def is_servers(status: int) -> bool:
    """Tell whether an answer's status says that the server failed, so that it may have done the work."""
    return (status >= 500 and status != 501) or status == 408


def is_whole(error: GoogleError) -> bool:
    """Tell whether a refusal holds for all calls of its API, whatever they are about."""
    return error.code in {"google-no-quota", "google-api-off"}


def is_lasting(error: NithetError) -> bool:
    """Tell whether the same call can never work while nothing else changes."""
    if not isinstance(error, GoogleError) or isinstance(error, Postponed | UnknownOutcome):
        return False
    return error.code in _LASTING and error.status not in _PASSING


def is_foreign(response: requests.Response) -> bool:
    """Tell whether who answered is surely not Google: it leads elsewhere, or shows a page.

    Google's own servers show a page with 502 and the like; an API of Google's never leads elsewhere.
    """
    page = response.headers.get("Content-Type", "").startswith("text/html")
    return 300 <= response.status_code < 400 or response.status_code == 511 or (response.ok and page)


def foreign(response: requests.Response, place: Mapping[str, Any]) -> GoogleError:
    """The error for an answer of somebody else's."""
    return GoogleError("google-unavailable", status=response.status_code, message=NOT_GOOGLES, **place)


def parsed(
    response: requests.Response, place: Mapping[str, Any], *, again: bool, as_given: bool = False
) -> dict[str, Any] | None:
    """The JSON object of an accepting answer, None where it is empty.

    Halves of characters in it come as U+FFFD, but in what is asked for `as_given`.

    Raises GoogleError google-unavailable for anything else, a body cut short among it: as
    UnknownOutcome unless the call may be sent `again`, for the request may have been carried out.
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
    code = "google-certificate" if _is_about_certificate(lost) else "google-unreachable"
    return GoogleError(code, reason=type(lost).__name__, message=str(lost)[:300], **place)


def sign_in_refused(denied: auth_errors.GoogleAuthError, place: Mapping[str, Any]) -> GoogleError:
    """The error for credentials that Google does not, or no longer, accept.

    google-clock where it is this machine's clock that Google does not believe.
    """
    said = str(denied.args[0] if denied.args else "")
    code = "google-clock" if "iat" in said and "exp" in said else "google-sign-in"
    return GoogleError(code, status=401, message=said, **place)


def is_passing(denied: auth_errors.GoogleAuthError) -> bool:
    """Tell whether no refusal of the credentials stands behind it: a gateway's page, or too many sign-ins.

    google-auth itself tries again after 500, 503, 408 and 429 only.
    """
    said = str(denied.args[0]).lstrip() if denied.args else ""
    return said.startswith(("<", "rate_limit_exceeded"))


def never_sent(lost: Exception) -> bool:
    """Tell whether no connection was made, so that the request cannot have been carried out."""
    if isinstance(lost, requests.exceptions.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    if not isinstance(lost, requests.RequestException | auth_errors.TransportError):
        return isinstance(lost, OSError)  # requests lacks a file, for one that of trusted certificates
    kinds = NewConnectionError | ConnectTimeoutError | ProxyError
    return any(isinstance(cause, kinds) for cause in _causes(lost)) or _is_about_certificate(lost)


def retry_after(response: requests.Response) -> float | None:
    """The seconds that the answer asks to wait, None where it does not say.

    A date stands for the time until then by the answer's own clock, for ours may be wrong.
    """
    said = response.headers.get("Retry-After", "").strip()
    with contextlib.suppress(ValueError):
        seconds = float(said)
        return max(0.0, seconds) if seconds < float("inf") else None
    until = _moment(said)
    if until is None:
        return None
    now = _moment(response.headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _moment(said: str) -> datetime | None:
    with contextlib.suppress(ValueError, OverflowError):
        moment = parsedate_to_datetime(said)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _is_about_certificate(lost: Exception) -> bool:
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(lost))


def _causes(lost: BaseException, deep: int = 8) -> Iterator[BaseException]:
    """An error and those that it was made of: requests wraps what urllib3 wraps what the system says."""
    yield lost
    inside = (*lost.args, getattr(lost, "reason", None), lost.__cause__)
    for cause in inside if deep else ():
        if isinstance(cause, BaseException):
            yield from _causes(cause, deep - 1)


def _error_of(response: requests.Response) -> Mapping[str, Any]:
    try:
        error = json_text.read(response.content).get("error", {})
    except (ValueError, AttributeError):
        return {}
    return error if isinstance(error, dict) else {"message": str(error)}


def _listed(error: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("errors", "details"):
        listed = error.get(name)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict):
                yield one


def _reason(error: Mapping[str, Any]) -> str:
    """Drive's reason ("userRateLimitExceeded"), else that of ErrorInfo, else Google's canonical status."""
    for listed in _listed(error):
        if listed.get("reason"):
            return str(listed["reason"])
    return str(error.get("status", ""))


def _limit(error: Mapping[str, Any]) -> str:
    """How much a used-up quota allows; "" where it is not said."""
    for listed in _listed(error):
        metadata = listed.get("metadata")
        if isinstance(metadata, dict) and "quota_limit_value" in metadata:
            return str(metadata["quota_limit_value"])
    return ""
