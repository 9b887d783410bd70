"""Read what organisation.yaml lists by code: names and aliases that stand once, references, days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol, TypeVar

from forms.model.problems import Wording
from forms.organisation.addresses import address_at
from forms.places import Place
from forms.thai import normalise_name

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class Named(Protocol):
    """Whatever people know by a name."""

    @property
    def name(self) -> str:
        """What people call it."""


T = TypeVar("T", bound=Named)


def coded(part: Place | None, read: Callable[[str, Place], T]) -> dict[str, T]:
    """Everything of one part by code; codes are well formed, and no name or alias stands twice."""
    found: dict[str, T] = {}
    names: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for key, place in part.pairs() if part else ():
        code = key.said
        if not CODE.fullmatch(code):
            key.wrong('"{code}" is no code', "Latin letters, digits, - and _", code=code)
        elif (other := spelt.setdefault(code.casefold(), code)) != code:
            key.wrong(
                '"{code}" is "{other}" but for capital letters',
                "a code of its own for each",
                code=code,
                other=other,
            )
        found[code] = read(code, place)
        for name in (found[code].name, *getattr(found[code], "aliases", ())):
            other = names.setdefault(normalise_name(name), code)
            if other != code and name:
                place.wrong(
                    '"{name}" is also the name of {other}',
                    "a name of its own for each",
                    name=name,
                    other=other,
                )
    return found


def reference(place: Place | None, known: Iterable[str] | None, what: str) -> str | None:
    """The code that stands at a place; None where none does, or where it is not known."""
    if place is None or known is None:
        return None
    return place.one_of(known, what)


def references(place: Place | None, known: Iterable[str] | None, what: str) -> tuple[str, ...]:
    """The codes of a list, those that are known; a problem where one stands twice."""
    said = [reference(element, known, what) for element in (place.elements() if place else ())]
    if place and len(set(said)) < len(said):
        place.wrong("a {what} stands here twice", "each {what} once", what=Wording(what))
    return tuple(code for code in said if code)


def text(fields: dict[str, Place], name: str) -> str:
    """The text under a key, "" where there is none."""
    return fields[name].text() if name in fields else ""


def aliases(fields: dict[str, Place]) -> tuple[str, ...]:
    """Earlier names and other spellings."""
    return fields["aliases"].texts() if "aliases" in fields else ()


def email(fields: dict[str, Place]) -> str | None:
    """The address under "email", None where there is none."""
    return address_at(fields["email"]) if "email" in fields else None


def emails(place: Place | None) -> tuple[str, ...]:
    """The addresses of a list."""
    addresses = (address_at(element) for element in place.elements()) if place else ()
    return tuple(address for address in addresses if address)


def days(fields: dict[str, Place]) -> tuple[date | None, date | None]:
    """The days under "since" and "until", of which the second comes later."""
    since, until = (fields[name].day() if name in fields else None for name in ("since", "until"))
    if since and until and until <= since:
        fields["until"].wrong("this day does not come after `since`", "a date after {since}", since=since)
    return since, until
