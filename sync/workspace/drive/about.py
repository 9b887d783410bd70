"""Drive's about.get: who the caller is, how much they keep, what can be converted into what."""

from __future__ import annotations

from typing import Any

from sync.workspace import contents, conversions
from sync.workspace.access import keys
from sync.workspace.calls import Call
from sync.workspace.drive import resource
from sync.workspace.drive.refusals import fields_required

_PALETTE = (
    "#ac725e", "#d06b64", "#f83a22", "#fa573c", "#ff7537", "#ffad46", "#fad165", "#fbe983", "#b3dc6c",
    "#7bd148", "#16a765", "#42d692", "#92e1c0", "#9fe1e7", "#9fc6e7", "#4986e7", "#9a9cff", "#b99aff",
    "#8f8f8f", "#cabdbf", "#cca6ac", "#f691b2", "#cd74e6", "#a47ae2",
)  # fmt: skip
_KEPT = """
WITH RECURSIVE gone (id) AS (
    SELECT id FROM files WHERE trashed UNION SELECT files.id FROM files JOIN gone ON files.parent = gone.id)
SELECT coalesce(sum(size), 0) AS all_of_it,
    coalesce(sum(size) FILTER (WHERE file IN (SELECT id FROM gone)), 0) AS trashed
FROM revisions AS one JOIN files ON files.id = one.file WHERE owner = ? COLLATE NOCASE
AND (keep OR number = (SELECT max(number) FROM revisions WHERE file = one.file))
"""


def about(call: Call) -> dict[str, Any]:
    """Drive answers this only to calls that name the fields."""
    if not call.params.get("fields"):
        raise fields_required()
    kept = call.store.connection.execute(_KEPT, (call.email,)).fetchone()
    return {
        "kind": "drive#about",
        "user": resource.user(call, call.email),
        "storageQuota": _limit(call)
        | {
            "usage": str(kept["all_of_it"]),
            "usageInDrive": str(kept["all_of_it"]),
            "usageInDriveTrash": str(kept["trashed"]),
        },
        "importFormats": {source: list(targets) for source, targets in conversions.IMPORTS.items()},
        "exportFormats": {source: list(targets) for source, targets in conversions.EXPORTS.items()},
        "maxUploadSize": str(contents.MOST_BYTES),
        "maxImportSizes": {
            target: str(contents.MOST_BYTES) for targets in conversions.IMPORTS.values() for target in targets
        },
        "folderColorPalette": list(_PALETTE),
        "appInstalled": True,
        "canCreateDrives": False,
        "canCreateTeamDrives": False,
    }


def _limit(call: Call) -> dict[str, str]:
    """No limit, or 0 for a service account where the switch `storage` says that it may own nothing."""
    without = call.store.strain.facts.storage == "none" and keys.account(call.store, call.email)
    return {"limit": "0"} if without else {}
