"""Signing in to Google: one thread does it, the others take over what came of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from typing import Any, cast

from google.auth import exceptions as auth_errors
from google.auth.credentials import Credentials
from google.auth.transport.requests import Request

from sync.errors import GoogleError, NithetError
from sync.refusals import NOT_GOOGLES, is_passing, never_sent, sign_in_refused, unreachable

Credentialed = Callable[[], Credentials]


class SignInFailed(Exception):
    """No token was given. `passing`: not by a refusal of the credentials, so that it may be tried again."""

    def __init__(self, error: GoogleError, *, passing: bool, unsent: bool = False) -> None:
        self.error, self.passing, self.unsent = error, passing, unsent
        super().__init__(str(error))


class SignIn:
    """The credentials that all threads share; `renew` gives them anew, as a person may have renewed them."""

    def __init__(self, credentials: Credentials, renew: Credentialed | None = None) -> None:
        self.credentials, self._renew = credentials, renew
        self._lock = threading.Lock()
        self._tries, self._failed, self._refused = 0, cast(SignInFailed | None, None), False

    def look_again(self) -> None:
        """Where Google refused the credentials: take those that are there now."""
        if self._refused and self._renew:
            with contextlib.suppress(NithetError):  # what is there cannot be used either
                self.credentials = self._renew()

    def ensure(self, request: Request, place: Mapping[str, Any]) -> None:
        """Fetch a token where none is valid. Raises SignInFailed."""
        tries = self._tries
        if not self.credentials.valid:
            with self._lock:
                if not self.credentials.valid:
                    self._refresh(tries, request, place)

    def anew(self, refused: str | None, request: Request, place: Mapping[str, Any]) -> None:
        """Fetch another token than the one that Google `refused`. Raises SignInFailed."""
        tries = self._tries
        with self._lock:
            if self.credentials.token == refused:
                self._refresh(tries, request, place)

    def _refresh(self, tries: int, request: Request, place: Mapping[str, Any]) -> None:
        if self._tries != tries and self._failed:  # another thread tried while this one waited for it
            raise SignInFailed(self._failed.error, passing=self._failed.passing, unsent=self._failed.unsent)
        try:
            cast(Any, self.credentials).refresh(request)
        except auth_errors.GoogleAuthError as denied:
            self._failed = failed_of(denied, place)
        except (TypeError, AttributeError, ValueError, KeyError):
            # google-auth takes what is no JSON for text, and what is no object for one, and reads on.
            error = GoogleError("google-unavailable", status=200, message=NOT_GOOGLES, **place)
            self._failed = SignInFailed(error, passing=False)
        else:
            self._failed, self._refused = None, False
        finally:
            self._tries += 1
        if self._failed:
            self._refused = self._failed.error.status == 401
            raise self._failed


def failed_of(denied: auth_errors.GoogleAuthError, place: Mapping[str, Any]) -> SignInFailed:
    """What a failed sign-in means: to try again where the token address could not answer, else a refusal."""
    if isinstance(denied, auth_errors.TransportError) or denied.retryable or is_passing(denied):
        return SignInFailed(unreachable(denied, place), passing=True, unsent=never_sent(denied))
    return SignInFailed(sign_in_refused(denied, place), passing=False)
