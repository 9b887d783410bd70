"""Reading back what nithet itself wrote in a cell: texts of its templates, and the moments in them."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from string import Formatter

from forms.thai import BUDDHIST_ERA, SHORT_MONTHS

MOMENT = rf"\d{{1,2}} (?:{'|'.join(map(re.escape, SHORT_MONTHS))}) \d{{4}} \d{{2}}\.\d{{2}} น\."
_PARTS = re.compile(r"(\d{1,2}) (\S+) (\d{4}) (\d{2})\.(\d{2}) น\.")


def pattern(template: str, **places: str) -> str:
    """The expression of a filled template; a place takes any text, or its expression of `places`."""
    parts, seen = list[str](), set[str]()
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(re.escape(literal))
        if name:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{places.get(name, '.+?')})")
            seen.add(name)
    return "".join(parts)


def read_back(template: str, text: str, **places: str) -> dict[str, str] | None:
    """What stands in the places of a template that was filled; None where the text is none of it."""
    found = re.fullmatch(pattern(template, **places), text, re.DOTALL)
    return found.groupdict() if found else None


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment that `forms.thai.thai_datetime` wrote, to the minute; None for any other text."""
    found = _PARTS.fullmatch(text)
    if found is None or found[2] not in SHORT_MONTHS:
        return None
    day, month, year, hour, minute = found.groups()
    try:
        date = int(year) - BUDDHIST_ERA, SHORT_MONTHS.index(month) + 1, int(day)
        return datetime(*date, int(hour), int(minute), tzinfo=zone)
    except ValueError:
        return None
