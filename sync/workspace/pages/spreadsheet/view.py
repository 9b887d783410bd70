"""One page of a spreadsheet, ready for its template: tabs, columns, rows, charts, style sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sync.workspace.pages.spreadsheet.canvas import Canvas
from sync.workspace.pages.spreadsheet.cells import Row, drawn, group_mark
from sync.workspace.pages.spreadsheet.colours import Theme, colour, theme_of
from sync.workspace.pages.spreadsheet.grid import Grid, letters, place_named, read_grid
from sync.workspace.pages.spreadsheet.parts import Groups, parts_of
from sync.workspace.pages.spreadsheet.placing import chart_edge, objects, objects_by_place
from sync.workspace.pages.spreadsheet.rights import May, rights_of
from sync.workspace.pages.spreadsheet.styles import Stylesheet
from sync.workspace.pages.spreadsheet.window import PAGE_ROWS, Pages, Window, pages_of, window_of


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab of the spreadsheet; one that is hidden stands in the strip only while it is looked at."""

    gid: int
    title: str
    css: str  # the class of its colour
    chosen: bool
    locked: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading. `css` is the class of its width, `place` are those that freeze it.

    `mark` is that of a group of columns beside it.
    """

    letters: str
    css: str
    place: str
    mark: Markup


@dataclass(frozen=True, slots=True)
class View:
    """What templates/pages/sheet.html shows. `objects` are the charts of a tab of charts only.

    `may` says what of the page's cells who looks may write in. `tabs` has the hidden ones for those
    alone who may open them.
    """

    title: str
    tab: str
    gid: int
    tabs: tuple[TabLink, ...]
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    pages: Pages | None
    gridlines: bool
    styles: Markup
    objects: tuple[Markup, ...]
    may: May


def chosen_sheet(
    spreadsheet: Mapping[str, Any], gid: int | None, *, opens_hidden: bool = False
) -> Mapping[str, Any]:
    """The Sheet resource with that id, the first that is not hidden where there is none such.

    A hidden one is found only for who `opens_hidden` sheets: on Google, who may edit the file.
    """
    sheets = _sheets(spreadsheet)
    own = next((sheet for sheet in sheets if sheet["properties"].get("sheetId", 0) == gid), None)
    if own is not None and (opens_hidden or not _is_hidden(own)):
        return own
    return next(sheet for sheet in sheets if not _is_hidden(sheet))


def rows_offered(sheet: Mapping[str, Any], filled: int | None, cells: str = "") -> int:
    """How many rows of a tab there are to page through: those filled (None: all) and down to `cells`."""
    size: int = sheet["properties"].get("gridProperties", {}).get("rowCount", 0)
    if filled is None:
        return size
    place = place_named(cells)
    return min(size, max(filled, place[0] + 1 if place else 0))


def page_of(rows: int, page: int | None, cells: str = "") -> int:
    """The page (from 1) to show of so many rows: the one with `cells` ("B3") on it, else `page`."""
    place = place_named(cells)
    wanted = place[0] // PAGE_ROWS + 1 if place else page or 1
    return min(max(wanted, 1), max(-(-rows // PAGE_ROWS), 1))


def render(
    spreadsheet: Mapping[str, Any],
    gid: int | None,
    *,
    page: int | None = None,
    cells: str = "",
    filled: int | None = None,
    writes: bool = False,
    opens_hidden: bool = False,
) -> View:
    """Draw a page of a tab from Google's Spreadsheet resource with grid data.

    Of the data at least the ranges that `window.ranges_for` names have to be there. `cells` names the
    cell to be marked as chosen; `filled` is how many rows of the tab hold anything, where that is known;
    `writes` whether who the resource was made for may write in the file, `opens_hidden` whether they may
    open its hidden tabs.
    """
    theme = theme_of(spreadsheet.get("properties", {}))
    sheet = chosen_sheet(spreadsheet, gid, opens_hidden=opens_hidden)
    grids = {one["properties"].get("sheetId", 0): read_grid(one) for one in _sheets(spreadsheet)}
    grid = grids[sheet["properties"].get("sheetId", 0)]
    rows, chosen = rows_offered(sheet, filled, cells), place_named(cells)
    number = page_of(rows, page, cells)
    window = window_of(grid, number, [chart_edge(sheet, grid), chosen or (0, 0)])
    stylesheet, parts = Stylesheet(), parts_of(sheet, grid)
    rights = rights_of(sheet, grid, window, writes=writes)
    canvas = Canvas(
        grid=grid,
        window=window,
        theme=theme,
        default_format=spreadsheet.get("properties", {}).get("defaultFormat", {}),
        parts=parts,
        over=objects_by_place(sheet, grids, window, theme, stylesheet),
        chosen=chosen,
        sheet=stylesheet,
        rights=rights,
    )
    head, body = drawn(canvas)
    columns = tuple(_column(grid, column, stylesheet, parts.column_groups) for column in window.columns)
    listed = (one for one in _sheets(spreadsheet) if opens_hidden or not _is_hidden(one))
    tabs = tuple(_tab(one, sheet, theme, stylesheet) for one in listed)
    return View(
        title=spreadsheet.get("properties", {}).get("title", ""),
        tab=grid.title,
        gid=grid.sheet_id,
        tabs=tabs,
        columns=columns,
        head=head,
        body=body,
        pages=pages_of(rows, number),
        gridlines=grid.gridlines,
        styles=Markup("\n").join([*_size_rules(grid, window), stylesheet.text(before=".sheet-page ")]),
        objects=objects(sheet, grids, theme),
        may=rights.may,
    )


def _sheets(spreadsheet: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return sorted(spreadsheet.get("sheets", ()), key=lambda sheet: sheet["properties"].get("index", 0))


def _is_hidden(sheet: Mapping[str, Any]) -> bool:
    return bool(sheet["properties"].get("hidden"))


def _tab(
    sheet: Mapping[str, Any], chosen: Mapping[str, Any], theme: Theme, stylesheet: Stylesheet
) -> TabLink:
    properties = sheet["properties"]
    tint = colour(properties, "tabColor", theme)
    return TabLink(
        gid=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        css=stylesheet.name(f"--tab:{tint};") if tint else "",
        chosen=sheet is chosen,
        locked=bool(sheet.get("protectedRanges")),
        hidden=_is_hidden(sheet),
    )


def _column(grid: Grid, column: int, stylesheet: Stylesheet, groups: Groups) -> Column:
    place = ["gap"] * (column - 1 in grid.hidden_columns)
    place += ["grouped"] * (column in groups.depth)
    if column < grid.frozen_columns:
        place += ["k", f"k{column}", *["edge"] * (column == grid.frozen_columns - 1)]
    width = stylesheet.name(f"width:{grid.width(column)}px;")
    return Column(letters(column), width, " ".join(place), group_mark(groups, column))


def _size_rules(grid: Grid, window: Window) -> Iterator[str]:
    """The width of the table; where each frozen column sticks, and on how narrow a screen no longer."""
    whole = sum(grid.width(column) for column in window.columns)
    yield f".grid{{width:calc(var(--numbers) + {whole}px);}}"
    left = 0
    for column in range(grid.frozen_columns):
        right = left + grid.width(column)
        yield f".k{column}{{left:calc(var(--numbers) + {left}px);}}"
        yield f"@media(max-width:{round(right * 1.9) + 40}px){{.k.k{column}{{position:static;}}}}"
        left = right
    height = sum(grid.height(row) for row in window.head)
    if height:
        yield f"@media(max-height:{height * 2 + 160}px){{.grid thead{{position:static;}}}}"
