"""Colours of Excel's files (rgb, indexed, of the theme, tinted) as ColorStyles."""

from __future__ import annotations

import colorsys
import re
from typing import Any

_NAMES = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
    "folHlink",
)  # fmt: skip
_OFFICE = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646",
    "0000FF", "800080",
)  # fmt: skip
_RGB = re.compile(r"[0-9A-Fa-f]{6}")


class Palette:
    """A workbook's colours: those of its theme, by Excel's numbers of them."""

    def __init__(self, theme_xml: bytes | None) -> None:
        self._theme = _theme(theme_xml) if theme_xml else _OFFICE

    def hexadecimal(self, colour: Any) -> str:
        """ "RRGGBB" of a Color of openpyxl, "" for none and for Excel's automatic one."""
        if colour is None:
            return ""
        found = ""
        if colour.type == "rgb" and isinstance(colour.rgb, str):
            found = colour.rgb[-6:]
        elif colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(self._theme):
            found = self._theme[colour.theme]
        elif colour.type == "indexed":
            found = _indexed(colour.indexed)
        if not _RGB.fullmatch(found):
            return ""
        return _tinted(found, colour.tint) if colour.tint else found.upper()

    def style(self, colour: Any) -> dict[str, Any] | None:
        """The ColorStyle of a Color of openpyxl, None for none."""
        found = self.hexadecimal(colour)
        return color_style(found) if found else None


def color_style(hexadecimal: str) -> dict[str, Any]:
    """A ColorStyle of "RRGGBB"."""
    channels = (int(hexadecimal[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return {"rgbColor": {n: part for n, part in zip(("red", "green", "blue"), channels, strict=True) if part}}


def _indexed(number: int) -> str:
    from openpyxl.styles.colors import COLOR_INDEX  # noqa: PLC0415 - see `reading.workbook`

    return COLOR_INDEX[number][-6:] if isinstance(number, int) and number < len(COLOR_INDEX) else ""


def _theme(xml: bytes) -> tuple[str, ...]:
    text = xml.decode("utf-8", "replace")
    found = []
    for name, usual in zip(_NAMES, _OFFICE, strict=True):
        part = re.search(rf"<a:{name}>(.*?)</a:{name}>", text, re.DOTALL)
        said = re.search(r'(?:lastClr|srgbClr val)="([0-9A-Fa-f]{6})"', part[1]) if part else None
        found.append(said[1] if said else usual)
    return tuple(found)


def _tinted(hexadecimal: str, tint: float) -> str:
    """A colour made lighter (tint above 0) or darker, as Excel does it."""
    red, green, blue = (int(hexadecimal[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    channels = colorsys.hls_to_rgb(hue, min(1, max(0, light)), full)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)
