"""JSON as others may give it: halves of characters, endless numbers and deep nesting stop nothing.

orjson is quick and strict: it refuses a whole page of responses for one lone surrogate ("\\ud800") in it.
What it refuses goes by Python's own reader and writer. Nothing here raises anything but ValueError.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson

_HALVES = re.compile("[\ud800-\udfff]")
_DEEPEST = 100  # levels; nobody nests answers
_TOO_DEEP = "…"


def read(body: bytes | str) -> Any:
    """What the JSON says, every half of a character as U+FFFD. ValueError for what is no JSON."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _with_whole_characters(_read_slowly(body))


def read_as_given(body: bytes | str) -> Any:
    """What the JSON says, halves of characters as they came: `write` keeps them. ValueError as `read`."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _read_slowly(body)


def write(value: Any) -> bytes:
    """A value that was read, as JSON; halves of characters as escapes.

    What is nested deeper than 100 levels where orjson does not reach it is written as "…".
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        return _written(value, ascii_only=True).encode()


def write_whole(value: Any) -> bytes:
    """As JSON for those who take no halves of characters, Google among them: with U+FFFD for each."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_with_whole_characters(value))


def whole(text: str) -> str:
    """A text with U+FFFD for every half of a character: as it may be shown, stored and sent."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def _read_slowly(body: bytes | str) -> Any:
    try:
        return json.loads(body, parse_constant=_refused, parse_float=_number, parse_int=_whole_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _number(text: str) -> float | str:
    """A number; one that is beyond all numbers stays the text that it is."""
    number = float(text)
    return number if math.isfinite(number) else text


def _whole_number(text: str) -> int | float | str:
    """As orjson reads it: beyond 64 bits as the nearest float."""
    return int(text) if len(text) < 21 and -(2**63) <= int(text) < 2**64 else _number(text)


def _with_whole_characters(value: Any) -> Any:
    """By way of its text, which Python writes to a depth at which it could not be gone through."""
    return orjson.loads(whole(_written(value, ascii_only=False)))


def _written(value: Any, *, ascii_only: bool) -> str:
    try:
        return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))
    except RecursionError:
        return json.dumps(_shallow(value, _DEEPEST), ensure_ascii=ascii_only, separators=(",", ":"))


def _shallow(value: Any, levels: int) -> Any:
    if not isinstance(value, list | dict):
        return value
    if levels == 0:
        return _TOO_DEEP
    if isinstance(value, list):
        return [_shallow(one, levels - 1) for one in value]
    return {key: _shallow(one, levels - 1) for key, one in value.items()}
