"""multipart/related as Drive's uploads send it: a part of JSON metadata, then a part of content."""

from __future__ import annotations

import base64
import binascii
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any

import orjson

from sync.workspace.drive.media import Media
from sync.workspace.drive.refusals import DriveRefusal, bad_request


def parse(content_type: str, body: bytes) -> tuple[dict[str, Any], Media]:
    """The metadata and the content. Refusal 400 for anything but exactly these two parts."""
    boundary = _boundary(content_type)
    first, second = _parts(body, b"--" + boundary)
    headers, metadata = first
    if headers.get_content_type() != "application/json":
        raise _malformed("The first part must be JSON metadata.")
    return json_object(metadata), Media(_told(second[0], "Content-Type"), _decoded(*second))


def json_object(content: bytes) -> dict[str, Any]:
    """A JSON object, {} for nothing at all; Refusal 400 for anything else."""
    if not content.strip():
        return {}
    try:
        read = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise bad_request("Parse Error", "parseError") from None
    if not isinstance(read, dict):
        raise bad_request("Parse Error", "parseError")
    return read


def _boundary(content_type: str) -> bytes:
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary")
    if message.get_content_type() != "multipart/related" or not isinstance(boundary, str) or not boundary:
        raise _malformed("A multipart/related body with a boundary is needed.")
    try:
        return boundary.encode("ascii")
    except UnicodeEncodeError:
        raise _malformed("The boundary must be ASCII.") from None


def _parts(body: bytes, delimiter: bytes) -> list[tuple[Message, bytes]]:
    """The two parts: headers and content. Lines end as those of the delimiters do, with CRLF or LF."""
    lead, found, rest = body.partition(delimiter)
    if not found or lead.strip():
        raise _malformed("The body must begin with its boundary.")
    end = b"\r\n" if rest.startswith(b"\r\n") else b"\n"
    pieces = rest.split(end + delimiter)
    if not pieces[-1].startswith(b"--"):
        raise _malformed("Missing end boundary in multipart body.")
    if len(pieces) != 3:
        raise _malformed(f"Two parts are needed, not {len(pieces) - 1}.")
    return [_part(piece, end) for piece in pieces[:2]]


def _part(piece: bytes, end: bytes) -> tuple[Message, bytes]:
    if not piece.startswith(end):
        raise _malformed("Something stands beside a boundary.")
    if piece.startswith(end + end):  # no headers
        return Message(), piece[2 * len(end) :]
    head, gap, content = piece[len(end) :].partition(end + end)
    if not gap:
        raise _malformed("A part has no content.")
    return BytesHeaderParser().parsebytes(head), content


def _told(headers: Message, name: str) -> str:
    """A header's text, "" for none; what is not ASCII comes as an object of its own."""
    return str(headers.get(name, ""))


def _decoded(headers: Message, content: bytes) -> bytes:
    match _told(headers, "Content-Transfer-Encoding").strip().lower():
        case "" | "binary" | "7bit" | "8bit":
            return content
        case "base64":
            try:
                return base64.b64decode(b"".join(content.split()), validate=True)
            except binascii.Error:
                raise _malformed("The content is not base64.") from None
    raise _malformed("The content must be binary or base64.")


def _malformed(why: str) -> DriveRefusal:
    return bad_request(f"Malformed multipart body. {why}")
