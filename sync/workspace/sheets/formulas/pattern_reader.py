r"""Regular expressions of other dialects, said again for the library `regex`: what Java and RE2 share.

Both mean ASCII by \w, \d, \s and \b, while `regex` knows Unicode besides; both quote by \Q … \E.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sync.workspace.errors import Refusal

WORD = "0-9A-Za-z_"
BOUNDARIES = {
    "b": f"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))",
    "B": f"(?:(?<=[{WORD}])(?=[{WORD}])|(?<![{WORD}])(?![{WORD}]))",
}
"""What stands for no sign, by the letter after the backslash."""

POSIX = {
    "Lower": "a-z", "Upper": "A-Z", "ASCII": r"\x00-\x7f", "Alpha": "A-Za-z", "Digit": "0-9",
    "Alnum": "0-9A-Za-z", "Punct": r"!-/:-@\[-`\{-\~", "Graph": r"!-\~", "Print": r"\ -\~",
    "Blank": r"\ \t", "Cntrl": r"\x00-\x1f\x7f", "XDigit": "0-9A-Fa-f", "Space": r"\ \t\n\x0b\f\r",
}  # fmt: skip
"""What stands within the brackets of a class."""

CATEGORY = re.compile("[CLMNPSZ][a-zC]?")
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)|\\.", re.DOTALL)


def refusal(pattern: str, why: object) -> Refusal:
    """The answer to what is no pattern."""
    return Refusal(400, f"Invalid regular expression: {pattern[:200]} ({why})")


class Reader:
    """A pattern of some dialect, read from left to right.

    `outside` and `inside` are the pieces that it is made of, without and within classes. Their groups:
    `open`, `close` and `both` (&&) of classes, `escape` the letter after a backslash, `code` and `byte`
    a sign's number in sixteens, `octal` in eights, `plain` what stands for itself, `wrong` what may not
    be; a dialect adds its own, of which it tells in `other` and `several`.
    """

    outside: re.Pattern[str]
    inside: re.Pattern[str]
    classes: Mapping[str, str]
    """Classes by the letter after the backslash."""
    controls: Mapping[str, str]
    """Single signs by the letter after the backslash."""

    def __init__(self, pattern: str) -> None:
        self.pattern = _QUOTED.sub(_said_by_code, pattern)
        self._place = 0

    def said(self) -> str:
        """The pattern as `regex` writes it; Refusal 400 for what is none in its dialect."""
        words = []
        while piece := self._next(self.outside):
            word = self._class(piece[0]) if piece["open"] else self.other(piece)
            words.append(self.several(piece) or re.escape(self.one(piece)) if word is None else word)
        return "".join(words)

    def other(self, piece: re.Match[str]) -> str | None:
        """What a piece says that stands for no sign; None for one that does."""
        raise NotImplementedError

    def several(self, piece: re.Match[str]) -> str | None:
        """What a piece says that stands for one of several signs."""
        return self.classes.get(piece["escape"] or "")

    def one(self, piece: re.Match[str]) -> str:
        """The one sign that a piece stands for."""
        if code := piece["code"] or piece["byte"] or piece["octal"]:
            number = int(code, 8 if piece["octal"] else 16)
            if number > 0x10FFFF:
                raise self.refused("Hexadecimal codepoint is too big")
            return chr(number)
        escape: str | None = piece["escape"]
        if escape and escape.isascii() and escape.isalnum() and escape not in self.controls:
            raise self.refused(f"Illegal/unsupported escape sequence \\{escape}")
        return self.controls.get(escape, escape) if escape else piece[0]

    def refused(self, why: str) -> Refusal:
        """The refusal of this pattern."""
        return refusal(self.pattern, why)

    def _next(self, pieces: re.Pattern[str]) -> re.Match[str] | None:
        found = pieces.match(self.pattern, self._place)
        if found:
            self._place = found.end()
            if found["wrong"]:
                raise self.refused(f"{found[0]} at position {found.start()}")
        return found

    def _class(self, opening: str) -> str:
        """A class that has just been opened, with those within."""
        words, starts = [opening], False  # starts: whether a range may start with the last word
        while piece := self._next(self.inside):
            if piece["close"] and len(words) > 1:
                return "".join([*words, "]"])
            if piece["open"]:
                words.append(self._class(piece[0]))
            elif piece["both"]:
                words.append("&&")
            elif piece[0] == "-" and starts and self.pattern[self._place : self._place + 1] not in {"]", "["}:
                words.append("-")
            else:
                # An open ":" after a bracket would be POSIX's way to name a class.
                word = self.several(piece) or re.escape(self.one(piece)).replace(":", r"\:")
                starts = words[-1] != "-" and not word.startswith(("[", r"\p", r"\P"))
                words.append(word)
                continue
            starts = False
        raise self.refused("Unclosed character class")


def _said_by_code(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else "".join(f"\\x{{{ord(sign):x}}}" for sign in found[1])
