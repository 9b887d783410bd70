"""Forms made in the embedded workspace: once, whole and open, whatever happens on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from forms.definition import load_forms, packaged_definitions
from forms.model import Form, Question, QuestionType, Section
from forms.question_ids import google_id
from sync import drive, forms_api
from sync.errors import GoogleError, UnknownOutcome
from sync.google import FORMS, Google
from tests.google.conftest import Exchanges, misbehaving, signed_in
from tests.google.test_form_requests import BRANCHING, DAY, ORGANISATION
from tests.workspace.conftest import Workspace

SMALL = Form("small", "แบบทดสอบ", (), (Section("s", "s", (Question("q", "q", QuestionType.TEXT),)),), {})


def made(google: Google, form: Form = SMALL, **more: Any) -> forms_api.CreatedForm:
    return forms_api.ensure_form(google, form, ORGANISATION, "here", day=DAY, **more)


def all_forms(google: Google) -> list[drive.File]:
    return drive.find(google, f"mimeType = '{drive.MIME['form']}'", "forms")


def test_a_form_is_made_filled_published_and_opened(google: Google, workspace: Workspace) -> None:
    packaged, _ = load_forms(packaged_definitions())
    for form in (BRANCHING, *packaged.values()):
        created = made(google, form)
        live = forms_api.read_form(google, created.form_id)
        assert forms_api.drift(form, ORGANISATION, live, day=DAY) == ()
        assert live["info"]["title"] == form.title
        assert created.responder_uri == live["responderUri"]
        assert requests.get(created.responder_uri, timeout=5).status_code == 200
        file = drive.read_file(google, created.form_id)
        assert (file.name, file.key, file.installation) == (form.title, f"form:{form.id}", "here")


def test_made_again_it_is_the_same(google: Google) -> None:
    first = made(google)
    before = forms_api.read_form(google, first.form_id)
    assert made(google) == first
    assert forms_api.read_form(google, first.form_id) == before
    assert len(all_forms(google)) == 1


def test_another_installation_has_a_form_of_its_own(google: Google) -> None:
    other = forms_api.ensure_form(google, SMALL, ORGANISATION, "there", day=DAY)
    assert made(google).form_id != other.form_id


def test_a_form_lies_in_the_folder(google: Google) -> None:
    folder = drive.ensure_file(google, "here", "folder:root", "folder", "โฟลเดอร์")
    assert drive.read_file(google, made(google, folder=folder.id).form_id).parents == (folder.id,)


def test_a_form_whose_folder_is_not_ours_to_see_is_moved_by_adding_alone() -> None:
    new: Any = {"id": "new"}  # no parents: Drive does not tell of My Drive's root under drive.file
    replies: list[Any] = [
        (200, {}, {"files": []}),
        (200, {}, {"files": [new]}),
        (200, {}, new),
        (404, {}, {}),
    ]
    with misbehaving(*replies) as (base, script), pytest.raises(GoogleError):
        made(signed_in(base), folder="folder")
    assert "addParents=folder" in script.asked[2]
    assert "removeParents" not in script.asked[2]


def test_configured_respondents_are_let_in_by_name(google: Google) -> None:
    open_to_all = made(google)
    assert _published(google, open_to_all) == [("anyone", None)]
    made(google, respondents=["one@mukdahan.example", "two@mukdahan.example"])
    assert _published(google, open_to_all) == [
        ("user", "one@mukdahan.example"),
        ("user", "two@mukdahan.example"),
    ]


def _published(google: Google, created: forms_api.CreatedForm) -> list[tuple[str, str | None]]:
    permissions = drive.list_permissions(google, created.form_id)
    found = [(p["type"], p.get("emailAddress")) for p in permissions if p.get("view") == "published"]
    return sorted(found, key=str)


class Killed(BaseException):
    """The process ended."""


Ending = Callable[[], Exception]


def failing_after(google: Google, number: int, ending: Ending) -> tuple[Google, list[str]]:
    """A door whose answer to the request of that number never comes, and what was asked through it."""
    asked: list[str] = []

    def record(request: requests.PreparedRequest, response: requests.Response | None) -> None:
        asked.append(f"{request.method} {request.url}")
        if len(asked) == number + 1:
            raise ending()

    return Google(google.credentials, base=google.base, recorder=record, sleep=lambda _: None), asked


@pytest.mark.parametrize("ending", [Killed, requests.ConnectionError], ids=["killed", "answer lost"])
def test_a_form_is_made_once_whatever_answer_is_missing(google: Google, ending: Ending) -> None:
    drive.account(google)  # signs in
    number = 0
    while True:
        form = Form(f"small{number}", "แบบทดสอบ", (), SMALL.sections, {})
        failing, asked = failing_after(google, number, ending)
        with contextlib.suppress(Killed, UnknownOutcome):
            made(failing, form)
        created = made(google, form)
        live = forms_api.read_form(google, created.form_id)
        assert forms_api.drift(form, ORGANISATION, live, day=DAY) == ()
        assert [file.key for file in all_forms(google)].count(f"form:{form.id}") == 1
        if len(asked) <= number:
            break
        number += 1
    assert number == 11  # so many requests make a form
    assert len(all_forms(google)) == number + 1


def test_twins_of_a_lost_creation_go_to_the_trash(google: Google) -> None:
    for _ in range(3):
        body = {"info": {"title": SMALL.title, "documentTitle": "nithet here form:small"}}
        google.call("POST", FORMS, what="twin", body=body)
    made(google)
    assert [file.key for file in all_forms(google)] == ["form:small"]


def test_a_form_that_was_thrown_away_is_made_anew(google: Google) -> None:
    first = made(google)
    drive.trash(google, first.form_id)
    assert made(google).form_id != first.form_id


# --- Responses -----------------------------------------------------------------------------------


def _respond(workspace: Workspace, form_id: str, text: str) -> None:
    entry = int(google_id("small", "q"), 16)
    url = f"{workspace.address}/forms/d/e/{form_id}/formResponse"
    answer = requests.post(url, data={f"entry.{entry}": text, "pageHistory": "0"}, timeout=5)
    assert answer.ok, answer.text


def _texts(pages: Any) -> list[str]:
    key = google_id("small", "q")
    return [r["answers"][key]["textAnswers"]["answers"][0]["value"] for page in pages for r in page]


def test_responses_come_raw_and_page_by_page(
    google: Google, workspace: Workspace, exchanges: Exchanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    created = made(google)
    assert list(forms_api.list_responses(google, created.form_id, None)) == [[]]
    for text in ("=1+1", "ข้อความ", "😀"):
        _respond(workspace, created.form_id, text)
    monkeypatch.setattr(forms_api, "PAGE_SIZE", 2)
    pages = list(forms_api.list_responses(google, created.form_id, None))
    assert [len(page) for page in pages] == [2, 1]
    assert _texts(pages) == ["=1+1", "ข้อความ", "😀"]
    assert set(pages[0][0]) == {"responseId", "createTime", "lastSubmittedTime", "answers"}


def test_responses_are_asked_for_since_a_moment(google: Google, workspace: Workspace) -> None:
    created = made(google)
    _respond(workspace, created.form_id, "one")
    last = forms_api.list_responses(google, created.form_id, None)
    moment = datetime.fromisoformat(next(last)[0]["lastSubmittedTime"])
    later = moment.astimezone(UTC) + timedelta(seconds=1)
    assert _texts(forms_api.list_responses(google, created.form_id, moment)) == ["one"]
    assert _texts(forms_api.list_responses(google, created.form_id, later)) == []


def test_a_form_that_is_gone_is_told(google: Google) -> None:
    with pytest.raises(GoogleError) as gone:
        next(forms_api.list_responses(google, "1" * 44, None))
    assert gone.value.code == "google-not-found"


def test_an_idle_look_is_one_request(google: Google, exchanges: Exchanges) -> None:
    created = made(google)
    before = len(exchanges.seen)
    list(forms_api.list_responses(google, created.form_id, datetime.now(UTC)))
    assert len(exchanges.seen) == before + 1
