"""Google's field masks: `a,b/c,d(e,f.g),*` in answers (`fields=`) and in updates (`"fields": "…"`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sync.workspace.errors import Refusal

Mask = dict[str, Any]
"""A tree of names; {} means all that is below; "*" stands for any name."""

_TOKEN = re.compile(r"[^,()/.\s]+|[,()/.]")


def select(answer: Any, fields: str) -> Any:
    """The parts of an answer that `fields` names; "*" is the whole of it."""
    return answer if fields == "*" else pick(answer, parse(fields))


def pick(value: Any, mask: Mask) -> Any:
    """The parts of a JSON value that a mask names; lists are gone through element by element."""
    if not mask:
        return value
    if isinstance(value, list):
        return [pick(element, mask) for element in value]
    if not isinstance(value, dict):
        return value
    if "*" in mask:
        return {name: pick(part, mask[name if name in mask else "*"]) for name, part in value.items()}
    return {name: pick(value[name], below) for name, below in mask.items() if name in value}


@lru_cache(maxsize=512)
def parse(fields: str) -> Mask:
    """Read a mask; Refusal 400 where brackets or commas are out of place. Callers do not change it."""
    tokens = _TOKEN.findall(fields)
    mask, rest = _list(tokens, 0, fields)
    if rest != len(tokens):
        raise _invalid(fields)
    return mask


def _list(tokens: list[str], at: int, fields: str) -> tuple[Mask, int]:
    mask: Mask = {}
    while True:
        at = _path(tokens, at, mask, fields)
        if at >= len(tokens) or tokens[at] != ",":
            return mask, at
        at += 1


def _path(tokens: list[str], at: int, mask: Mask, fields: str) -> int:
    """Read one path into the mask; a name given whole stays whole beside its own parts."""
    while True:
        if at >= len(tokens) or tokens[at] in ",()/.":
            raise _invalid(fields)
        name, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
        at += 1
        whole = mask.get(name) == {}
        if after not in {"/", ".", "("} or not after:
            mask[name] = {}
            return at
        below: Mask = {} if whole else mask.setdefault(name, {})
        at += 1
        if after == "(":
            inner, at = _list(tokens, at, fields)
            if at >= len(tokens) or tokens[at] != ")":
                raise _invalid(fields)
            merge(below, inner)
            return at + 1
        mask = below


def required(fields: str) -> Mask:
    """The mask of an update; Refusal 400 for one that names nothing."""
    if not fields:
        raise Refusal(400, "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return parse(fields)


def unknown(messages: Mapping[str, Mapping[str, Any]], message: str, mask: Mask) -> str:
    """The first path of a mask that a message does not have, "" if it has them all.

    `messages` says what fields each message has and what they hold: the name of another message,
    "*" and a name for a list, "%" and a name for a map, anything else for what has no parts.
    """
    for name, below in mask.items():
        if name == "*":
            continue
        kind = messages[message].get(name)
        if kind is None:
            return name
        if below and not str(kind).startswith("%"):
            inner = kind.lstrip("*") if isinstance(kind, str) else ""
            deeper = unknown(messages, inner, below) if inner in messages else next(iter(below))
            if deeper and deeper != "*":
                return f"{name}.{deeper}"
    return ""


def overlaid(old: dict[str, Any], new: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """`old` with the fields that the mask names taken from `new`; named fields that `new` lacks are cleared.

    A colour has two forms, `…Color` and `…ColorStyle`: naming either replaces both.
    """
    if not mask or "*" in mask:
        return dict(new)
    merged = dict(old)
    for name, below in mask.items():
        if below:
            part = overlaid(merged.get(name) or {}, new.get(name) or {}, below)
            for either in _forms(name):
                merged.pop(either, None)
            if part or (name in new and len(_forms(name)) > 1):  # a colour of no channel is black
                merged[name] = part
            continue
        for either in _forms(name):
            merged.pop(either, None)
            if either in new:
                merged[either] = new[either]
    return merged


def _forms(name: str) -> tuple[str, ...]:
    bare = name.removesuffix("Style")
    return (bare, bare + "Style") if bare == "color" or bare.endswith("Color") else (name,)


def merge(mask: Mask, other: Mask) -> None:
    """Add the names of another mask to a mask that is being built."""
    for name, below in other.items():
        if not below or mask.get(name) == {}:
            mask[name] = {}
        else:
            merge(mask.setdefault(name, {}), below)


def _invalid(fields: str) -> Refusal:
    return Refusal(400, f"Invalid field selection {fields}")
