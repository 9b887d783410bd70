"""Files on Drive: found by our own key, made safely, shared by name only, and what changed since.

A file of nithet carries two appProperties: `nithet.installation` (which installation made it) and
`nithet.key` (what it is: "form:daily-log", "sheet:network:N01"). Only scope drive.file is used, so
nothing that nithet did not make is seen. A document has a third, `nithet.digest`: what it says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from sync.access import RANK, Permission, given_roles, holder, is_inherited
from sync.errors import GoogleError, UnknownOutcome
from sync.google import DRIVE, UPLOAD, Content, Google
from sync.refusals import NOT_GOOGLES

Kind = Literal["spreadsheet", "folder", "form", "document"]

MIME: Mapping[Kind, str] = {
    "spreadsheet": "application/vnd.google-apps.spreadsheet",
    "folder": "application/vnd.google-apps.folder",
    "form": "application/vnd.google-apps.form",
    "document": "application/vnd.google-apps.document",
}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF = "application/pdf"
_FIELDS = "id,name,mimeType,trashed,version,modifiedTime,appProperties,webViewLink,parents"
_PERMISSION = "id,type,role,emailAddress,domain,view,deleted,pendingOwner,permissionDetails"
_SEEN = f"{_FIELDS},lastModifyingUser(me),permissions({_PERMISSION})"
_UPLOADED = {"uploadType": "multipart", "fields": _FIELDS, "supportsAllDrives": "true"}
_ATTEMPTS = 3  # how often a creation without an answer is looked for and tried again


@dataclass(frozen=True, slots=True)
class File:
    """A file as Drive tells of it; `version` grows with every change, whoever made it."""

    id: str
    name: str
    mime_type: str
    trashed: bool
    version: int
    modified: str  # RFC 3339, UTC
    key: str  # "" for a file without our key
    installation: str
    link: str  # the address a person opens
    parents: tuple[str, ...] = ()
    digest: str = ""  # of what we made a document say, "" for any other file
    # Who has access; None where it was not asked for, or Drive does not say it (in a shared drive).
    permissions: tuple[Permission, ...] | None = None
    by_us: bool = True  # whether the account that we work as changed it last, as far as that was asked


@dataclass(frozen=True, slots=True)
class Change:
    """A file that changed since a page token; `file` is None where it is gone or no longer ours to see."""

    file_id: str
    file: File | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """What `ensure_viewers` did, in e-mail addresses.

    `refused`: Google would only share with a mail to them (no Google account has that address).
    `others`: who else has access that is not ours to take away.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def find_by_key(google: Google, installation: str, key: str) -> File | None:
    """The file of this installation with that key, not in the trash; of several the most used one."""
    return most_used(_with_key(google, installation, key))


def most_used(files: Collection[File]) -> File | None:
    """Of files that stand for the same thing the one with the most changes: orphans have hardly any."""
    return max(files, key=lambda file: file.version, default=None)


def ensure_file(
    google: Google, installation: str, key: str, kind: Kind, title: str, parent: str | None = None
) -> File:
    """The file with that key, made where there is none; twins that a lost answer left are trashed.

    Safe to repeat: a creation carries the key, so one whose answer was lost is found by it. Editors
    cannot share it on, and a domain's default visibility does not apply to it. Not for forms, which
    Forms itself makes (see `sync.forms_api`).
    """
    body = {
        "name": title,
        "mimeType": MIME[kind],
        "appProperties": our_properties(installation, key),
        "writersCanShare": False,
        **({"parents": [parent]} if parent else {}),
    }
    params = {"fields": _FIELDS, "supportsAllDrives": "true", "ignoreDefaultVisibility": "true"}
    return _ensured(
        google,
        installation,
        key,
        title,
        lambda: google.call("POST", f"{DRIVE}/files", what=title, params=params, body=body),
    )


def _ensured(google: Google, installation: str, key: str, title: str, make: Callable[[], Any]) -> File:
    """The file with that key, made where there is none.

    A copy that somebody made carries the key, too, but has another name than what we make: it is put in
    no trash.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        found = _with_key(google, installation, key)
        if kept := most_used(found):
            trash_twins(google, [file for file in found if file.name == title], kept)
            return kept
        try:
            return _file(make())
        except UnknownOutcome:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


# --- Documents ---------------------------------------------------------------------------


def ensure_document(
    google: Google,
    installation: str,
    key: str,
    title: str,
    word: bytes,
    digest: str,
    parent: str | None = None,
) -> File:
    """The Google Doc with that key, made of a Word file (.docx) where there is none; see `ensure_file`.

    One that is there stays as it is: its `digest` tells whether it says what we made it say.
    """
    metadata = {
        "name": title,
        "mimeType": MIME["document"],
        "appProperties": our_properties(installation, key) | _saying(digest),
        "writersCanShare": False,
        **({"parents": [parent]} if parent else {}),
    }
    params = {**_UPLOADED, "ignoreDefaultVisibility": "true"}
    content = _multipart(metadata, word)
    return _ensured(
        google,
        installation,
        key,
        title,
        lambda: google.call("POST", f"{UPLOAD}/files", what=title, params=params, content=content),
    )


def replace_document(google: Google, file_id: str, title: str, word: bytes, digest: str) -> File:
    """Let a Google Doc say what a Word file says, its name too; safe to repeat."""
    metadata = {"name": title, "mimeType": MIME["document"], "appProperties": _saying(digest)}
    url, content = f"{UPLOAD}/files/{file_id}", _multipart(metadata, word)
    return _file(google.call("PATCH", url, what=title, params=_UPLOADED, content=content, repeatable=True))


def export_pdf(google: Google, file_id: str) -> bytes:
    """A Google Doc as PDF. Google gives 10 MB at most."""
    url = f"{DRIVE}/files/{file_id}/export"
    content = google.request("GET", url, what=file_id, params={"mimeType": _PDF}).content
    if not content.startswith(b"%PDF"):
        raise GoogleError("google-unavailable", status=200, message=NOT_GOOGLES, api="drive", what=file_id)
    return content


def _saying(digest: str) -> dict[str, str]:
    return {"nithet.digest": digest}


def _multipart(metadata: Mapping[str, Any], word: bytes) -> Content:
    """Metadata and a Word file in one body, as Drive takes them up to 5 MB."""
    boundary = f"nithet-{hashlib.sha256(word).hexdigest()}".encode()
    head = b"--" + boundary + b"\r\nContent-Type: "
    body = b"".join(
        (
            head,
            b"application/json; charset=UTF-8\r\n\r\n",
            orjson.dumps(metadata),
            b"\r\n",
            head,
            _DOCX.encode(),
            b"\r\n\r\n",
            word,
            b"\r\n--",
            boundary,
            b"--\r\n",
        )
    )
    return f"multipart/related; boundary={boundary.decode()}", body


# --- Files of ours -----------------------------------------------------------------------


def trash_twins(google: Google, files: Collection[File], kept: File) -> None:
    """Put all of `files` but `kept` in the trash, where people can still fetch them for 30 days."""
    for file in files:
        if file.id != kept.id:
            trash(google, file.id)


def our_properties(installation: str, key: str) -> dict[str, str]:
    """The appProperties that make a file ours."""
    return {"nithet.installation": installation, "nithet.key": key}


def every_file(google: Google, installation: str) -> list[File]:
    """All files of this installation outside the trash, with who has access: one request for each hundred."""
    (mine, _) = our_properties(installation, "").items()
    return find(google, _has(*mine), installation, fields=_SEEN)


def find(google: Google, query: str, what: str, *, fields: str = _FIELDS) -> list[File]:
    """The files that a Drive query finds, oldest first, the trash left out."""
    params = {
        "q": f"{query} and trashed = false",
        "fields": f"nextPageToken,files({fields})",
        "orderBy": "createdTime",
        "pageSize": 100,
        "supportsAllDrives": "true",
        "includeItemsFromAllDrives": "true",
    }
    return [_file(raw) for raw in _pages(google, f"{DRIVE}/files", what, params, "files")]


def quoted(text: str) -> str:
    """A text as a literal of Drive's query language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def ensure_viewers(
    google: Google,
    file_id: str,
    viewers: Collection[str],
    given: Collection[str] = (),
    writers: Collection[str] = (),
) -> Sharing:
    """Let exactly `viewers` (e-mail addresses) read the file and `writers` edit it, without a mail to them.

    `given` are those whom we let in earlier, as the ledger has them ("writer:" before who may write): they
    are removed when no longer among them, whatever people let them do since, and what they may do is set
    right where it is less than it should be or what we gave before. Whoever else has access, or more of
    it by hand, is reported in `Sharing.others` and left alone.
    """
    roles = dict.fromkeys((viewer.lower() for viewer in viewers), "reader")
    roles |= dict.fromkeys((writer.lower() for writer in writers), "writer")
    wanted = {viewer.lower(): viewer for viewer in (*viewers, *writers)}
    ours = given_roles(given)
    permissions = [p for p in list_permissions(google, file_id) if p.get("view") != "published"]
    # What a folder gives may be taken away there: who should have access has one of the file's own.
    own = {holder(p): p for p in permissions if not is_inherited(p)}
    added: list[str] = []
    refused: list[str] = []
    removed: list[str] = []
    others: list[str] = []
    owners = {holder(p) for p in permissions if p["role"] == "owner"}
    for address, viewer in wanted.items():
        if address not in own and address not in owners:
            permission = {"type": "user", "role": roles[address], "emailAddress": viewer}
            (added if share_quietly(google, file_id, permission) else refused).append(viewer)
    for address, permission in own.items():
        if permission["role"] == "owner":
            continue
        if address in wanted:
            if not _set_right(google, file_id, permission, roles[address], ours.get(address)):
                others.append(address)
        elif address in ours:
            unshare(google, file_id, str(permission["id"]))
            removed.append(address)
        else:
            others.append(address)
    return Sharing(tuple(added), tuple(removed), tuple(refused), tuple(others))


def _set_right(google: Google, file_id: str, permission: Permission, role: str, gave: str | None) -> bool:
    """Let somebody do what they should; False for more than that, which people gave and we never did."""
    has = RANK.get(str(permission["role"]), max(RANK.values()))
    if has > RANK[role] and has > RANK.get(gave or "", 0):
        return False
    if has != RANK[role]:
        _set_role(google, file_id, str(permission["id"]), role)
    return True


def _set_role(google: Google, file_id: str, permission_id: str, role: str) -> None:
    url = f"{DRIVE}/files/{file_id}/permissions/{permission_id}"
    params = {"fields": "id", "supportsAllDrives": "true"}
    google.call("PATCH", url, what=file_id, params=params, body={"role": role}, repeatable=True)


def list_permissions(google: Google, file_id: str) -> list[dict[str, Any]]:
    """Who has access to a file: Google's Permission resources, those of a form's respondents among them."""
    params = {
        "fields": f"nextPageToken,permissions({_PERMISSION})",
        "pageSize": 100,
        "supportsAllDrives": "true",
        "includePermissionsForView": "published",
    }
    return list(_pages(google, f"{DRIVE}/files/{file_id}/permissions", file_id, params, "permissions"))


def share(google: Google, file_id: str, permission: Mapping[str, str]) -> None:
    """Give a permission; safe to repeat. Nobody gets a mail about it."""
    params = {"fields": "id", "supportsAllDrives": "true"}
    if permission["type"] in {"user", "group"}:  # Google refuses the word for anyone and domains
        params["sendNotificationEmail"] = "false"
    url = f"{DRIVE}/files/{file_id}/permissions"
    google.call("POST", url, what=file_id, params=params, body=permission, repeatable=True)


def share_quietly(google: Google, file_id: str, permission: Mapping[str, str]) -> bool:
    """`share` with a person; False where Google would only with a mail, or knows no such address."""
    try:
        share(google, file_id, permission)
    except GoogleError as error:
        if error.reason in {"invalidSharingRequest", "invalid"}:
            return False
        raise
    return True


def unshare(google: Google, file_id: str, permission_id: str) -> None:
    """Take a permission away; safe to repeat."""
    url = f"{DRIVE}/files/{file_id}/permissions/{permission_id}"
    try:
        google.call("DELETE", url, what=file_id, params={"supportsAllDrives": "true"}, repeatable=True)
    except GoogleError as error:
        if error.code != "google-not-found":
            raise


def read_file(google: Google, file_id: str) -> File:
    """A file's metadata. GoogleError google-not-found where it is gone."""
    params = {"fields": _FIELDS, "supportsAllDrives": "true"}
    return _file(google.call("GET", f"{DRIVE}/files/{file_id}", what=file_id, params=params))


def look_up(google: Google, file_id: str) -> File | None:
    """A file's metadata, None where it is gone."""
    try:
        return read_file(google, file_id)
    except GoogleError as error:
        if error.code != "google-not-found":
            raise
        return None


def update_file(
    google: Google, file_id: str, body: Mapping[str, Any], params: Mapping[str, str] | None = None
) -> File:
    """Set a file's metadata; safe to repeat."""
    sent = {"fields": _FIELDS, "supportsAllDrives": "true", **(params or {})}
    url = f"{DRIVE}/files/{file_id}"
    return _file(google.call("PATCH", url, what=file_id, params=sent, body=body, repeatable=True))


def trash(google: Google, file_id: str) -> None:
    """Put a file in the trash; safe to repeat."""
    update_file(google, file_id, {"trashed": True})


def delete(google: Google, file_id: str) -> None:
    """Delete a file for good, past the trash; safe to repeat."""
    try:
        params = {"supportsAllDrives": "true"}
        google.call("DELETE", f"{DRIVE}/files/{file_id}", what=file_id, params=params, repeatable=True)
    except GoogleError as error:
        if error.code != "google-not-found":
            raise


def start_page_token(google: Google) -> str:
    """The token from which `changes` tells what happens from now on."""
    params = {"supportsAllDrives": "true"}
    answer = google.call("GET", f"{DRIVE}/changes/startPageToken", what="changes", params=params)
    return str(answer["startPageToken"])


def changes(google: Google, token: str) -> tuple[tuple[Change, ...], str]:
    """What changed since the token, our own writes among it, and the next token: one request a page."""
    found: list[Change] = []
    while True:
        params = {
            "pageToken": token,
            "pageSize": 1000,
            "fields": f"nextPageToken,newStartPageToken,changes(fileId,removed,file({_SEEN}))",
            "supportsAllDrives": "true",
            "includeItemsFromAllDrives": "true",
        }
        page = google.call("GET", f"{DRIVE}/changes", what="changes", params=params)
        for raw in page.get("changes", ()):
            if "fileId" in raw:  # a change of a shared drive itself has none
                found.append(Change(raw["fileId"], _file(raw["file"]) if raw.get("file") else None))
        if "newStartPageToken" in page:
            return tuple(found), str(page["newStartPageToken"])
        token = str(page["nextPageToken"])


def account(google: Google) -> str:
    """The e-mail address that nithet works as."""
    answer = google.call("GET", f"{DRIVE}/about", what="about", params={"fields": "user(emailAddress)"})
    return str(answer["user"]["emailAddress"])


def _with_key(google: Google, installation: str, key: str) -> list[File]:
    has = (_has(name, value) for name, value in our_properties(installation, key).items())
    return find(google, " and ".join(has), key)


def _has(name: str, value: str) -> str:
    """The part of a query that asks for a property of ours."""
    return f"appProperties has {{ key={quoted(name)} and value={quoted(value)} }}"


def _pages(
    google: Google, url: str, what: str, params: Mapping[str, Any], name: str
) -> Iterator[dict[str, Any]]:
    """What a paged list holds under `name`."""
    token: str | None = None
    while True:
        page = google.call(
            "GET", url, what=what, params={**params, **({"pageToken": token} if token else {})}
        )
        yield from page.get(name, ())
        token = page.get("nextPageToken")
        if not token:
            return


def _file(raw: Mapping[str, Any]) -> File:
    own = raw.get("appProperties", {})
    return File(
        id=raw["id"],
        name=raw.get("name", ""),
        mime_type=raw.get("mimeType", ""),
        trashed=bool(raw.get("trashed")),
        version=int(raw.get("version", 0)),
        modified=raw.get("modifiedTime", ""),
        key=own.get("nithet.key", ""),
        installation=own.get("nithet.installation", ""),
        link=raw.get("webViewLink", ""),
        parents=tuple(raw.get("parents", ())),
        digest=own.get("nithet.digest", ""),
        permissions=tuple(raw["permissions"]) if "permissions" in raw else None,
        by_us=bool(raw.get("lastModifyingUser", {}).get("me", True)),
    )
