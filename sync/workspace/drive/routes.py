"""Drive v3's paths, and by name the methods that the workspace refuses."""

from __future__ import annotations

from functools import partial

from starlette.routing import Route

from sync.workspace import contents, masks
from sync.workspace.calls import Check, Work, route
from sync.workspace.drive import (
    about,
    change_calls,
    downloads,
    fields,
    file_calls,
    identifiers,
    listing,
    permission_calls,
    removal,
)
from sync.workspace.errors import unimplemented

SCHEMA = contents.SCHEMA

_FILE = "kind,id,name,mimeType"
_PERMISSION = "kind,id,type,role"
_CHANGES = "kind,nextPageToken,newStartPageToken,changes(kind,type,changeType,time,removed,fileId,file(%s))"

_ANSWERS = {
    "about.get": "About",
    "changes.getStartPageToken": "StartPageToken",
    "changes.list": "ChangeList",
    "files.generateIds": "GeneratedIds",
    "files.list": "FileList",
    "permissions.list": "PermissionList",
    "permissions.create": "Permission",
    "permissions.get": "Permission",
    "permissions.update": "Permission",
}

# method: (HTTP method, path below /drive/v3/, what does it, fields when the call names none)
METHODS: dict[str, tuple[str, str, Work, str]] = {
    "about.get": ("GET", "about", about.about, "*"),
    "changes.getStartPageToken": ("GET", "changes/startPageToken", change_calls.start_page_token, "*"),
    "changes.list": ("GET", "changes", change_calls.find, _CHANGES % _FILE),
    "files.create": ("POST", "files", file_calls.create, _FILE),
    "files.list": ("GET", "files", listing.find, f"kind,incompleteSearch,nextPageToken,files({_FILE})"),
    "files.get": ("GET", "files/{file}", file_calls.get, _FILE),
    "files.update": ("PATCH", "files/{file}", file_calls.update, _FILE),
    "files.delete": ("DELETE", "files/{file}", removal.delete, "*"),
    "files.emptyTrash": ("DELETE", "files/trash", removal.empty_trash, "*"),
    "files.export": ("GET", "files/{file}/export", downloads.export, "*"),
    "files.generateIds": ("GET", "files/generateIds", identifiers.generate, "*"),
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
    "comments.create": ("POST", "files/{file}/comments"),
    "comments.delete": ("DELETE", "files/{file}/comments/{comment}"),
    "comments.get": ("GET", "files/{file}/comments/{comment}"),
    "comments.list": ("GET", "files/{file}/comments"),
    "comments.update": ("PATCH", "files/{file}/comments/{comment}"),
    "drives.create": ("POST", "drives"),
    "drives.list": ("GET", "drives"),
    "drives.get": ("GET", "drives/{drive}"),
    "files.copy": ("POST", "files/{file}/copy"),
    "files.download": ("POST", "files/{file}/download"),
    "files.generateCseToken": ("GET", "files/generateCseToken"),
    "files.listLabels": ("GET", "files/{file}/listLabels"),
    "files.modifyLabels": ("POST", "files/{file}/modifyLabels"),
    "files.watch": ("POST", "files/{file}/watch"),
    "revisions.delete": ("DELETE", "files/{file}/revisions/{revision}"),
    "revisions.get": ("GET", "files/{file}/revisions/{revision}"),
    "revisions.list": ("GET", "files/{file}/revisions"),
    "revisions.update": ("PATCH", "files/{file}/revisions/{revision}"),
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


routes = _routes()
