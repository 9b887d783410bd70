r"""Regular expressions as Java writes them, which findReplace takes, said again for the library `regex`.

The library has Java's properties, possessive quantifiers, atomic groups, and classes within classes; what
stands here is what the two write differently, and what only one of them takes. As in Java, \w, \d, \s, \b
and the POSIX properties are those of ASCII; unlike in Java, letters' case is Unicode's, as it is in a
search without a pattern.
"""

from __future__ import annotations

import json
import re
import unicodedata

from sync.workspace.errors import unimplemented
from sync.workspace.sheets.formulas.pattern_reader import BOUNDARIES, CATEGORY, POSIX, WORD, Reader

_LINE_END = r"\n\x0b\f\r\x85\u2028\u2029"
_BLANK = r"\ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"
_SPACE = POSIX["Space"]
_ANCHORS = BOUNDARIES | {
    "A": r"\A", "G": r"\G", "X": r"\X", "R": rf"(?:\r\n|[{_LINE_END}])", "z": r"\Z", "Z": r"(?=\n?\Z)",
}  # fmt: skip
_CLASSES = POSIX | {"L1": r"\x00-\xff"}
_BINARY = {"Digit": "Nd", "Punctuation": "P", "Control": "Cc", "Letter": "L", "Titlecase": "Lt"}
_KEYS = {"script", "sc", "block", "blk", "general_category", "gc"}
_SETS = {
    "d": "[0-9]", "D": "[^0-9]", "w": f"[{WORD}]", "W": f"[^{WORD}]", "s": f"[{_SPACE}]",
    "S": f"[^{_SPACE}]", "h": f"[{_BLANK}]", "H": f"[^{_BLANK}]", "v": f"[{_LINE_END}]",
    "V": f"[^{_LINE_END}]",
}  # fmt: skip
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}

_ESCAPED = (
    r"\\(?P<sign>[pP])(?:\{(?P<property>[\w=\- .]*)\}|(?P<letter>[A-Z]))"
    r"|\\x(?:\{(?P<code>[0-9A-Fa-f]{1,6})\}|(?P<byte>[0-9A-Fa-f]{2}))"
    r"|(?P<units>\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})"
    r"|\\0(?P<octal>[0-3][0-7]{2}|[0-7]{1,2})|\\c(?P<control>[@-_a-z?])|(?P<named>\\N\{[\w\- ]+\})"
)


def translated(find: str) -> str:
    """A Java pattern as `regex` writes it.

    Refusal 400 for what Java does not take and `regex` would take for something else; 501 for what
    `regex` cannot say. What neither takes is left for `regex` to refuse.
    """
    return _JavaReader(find).said()


class _JavaReader(Reader):
    outside = re.compile(
        _ESCAPED + r"|\\k<(?P<known>[A-Za-z][A-Za-z0-9]*)>|\\(?P<number>[1-9][0-9]*)|\\(?P<escape>.)"
        r"|(?P<group>\((?![?*])|\(\?<[A-Za-z][A-Za-z0-9]*>)|(?P<same>\(\?(?:[:>=!]|<[=!])|\{\d+(?:,\d*)?\})"
        r"|\(\?(?P<flags>[A-Za-z-]*)(?P<end>[:)])|(?P<wrong>\(\?|\(\*|\{|\\\Z)|(?P<open>\[\^?)|(?P<plain>.)",
        re.DOTALL,
    )
    inside = re.compile(
        _ESCAPED
        + r"|\\(?P<escape>.)|(?P<both>&&)|(?P<open>\[\^?)|(?P<close>\])|(?P<wrong>\\\Z)|(?P<plain>.)",
        re.DOTALL,
    )
    classes, controls = _SETS, _CONTROLS

    def __init__(self, find: str) -> None:
        super().__init__(find)
        self._groups = 0

    def other(self, piece: re.Match[str]) -> str | None:
        if piece["flags"] is not None:
            return self._flags(piece["flags"], piece["end"])
        if piece["known"]:
            return f"(?P={piece['known']})"
        if piece["number"]:
            return self._reference(piece["number"])
        self._groups += bool(piece["group"])
        if piece["group"] or piece["same"] or piece["plain"]:
            return f"\\{piece[0]}" if piece[0] in {"]", "}"} else piece[0]
        return _ANCHORS.get(piece["escape"])

    def several(self, piece: re.Match[str]) -> str | None:
        if piece["sign"]:
            return self._property(piece["property"] or piece["letter"] or "", piece["sign"])
        return super().several(piece)

    def one(self, piece: re.Match[str]) -> str:
        if piece["control"]:
            return chr(ord(piece["control"]) ^ 64)
        if piece["units"]:
            return str(json.loads(f'"{piece[0]}"'))
        return self._named(piece[0][3:-1]) if piece["named"] else super().one(piece)

    def _named(self, name: str) -> str:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            raise self.refused(f"Unknown character name [{name}]") from None

    def _reference(self, digits: str) -> str:
        """A group by its number, of as many digits as make the number of a group that has begun."""
        taken = next((n for n in range(len(digits), 1, -1) if int(digits[:n]) <= self._groups), 1)
        return rf"\g<{digits[:taken]}>{digits[taken:]}"

    def _flags(self, flags: str, end: str) -> str:
        on, _, off = flags.partition("-")
        if not set(on + off) <= set("idmsuxU"):
            raise self.refused("Unknown inline modifier")
        if set(on) & set("xU"):
            raise unimplemented(f"findReplace by (?{flags})")
        # u is so anyway, and d nearly.
        on, off = ("".join(flag for flag in part if flag in "ims") for part in (on, off))
        said = f"{on}-{off}" if off else on
        return f"(?{said}{end}" if said or end == ":" else ""

    def _property(self, name: str, sign: str) -> str:
        if name in _CLASSES:
            return f"[{'^' if sign == 'P' else ''}{_CLASSES[name]}]"
        if name.startswith("java"):
            raise unimplemented(f"findReplace by \\{sign}{{{name}}}")
        key, _, value = name.rpartition("=")
        if name == "IsAssigned":
            return r"\P{Cn}" if sign == "p" else r"\p{Cn}"
        if name.startswith("In"):
            key, value = "block", name[2:]
        elif name.startswith("Is") and (CATEGORY.fullmatch(name, 2) or name[2:] in _BINARY):
            key, value = "gc", _BINARY.get(name[2:], name[2:])
        elif name.startswith("Is"):
            return f"\\{sign}{{{name}}}"
        elif CATEGORY.fullmatch(name):
            key = "gc"
        if key.lower() not in _KEYS or not value:
            raise self.refused(f"Unknown character property name {{{name}}}")
        return f"\\{sign}{{{key}={value}}}"
