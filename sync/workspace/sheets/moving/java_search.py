"""A search by a Java pattern for findReplace, by the library `regex`, within a time limit."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import regex

from sync.workspace.errors import Refusal
from sync.workspace.sheets.formulas import pattern_reader
from sync.workspace.sheets.moving import java_patterns

SECONDS = 10.0
"""How long one request may search: a pattern may take for ever on an innocent text."""

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
    pattern = _compiled(find, match_case=match_case)
    parts = _parts(replacement, pattern)
    end = time.monotonic() + SECONDS

    def filled(found: regex.Match[str]) -> str:
        return "".join(part if isinstance(part, str) else found[part] or "" for part in parts)

    def replaced(text: str) -> tuple[str, int]:
        # While it searches, others may go on.
        left = max(0.001, end - time.monotonic())
        if not entire:
            return pattern.subn(filled, text, concurrent=True, timeout=left)
        found = pattern.fullmatch(text, concurrent=True, timeout=left)
        return (filled(found), 1) if found else (text, 0)

    def run(texts: list[str]) -> dict[str, tuple[str, int]]:
        try:
            found = {text: replaced(text) for text in texts}
        except (TimeoutError, MemoryError):
            raise Refusal(400, f"The regular expression takes too long: {find[:200]}") from None
        return {text: one for text, one in found.items() if one[1]}

    return run


def _compiled(find: str, *, match_case: bool) -> regex.Pattern[str]:
    flags = regex.VERSION1 if match_case else regex.VERSION1 | regex.IGNORECASE
    try:
        # Case of single letters: "ß" is not "ss".
        return regex.compile("(?-f)" + java_patterns.translated(find), flags)
    except regex.error as problem:
        # Its positions are those of the translation.
        raise pattern_reader.refusal(find, str(problem).partition(" at position")[0]) from None
    except (OverflowError, RecursionError) as problem:
        raise pattern_reader.refusal(find, problem) from None


def _parts(replacement: str, pattern: regex.Pattern[str]) -> list[str | int]:
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
