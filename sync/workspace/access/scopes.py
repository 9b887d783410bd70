"""Which OAuth scopes open which method, as Google's discovery documents say.

Sheets takes the scope of its first API too: tokens for it alone go on working (gspread issue 1078).
Drive does not take it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sync.workspace.access.accounts import Grant
from sync.workspace.errors import Refusal

GOOGLE = "https://www.googleapis.com/auth/"
DRIVE = f"{GOOGLE}drive"
DRIVE_FILE = f"{GOOGLE}drive.file"
EVERYTHING = " ".join(
    (
        DRIVE,
        DRIVE_FILE,
        *(f"{GOOGLE}{name}" for name in ("spreadsheets", "forms.body", "forms.responses.readonly")),
    )
)
"""The scopes of a seed that names none."""

_FEEDS = frozenset({"https://spreadsheets.google.com/feeds", "https://spreadsheets.google.com/feeds/"})
# With these alone a call reaches only what its app made or was given.
_NARROW = frozenset({DRIVE_FILE, f"{GOOGLE}drive.appdata"})

# Flush lines are scopes below https://www.googleapis.com/auth/, those below them what any one of them opens.
_TABLE = """\
drive drive.file spreadsheets
    sheets.spreadsheets.batchUpdate sheets.spreadsheets.create sheets.spreadsheets.developerMetadata.get
    sheets.spreadsheets.developerMetadata.search sheets.spreadsheets.getByDataFilter
    sheets.spreadsheets.sheets.copyTo sheets.spreadsheets.values.append
    sheets.spreadsheets.values.batchClear sheets.spreadsheets.values.batchClearByDataFilter
    sheets.spreadsheets.values.batchGetByDataFilter sheets.spreadsheets.values.batchUpdate
    sheets.spreadsheets.values.batchUpdateByDataFilter sheets.spreadsheets.values.clear
    sheets.spreadsheets.values.update
drive drive.file drive.readonly spreadsheets spreadsheets.readonly
    sheets.spreadsheets.get sheets.spreadsheets.values.batchGet sheets.spreadsheets.values.get
drive drive.file forms.body
    forms.forms.batchUpdate forms.forms.create forms.forms.setPublishSettings
drive drive.file drive.readonly forms.body forms.body.readonly
    forms.forms.get
drive drive.file forms.responses.readonly
    forms.forms.responses.get forms.forms.responses.list
drive drive.file drive.readonly forms.body forms.body.readonly forms.responses.readonly
    forms.forms.watches.create forms.forms.watches.delete forms.forms.watches.list
    forms.forms.watches.renew
drive drive.appdata drive.file drive.metadata drive.metadata.readonly drive.photos.readonly
drive.readonly
    drive.about.get
drive drive.file drive.metadata drive.metadata.readonly drive.readonly
    drive.accessproposals.get drive.accessproposals.list
drive drive.file
    drive.accessproposals.resolve drive.comments.create drive.comments.delete drive.comments.update
    drive.permissions.create drive.permissions.delete drive.permissions.update drive.replies.create
    drive.replies.delete drive.replies.update
drive drive.file drive.metadata
    drive.approvals.approve drive.approvals.cancel drive.approvals.comment drive.approvals.decline
    drive.approvals.reassign drive.approvals.start drive.files.modifyLabels
drive drive.appdata drive.file drive.metadata drive.metadata.readonly drive.readonly
    drive.approvals.get drive.approvals.list
drive drive.appdata drive.apps.readonly drive.file drive.metadata drive.metadata.readonly drive.readonly
    drive.apps.get
drive.apps.readonly
    drive.apps.list
drive drive.appdata drive.file drive.meet.readonly drive.metadata drive.metadata.readonly
drive.photos.readonly drive.readonly
    drive.changes.getStartPageToken drive.changes.list drive.changes.watch drive.channels.stop
    drive.files.get drive.files.list drive.files.watch drive.revisions.get drive.revisions.list
drive drive.file drive.meet.readonly drive.readonly
    drive.comments.get drive.comments.list drive.files.export drive.operations.get drive.replies.get
    drive.replies.list
drive
    drive.drives.create drive.drives.delete drive.drives.hide drive.drives.unhide drive.drives.update
    drive.files.emptyTrash drive.files.generateCseToken drive.teamdrives.create drive.teamdrives.delete
    drive.teamdrives.update
drive drive.readonly
    drive.drives.get drive.drives.list drive.teamdrives.get drive.teamdrives.list
drive drive.appdata drive.file drive.photos.readonly
    drive.files.copy
drive drive.appdata drive.file
    drive.files.create drive.files.delete drive.files.generateIds drive.revisions.delete
    drive.revisions.update
drive drive.file drive.readonly
    drive.files.download
drive drive.file drive.meet.readonly drive.metadata drive.metadata.readonly drive.readonly
    drive.files.listLabels
drive drive.appdata drive.file drive.metadata drive.scripts
    drive.files.update
drive drive.file drive.meet.readonly drive.metadata drive.metadata.readonly drive.photos.readonly
drive.readonly
    drive.permissions.get drive.permissions.list
"""


def _accepted() -> dict[str, frozenset[str]]:
    found = {}
    for scopes, methods in re.findall(r"^(\S.*(?:\n\S.*)*)((?:\n {4}.*)+)", _TABLE, re.MULTILINE):
        for method in methods.split():
            legacy = _FEEDS if method.startswith("sheets.") else frozenset()
            found[method] = frozenset(GOOGLE + scope for scope in scopes.split()) | legacy
    return found


ACCEPTED = _accepted()
"""Discovery id of a method: the scopes of which it takes any one."""


def granted(grant: Grant, method: str) -> Grant:
    """The grant as it holds for one method; Refusal 403 where none of its scopes opens the method.

    `per_file` is set where its scopes open the method only for files that the app made or was given.
    """
    accepted = ACCEPTED.get(method, frozenset({DRIVE}))
    used = grant.scopes & accepted
    if not used:
        raise _insufficient(method, accepted)
    return replace(grant, per_file=used <= _NARROW)


def known(scope: str) -> bool:
    """Whether Google would know of a scope: one of its APIs', or one that says who a person is."""
    return scope.startswith(
        (GOOGLE, "https://www.google.com/", "https://docs.google.com/feeds")
    ) or scope in (_FEEDS | {"openid", "email", "profile", "https://mail.google.com/"})


_IDENTITY = frozenset(
    {"openid", "email", "profile"} | {f"{GOOGLE}userinfo.{name}" for name in ("email", "profile")}
)
_SERVED = (
    frozenset().union(*ACCEPTED.values()) | _IDENTITY | {f"{GOOGLE}documents", f"{GOOGLE}documents.readonly"}
)


def served(scope: str) -> bool:
    """Whether a scope opens anything here, or a Google Doc, or says who a person is: others are slips."""
    return scope in _SERVED


def _insufficient(method: str, accepted: frozenset[str]) -> Refusal:
    api = method.partition(".")[0]
    # Drive's older errors stand beside the newer details, as its clients look at either.
    older = {"message": "Insufficient Permission", "domain": "global", "reason": "insufficientPermissions"}
    wanted = " ".join(sorted(accepted))
    return Refusal(
        403,
        "Request had insufficient authentication scopes.",
        errors=[older] if api == "drive" else (),
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                "domain": "googleapis.com",
                "metadata": {"service": f"{api}.googleapis.com", "method": method},
            }
        ],
        headers={
            "WWW-Authenticate": (
                f'Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="{wanted}"'
            )
        },
    )
