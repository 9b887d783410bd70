"""Drive's refusals: its JSON has a list of errors with reasons, and no canonical status."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal


class DriveRefusal(Refusal):
    """An error as Drive words it: `reason` is its own name for it, `location` the parameter at fault."""

    def __init__(self, code: int, message: str, reason: str, location: str = "") -> None:
        error = {"message": message, "domain": "global", "reason": reason}
        if location:
            error |= {"location": location, "locationType": "parameter"}
        super().__init__(code, message, errors=[error])

    def body(self) -> dict[str, Any]:
        """The JSON that Drive answers with."""
        return {"error": {"code": self.code, "message": self.message, "errors": list(self.errors)}}


def file_not_found(file_id: str) -> DriveRefusal:
    """For a file that does not exist or that the caller may not know of."""
    return DriveRefusal(404, f"File not found: {file_id}.", "notFound", "fileId")


def insufficient(file_id: str) -> DriveRefusal:
    """For a file that the caller may see but not change in this way."""
    return DriveRefusal(
        403,
        f"The user does not have sufficient permissions for file {file_id}.",
        "insufficientFilePermissions",
    )


def invalid_value(location: str) -> DriveRefusal:
    """For a parameter that cannot be read."""
    return DriveRefusal(400, "Invalid Value", "invalid", location)


def bad_request(message: str, reason: str = "badRequest") -> DriveRefusal:
    """For a request that Drive understands and does not do."""
    return DriveRefusal(400, message, reason)


def forbidden(message: str, reason: str = "forbidden") -> DriveRefusal:
    """For what nobody, or not this caller, may do."""
    return DriveRefusal(403, message, reason)


def fields_required() -> DriveRefusal:
    """For a call that must say which fields it wants, and does not."""
    message = "The 'fields' parameter is required for this method."
    return DriveRefusal(400, message, "required", "fields")


_REASONS = {400: "badRequest", 403: "exportSizeLimitExceeded", 413: "uploadTooLarge", 500: "internalError"}


def in_drives_words(refusal: Refusal) -> Refusal:
    """What a conversion refuses, as Drive tells it; what is not done here stays as it is."""
    if isinstance(refusal, DriveRefusal) or refusal.code not in _REASONS:
        return refusal
    return DriveRefusal(refusal.code, refusal.message, _REASONS[refusal.code])
