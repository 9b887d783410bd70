"""Refusals in Google's own JSON: code, status and wording as Google's servers give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class Refusal(Exception):
    """An API call that Google would refuse.

    `code` is the HTTP status, `status` Google's canonical name for it (found from the code when
    not given). `errors` is Drive's list of `{domain, reason, message}`, absent elsewhere.
    """

    def __init__(
        self,
        code: int,
        message: str,
        status: str = "",
        errors: Sequence[Mapping[str, Any]] = (),
        details: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.code, self.message, self.status = code, message, status or _STATUS.get(code, "UNKNOWN")
        self.errors, self.details, self.headers = errors, details, headers
        super().__init__(message)

    def body(self) -> dict[str, Any]:
        """The JSON that Google answers with."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.errors:
            error["errors"] = list(self.errors)
        error["status"] = self.status
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}


def not_found() -> Refusal:
    """The answer for a file that does not exist or that the caller may not know of."""
    return Refusal(404, "Requested entity was not found.")


def forbidden() -> Refusal:
    """The answer for a file that the caller may see but not touch in this way."""
    return Refusal(403, "The caller does not have permission")


def unimplemented(name: str) -> Refusal:
    """What the workspace does not do, refused by its name; it never pretends."""
    return Refusal(501, f"The embedded workspace does not implement {name}.")


def wrong_method(name: str, allowed: Sequence[str]) -> Refusal:
    """The answer for a path that is there, asked with another HTTP method than it takes."""
    takes = ", ".join(allowed)
    return Refusal(405, f"There is no {name}; this path takes {takes}.", headers={"Allow": takes})


async def answer(_request: Request, error: Exception) -> JSONResponse:
    """Turn a Refusal into its HTTP answer (Starlette's exception handler)."""
    assert isinstance(error, Refusal)
    return JSONResponse(error.body(), status_code=error.code, headers=dict(error.headers or {}))
