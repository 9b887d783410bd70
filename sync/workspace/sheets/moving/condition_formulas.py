"""Formulas of conditional formats that follow when cells move.

What such a formula refers to without "$" counts from the first cell of the rule's first range, and goes
where that goes; what is fixed by "$" follows the cells it names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sync.workspace.sheets import rectangles
from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.formulas import references
from sync.workspace.sheets.formulas.references import End, Reference
from sync.workspace.sheets.spans import Shift


def follow(sheet: Sheet, dimension: str, shifted: Shift, across: tuple[int, int] | None = None) -> None:
    """Rewrite the formulas of a sheet's rules, before their ranges are shifted.

    `across` is as in `references.shifted`: cells of these columns (of rows; or the other way) alone move.
    """
    for rule in sheet.meta.get("conditionalFormats", ()):
        values = rule.get("booleanRule", {}).get("condition", {}).get("values", ())
        for value in values:
            entered = value.get("userEnteredValue", "")
            if entered.startswith("="):
                by = _step(sheet, rule, dimension, shifted, across)
                value["userEnteredValue"] = _followed(entered, sheet.title, dimension, shifted, across, by)


def _step(
    sheet: Sheet, rule: dict[str, Any], dimension: str, shifted: Shift, across: tuple[int, int] | None
) -> int:
    """By how much the cell goes that a rule's formulas count from."""
    old = rectangles.read(rule["ranges"][0], sheet)
    first = old.top if dimension == "ROWS" else old.left
    for given in rule["ranges"]:
        one = rectangles.read(given, sheet)
        here, beside = ((one.top, one.bottom), (one.left, one.right))[:: 1 if dimension == "ROWS" else -1]
        if across is not None and not (across[0] <= beside[0] and beside[1] <= across[1]):
            return here[0] - first
        if span := shifted(*here):
            return span[0] - first
    return 0


def _followed(
    formula: str, title: str, dimension: str, shifted: Shift, across: tuple[int, int] | None, by: int
) -> str:
    def end(one: End, new: End) -> End:
        """An end that is fixed as it was shifted, any other so much further."""
        return new if one.fixed or one.index is None else replace(one, index=max(0, one.index + by))

    def change(one: Reference) -> Reference | None:
        if one.sheet:
            return one
        written = one.write()
        found = references.every(references.shifted(f"={written}", title, title, dimension, shifted, across))
        first, last = one.ends(dimension)
        if not found:
            return (
                None
                if first.fixed or last.fixed
                else one.with_ends(dimension, end(first, first), end(last, last))
            )
        new_first, new_last = found[0].ends(dimension)
        return one.with_ends(dimension, end(first, new_first), end(last, new_last))

    return references.rewritten(formula, change)
