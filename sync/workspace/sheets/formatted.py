"""formattedValue: what a cell shows, by its number format."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import cell
from sync.workspace.sheets.patterns import DEFAULT_PATTERNS, general, render
from sync.workspace.sheets.styles import Styles

NOT_CALCULATED = "The embedded workspace does not calculate formulas."
"""The message of the error that a formula's cell holds."""


def formatted(one: cell.Cell, styles: Styles) -> str:
    """The text that a cell shows; "" for an empty one."""
    value = cell.value(one)
    if isinstance(value, str):
        number = cell.style(one)
        return shown_text(value, styles[number]) if number else value
    return shown(value, styles[cell.style(one)])


def shown(value: Any, style: dict[str, Any]) -> str:
    """The text that a value shows in a format."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return shown_text(value, style)
        case dict():
            return "#ERROR!"
    pattern = _pattern(style)
    return render(value, pattern) if pattern else general(value)


def shown_text(value: str, style: dict[str, Any]) -> str:
    """Text is shown as it is, unless its pattern says something about text ("@")."""
    pattern = _pattern(style)
    return render(value, pattern) if pattern and "@" in pattern else value


def _pattern(style: dict[str, Any]) -> str:
    number_format = style.get("numberFormat")
    if not number_format:
        return ""
    return str(number_format.get("pattern") or DEFAULT_PATTERNS.get(number_format.get("type", ""), ""))
