"""Text of others as terminals and logs can show it: nothing in it moves, hides, colours or ends a line."""

from __future__ import annotations

import re

# C0 but for tab and line end, DEL and C1: a terminal takes some of them for orders.
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# They turn round what follows, also what is not theirs.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def for_terminal(text: str) -> str:
    """The text without what a terminal would obey; its lines and tabs stay."""
    if text.isprintable():
        return text
    plain = _LINE_ENDS.sub("\n", text)
    return _HALVES.sub("\ufffd", _TURNING.sub("", _ORDERS.sub("", plain)))


def on_one_line(text: str) -> str:
    """The text on one line, line ends as "\\n", and without what a terminal would obey."""
    if text.isprintable():
        return text
    return for_terminal(_LINE_ENDS.sub(r"\\n", text).replace("\t", " "))
