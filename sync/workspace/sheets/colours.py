"""Colours as Sheets keeps them: eight bits a channel, each said twice, as a Color and as a ColorStyle."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Any

THEME = {
    "TEXT": (0, 0, 0),
    "BACKGROUND": (255, 255, 255),
    "ACCENT1": (66, 133, 244),
    "ACCENT2": (234, 67, 53),
    "ACCENT3": (251, 188, 4),
    "ACCENT4": (52, 168, 83),
    "ACCENT5": (255, 109, 1),
    "ACCENT6": (70, 189, 198),
    "LINK": (17, 85, 204),
}
"""The standard theme of a new spreadsheet, in channels of 0 to 255."""


@lru_cache(maxsize=1024)
def _channel(value: float) -> float:
    """A channel rounded to eight bits and written as briefly as a 32-bit float allows, like Google's."""
    eight = min(255, max(0, round(value * 255)))
    packed = struct.pack("f", eight / 255)
    (single,) = struct.unpack("f", packed)
    shorter = (float(f"{single:.{digits}g}") for digits in range(1, 10))
    return next(short for short in shorter if struct.pack("f", short) == packed)


def normal(colour: dict[str, Any]) -> dict[str, Any]:
    """A Color with its channels rounded; channels of zero are left out, as Google leaves them."""
    kept = {name: _channel(float(colour.get(name) or 0)) for name in ("red", "green", "blue")}
    kept = {name: value for name, value in kept.items() if value}
    return kept | ({"alpha": colour["alpha"]} if "alpha" in colour else {})


def of_theme(name: str) -> dict[str, Any]:
    """The Color that stands for a theme colour."""
    red, green, blue = THEME.get(name, (0, 0, 0))
    return normal({"red": red / 255, "green": green / 255, "blue": blue / 255})


def is_colour(name: str) -> bool:
    """Whether a field of this name holds a Color beside which a ColorStyle stands."""
    return name == "color" or name.endswith("Color")


def pair(
    colour: dict[str, Any] | None, style: dict[str, Any] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(Color, ColorStyle) of what was given of the two; the style wins."""
    if style and "themeColor" in style:
        return of_theme(style["themeColor"]), {"themeColor": style["themeColor"]}
    kept = normal((style or {}).get("rgbColor", colour or {}))
    return kept, {"rgbColor": kept}


def paired(value: Any) -> Any:
    """A JSON value with every colour in it said both ways; a ColorStyle that says none is no colour."""
    if isinstance(value, list):
        return [paired(element) for element in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for name, part in value.items():
        bare = name.removesuffix("Style")
        if is_colour(bare) and isinstance(part, dict):
            if not part and name != bare and bare not in value:
                continue
            kept[bare], kept[bare + "Style"] = pair(value.get(bare), value.get(bare + "Style"))
        else:
            kept[name] = paired(part)
    return kept


_WIDTHS = {"SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}


def lined(borders: dict[str, Any]) -> dict[str, Any]:
    """Borders as Google answers them: as wide as their style, black unless said, none without a style."""
    kept = {}
    for side, line in borders.items():
        if line.get("style") not in {None, "NONE"}:
            black: dict[str, Any] = {} if {"color", "colorStyle"} & line.keys() else {"color": {}}
            kept[side] = {**line, "width": _WIDTHS.get(line["style"], 1), **black}
    return kept
