"""E-mail addresses as the configuration may name them."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address

from forms.places import Place

_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9_-]+"
_SHAPE = re.compile(rf"{_WORD}(\.{_WORD})*@{_LABEL}(\.{_LABEL})+")
_LONGEST = 254  # what SMTP carries (RFC 5321)


def is_address(text: str) -> bool:
    """Whether a mail can be sent there: one plain ASCII address, without a name, quotes or a comment."""
    if not _SHAPE.fullmatch(text) or len(text) > _LONGEST:
        return False
    try:
        return Address(addr_spec=text).addr_spec == text
    except (ValueError, MessageError):  # an encoded word ("=?utf-8?…?=") has the shape, too
        return False


def address_at(place: Place) -> str | None:
    """The address that stands there; None with a problem where it is none."""
    if is_address(place.said):
        return place.said
    place.wrong('"{said}" is no e-mail address', "name@office.example, in Latin letters", said=place.shown)
    return None
