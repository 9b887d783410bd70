"""Text put into a cell as if a person typed it there."""

from __future__ import annotations

from sync.workspace.sheets import cell, user_entered
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.patterns import DEFAULT_PATTERNS


def typed(book: Book, old: cell.Cell, text: str) -> cell.Cell:
    """The cell with what the text means: a number, a date, a formula …; a cell formatted as text keeps it."""
    style = book.styles[cell.style(old)]
    kind = style.get("numberFormat", {}).get("type")
    if kind == "TEXT":
        return cell.with_value(old, cell.text(text))
    value, shown = user_entered.typed(text, "value")
    new = cell.with_value(old, value)
    if shown and kind not in DEFAULT_PATTERNS:
        return cell.with_style(new, book.styles.number(style | {"numberFormat": shown}))
    return new
