"""XLSX as the content of a spreadsheet, read with openpyxl."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from sync.workspace.conversions import package
from sync.workspace.conversions.reading import charts, formulas
from sync.workspace.conversions.reading.colours import Palette
from sync.workspace.conversions.reading.content import Content, SheetContent, sized, titles
from sync.workspace.conversions.reading.filling import fill
from sync.workspace.conversions.reading.sheet import Reader
from sync.workspace.conversions.writing.canvas import LISTS

__all__ = ["Content", "SheetContent", "fill", "read", "sized"]


def read(content: bytes) -> Content:
    """What a workbook holds; Refusal 400 for what is none, 413 for one too large."""
    package.check(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not know is left out
        try:
            return _read(content)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as problem:
            # That is what openpyxl says of files that are not sound.
            logging.getLogger(__name__).info("not a workbook: %r", problem, exc_info=problem)
            raise package.unreadable() from None


def _read(content: bytes) -> Content:
    from openpyxl import load_workbook  # noqa: PLC0415 - a start of the workspace should not wait for it

    workbook = load_workbook(BytesIO(content), rich_text=True, keep_links=False)
    sheets = [one for one in workbook.worksheets if one.title != LISTS]
    names = list(titles([one.title for one in sheets]))
    places = {one.title: place for place, one in enumerate(sheets)}
    lists = _lists(workbook[LISTS]) if LISTS in workbook.sheetnames else {}
    made = Content()
    reader = Reader(made, Palette(workbook.loaded_theme), places, lists)
    made.sheets += [reader.sheet(one, place, names[place]) for place, one in enumerate(sheets)]
    if not made.sheets or all(one.properties.get("hidden") for one in made.sheets):
        made.sheets.append(SheetContent({"title": next(titles(["Sheet"]))}))
        sized(made.sheets[-1], 0, 0)
    made.requests += _names(workbook, places)
    made.requests += _chart_sheets(workbook, places)
    return made


def _lists(worksheet: Any) -> dict[str, list[str]]:
    """Our own long lists, by the letters of their columns."""
    return {
        column[0].column_letter: [str(one.value) for one in column if one.value is not None]
        for column in worksheet.iter_cols()
    }


def _names(workbook: Any, places: dict[str, int]) -> Iterator[dict[str, Any]]:
    for name, defined in workbook.defined_names.items():
        if area := formulas.grid_range(defined.attr_text or "", places):
            yield {"addNamedRange": {"namedRange": {"name": name, "range": area}}}


def _chart_sheets(workbook: Any, places: dict[str, int]) -> Iterator[dict[str, Any]]:
    for one in workbook.chartsheets:
        for chart in one._charts[:1]:
            if spec := charts.specification(chart, places):
                yield {"addChart": {"chart": {"spec": spec, "position": {"newSheet": True}}}}
