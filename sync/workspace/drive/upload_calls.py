"""Uploads: content alone (media), with its metadata (multipart), or piece by piece (resumable)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from sync.workspace import contents, parameters
from sync.workspace.calls import Call
from sync.workspace.drive import bodies, file_calls, multipart, sessions
from sync.workspace.drive.access import require, require_content, require_folder
from sync.workspace.drive.media import Media, check_kind, too_large
from sync.workspace.drive.refusals import DriveRefusal, invalid_value
from sync.workspace.drive.version_two import old_file

Finish = Callable[[Mapping[str, Any], Media], dict[str, Any]]


def create(call: Call) -> Any:
    """POST /upload/drive/v3/files: a new file with content."""
    return _upload(call, lambda body, media: file_calls.made(call, body, media))


def update(call: Call) -> Any:
    """PATCH /upload/drive/v3/files/{file}: other content for a file there is."""
    file_id = call.path["file"]
    return _upload(call, lambda body, media: file_calls.changed(call, file_id, body, media))


def update_of_version_two(call: Call) -> Any:
    """PUT /upload/drive/v2/files/{file}: how older clients replace a file's content."""
    if call.params.get("uploadType") != "media":
        raise invalid_value("uploadType")
    require_content(call)
    media = Media(call.headers.get("content-type", ""), call.body)
    row = require(call, call.path["file"], "writer")
    file_calls.changed(replace(call, params=_without_fields(call)), row["id"], {}, media)
    return old_file(call, require(call, row["id"]))


def _without_fields(call: Call) -> Any:
    return type(call.params)([pair for pair in call.params.multi_items() if pair[0] != "fields"])


def _upload(call: Call, finish: Finish) -> Any:
    require_content(call)
    kind = call.headers.get("content-type", "")
    if len(call.body) > contents.MOST_BYTES + 2**20:  # the metadata has room beside the content
        raise too_large()
    match call.params.get("uploadType"):
        case "media":
            return finish({}, Media(kind, call.body))
        case "multipart":
            return finish(*multipart.parse(kind, call.body))
        case "resumable":
            return _begun(call)
        case None:
            raise DriveRefusal(400, "Required parameter: uploadType", "required", "uploadType")
    raise invalid_value("uploadType")


def _begun(call: Call) -> Response:
    """Begin a resumable upload: what can be refused now is refused now, not after the last byte."""
    body = multipart.json_object(call.body)
    meta = bodies.file(body)
    announced = call.headers.get("x-upload-content-length", "")
    length = parameters.count(announced)
    if announced and length is None:
        raise invalid_value("X-Upload-Content-Length")
    if length is not None and length > contents.MOST_BYTES:
        raise too_large()
    file_id = call.path.get("file", "")
    if file_id:
        require(call, file_id, "writer")
    for parent in meta.get("parents", []):
        require_folder(call, parent)
    mime = call.headers.get("x-upload-content-type", "")
    check_kind(mime)
    session = sessions.begin(call, body, mime, length)
    path = f"/upload/drive/v3/files/{file_id}" if file_id else "/upload/drive/v3/files"
    location = f"{call.address}{path}?uploadType=resumable&upload_id={session}"
    return Response(status_code=200, headers={"Location": location, "X-GUploader-UploadID": session})
