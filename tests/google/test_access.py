"""Who has access beyond what is allowed: Drive's permissions, each kind beside what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sync import drive
from sync.access import Beyond, beyond, given_roles
from sync.google import Google
from sync.ledger import Ledger, publishing, reports
from sync.pipeline.beyond import look_at
from sync.pipeline.troubles import Troubles

ME, READER, WRITER, STRANGER = (f"{who}@office.example" for who in ("me", "reader", "writer", "stranger"))
ALLOWED = {READER: "reader", WRITER: "writer"}
NOW = datetime(2026, 11, 17, 3, tzinfo=UTC)


def user(email: str, role: str, **more: Any) -> dict[str, Any]:
    return {"type": "user", "role": role, "emailAddress": email, **more}


FOLDERS = [{"permissionType": "file", "inherited": True, "role": "writer"}]


@pytest.mark.parametrize(
    ("permission", "told"),
    [
        (user(ME, "owner"), None),
        (user(READER, "reader"), None),
        (user(READER.upper(), "reader"), None),
        (user(WRITER, "reader"), None),  # less than allowed
        (user(STRANGER, "reader", deleted=True), None),
        ({"type": "anyone", "role": "reader", "view": "published"}, None),  # who may fill a form
        (user("known@office.example", "organizer"), None),
        (user(STRANGER, "reader"), Beyond("person", STRANGER, "reader")),
        (
            {**user("all@office.example", "reader"), "type": "group"},
            Beyond("person", "all@office.example", "reader"),
        ),
        ({"type": "anyone", "role": "reader"}, Beyond("anyone", "*", "reader")),
        (
            {"type": "domain", "role": "writer", "domain": "o.example"},
            Beyond("anyone", "*@o.example", "writer"),
        ),
        (user(READER, "commenter"), Beyond("role", READER, "commenter")),
        (user(WRITER, "fileOrganizer"), Beyond("role", WRITER, "fileOrganizer")),
        (user(READER, "somethingNew"), Beyond("role", READER, "somethingNew")),
        (user(STRANGER, "owner"), Beyond("owner", STRANGER, "owner")),
        (user(WRITER, "writer", pendingOwner=True), Beyond("owner", WRITER, "writer")),
        (user(STRANGER, "writer", permissionDetails=FOLDERS), Beyond("inherited", STRANGER, "writer")),
        (user(READER, "writer", permissionDetails=FOLDERS), Beyond("role", READER, "writer")),
    ],
)
def test_what_goes_beyond(permission: dict[str, Any], told: Beyond | None) -> None:
    found = beyond([permission], ALLOWED, account=ME, known={"known@office.example"})
    assert found == ((told,) if told else ())


def test_the_gravest_comes_first() -> None:
    every = [user(READER, "writer"), user(STRANGER, "reader"), {"type": "anyone", "role": "reader"}]
    assert [one.how for one in beyond(every, ALLOWED, account=ME)] == ["anyone", "person", "role"]


def test_who_was_given_both_has_the_stronger() -> None:
    assert given_roles([READER, f"writer:{READER}", f"writer:{WRITER}", WRITER.upper()]) == {
        READER: "writer",
        WRITER: "writer",
    }


def test_where_drive_does_not_tell_permissions_they_are_read_but_for_our_own_writing(
    google: Google, tmp_path: Path
) -> None:
    """As in a shared drive."""
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    file = drive.ensure_file(google, "1", "sheet:district::2569", "spreadsheet", "เขต")
    with ledger.transaction() as tx:
        publishing.keep_file(tx, file.key, file.id, "spreadsheet", "เขต")
        publishing.end(tx, file.key, NOW)
    drive.share(google, file.id, user(STRANGER, "reader"))
    untold = replace(drive.read_file(google, file.id), permissions=None)
    troubles = Troubles(ledger)
    look_at(ledger, google, [untold], frozenset(), NOW, troubles, since=NOW)
    assert troubles.standing("shared:") == set()
    for since in (datetime(2026, 11, 18, tzinfo=UTC), None):
        look_at(ledger, google, [untold], frozenset(), NOW, troubles, since=since)
        (told,) = reports.troubles(ledger.connection)
        assert (told.code, told.values["people"]) == ("shared-beyond", STRANGER)
        look_at(ledger, google, [untold], frozenset({STRANGER}), NOW, troubles, since=since)
        assert reports.troubles(ledger.connection) == ()
    ledger.close()
