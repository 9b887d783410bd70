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

from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets.ascii_signs import BOUNDARIES, CLASSES

_LINE_END = r"\n\x0b\f\r\x85\u2028\u2029"
_BLANK = r" \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"
_SETS = CLASSES | {
    "h": f"[{_BLANK}]", "H": f"[^{_BLANK}]", "v": f"[{_LINE_END}]", "V": f"[^{_LINE_END}]",
}  # fmt: skip
_ANCHORS = BOUNDARIES | {
    "A": r"\A", "G": r"\G", "X": r"\X", "R": rf"(?:\r\n|[{_LINE_END}])", "z": r"\Z", "Z": r"(?=\n?\Z)",
}  # fmt: skip
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}
_POSIX = {
    "Lower": "a-z", "Upper": "A-Z", "ASCII": r"\x00-\x7f", "Alpha": "A-Za-z", "Digit": "0-9",
    "Alnum": "0-9A-Za-z", "Punct": r"!-/:-@\[-`\{-\~", "Graph": r"!-\~", "Print": r"\ -\~",
    "Blank": r"\ \t", "Cntrl": r"\x00-\x1f\x7f", "XDigit": "0-9A-Fa-f", "Space": r"\ \t\n\x0b\f\r",
    "L1": r"\x00-\xff",
}  # fmt: skip
_BINARY = {"Digit": "Nd", "Punctuation": "P", "Control": "Cc", "Letter": "L", "Titlecase": "Lt"}
_CATEGORY = re.compile("[CLMNPSZ][a-zC]?")
_KEYS = {"script", "sc", "block", "blk", "general_category", "gc"}

_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)|\\.", re.DOTALL)
_ESCAPED = (
    r"\\(?P<sign>[pP])(?:\{(?P<property>[\w=\- .]*)\}|(?P<letter>[A-Z]))"
    r"|\\x(?:\{(?P<code>[0-9A-Fa-f]{1,6})\}|(?P<byte>[0-9A-Fa-f]{2}))"
    r"|(?P<units>\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})"
    r"|\\0(?P<octal>[0-3][0-7]{2}|[0-7]{1,2})|\\c(?P<control>[@-_a-z?])|(?P<named>\\N\{[\w\- ]+\})"
)
_OUTSIDE = re.compile(
    _ESCAPED + r"|\\k<(?P<known>[A-Za-z][A-Za-z0-9]*)>|\\(?P<number>[1-9][0-9]*)|\\(?P<escape>.)"
    r"|(?P<group>\((?![?*])|\(\?<[A-Za-z][A-Za-z0-9]*>)|(?P<same>\(\?(?:[:>=!]|<[=!])|\{\d+(?:,\d*)?\})"
    r"|\(\?(?P<flags>[A-Za-z-]*)(?P<end>[:)])|(?P<wrong>\(\?|\(\*|\{|\\\Z)|(?P<open>\[\^?)|(?P<plain>.)",
    re.DOTALL,
)
_INSIDE = re.compile(
    _ESCAPED + r"|\\(?P<escape>.)|(?P<both>&&)|(?P<open>\[\^?)|(?P<close>\])|(?P<wrong>\\\Z)|(?P<plain>.)",
    re.DOTALL,
)


def translated(find: str) -> str:
    """A Java pattern as `regex` writes it.

    Refusal 400 for what Java does not take and `regex` would take for something else; 501 for what
    `regex` cannot say. What neither takes is left for `regex` to refuse.
    """
    return _Reader(_QUOTED.sub(_unquoted, find)).said()


def refusal(find: str, why: object) -> Refusal:
    """The answer to what is no pattern."""
    return Refusal(400, f"Invalid regular expression: {find[:200]} ({why})")


def _unquoted(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else "".join(f"\\x{{{ord(sign):x}}}" for sign in found[1])


class _Reader:
    """A pattern, read from left to right."""

    def __init__(self, find: str) -> None:
        self._find, self._place, self._groups = find, 0, 0

    def said(self) -> str:
        words = []
        while piece := self._next(_OUTSIDE):
            words.append(self._class(piece[0]) if piece["open"] else self._outside(piece))
        return "".join(words)

    def _next(self, pieces: re.Pattern[str]) -> re.Match[str] | None:
        found = pieces.match(self._find, self._place)
        if found:
            self._place = found.end()
            if found["wrong"]:
                raise refusal(self._find, f"{found[0]} at position {found.start()}")
        return found

    def _class(self, opening: str) -> str:
        """A class that has just been opened, with those within."""
        words, starts = [opening], False  # starts: whether a range may start with the last word
        while piece := self._next(_INSIDE):
            if piece["close"] and len(words) > 1:
                return "".join([*words, "]"])
            if piece["open"]:
                words.append(self._class(piece[0]))
            elif piece["both"]:
                words.append("&&")
            elif piece[0] == "-" and starts and self._find[self._place : self._place + 1] not in {"]", "["}:
                words.append("-")
            else:
                # An open ":" after a bracket would be POSIX's way to name a class.
                word = self._set(piece) or re.escape(self._sign(piece)).replace(":", r"\:")
                starts = words[-1] != "-" and not word.startswith(("[", r"\p", r"\P"))
                words.append(word)
                continue
            starts = False
        raise refusal(self._find, "Unclosed character class")

    def _outside(self, piece: re.Match[str]) -> str:
        if piece["flags"] is not None:
            return self._flags(piece["flags"], piece["end"])
        if piece["known"]:
            return f"(?P={piece['known']})"
        if piece["number"]:
            return self._reference(piece["number"])
        if piece["escape"] in _ANCHORS:
            return _ANCHORS[piece["escape"]]
        self._groups += bool(piece["group"])
        if piece["group"] or piece["same"] or piece["plain"]:
            return f"\\{piece[0]}" if piece[0] in {"]", "}"} else piece[0]
        return self._set(piece) or re.escape(self._sign(piece))

    def _reference(self, digits: str) -> str:
        """A group by its number, of as many digits as make the number of a group that has begun."""
        taken = next((n for n in range(len(digits), 1, -1) if int(digits[:n]) <= self._groups), 1)
        return rf"\g<{digits[:taken]}>{digits[taken:]}"

    def _flags(self, flags: str, end: str) -> str:
        on, _, off = flags.partition("-")
        if not set(on + off) <= set("idmsuxU"):
            raise refusal(self._find, "Unknown inline modifier")
        if set(on) & set("xU"):
            raise unimplemented(f"findReplace by (?{flags})")
        # u is so anyway, and d nearly.
        on, off = ("".join(flag for flag in part if flag in "ims") for part in (on, off))
        said = f"{on}-{off}" if off else on
        return f"(?{said}{end}" if said or end == ":" else ""

    def _set(self, piece: re.Match[str]) -> str | None:
        """What a piece says if it stands for one of several signs."""
        if piece["sign"]:
            return self._property(piece["property"] or piece["letter"] or "", piece["sign"])
        return _SETS.get(piece["escape"] or "")

    def _sign(self, piece: re.Match[str]) -> str:
        """The one sign that a piece stands for."""
        if code := piece["code"] or piece["byte"] or piece["octal"]:
            number = int(code, 8 if piece["octal"] else 16)
            if number > 0x10FFFF:
                raise refusal(self._find, "Hexadecimal codepoint is too big")
            return chr(number)
        if piece["units"] or piece["named"]:
            return self._named(piece[0][3:-1]) if piece["named"] else str(json.loads(f'"{piece[0]}"'))
        if piece["control"]:
            return chr(ord(piece["control"]) ^ 64)
        escape: str | None = piece["escape"]
        if escape and escape.isascii() and escape.isalnum() and escape not in _CONTROLS:
            raise refusal(self._find, f"Illegal/unsupported escape sequence \\{escape}")
        return _CONTROLS.get(escape, escape) if escape else piece[0]

    def _named(self, name: str) -> str:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            raise refusal(self._find, f"Unknown character name [{name}]") from None

    def _property(self, name: str, sign: str) -> str:
        if name in _POSIX:
            return f"[{'^' if sign == 'P' else ''}{_POSIX[name]}]"
        if name.startswith("java"):
            raise unimplemented(f"findReplace by \\{sign}{{{name}}}")
        key, _, value = name.rpartition("=")
        if name == "IsAssigned":
            return r"\P{Cn}" if sign == "p" else r"\p{Cn}"
        if name.startswith("In"):
            key, value = "block", name[2:]
        elif name.startswith("Is") and (_CATEGORY.fullmatch(name, 2) or name[2:] in _BINARY):
            key, value = "gc", _BINARY.get(name[2:], name[2:])
        elif name.startswith("Is"):
            return f"\\{sign}{{{name}}}"
        elif _CATEGORY.fullmatch(name):
            key = "gc"
        if key.lower() not in _KEYS or not value:
            raise refusal(self._find, f"Unknown character property name {{{name}}}")
        return f"\\{sign}{{{key}={value}}}"
