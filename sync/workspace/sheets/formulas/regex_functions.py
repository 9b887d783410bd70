"""REGEXMATCH, REGEXEXTRACT and REGEXREPLACE.

Google's searches always end soon. Ours may take for ever, so that they have a time limit: what is not
found by then is not calculated.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import regex

from sync.workspace.errors import Refusal
from sync.workspace.sheets.formulas import engine, re2_patterns

SECONDS = 5.0
"""How long one calculation may search in vain, all its cells together."""

_AT_ONCE = 1.0  # seconds that one cell may search
_SOON = 0.01  # seconds that a search may take without being counted
_REFERENCE = re.compile(r"\$([0-9])|[^$]+|\$")


class Searches:
    """The functions of one spreadsheet, which share a time limit."""

    def __init__(self) -> None:
        self._left = SECONDS

    def renew(self) -> None:
        """Begin another calculation."""
        self._left = SECONDS

    def match(self, text: Any, pattern: Any) -> Any:
        """REGEXMATCH."""
        return self._by(pattern, text, lambda compiled, said, **limit: bool(compiled.search(said, **limit)))

    def extract(self, text: Any, pattern: Any) -> Any:
        """REGEXEXTRACT: the whole match, or its groups side by side."""
        return self._by(pattern, text, _extracted)

    def replace(self, text: Any, pattern: Any, by: Any) -> Any:
        """REGEXREPLACE; groups are $1, $2 …"""
        if not _is_text(by):
            return engine.fault("Value")

        def replaced(compiled: regex.Pattern[str], said: str, **limit: Any) -> Any:
            parts = _parts(by or "")
            if any(isinstance(part, int) and part > compiled.groups for part in parts):
                return engine.fault("Value")
            return compiled.sub(lambda found: _filled(parts, found), said, **limit)

        return self._by(pattern, text, replaced)

    def _by(self, pattern: Any, text: Any, search: Callable[..., Any]) -> Any:
        if not (_is_text(text) and _is_text(pattern)):
            return engine.fault("Value")
        began = time.monotonic()
        try:
            compiled = re2_patterns.compiled(pattern or "")
            if compiled is None:
                return engine.fault("Ref")
            if self._left <= 0:
                return engine.fault("NImpl")
            return search(compiled, text or "", concurrent=True, timeout=min(_AT_ONCE, self._left))
        except (Refusal, TimeoutError, MemoryError):
            return engine.fault("NImpl")
        finally:
            if (took := time.monotonic() - began) > _SOON:
                self._left -= took


def _is_text(value: Any) -> bool:
    """Whether a parameter can be one: Google takes no numbers for texts here."""
    return value is None or isinstance(value, str)


def _extracted(compiled: regex.Pattern[str], text: str, **limit: Any) -> Any:
    found = compiled.search(text, **limit)
    if not found:
        return engine.fault("Na")
    groups = [group or "" for group in found.groups()]
    return [groups] if len(groups) > 1 else (groups[0] if groups else found[0])


def _parts(by: str) -> list[str | int]:
    """A replacement's texts and numbers of groups."""
    return [int(found[1]) if found[1] else found[0] for found in _REFERENCE.finditer(by)]


def _filled(parts: list[str | int], found: regex.Match[str]) -> str:
    return "".join(part if isinstance(part, str) else found[part] or "" for part in parts)
