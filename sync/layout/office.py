"""The supervision group's spreadsheet."""

from __future__ import annotations

from sync.layout import findings, notes
from sync.layout.tab import Tab
from sync.layout.view import View


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of the spreadsheet."""
    return (findings.tab(view), notes.tab(view))
