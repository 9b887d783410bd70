"""Google's bodies for what is no mistake of the call: used-up quotas, no storage, broken servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.workspace.errors import Refusal

PROJECT = "764086051850"
"""The number of the one project that all callers of the workspace belong to."""

_CONSOLE = "https://console.developers.google.com/apis/api/drive.googleapis.com/quotas?project=" + PROJECT
_USER_LIMIT = (
    "User Rate Limit Exceeded. Rate of requests for user exceed configured project quota. "
    "You may consider re-evaluating expected per-user traffic to the API and adjust project quota limits "
    f"accordingly. You may monitor aggregate quota usage and adjust limits in the API Console: {_CONSOLE}"
)
_SERVER = {
    500: ("Internal error encountered.", "INTERNAL"),
    502: ("", "UNAVAILABLE"),
    503: ("The service is currently unavailable.", "UNAVAILABLE"),
    504: ("Deadline expired before operation could complete.", "DEADLINE_EXCEEDED"),
}
_PAGE = """<!DOCTYPE html>
<html lang=en>
<title>Error 502 (Server Error)!!1</title>
<p><b>502.</b> <ins>That's an error.</ins>
<p>The server encountered a temporary error and could not complete your request.
"""


class Listed(Refusal):
    """A refusal in Drive's JSON: a list of errors with domain and reason, no canonical status."""

    def __init__(self, code: int, message: str, reason: str, domain: str = "global", **more: str) -> None:
        error = {"message": message, "domain": domain, "reason": reason, **more}
        super().__init__(code, message, "UNKNOWN", errors=[error])

    def body(self) -> dict[str, Any]:
        """The JSON that Drive answers with."""
        return {"error": {"errors": list(self.errors), "code": self.code, "message": self.message}}


class TokenFault(Refusal):
    """A refusal of the token address, in the JSON of RFC 6749."""

    def body(self) -> dict[str, Any]:
        """`error` and `error_description`."""
        return {"error": self.status, "error_description": self.message}


class Page(Refusal):
    """An answer that is no JSON but a page, as Google's front end gives it."""

    html = _PAGE


def quota_used_up(
    service: str, metric: str, limit: int, *, per_user: bool, headers: Mapping[str, str] | None = None
) -> Refusal:
    """429 for a quota of requests a minute; `metric` is "Write requests", `limit` how many there may be."""
    whose = " per user" if per_user else ""
    camel = "".join(word.capitalize() for word in metric.split())
    return Refusal(
        429,
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute{whose}' "
        f"of service '{service}' for consumer 'project_number:{PROJECT}'.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                    "service": service,
                    "consumer": f"projects/{PROJECT}",
                    "quota_metric": f"{service}/{metric.lower().replace(' ', '_')}",
                    "quota_limit": f"{camel}PerMinutePer{'User' if per_user else 'Project'}",
                    "quota_limit_value": str(limit),
                    "quota_location": "global",
                    "quota_unit": "1/min/{project}/{user}" if per_user else "1/min/{project}",
                },
            },
            {
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [
                    {
                        "description": "Request a higher quota limit.",
                        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                    }
                ],
            },
        ],
        headers=headers,
    )


def drive_limit(code: int, headers: Mapping[str, str] | None = None) -> Refusal:
    """Drive's own words for too many calls: 403 userRateLimitExceeded or 429 rateLimitExceeded."""
    if code == 403:
        refusal = Listed(403, _USER_LIMIT, "userRateLimitExceeded", "usageLimits", extendedHelp=_CONSOLE)
    else:
        refusal = Listed(429, "Rate Limit Exceeded", "rateLimitExceeded", "usageLimits")
    refusal.headers = headers
    return refusal


def refused(code: int, headers: Mapping[str, str] | None = None) -> Refusal:
    """403 and 429 as Google's newer APIs word them where they name no quota."""
    message = "The caller does not have permission" if code == 403 else "Resource has been exhausted"
    return Refusal(code, message, headers=headers)


def token_limit(code: int, headers: Mapping[str, str] | None = None) -> Refusal:
    """Too many sign-ins, as the token address has it (what the wording is, nobody could verify)."""
    return TokenFault(code, "Rate limit exceeded", "rate_limit_exceeded", headers=headers)


def no_storage(method: str, of_forms: str) -> Refusal:
    """For a service account that may own nothing, in the words of the API that it asked.

    Sheets and Docs hide the reason behind "no permission"; `of_forms` is Forms' status, "500" or "403".
    """
    if method.startswith("drive."):
        message = "The user's Drive storage quota has been exceeded."
        return Listed(403, message, "storageQuotaExceeded", "usageLimits")
    if method.startswith("forms.") and of_forms == "500":
        return Refusal(500, "Internal error encountered.")
    return Refusal(403, "The caller does not have permission")


def broken(code: int, method: str, headers: Mapping[str, str] | None = None) -> Refusal:
    """A server error 500, 502 (a page, no JSON), 503 or 504."""
    message, status = _SERVER[code]
    if code == 502:
        return Page(502, message, status, headers=headers)
    if method == "token":
        return TokenFault(code, "Backend Error", "internal_failure", headers=headers)
    if method.startswith("drive."):
        refusal = Listed(code, "Backend Error", "backendError")
        refusal.headers = headers
        return refusal
    return Refusal(code, message, status, headers=headers)


def expired(method: str) -> Refusal:
    """401 for a token that was good a moment ago."""
    if method == "token":
        return TokenFault(401, "Unauthorized", "invalid_client")
    return Refusal(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
        "other valid authentication credential. "
        "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "ACCESS_TOKEN_EXPIRED",
                "domain": "googleapis.com",
            }
        ],
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'},
    )
