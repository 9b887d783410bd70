"""Every way in which Google, or what stands between, fails a call: what is sent again, and what never."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from google.oauth2.credentials import Credentials

from sync.errors import GoogleError, Postponed, UnknownOutcome
from sync.google import DRIVE, FORMS, SHEETS, Google
from tests.google.conftest import misbehaving, signed_in
from tests.google.test_google import OK, refusal

URL, WRITE = f"{SHEETS}/abc", f"{SHEETS}/abc:batchUpdate"
THAI = json.dumps({"title": "แบบบันทึก"}, ensure_ascii=False).encode()
GZIP = {"Content-Encoding": "gzip"}


def person(**renewed: Any) -> Credentials:
    """Credentials that have no token yet."""
    return Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=renewed.get("token", "r"),
        token_uri="https://oauth2.googleapis.com/token",
        client_id="a",
        client_secret="b",
    )


SHORT = [
    pytest.param((200, {}, THAI[:-9]), id="in the middle of a character"),
    pytest.param((200, {}, b'{"title": "a'), id="in the middle of a text"),
    pytest.param((200, {"Content-Length": 99}, b'{"title": "a"}'), id="before its length"),
    pytest.param((200, GZIP, gzip.compress(THAI)[:-12]), id="in the middle of gzip"),
    pytest.param((200, GZIP, b"no gzip at all"), id="not gzip"),
    pytest.param((200, {}, b"[1, 2]"), id="no object"),
    pytest.param((200, {}, b"null"), id="null"),
]


@pytest.mark.parametrize("short", SHORT)
def test_a_body_that_is_cut_short_is_asked_for_again(short: Any) -> None:
    with misbehaving(short, short, OK) as (base, script):
        assert signed_in(base, timeout=(1, 1)).call("GET", URL, what="abc") == {"done": True}
    assert len(script.asked) == 3


@pytest.mark.parametrize("short", SHORT)
def test_a_write_whose_answer_is_cut_short_is_not_sent_again(short: Any) -> None:
    with misbehaving(short, OK) as (base, script), pytest.raises(UnknownOutcome):
        signed_in(base, timeout=(1, 1)).call("POST", WRITE, what="abc", body={})
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"error": {"code": 404, "mess',
        b"[1]",
        b'{"error": "gone"}',
        b'{"error": {"errors": null, "details": 7, "code": 404}}',
        b'{"error": {"errors": [null, 1, {}], "details": [{"metadata": [1]}]}}',
        b"<html>404</html>",
        b"\xff\xfe\xe0",
    ],
)
def test_a_refusal_of_any_body_is_told_by_its_status(body: bytes) -> None:
    with misbehaving((404, {}, body)) as (base, script), pytest.raises(GoogleError) as told:
        signed_in(base).call("GET", URL, what="abc")
    assert (told.value.code, len(script.asked)) == ("google-not-found", 1)


DATE = "Mon, 16 Nov 2026 08:00:{:02d} GMT"


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry-After": "7"}, 7, 8),
        ({"Retry-After": DATE.format(20), "Date": DATE.format(5)}, 15, 16),  # by the answer's own clock
        ({"Retry-After": DATE.format(5), "Date": DATE.format(20)}, 0, 1),
        ({"Retry-After": "soon"}, 1, 2),
        ({"Retry-After": "inf"}, 1, 2),
        ({"Retry-After": "-3"}, 0, 1),
    ],
)
def test_retry_after_is_obeyed(headers: dict[str, str], least: float, most: float) -> None:
    slept: list[float] = []
    with misbehaving((429, headers, {"error": {"code": 429}}), OK) as (base, _):
        signed_in(base, slept=slept).call("POST", WRITE, what="abc", body={})
    assert least <= slept[0] <= most


def test_what_is_to_be_waited_for_longer_is_remembered_for_all_calls_of_its_kind() -> None:
    slept: list[float] = []
    with misbehaving(refusal(429, Retry_After="3600")) as (base, script):
        google = signed_in(base, slept=slept)
        for _ in range(2):
            with google.working(), pytest.raises(Postponed):
                google.call("POST", WRITE, what="abc", body={})
        google.call("GET", URL, what="abc")  # reads have a quota of their own
    assert script.asked == ["POST /v4/spreadsheets/abc:batchUpdate", "GET /v4/spreadsheets/abc"]
    assert slept == []


def test_a_server_that_fails_for_one_thing_holds_up_no_other() -> None:
    slept: list[float] = []
    with misbehaving(refusal(503, Retry_After="1000000")) as (base, script):
        google = signed_in(base, slept=slept)
        for kind in (GoogleError, Postponed):
            with google.working(), pytest.raises(kind):
                google.call("GET", URL, what="abc")
        google.call("GET", f"{URL}d", what="abcd")
    assert script.asked == ["GET /v4/spreadsheets/abc", "GET /v4/spreadsheets/abcd"]
    assert slept == []


def quota(value: str) -> Any:
    info = {"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_limit_value": value}}
    return 429, {}, {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "details": [info]}}


@pytest.mark.parametrize(
    ("answer", "code", "others"),
    [
        (quota("0"), "google-no-quota", 1),
        (refusal(403, "dailyLimitExceeded"), "google-no-quota", 1),
        (refusal(403, "accessNotConfigured"), "google-api-off", 0),
    ],
)
def test_a_quota_that_never_comes_and_an_api_that_is_off_are_found_out_once(
    answer: Any, code: str, others: int
) -> None:
    with misbehaving(answer) as (base, script):
        google = signed_in(base)
        with google.working() as found:
            for _ in range(3):
                with pytest.raises(Postponed) as told:
                    google.call("GET", f"{FORMS}/1/responses", what="1")
                assert told.value.code == code
            assert len(script.asked) == 1
            for _ in range(others):  # another quota of the same API
                google.call("GET", f"{FORMS}/1", what="1")
            google.call("GET", URL, what="abc")
            assert [error.code for error in found.out_of_reach().values()] == [code]
    assert len(script.asked) == 2 + others


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 511])
def test_a_redirect_is_never_followed(status: int) -> None:
    with misbehaving() as (elsewhere, other):
        portal = (status, {"Location": f"{elsewhere}/login"}, b"<html>sign in</html>")
        with misbehaving(portal, portal) as (base, script):
            google = signed_in(base)
            with google.working():
                with pytest.raises(UnknownOutcome) as told:
                    google.call("POST", WRITE, what="abc", body={"a": "secret"})
                with pytest.raises(Postponed):
                    google.call("GET", f"{DRIVE}/about", what="me")
    assert "not Google's" in told.value.values["message"]
    assert (len(script.asked), other.asked) == (1, [])


def test_what_signs_in_is_sent_nowhere_else() -> None:
    with (
        misbehaving() as (elsewhere, other),
        misbehaving((307, {"Location": f"{elsewhere}/token"}, b"")) as (base, _),
    ):
        google = Google(person(), base=base, attempts=1)
        with pytest.raises(GoogleError):
            google.call("GET", URL, what="abc")
    assert other.asked == []


REFUSED: Any = (
    400,
    {},
    {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
)
CLOCK = "Invalid JWT: Token must be a short-lived token. Check your iat and exp values in the JWT claim."


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (REFUSED, "google-sign-in"),
        ((400, {}, {"error": "invalid_grant", "error_description": CLOCK}), "google-clock"),
        ((200, {}, b'{"access_token": "\xe0\xb8'), "google-unavailable"),
        ((200, {}, [1]), "google-unavailable"),
        ((200, {}, b"null"), "google-unavailable"),
        ((200, {}, {"access_token": "t", "expires_in": "soon"}), "google-unavailable"),
    ],
)
def test_a_sign_in_that_fails_is_found_out_once_by_all_threads(answer: Any, code: str) -> None:
    with misbehaving(*[answer] * 20) as (base, script):
        google, together = Google(person(), base=base, sleep=lambda _: None), threading.Barrier(8)

        def ask(number: int) -> str:
            together.wait()
            with pytest.raises(Postponed) as told:
                google.call("GET", f"{FORMS}/{number}", what=str(number))
            return told.value.code

        with google.working() as found, ThreadPoolExecutor(8) as pool:
            assert set(pool.map(ask, range(8))) == {code}
            assert list(found.out_of_reach()) == [""]
    assert script.asked.count("POST /token") == len(script.asked) <= 2


def test_credentials_that_a_person_renewed_are_taken_by_the_next_round() -> None:
    token: Any = (200, {}, {"access_token": "t", "expires_in": 3600})
    with misbehaving(REFUSED, token, OK) as (base, script):
        google = Google(person(), base=base, renew=lambda: person(token="new"))
        with google.working(), pytest.raises(Postponed):
            google.call("GET", URL, what="abc")
        with google.working():
            assert google.call("GET", URL, what="abc") == {"done": True}
    assert script.asked == ["POST /token", "POST /token", "GET /v4/spreadsheets/abc"]


def unresolved(*_: Any, **__: Any) -> Any:
    raise socket.gaierror(-2, "Name or service not known")


def untrusted(connect: Callable[..., Any]) -> Callable[..., Any]:
    """As when something between speaks TLS with a certificate of its own, or the date is wrong."""
    import ssl

    def handshake(*_: Any, **__: Any) -> Any:
        raise ssl.SSLCertVerificationError(1, "certificate verify failed: certificate has expired")

    return handshake


def test_a_name_that_is_not_found_is_no_unknown_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", unresolved)
    slept: list[float] = []
    google = signed_in(None, slept=slept)
    with google.working() as found:
        for url in (WRITE, f"{SHEETS}/other:batchUpdate"):
            with pytest.raises(Postponed) as told:
                google.call("POST", url, what="abc", body={})
            assert told.value.code == "google-unreachable"
        assert list(found.out_of_reach()) == ["sheets"]
    assert (google.requests["sheets"], len(slept)) == (5, 4)


def test_a_certificate_that_fails_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    with misbehaving() as (base, script):
        monkeypatch.setattr("urllib3.connection.ssl_wrap_socket", untrusted(socket.create_connection))
        google = signed_in(base.replace("http:", "https:"))
        with pytest.raises(GoogleError) as told:
            google.call("POST", WRITE, what="abc", body={})
    assert told.value.code == "google-certificate"
    assert not isinstance(told.value, UnknownOutcome)
    assert script.asked == []


def test_an_api_that_answers_nothing_is_left_alone_after_three_calls() -> None:
    slept: list[float] = []
    with misbehaving(*[refusal(503)] * 20) as (base, script):
        google = signed_in(base, slept=slept)
        with google.working() as found:
            for number in range(6):
                with pytest.raises(GoogleError):
                    google.call("GET", f"{SHEETS}/{number}", what=str(number))
        assert list(found.out_of_reach()) == ["sheets"]
    assert len(script.asked) == 5 + 1 + 1


def test_one_file_that_fails_does_not_cost_the_others_their_tries() -> None:
    with misbehaving(*[refusal(503)] * 5, OK, refusal(503), OK) as (base, script):
        google = signed_in(base)
        with google.working() as found:
            with pytest.raises(GoogleError):
                google.call("GET", f"{SHEETS}/bad", what="bad")
            google.call("GET", URL, what="abc")
            google.call("GET", URL, what="abc")
        assert found.out_of_reach() == {}
    assert len(script.asked) == 8
