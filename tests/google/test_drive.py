"""Files and sharing, on the embedded workspace."""

from __future__ import annotations

import contextlib

import pytest
import requests

from sync import drive
from sync.errors import GoogleError, UnknownOutcome
from sync.google import DRIVE, Google
from tests.google.conftest import Exchanges, misbehaving, signed_in
from tests.google.test_forms_api import Killed, failing_after
from tests.workspace.conftest import Workspace

ONE, TWO, THREE = (f"{name}@mukdahan.example" for name in ("one", "two", "three"))


def sheet(google: Google, key: str = "sheet:a", parent: str | None = None) -> drive.File:
    return drive.ensure_file(google, "here", key, "spreadsheet", "แผ่นงาน", parent)


def test_a_file_is_made_once_and_found_by_its_key(google: Google) -> None:
    made = sheet(google)
    assert sheet(google) == made
    assert drive.find_by_key(google, "here", "sheet:a") == made
    assert drive.find_by_key(google, "there", "sheet:a") is None
    assert drive.find_by_key(google, "here", "sheet:b") is None
    assert (made.key, made.name, made.trashed) == ("sheet:a", "แผ่นงาน", False)
    assert made.link.startswith("http")


@pytest.mark.parametrize("key", ["it's", "back\\slash", "ไทย", "' or name contains '", 'a"b'])
def test_keys_may_hold_anything(google: Google, key: str) -> None:
    assert sheet(google, key) == drive.find_by_key(google, "here", key)
    assert drive.find_by_key(google, "here", key + "x") is None


def test_a_trashed_file_is_not_found_and_made_anew(google: Google) -> None:
    first = sheet(google)
    drive.trash(google, first.id)
    drive.trash(google, first.id)
    assert drive.read_file(google, first.id).trashed
    assert sheet(google).id != first.id


def test_a_file_lies_in_its_folder(google: Google) -> None:
    folder = drive.ensure_file(google, "here", "folder:root", "folder", "โฟลเดอร์")
    assert sheet(google, parent=folder.id).parents == (folder.id,)


@pytest.mark.parametrize("ending", [Killed, requests.ConnectionError], ids=["killed", "answer lost"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_lost_creation_is_found_again(google: Google, ending: type[Exception], number: int) -> None:
    drive.account(google)
    failing, _ = failing_after(google, number, ending)
    with contextlib.suppress(Killed, UnknownOutcome):
        sheet(failing)
    sheet(google)
    assert len(drive.find(google, f"mimeType = '{drive.MIME['spreadsheet']}'", "all")) == 1


def test_of_twins_the_one_in_use_is_kept(google: Google) -> None:
    orphan, used = (_made_blindly(google) for _ in range(2))
    drive.update_file(google, used, {"name": "ในใช้งาน"})
    assert sheet(google).id == used
    assert drive.read_file(google, orphan).trashed


def test_a_copy_that_somebody_made_is_put_in_no_trash(google: Google) -> None:
    copy = _made_blindly(google)  # Google copies a file's properties along
    drive.update_file(google, copy, {"name": "สำเนาของฉัน"})
    used = _made_blindly(google)
    for name in ("หนึ่ง", "ในใช้งาน"):
        drive.update_file(google, used, {"name": name})
    assert sheet(google).id == used
    assert not drive.read_file(google, copy).trashed


def _made_blindly(google: Google) -> str:
    body = {
        "name": "แผ่นงาน",
        "mimeType": drive.MIME["spreadsheet"],
        "appProperties": drive.our_properties("here", "sheet:a"),
    }
    return str(google.call("POST", f"{DRIVE}/files", what="twin", body=body)["id"])


# --- Sharing -------------------------------------------------------------------------------------


def roles(google: Google, file_id: str) -> dict[str, str]:
    return {p.get("emailAddress", p["type"]): p["role"] for p in drive.list_permissions(google, file_id)}


def test_viewers_come_and_go_as_configured(google: Google, exchanges: Exchanges) -> None:
    file_id = sheet(google).id
    assert drive.ensure_viewers(google, file_id, [ONE, TWO]) == drive.Sharing(added=(ONE, TWO))
    assert drive.ensure_viewers(google, file_id, [ONE, TWO], given=[ONE, TWO]) == drive.Sharing()
    assert drive.ensure_viewers(google, file_id, [THREE, TWO], given=[ONE, TWO]) == drive.Sharing(
        added=(THREE,), removed=(ONE,)
    )
    assert roles(google, file_id) == {"nithet@workspace.example": "owner", TWO: "reader", THREE: "reader"}
    shares = [url for method, url in exchanges.seen if method == "POST" and "permissions" in url]
    assert len(shares) == 3
    assert all("sendNotificationEmail=false" in url for url in shares)


def test_an_address_is_the_same_in_any_case(google: Google) -> None:
    file_id = sheet(google).id
    drive.ensure_viewers(google, file_id, [ONE])
    assert drive.ensure_viewers(google, file_id, [ONE.upper()], given=[ONE]) == drive.Sharing()


def test_what_people_shared_is_told_and_left(google: Google) -> None:
    file_id = sheet(google).id
    drive.share(google, file_id, {"type": "user", "role": "writer", "emailAddress": ONE})
    drive.share(google, file_id, {"type": "anyone", "role": "reader"})
    shared = drive.ensure_viewers(google, file_id, [TWO])
    assert (shared.added, sorted(shared.others)) == ((TWO,), ["*", ONE])
    assert roles(google, file_id)[ONE] == "writer"


def test_an_address_without_an_account_is_told_and_stops_nobody() -> None:
    mailed = {"error": {"code": 400, "message": "notify", "errors": [{"reason": "invalidSharingRequest"}]}}
    with misbehaving((200, {}, {"permissions": []}), (400, {}, mailed), (200, {}, {"id": "1"})) as (base, _):
        shared = drive.ensure_viewers(signed_in(base), "file", [ONE, TWO])
    assert (shared.refused, shared.added) == ((ONE,), (TWO,))


def test_editors_cannot_share_a_file_on(google: Google, workspace: Workspace) -> None:
    file_id = sheet(google).id
    drive.share(google, file_id, {"type": "user", "role": "writer", "emailAddress": ONE})
    editor = workspace.person(ONE)
    body = {"type": "user", "role": "reader", "emailAddress": TWO}
    url = f"{workspace.address}/drive/v3/files/{file_id}/permissions"
    assert editor.post(url, json=body).status_code == 403


def test_taking_away_what_is_not_there_is_no_error(google: Google) -> None:
    drive.unshare(google, sheet(google).id, "12345678901234567890")


# --- Changes -------------------------------------------------------------------------------------


def test_changes_since_a_token_are_told_in_one_request(google: Google, exchanges: Exchanges) -> None:
    token = drive.start_page_token(google)
    assert drive.changes(google, token) == ((), token)
    made = sheet(google)
    before = len(exchanges.seen)
    changed, following = drive.changes(google, token)
    assert len(exchanges.seen) == before + 1
    assert [change.file_id for change in changed] == [made.id]
    assert changed[0].file is not None
    assert changed[0].file.key == "sheet:a"
    assert drive.changes(google, following) == ((), following)
    drive.trash(google, made.id)
    ((trashed,), _) = drive.changes(google, following)
    assert trashed.file is not None
    assert trashed.file.trashed


def test_a_file_that_is_gone_is_not_found(google: Google) -> None:
    with pytest.raises(GoogleError) as gone:
        drive.read_file(google, "1" * 44)
    assert gone.value.code == "google-not-found"
