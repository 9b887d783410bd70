"""The one door to Google: sessions, addresses, bounded retry, and what its refusals mean.

Every call of nithet and of gspread goes through `Google.request`. With a `base` the same requests
go to the embedded workspace: a transport adapter changes scheme and host, nothing else.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Literal, cast
from urllib.parse import urlsplit

import gspread
import requests
import tenacity
from google.auth import exceptions as auth_errors
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.http_client import HTTPClient

from sync import json_text
from sync.errors import GoogleError, UnknownOutcome
from sync.google_transport import Recorder, Transport, api_of
from sync.refusals import (
    NOT_GOOGLES,
    is_passing,
    is_rate_limit,
    never_sent,
    parsed,
    refused,
    retry_after,
    sign_in_refused,
    unreachable,
)

FORMS = "https://forms.googleapis.com/v1/forms"
DRIVE = "https://www.googleapis.com/drive/v3"
UPLOAD = "https://www.googleapis.com/upload/drive/v3"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Content = tuple[str, bytes]
"""What is sent where it is no JSON: its media type, and the bytes."""


class Google:
    """Google, or the embedded workspace at `base` ("http://127.0.0.1:8765"), asked by any thread.

    `credentials` come from `sync.credentials`. `attempts` bounds how often one call is sent; a rate
    limit is waited for more often, so that a quota of a minute can refill. `deadline` is the number
    of seconds after which it is not sent again, nor waited for, `timeout` the seconds for
    connecting and for an answer. `requests` counts what was sent, retries too, by "forms", "drive",
    "sheets", "docs" and "token". `recorder` is told of every request with Google's own address, and
    of its response (None where none came).
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        base: str | None = None,
        attempts: int = 5,
        deadline: float = 180.0,
        timeout: tuple[float, float] = (10.0, 60.0),
        recorder: Recorder | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.credentials = credentials
        self.base = base
        self.requests: Counter[str] = Counter()
        self._attempts, self._deadline, self._timeout, self._sleep = attempts, deadline, timeout, sleep
        self._recorder = recorder
        self._local = threading.local()
        self._signing_in, self._counting = threading.Lock(), threading.Lock()

    @property
    def session(self) -> requests.Session:
        """This thread's session (requests' sessions may not be shared)."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            tokens = requests.Session()
            session = _authorized(self.credentials, Request(tokens))
            transport = Transport(self.base, self._count, self._recorder)
            for either in (session, tokens):
                either.mount("https://", transport)
                either.mount("http://", transport)
            self._local.session, self._local.sign_in = session, Request(tokens)
        return session

    def call(
        self,
        method: Method,
        url: str,
        *,
        what: str,
        params: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        content: Content | None = None,
        repeatable: bool = False,
    ) -> Any:
        """Send a JSON call, or an upload, and return the parsed answer, None where that is empty.

        See `request`. Raises GoogleError google-unavailable where the answer is not Google's (that of a
        proxy or of a network's sign-in page): as UnknownOutcome for a call that may not be sent again.
        """
        answer = self.request(
            method, url, what=what, params=params, body=body, content=content, repeatable=repeatable
        )
        return parsed(answer, {"api": api_of(url), "what": what}, again=method == "GET" or repeatable)

    def request(
        self,
        method: Method,
        url: str,
        *,
        what: str,
        params: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        content: Content | None = None,
        repeatable: bool = False,
    ) -> requests.Response:
        """Send a call until it is answered, at most so often and so long as the door was told.

        `what` names the file or thing it is about, for people. GET calls and those called
        `repeatable` are sent again after a lost connection and 5xx; any other call then raises
        `UnknownOutcome` at once, because it may have been carried out. A rate limit is waited for
        in every call. Raises `GoogleError` for whatever else Google answers with.
        """
        again = method == "GET" or repeatable
        if body is not None:
            content = "application/json", json_text.write_whole(body)
        attempts = tenacity.Retrying(
            stop=self._is_enough,
            wait=_wait,
            retry=tenacity.retry_if_exception_type(_TryAgain),
            sleep=self._sleep,
        )
        try:
            return attempts(self._once, method, url, what, params, content, again)
        except tenacity.RetryError as gone:
            last = gone.last_attempt.exception()
            assert isinstance(last, _TryAgain)
            raise last.error from None

    def _is_enough(self, state: tenacity.RetryCallState) -> bool:
        """Whether a call was sent often enough, by what it failed of last, or would wait too long."""
        limit = max(self._attempts, _RATE_ATTEMPTS) if _of_rate_limit(state) else self._attempts
        return state.attempt_number >= limit or tenacity.stop_before_delay(self._deadline)(state)

    def _once(
        self,
        method: Method,
        url: str,
        what: str,
        params: Mapping[str, Any] | None,
        content: Content | None,
        again: bool,
    ) -> requests.Response:
        place: dict[str, Any] = {"api": api_of(url), "what": what}
        self._sign_in(place)
        try:
            response = self.session.request(
                method,
                url,
                params=params,
                data=None if content is None else content[1],
                headers=None if content is None else {"Content-Type": content[0]},
                timeout=self._timeout,
            )
        except requests.RequestException as lost:
            if again or never_sent(lost):
                raise _TryAgain(unreachable(lost, place)) from lost
            raise UnknownOutcome("google-unknown-outcome", reason=type(lost).__name__, **place) from lost
        except auth_errors.GoogleAuthError as denied:
            raise _not_signed_in(denied, place) from denied
        if response.ok:
            return response
        error = refused(response, place)
        if is_rate_limit(error):
            raise _TryAgain(error, retry_after(response))
        if error.status < 500 or error.status == 501:
            raise error
        if again:
            raise _TryAgain(error, retry_after(response))
        raise UnknownOutcome("google-unknown-outcome", status=error.status, reason=error.reason, **place)

    def _sign_in(self, place: Mapping[str, Any]) -> None:
        """Fetch a token where none is valid: one thread does, the others wait for it."""
        if self.credentials.valid:
            return
        with self._signing_in:
            if self.credentials.valid:
                return
            assert self.session is not None  # makes this thread's way of signing in
            try:
                cast(Any, self.credentials).refresh(self._local.sign_in)
            except auth_errors.GoogleAuthError as denied:
                raise _not_signed_in(denied, place) from denied
            except TypeError as foreign:  # google-auth takes whatever is no JSON for text and reads on
                raise GoogleError("google-unavailable", status=200, message=NOT_GOOGLES, **place) from foreign

    def _count(self, api: str) -> None:
        with self._counting:
            self.requests[api] += 1


def gspread_client(google: Google) -> gspread.Client:
    """A gspread client whose every request goes through `google`; a write is not sent twice."""

    class Bounded(HTTPClient):
        """gspread's client without its own waiting."""

        def request(
            self,
            method: str,
            endpoint: str,
            params: Mapping[str, Any] | None = None,
            data: bytes | None = None,
            json: Mapping[str, Any] | None = None,
            files: object = None,
            headers: object = None,
        ) -> requests.Response:
            assert data is None and files is None and headers is None
            verb = cast(Method, method.upper())
            what = _what(endpoint)
            answer = google.request(verb, endpoint, what=what, params=params, body=json)
            parsed(answer, {"api": api_of(endpoint), "what": what}, again=verb == "GET")
            return answer

    return gspread.Client(google.credentials, session=google.session, http_client=Bounded)


def _authorized(credentials: Credentials, sign_in: Request) -> requests.Session:
    """google-auth's session; it signs in again once when an answer says 401."""
    make = cast(Callable[..., requests.Session], AuthorizedSession)
    return make(credentials, max_refresh_attempts=1, auth_request=sign_in)


class _TryAgain(Exception):
    """A call that may be sent again, after `wait` seconds where Google said so."""

    def __init__(self, error: GoogleError, wait: float | None = None) -> None:
        self.error, self.wait = error, wait
        super().__init__(str(error))


def _not_signed_in(denied: auth_errors.GoogleAuthError, place: Mapping[str, Any]) -> Exception:
    """What a failed sign-in means: to try again where the token address could not answer, else a refusal."""
    if isinstance(denied, auth_errors.TransportError) or denied.retryable or is_passing(denied):
        return _TryAgain(unreachable(denied, place))
    return sign_in_refused(denied, place)


_EXPONENTIAL = tenacity.wait_random_exponential(multiplier=1, max=60)
_RATE_ATTEMPTS = 7  # the waits between them add up to 63 s and more: Google's quotas are by the minute
_RATE_WAIT = tenacity.wait_exponential(multiplier=1, max=32)


def _of_rate_limit(state: tenacity.RetryCallState) -> bool:
    failed = state.outcome.exception() if state.outcome else None
    return isinstance(failed, _TryAgain) and is_rate_limit(failed.error)


def _wait(state: tenacity.RetryCallState) -> float:
    """What Google asked for, plus a little so that many do not come at once; else exponential with jitter."""
    failed = state.outcome.exception() if state.outcome else None
    if isinstance(failed, _TryAgain) and failed.wait is not None:
        return failed.wait + random.uniform(0, 1)  # noqa: S311 - not a secret
    if _of_rate_limit(state):
        return float(_RATE_WAIT(state)) + random.uniform(0, 1)  # noqa: S311 - not a secret
    return float(_EXPONENTIAL(state))


def _what(url: str) -> str:
    """The id of the spreadsheet that a Sheets address is about."""
    return urlsplit(url).path.removeprefix("/v4/spreadsheets/").split("/")[0].split(":")[0]
