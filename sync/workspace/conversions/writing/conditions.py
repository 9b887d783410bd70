"""Conditional formats in the words of XlsxWriter, in Google's order, which is Excel's too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.workspace.conversions.writing import looks
from sync.workspace.conversions.writing.canvas import Canvas, clipped
from sync.workspace.conversions.writing.cells import place
from sync.workspace.conversions.writing.rules import SIGNS, custom, operand
from sync.workspace.sheets.book import Sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TEXTS = {
    "TEXT_CONTAINS": "containing",
    "TEXT_NOT_CONTAINS": "not containing",
    "TEXT_STARTS_WITH": "begins with",
    "TEXT_ENDS_WITH": "ends with",
}
_POINTS = {"MIN": "min", "MAX": "max", "NUMBER": "num", "PERCENT": "percent", "PERCENTILE": "percentile"}


def write(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    """Write a sheet's conditional formats; one whose condition Excel has not is left out."""
    for rule in sheet.meta.get("conditionalFormats", ()):
        areas = [area for one in rule["ranges"] if (area := clipped(canvas.book, one))]
        if not areas:
            continue
        first = areas[0]
        if "gradientRule" in rule:
            words: dict[str, Any] | None = _gradient(rule["gradientRule"])
        else:
            words = _boolean(canvas, sheet, rule["booleanRule"], place(first.top, first.left))
        if words is None:
            continue
        if len(areas) > 1:
            words["multi_range"] = " ".join(
                f"{place(one.top, one.left)}:{place(one.bottom - 1, one.right - 1)}" for one in areas
            )
        worksheet.conditional_format(first.top, first.left, first.bottom - 1, first.right - 1, words)


def _gradient(rule: dict[str, Any]) -> dict[str, Any]:
    middle = (rule.get("midpoint") or {}).get("type") in _POINTS
    words: dict[str, Any] = {"type": "3_color_scale" if middle else "2_color_scale"}
    for name, end in (("min", "minpoint"), ("mid", "midpoint"), ("max", "maxpoint")):
        point = rule.get(end) or {}
        if name == "mid" and not middle:
            continue
        kind = _POINTS.get(point.get("type", ""), name)
        words[f"{name}_type"] = kind
        if kind not in {"min", "max"}:
            words[f"{name}_value"] = _number(point.get("value", "0"))
        words[f"{name}_color"] = looks.colour(point, "color") or "#FFFFFF"
    return words


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _boolean(canvas: Canvas, sheet: Sheet, rule: dict[str, Any], cell: str) -> dict[str, Any] | None:
    condition = rule.get("condition", {})
    kind, values = condition.get("type", ""), condition.get("values", [])
    words = _condition(canvas, sheet, kind, values, cell)
    if words is None:
        return None
    given = rule.get("format", {})
    look = looks.text(given.get("textFormat") or {})
    look = {name: part for name, part in look.items() if name not in {"font_name", "font_size"}}
    if fill := looks.colour(given, "backgroundColor"):
        look["bg_color"] = fill
    return words | {"format": canvas.workbook.add_format(look)}


def _condition(
    canvas: Canvas, sheet: Sheet, kind: str, values: list[dict[str, Any]], cell: str
) -> dict[str, Any] | None:
    if kind in SIGNS and values:
        first = operand(canvas, sheet, values[0])
        words = {"type": "cell", "criteria": SIGNS[kind]}
        if "between" in SIGNS[kind] and len(values) > 1:
            return words | {"minimum": first, "maximum": operand(canvas, sheet, values[1])}
        return words | {"value": first}
    if kind in {"TEXT_EQ", "TEXT_NOT_EQ"} and values:
        value = operand(canvas, sheet, values[0], quoted=True)
        return {"type": "cell", "criteria": "==" if kind == "TEXT_EQ" else "!=", "value": value}
    if kind in _TEXTS and values and not str(values[0].get("userEnteredValue", "")).startswith("="):
        return {"type": "text", "criteria": _TEXTS[kind], "value": str(values[0].get("userEnteredValue", ""))}
    if kind in {"BLANK", "NOT_BLANK"}:
        return {"type": "blanks" if kind == "BLANK" else "no_blanks"}
    formula = custom(canvas, sheet, kind, values, cell)
    return {"type": "formula", "criteria": formula} if formula else None
