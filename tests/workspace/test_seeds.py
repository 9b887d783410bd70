"""Seeds under /_workspace/: people, accounts, clients, groups, files, tokens; used by unmodified clients."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import credentials, service_account

from tests.workspace.conftest import Workspace, google_request
from tests.workspace.seeding import Rebased, ask, seed, signed_in

SOMSRI, SOMCHAI = "somsri@office.example", "somchai@office.example"
GOOGLE = "https://www.googleapis.com/auth/"
ME = "/drive/v3/about?fields=user(displayName,emailAddress)"


def rebase(client: gspread.Client, workspace: Workspace) -> gspread.Client:
    client.http_client.session.mount("https://", Rebased(workspace.address))
    return client


def test_a_person_reads_their_own_name(workspace: Workspace) -> None:
    made = seed(workspace, "POST", "people", email=SOMSRI, name="สมศรี ทดสอบ")
    told = signed_in(made["authorized_user"]).get(workspace.address + ME).json()
    assert told == {"user": {"displayName": "สมศรี ทดสอบ", "emailAddress": SOMSRI}}
    people = requests.get(f"{workspace.address}/_workspace/people", timeout=10).json()["people"]
    assert {"email": SOMSRI, "name": "สมศรี ทดสอบ"} in people


def test_people_are_named_together_and_those_who_are_gone_stay_away(workspace: Workspace) -> None:
    seed(workspace, "POST", "people", email=SOMSRI)
    seed(workspace, "POST", "people", email="gone@office.example")
    seed(workspace, "DELETE", "people/gone@office.example")
    names = {SOMSRI: "ผอ.กลุ่มนิเทศฯ", "new@office.example": "รอง ผอ. คนที่ ๑", "gone@office.example": "ผู้ย้ายไป"}
    assert seed(workspace, "PUT", "people", names=names) == {}
    people = requests.get(f"{workspace.address}/_workspace/people", timeout=10).json()["people"]
    told = {one["email"]: one["name"] for one in people}
    assert {email: name for email, name in told.items() if email in names} == {
        SOMSRI: "ผอ.กลุ่มนิเทศฯ",
        "new@office.example": "รอง ผอ. คนที่ ๑",
    }
    page = requests.get(f"{workspace.address}/sign-in", timeout=10).content.decode()
    assert '<span class="name">ผอ.กลุ่มนิเทศฯ</span>' in page
    wrong: dict[str, Any] = {"names": {"no address": "ก"}}
    assert ask(workspace, "PUT", "people", **wrong).status_code == 400


def test_gspread_signs_in_as_a_person(workspace: Workspace) -> None:
    seed(workspace, "POST", "spreadsheets", id="of-somsri", name="ของสมศรี", owner=SOMSRI,
         sheets={"แผ่นแรก": [["ก", 1], ["ข", 2.5]], "It's": [["=1+1"]]})  # fmt: skip
    user = seed(workspace, "POST", "people", email=SOMSRI)["authorized_user"]
    signed = credentials.Credentials.from_authorized_user_info(user)  # type: ignore[no-untyped-call]
    opened = rebase(gspread.authorize(signed), workspace).open_by_key("of-somsri")
    assert opened.title == "ของสมศรี"
    assert [sheet.title for sheet in opened.worksheets()] == ["แผ่นแรก", "It's"]
    assert opened.sheet1.get_all_values() == [["ก", "1"], ["ข", "2.5"]]


def test_gspreads_oauth_from_dict_takes_the_authorized_user(workspace: Workspace) -> None:
    user = seed(workspace, "POST", "people", email=SOMSRI)["authorized_user"]
    client, _ = gspread.oauth_from_dict(authorized_user_info=user)
    made = rebase(client, workspace).create("ใหม่")
    assert signed_in(user).get(
        f"{workspace.address}/drive/v3/files/{made.id}?fields=owners(emailAddress)"
    ).json() == {"owners": [{"emailAddress": SOMSRI}]}


def test_one_more_service_account(workspace: Workspace) -> None:
    key = seed(workspace, "POST", "service-accounts", email="robot@project.example")
    assert key["client_email"] == "robot@project.example"
    signed = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
        key, scopes=["https://www.googleapis.com/auth/drive"]
    )
    session = AuthorizedSession(signed, auth_request=google_request())  # type: ignore[no-untyped-call]
    assert session.get(workspace.address + ME).json()["user"]["emailAddress"] == "robot@project.example"
    assert ask(workspace, "POST", "service-accounts", email="robot@project.example").status_code == 409
    seed(workspace, "DELETE", "service-accounts/robot@project.example")
    with pytest.raises(RefreshError, match="account not found"):
        signed.refresh(google_request())


def test_a_seeded_service_account_acts_for_others_only_when_asked_to(workspace: Workspace) -> None:
    for email, acts in (("plain@project.example", False), ("deputy@project.example", True)):
        key = seed(workspace, "POST", "service-accounts", email=email, acts_for_others=acts)
        signed = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            key, scopes=["https://www.googleapis.com/auth/drive"], subject=SOMSRI
        )
        if acts:
            signed.refresh(google_request())
            assert signed.token
        else:
            with pytest.raises(RefreshError, match="unauthorized_client: Client is unauthorized to retrieve"):
                signed.refresh(google_request())


def test_a_file_of_any_kind_in_a_folder_that_is_shared(workspace: Workspace) -> None:
    folder = seed(workspace, "POST", "files", mimeType="application/vnd.google-apps.folder", owner=SOMSRI,
                  name="แฟ้ม", share={SOMCHAI: "reader"})["id"]  # fmt: skip
    made = seed(workspace, "POST", "files", mimeType="text/plain", owner=SOMSRI, name="ข้อความ", parent=folder,
                appProperties={"nithet": "1"}, content="สวัสดี")["id"]  # fmt: skip
    session = workspace.person(SOMCHAI)
    url = f"{workspace.address}/drive/v3/files/{made}?fields=name,mimeType,parents,capabilities(canEdit)"
    assert session.get(url).json() == {
        "name": "ข้อความ",
        "mimeType": "text/plain",
        "parents": [folder],
        "capabilities": {"canEdit": False},
    }
    content = f"{workspace.address}/drive/v3/files/{made}?alt=media"
    assert session.get(content).content.decode() == "สวัสดี"
    seed(workspace, "DELETE", f"files/{made}")
    assert session.get(url).status_code == 404


def test_a_form_that_belongs_to_someone_else(workspace: Workspace) -> None:
    made = seed(workspace, "POST", "files", id="a-form", mimeType="application/vnd.google-apps.form",
                owner=SOMSRI, name="แบบ", share={SOMCHAI: "writer"})  # fmt: skip
    told = workspace.person(SOMCHAI).get(f"{workspace.address}/v1/forms/{made['id']}").json()
    assert told["info"]["title"] == "แบบ"


def test_what_is_shared_with_a_group_is_its_members(workspace: Workspace) -> None:
    seed(workspace, "PUT", "groups/team@office.example", members=[SOMCHAI])
    made = seed(workspace, "POST", "spreadsheets", owner=SOMSRI, share={"team@office.example": "writer"})
    url = f"{workspace.address}/v4/spreadsheets/{made['id']}"
    assert workspace.person(SOMCHAI).get(url).status_code == 200
    assert workspace.person("other@office.example").get(url).status_code == 403
    seed(workspace, "PUT", "groups/team@office.example", members=["other@office.example"])
    assert workspace.person(SOMCHAI).get(url).status_code == 403
    assert workspace.person("other@office.example").get(url).status_code == 200


def test_expired_tokens_are_refreshed_and_revoked_ones_are_not(workspace: Workspace) -> None:
    session = signed_in(seed(workspace, "POST", "people", email=SOMSRI)["authorized_user"])
    session.get(workspace.address + ME)
    first = session.credentials.token
    assert seed(workspace, "POST", "tokens/expire", email=SOMSRI) == {"tokens": 1}
    old = {"Authorization": f"Bearer {first}"}
    assert requests.get(workspace.address + ME, headers=old, timeout=10).status_code == 401
    assert session.get(workspace.address + ME).status_code == 200
    assert session.credentials.token != first
    seed(workspace, "POST", "tokens/revoke", email=SOMSRI)
    with pytest.raises(RefreshError, match="expired or revoked"):
        session.get(workspace.address + ME)


def test_a_refresh_token_that_is_over(workspace: Workspace) -> None:
    session = signed_in(seed(workspace, "POST", "people", email=SOMSRI)["authorized_user"])
    seed(workspace, "POST", "tokens/expire", email=SOMSRI)
    seed(workspace, "POST", "tokens/expire", email=SOMSRI, kind="refresh")
    with pytest.raises(RefreshError, match="expired or revoked"):
        session.get(workspace.address + ME)


def test_tokens_that_live_for_seconds(workspace: Workspace) -> None:
    seed(workspace, "PUT", "tokens/life", seconds=0)
    user = seed(workspace, "POST", "people", email=SOMSRI)["authorized_user"]
    given = requests.post(
        f"{workspace.address}/token", data=user | {"grant_type": "refresh_token"}, timeout=10
    ).json()
    assert given["expires_in"] == 0
    bearer = {"Authorization": f"Bearer {given['access_token']}"}
    assert requests.get(workspace.address + ME, headers=bearer, timeout=10).status_code == 401


def test_whose_account_was_deleted_cannot_sign_in(workspace: Workspace) -> None:
    session = signed_in(seed(workspace, "POST", "people", email=SOMSRI)["authorized_user"])
    seed(workspace, "DELETE", f"people/{SOMSRI}")
    with pytest.raises(RefreshError, match="expired or revoked"):
        session.get(workspace.address + ME)
    with pytest.raises(RefreshError, match="Invalid email or User ID"):
        workspace.service_account(SOMSRI).get(workspace.address + ME)
    seed(workspace, "POST", "people", email=SOMSRI)
    assert workspace.service_account(SOMSRI).get(workspace.address + ME).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("people", {}, '"email" is missing'),
        ("people", {"email": "nobody"}, '"email" must be an address'),
        ("people", {"email": 5}, '"email" must be of the kind text'),
        ("people", {"email": SOMSRI, "nmae": "x"}, "Unknown here: nmae"),
        ("people", {"email": SOMSRI, "scopes": "drive"}, '"scopes" must be of the kind list'),
        ("files", {"owner": SOMSRI}, '"mimeType" is missing'),
        ("spreadsheets", {"owner": SOMSRI, "share": {SOMCHAI: "owner"}}, "a role is one of"),
        (
            "people",
            {"nmae": "x"},
            '"email" is missing. Unknown here: nmae. Known: client_id, email, name, scopes.',
        ),
        (
            "people",
            {"email": SOMSRI, "scopes": ["drive", f"{GOOGLE}drvie"]},
            f"or Forms: drive, {GOOGLE}drvie.",
        ),
        ("files", {"id": 5}, '"owner" is missing. "id" must be of the kind text.'),
        ("tokens/expire", {"kind": "access"}, "Name whose tokens"),
        ("tokens/expire", {"knd": "access"}, "Unknown here: knd"),
    ],
)
def test_a_seed_with_a_slip_is_told_so(
    workspace: Workspace, path: str, body: dict[str, Any], words: str
) -> None:
    refused = ask(workspace, "POST", path, **body)
    assert refused.status_code == 400
    assert words in refused.json()["error"]["message"]


def test_a_life_of_tokens_that_is_none_is_told_so(workspace: Workspace) -> None:
    refused = ask(workspace, "PUT", "tokens/life", second=5)
    assert refused.status_code == 400
    assert refused.json()["error"]["message"] == (
        '"seconds" must be a number from 0 to 86400. Unknown here: second. Known: seconds.'
    )


def test_who_is_not_known_cannot_be_deleted(workspace: Workspace) -> None:
    refused = ask(workspace, "DELETE", f"people/{SOMCHAI}")
    assert (refused.status_code, refused.json()["error"]["status"]) == (404, "NOT_FOUND")
    assert seed(workspace, "POST", "people", email=SOMCHAI)["email"] == SOMCHAI, (
        "it is nobody's deleted account"
    )


def test_no_web_page_can_seed(workspace: Workspace) -> None:
    answer = requests.post(f"{workspace.address}/_workspace/people", json={"email": SOMSRI}, timeout=10)
    assert answer.status_code == 403
