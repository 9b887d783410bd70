"""Pages of responses as Google may give them, and as it never would: read to the last, or told."""

from __future__ import annotations

from typing import Any

import pytest

from sync import forms_api
from sync.errors import GoogleError
from sync.google import FORMS
from tests.google.conftest import misbehaving, signed_in

ODD = {"responseId": "r1", "answers": {"\udc00": {"value": "ก\ud800"}}}


def page(responses: Any, token: Any = None) -> Any:
    return 200, {}, {"responses": responses} | ({"nextPageToken": token} if token else {})


def test_half_a_character_holds_up_no_page_and_is_kept_as_it_came() -> None:
    with misbehaving(page([ODD, {"responseId": "r2"}], "next"), page([{"responseId": "r3"}])) as (base, _):
        listed = list(forms_api.list_responses(signed_in(base), "form", None))
    assert listed == [[ODD, {"responseId": "r2"}], [{"responseId": "r3"}]]


def test_elsewhere_it_comes_as_one_whole_sign() -> None:
    with misbehaving((200, {}, {"title": "ก\ud800"})) as (base, _):
        assert signed_in(base).call("GET", f"{FORMS}/form", what="form") == {"title": "ก\ufffd"}


@pytest.mark.parametrize("responses", [{"a": 1}, "text", 5])
def test_what_is_no_list_is_told(responses: Any) -> None:
    with misbehaving(page(responses)) as (base, _), pytest.raises(GoogleError) as told:
        list(forms_api.list_responses(signed_in(base), "form", None))
    assert told.value.code == "google-unavailable"


def test_a_list_that_leads_back_to_itself_ends() -> None:
    with misbehaving(*[page([], "same")] * 5) as (base, script), pytest.raises(GoogleError):
        list(forms_api.list_responses(signed_in(base), "form", None))
    assert len(script.asked) == 2
