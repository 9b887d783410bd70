"""What the door to Google does when Google, or the way to it, fails: over real sockets."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from google.oauth2.credentials import Credentials

from sync import credentials, drive
from sync.errors import GoogleError, UnknownOutcome
from sync.google import DRIVE, SHEETS, Google, gspread_client
from tests.google.conftest import CUT, Exchanges, misbehaving, signed_in
from tests.workspace.conftest import Workspace

URL = f"{SHEETS}/abc"
TOKENS = "https://oauth2.googleapis.com"
OK: Any = (200, {}, {"done": True})


def refusal(status: int, reason: str = "", message: str = "no", **headers: str) -> Any:
    error = {"code": status, "message": message, "errors": [{"reason": reason, "message": message}]}
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, {"error": error}


@pytest.mark.parametrize(
    "first",
    [
        refusal(429),
        refusal(500),
        refusal(502),
        refusal(503),
        refusal(504),
        refusal(403, "rateLimitExceeded"),
        refusal(403, "userRateLimitExceeded"),
        CUT,
    ],
)
def test_a_passing_failure_of_a_read_is_tried_again(first: Any) -> None:
    with misbehaving(first, OK) as (base, script):
        google = signed_in(base)
        assert google.call("GET", URL, what="abc") == {"done": True}
        assert script.asked == ["GET /v4/spreadsheets/abc"] * 2
        assert google.requests == {"sheets": 2}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (refusal(400, "badRequest"), "google-refused"),
        (refusal(403, "insufficientFilePermissions"), "google-permission"),
        (refusal(403, "storageQuotaExceeded"), "google-storage"),
        (refusal(404, "notFound"), "google-not-found"),
        (refusal(501), "google-refused"),
    ],
)
def test_a_lasting_refusal_is_told_at_once_in_googles_words(answer: Any, code: str) -> None:
    with misbehaving(answer) as (base, script), pytest.raises(GoogleError) as refused:
        signed_in(base).call("GET", URL, what="แผ่นงานหนึ่ง")
    assert len(script.asked) == 1
    assert (refused.value.code, refused.value.status) == (code, answer[0])
    assert (
        refused.value.values | {"api": "sheets", "what": "แผ่นงานหนึ่ง", "message": "no"} == refused.value.values
    )


def test_patience_has_an_end() -> None:
    with misbehaving(*[refusal(503)] * 9) as (base, script), pytest.raises(GoogleError) as gone:
        signed_in(base, attempts=4).call("GET", URL, what="abc")
    assert len(script.asked) == 4
    assert gone.value.code == "google-unavailable"


def test_the_deadline_ends_the_patience_too() -> None:
    with misbehaving(*[refusal(503)] * 9) as (base, script), pytest.raises(GoogleError):
        signed_in(base, deadline=0).call("GET", URL, what="abc")
    assert len(script.asked) == 1


def test_google_says_how_long_to_wait() -> None:
    slept: list[float] = []
    with misbehaving(refusal(429, Retry_After="7"), OK) as (base, _):
        signed_in(base, slept=slept).call("GET", URL, what="abc")
    assert 7 <= slept[0] <= 8


def test_waits_grow_and_are_random() -> None:
    slept: list[float] = []
    with misbehaving(*[refusal(503)] * 4, OK) as (base, _):
        signed_in(base, slept=slept).call("GET", URL, what="abc")
    assert len(slept) == 4
    assert all(0 <= wait <= 2**n for n, wait in enumerate(slept))


@pytest.mark.parametrize("limit", [refusal(429), refusal(403, "rateLimitExceeded")])
def test_a_quota_by_the_minute_is_waited_for(limit: Any) -> None:
    slept: list[float] = []
    with misbehaving(*[limit] * 6, OK) as (base, script):
        signed_in(base, slept=slept).call("POST", URL, what="abc", body={"a": 1})
    assert len(script.asked) == 7
    assert all(2**n <= wait <= 2**n + 1 for n, wait in enumerate(slept))
    assert sum(slept) >= 60


def test_waiting_for_a_quota_has_an_end() -> None:
    slept: list[float] = []
    with misbehaving(*[refusal(429)] * 9) as (base, script), pytest.raises(GoogleError) as gone:
        signed_in(base, slept=slept).call("GET", URL, what="abc")
    assert (len(script.asked), gone.value.code) == (7, "google-quota")
    assert sum(slept) < 180


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    slept: list[float] = []
    with misbehaving(refusal(429, Retry_After="3600")) as (base, script), pytest.raises(GoogleError):
        signed_in(base, slept=slept).call("GET", URL, what="abc")
    assert (len(script.asked), slept) == (1, [])


PORTAL: Any = (200, {"Content-Type": "text/html"}, b"<html><title>Sign in to the network</title></html>")


@pytest.mark.parametrize("foreign", [PORTAL, (200, {}, "welcome"), (200, {}, b'{"cut": ')])
def test_an_answer_that_is_not_googles_is_told(foreign: Any) -> None:
    with misbehaving(*[foreign] * 5) as (base, script), pytest.raises(GoogleError) as told:
        signed_in(base).call("GET", URL, what="abc")
    assert len(script.asked) == (1 if foreign == PORTAL else 5)  # others may be a body cut short
    assert (told.value.code, told.value.status) == ("google-unavailable", 200)
    assert not isinstance(told.value, UnknownOutcome)
    assert told.value.values["what"] == "abc"
    assert "not Google's" in told.value.values["message"]


def test_a_write_that_another_than_google_answered_is_of_unknown_outcome() -> None:
    with misbehaving(PORTAL, PORTAL) as (base, script):
        google = signed_in(base)
        with pytest.raises(UnknownOutcome) as told:
            google.call("POST", URL, what="abc", body={})
        assert told.value.code == "google-unavailable"
        with pytest.raises(UnknownOutcome) as told:
            gspread_client(google).http_client.batch_update("abc", {"requests": []})
        assert told.value.code == "google-unavailable"
    assert len(script.asked) == 2


def test_a_sign_in_that_another_than_google_answered_is_told() -> None:
    person = Credentials(  # type: ignore[no-untyped-call]
        None, refresh_token="r", token_uri=f"{TOKENS}/token", client_id="a", client_secret="b"
    )
    with misbehaving(PORTAL) as (base, _), pytest.raises(GoogleError) as told:
        Google(person, base=base).call("GET", URL, what="abc")
    assert told.value.code == "google-unavailable"
    assert "not Google's" in told.value.values["message"]


@pytest.mark.parametrize("lost", [CUT, refusal(500), refusal(502), refusal(503), refusal(504)])
def test_a_write_without_a_clear_answer_is_not_sent_again(lost: Any) -> None:
    with misbehaving(lost, OK) as (base, script), pytest.raises(UnknownOutcome) as unknown:
        signed_in(base).call("POST", URL, what="abc", body={"a": 1})
    assert len(script.asked) == 1
    assert unknown.value.code == "google-unknown-outcome"


@pytest.mark.parametrize("lost", [CUT, refusal(500)])
def test_a_write_that_may_be_repeated_is(lost: Any) -> None:
    with misbehaving(lost, OK) as (base, script):
        signed_in(base).call("PATCH", URL, what="abc", body={"a": 1}, repeatable=True)
    assert len(script.asked) == 2


@pytest.mark.parametrize("limit", [refusal(429), refusal(403, "rateLimitExceeded")])
def test_a_write_that_google_did_not_take_is_sent_again(limit: Any) -> None:
    with misbehaving(limit, OK) as (base, script):
        signed_in(base).call("POST", URL, what="abc", body={"a": 1})
    assert len(script.asked) == 2


def test_nobody_there_is_not_an_unknown_outcome() -> None:
    with misbehaving() as (base, _):
        pass  # the port is free again
    with pytest.raises(GoogleError) as nobody:
        signed_in(base, attempts=2).call("POST", URL, what="abc", body={})
    assert nobody.value.code == "google-unreachable"
    assert not isinstance(nobody.value, UnknownOutcome)


def test_a_silent_server_is_not_waited_for_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UnknownOutcome):
            signed_in(base, timeout=(1.0, 0.1)).call("POST", URL, what="abc", body={})


def test_gspread_goes_the_same_way() -> None:
    with misbehaving(refusal(429), OK, CUT) as (base, script):
        client = gspread_client(signed_in(base))
        assert client.http_client.batch_update("abc", {"requests": []}) == {"done": True}
        with pytest.raises(UnknownOutcome) as unknown:
            client.http_client.batch_update("abc", {"requests": []})
    assert script.asked == ["POST /v4/spreadsheets/abc:batchUpdate"] * 3
    assert unknown.value.values["what"] == "abc"


def test_an_expired_token_is_replaced_once(google: Google) -> None:
    assert drive.account(google) == "nithet@workspace.example"
    google.credentials.token = "forgotten"  # as if Google had revoked it
    assert drive.account(google) == "nithet@workspace.example"
    assert google.requests == {"token": 2, "drive": 3}


def test_credentials_that_are_not_accepted_are_told(
    tmp_path: Path, workspace: Workspace, key_file: bytes
) -> None:
    stranger = key_file.replace(b'"client_email": "', b'"client_email": "not.')
    (tmp_path / "key.json").write_bytes(stranger)
    google = Google(credentials.service_account(tmp_path / "key.json"), base=workspace.address)
    with pytest.raises(GoogleError) as refused:
        drive.account(google)
    assert refused.value.code == "google-sign-in"
    assert "account not found" in refused.value.values["message"]


def test_a_token_address_that_is_down_is_not_a_refusal(
    tmp_path: Path, key_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _: None)
    (tmp_path / "key.json").write_bytes(key_file)
    with misbehaving(*[(503, {}, {"error": "internal_failure"})] * 20) as (base, script):
        google = Google(
            credentials.service_account(tmp_path / "key.json"), base=base, attempts=2, sleep=lambda _: None
        )
        with pytest.raises(GoogleError) as down:
            drive.account(google)
    assert down.value.code == "google-unreachable"
    assert set(script.asked) == {"POST /token"}


def test_threads_have_sessions_of_their_own_and_share_one_token(google: Google) -> None:
    together = threading.Barrier(4)

    def work(_: int) -> int:
        together.wait()
        drive.account(google)
        return id(google.session)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(work, range(4)))) == 4
    assert google.requests == {"token": 1, "drive": 4}


def test_nothing_but_the_workspace_is_asked(
    google: Google, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    connect = socket.socket.connect

    def record(self: socket.socket, address: Any) -> None:
        asked.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", record)
    monkeypatch.setattr(socket, "getaddrinfo", _only_loopback(socket.getaddrinfo))
    drive.account(google)
    gspread_client(google).http_client.request("get", f"{DRIVE}/about", params={"fields": "user"})
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and "RegionalAccess" in type(thread).__name__:
            thread.join(5)
    port = int(workspace.address.rpartition(":")[2])
    assert asked
    assert {address[:2] for address in asked} == {("127.0.0.1", port)}


def _only_loopback(resolve: Any) -> Any:
    def checked(host: Any, *rest: Any, **more: Any) -> Any:
        assert host in {"127.0.0.1", b"127.0.0.1"}, f"asked for {host}"
        return resolve(host, *rest, **more)

    return checked


def test_another_host_is_refused_on_the_embedded_workspace() -> None:
    with misbehaving() as (base, script), pytest.raises(GoogleError) as refused:
        signed_in(base, attempts=1).call("GET", "https://iamcredentials.googleapis.com/v1/x", what="x")
    assert refused.value.code == "google-unreachable"
    assert not script.asked


def test_requests_keep_googles_own_addresses(google: Google, exchanges: Exchanges) -> None:
    drive.account(google)
    assert exchanges.seen[1:] == [("GET", f"{DRIVE}/about?fields=user%28emailAddress%29")]
