"""What a value means that is entered as a person types it (USER_ENTERED), or as it is (RAW)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell
from sync.workspace.sheets.patterns import EPOCH

Entered = tuple[Any, dict[str, Any] | None]
"""A value for a cell, and the number format that typing it gives a cell that has none."""

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?(%?)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def raw(value: Any, where: str) -> Entered:
    """A JSON value stored as it is; Refusal 400 for a list or an object."""
    if isinstance(value, str):
        return cell.text(value), None
    if isinstance(value, list | dict):
        kind = "list_value" if isinstance(value, list) else "struct_value"
        raise Refusal(400, f"Invalid {where}: {kind} {str(value)[:80]}")
    return value, None


def typed(value: Any, where: str) -> Entered:
    """A JSON value as if typed: numbers, percents, TRUE and FALSE, year-month-day dates, formulas, text.

    A leading apostrophe makes text of anything. Dates in a locale's own order stay text.
    """
    if not isinstance(value, str):
        return raw(value, where)
    if value.startswith("'"):
        return cell.text(value[1:]), None
    text = value.strip()
    if text.startswith("=") and len(text) > 1:
        return cell.formula(text), None
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE", None
    day, number = _DATE.fullmatch(text), _NUMBER.fullmatch(text)
    if number and (number[2] or (number[3] or "").strip(".")):
        return _number(number)
    return _day(day, value) if day else (cell.text(value), None)


def _number(found: re.Match[str]) -> Entered:
    sign, whole, part, exponent, percent = found.groups()
    digits = (whole or "0").replace(",", "")
    number = float(f"{sign}{digits}{part or ''}{exponent or ''}")
    decimals = len(part or ".") - 1
    if percent:
        pattern = "0.00%" if decimals else "0%"
        return number / 100, {"type": "PERCENT", "pattern": pattern}
    shown = None
    if whole and "," in whole:
        shown = {"type": "NUMBER", "pattern": "#,##0.00" if decimals else "#,##0"}
    elif exponent:
        shown = {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    return (int(number) if number.is_integer() and abs(number) < 2**53 else number), shown


def _day(found: re.Match[str], value: str) -> Entered:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return cell.text(value), None
    return (day - EPOCH.date()).days, {"type": "DATE", "pattern": "yyyy-mm-dd"}
