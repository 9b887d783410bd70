"""Google's colours as "#rrggbb", the theme's among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Theme = Mapping[str, str]

_THEME = {
    "TEXT": "#000000",
    "BACKGROUND": "#ffffff",
    "ACCENT1": "#4285f4",
    "ACCENT2": "#ea4335",
    "ACCENT3": "#fbbc04",
    "ACCENT4": "#34a853",
    "ACCENT5": "#ff6d01",
    "ACCENT6": "#46bdc6",
    "LINK": "#1155cc",
}


def theme_of(properties: Mapping[str, Any]) -> Theme:
    """The theme's colours by Google's names, from SpreadsheetProperties, else Google's own."""
    pairs = properties.get("spreadsheetTheme", {}).get("themeColors", ())
    own = {pair["colorType"]: _hexadecimal(pair.get("color", {}).get("rgbColor", {})) for pair in pairs}
    return _THEME | own


def colour(holder: Mapping[str, Any], name: str, theme: Theme) -> str | None:
    """The colour in `holder[name]` or, which goes first, `holder[name + "Style"]`; None without either."""
    style = holder.get(f"{name}Style") or {}
    if "themeColor" in style:
        return theme.get(style["themeColor"])
    if "rgbColor" in style:
        return _hexadecimal(style["rgbColor"])
    return _hexadecimal(holder[name]) if name in holder else None


def readable_on(fill: str) -> str:
    """White or black, whichever can be read on a colour."""
    red, green, blue = _parts(fill)
    return "#ffffff" if red * 0.299 + green * 0.587 + blue * 0.114 < 150 else "#000000"


def _hexadecimal(rgb: Mapping[str, float]) -> str:
    """Google leaves out components that are 0."""
    parts = (min(max(float(rgb.get(name, 0)), 0.0), 1.0) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
