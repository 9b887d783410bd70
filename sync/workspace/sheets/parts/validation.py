"""setDataValidation: the rule that cells of a range are held to."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, cells, grid
from sync.workspace.sheets.appearance import condition_kinds
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.parts import protection, typed_tables


def set_rule(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """Set a rule over a range, or clear it where none is given."""
    area, rule = grid.area(book, request.get("range", {})), request.get("rule")
    protection.check(book, area)
    if rule:
        condition_kinds.check(rule.get("condition", {}), "data validation", book.styles.locale)
    if typed_tables.typed_column(book, area):
        raise Refusal(400, "This operation is not allowed on cells in typed columns.")
    number = book.styles.number(rule) if rule else None
    cells.change(area, lambda old: cell.with_extra(old, "rule", number))
    return {}
