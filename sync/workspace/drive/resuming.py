"""PUT to the address of a resumable upload: a piece of it, all of it, or the question what has come."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sync.workspace import contents, masks, pools
from sync.workspace.drive import sessions
from sync.workspace.drive.media import too_large
from sync.workspace.drive.refusals import DriveRefusal, bad_request
from sync.workspace.drive.sessions import PIECE, Session
from sync.workspace.store import Store

_RANGE = re.compile(r"bytes (?:(\d{1,18})-(\d{1,18})|\*)/(\d{1,18}|\*)", re.ASCII)
_DEFAULT_FIELDS = "kind,id,name,mimeType"


@dataclass(frozen=True, slots=True)
class Piece:
    """What a request says it brings: bytes `[start, end)` of `total`; None where it does not say."""

    start: int
    end: int | None
    total: int | None
    asks: bool = False


async def put(request: Request) -> Response:
    """Take a piece; 308 with what has come so far, or the file when that was the last."""
    store: Store = request.app.state.store
    session = await run_in_threadpool(sessions.find, store, request.query_params.get("upload_id", ""))
    address = str(request.base_url).rstrip("/")
    if session.finished:
        return _answer(session, await run_in_threadpool(sessions.outcome, store, session, address))
    piece = _piece(request, session)
    if not piece.asks:
        try:
            await _take(request, session, piece)
        except ClientDisconnect:
            return _so_far(session)  # nobody hears it; whole pieces that came are kept
    if not _is_whole(session, piece):
        return _so_far(session)
    mime = request.headers.get("content-type", "")
    return _answer(
        session, await pools.run(store.pools.importers, sessions.finish, store, session, address, mime)
    )


def _piece(request: Request, session: Session) -> Piece:
    given = request.headers.get("content-range", "").strip()
    found = _RANGE.fullmatch(given)
    if given and not found:
        raise bad_request("Failed to parse Content-Range header.")
    if not found:
        piece = Piece(0, None, None)
    else:
        first, last, total = found.groups()
        whole = None if total == "*" else int(total)
        piece = Piece(int(first), int(last) + 1, whole) if first else Piece(0, None, whole, asks=True)
    _check(piece, session)
    return piece


def _check(piece: Piece, session: Session) -> None:
    if piece.total is not None and session.length not in {None, piece.total}:
        raise bad_request(f"The upload was announced with {session.length} bytes, not {piece.total}.")
    if max(piece.end or 0, piece.total or 0) > contents.MOST_BYTES:
        raise too_large()
    if piece.end is not None and (
        piece.end <= piece.start or (piece.total is not None and piece.end > piece.total)
    ):
        raise bad_request("Failed to parse Content-Range header.")
    if piece.start > session.received:
        raise bad_request(
            f"Invalid request. According to the Content-Range header, the upload offset is {piece.start} "
            f"byte(s), which exceeds already uploaded size of {session.received} byte(s)."
        )
    length = None if piece.end is None else piece.end - piece.start
    if length is not None and length < PIECE and piece.end != piece.total:
        raise bad_request(
            "Invalid request. The number of bytes uploaded is required to be equal or greater than "
            f"{PIECE}, except for the final request (it's recommended to be the exact multiple of {PIECE}). "
            f"The received request contained {length} bytes, which does not meet this requirement."
        )


async def _take(request: Request, session: Session, piece: Piece) -> None:
    """Write what comes to the session's file as it comes, so that a cut costs a piece at most."""
    session.path.parent.mkdir(mode=0o700, exist_ok=True)
    most = contents.MOST_BYTES if piece.end is None else piece.end
    at = piece.start
    with os.fdopen(os.open(session.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.seek(at)
        async for chunk in request.stream():
            at += len(chunk)
            if at > most:
                raise too_large() if piece.end is None else _not_as_said()
            file.write(chunk)
        file.truncate(at)
    if piece.end not in {None, at}:
        raise _not_as_said()


def _not_as_said() -> DriveRefusal:
    return bad_request("The body does not have as many bytes as the Content-Range header says.")


def _is_whole(session: Session, piece: Piece) -> bool:
    """Whether everything is here now. A request without a range brings everything at once."""
    size = session.path.stat().st_size if session.path.exists() else 0
    total = piece.total
    if piece.end is None and not piece.asks:
        total = size
        if session.length not in {None, size}:
            raise bad_request(f"The upload was announced with {session.length} bytes, not {size}.")
    return total is not None and size == total and (not piece.asks or total == 0 or size == session.received)


def _so_far(session: Session) -> Response:
    received = session.received
    headers = {"Range": f"bytes=0-{received - 1}"} if received else {}
    return Response(status_code=308, headers={"X-GUploader-UploadID": session.id, **headers})


def _answer(session: Session, resource: dict[str, Any]) -> Response:
    fields = session.params.get("fields") or session.params.get("$fields") or _DEFAULT_FIELDS
    chosen = masks.select(resource, fields)
    return Response(orjson.dumps(chosen), media_type="application/json; charset=UTF-8")
