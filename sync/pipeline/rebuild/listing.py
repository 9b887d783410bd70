"""Every file of an installation in Drive, by key; which installations there are, where ours is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sync import drive
from sync.google import DRIVE, Google

_FIELDS: Final = (
    "nextPageToken,files(id,name,mimeType,trashed,version,modifiedTime,createdTime,appProperties,"
    "permissions(type,role,emailAddress))"
)
_WRITES: Final = ("writer", "organizer", "fileOrganizer")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of ours as Drive tells of it. `people` are those who may see it: True for who may write, too."""

    id: str
    name: str
    kind: str
    key: str
    installation: str
    trashed: bool
    version: int
    created: datetime
    modified: str
    digest: str
    people: Mapping[str, bool]


def every_file(google: Google, installation: str = "") -> tuple[Listed, ...]:
    """The files of an installation, the trash among them; "": those of every one that may be seen."""
    query = _ours(installation) if installation else "trashed = false"
    params: dict[str, Any] = {
        "q": query,
        "fields": _FIELDS,
        "orderBy": "createdTime",
        "pageSize": 1000,
        "supportsAllDrives": "true",
        "includeItemsFromAllDrives": "true",
    }
    return tuple(_listed(google, params))


def by_key(files: tuple[Listed, ...]) -> dict[str, Listed]:
    """The file of each key: of several the most used one; one in the trash only where it is a form."""
    found: dict[str, Listed] = {}
    for one in sorted(files, key=lambda file: (not file.trashed, file.version)):
        if one.key and (not one.trashed or one.kind == "form"):
            found[one.key] = one
    return found


def installations(files: tuple[Listed, ...]) -> dict[str, tuple[Listed, ...]]:
    """The installations that these files are of, each with its own."""
    found: dict[str, tuple[Listed, ...]] = {}
    for one in files:
        if one.installation and one.key:
            found[one.installation] = (*found.get(one.installation, ()), one)
    return found


def _ours(installation: str) -> str:
    value = drive.quoted(installation)
    return f"appProperties has {{ key='nithet.installation' and value={value} }}"


def _listed(google: Google, params: dict[str, Any]) -> Iterator[Listed]:
    kinds = {mime: kind for kind, mime in drive.MIME.items()}
    while True:
        page = google.call("GET", f"{DRIVE}/files", what="files", params=params)
        for raw in page.get("files", ()):
            said = raw.get("appProperties", {})
            yield Listed(
                id=raw["id"],
                name=raw.get("name", ""),
                kind=kinds.get(raw.get("mimeType", ""), ""),
                key=said.get("nithet.key", ""),
                installation=said.get("nithet.installation", ""),
                trashed=bool(raw.get("trashed")),
                version=int(raw.get("version", 0)),
                created=datetime.fromisoformat(raw["createdTime"]),
                modified=raw.get("modifiedTime", ""),
                digest=said.get("nithet.digest", ""),
                people={
                    str(one["emailAddress"]).lower(): one["role"] in _WRITES
                    for one in raw.get("permissions", ())
                    if one.get("emailAddress") and one.get("role") != "owner"
                },
            )
        if not page.get("nextPageToken"):
            return
        params = {**params, "pageToken": page["nextPageToken"]}
