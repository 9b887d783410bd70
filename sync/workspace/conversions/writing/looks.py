"""Cell formats of Google's in the words of XlsxWriter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sync.workspace.sheets import colours
from sync.workspace.sheets.styles import DEFAULT_FORMAT
from sync.workspace.sheets.values import formatted

BORDERS = {"SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 5, "DASHED": 3, "DOTTED": 4, "DOUBLE": 6}
_ACROSS = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_DOWN = {"TOP": "top", "MIDDLE": "vcenter", "BOTTOM": "bottom"}
_TOKEN = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|General|AM/PM|A/P|[eE][+-]|[ymdhsYMDHS]+|([A-Za-z]+?)(?=[^A-Za-z]|$|[ymdhs])',
    re.IGNORECASE,
)
DEFAULT_FONT = {"font_name": "Arial", "font_size": 10}


def colour(part: Mapping[str, Any], name: str) -> str:
    """The "#RRGGBB" of a field that holds a Color beside a ColorStyle; "" for none."""
    style = part.get(f"{name}Style") or {}
    if "themeColor" in style:
        return "#{:02X}{:02X}{:02X}".format(*colours.THEME.get(style["themeColor"], (0, 0, 0)))
    rgb = style.get("rgbColor", part.get(name))
    if rgb is None:
        return ""
    channels = (min(255, max(0, round(float(rgb.get(one) or 0) * 255))) for one in ("red", "green", "blue"))
    return "#{:02X}{:02X}{:02X}".format(*channels)


def text(look: Mapping[str, Any]) -> dict[str, Any]:
    """A TextFormat's own words; nothing for what it does not say."""
    words: dict[str, Any] = {}
    if look.get("fontFamily"):
        words["font_name"] = str(look["fontFamily"]).split(",", maxsplit=1)[0].strip().strip("'\"")
    if look.get("fontSize"):
        words["font_size"] = look["fontSize"]
    if ink := colour(look, "foregroundColor"):
        words["font_color"] = ink
    for name, word in (("bold", "bold"), ("italic", "italic"), ("strikethrough", "font_strikeout")):
        if look.get(name):
            words[word] = True
    if look.get("underline"):
        words["underline"] = 1
    return words


def pattern(style: Mapping[str, Any], locale: str) -> str:
    """The number pattern of a format, its type's in the spreadsheet's locale if it has none, "" for none."""
    given = style.get("numberFormat") or {}
    return quoted(str(given.get("pattern") or formatted.pattern_of(given.get("type", ""), locale)))


@lru_cache(maxsize=512)
def quoted(text: str) -> str:
    """A pattern with quotes round letters that mean themselves: Google has them bare, Excel does not."""
    return _TOKEN.sub(lambda found: f'"{found[1]}"' if found[1] else found[0], text)


def format_words(style: Mapping[str, Any], locale: str, paint: str = "") -> dict[str, Any]:
    """What XlsxWriter's `add_format` takes for a CellFormat; `paint` colours a cell that has no colour."""
    words = DEFAULT_FONT | text(style.get("textFormat") or {})
    if shown := pattern(style, locale):
        words["num_format"] = shown
    fill = colour(style, "backgroundColor") or paint
    if fill:
        words |= {"bg_color": fill, "pattern": 1}
    words |= _placing(style)
    for side, border in (style.get("borders") or {}).items():
        if side in {"top", "bottom", "left", "right"} and border.get("style") in BORDERS:
            words[side] = BORDERS[border["style"]]
            words[f"{side}_color"] = colour(border, "color") or "#000000"
    return words


def _placing(style: Mapping[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = {}
    if (across := style.get("horizontalAlignment")) in _ACROSS:
        words["align"] = _ACROSS[across]
    if (down := style.get("verticalAlignment")) in _DOWN:
        words["valign"] = _DOWN[down]
    if style.get("wrapStrategy") == "WRAP":
        words["text_wrap"] = True
    rotation = style.get("textRotation") or {}
    if rotation.get("vertical"):
        words["rotation"] = 270
    elif rotation.get("angle"):
        words["rotation"] = max(-90, min(90, rotation["angle"]))
    if style.get("textDirection") == "RIGHT_TO_LEFT":
        words["reading_order"] = 2
    return words


def over_default(default: Mapping[str, Any], style: Mapping[str, Any]) -> dict[str, Any]:
    """A style with what the spreadsheet's own default format says otherwise than Google's default."""
    own = {name: part for name, part in default.items() if part != DEFAULT_FORMAT.get(name)}
    merged = own | dict(style)
    if "textFormat" in own and "textFormat" in style:
        merged["textFormat"] = own["textFormat"] | style["textFormat"]
    return merged
