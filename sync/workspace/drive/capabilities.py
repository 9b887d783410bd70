"""Drive's capabilities: what somebody with a role may do with a file, in Google's names."""

from __future__ import annotations

import sqlite3

from sync.workspace import files, sharing

# Of shared drives, approvals and labels, of which there are none here.
_NEVER = (
    "canAcceptOwnership", "canAddFolderFromAnotherDrive", "canAddMyDriveParent",
    "canChangeItemDownloadRestriction", "canChangeSecurityUpdateEnabled", "canModifyEditorContentRestriction",
    "canModifyOwnerContentRestriction", "canStartApproval", "canAccessViaGenAi",
    "canDeleteChildren", "canDisableInheritedPermissions", "canEnableInheritedPermissions", "canModifyLabels",
    "canMoveChildrenOutOfDrive", "canMoveChildrenOutOfTeamDrive", "canMoveItemIntoTeamDrive",
    "canMoveTeamDriveItem", "canReadDrive", "canReadLabels", "canReadTeamDrive", "canTrashChildren",
)  # fmt: skip


def may_share(row: sqlite3.Row, role: str) -> bool:
    """Whether someone with `role` may change who sees a file: editors may unless its owner said no."""
    return role == "owner" or (role == "writer" and bool(row["writers_can_share"]))


def may_take(row: sqlite3.Row, role: str) -> bool:
    """Whether someone with `role` may copy, export or download: readers may unless the owner said no."""
    return sharing.RANK[role] >= (3 if row["copy_needs_writer"] else 1)


def capabilities(row: sqlite3.Row, role: str) -> dict[str, bool]:
    """What `role` allows with a file of My Drive."""
    rank = sharing.RANK[role]
    folder, editor, fixed = row["mime"] == files.FOLDER, row["mime"] in files.EDITORS, bool(row["root"])
    shortcut = row["mime"] == files.SHORTCUT
    writes, owns = rank >= 3, rank >= 4 and not fixed
    takes = may_take(row, role) and not folder and not shortcut
    blob = not folder and not editor and not shortcut
    return {
        **dict.fromkeys(_NEVER, False),
        "canAddChildren": folder and writes,
        "canChangeCopyRequiresWriterPermission": writes and not folder,
        "canChangeViewersCanCopyContent": writes and not folder,
        "canComment": rank >= 2 and not folder,
        "canCopy": takes,
        "canDelete": owns,
        "canDownload": takes,
        "canEdit": writes,
        "canListChildren": folder,
        "canModifyContent": writes,
        "canModifyContentRestriction": False,
        "canMoveChildrenWithinDrive": folder and writes,
        "canMoveChildrenWithinTeamDrive": False,
        "canMoveItemOutOfDrive": False,
        "canMoveItemOutOfTeamDrive": False,
        "canMoveItemWithinDrive": writes and not fixed,
        "canMoveItemWithinTeamDrive": False,
        "canReadRevisions": blob or (editor and writes),
        "canRemoveChildren": folder and writes,
        "canRemoveContentRestriction": False,
        "canRemoveMyDriveParent": writes and not fixed,
        "canRename": writes and not fixed,
        "canShare": may_share(row, role),
        "canTrash": owns,
        "canUntrash": owns,
    }
