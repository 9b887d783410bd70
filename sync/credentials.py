"""Whom nithet works as: the embedded workspace's account, a person who consented, or a service account."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.oauth2 import credentials as person
from google.oauth2 import service_account as machine
from google_auth_oauthlib.flow import InstalledAppFlow
from oauthlib.oauth2 import OAuth2Error

from sync.errors import GoogleError, InputError

# The one scope: files that nithet itself made. It is enough for every call that nithet makes.
SCOPES = ("https://www.googleapis.com/auth/drive.file",)


class _AtHome(machine.Credentials):
    """A service account that asks nobody but its token address.

    google-auth asks iamcredentials.googleapis.com for the account's regional access boundary
    beside every new token. None is needed for Forms, Drive and Sheets, and on the embedded
    workspace nothing may leave the machine. `sync.google_transport` would refuse it besides.
    """

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False

    def _build_regional_access_boundary_lookup_url(self, request: object = None) -> None:
        return None


def embedded(folder: Path) -> Credentials:
    """The embedded workspace's own service account, from `folder`/service-account.json."""
    return service_account(folder / "service-account.json")


def service_account(path: Path) -> Credentials:
    """A service account's key file. InputError credentials-missing or credentials-broken."""
    key = _read(path)
    make = cast(Callable[..., Credentials], _AtHome.from_service_account_info)
    try:
        return make(key, scopes=SCOPES)
    except (GoogleAuthError, ValueError, TypeError, KeyError) as broken:
        raise _broken(path, broken) from None


def from_token_file(path: Path) -> Credentials:
    """A person's consent, as `connect` kept it. InputError credentials-missing or credentials-broken."""
    token = _read(path)
    make = cast(Callable[..., Credentials], person.Credentials.from_authorized_user_info)
    try:
        return make(token, scopes=SCOPES)
    except (GoogleAuthError, ValueError, TypeError, KeyError) as broken:
        raise _broken(path, broken) from None


def connect(
    client_file: Path, token_file: Path, *, open_browser: bool = True, say: str | None = None
) -> Credentials:
    """Ask a person for consent and keep the token in `token_file`, readable by its owner only.

    Opens the browser, or shows the address to open; the answer comes to a port of 127.0.0.1. `say`
    is the line shown with the address, with "{url}" in it. InputError for a client file that is
    missing or not one of a desktop app; GoogleError google-sign-in where consent was refused.
    """
    client = _read(client_file)
    if "installed" not in client:
        raise _broken(client_file, 'it has no "installed" part: choose the type "Desktop app"')
    try:
        flow = InstalledAppFlow.from_client_config(client, scopes=list(SCOPES))
        prompt = {} if say is None else {"authorization_prompt_message": say}
        consented = flow.run_local_server(
            host="127.0.0.1",
            port=0,
            open_browser=open_browser,
            access_type="offline",
            prompt="consent",
            **prompt,
        )
    except OAuth2Error as refused:
        raise GoogleError(
            "google-sign-in", status=401, api="token", what=str(client_file), message=str(refused)
        ) from None
    except (ValueError, KeyError) as broken:
        raise _broken(client_file, broken) from None
    write_private(token_file, str(consented.to_json()).encode())
    return cast(Credentials, consented)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError("credentials-missing", file=path) from None
    except OSError as unreadable:
        raise _broken(path, unreadable.strerror or str(unreadable)) from None
    except ValueError:
        raise _broken(path, "it is not JSON") from None
    if not isinstance(content, dict):
        raise _broken(path, "it is not a JSON object")
    return content


def _broken(path: Path, why: object) -> InputError:
    return InputError("credentials-broken", file=path, message=str(why).split("\n", maxsplit=1)[0])
