"""Validation rules and conditional formats of Excel's files, as requests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sync.workspace.conversions import escapes
from sync.workspace.conversions.reading import formulas, looks
from sync.workspace.conversions.reading.colours import Palette
from sync.workspace.conversions.writing.canvas import LISTS
from sync.workspace.conversions.writing.rules import RELATIVE

_NUMBERS = {
    "between": "NUMBER_BETWEEN", "notBetween": "NUMBER_NOT_BETWEEN", "equal": "NUMBER_EQ",
    "notEqual": "NUMBER_NOT_EQ", "greaterThan": "NUMBER_GREATER", "lessThan": "NUMBER_LESS",
    "greaterThanOrEqual": "NUMBER_GREATER_THAN_EQ", "lessThanOrEqual": "NUMBER_LESS_THAN_EQ",
}  # fmt: skip
_DATES = {
    "between": "DATE_BETWEEN", "notBetween": "DATE_NOT_BETWEEN", "equal": "DATE_EQ",
    "greaterThan": "DATE_AFTER", "lessThan": "DATE_BEFORE", "greaterThanOrEqual": "DATE_ON_OR_AFTER",
    "lessThanOrEqual": "DATE_ON_OR_BEFORE",
}  # fmt: skip
_TEXTS = {"containsText": "TEXT_CONTAINS", "notContainsText": "TEXT_NOT_CONTAINS",
          "beginsWith": "TEXT_STARTS_WITH", "endsWith": "TEXT_ENDS_WITH"}  # fmt: skip
_SIGNS = {"equal": "=", "notEqual": "<>", "greaterThan": ">", "lessThan": "<", "greaterThanOrEqual": ">=",
          "lessThanOrEqual": "<="}  # fmt: skip
_POINTS = {"min": "MIN", "max": "MAX", "num": "NUMBER", "percent": "PERCENT", "percentile": "PERCENTILE"}
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_VALID_DATE = re.compile(r"OR\(NOT\(ISERROR\(DATEVALUE\(.*LEFT\(CELL\(.*", re.IGNORECASE)
_MOST_VALIDATED = 1_000_000
_RELATIVE = {formula: name for name, formula in RELATIVE.items()}
Lists = Mapping[str, list[str]]


def validations(
    worksheet: Any, place: int, rows: int, columns: int, lists: Lists
) -> Iterator[dict[str, Any]]:
    """setDataValidation for each rule and range of a worksheet; `lists` are our own long lists.

    Each cell gets its rule, so that ranges beyond a million cells together are left out.
    """
    left = _MOST_VALIDATED
    for given in worksheet.data_validations.dataValidation:
        condition = _validated(given, lists)
        if condition is None:
            continue
        rule: dict[str, Any] = {"condition": condition}
        if given.showErrorMessage and given.errorStyle in (None, "stop"):
            rule["strict"] = True
        if given.type == "list" and not given.showDropDown:
            rule["showCustomUi"] = True
        if given.prompt:
            rule["inputMessage"] = escapes.plain(given.prompt)
        for one in _in_order(given.sqref):
            area = formulas.box(one, place, rows, columns)
            left -= _size(area) if area else 0
            if area and left >= 0:
                yield {"setDataValidation": {"range": area, "rule": rule}}


def _size(area: Mapping[str, int]) -> int:
    rows = area["endRowIndex"] - area["startRowIndex"]
    return rows * (area["endColumnIndex"] - area["startColumnIndex"])


def _in_order(reference: Any) -> list[Any]:
    """The ranges of a reference of openpyxl's, which keeps them as a set."""
    return sorted(reference.ranges, key=lambda one: (one.min_row, one.min_col))


def _validated(given: Any, lists: Lists) -> dict[str, Any] | None:
    first, second = given.formula1, given.formula2
    condition = None
    match given.type if first else "":
        case "list":
            condition = _listed(first, lists)
        case "whole" | "decimal":
            condition = _compared(_NUMBERS, given.operator or "between", first, second)
        case "date" | "time":
            condition = _compared(_DATES, given.operator or "between", first, second)
        case "custom":
            condition = _said(first)
        case "textLength" if given.operator in _SIGNS:
            corner = _in_order(given.sqref)[0].coord.split(":")[0]
            condition = _condition("CUSTOM_FORMULA", f"=LEN({corner}){_SIGNS[given.operator]}{first}")
    return condition


def _said(formula: str) -> dict[str, Any]:
    """The condition that a formula says."""
    if _VALID_DATE.fullmatch(formula):
        return {"type": "DATE_IS_VALID"}
    return _condition("CUSTOM_FORMULA", "=" + formulas.plain(formula))


def _listed(first: str, lists: Lists) -> dict[str, Any]:
    if quoted := _QUOTED.fullmatch(first.strip()):
        choices = [one.strip() for one in quoted[1].replace('""', '"').split(",")]
    elif first.strip("= ").startswith((f"'{LISTS}'!", f"{LISTS}!")):
        choices = lists.get(first.rpartition("!")[2].strip("$").partition("$")[0], [])
    else:
        return _condition("ONE_OF_RANGE", f"={first.removeprefix('=')}")
    if choices == ["TRUE", "FALSE"]:
        return {"type": "BOOLEAN"}
    return _condition("ONE_OF_LIST", *choices)


def _condition(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


def _compared(
    kinds: Mapping[str, str], operator: str, first: str, second: str | None
) -> dict[str, Any] | None:
    if operator not in kinds:
        return None
    given = [first, second] if operator in {"between", "notBetween"} and second else [first]
    values = [_operand(one, dated=kinds is _DATES) for one in given if one]
    return {"type": kinds[operator], "values": values}


def _operand(text: str, *, dated: bool = False) -> dict[str, Any]:
    bare = text.strip().removeprefix("=")
    if dated and bare in _RELATIVE:
        return {"relativeDate": _RELATIVE[bare]}
    if quoted := _QUOTED.fullmatch(bare):
        return {"userEnteredValue": quoted[1].replace('""', '"')}
    return {"userEnteredValue": bare if _NUMBER.fullmatch(bare) else "=" + formulas.plain(bare)}


def conditional_formats(
    worksheet: Any, place: int, rows: int, columns: int, palette: Palette
) -> Iterator[dict[str, Any]]:
    """addConditionalFormatRule for each rule that Google has, the first in rank first."""
    given = [(rule, cells) for cells in worksheet.conditional_formatting for rule in cells.rules]
    index = 0
    for rule, cells in sorted(given, key=lambda one: one[0].priority or 0):
        ranges = [area for one in _in_order(cells.sqref) if (area := formulas.box(one, place, rows, columns))]
        said = _rule(rule, palette)
        if ranges and said:
            yield {"addConditionalFormatRule": {"index": index, "rule": said | {"ranges": ranges}}}
            index += 1


def _rule(rule: Any, palette: Palette) -> dict[str, Any] | None:
    if rule.type == "colorScale" and rule.colorScale is not None:
        return _gradient(rule.colorScale, palette)
    condition = _boolean(rule)
    if condition is None:
        return None
    shown = looks.shown_by_rule(rule.dxf, palette)
    return {"booleanRule": {"condition": condition, "format": dict(shown)}}


def _boolean(rule: Any) -> dict[str, Any] | None:
    first = rule.formula[0] if rule.formula else ""
    condition = None
    match rule.type:
        case "cellIs" if first:
            condition = _cell_is(rule, first)
        case "expression" if first:
            condition = _said(first)
        case "containsBlanks" | "notContainsBlanks":
            condition = {"type": "BLANK" if rule.type == "containsBlanks" else "NOT_BLANK"}
        case kind if kind in _TEXTS and rule.text:
            condition = _condition(_TEXTS[kind], rule.text)
    return condition


def _cell_is(rule: Any, first: str) -> dict[str, Any] | None:
    quoted = _QUOTED.fullmatch(first.strip().removeprefix("="))
    if quoted and rule.operator in {"equal", "notEqual"}:
        kind = "TEXT_EQ" if rule.operator == "equal" else "TEXT_NOT_EQ"
        return _condition(kind, quoted[1].replace('""', '"'))
    kinds = _DATES if first.strip() in _RELATIVE and rule.operator in _DATES else _NUMBERS
    return _compared(kinds, rule.operator, first, rule.formula[1] if len(rule.formula) > 1 else None)


def _gradient(scale: Any, palette: Palette) -> dict[str, Any] | None:
    points = list(zip(scale.cfvo, scale.color, strict=False))
    if len(points) not in (2, 3) or any(point.type not in _POINTS for point, _ in points):
        return None
    names = ("minpoint", "maxpoint") if len(points) == 2 else ("minpoint", "midpoint", "maxpoint")
    rule = {}
    for name, (point, colour) in zip(names, points, strict=True):
        rule[name] = {"type": _POINTS[point.type], "colorStyle": palette.style(colour) or {"rgbColor": {}}}
        if point.type not in {"min", "max"}:
            rule[name]["value"] = f"{point.val:g}" if isinstance(point.val, int | float) else str(point.val)
    return {"gradientRule": rule}
