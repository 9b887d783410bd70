"""setDataValidation: the rule that cells of a range are held to."""

from __future__ import annotations

from typing import Any

from sync.workspace.errors import Refusal
from sync.workspace.sheets import cell, cells, grid, protection
from sync.workspace.sheets.book import Book


def set_rule(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """Set a rule over a range, or clear it where none is given."""
    area, rule = grid.area(book, request.get("range", {})), request.get("rule")
    protection.check(book, area)
    if rule and not rule.get("condition", {}).get("type"):
        raise Refusal(400, "rule.condition.type must be set.")
    number = book.styles.number(rule) if rule else None
    cells.change(area, lambda old: cell.with_extra(old, "rule", number))
    return {}
