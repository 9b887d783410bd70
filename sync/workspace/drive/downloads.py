"""Content on its way out: alt=media with ranges, and exports of Google's own kinds."""

from __future__ import annotations

import re
import sqlite3
from urllib.parse import quote

from starlette.responses import JSONResponse, Response

from sync.workspace import contents, conversions, files, sharing
from sync.workspace.calls import Call
from sync.workspace.drive.access import require, require_content
from sync.workspace.drive.refusals import DriveRefusal, forbidden, in_drives_words
from sync.workspace.errors import Refusal

_MOST_EXPORTED = 10 * 2**20
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
# Uploaded pages and pictures must not act as pages of the workspace itself.
_SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


def media(call: Call, row: sqlite3.Row, revision_id: str = "") -> Response:
    """A file's bytes, or the range of them that was asked for."""
    require_content(call)
    if row["mime"] in files.EDITORS:
        message = (
            "Only files with binary content can be directly downloaded. Use Export with Docs Editors files."
        )
        raise DriveRefusal(403, message, "fileNotDownloadable", "alt")
    content = contents.read(call.store, row["id"], revision_id)
    if content is None:
        raise forbidden("This file cannot be downloaded.", "fileNotDownloadable")
    _check_reader(call, row, "This file cannot be downloaded by the user.", "cannotDownloadFile")
    return ranged(content, row["mime"], row["name"], call.headers.get("range", ""))


def ranged(content: bytes, mime: str, name: str, asked: str) -> Response:
    """Bytes as an attachment: all of them, or the one range that a `Range` header asks for."""
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        **_SAFE,
    }
    span = _span(asked, len(content))
    if span is None:
        return Response(content, headers=headers | {"Content-Type": mime})
    start, end = span
    if start >= end:
        refusal = DriveRefusal(416, "Request range not satisfiable", "requestedRangeNotSatisfiable", "Range")
        return JSONResponse(refusal.body(), 416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers |= {"Content-Type": mime, "Content-Range": f"bytes {start}-{end - 1}/{len(content)}"}
    return Response(content[start:end], 206, headers=headers)


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """The half-open range of a `Range` header, empty for one beyond the content; None for the whole."""
    found = _RANGE.fullmatch(asked.strip())
    if not found or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size


def export(call: Call) -> Response:
    """A spreadsheet or document of Google's in another kind."""
    row = require(call, call.path["file"])
    mime = call.params.get("mimeType", "")
    if not mime:
        raise DriveRefusal(400, "Required parameter: mimeType", "required", "mimeType")
    if row["mime"] not in files.EDITORS:
        raise forbidden("Export only supports Docs Editors files.", "fileNotExportable")
    _check_reader(call, row, "This file cannot be exported by the user.", "cannotExportFile")
    if mime not in conversions.EXPORTS.get(row["mime"], ()):
        raise DriveRefusal(400, "The requested conversion is not supported.", "badRequest", "convertTo")
    try:
        content = conversions.exported(call.store, row, mime, call.email)
    except Refusal as refusal:
        raise in_drives_words(refusal) from None
    if len(content) > _MOST_EXPORTED:
        raise forbidden("This file is too large to be exported.", "exportSizeLimitExceeded")
    return Response(content, headers={"Content-Type": mime, **_SAFE})


def _check_reader(call: Call, row: sqlite3.Row, message: str, reason: str) -> None:
    """Readers and commenters take no content away where the owner said so."""
    role = sharing.role_of(call.store, row["id"], call.email)
    if row["copy_needs_writer"] and sharing.RANK[role] < sharing.RANK["writer"]:
        raise forbidden(message, reason)
