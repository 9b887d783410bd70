"""Regular expressions as Java writes them, which findReplace takes, searched within a time limit.

They are said again as Python's `re` says them. As in Java, \\w, \\d, \\s and letters' case are those of
ASCII. A pattern may take for ever on an innocent text, so that another process does the searching.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sync.workspace.errors import Refusal, unimplemented

SECONDS = 10.0
"""How long one request may search."""

_PROPERTIES = {
    "L": r"(?u:[^\W\d_])", "IsAlphabetic": r"(?u:[^\W\d_])", "IsL": r"(?u:[^\W\d_])",
    "N": r"(?u:\d)", "Nd": r"(?u:\d)", "IsDigit": r"(?u:\d)",
    "Alpha": "[A-Za-z]", "Digit": "[0-9]", "Alnum": "[A-Za-z0-9]", "Upper": "[A-Z]", "Lower": "[a-z]",
    "Space": r"[ \t\n\x0b\f\r]", "Blank": r"[ \t]", "XDigit": "[0-9A-Fa-f]", "ASCII": r"[\x00-\x7f]",
    "Punct": r"[!-/:-@\[-`{-~]", "Cntrl": r"[\x00-\x1f\x7f]", "Graph": "[!-~]", "Print": "[ -~]",
    "IsThai": "[\u0e01-\u0e3a\u0e40-\u0e5b]", "InThai": "[\u0e00-\u0e7f]", "IsLatin": "[A-Za-z\u00aa-\u024f]",
}  # fmt: skip
_ESCAPES = {
    "z": r"\Z", "Z": r"(?=\n?\Z)", "h": r"[ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]",
    "H": r"[^ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]", "v": r"[\n\x0b\f\r\x85\u2028\u2029]",
    "R": r"(?:\r\n|[\n\x0b\f\r\x85\u2028\u2029])", "e": r"\x1b",
}  # fmt: skip
_PIECE = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\(?P<sign>[pP])(?:\{(?P<property>[^}]*)\}|(?P<letter>.))"
    r"|\\x\{(?P<code>[0-9A-Fa-f]+)\}|\\k<(?P<known>\w+)>|\\(?P<escape>.)|\(\?<(?P<name>[A-Za-z]\w*)>"
    r"|(?P<intersection>&&)|(?P<open>\[\^?)|(?P<close>\])|(?P<plain>.)",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"\\(?P<escape>.)|\$\{(?P<name>\w+)\}|\$(?P<number>[0-9]+)|(?P<plain>[^\\$]+|.)", re.DOTALL
)


def search(
    find: str, replacement: str, *, match_case: bool, entire: bool
) -> Callable[[list[str]], dict[str, tuple[str, int]]]:
    """A search for texts that a pattern finds, with what becomes of each and how often it was found.

    Refusal 400 for a pattern or a replacement that is none, and for a search that takes too long; 501
    for what is not translated.
    """
    pattern = translated(find)
    try:
        compiled = re.compile(pattern, re.ASCII if match_case else re.ASCII | re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as problem:
        raise Refusal(400, f"Invalid regular expression: {find[:200]} ({problem})") from None
    request = {
        "pattern": pattern,
        "flags": int(compiled.flags & ~re.UNICODE),
        "entire": entire,
        "replacement": _parts(replacement, compiled),
    }
    end = time.monotonic() + SECONDS

    def run(texts: list[str]) -> dict[str, tuple[str, int]]:
        if not texts:
            return {}
        try:
            done = subprocess.run(  # noqa: S603 - our own file, by our own interpreter
                [sys.executable, "-I", "-S", str(Path(__file__).with_name("pattern_search.py"))],
                input=json.dumps(request | {"texts": texts}).encode(),
                stdout=subprocess.PIPE,
                timeout=max(0.1, end - time.monotonic()),
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise Refusal(400, f"The regular expression takes too long: {find[:200]}") from None
        return {texts[index]: (new, times) for index, new, times in json.loads(done.stdout)}

    return run


def translated(find: str) -> str:
    """A Java pattern as `re` writes it; Refusal 501 for what it cannot say."""
    pieces, in_class = [], False
    for found in _PIECE.finditer(find):
        if in_class and (found["intersection"] or found["open"]):
            raise unimplemented("findReplace by unions and intersections of character classes")
        pieces.append(_piece(found, in_class))
        in_class = bool(found["open"]) or (in_class and not found["close"])
    return "".join(pieces)


def _piece(found: re.Match[str], in_class: bool) -> str:
    if found["sign"]:
        return _property(found["property"] or found["letter"], found["sign"] == "P", in_class)
    if found["quoted"] is not None or found["code"]:
        return re.escape(chr(int(found["code"], 16)) if found["code"] else found["quoted"])
    if found["known"] or found["name"]:
        return f"(?P={found['known']})" if found["known"] else f"(?P<{found['name']}>"
    said = _ESCAPES.get(found["escape"] or "")
    if said is None:
        return found[0]
    if in_class and (not said.startswith("[") or said.startswith("[^")):
        raise unimplemented(f"findReplace by {found[0]} in a character class")
    return said[1:-1] if in_class else said


def _property(name: str, negated: bool, in_class: bool) -> str:
    known = _PROPERTIES.get(name)
    if known is None or (in_class and (negated or not known.startswith("["))):
        raise unimplemented(f"findReplace by \\{'P' if negated else 'p'}{{{name}}}")
    if in_class:
        return known[1:-1]
    return f"(?!{known})(?s:.)" if negated else known


def _parts(replacement: str, pattern: re.Pattern[str]) -> list[str | int]:
    """A replacement's texts and numbers of groups; Refusal 400 for a group that the pattern has not."""
    parts: list[str | int] = []
    for found in _REFERENCE.finditer(replacement):
        if found["number"]:
            digits = found["number"]
            # As many digits as make the number of a group that there is.
            taken = next((n for n in range(len(digits), 1, -1) if int(digits[:n]) <= pattern.groups), 1)
            if int(digits[:taken]) > pattern.groups:
                raise Refusal(400, f"No group {digits[:taken]}")
            parts += [int(digits[:taken]), digits[taken:]]
        elif found["name"]:
            if found["name"] not in pattern.groupindex:
                raise Refusal(400, f"No group with name {{{found['name']}}}")
            parts.append(pattern.groupindex[found["name"]])
        elif found["plain"] in {"$", "\\"}:
            raise Refusal(400, "Illegal group reference")
        else:
            parts.append(found["escape"] or found["plain"])
    return parts
