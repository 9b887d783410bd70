"""Conditional formats taken from cells and laid over others, as pasting does."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from sync.workspace.sheets import rectangles
from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.formulas import references
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.rectangles import Rectangle


class Piece(NamedTuple):
    """A rule, a copy of what it was when it was taken, and where in an area it held."""

    rule: dict[str, Any]
    before: dict[str, Any]
    where: Rectangle


def pieces(area: Area) -> list[Piece]:
    """The rules that hold in an area and where, the first first."""
    whole, found = rectangles.of(area), []
    for rule in area.sheet.meta.get("conditionalFormats", ()):
        for given in rule["ranges"]:
            if part := rectangles.read(given, area.sheet).common(whole):
                found.append(Piece(rule, copy.deepcopy(rule), part))
    return found


def clear(area: Area) -> None:
    """Let no rule hold in an area; a rule that holds nowhere goes."""
    hole, rules = rectangles.of(area), area.sheet.meta.get("conditionalFormats")
    if not rules:
        return
    for rule in rules:
        old = [rectangles.read(given, area.sheet) for given in rule["ranges"]]
        if any(one.common(hole) for one in old):
            _set_ranges(rule, area.sheet, [part for one in old for part in one.without(hole)])
    area.sheet.meta["conditionalFormats"] = [rule for rule in rules if rule["ranges"]]


def lay(sheet: Sheet, piece: Piece, new: list[Rectangle]) -> None:
    """Let a rule hold in other rectangles too, of any sheet.

    A rule that the sheet has grows; any other comes last, its formulas referring from where it now is.
    """
    rules = sheet.several("conditionalFormats")
    if any(known is piece.rule for known in rules):
        old = [rectangles.read(given, sheet) for given in piece.rule["ranges"]]
        _set_ranges(piece.rule, sheet, rectangles.joined(old + new))
        return
    made = copy.deepcopy(piece.before)
    _set_ranges(made, sheet, rectangles.joined(new))
    rules.append(made)


def split(sheet: Sheet, band: Rectangle) -> None:
    """Cut ranges of rules that lie partly in a band of cells, so that their parts may go different ways."""
    for rule in sheet.meta.get("conditionalFormats", ()):
        old = [rectangles.read(given, sheet) for given in rule["ranges"]]
        if any((inside := one.common(band)) and inside != one for one in old):
            parts = [part for one in old for part in (*one.without(band), one.common(band)) if part]
            _set_ranges(rule, sheet, sorted(parts))


def _set_ranges(rule: dict[str, Any], sheet: Sheet, new: list[Rectangle]) -> None:
    """Give a rule other ranges; its formulas count from the corner of the first."""
    old = rectangles.read(rule["ranges"][0], sheet)
    rule["ranges"] = [rectangles.written(one, sheet.id) for one in new]
    rows, columns = (new[0].top - old.top, new[0].left - old.left) if new else (0, 0)
    if not rows and not columns:
        return
    for value in rule.get("booleanRule", {}).get("condition", {}).get("values", ()):
        entered = value.get("userEnteredValue", "")
        if entered.startswith("="):
            value["userEnteredValue"] = references.moved(entered, rows, columns)
