"""Warn of people whom the configuration gives no address: nothing is sent to them, and they fill no cell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from forms.model import Form, Organisation, Wording
from forms.organisation.posts import editors, filled
from forms.places import Place

_ADDRESS = "email: name@office.example"


def lint_addresses_needed(
    root: Place, there: Organisation, forms: Iterable[Form], today: date | None
) -> None:
    """Name those without an address once for each part, and the steps of chains that nobody can take.

    `root` is the whole of organisation.yaml. Without `today` nobody is taken to have left.
    """
    roles = _roles(forms)
    people = there.supervisors.values()
    serving = [one for one in people if today is None or one.until is None or today < one.until]
    instead = Wording("; every supervisor may decide in their place")
    _warn(
        root.at("supervisors"),
        [one.code for one in serving if not one.email],
        instead if roles.keys() & {"stand-in", "team-lead"} else Wording(""),
    )
    every_deputy = Wording("; every deputy may decide in their place")
    _warn(
        root.at("deputies"),
        [one.code for one in there.deputies.values() if not one.email],
        every_deputy if "deputy" in roles and "deputy" not in there.posts else Wording(""),
    )
    posts = (one for one in there.posts.values() if not one.email and not one.work_group)
    unused = [one.code for one in posts if one.code not in roles]
    _warn(root.at("posts"), unused, Wording(""))
    for role, titles in roles.items():
        named = {"role": role, "titles": ", ".join(titles)}
        if filled(role, there) != role:
            message = Wording("no post {role} stands here: the head decides in its place ({titles})", named)
            right = Wording("{role}: {{name: …, work_group: …}}, or its email", {"role": role})
            root.at("posts").warn(message, right)
        if not editors(role, there):
            message = Wording(
                "nobody has an address who decides as {role} ({titles}): such records wait for ever", named
            )
            _place(root, there, role).warn(message, _ADDRESS)


def _roles(forms: Iterable[Form]) -> dict[str, dict[str, None]]:
    """Who takes the steps of the chains, with the titles of the forms whose steps they take."""
    found: dict[str, dict[str, None]] = {}
    for form in forms:
        for chain in form.chains.of.values() if form.chains else ():
            for step in chain.steps:
                found.setdefault(step.by, {})[form.title] = None
    return found


def _warn(part: Place, codes: list[str], instead: Wording) -> None:
    if codes:
        names = {"names": ", ".join(codes), "instead": instead}
        message = Wording("no address: {names} get no mail and fill no yellow cells{instead}", names)
        part.at(codes[0]).warn(message, _ADDRESS)


def _place(root: Place, there: Organisation, role: str) -> Place:
    """Where an address for a role is to be written."""
    if role in there.posts:
        return root.at("posts").at(role)
    part = {"deputy": "deputies", "stand-in": "supervisors", "team-lead": "supervisors"}.get(role, "head")
    return root.at(part)
