"""Numbers in the tokens of a pattern: digits, thousands, scaling, percents, exponents, fractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sync.workspace.sheets.values.locales import Ways

Token = tuple[str, str]
"""A kind and a text."""


def render(value: float, tokens: Sequence[Token], ways: Ways) -> str:
    """A number in a section's tokens, with the locale's signs."""
    if ("slash", "/") in tokens:
        slash = tokens.index(("slash", "/"))
        after = "".join(text for _, text in tokens[slash + 1 :]).strip()
        if slash and tokens[slash - 1][0] == "digits" and re.match(r"[0-9#?]", after):
            return _fraction(value, tokens, slash)
    kinds = [kind for kind, _ in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    if "exponent" in kinds:
        point = min(point, kinds.index("exponent"))
    groups = [text for kind, text in tokens[:point] if kind == "digits"]
    part = "".join(text for kind, text in tokens[point:] if kind == "digits")
    number = Decimal(repr(value)) * (Decimal(100) ** kinds.count("percent"))
    number /= Decimal(1000) ** sum(len(text) for kind, text in tokens if kind == "comma")
    exponent = 0
    if "exponent" in kinds and number:
        exponent = number.adjusted() - (max(1, "".join(groups).count("0")) - 1)
        number = number.scaleb(-exponent)
    number = number.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    left, _, right = f"{abs(number):f}".partition(".")
    wholes = iter(_whole(left, groups, ways.group))
    text = "-" if number < 0 else ""
    for index, (kind, content) in enumerate(tokens):
        match kind:
            case "digits":
                text += next(wholes) if index < point else ""
            case "point" if index == point:
                decimals = _part(right, part)
                text += (
                    ("" if groups else left.lstrip("0"))
                    + (ways.decimal if decimals or part else "")
                    + decimals
                )
            case "percent":
                text += "%"
            case "exponent":
                sign = "-" if exponent < 0 else ("+" if "+" in content else "")
                text += f"E{sign}{str(abs(exponent)).zfill(content.count('0'))}"
            case "literal" | "text" | "slash":
                text += content
    return text


def _whole(digits: str, groups: Sequence[str], group_sign: str) -> list[str]:
    """The digits before the point for each stretch of placeholders: the last ones take what they hold."""
    pieces: list[str] = []
    rest = digits.lstrip("0")
    for pattern in reversed(groups[1:]):
        size = len(pattern.replace(",", ""))
        pieces.append(_padded(rest[-size:], pattern))
        rest = rest[:-size]
    if groups:
        pieces.append(
            _grouped(_padded(rest, groups[0]), group_sign) if "," in groups[0] else _padded(rest, groups[0])
        )
    return pieces[::-1]


def _padded(digits: str, pattern: str) -> str:
    """As many digits as the pattern has zeros at least; `?` leaves a space for a digit that is not there."""
    least = pattern.replace(",", "")
    needed = len(least) - least.index("0") if "0" in least else 0
    digits = digits.rjust(needed, "0")
    return digits.rjust(len(least), " ") if "?" in least else digits


def _grouped(digits: str, sign: str) -> str:
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", lambda _: sign, digits)


def _part(digits: str, pattern: str) -> str:
    """The part after the point: zeros that the pattern only allows (`#`) go, those of `?` become spaces."""
    least = pattern.rindex("0") + 1 if "0" in pattern else 0
    kept = digits[: len(pattern)]
    shown = kept[:least] + kept[least:].rstrip("0")
    return shown + " " * pattern[len(shown) :].count("?")


def _fraction(value: float, tokens: Sequence[Token], slash: int) -> str:
    """`# ?/?`: a whole number and a fraction, of a denominator with as many digits or of a given one."""
    numerator = tokens[slash - 1][1]
    denominator = re.match(r"[0-9#?]+", "".join(text for _, text in tokens[slash + 1 :]).strip())
    assert denominator is not None
    wholes = [index for index, (kind, _) in enumerate(tokens[: slash - 1]) if kind == "digits"]
    exact = Fraction(Decimal(repr(abs(value))))
    if denominator[0].isdigit() and int(denominator[0]):
        fixed = int(denominator[0])
        rounded = Fraction(int(exact * fixed + Fraction(1, 2)), fixed)
        below = fixed
    else:
        rounded = exact.limit_denominator(10 ** len(denominator[0]) - 1)
        below = rounded.denominator
    whole = int(rounded) if wholes else 0
    above = int((rounded - whole) * below)
    sign = "-" if value < 0 and rounded else ""
    shown = f"{str(above).rjust(_spaces(numerator))}/{str(below).ljust(_spaces(denominator[0]))}"
    if not wholes:
        return sign + shown
    first = str(whole) if whole or "0" in tokens[wholes[0]][1] or not above else ""
    return f"{sign}{first} {shown if above else ''}".strip() if first else f"{sign}{shown}".strip()


def _spaces(pattern: str) -> int:
    return len(pattern) if "?" in pattern else 0
