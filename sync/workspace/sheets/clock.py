"""What time it is in a spreadsheet: the workspace's clock, in the spreadsheet's own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sync.workspace.sheets.book import Book


def now(book: Book) -> datetime:
    """The present, aware, in the spreadsheet's time zone; UTC for a zone that nobody knows."""
    row = book.tx.execute("SELECT now FROM clock").fetchone()
    moment = datetime.fromisoformat(row["now"]) if row and row["now"] else datetime.now(UTC)
    try:
        return moment.astimezone(ZoneInfo(book.meta["properties"].get("timeZone", "Etc/GMT")))
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(UTC)


def today(book: Book) -> date:
    """The day it is there."""
    return now(book).date()
