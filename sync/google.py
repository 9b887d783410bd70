"""The one door to Google: sessions, addresses, bounded retry inside a budget and a deadline.

Every call of nithet and of gspread goes through `Google.request`. With a `base` the same requests
go to the embedded workspace: a transport adapter changes scheme and host, nothing else.
"""

from __future__ import annotations

import functools
import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import urlsplit

import gspread
import orjson
import requests
from google.auth import exceptions as auth_errors
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.http_client import HTTPClient

from sync.errors import GoogleError, Postponed, UnknownOutcome
from sync.google_attempts import (
    Call,
    Content,
    Method,
    TryAgain,
    Whole,
    answer_of,
    error_as,
    given_up,
    told_of_sign_in,
)
from sync.google_sign_in import Credentialed, SignIn, failed_of
from sync.google_transport import Recorder, Transport, api_of
from sync.patience import ATTEMPTS, CALL_SECONDS, RATE_ATTEMPTS, ROUND_SECONDS, Clock, Round, pause
from sync.quotas import LONGEST_HOLD, Budget, OutOfTime, Sent, drawn_by
from sync.refusals import is_rate_limit, never_sent, parsed, unreachable

__all__ = ["DRIVE", "FORMS", "SHEETS", "UPLOAD", "Content", "Google", "Method", "gspread_client"]

FORMS = "https://forms.googleapis.com/v1/forms"
DRIVE = "https://www.googleapis.com/drive/v3"
UPLOAD = "https://www.googleapis.com/upload/drive/v3"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"


class Google:
    """Google, or the embedded workspace at `base` ("http://127.0.0.1:8765"), asked by any thread.

    `credentials` come from `sync.credentials`; `renew` gives them anew where Google refused them.
    `attempts` bounds how often one call is sent; a rate limit is waited for more often, so that a quota
    of a minute can refill. `deadline` is the number of seconds after which a call is not sent again, nor
    waited for; `timeout` the seconds for connecting and for an answer. `limits` are the units a minute
    of each kind of call (sync.quotas.LIMITS) that a call waits for, `sent` what an earlier process drew
    of them. `clock` and `sleep` are those of all waiting. `requests` counts what was sent, retries too,
    by "forms", "drive", "sheets", "docs" and "token". `recorder` is told of every request with Google's
    own address, and of its response (None where none came).
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        base: str | None = None,
        attempts: int = ATTEMPTS,
        deadline: float = CALL_SECONDS,
        timeout: tuple[float, float] = (10.0, 60.0),
        recorder: Recorder | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
        limits: Mapping[str, int] | None = None,
        sent: Sent | None = None,
        renew: Credentialed | None = None,
    ) -> None:
        self.base = base
        self.requests: Counter[str] = Counter()
        self.round: Round | None = None
        self._attempts, self._deadline, self._timeout = attempts, deadline, timeout
        self._clock = Clock(clock, sleep)
        self._budget = Budget(self._clock, limits or {}, sent)
        self._asked_to_wait: dict[str, float] = {}  # until when, by address: a server's failure is its own
        self._recorder, self._signing = recorder, SignIn(credentials, renew)
        self._local = threading.local()
        self._counting = threading.Lock()

    @property
    def credentials(self) -> Credentials:
        """Whom nithet works as."""
        return self._signing.credentials

    @contextmanager
    def working(self, seconds: float = ROUND_SECONDS) -> Iterator[Round]:
        """A round of work with one deadline; what is found out of reach in it is not asked again in it.

        Within another round it is that one.
        """
        if self.round is not None:
            yield self.round
            return
        self._signing.look_again()
        self.round = Round(self._clock, seconds)
        try:
            yield self.round
        finally:
            self.round = None

    def expect(self, kind: str, what: str) -> None:
        """Raise Postponed where a call of a kind ("sheets.write") would be, before work is done for it."""
        if self.round is None:
            return
        api = kind.partition(".")[0]
        if whole := self.round.blocking(kind):
            raise error_as(Postponed, whole, api=api, what=what)
        if self.round.is_over:
            raise Postponed("google-postponed", api=api, what=what)

    def end(self) -> None:
        """Wait no more: what would have to wait is Postponed. A signal's handler may call it."""
        self._clock.end()

    @property
    def session(self) -> requests.Session:
        """This thread's session (requests' sessions may not be shared)."""
        if getattr(self._local, "credentials", None) is not self.credentials:
            tokens, session = requests.Session(), _authorized(self.credentials)
            tokens.max_redirects = 0  # the secret that signs in goes to nobody else
            transport = Transport(self.base, self._gate, self._count, self._recorder)
            for either in (session, tokens):
                either.mount("https://", transport)
                either.mount("http://", transport)
            self._local.session, self._local.credentials = session, self.credentials
            self._local.sign_in = functools.partial(Request(tokens), timeout=self._timeout)
        return cast(requests.Session, self._local.session)

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
        as_given: bool = False,
    ) -> Any:
        """Send a JSON call, or an upload, and return the parsed answer, None where that is empty.

        See `request`, and `sync.refusals.parsed` for `as_given`. Raises GoogleError google-unavailable
        where the answer is cut short or not Google's (that of a proxy or of a network's sign-in page): as
        UnknownOutcome for a call that may not be sent again.
        """
        place, again = {"api": api_of(url), "what": what}, method == "GET" or repeatable

        def reads(answer: requests.Response) -> Any:
            return parsed(answer, place, again=again, as_given=as_given)

        return self._asked(Call(method, url, params, _content(body, content), place, again, reads))

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
        json: bool = False,
    ) -> requests.Response:
        """Send a call until it is answered, at most so often and so long as the door was told.

        `what` names the file or thing it is about, for people. GET calls and those called
        `repeatable` are sent again after a lost connection, 5xx and an answer cut short; any other call
        then raises `UnknownOutcome` at once, because it may have been carried out. A rate limit is
        waited for in every call. With `json` an answer that is no object is told as in `call`. Raises
        `Postponed` where Google as a whole is out of reach or the round is over, `GoogleError` for
        whatever else Google answers with.
        """
        place, again = {"api": api_of(url), "what": what}, method == "GET" or repeatable

        def reads(answer: requests.Response) -> requests.Response:
            if json:
                parsed(answer, place, again=again)
            return answer

        answer = self._asked(Call(method, url, params, _content(body, content), place, again, reads))
        return cast(requests.Response, answer)

    def _asked(self, call: Call) -> Any:
        """Send a call until it is answered, or given up."""
        round_, until = self.round or Round(self._clock, math.inf), self._clock.now() + self._deadline
        # In a round a quota is waited for as long as the round goes on: others wait for the same one.
        self._local.until = round_.until if self.round else until
        until, attempt = min(until, round_.until), 0
        while True:
            if whole := round_.blocking(call.kind):
                raise error_as(Postponed, whole, **call.place)
            if round_.is_over:
                raise Postponed("google-postponed", **call.place)
            self._wait_as_asked(call, until)
            attempt += 1
            try:
                answer = self._once(call)
            except TryAgain as failed:
                limit, ailing = is_rate_limit(failed.error), round_.is_ailing(call.api)
                seconds = pause(attempt, limit=limit, asked=failed.wait)
                if limit:
                    self._budget.hold(call.kind, seconds if failed.wait is None else failed.wait)
                elif failed.wait is not None:
                    self._asked_to_wait[call.url] = self._clock.now() + min(failed.wait, LONGEST_HOLD)
                most = max(self._attempts, RATE_ATTEMPTS) if limit else 1 if ailing else self._attempts
                if attempt >= most or self._clock.now() + seconds > until or self._clock.ended:
                    raise given_up(failed, call, round_) from failed
                self._clock.sleep(seconds)
            except OutOfTime:
                raise Postponed("google-postponed", **call.place) from None
            except Whole as found:
                round_.block(found.key, found.error)
                raise found.told from found
            except UnknownOutcome as unknown:
                round_.leaves_unanswered(call.api, unknown)
                raise
            except GoogleError:
                round_.answers(call.api)
                raise
            else:
                round_.answers(call.api)
                return answer

    def _wait_as_asked(self, call: Call, until: float) -> None:
        """Wait for as long as a server that failed at this address asked; Postponed where that is longer."""
        rest = self._asked_to_wait.get(call.url, 0.0) - self._clock.now()
        if self._clock.now() + rest > until:
            raise Postponed("google-postponed", **call.place)
        if rest > 0:
            self._clock.sleep(rest)

    def _once(self, call: Call) -> Any:
        """Send a call once: twice where its token was good a moment ago and is no longer."""
        answer = self._sent(call)
        if answer.status_code == requests.codes.unauthorized:
            used = str(answer.request.headers.get("Authorization", "")).removeprefix("Bearer ")
            with told_of_sign_in():
                self._signing.anew(used, self._local.sign_in, call.place)
            answer = self._sent(call)
        return answer_of(answer, call)

    def _sent(self, call: Call) -> requests.Response:
        """What is answered to a call that is sent once, with a token that is valid by our clock."""
        session = self.session
        with told_of_sign_in():
            self._signing.ensure(self._local.sign_in, call.place)
        try:
            return session.request(
                call.method,
                call.url,
                params=call.params,
                data=None if call.content is None else call.content[1],
                headers=None if call.content is None else {"Content-Type": call.content[0]},
                timeout=self._timeout,
                allow_redirects=False,
            )
        except OSError as lost:  # those of requests among them
            if call.again or never_sent(lost):
                raise TryAgain(unreachable(lost, call.place), unsent=never_sent(lost)) from lost
            reason = type(lost).__name__
            raise UnknownOutcome("google-unknown-outcome", reason=reason, **call.place) from lost
        except auth_errors.GoogleAuthError as denied:
            with told_of_sign_in():
                raise failed_of(denied, call.place) from denied

    @contextmanager
    def _gate(self, method: str, url: str) -> Iterator[None]:
        """Let a request of this thread's call leave when it is its turn."""
        kind, units = drawn_by(method, url)
        with self._budget.drawn(kind, units, self._local.until, self._deadline):
            yield

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
            return google.request(verb, endpoint, what=_what(endpoint), params=params, body=json, json=True)

    return gspread.Client(google.credentials, session=google.session, http_client=Bounded)


def _content(body: Mapping[str, Any] | None, content: Content | None) -> Content | None:
    """A JSON body as what is sent."""
    return content if body is None else ("application/json", orjson.dumps(body))


def _authorized(credentials: Credentials) -> requests.Session:
    """google-auth's session; signing in again after a 401 is `SignIn`'s."""
    make = cast(Callable[..., requests.Session], AuthorizedSession)
    return make(credentials, max_refresh_attempts=0)


def _what(url: str) -> str:
    """The id of the spreadsheet that a Sheets address is about."""
    return urlsplit(url).path.removeprefix("/v4/spreadsheets/").split("/")[0].split(":")[0]
