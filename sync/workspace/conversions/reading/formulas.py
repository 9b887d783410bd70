"""Formulas of Excel's files as Google writes them, and the ranges that they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sync.workspace.sheets.formulas import references

_GOOGLES_OWN = re.compile(
    r'=IFERROR\(__xludf\.DUMMYFUNCTION\("((?:[^"]|"")*)"\),.*\)', re.IGNORECASE | re.DOTALL
)
_PREFIX = re.compile(r"_xlfn\.(?:_xlws\.)?|_xlws\.|_xlpm\.|_xludf\.", re.IGNORECASE)
_SINGLE = re.compile(r"\bSINGLE\(([^()]*)\)")
_SPILLING = re.compile(
    r"=\s*(?:FILTER|UNIQUE|SORT|SORTBY|SEQUENCE|RANDARRAY|VSTACK|HSTACK|TOCOL|TOROW)\s*\(", re.IGNORECASE
)


def plain(text: str) -> str:
    """A formula without the marks that files give to newer functions; Google's own out of its wrapping."""
    if wrapped := _GOOGLES_OWN.fullmatch(text):
        return "=" + wrapped[1].replace('""', '"')
    return _SINGLE.sub(r"\1", _PREFIX.sub("", text))


def of_array(text: str) -> str:
    """A formula that fills several cells; those that do so by themselves need no ARRAYFORMULA."""
    formula = plain(text if text.startswith("=") else f"={text}")
    return formula if _SPILLING.match(formula) else f"=ARRAYFORMULA({formula[1:]})"


def grid_range(text: str, places: Mapping[str, int], home: int = 0) -> dict[str, Any] | None:
    """The GridRange of one reference (`'a sheet'!$A$1:$B$9`), None for anything else.

    `places` are the sheets' places in the file by title; `home` is meant where no sheet is named.
    """
    bare = text.strip().removeprefix("=").strip("()")
    found = references.every(f"={bare}")
    if len(found) != 1 or found[0].write() != bare:
        return None
    one = found[0]
    if one.title and one.title not in places:
        return None
    given = {"sheetId": places[one.title] if one.title else home}
    for start, end, first, last in (
        ("startRowIndex", "endRowIndex", one.top, one.bottom),
        ("startColumnIndex", "endColumnIndex", one.left, one.right),
    ):
        if first.index is not None:
            given[start] = first.index
        if last.index is not None:
            given[end] = last.index + 1
    return given


def box(reference: Any, place: int, rows: int, columns: int) -> dict[str, Any] | None:
    """The GridRange of a CellRange of openpyxl inside a grid; None for one outside."""
    if reference.min_row > rows or reference.min_col > columns:
        return None
    return {
        "sheetId": place,
        "startRowIndex": reference.min_row - 1,
        "endRowIndex": min(reference.max_row, rows),
        "startColumnIndex": reference.min_col - 1,
        "endColumnIndex": min(reference.max_col, columns),
    }
