"""The rows of a tab as HTML table cells: merged, spilling, frozen, noted, each with the class of its look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sync.workspace.pages.spreadsheet.canvas import Canvas, alignment_of
from sync.workspace.pages.spreadsheet.contents import error_in, text_in
from sync.workspace.pages.spreadsheet.grid import HEIGHT, Area, CellData, Grid, Place, letters
from sync.workspace.pages.spreadsheet.marks import marks
from sync.workspace.pages.spreadsheet.parts import Groups
from sync.workspace.pages.spreadsheet.spills import Spill, spill_of
from sync.workspace.pages.spreadsheet.styles import Look, declarations
from sync.workspace.pages.spreadsheet.text import cell_html
from sync.workspace.pages.spreadsheet.widths import text_width
from sync.workspace.pages.spreadsheet.window import Window

_PADDING = 8
_LINES_SHOWN = 12  # of a wrapped text; the rest is read in the line above the grid
_ALIGNMENTS = {"right": "ar", "center": "ac", "left": ""}


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its number as people count, its classes, its group's mark and its cells' HTML."""

    number: int
    classes: str
    cells: Markup
    mark: Markup


def drawn(canvas: Canvas) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of the frozen head and of the body."""
    for area in canvas.grid.merges:
        for rows in (canvas.window.head, canvas.window.body):
            _merge(canvas, area, rows)
    head = tuple(_row(canvas, row, canvas.window.head) for row in canvas.window.head)
    return head, tuple(_row(canvas, row, canvas.window.body) for row in canvas.window.body)


def _merge(canvas: Canvas, area: Area, rows: Sequence[int]) -> None:
    """Note who shows and who is covered, among the cells of a merge that stand in this part of the page."""
    inside_rows = [row for row in rows if area.top <= row < area.bottom]
    inside = [column for column in canvas.window.columns if area.left <= column < area.right]
    if not inside_rows or not inside:
        return
    part = Area(inside_rows[0], inside[0], inside_rows[-1] + 1, inside[-1] + 1)
    canvas.merged.update(dict.fromkeys(part.places(), None))
    canvas.merged[part.top, part.left] = part


def _row(canvas: Canvas, row: int, rows: Sequence[int]) -> Row:
    spills = {column: spill for column in canvas.window.columns if (spill := spill_of(canvas, row, column))}
    crossed = {column for spill in spills.values() for column in spill.crossed}
    cells = [
        _cell(canvas, row, column, rows, spills.get(column), column in crossed)
        for column in canvas.window.columns
        if canvas.merged.get((row, column), True) is not None
    ]
    classes = [canvas.sheet.name(f"height:{canvas.grid.height(row)}px;")]
    groups = canvas.parts.row_groups
    if row - 1 in canvas.grid.hidden_rows:
        classes.append("gap")
    if row in groups.depth:
        classes.append("grouped")
    # every piece is Markup already, or made of numbers and class names of our own
    return Row(row + 1, " ".join(classes), Markup("".join(cells)), group_mark(groups, row))  # noqa: S704


def group_mark(groups: Groups, index: int) -> Markup:
    """The sign of a group that begins or ends beside a row or column; empty for none."""
    return marks.group(groups.control[index]) if index in groups.control else Markup("")


def _cell(canvas: Canvas, row: int, column: int, rows: Sequence[int], spill: Spill | None, bare: bool) -> str:
    part = canvas.merged.get((row, column)) or Area(row, column, row + 1, column + 1)
    source = _source(canvas, row, column, part)
    cell, look = canvas.grid.cell(*source), canvas.look(*source)
    chooses = canvas.parts.chooses(row, column, cell)
    content = cell_html(cell, canvas.sheet, canvas.theme, ticked=canvas.parts.ticks(row, column, cell))
    if chooses and content:
        content = marks.chip(content)
    content = _laid_out(canvas, content, cell, look, part, spill)
    classes = [
        _css(canvas, look, part),
        _ALIGNMENTS.get(alignment_of(cell, look), ""),
        look.turn and f"turn-{look.turn}",
        "bare" if bare and not look.right else "",
        "spill" if spill else "",
        *_frozen_classes(canvas.grid, part),
    ]
    attributes = Markup("")
    extra = canvas.over.get((row, column), Markup(""))
    if extra:
        classes.append("anchor")
    if "note" in cell:
        classes.append("noted")
        extra += marks.note(f"n{row}-{column}", f"{letters(column)}{row + 1}", str(cell["note"]))
    if (row, column) in canvas.parts.filtered:
        classes.append("filtered")
        extra += marks.funnel(canvas.parts.filtered[row, column])
    elif chooses:
        classes.append("chooses")
    if source in canvas.rights.places:
        # by keyboard, too: these cells are gone through with the tab key
        classes.append("may")
        attributes += Markup(' tabindex="0"')
    if canvas.chosen == (row, column):
        attributes += Markup(' id="chosen"')
        classes.append("chosen")
    attributes += _attributes(part, canvas.window, rows, cell)
    names = " ".join(name for name in classes if name)
    named = f' class="{names}"' if names else ""
    return f"<td{named}{attributes}>{content}{extra}</td>"


def _source(canvas: Canvas, row: int, column: int, part: Area) -> Place:
    """Where a merged cell's content stands: its first cell, though that may be hidden or a page before."""
    for area in canvas.grid.merges if (row, column) in canvas.merged else ():
        if (row, column) in area:
            return area.top, area.left
    return part.top, part.left


def _attributes(part: Area, window: Window, rows: Sequence[int], cell: CellData) -> Markup:
    html = Markup("")
    if part.right - part.left > 1:
        html += Markup(' colspan="{}"').format(sum(part.left <= c < part.right for c in window.columns))
    if part.bottom - part.top > 1:
        html += Markup(' rowspan="{}"').format(sum(part.top <= row < part.bottom for row in rows))
    if formula := cell.get("userEnteredValue", {}).get("formulaValue"):
        html += Markup(' data-formula="{}"').format(formula)
    if reason := error_in(cell):
        html += Markup(' data-error="{0}" title="{0}"').format(reason)
    return html


def _laid_out(
    canvas: Canvas, content: Markup, cell: CellData, look: Look, part: Area, spill: Spill | None
) -> Markup:
    """Wrap the content where a plain table cell would not lay it out as a sheet does."""
    if not content:
        return content
    if spill:
        name = canvas.sheet.name(f"margin:0 {-spill.right}px 0 {-spill.left}px;")
        return Markup('<div class="over {}">{}</div>').format(name, content)
    if look.turn:
        return Markup("<div>{}</div>").format(content)
    if look.wrap == "wrap":
        width = sum(canvas.grid.width(column) for column in range(part.left, part.right))
        line = look.pixels * 1.45
        most = _most(canvas.grid, part.top, line)
        if part.bottom - part.top == 1 and _lines(text_in(cell), look, width) * line > most:
            name = canvas.sheet.name(f"max-height:{most}px;")
            return Markup('<div class="long {}">{}</div>').format(name, content)
    return content


def _most(grid: Grid, row: int, line: float) -> int:
    """How high a wrapped text may make its row: a little over the height that somebody gave the row."""
    given = grid.heights.get(row, HEIGHT)
    return round(_LINES_SHOWN * line) if given == HEIGHT else round(max(given * 1.3, line))


def _lines(text: str, look: Look, width: int) -> float:
    """About how many lines a wrapped text takes, or more."""
    room = max(width - _PADDING, 1)
    return sum(max(1.0, text_width(line, look.pixels, bold=look.bold) / room) for line in text.split("\n"))


def _css(canvas: Canvas, look: Look, part: Area) -> str:
    """The class of a cell's look. A cell draws its right and lower edge: its own, or its neighbour's."""
    right = canvas.look(part.top, part.right - 1).right or canvas.look(part.top, part.right).left
    bottom = canvas.look(part.bottom - 1, part.left).bottom or canvas.look(part.bottom, part.left).top
    key = (look, right, bottom)
    if key not in canvas.classes:
        canvas.classes[key] = canvas.sheet.name(declarations(look, right, bottom))
    return canvas.classes[key]


def _frozen_classes(grid: Grid, part: Area) -> Iterator[str]:
    if part.right <= grid.frozen_columns:
        yield f"k k{part.left}"
        if part.right == grid.frozen_columns:
            yield "edge"
