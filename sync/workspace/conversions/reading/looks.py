"""Formats of Excel's cells as CellFormats; what is Google's default anyway is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sync.workspace.conversions.reading.colours import Palette
from sync.workspace.sheets import colours
from sync.workspace.sheets.styles import DEFAULT_FORMAT

_BORDERS = {
    "thin": "SOLID", "hair": "DOTTED", "medium": "SOLID_MEDIUM", "thick": "SOLID_THICK", "dashed": "DASHED",
    "mediumDashed": "DASHED", "dotted": "DOTTED", "double": "DOUBLE", "dashDot": "DASHED",
    "mediumDashDot": "DASHED", "dashDotDot": "DASHED", "mediumDashDotDot": "DASHED", "slantDashDot": "DASHED",
}  # fmt: skip
_ACROSS = {"left": "LEFT", "center": "CENTER", "centerContinuous": "CENTER", "right": "RIGHT",
           "justify": "LEFT", "distributed": "CENTER"}  # fmt: skip
_DOWN = {"top": "TOP", "center": "MIDDLE", "justify": "TOP", "distributed": "MIDDLE"}
_BLACK, _USUAL_DATE = "000000", "mm-dd-yy"
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def text_format(font: Any, palette: Palette) -> dict[str, Any]:
    """A TextFormat of a Font of openpyxl, or of the font of a run."""
    look: dict[str, Any] = {}
    name = font.rFont if hasattr(font, "rFont") else font.name
    if isinstance(name, str) and name != "Arial":
        look["fontFamily"] = name
    size = font.sz
    if size and size != DEFAULT_FORMAT["textFormat"]["fontSize"]:
        look["fontSize"] = max(1, round(size))
    for given, word in (("b", "bold"), ("i", "italic"), ("strike", "strikethrough")):
        if getattr(font, given):
            look[word] = True
    if font.u:
        look["underline"] = True
    ink = palette.hexadecimal(font.color)
    if ink and ink != _BLACK:
        look["foregroundColorStyle"] = palette.style(font.color)
    return look


def cell_format(one: Any, palette: Palette) -> dict[str, Any]:
    """The CellFormat of a cell of openpyxl."""
    look: dict[str, Any] = {}
    if text := text_format(one.font, palette):
        look["textFormat"] = text
    if one.fill.fill_type == "solid" and (fill := palette.style(one.fill.fgColor)):
        look["backgroundColorStyle"] = fill
    if shown := number_format(one.number_format):
        look["numberFormat"] = shown
    if borders := _borders(one.border, palette):
        look["borders"] = colours.lined(borders)
    return look | _placing(one.alignment)


def _borders(border: Any, palette: Palette) -> dict[str, Any]:
    found = {}
    for side in ("top", "bottom", "left", "right"):
        edge = getattr(border, side)
        if edge is not None and edge.style in _BORDERS:
            found[side] = {
                "style": _BORDERS[edge.style],
                "colorStyle": palette.style(edge.color) or {"rgbColor": {}},
            }
    return found


def _placing(alignment: Any) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if alignment.horizontal in _ACROSS:
        look["horizontalAlignment"] = _ACROSS[alignment.horizontal]
    if alignment.vertical in _DOWN:
        look["verticalAlignment"] = _DOWN[alignment.vertical]
    if alignment.wrap_text:
        look["wrapStrategy"] = "WRAP"
    angle = alignment.textRotation or 0
    if angle == 255:
        look["textRotation"] = {"vertical": True}
    elif angle:
        look["textRotation"] = {"angle": angle if angle <= 90 else 90 - angle}
    if alignment.readingOrder == 2:
        look["textDirection"] = "RIGHT_TO_LEFT"
    return look


def number_format(pattern: str | None) -> dict[str, Any] | None:
    """The NumberFormat of a pattern of Excel's, None for "General"."""
    if not pattern or pattern.strip().lower() == "general":
        return None
    if pattern == _USUAL_DATE:  # Excel's short date, which it shows as the reader's country writes it
        return {"type": "DATE", "pattern": "m/d/yyyy"}
    bare = _QUOTED.sub("", pattern).lower()
    dated, timed = re.search(r"[dy]|mmm", bare), re.search(r"[hs]", bare) or "[h" in pattern.lower()
    if dated or timed:
        kind = "DATE_TIME" if dated and timed else "DATE" if dated else "TIME"
    elif "%" in bare:
        kind = "PERCENT"
    elif "@" in bare:
        kind = "TEXT"
    elif "e+" in bare or "e-" in bare:
        kind = "SCIENTIFIC"
    else:
        kind = "CURRENCY" if re.search(r"[$€£¥฿]", pattern) else "NUMBER"
    return {"type": kind, "pattern": pattern}


def shown_by_rule(dxf: Any, palette: Palette) -> Mapping[str, Any]:
    """The CellFormat that a conditional format gives."""
    look: dict[str, Any] = {}
    if dxf is None:
        return look
    if dxf.font is not None and (text := text_format(dxf.font, palette)):
        text.pop("fontFamily", None)
        text.pop("fontSize", None)
        look["textFormat"] = text
    if dxf.fill is not None:
        fill = palette.style(dxf.fill.bgColor) or palette.style(dxf.fill.fgColor)
        if fill:
            look["backgroundColorStyle"] = fill
    return look
