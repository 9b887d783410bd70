"""What an app asks of a person at the authorization endpoint, read strictly: codes go only where they may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import orjson

from sync.workspace.access import apps, scopes
from sync.workspace.doors import is_loopback
from sync.workspace.refused import TokenRefusal
from sync.workspace.store import Store

FIELDS = (
    *("client_id", "redirect_uri", "response_type", "scope", "state", "access_type", "prompt"),
    *("code_challenge", "code_challenge_method", "login_hint", "include_granted_scopes"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An app's request: who asks, for which scopes, and where the answer goes. `fields` are as given."""

    app: str
    app_name: str
    scopes: tuple[str, ...]
    redirect_uri: str
    fields: Mapping[str, str]

    @property
    def origin(self) -> str:
        """Scheme and host of where the answer goes."""
        parts = urlsplit(self.redirect_uri)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")

    def answer(self, **told: str) -> str:
        """The address that the browser goes to with the answer."""
        state = {"state": self.fields["state"]} if "state" in self.fields else {}
        mark = "&" if urlsplit(self.redirect_uri).query else "?"
        return self.redirect_uri + mark + urlencode(state | told)


def read(store: Store, given: Mapping[str, str]) -> Asked:
    """The request; TokenRefusal, with Google's name for what is wrong, where it is not one."""
    fields = {name: given[name] for name in FIELDS if name in given}
    client_id = fields.get("client_id", "")
    if not client_id:
        raise TokenRefusal("invalid_request", "Missing required parameter: client_id")
    client = apps.client(store, client_id)
    redirect = fields.get("redirect_uri", "")
    if not redirect:
        raise TokenRefusal("invalid_request", "Missing required parameter: redirect_uri")
    registered = orjson.loads(client["redirect_uris"]) if client else []
    if not (redirect in registered if registered else _is_own_machine(redirect)):
        raise TokenRefusal("redirect_uri_mismatch", redirect)
    if fields.get("response_type") != "code":
        raise TokenRefusal("unsupported_response_type", fields.get("response_type", ""))
    wanted = tuple(fields.get("scope", "").split())
    if not wanted:
        raise TokenRefusal("invalid_request", "Missing required parameter: scope")
    if unknown := [scope for scope in wanted if not scopes.known(scope)]:
        raise TokenRefusal("invalid_scope", " ".join(unknown))
    if fields.get("code_challenge_method", "plain") not in {"plain", "S256"}:
        raise TokenRefusal("invalid_request", "Invalid parameter: code_challenge_method")
    return Asked(client_id, client["name"] if client else client_id, wanted, redirect, fields)


def _is_own_machine(address: str) -> bool:
    """Whether an app that nobody registered listens on the person's own machine, as desktop apps do."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "http" and not parts.fragment and (parts.port or 80) > 0
        return plain and is_loopback(parts.hostname or "")
    except ValueError:
        return False
