"""Regular expressions as RE2 writes them, which Google's functions take, said again for the library `regex`.

RE2 has no references to groups, no looking around and no possessive quantifiers; what asks for them is no
pattern, as for Google.
"""

from __future__ import annotations

import re
from functools import lru_cache

import regex

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets.formulas.pattern_reader import BOUNDARIES, CATEGORY, POSIX, WORD, Reader

_MOST = 1000  # times that a repetition may ask for
_SPACE = r"\t\n\f\r\ "
_ANCHORS = BOUNDARIES | {"A": r"\A", "z": r"\Z"}
_POSIX = {name.lower(): signs for name, signs in POSIX.items()} | {"word": WORD}
_SETS = {
    "d": "[0-9]", "D": "[^0-9]", "w": f"[{WORD}]", "W": f"[^{WORD}]", "s": f"[{_SPACE}]",
    "S": f"[^{_SPACE}]",
}  # fmt: skip
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "v": "\v"}
_ESCAPED = (
    r"\\(?P<sign>[pP])(?:\{(?P<not>\^?)(?P<property>\w+)\}|(?P<letter>[A-Z]))"
    r"|\\x(?:\{(?P<code>[0-9A-Fa-f]{1,6})\}|(?P<byte>[0-9A-Fa-f]{2}))"
    r"|\\(?P<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})|\\(?P<escape>.)|(?P<wrong>\\\Z|\(\*)"
)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> regex.Pattern[str] | None:
    """A pattern to search by, None if it is none; Refusal 501 for what `regex` cannot say."""
    try:
        return regex.compile("(?-f)" + _Re2Reader(pattern).said(), regex.VERSION1)
    except Refusal as problem:
        if problem.code == 501:
            raise
    except (regex.error, OverflowError, RecursionError):
        pass
    return None


class _Re2Reader(Reader):
    outside = re.compile(
        _ESCAPED + r"|(?P<group>\((?!\?)|\(\?P?<\w+>)|\(\?(?P<flags>[A-Za-z-]*)(?P<end>[:)])|(?P<look>\(\?)"
        r"|(?P<times>[*+?]|\{(?P<least>\d+)(?:,(?P<most>\d*))?\})\??(?P<more>[*+?]?)"
        r"|(?P<open>\[\^?)|(?P<plain>.)",
        re.DOTALL,
    )
    inside = re.compile(
        r"\[:(?P<no>\^?)(?P<posix>\w+):\]|(?P<open>(?!))|(?P<both>(?!))|(?P<close>\])|"
        + _ESCAPED.replace(r"|\(\*", "")
        + r"|(?P<plain>.)",
        re.DOTALL,
    )
    classes, controls = _SETS, _CONTROLS

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self._by_lines = False

    def other(self, piece: re.Match[str]) -> str | None:
        if piece["flags"] is not None:
            return self._flags(piece["flags"], piece["end"])
        if piece["look"]:
            raise self.refused("invalid perl operator: (?")
        if piece["times"]:
            if piece["more"] or max(int(piece["least"] or 0), int(piece["most"] or 0)) > _MOST:
                raise self.refused(f"bad repetition operator: {piece[0]}")
            return piece[0]
        if piece["group"]:
            return piece[0]
        if piece["plain"]:
            return self._plain(piece[0])
        return _ANCHORS.get(piece["escape"])

    def several(self, piece: re.Match[str]) -> str | None:
        if piece["sign"]:
            name = piece["property"] or piece["letter"] or ""
            sign = piece["sign"].swapcase() if piece["not"] else piece["sign"]
            key = "" if name == "Any" else "gc=" if CATEGORY.fullmatch(name) else "script="
            return f"\\{sign}{{{key}{name}}}"
        if "posix" in piece.re.groupindex and piece["posix"]:
            if piece["posix"] not in _POSIX:
                raise self.refused(f"invalid character class range: {piece[0]}")
            return f"[{piece['no']}{_POSIX[piece['posix']]}]"
        return super().several(piece)

    def _plain(self, sign: str) -> str:
        if sign == "$" and not self._by_lines:
            return r"\Z"
        return f"\\{sign}" if sign in "]{}" else sign

    def _flags(self, flags: str, end: str) -> str:
        on, _, off = flags.partition("-")
        if not set(on + off) <= set("imsU"):
            raise self.refused(f"invalid perl operator: (?{flags}")
        if "U" in on:
            raise unimplemented(f"(?{flags})")
        self._by_lines |= "m" in on
        off = off.replace("U", "")
        said = f"{on}-{off}" if off else on
        return f"(?{said}{end}" if said or end == ":" else ""
