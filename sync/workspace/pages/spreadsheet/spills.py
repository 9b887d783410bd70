"""Text that is wider than its cell reaches over empty neighbours, as in every spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.workspace.pages.spreadsheet.canvas import Canvas, alignment_of
from sync.workspace.pages.spreadsheet.contents import number_in, text_in
from sync.workspace.pages.spreadsheet.grid import Grid
from sync.workspace.pages.spreadsheet.widths import text_width

_PADDING = 8


@dataclass(frozen=True, slots=True)
class Spill:
    """How far a text reaches over its empty neighbours, in pixels, and how many of them it crosses."""

    left: int = 0
    right: int = 0
    crossed: tuple[int, ...] = ()  # the columns whose right edge it covers


def spill_of(canvas: Canvas, row: int, column: int) -> Spill | None:
    """How a text that does not fit reaches into empty neighbours; None where it fits or may not."""
    cell = canvas.grid.cell(row, column)
    if not cell or (row, column) in canvas.merged:
        return None
    text, look = text_in(cell), canvas.look(row, column)
    if not text or look.wrap != "overflow" or look.turn or number_in(cell) is not None:
        return None
    missing = text_width(text, look.pixels, bold=look.bold) * 1.08 + _PADDING - canvas.grid.width(column)
    if missing <= 0:
        return None
    alignment = alignment_of(cell, look)
    rightward = missing if alignment == "left" else missing / 2 if alignment == "center" else 0.0
    right = _reach(canvas, row, column, +1, rightward)
    left = _reach(canvas, row, column, -1, missing - rightward)
    crossed = (column, *right[:-1]) * bool(right) + left
    room_right, room_left = _room(canvas.grid, right), _room(canvas.grid, left)
    if alignment == "center":  # stays centred on its cell
        room_right = room_left = min(room_right, room_left)
    return Spill(room_left, room_right, crossed) if room_left or room_right else None


def _reach(canvas: Canvas, row: int, column: int, step: int, missing: float) -> tuple[int, ...]:
    """The empty columns beside a cell that its text needs, as many as there are in a row."""
    columns = canvas.window.columns
    place = columns.index(column) + step
    reached: list[int] = []
    while missing > 0 and 0 <= place < len(columns):
        neighbour = columns[place]
        if not _may_cross(canvas, row, column, neighbour):
            break
        reached.append(neighbour)
        missing -= canvas.grid.width(neighbour)
        place += step
    return tuple(reached)


def _may_cross(canvas: Canvas, row: int, column: int, neighbour: int) -> bool:
    if (row, neighbour) in canvas.merged or text_in(canvas.grid.cell(row, neighbour)):
        return False
    frozen = canvas.grid.frozen_columns
    if (column < frozen) == (neighbour < frozen):
        return True
    # out of the frozen columns only where nothing scrolls beneath the text, as in a title's row
    return column < frozen and not any(
        text_in(canvas.grid.cell(row, other)) for other in canvas.window.columns if other >= frozen
    )


def _room(grid: Grid, columns: Sequence[int]) -> int:
    return sum(grid.width(column) for column in columns)
