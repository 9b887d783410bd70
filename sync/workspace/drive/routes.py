"""Drive v3's paths, and by name the methods that the workspace refuses."""

from __future__ import annotations

from functools import partial

from starlette.routing import Route

from sync.workspace import contents, masks
from sync.workspace.calls import Check, Work, route
from sync.workspace.drive import (
    about,
    batches,
    change_calls,
    comment_calls,
    comments,
    copy_calls,
    downloads,
    fields,
    file_calls,
    icons,
    identifiers,
    listing,
    permission_calls,
    removal,
    reply_calls,
    resuming,
    revision_calls,
    sessions,
    shared_drives,
    upload_calls,
)
from sync.workspace.errors import unimplemented

SCHEMA = contents.SCHEMA + sessions.SCHEMA + comments.SCHEMA

_FILE = "kind,id,name,mimeType"
_REVISION = "kind,id,mimeType,modifiedTime"
_PERMISSION = "kind,id,type,role"
_CHANGES = "kind,nextPageToken,newStartPageToken,changes(kind,type,changeType,time,removed,fileId,file(%s))"

_ANSWERS = {
    "about.get": "About",
    "changes.getStartPageToken": "StartPageToken",
    "changes.list": "ChangeList",
    **dict.fromkeys(("comments.create", "comments.get", "comments.update"), "Comment"),
    "comments.list": "CommentList",
    **dict.fromkeys(("replies.create", "replies.get", "replies.update"), "Reply"),
    "replies.list": "ReplyList",
    "drives.get": "Drive",
    "drives.list": "DriveList",
    "files.generateIds": "GeneratedIds",
    "files.list": "FileList",
    "permissions.list": "PermissionList",
    "revisions.get": "Revision",
    "revisions.list": "RevisionList",
    "revisions.update": "Revision",
    "permissions.create": "Permission",
    "permissions.get": "Permission",
    "permissions.update": "Permission",
}

# method: (HTTP method, path below /drive/v3/, what does it, fields when the call names none)
METHODS: dict[str, tuple[str, str, Work, str]] = {
    "about.get": ("GET", "about", about.about, "*"),
    "changes.getStartPageToken": ("GET", "changes/startPageToken", change_calls.start_page_token, "*"),
    "changes.list": ("GET", "changes", change_calls.find, _CHANGES % _FILE),
    "drives.get": ("GET", "drives/{drive}", shared_drives.get, "*"),
    "drives.list": ("GET", "drives", shared_drives.find, "*"),
    "files.create": ("POST", "files", file_calls.create, _FILE),
    "files.list": ("GET", "files", listing.find, f"kind,incompleteSearch,nextPageToken,files({_FILE})"),
    "files.get": ("GET", "files/{file}", file_calls.get, _FILE),
    "files.update": ("PATCH", "files/{file}", file_calls.update, _FILE),
    "files.delete": ("DELETE", "files/{file}", removal.delete, "*"),
    **{
        f"comments.{name}": (http, path, work, "*")
        for name, http, path, work in (
            ("create", "POST", "files/{file}/comments", comment_calls.create),
            ("list", "GET", "files/{file}/comments", comment_calls.find),
            ("get", "GET", "files/{file}/comments/{comment}", comment_calls.get),
            ("update", "PATCH", "files/{file}/comments/{comment}", comment_calls.update),
            ("delete", "DELETE", "files/{file}/comments/{comment}", comment_calls.delete),
        )
    },
    **{
        f"replies.{name}": (http, f"files/{{file}}/comments/{{comment}}/replies{path}", work, "*")
        for name, http, path, work in (
            ("create", "POST", "", reply_calls.create),
            ("list", "GET", "", reply_calls.find),
            ("get", "GET", "/{reply}", reply_calls.get),
            ("update", "PATCH", "/{reply}", reply_calls.update),
            ("delete", "DELETE", "/{reply}", reply_calls.delete),
        )
    },
    "files.copy": ("POST", "files/{file}/copy", copy_calls.copy, _FILE),
    "files.emptyTrash": ("DELETE", "files/trash", removal.empty_trash, "*"),
    "files.export": ("GET", "files/{file}/export", downloads.export, "*"),
    "files.generateIds": ("GET", "files/generateIds", identifiers.generate, "*"),
    "revisions.delete": (
        "DELETE", "files/{file}/revisions/{revision}", revision_calls.delete, "*",
    ),
    "revisions.get": ("GET", "files/{file}/revisions/{revision}", revision_calls.get, _REVISION),
    "revisions.list": (
        "GET", "files/{file}/revisions", revision_calls.find, f"kind,nextPageToken,revisions({_REVISION})",
    ),
    "revisions.update": ("PATCH", "files/{file}/revisions/{revision}", revision_calls.update, _REVISION),
    "permissions.list": (
        "GET", "files/{file}/permissions", permission_calls.find,
        f"kind,nextPageToken,permissions({_PERMISSION})",
    ),
    "permissions.create": ("POST", "files/{file}/permissions", permission_calls.create, _PERMISSION),
    "permissions.get": ("GET", "files/{file}/permissions/{permission}", permission_calls.get, _PERMISSION),
    "permissions.update": (
        "PATCH", "files/{file}/permissions/{permission}", permission_calls.update, _PERMISSION,
    ),
    "permissions.delete": ("DELETE", "files/{file}/permissions/{permission}", permission_calls.delete, "*"),
}  # fmt: skip

REFUSED: dict[str, tuple[str, str]] = {
    "apps.get": ("GET", "apps/{app}"),
    "apps.list": ("GET", "apps"),
    "changes.watch": ("POST", "changes/watch"),
    "channels.stop": ("POST", "channels/stop"),
    "drives.create": ("POST", "drives"),
    "files.download": ("POST", "files/{file}/download"),
    "files.generateCseToken": ("GET", "files/generateCseToken"),
    "files.listLabels": ("GET", "files/{file}/listLabels"),
    "files.modifyLabels": ("POST", "files/{file}/modifyLabels"),
    "files.watch": ("POST", "files/{file}/watch"),
}


def _refuse(name: str) -> Work:
    def work(_call: object) -> None:
        raise unimplemented(f"drive.{name}")

    return work


def _routes() -> list[Route]:
    made: list[tuple[str, str, Work, str, str, Check]] = [
        (http, path, work, name, usual, partial(fields.check, _ANSWERS.get(name, "File")))
        for name, (http, path, work, usual) in METHODS.items()
    ]
    made += [(http, path, _refuse(name), name, "*", masks.parse) for name, (http, path) in REFUSED.items()]
    made.sort(key=lambda one: one[1].count("{"))  # files/trash before files/{file}
    return [
        route(http, f"/drive/v3/{path}", work, method=f"drive.{name}", default_fields=usual, check=check)
        for http, path, work, name, usual, check in made
    ]


def _uploads() -> list[Route]:
    """Drive's uploads; Google gives resumable ones a second address, which clients use as well."""
    made: list[Route] = []
    for base in ("/upload/drive/v3/files", "/resumable/upload/drive/v3/files"):
        check = partial(fields.check, "File")
        for http, path, work, method in (
            ("POST", base, upload_calls.create, "drive.files.create"),
            ("PATCH", f"{base}/{{file}}", upload_calls.update, "drive.files.update"),
        ):
            one = route(http, path, work, method=method, default_fields=_FILE, check=check, raw=True)
            made += [one, Route(path, resuming.put, methods=["PUT"], name=method)]
    old = upload_calls.update_of_version_two
    made.append(route("PUT", "/upload/drive/v2/files/{file}", old, method="drive.files.update", raw=True))
    return made


routes = _routes() + _uploads() + batches.routes + icons.routes
