"""Who can open a file, held against who may: what goes beyond it in Drive's own list of permissions.

Pure. Roles and kinds are Google's (Drive v3, the resource Permission): a permission of a folder holds for
all that lies in it, and is listed with every file there as inherited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Permission = Mapping[str, Any]
How = Literal["anyone", "owner", "inherited", "person", "role"]

RANK: Final[Mapping[str, int]] = {
    "reader": 1,
    "commenter": 2,
    "writer": 3,
    "fileOrganizer": 4,
    "organizer": 5,
    "owner": 6,
}
WRITES: Final = "writer:"  # stands in the ledger before the address of somebody who may write
_HOWS: Final[tuple[How, ...]] = ("anyone", "owner", "inherited", "person", "role")  # the gravest first


@dataclass(frozen=True, slots=True)
class Beyond:
    """Access that no configuration names. `who` is an address, "*@domain" for all of one, "*" for anyone.

    `how` it goes beyond: "anyone" with the link or in a domain, an "owner" who is not us or is about to be
    one, what is "inherited" from a folder or shared drive, a "person" (or group), a "role" above the given.
    """

    how: How
    who: str
    role: str


def given_roles(given: Iterable[str]) -> dict[str, str]:
    """Of whom the ledger has as let in ("writer:" before who may write): the strongest role, by address."""
    roles: dict[str, str] = {}
    for who in given:
        address, role = who.removeprefix(WRITES).lower(), "writer" if who.startswith(WRITES) else "reader"
        if RANK[role] >= RANK.get(roles.get(address, ""), 0):
            roles[address] = role
    return roles


def beyond(
    permissions: Iterable[Permission],
    allowed: Mapping[str, str],
    *,
    account: str,
    known: Collection[str] = (),
) -> tuple[Beyond, ...]:
    """What goes beyond `allowed` (roles by address in small letters), the gravest first.

    `account` is the address that nithet works as, "" where that is not known yet: then nobody who owns is
    told. `known` are addresses that the settings have as let in by other ways, in small letters. Who may
    fill a form stands in a view of its own, and is not looked at here; nor are accounts that are deleted.
    """
    found = (_judged(one, allowed, account.lower(), known) for one in permissions)
    every = {one for one in found if one is not None}
    return tuple(sorted(every, key=lambda one: (_HOWS.index(one.how), one.who, one.role)))


def is_inherited(permission: Permission) -> bool:
    """Whether a file has a permission from a folder or shared drive alone."""
    details = permission.get("permissionDetails") or ()
    return bool(details) and all(detail.get("inherited") for detail in details)


def holder(permission: Permission) -> str:
    """Whom a permission is for: an address in small letters, "*@domain", "*" for anyone."""
    if permission["type"] == "anyone":
        return "*"
    if permission["type"] == "domain":
        return f"*@{permission.get('domain', '')}".lower()
    return str(permission.get("emailAddress", "?")).lower()


def _judged(
    permission: Permission, allowed: Mapping[str, str], account: str, known: Collection[str]
) -> Beyond | None:
    if permission.get("view") == "published" or permission.get("deleted"):
        return None
    who, role = holder(permission), str(permission["role"])
    if permission["type"] in {"anyone", "domain"}:
        return Beyond("anyone", who, role)
    if who == account or who in known:
        return None
    how: How | None = None
    if role == "owner" or permission.get("pendingOwner"):
        how = "owner" if account else None
    elif who not in allowed:
        how = "inherited" if is_inherited(permission) else "person"
    elif RANK.get(role, max(RANK.values())) > RANK[allowed[who]]:
        how = "role"
    return Beyond(how, who, role) if how else None
