"""formattedValue: what a cell shows, by its number format and the spreadsheet's locale."""

from __future__ import annotations

from typing import Any

from sync.workspace.sheets import cell
from sync.workspace.sheets.styles import Styles
from sync.workspace.sheets.values import locales
from sync.workspace.sheets.values.patterns import general, render


def formatted(one: cell.Cell, styles: Styles) -> str:
    """The text that a cell without a formula shows; "" for an empty one, the formula itself for one with."""
    value = cell.value(one)
    if isinstance(value, dict):
        return str(value["formulaValue"])
    if isinstance(value, str):
        number = cell.style(one)
        return shown_text(value, styles[number]) if number else value
    return shown(value, styles[cell.style(one)], styles.locale)


def shown(value: str | float | bool | None, style: dict[str, Any], locale: str = "") -> str:
    """The text that a value shows in a format."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return shown_text(value, style)
    pattern = _pattern(style, locale)
    return render(value, pattern, locale) if pattern else general(value, locale)


def shown_text(value: str, style: dict[str, Any]) -> str:
    """Text is shown as it is, unless its pattern says something about text ("@")."""
    pattern = _pattern(style, "")
    return render(value, pattern) if pattern and "@" in pattern else value


def pattern_of(type_: str, locale: str) -> str:
    """The pattern of a number format that names its type only; "" for one that has none."""
    return locales.named(locale or locales.USUAL).patterns.get(type_, "")


def _pattern(style: dict[str, Any], locale: str) -> str:
    number_format = style.get("numberFormat")
    if not number_format:
        return ""
    return str(number_format.get("pattern") or pattern_of(number_format.get("type", ""), locale))
