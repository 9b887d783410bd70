"""A spreadsheet's theme, and the format that its cells have where nobody gave them another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import colours
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.styles import DEFAULT_FORMAT, laid_over

_FAMILY = "Arial"


def theme(book: Book) -> dict[str, Any]:
    """The SpreadsheetTheme: the one that was set, else Google's standard one."""
    own = book.meta["properties"].get("spreadsheetTheme", {})
    pairs = {pair["colorType"]: pair["color"] for pair in own.get("themeColors", ())}
    standard = {name: {"rgbColor": colours.of_theme(name)} for name in colours.THEME}
    listed = [{"colorType": name, "color": pairs.get(name, usual)} for name, usual in standard.items()]
    return {"primaryFontFamily": own.get("primaryFontFamily") or _FAMILY, "themeColors": listed}


def default_format(book: Book) -> dict[str, Any]:
    """The format of all cells that have none: it follows the theme's font."""
    family = book.meta["properties"].get("spreadsheetTheme", {}).get("primaryFontFamily", _FAMILY)
    if family == _FAMILY:
        return DEFAULT_FORMAT
    return laid_over(DEFAULT_FORMAT, {"textFormat": {"fontFamily": family}})


def kept(given: Mapping[str, Any]) -> dict[str, Any]:
    """A theme as it is kept; Refusal 400 for one without a font, or with some of its colours only."""
    if not given.get("primaryFontFamily"):
        raise Refusal(400, "spreadsheetTheme.primaryFontFamily must be set.")
    pairs = []
    for pair in given.get("themeColors", ()):
        if "themeColor" in pair.get("color", {}):
            raise Refusal(400, "Theme colors must be set to an RGB-type color.")
        rgb = colours.normal(pair.get("color", {}).get("rgbColor", {}))
        pairs.append({"colorType": pair.get("colorType", ""), "color": {"rgbColor": rgb}})
    if sorted(pair["colorType"] for pair in pairs) != sorted(colours.THEME):
        raise Refusal(400, "All theme color pairs must be provided to update a theme.")
    return {"primaryFontFamily": given["primaryFontFamily"], "themeColors": pairs}
