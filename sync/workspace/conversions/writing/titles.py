"""Sheet titles as Excel allows them: 31 letters, some signs forbidden, every one different."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = {"history"}  # Excel keeps this name for itself


def allowed(titles: Iterable[str], reserved: str = "") -> dict[str, str]:
    """Title -> the title in the workbook, in order; those that Excel allows stay as they are.

    `reserved` is one that no sheet gets.
    """
    found: dict[str, str] = {}
    taken = {*_RESERVED, reserved.casefold()}
    given = list(titles)
    kept = {title.casefold() for title in given if _clean(title) == title}
    for title in given:
        name = _clean(title)
        free = name.casefold() not in taken and (name == title or name.casefold() not in kept)
        found[title] = name if free else _numbered(name, taken | kept)
        taken.add(found[title].casefold())
    return found


def _clean(title: str) -> str:
    name = _FORBIDDEN.sub("_", title).strip("'")
    return _cut(name, LONGEST) or "_"


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while True:
        end = f" ({number})"
        tried = _cut(name, LONGEST - len(end)).rstrip() + end
        if tried.casefold() not in taken:
            return tried
        number += 1


def _cut(name: str, most: int) -> str:
    """The beginning of a name, in as many UTF-16 units as Excel counts."""
    while len(name.encode("utf-16-le")) // 2 > most:
        name = name[:-1]
    return name.rstrip("'")


def quoted(title: str) -> str:
    """A title as formulas write it; quotes are always right."""
    return "'" + title.replace("'", "''") + "'"
