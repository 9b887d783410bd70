"""Who decides at a step: the holders of posts, and who acts for the head while the head is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from forms.model import Organisation


def heads(organisation: Organisation) -> tuple[str, ...]:
    """The supervisors who may decide for the group: its head, then those who act, in their order."""
    return tuple(dict.fromkeys(code for code in (organisation.head, *organisation.acting) if code))


def acting_head(organisation: Organisation, day: date, absent: Collection[str]) -> str:
    """Who holds the head's post on a day: the head, or the first who acts and is neither away nor gone.

    The head also where nobody else is there; "" where no head is configured.
    """
    present = (
        code
        for code in heads(organisation)
        if code not in absent
        and ((person := organisation.supervisors.get(code)) is None or person.in_office(day))
    )
    return next(present, organisation.head)


def editors(by: str, organisation: Organisation) -> tuple[str, ...]:
    """The addresses that may decide at a step whose role is `by` (see `forms.model.chains.Step`), each once.

    Those who act for the head may always: which of them held the post is noted with the decision.
    A role that no post or person of the configuration fills is filled by the head.
    """
    people, posts = organisation.supervisors, organisation.posts
    if by in posts and by != "head":
        return _addresses([posts[by].email])
    if by == "deputy":
        return _addresses(deputy.email for deputy in organisation.deputies.values())
    if by in ("stand-in", "team-lead"):
        return _addresses(person.email for person in people.values())
    head = posts["head"].email if "head" in posts else None
    return _addresses([head, *(people[code].email for code in heads(organisation) if code in people)])


def holder(by: str, organisation: Organisation, day: date, absent: Collection[str]) -> str:
    """Who holds the post of a step on a day, by code: the acting head, else the role itself."""
    return acting_head(organisation, day, absent) or by if by == "head" else by


def _addresses(emails: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(email for email in emails if email))
