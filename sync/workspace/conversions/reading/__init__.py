"""XLSX as the content of a spreadsheet: cells are read as they stand in the file, all else with openpyxl."""

from __future__ import annotations

import logging
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import Any

from sync.workspace.conversions import escapes, package
from sync.workspace.conversions.reading import charts, formulas, grid_xml, outline, strings
from sync.workspace.conversions.reading.colours import Palette
from sync.workspace.conversions.reading.content import Content, Row, SheetContent, sized, titles
from sync.workspace.conversions.reading.entries import Entries
from sync.workspace.conversions.reading.filling import fill
from sync.workspace.conversions.reading.sheet import Reader
from sync.workspace.conversions.writing.canvas import LISTS
from sync.workspace.sheets import a1, cell
from sync.workspace.sheets.book import MOST_CELLS

__all__ = ["Content", "SheetContent", "fill", "read", "sized"]


def read(content: bytes) -> Content:
    """What a workbook holds; Refusal 400 for what is none, 413 for one too large."""
    package.check(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not know is left out
        with _sound():
            made = _read(content)
    for one in made.sheets:
        one.rows = partial(_read_on, one.rows)
    return made


def _read_on(rows: Callable[[], Iterable[Row]]) -> Iterator[Row]:
    with _sound():
        yield from rows()


@contextmanager
def _sound() -> Iterator[None]:
    """Refusal 400 for what openpyxl, and what reads beside it, says of files that are not sound."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as problem:
        logging.getLogger(__name__).info("not a workbook: %r", problem, exc_info=problem)
        raise package.unreadable() from None


def _read(content: bytes) -> Content:
    from openpyxl import load_workbook  # noqa: PLC0415 - a start of the workspace should not wait for it

    outlined = outline.outlined(content)
    package_of_all = zipfile.ZipFile(BytesIO(content))
    workbook = load_workbook(BytesIO(outlined.content), rich_text=True, keep_links=False)
    texts = _texts(package_of_all, outlined.strings)
    sheets = [one for one in workbook.worksheets if one.title != LISTS]
    names = list(titles([escapes.plain(one.title) for one in sheets]))
    places = {one.title: place for place, one in enumerate(sheets)}
    made, palette = Content(), Palette(workbook.loaded_theme)
    entries = Entries(made, workbook, palette, texts) if workbook.worksheets else None
    grids = {one.title: outlined.sheets[str(one.sheet_properties.codeName)] for one in workbook.worksheets}
    lists = _lists(package_of_all, grids[LISTS], entries) if LISTS in grids and entries else {}
    filled_only = _reach(grids[one.title].reach for one in sheets) > MOST_CELLS
    extents = [grids[one.title].filled if filled_only else grids[one.title].reach for one in sheets]
    if all(one.sheet_state != "visible" for one in sheets):
        names, extents = list(titles([*names, "Sheet"])), [*extents, (0, 0)]
    made.sheets += [SheetContent({"title": name}) for name in names]
    sized([(one, *extent) for one, extent in zip(made.sheets, extents, strict=True)])
    if entries:
        reader = Reader(package_of_all, entries, palette, places, lists)
        for place, one in enumerate(sheets):
            reader.sheet(made.sheets[place], one, grids[one.title], place)
    made.requests += _names(workbook, places)
    made.requests += _chart_sheets(workbook, places)
    return made


def _reach(reaches: Iterable[tuple[int, int]]) -> int:
    return sum(rows * columns for rows, columns in reaches)


def _texts(content: zipfile.ZipFile, part: str) -> list[strings.Text]:
    if not part:
        return []
    with content.open(part) as file:
        return strings.read(file)


def _lists(content: zipfile.ZipFile, grid: outline.Outline, entries: Entries) -> dict[str, list[str]]:
    """Our own long lists, by the letters of their columns."""
    found: dict[str, list[str]] = {}
    with content.open(grid.part) as file:
        for row in grid_xml.rows(file):
            for one in row.cells:
                value = cell.value(entries.read(row.index, one))
                if value is not None:
                    found.setdefault(a1.column_letters(one.column), []).append(str(value))
    return found


def _names(workbook: Any, places: dict[str, int]) -> Iterator[dict[str, Any]]:
    for name, defined in workbook.defined_names.items():
        if area := formulas.grid_range(defined.attr_text or "", places):
            yield {"addNamedRange": {"namedRange": {"name": name, "range": area}}}


def _chart_sheets(workbook: Any, places: dict[str, int]) -> Iterator[dict[str, Any]]:
    for one in workbook.chartsheets:
        for chart in one._charts[:1]:
            if spec := charts.specification(chart, places):
                yield {"addChart": {"chart": {"spec": spec, "position": {"newSheet": True}}}}
