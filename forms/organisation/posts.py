"""Who decides at a step: the holders of posts, and who acts for the head while the head is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from forms.model import Organisation

_OF_PEOPLE: Final = ("head", "deputy", "stand-in", "team-lead")  # no post need name who they are


def heads(organisation: Organisation) -> tuple[str, ...]:
    """The supervisors who may decide for the group: its head, then those who act, in their order."""
    return tuple(dict.fromkeys(code for code in (organisation.head, *organisation.acting) if code))


def present_heads(organisation: Organisation, day: date, absent: Collection[str]) -> tuple[str, ...]:
    """Of `heads`, those who are neither away nor gone on a day, in their order."""
    return tuple(
        code
        for code in heads(organisation)
        if code not in absent
        and ((person := organisation.supervisors.get(code)) is None or person.in_office(day))
    )


def acting_head(
    organisation: Organisation, day: date, absent: Collection[str], requester: str | None = None
) -> str:
    """Who holds the head's post on a day: the head, or the first who acts and is neither away nor gone.

    The head also where nobody else is there; "" where no head is configured. Of what somebody who acts
    asks for, the next in order decides (`besides`).
    """
    return head_of(besides(present_heads(organisation, day, absent), requester, organisation), organisation)


def head_of(present: Iterable[str], organisation: Organisation) -> str:
    """The first who is there to hold the head's post, else the head."""
    return next(iter(present), organisation.head)


def besides(present: Iterable[str], requester: str | None, organisation: Organisation) -> tuple[str, ...]:
    """Those who may hold the head's post for a request: nobody who acts decides of his or her own.

    What the head asks for passes the head as ever: those above decide.
    """
    own = requester if requester != organisation.head else None
    return tuple(code for code in present if code != own)


def filled(by: str, organisation: Organisation) -> str:
    """The role whose holders decide at a step of a role: the head's where no such post is configured."""
    return by if by in _OF_PEOPLE or by in organisation.posts else "head"


def members(by: str, organisation: Organisation) -> tuple[str, ...]:
    """The supervisors whose work group holds the post of a role, by code; () where no work group does."""
    post = organisation.posts.get(by)
    if post is None or post.work_group is None:
        return ()
    people = organisation.supervisors.values()
    return tuple(person.code for person in people if person.work_group == post.work_group)


def editors(by: str, organisation: Organisation) -> tuple[str, ...]:
    """The addresses that may decide at a step whose role is `by` (see `forms.model.chains.Step`), each once.

    Those who act for the head may always: which of them held the post is noted with the decision.
    A role that no post or person of the configuration fills is filled by the head.
    """
    people, posts = organisation.supervisors, organisation.posts
    if by in posts and by != "head":
        return _addresses([*(people[code].email for code in members(by, organisation)), posts[by].email])
    if by == "deputy":
        return _addresses(deputy.email for deputy in organisation.deputies.values())
    if by in ("stand-in", "team-lead"):
        return _addresses(person.email for person in people.values())
    head = posts["head"].email if "head" in posts else None
    return _addresses([head, *(people[code].email for code in heads(organisation) if code in people)])


def holder(
    by: str, organisation: Organisation, day: date, absent: Collection[str], requester: str | None = None
) -> str:
    """Who holds the post of a step on a day, by code: the acting head, else the role itself."""
    if filled(by, organisation) != "head":
        return by
    return acting_head(organisation, day, absent, requester) or by


def others_than(requester: str | None, organisation: Organisation) -> tuple[str, ...]:
    """The addresses that may decide for the head of a request of somebody who acts; () for anybody else's."""
    person = organisation.supervisors.get(requester or "")
    if person is None or not person.email or requester not in organisation.acting:
        return ()
    if requester == organisation.head:
        return ()
    return tuple(address for address in editors("head", organisation) if address != person.email)


def _addresses(emails: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(email for email in emails if email))
