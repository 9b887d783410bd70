"""Requests about conditional formats: rules have no id, only their place in the sheet's list."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import colours, grid
from sync.workspace.sheets.appearance import condition_kinds, gradients
from sync.workspace.sheets.book import Book, Sheet


def add(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """addConditionalFormatRule: put in at `index`, the first place if none is given."""
    rule = _checked(book, request.get("rule", {}))
    sheet = book.sheet(rule["ranges"][0]["sheetId"])
    rules, index = sheet.several("conditionalFormats"), request.get("index", 0)
    if not 0 <= index <= len(rules):
        raise Refusal(400, f"index[{index}] must be between 0 and {len(rules)}")
    rules.insert(index, rule)
    return {}


def update(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """updateConditionalFormatRule: another rule in its place, or the same rule in another place."""
    if ("rule" in request) == ("newIndex" in request):
        raise Refusal(400, "Must specify exactly one of rule or newIndex.")
    index = request.get("index", 0)
    if "rule" in request:
        rule = _checked(book, request["rule"])
        sheet = book.sheet(request.get("sheetId", rule["ranges"][0]["sheetId"]))
        rules, new_index = _having(sheet, index), index
        old, rules[index] = rules[index], rule
    else:
        sheet, new_index = book.sheet(request.get("sheetId", 0)), request["newIndex"]
        rules = _having(sheet, index)
        if not 0 <= new_index < len(rules):
            raise Refusal(400, f"newIndex[{new_index}] must be between 0 and {len(rules) - 1}")
        old = rule = rules.pop(index)
        rules.insert(new_index, rule)
    return {"oldRule": old, "oldIndex": index, "newRule": rule, "newIndex": new_index}


def delete(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """deleteConditionalFormatRule: the later rules move up."""
    sheet, index = book.sheet(request.get("sheetId", 0)), request.get("index", 0)
    return {"rule": _having(sheet, index).pop(index)}


def _having(sheet: Sheet, index: int) -> list[dict[str, Any]]:
    rules = sheet.several("conditionalFormats")
    if not 0 <= index < len(rules):
        raise Refusal(400, f"No conditional format on sheet: {sheet.id} at index: {index}")
    return rules


def _is_empty(area: dict[str, Any]) -> bool:
    """Whether a range ends where it begins: Google takes rules over no cell at all."""
    return any(area.get(f"start{side}Index", 0) == area.get(f"end{side}Index") for side in ("Row", "Column"))


def _checked(book: Book, given: dict[str, Any]) -> dict[str, Any]:
    """A rule as it is kept; Refusal 400 for one without ranges or with both or neither of its two kinds."""
    ranges = [grid.written(one) for one in given.get("ranges", [])]
    if not ranges:
        raise Refusal(400, "ConditionalFormatRule.ranges must not be empty.")
    for one in ranges:
        if not _is_empty(one):
            grid.area(book, one)
    if len({one["sheetId"] for one in ranges}) > 1:
        raise Refusal(400, "All ranges of a conditional format must be on the same sheet.")
    if ("booleanRule" in given) == ("gradientRule" in given):
        raise Refusal(400, "Exactly one of booleanRule or gradientRule must be set.")
    rule: dict[str, Any] = colours.paired(given)
    if "gradientRule" in rule:
        rule["gradientRule"] = gradients.checked(rule["gradientRule"], book.styles.locale)
    else:
        condition = rule["booleanRule"].get("condition", {})
        condition_kinds.check(condition, "conditional formatting", book.styles.locale)
    return rule | {"ranges": ranges}
