"""Seeds of people and of how they sign in: authorized users, service accounts, clients, groups, tokens."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from sync.workspace import sharing
from sync.workspace.access import accounts, apps, keys, scopes, tokens, visitors
from sync.workspace.access.accounts import Grant
from sync.workspace.errors import Refusal, not_found
from sync.workspace.seeds.given import Seed, route


def add_person(seed: Seed) -> dict[str, Any]:
    """A person, and the authorized-user JSON with which any Google client signs in as them."""
    email, name = seed.address_of(), seed.text("name", "")
    wanted = seed.texts("scopes") or scopes.EVERYTHING.split()
    if unknown := [one for one in wanted if not scopes.served(one)]:
        seed.object(
            f"No scope of Drive, Sheets or Forms: {', '.join(unknown)}. Such are {scopes.EVERYTHING}."
        )
    client_id, secret = seed.text("client_id", ""), ""
    seed.check()
    with seed.store.transaction() as tx:
        accounts.restore_person(tx, email)
        accounts.add_person(tx, email, name)
        if client_id:
            client = apps.client(seed.store, client_id)
            if client is None:
                raise Refusal(400, f"No OAuth client {client_id} was made under /_workspace/clients.")
            secret = client["secret"]
        else:
            client_id, secret = apps.register(tx, "seed", [])
        refresh = tokens.grant_refresh_token(tx, email, " ".join(wanted), client_id)
    issued = tokens.issue(seed.store, Grant(email, frozenset(wanted), client_id), refresh)
    expiry = datetime.now(UTC) + timedelta(seconds=issued.life)
    user = {
        "type": "authorized_user",
        "token": issued.token,
        "expiry": expiry.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "client_id": client_id,
        "client_secret": secret,
        "refresh_token": refresh,
        "token_uri": f"{seed.address}/token",
        "scopes": wanted,
        "universe_domain": "googleapis.com",
    }
    return {"email": email, "name": accounts.name_of(seed.store, email), "authorized_user": user}


def list_people(seed: Seed) -> dict[str, Any]:
    """Everybody whom the workspace knows."""
    return {"people": [{"email": email, "name": name} for email, name in accounts.everybody(seed.store)]}


def name_people(seed: Seed) -> dict[str, Any]:
    """Names for people by their address, in the order in which the pages list them.

    Whom the workspace does not know yet it knows from now on.
    """
    names = seed.mapping("names")
    if not all(isinstance(name, str) and email.count("@") == 1 for email, name in names.items()):
        seed.object('"names" must tell the name of each address.')
    seed.check()
    wanted = {e: name for e, name in names.items() if name and not accounts.is_gone(seed.store, e)}
    known = [one for one in accounts.everybody(seed.store) if one[0] in wanted]
    if known != list(wanted.items()):
        with seed.store.transaction() as tx:
            accounts.name_people(tx, wanted)
    return {}


def remove_person(seed: Seed) -> dict[str, Any]:
    """Delete a person's account: their tokens end, nobody acts for them, their files stay."""
    with seed.store.transaction() as tx:
        if not accounts.is_known(tx, seed.path["email"]):
            raise not_found()
        tokens.revoke_all(tx, seed.path["email"])
        accounts.remove_person(tx, seed.path["email"])
        visitors.close_sessions(tx, seed.path["email"])
    return {}


def add_service_account(seed: Seed) -> dict[str, Any]:
    """One more service account: the content of its key file. It acts for nobody else unless asked to."""
    email = seed.address_of()
    acts = seed.flag("acts_for_others", False)
    seed.check()
    if keys.account(seed.store, email):
        raise Refusal(409, f"There is a service account {email} already.")
    with seed.store.transaction() as tx:
        return keys.new_account(tx, email, seed.address, acts_for_others=acts)


def remove_service_account(seed: Seed) -> dict[str, Any]:
    """Delete a service account with its keys and tokens."""
    with seed.store.transaction() as tx:
        if not keys.remove_account(tx, seed.path["email"]):
            raise not_found()
        tokens.revoke_all(tx, seed.path["email"])
    return {}


def add_client(seed: Seed) -> dict[str, Any]:
    """An OAuth client: the client_secret.json of a desktop app, or of a web app with `redirect_uris`."""
    name, uris = seed.text("name", "An app"), seed.texts("redirect_uris")
    seed.check()
    with seed.store.transaction() as tx:
        client_id, secret = apps.register(tx, name, uris)
    return {
        "web" if uris else "installed": {
            "client_id": client_id,
            "project_id": "nithet-workspace",
            "auth_uri": f"{seed.address}/o/oauth2/auth",
            "token_uri": f"{seed.address}/token",
            "client_secret": secret,
            "redirect_uris": uris or ["http://localhost"],
        }
    }


def set_group(seed: Seed) -> dict[str, Any]:
    """A group and who is in it, people or other groups; no members: no group."""
    members = seed.texts("members")
    seed.check()
    with seed.store.transaction() as tx:
        sharing.set_group(tx, seed.path["email"], members)
    return {"email": seed.path["email"], "members": members}


def _chosen(seed: Seed) -> tuple[str, str]:
    email, token = seed.text("email", ""), seed.text("token", "")
    if not email and not token:
        seed.object('Name whose tokens ("email") or which one ("token").')
    return email, token


def expire_tokens(seed: Seed) -> dict[str, Any]:
    """Let access tokens be over now (with `"kind": "refresh"` refresh tokens), of a person or one."""
    email, token = _chosen(seed)
    kind = seed.text("kind", "access")
    seed.check()
    with seed.store.transaction() as tx:
        return {"tokens": tokens.expire(tx, email=email, token=token, kind=kind)}


def revoke_tokens(seed: Seed) -> dict[str, Any]:
    """End tokens as when a person takes their consent back: all of theirs, or one with its kin."""
    email, token = _chosen(seed)
    seed.check()
    with seed.store.transaction() as tx:
        return {"tokens": tokens.revoke_all(tx, email) if email else int(tokens.revoke(tx, token))}


def set_token_life(seed: Seed) -> dict[str, Any]:
    """Make new access tokens good for so many seconds; Google's hour is 3600."""
    seconds = seed.number("seconds", 0, 86400)
    seed.check()
    with seed.store.transaction() as tx:
        tokens.set_token_life(tx, seconds)
    return {"seconds": seconds}


def open_with_app(seed: Seed) -> dict[str, Any]:
    """Give a file to an app, as a person does in Google's file picker: drive.file reaches it from now on."""
    app = seed.text("app")
    seed.check()
    with seed.store.transaction() as tx:
        _require_file(tx, seed.path["file"])
        apps.note(tx, seed.path["file"], app)
    return {}


def _require_file(tx: sqlite3.Connection, file_id: str) -> None:
    if tx.execute("SELECT 1 FROM files WHERE id = ?", (file_id,)).fetchone() is None:
        raise not_found()


routes = [
    route("GET", "people", list_people),
    route("POST", "people", add_person),
    route("PUT", "people", name_people),
    route("DELETE", "people/{email}", remove_person),
    route("POST", "service-accounts", add_service_account),
    route("DELETE", "service-accounts/{email}", remove_service_account),
    route("POST", "clients", add_client),
    route("PUT", "groups/{email}", set_group),
    route("POST", "tokens/expire", expire_tokens),
    route("POST", "tokens/revoke", revoke_tokens),
    route("PUT", "tokens/life", set_token_life),
    route("POST", "files/{file}/apps", open_with_app),
]
