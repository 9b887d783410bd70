"""Rows of a range put into another order: their cells go, their heights stay."""

from __future__ import annotations

from collections.abc import Sequence

from sync.workspace.errors import Refusal
from sync.workspace.sheets import a1, rectangles
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.moving import pasting
from sync.workspace.sheets.rectangles import Rectangle


def check_merges(area: Area, doing: str) -> None:
    """Refusal 400 for a merge over several rows of an area: rows with it cannot change places."""
    whole = rectangles.of(area)
    for given in area.sheet.meta.get("merges", ()):
        merge = rectangles.read(given, area.sheet)
        if merge.common(whole) and merge.bottom - merge.top > 1:
            where = a1.write("", *merge).partition("!")[2]
            raise Refusal(
                400,
                f"You can't {doing} a range containing vertical merges. There is a vertical merge at {where}",
            )


def arrange(area: Area, rows: Sequence[int]) -> None:
    """Put the cells of the rows `rows` into an area's rows, from its first on; what they leave is empty.

    Formulas refer from where they come to lie. Merges along a row go with it.
    """
    sheet, left, width = area.sheet, area.left, area.right - area.left
    before = pasting.taken_as_they_are(area)
    for index in pasting.row_by_row(area):
        offset = index - area.top
        source = rows[offset] if offset < len(rows) else index
        part = before[source - area.top] if offset < len(rows) else []
        if source != index or offset >= len(rows):
            new = [pasting.stepped(one, index - source, 0) for one in part]
            pasting.lay(sheet, index, left, width, new)
    _arrange_merges(area, rows)


def _arrange_merges(area: Area, rows: Sequence[int]) -> None:
    whole = rectangles.of(area)
    if not any(rectangles.read(one, area.sheet).within(whole) for one in area.sheet.meta.get("merges", ())):
        return
    new_place = {source: area.top + offset for offset, source in enumerate(rows)}
    kept: list[Rectangle] = []
    for given in area.sheet.several("merges"):
        merge = rectangles.read(given, area.sheet)
        if merge.within(whole) and merge.bottom - merge.top == 1 and merge.top in new_place:
            kept.append(merge.by(new_place[merge.top] - merge.top, 0))
    pasting.put_merges(area, kept)
