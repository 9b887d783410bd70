"""One call to Google as it is sent: what comes of an attempt, and what that says of all others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import requests

from sync.errors import GoogleError, Postponed, UnknownOutcome
from sync.google_sign_in import SignInFailed
from sync.patience import Round
from sync.quotas import drawn_by
from sync.refusals import foreign, is_foreign, is_rate_limit, is_servers, is_whole, refused, retry_after

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Content = tuple[str, bytes]
"""What is sent where it is no JSON: its media type, and the bytes."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is sent.

    `place` says the api and what it is about, `again` whether it may be sent again. `reads` makes of an
    accepting answer what is wanted of it, or raises what `parsed` raises.
    """

    method: Method
    url: str
    params: Mapping[str, Any] | None
    content: Content | None
    place: Mapping[str, Any]
    again: bool
    reads: Callable[[requests.Response], Any]

    @property
    def api(self) -> str:
        """The API that is asked ("forms")."""
        return str(self.place["api"])

    @property
    def kind(self) -> str:
        """What quota it draws on ("forms.responses")."""
        return drawn_by(self.method, self.url)[0]


class TryAgain(Exception):
    """A call that may be sent again, after `wait` seconds where Google said so.

    `unsent`: no connection was made; `key`: to what, "" where it is the address that signs in.
    """

    def __init__(
        self, error: GoogleError, wait: float | None = None, *, unsent: bool = False, key: str | None = None
    ) -> None:
        self.error, self.wait, self.unsent, self.key = error, wait, unsent, key
        super().__init__(str(error))


class Whole(Exception):
    """What keeps everything under a key from being answered, not this call alone."""

    def __init__(self, key: str, error: GoogleError, kind: type[GoogleError] | None = None) -> None:
        self.key, self.error = key, error
        self.told = error_as(kind or Postponed, error)
        super().__init__(str(error))


def answer_of(answer: requests.Response, call: Call) -> Any:
    """What is wanted of Google's answer to a call. Raises TryAgain, Whole or GoogleError for others."""
    if is_foreign(answer):
        raise Whole("", foreign(answer, call.place), None if call.again else UnknownOutcome)
    if not answer.ok:
        raise _refusal(answer, call)
    try:
        return call.reads(answer)
    except UnknownOutcome:
        raise
    except GoogleError as cut:
        raise TryAgain(cut) from cut


def _refusal(answer: requests.Response, call: Call) -> Exception:
    """What a refusing answer means for a call: to send it again, or what to raise."""
    error = refused(answer, call.place)
    if is_rate_limit(error):
        return TryAgain(error, retry_after(answer))
    if error.code == "google-sign-in":
        return Whole("", error)
    if is_whole(error):
        return Whole(call.kind if error.code == "google-no-quota" else call.api, error)
    if not is_servers(error.status):
        return error
    if call.again:
        return TryAgain(error, retry_after(answer))
    return UnknownOutcome("google-unknown-outcome", status=error.status, reason=error.reason, **call.place)


def given_up(failed: TryAgain, call: Call, round_: Round) -> GoogleError:
    """What is raised for a call that was in vain so often; what that says of all others is noted."""
    if is_rate_limit(failed.error):
        return error_as(Postponed, failed.error)
    if failed.key is not None or failed.unsent:
        round_.block(call.api if failed.key is None else failed.key, failed.error)
        return error_as(Postponed, failed.error)
    round_.leaves_unanswered(call.api, failed.error)
    return failed.error


def error_as(kind: type[GoogleError], error: GoogleError, **other: Any) -> GoogleError:
    """The same error as another kind of it, with `other` values where they are given."""
    values: dict[str, Any] = {name: text for name, text in error.values.items() if name != "status"}
    return kind(error.code, status=error.status, **{**values, **other})


@contextmanager
def told_of_sign_in() -> Iterator[None]:
    """Say of a failed sign-in what it means for the call that needs it."""
    try:
        yield
    except SignInFailed as failed:
        if failed.passing:
            raise TryAgain(failed.error, key="") from failed
        raise Whole("", failed.error) from failed
