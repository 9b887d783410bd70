"""The form page without scripts: sections, messages, drafts, receipt, editing, and who is let in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from sync.workspace.store import Store
from tests.workspace.questions import (
    NETWORKS,
    Client,
    Json,
    choice,
    grid,
    latest,
    question,
    section,
    served,
    texts,
)
from tests.workspace.respondent import Respondent, read, send


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


@pytest.fixture(scope="module")
def form_id(client: Client) -> str:
    return client.published(*NETWORKS, title="แบบบันทึกการนิเทศ")


@pytest.fixture
def clock(client: Client) -> Iterator[Store]:
    store = Store(client.workspace.folder, ())
    yield store
    store.set_clock(None)


def test_a_form_is_filled_in_section_by_section(client: Client, form_id: str, clock: Store) -> None:
    clock.set_clock(datetime(2026, 11, 20, 2, 30, tzinfo=UTC))
    person = Respondent(client.address, form_id)
    assert (person.page.status, person.page.heading, person.page.progress) == (
        200,
        "แบบบันทึกการนิเทศ",
        "ส่วนที่ 1 จาก 3",
    )
    page = person.press("continue", e1="2026-11-18", e2="หนองสูง")
    assert (page.heading, page.progress) == ("โรงเรียนในหนองสูง", "ส่วนที่ 2 จาก 3")
    page = person.press("continue", e4="บ้านสอง")
    assert (page.heading, page.progress) == ("การจัดการเรียนรู้", "ส่วนที่ 3 จาก 3")
    page = person.press("submit", e5="5", e6="4", e7="=ครูเตรียม <b>สื่อ</b>")
    assert page.status == 200
    assert "20 พฤศจิกายน 2569 เวลา 09.30 น." in page.html
    kept = latest(client, form_id)
    assert kept["createTime"] == kept["lastSubmittedTime"] == "2026-11-20T02:30:00.000Z"
    assert texts(kept) == {
        "00000001": ["2026-11-18"],
        "00000002": ["หนองสูง"],
        "00000004": ["บ้านสอง"],
        "00000005": ["5"],
        "00000006": ["4"],
        "00000007": ["=ครูเตรียม <b>สื่อ</b>"],
    }


def test_wrong_answers_are_told_beside_them_and_nothing_typed_is_lost(client: Client, form_id: str) -> None:
    person = Respondent(client.address, form_id)
    page = person.press("continue", e1="2026-02-30")
    assert (page.status, page.heading) == (400, "แบบบันทึกการนิเทศ")
    assert page.problems == [
        "“2026-02-30” ไม่ใช่วันที่ที่มีอยู่จริง โปรดเลือกจากปฏิทิน หรือพิมพ์เป็น ปี ค.ศ.-เดือน-วัน เช่น 2026-11-20",
        "ยังไม่ได้เลือก โปรดเลือกหนึ่งตัวเลือก",
    ]
    assert page.texts["title"] == ["มีข้อที่ต้องแก้ไข – แบบบันทึกการนิเทศ"]
    assert {"#q-00000001", "#q-00000002"} <= set(page.links)
    assert page.fields["entry.1"] == ["2026-02-30"]
    person.press("continue", e1="2026-11-18", e2="ดอนตาล")
    person.press("continue", e3="บ้านหนึ่ง")
    page = person.press("submit", e5="5", e7="  พิมพ์ไว้ยาว\nสองบรรทัด")
    assert (page.status, page.problems) == (400, ["ยังไม่ได้เลือก โปรดเลือกหนึ่งช่อง"])
    assert page.fields["entry.5"] == ["5"]
    assert page.fields["entry.7"] == ["  พิมพ์ไว้ยาว\nสองบรรทัด"]
    assert person.press("submit", e6="1").status == 200
    assert texts(latest(client, form_id))["00000007"] == ["  พิมพ์ไว้ยาว\nสองบรรทัด"]


def test_going_back_keeps_what_was_typed_and_another_choice_leaves_the_old_way(
    client: Client, form_id: str
) -> None:
    person = Respondent(client.address, form_id)
    person.press("continue", e1="2026-11-18", e2="ดอนตาล")
    person.press("continue", e3="บ้านหนึ่ง")
    page = person.press("back", e7="ร่าง")  # nothing is checked on the way back
    assert page.heading == "โรงเรียนในดอนตาล"
    assert page.fields["entry.3"] == ["บ้านหนึ่ง"]
    person.press("back")
    person.press("continue", e2="หนองสูง")
    page = person.press("continue", e4="บ้านสอง")
    assert page.fields["entry.7"] == ["ร่าง"]
    person.press("submit", e5="5", e6="5")
    assert texts(latest(client, form_id)).keys() == {f"0000000{n}" for n in (1, 2, 4, 5, 6, 7)}


def test_a_response_is_edited_by_its_link(client: Client, form_id: str, clock: Store) -> None:
    clock.set_clock(datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    sent = send(client.address, form_id, {**WHOLE, "submit": "all"}).json()
    before = client.responses(form_id)
    clock.set_clock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    person = Respondent(client.address, form_id, "?" + sent["editUrl"].partition("?")[2])
    assert person.page.fields["entry.1"] == ["2026-11-18"]
    person.press("continue")
    person.press("continue")
    page = person.press("submit", e7="แก้ไขแล้ว")
    assert "แก้ไขล่าสุด" in page.html
    after = client.responses(form_id)
    assert len(after) == len(before)
    edited = next(r for r in after if r["responseId"] == sent["responseId"])
    assert edited["createTime"] == "2026-11-20T03:00:00.000Z"
    assert edited["lastSubmittedTime"] == "2026-11-21T03:00:00.000Z"
    assert texts(edited)["00000007"] == ["แก้ไขแล้ว"]


WHOLE = {
    "entry.1": "2026-11-18",
    "entry.2": "ดอนตาล",
    "entry.3": "บ้านหนึ่ง",
    "entry.4": "บ้านสอง",  # beside the way
    "entry.5": "5",
    "entry.6": "4",
    "entry.7": "จุดเด่น",
    "entry.99": "ไม่มีข้อนี้",
}


@pytest.mark.parametrize("ending", [{"submit": "all"}, {"pageHistory": "0,1,3"}, {}])
def test_a_machine_sends_all_at_once_and_gets_json(
    client: Client, form_id: str, ending: dict[str, str]
) -> None:
    response = send(client.address, form_id, WHOLE | ending)
    kept = latest(client, form_id)
    assert response.status_code == 200
    assert response.json()["responseId"] == kept["responseId"]
    assert response.json()["editUrl"].startswith(f"{client.address}/forms/d/e/{form_id}/viewform?edit2=")
    assert set(texts(kept)) == {f"0000000{n}" for n in (1, 2, 3, 5, 6, 7)}


def test_a_machine_is_told_its_problems(client: Client, form_id: str) -> None:
    response = send(client.address, form_id, WHOLE | {"entry.3": "บ้านไหน", "submit": "all"})
    assert response.status_code == 400
    assert response.json() == {
        "problems": [{"questionId": "00000003", "code": "not-an-option", "text": "บ้านไหน"}]
    }


def test_a_browser_that_sends_all_at_once_is_shown_the_section_with_the_problem(
    client: Client, form_id: str
) -> None:
    url = f"{client.address}/forms/d/e/{form_id}/formResponse"
    page = read(requests.post(url, data=WHOLE | {"entry.3": ""}, timeout=5))
    assert (page.status, page.heading) == (400, "โรงเรียนในดอนตาล")
    assert page.fields["entry.7"] == ["จุดเด่น"]
    assert page.fields["pageHistory"] == ["0,1"]


def test_sending_twice_adds_nothing_twice(client: Client, form_id: str) -> None:
    before = len(client.responses(form_id))
    for _ in range(2):  # a second tap, or the page sent again after its answer was lost
        assert send(client.address, form_id, WHOLE | {"fbzx": "visit-1"}).ok
    assert len(client.responses(form_id)) == before + 1
    assert send(client.address, form_id, WHOLE | {"fbzx": "visit-1", "entry.7": "ใหม่"}).ok
    assert len(client.responses(form_id)) == before + 2


@pytest.mark.parametrize("collected", ["RESPONDER_INPUT", "VERIFIED"])
def test_two_people_who_answer_alike_send_two_responses(client: Client, collected: str) -> None:
    form_id = client.published(
        question("textQuestion", {}, "ก", "00000001"), settings={"emailCollectionType": collected}
    )
    people = ["somchai@office.example", "somsri@office.example"]
    links = set[str]()
    for email in [*people, people[0]]:  # the first sends twice
        with client.workspace.person(email) as session:
            answer = session.post(
                f"{client.address}/forms/d/e/{form_id}/formResponse",
                data={"entry.1": "เหมือนกัน", "fbzx": "the same page, copied", "emailAddress": email},
                headers={"Accept": "application/json"},
            )
        links.add(answer.json()["editUrl"])
    assert len(links) == 2
    assert [one["respondentEmail"] for one in client.responses(form_id)] == people


HOSTILE = "\"><script>alert(1)</script>'&amp;{{ 7*7 }}"


def test_nothing_is_executed(client: Client) -> None:
    form_id = client.published(
        question("textQuestion", {}, f"ก{HOSTILE}", "00000001"),
        choice(HOSTILE, {"isOther": True}),
        question("textQuestion", {"paragraph": True}, "ข", "00000002"),
        section(HOSTILE),
        grid([HOSTILE], {"00000003": HOSTILE}),
        title=HOSTILE,
    )
    person = Respondent(client.address, form_id)
    person.press("continue", e1=HOSTILE, e2=HOSTILE)
    page = person.press("submit", e3="ไม่มี")
    assert page.problems != []
    for shown in (page, person.press("back")):
        assert "<script>alert" not in shown.html
        assert shown.fields["entry.1"] == [HOSTILE]
    response = person.session.get(f"{person.base}/viewform")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("state", "status", "heading"),
    [
        ("unknown", 404, "ไม่พบแบบฟอร์มนี้"),
        ("unpublished", 403, "แบบฟอร์มนี้ยังไม่เปิดใช้"),
        ("closed", 403, "ปิดรับคำตอบแล้ว"),
        ("private", 403, "ท่านยังไม่มีสิทธิ์ตอบแบบฟอร์มนี้"),
        ("sign-in", 403, "แบบฟอร์มนี้ต้องลงชื่อเข้าใช้"),
        ("trashed", 404, "ไม่พบแบบฟอร์มนี้"),
    ],
)
def test_forms_that_are_not_open_say_so(client: Client, state: str, status: int, heading: str) -> None:
    form_id = shut(client, state)
    url = f"{client.address}/forms/d/e/{form_id}"
    for response in (
        requests.get(f"{url}/viewform", timeout=5),
        requests.post(f"{url}/formResponse", data={"entry.1": "ก"}, timeout=5),
    ):
        page = read(response)
        assert (page.status, page.heading) == (status, heading)
    assert send(client.address, form_id, {"entry.1": "ก"}).status_code == status
    if state not in {"unknown", "trashed"}:
        assert client.responses(form_id) == []


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("unpublished", ["forms.setPublishSettings", "isPublished"]),
        ("private", ["permissions.create", "anyone", "reader", "published"]),
        ("closed", []),
    ],
)
def test_who_made_a_form_is_told_how_to_open_it(client: Client, state: str, told: list[str]) -> None:
    page = requests.get(f"{client.address}/forms/d/e/{shut(client, state)}/viewform", timeout=5)
    page.encoding = "utf-8"
    assert ("สำหรับผู้จัดทำ" in page.text) == bool(told)
    assert not [word for word in told if word not in page.text]


def shut(client: Client, state: str) -> str:
    """A form that cannot be filled in."""
    if state == "unknown":
        return "no-such-form"
    form_id = client.form()
    client.add(form_id, question("textQuestion", {}, "ก", "00000001"))
    if state != "unpublished":
        client.publish(form_id, accepting=state != "closed")
    if state != "private":
        client.open_to_anyone(form_id)
    if state == "sign-in":
        settings = {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}
        client.batch(form_id, {"updateSettings": settings})
    if state == "trashed":
        assert client.call("PATCH", f"/drive/v3/files/{form_id}", {"trashed": True}).ok
    return form_id


def test_the_address_is_collected_as_the_form_says(client: Client) -> None:
    form_id = client.published(
        question("textQuestion", {}, "ก", "00000001"), settings={"emailCollectionType": "RESPONDER_INPUT"}
    )
    person = Respondent(client.address, form_id)
    page = person.press("submit", emailAddress="ไม่ใช่", e1="ก")
    assert page.problems == ["“ไม่ใช่” ไม่ใช่อีเมล โปรดตรวจตัวสะกด ต้องมี @ เช่น name@example.com"]
    person.press("submit", emailAddress="person@office.example")
    assert latest(client, form_id)["respondentEmail"] == "person@office.example"


def test_a_signed_in_respondent_may_answer_a_form_that_verifies_addresses(client: Client) -> None:
    form_id = client.published(
        question("textQuestion", {}, "ก", "00000001"), settings={"emailCollectionType": "VERIFIED"}
    )
    with client.workspace.person("somchai@office.example") as session:
        url = f"{client.address}/forms/d/e/{form_id}/formResponse"
        response = session.post(url, data={"entry.1": "ก"}, headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert latest(client, form_id)["respondentEmail"] == "somchai@office.example"


def test_a_verified_response_is_edited_by_who_sent_it_alone(client: Client) -> None:
    form_id = client.published(
        question("textQuestion", {}, "ก", "00000001"), settings={"emailCollectionType": "VERIFIED"}
    )
    base, json = f"{client.address}/forms/d/e/{form_id}", {"Accept": "application/json"}
    with client.workspace.person("somchai@office.example") as session:
        sent = session.post(f"{base}/formResponse", data={"entry.1": "ของฉัน"}, headers=json)
    before, token = client.responses(form_id), sent.json()["editUrl"].partition("edit2=")[2]
    with client.workspace.person("somsri@office.example") as session:
        shown = read(session.get(f"{base}/viewform?edit2={token}"))
        assert (shown.status, shown.heading) == (403, "ลิงก์แก้ไขนี้เป็นของผู้อื่น")
        assert "ของฉัน" not in shown.html
        edited = session.post(f"{base}/formResponse", data={"entry.1": "แก้", "edit2": token}, headers=json)
        assert (edited.status_code, edited.json()) == (403, {"reason": "edit-theirs"})
    assert client.responses(form_id) == before
    with client.workspace.person("somchai@office.example") as session:
        assert session.post(f"{base}/formResponse", data={"entry.1": "แก้", "edit2": token}).ok
    (kept,) = client.responses(form_id)
    assert (texts(kept), kept["respondentEmail"]) == ({"00000001": ["แก้"]}, "somchai@office.example")


def test_answers_in_the_address_fill_the_form_in_beforehand(client: Client, form_id: str) -> None:
    page = Respondent(client.address, form_id, "?usp=pp_url&entry.1=2026-11-18&entry.7=ร่าง").page
    assert page.fields["entry.1"] == ["2026-11-18"]
    assert page.fields["entry.7"] == ["ร่าง"]


@pytest.mark.parametrize("token", ["ไม่มี", "2_ABaOnu"])
def test_a_wrong_edit_link_opens_nothing(client: Client, form_id: str, token: str) -> None:
    before = client.responses(form_id)
    assert Respondent(client.address, form_id, f"?edit2={token}").page.status == 404
    assert send(client.address, form_id, WHOLE | {"edit2": token}).status_code == 404
    assert client.responses(form_id) == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"entry.1=" + b"a" * 2_100_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(5001)), "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"\xff\xfe%ff=%zz&entry.1=%e0", "application/x-www-form-urlencoded", 400),
    ],
)
def test_bodies_that_are_no_filled_in_form(
    client: Client, form_id: str, body: bytes, kind: str, status: int
) -> None:
    url = f"{client.address}/forms/d/e/{form_id}/formResponse"
    response = requests.post(url, data=body, headers={"Content-Type": kind}, timeout=10)
    assert response.status_code == status
    assert 'lang="th"' in response.text


def test_fifty_thousand_characters_are_kept(client: Client) -> None:
    form_id = client.published(question("textQuestion", {"paragraph": True}, "ก", "00000001"))
    text = "นิเทศ😀\u200b" * 7142
    assert send(client.address, form_id, {"entry.1": text}).ok
    assert texts(latest(client, form_id))["00000001"] == [text]
    response = send(client.address, form_id, {"entry.1": text + "ก" * 60})
    assert response.json()["problems"][0]["code"] == "too-long"


def test_an_answer_that_leads_out_is_sent_only_after_another_press(client: Client) -> None:
    form_id = client.published(
        question(
            "choiceQuestion",
            {"type": "RADIO", "options": [{"value": "จบ", "goToAction": "SUBMIT_FORM"}, {"value": "ต่อ"}]},
            "ไปไหน",
            "00000001",
        ),
        section("ต่อ"),
    )
    person = Respondent(client.address, form_id)
    assert person.press("continue", e1="จบ").heading == "พร้อมส่งแล้ว"
    assert client.responses(form_id) == []
    assert person.press("stay").fields["entry.1"] == ["จบ"]
    person.press("continue")
    assert person.press("submit").status == 200
    assert texts(latest(client, form_id)) == {"00000001": ["จบ"]}


def test_other_addresses_of_a_form_lead_to_its_page(client: Client, form_id: str) -> None:
    for path in (f"/forms/d/{form_id}/edit", f"/forms/d/{form_id}/viewform"):
        response = requests.get(client.address + path, timeout=5)
        assert response.url == f"{client.address}/forms/d/e/{form_id}/viewform"


BOTH = {"includeYear": True, "includeTime": True}
PARTS = {"_month": "1", "_day": "2", "_hour": "3", "_minute": "4"}
EVERY_KIND: list[tuple[Json, dict[str, Any], list[str]]] = [
    (question("textQuestion", {}, "ก", "0000000a"), {"entry.10": "ก"}, ["ก"]),
    (choice("ก", {"isOther": True}), {"": "__other_option__", ".other_option_response": "อื่น"}, ["อื่น"]),
    (choice("ก", "ข", kind="CHECKBOX"), {"": ["ก", "ข"]}, ["ก", "ข"]),
    (choice("ก", "ข", kind="DROP_DOWN"), {"": "ข"}, ["ข"]),
    (question("scaleQuestion", {"low": 1, "high": 5, "lowLabel": "น้อย"}), {"": "5"}, ["5"]),
    (question("ratingQuestion", {"ratingScaleLevel": 5, "iconType": "HEART"}), {"": "4"}, ["4"]),
    (question("dateQuestion", BOTH), {"": "2026-11-20T08:05"}, ["2026-11-20 08:05"]),
    (question("dateQuestion", {}), {"_month": "11", "_day": "20"}, ["11-20"]),
    (question("dateQuestion", {"includeTime": True}), PARTS, ["01-02 03:04"]),
    (question("timeQuestion", {}), {"": "16:30"}, ["16:30"]),
    (question("timeQuestion", {"duration": True}), {"_hour": "1", "_minute": "30"}, ["01:30"]),
    (question("timeQuestion", {"duration": True}), {"_minute": "5", "_second": "9"}, ["00:05:09"]),
]  # fmt: skip


@pytest.mark.parametrize(("item", "sent", "answer"), EVERY_KIND)
def test_every_kind_of_question_is_shown_kept_and_shown_again(
    client: Client, item: Json, sent: dict[str, Any], answer: list[str]
) -> None:
    form_id = client.published(item)
    question_id = client.get(form_id)["items"][0]["questionItem"]["question"]["questionId"]
    entry = f"entry.{int(question_id, 16)}"
    person = Respondent(client.address, form_id)
    for suffix, value in sent.items():
        name = suffix if suffix.startswith("entry") else entry + suffix
        assert name in person.page.names
        person.page.fields[name] = value if isinstance(value, list) else [value]
    person.press("submit")
    assert texts(latest(client, form_id)) == {question_id: answer}
    edit = next(link for link in person.page.links if "edit2" in link)
    again = Respondent(client.address, form_id, "?" + edit.partition("?")[2])
    again.press("submit")
    assert texts(latest(client, form_id)) == {question_id: answer}
    assert len(client.responses(form_id)) == 1


@pytest.mark.parametrize(
    ("headers", "then"),
    [
        ({"X-Workspace-Control": "1", "X-Workspace-Time": "2026-09-01T09:30:00+07:00"}, True),
        ({"X-Workspace-Time": "2026-09-01T09:30:00+07:00"}, False),
        ({"X-Workspace-Control": "1", "X-Workspace-Time": "2026-09-01T09:30:00"}, False),
        ({"X-Workspace-Control": "1", "X-Workspace-Time": "yesterday"}, False),
    ],
)
def test_a_control_may_say_when_a_form_came(
    client: Client, headers: dict[str, str], then: bool, clock: Store
) -> None:
    form_id = client.published(question("textQuestion", question_id="000000e1"), title="บันทึก")
    address = f"{client.address}/forms/d/e/{form_id}/formResponse"
    sent = requests.post(address, {"entry.225": "มาแล้ว", "submit": "all"}, headers=headers, timeout=10)
    assert sent.ok
    came = latest(client, form_id)["createTime"]
    assert (came == "2026-09-01T02:30:00.000Z") is then
    assert abs(clock.now() - datetime.now(UTC)).total_seconds() < 60
