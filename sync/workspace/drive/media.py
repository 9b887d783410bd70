"""Content that comes with a file's metadata: kept as it is, or converted into one of Google's kinds."""

from __future__ import annotations

import mimetypes
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.workspace import contents, conversions, files, media_types
from sync.workspace.calls import Call
from sync.workspace.drive import bodies
from sync.workspace.drive.refusals import DriveRefusal, bad_request, in_drives_words
from sync.workspace.errors import Refusal

_UNKNOWN = "application/octet-stream"
_CONVERTED = frozenset({files.SPREADSHEET, files.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Media:
    """Bytes as they were uploaded, and of what kind the client says that they are ("" for unsaid)."""

    mime: str
    content: bytes

    def __post_init__(self) -> None:
        check_kind(self.mime)

    def kind(self, name: str) -> str:
        """The media type: as given, else by the file's name, as Drive looks at it."""
        given = media_types.bare(self.mime)
        if given and given != _UNKNOWN:
            return given
        return mimetypes.guess_type(name, strict=False)[0] or _UNKNOWN


@dataclass(frozen=True, slots=True)
class Prepared:
    """What will stand behind a file of kind `mime`: the bytes, or what a conversion made of them."""

    mime: str
    content: bytes
    converted: conversions.Upload | None = None


def check_kind(given: str) -> None:
    """Refusal 400 for a Content-Type that names no media type; "" is unsaid."""
    kind = media_types.bare(given)
    if kind and not media_types.is_one(kind):
        raise bad_request(
            f"Media type '{kind:.100}' is not supported. Valid media types: [*/*]", "badContent"
        )


def prepared(call: Call, media: Media | None, mime: str, name: str, file_id: str = "") -> Prepared | None:
    """Content made ready for a file of kind `mime` ("" for the media's own); None for no content.

    `file_id` is the file that it replaces the content of. Conversions are done here, with all that they
    calculate: no transaction is open yet. Refusals 400 in Drive's words.
    """
    if media is None:
        return None
    if len(media.content) > contents.MOST_BYTES:
        raise too_large()
    source = media.kind(name)
    if not mime.startswith("application/vnd.google-apps."):
        return Prepared(mime or source, media.content)
    if mime not in _CONVERTED or mime not in conversions.IMPORTS.get(source, ()):
        raise bad_request(
            "Conversion of the uploaded content to the requested output type is not supported.",
            "conversionUnsupportedConversionPath",
        )
    said = media.mime if media_types.bare(media.mime) == source else source  # with its charset
    return Prepared(mime, media.content, _converted(call, said, mime, media.content, file_id))


def _converted(call: Call, source: str, target: str, content: bytes, file_id: str) -> conversions.Upload:
    try:
        return conversions.received(call.store, source, target, content, call.email, file_id)
    except Refusal as refusal:
        raise in_drives_words(refusal) from None


def too_large() -> DriveRefusal:
    """For more bytes than the workspace keeps of one file."""
    most = contents.MOST_BYTES // 2**20
    return DriveRefusal(
        413, f"The file is too large: the workspace keeps {most} MB of one.", "uploadTooLarge"
    )


def put(tx: sqlite3.Connection, call: Call, row: sqlite3.Row, content: Prepared) -> None:
    """Put prepared content behind a file, in place of what it had."""
    if content.converted is not None:
        conversions.imported(tx, row["id"], content.converted, call.email)
        return
    keep = bodies.flag(call.params.get("keepRevisionForever", ""))
    contents.add(
        tx,
        call.store,
        row["id"],
        content.content,
        mime=content.mime,
        name=row["original_name"] or row["name"],
        email=call.email,
        keep=keep,
    )
    tx.execute("UPDATE files SET mime = ? WHERE id = ?", (content.mime, row["id"]))


def target_of(meta: Mapping[str, Any], media: Media | None) -> str:
    """The kind that a new file is to have; "" where only its content says so."""
    return str(meta.get("mimeType", "")) or ("" if media else _UNKNOWN)
