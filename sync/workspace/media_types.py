"""Media types as they come from outside: they end up in headers, so each is looked at where it comes in."""

from __future__ import annotations

import re

# The names of RFC 6838; what stands in a header besides them could end it.
_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
_TYPE = re.compile(rf"{_NAME}/{_NAME}")


def is_one(text: str) -> bool:
    """Whether a text is a type and a subtype, without parameters."""
    return _TYPE.fullmatch(text) is not None


def bare(text: str) -> str:
    """The type of a Content-Type, without its parameters, in small letters; "" for none."""
    return text.partition(";")[0].strip().lower()
