"""Arguments as Google takes them: how many a function has, what is left out, and text that is a date.

Texts are the engine's, as `canonical` has translated them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sync.workspace.sheets.formulas import looks
from sync.workspace.sheets.formulas.looks import Look

_ANY = 255  # as many as there may be


def _counts(least: int, most: int, names: str) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(names.split(), (least, most))


_COUNTS: dict[str, tuple[int, int]] = (
    _counts(0, 0, "FALSE NA NOW PI RAND TODAY TRUE")
    | _counts(
        1,
        1,
        "ABS ACOS ASIN ATAN CHAR CODE COS COUNTBLANK DAY DEGREES EVEN EXP FACT HOUR INT ISBLANK ISERR"
        " ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISOWEEKNUM ISTEXT LEN LN LOG10 LOWER MINUTE"
        " MONTH NOT ODD PROPER RADIANS SECOND SIGN SIN SQRT TAN TIMEVALUE DATEVALUE TRIM UPPER YEAR N T"
        " ROWS COLUMNS TRANSPOSE ISDATE ARRAYFORMULA UMINUS UPLUS UNARY_PERCENT",
    )
    | _counts(1, 2, "IFERROR IFNA LEFT RIGHT LOG ROUND ROUNDDOWN ROUNDUP TRUNC WEEKDAY WEEKNUM CEILING FLOOR")
    | _counts(1, 2, "HYPERLINK")
    | _counts(2, 2, "ATAN2 COMBIN COUNTIF DAYS EDATE EOMONTH EXACT LARGE MOD MROUND POWER QUOTIENT")
    | _counts(2, 2, "ADD MINUS MULTIPLY DIVIDE POW CONCAT EQ NE GT GTE LT LTE")
    | _counts(2, 2, "RANDBETWEEN REPT SMALL TEXT REGEXMATCH REGEXEXTRACT")
    | _counts(2, 3, "FIND IF MATCH NETWORKDAYS SEARCH SUMIF AVERAGEIF WORKDAY YEARFRAC RANK LOOKUP")
    | _counts(3, 3, "DATE DATEDIF MID REGEXREPLACE TIME")
    | _counts(3, 4, "HLOOKUP SUBSTITUTE VLOOKUP")
    | _counts(4, 4, "REPLACE")
    | _counts(3, 6, "XLOOKUP")
    | _counts(1, _ANY, "AND AVERAGE COUNT COUNTA MAX MEDIAN MIN MODE OR PRODUCT STDEV STDEVP SUM VAR XOR")
    | _counts(
        1, _ANY, "VARP AVERAGEA CONCATENATE COUNTUNIQUE GCD LCM MAXA MINA SUMPRODUCT SUMSQ STDEV.S STDEV.P"
    )
    | _counts(2, _ANY, "CHOOSE COUNTIFS FILTER IFS JOIN SUBTOTAL")
    | _counts(3, _ANY, "AVERAGEIFS MAXIFS MINIFS SUMIFS SWITCH TEXTJOIN")
)


def miscounted(function: str, received: int) -> str:
    """What Google says of too many or too few arguments; "" if they may be as many, or that is not known."""
    least, most = _COUNTS.get(function, (0, _ANY))
    if least <= received <= most:
        return ""
    expected = f"between {least} and {most}" if most < _ANY else f"at least {least}"
    if least == most:
        expected = str(least)
    return (
        f"Wrong number of arguments to {function}. Expected {expected} arguments, but received {received} "
        "arguments."
    )


_ROUNDING = frozenset({"ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"})
_LOGICAL = frozenset({"AND", "OR", "NOT", "XOR"})
_DATES = dict.fromkeys(
    ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "WEEKDAY", "WEEKNUM", "ISOWEEKNUM", "EDATE"), 1
) | {
    "EOMONTH": 1, "WORKDAY": 1, "WORKDAY.INTL": 1, "DAYS": 2, "DAYS360": 2, "DATEDIF": 2, "NETWORKDAYS": 2,
    "NETWORKDAYS.INTL": 2, "YEARFRAC": 2,
}  # fmt: skip
_TRUTH = re.compile(r'"\s*(TRUE|FALSE)\s*"', re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^0-9.]")


def completed(function: str, texts: Sequence[str], ranges: Sequence[bool]) -> list[str]:
    """The arguments with what is left out, and with text made into the dates and truths that are wanted.

    `ranges` tells which arguments are cells that are wanted as they are.
    """
    given = list(texts)
    if function in _ROUNDING and len(given) == 1:
        given.append("0")
    for place in range(min(_DATES.get(function, 0), len(given))):
        if _NOT_PLAIN.search(given[place]) and not ranges[place]:
            given[place] = f"({given[place]})+0"  # a sum reads text as a date, and the function does not
    if function in _LOGICAL:
        given = [found[1].upper() if (found := _TRUTH.fullmatch(one)) else one for one in given]
    return given


def of_isdate(text: str, look: Look) -> str:
    """ISDATE of a translated argument, with what the engine cannot know of the argument."""
    match look:
        case looks.Typed(type_) if type_ in {"DATE", "TIME", "DATE_TIME"}:
            return f"ISDATE({text},TRUE)"
        case looks.At(read):
            title = read.title.replace('"', '""')
            return f'ISDATE({text},FALSE,"{title}",{read.top},{read.left})'
    return f"ISDATE({text})"
