"""Styles, colours, values and areas in Google Sheets' words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sync.json_text import whole
from sync.layout.tab import Area, CellValue, ColourRule, Style

Json = dict[str, Any]

FONT = "Sarabun"
_LONGEST = 50_000  # what a cell of Google Sheets holds, counted in UTF-16 units
_CONTROLS = {code: None for code in range(32) if code not in (9, 10)}  # all but tab and new line
_GRADIENT = ("minpoint", "midpoint", "maxpoint")


@lru_cache(maxsize=4096)
def cell_format(style: Style, link: str) -> Json:
    """A style as CellFormat; `link` is where the whole cell leads, "" for nowhere."""
    text: Json = {
        "bold": style.bold,
        "italic": style.italic,
        "fontSize": style.size,
        "fontFamily": FONT,
        "foregroundColorStyle": colour(style.colour),
    }
    if safe := safe_link(link):
        text |= {"link": {"uri": safe}, "underline": True}
    made: Json = {"textFormat": text, "verticalAlignment": style.valign.upper()}
    if style.background:
        made["backgroundColorStyle"] = colour(style.background)
    if style.align:
        made["horizontalAlignment"] = style.align.upper()
    if style.wrap:
        made["wrapStrategy"] = "WRAP"
    if style.number:
        made["numberFormat"] = {"type": _kind_of(style.number), "pattern": style.number}
    if style.border:
        line = {"style": "SOLID", "colorStyle": colour(style.border)}
        made["borders"] = {"top": line, "bottom": line, "left": line, "right": line}
    return made


def _kind_of(pattern: str) -> str:
    return "TEXT" if pattern == "@" else "PERCENT" if "%" in pattern else "NUMBER"


def safe_link(link: str) -> str:
    """The link if it leads to the web or to a tab of the same spreadsheet, else ""."""
    return link if link.startswith(("https://", "http://", "#gid=")) else ""


@lru_cache(maxsize=1024)
def colour(name: str) -> Json:
    """ "#rrggbb" as ColorStyle."""
    parts = (int(name[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), (round(part, 4) for part in parts), strict=True))}


def drop_down(words: tuple[str, ...]) -> Json:
    """A DataValidationRule whose cell offers these words and takes no other."""
    values = [{"userEnteredValue": word} for word in words]
    return {
        "condition": {"type": "ONE_OF_LIST", "values": values},
        "strict": True,
        "showCustomUi": True,
    }


def extended_value(value: CellValue) -> Json:
    """A value as ExtendedValue. Text is text whatever it begins with, so no formula ever comes of it."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    return {"stringValue": clipped(value or "")}


def clipped(text: str) -> str:
    """A text as a cell holds it: without control characters, and cut with "…" at 50,000 UTF-16 units."""
    text = text if text.isprintable() else whole(text).translate(_CONTROLS)
    if len(text) * 2 <= _LONGEST or len(text.encode("utf-16-le")) // 2 <= _LONGEST:
        return text
    return text.encode("utf-16-le")[: (_LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"


def grid_range(sheet: int, area: Area) -> Json:
    """An area of a sheet as GridRange."""
    return {
        "sheetId": sheet,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def colour_rule(sheet: int, rule: ColourRule) -> Json:
    """A rule as ConditionalFormatRule: a gradient where it has stops, else a condition with colours."""
    ranges = {"ranges": [grid_range(sheet, rule.area)]}
    if rule.stops:
        names = _GRADIENT if len(rule.stops) == 3 else (_GRADIENT[0], _GRADIENT[2])
        return ranges | {
            "gradientRule": {
                name: {"type": "NUMBER", "value": f"{value:g}", "colorStyle": colour(shade)}
                for name, (value, shade) in zip(names, rule.stops, strict=True)
            }
        }
    condition: Json = {"type": rule.condition}
    if rule.values:
        condition["values"] = [{"userEnteredValue": value} for value in rule.values]
    text: Json = {"bold": True} if rule.bold else {}
    if rule.colour:
        text["foregroundColorStyle"] = colour(rule.colour)
    look: Json = {"textFormat": text} if text else {}
    if rule.background:
        look["backgroundColorStyle"] = colour(rule.background)
    return ranges | {"booleanRule": {"condition": condition, "format": look}}
