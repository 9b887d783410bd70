"""What drawing a tab's cells needs to know, and how each cell looks once all that colours it is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from markupsafe import Markup

from sync.workspace.pages.spreadsheet.colours import Theme, readable_on
from sync.workspace.pages.spreadsheet.grid import Area, CellData, Grid, Place
from sync.workspace.pages.spreadsheet.parts import Parts
from sync.workspace.pages.spreadsheet.rights import Rights
from sync.workspace.pages.spreadsheet.styles import Look, Stylesheet, look_of
from sync.workspace.pages.spreadsheet.window import Window


@dataclass(slots=True)
class Canvas:
    """All that drawing a tab's cells needs. `over` holds what is laid over a cell (charts), by place."""

    grid: Grid
    window: Window
    theme: Theme
    default_format: Mapping[str, Any]
    parts: Parts
    over: Mapping[Place, Markup]
    chosen: Place | None
    sheet: Stylesheet
    rights: Rights = field(default_factory=Rights)
    looks: dict[Place, Look] = field(default_factory=dict)
    formats: dict[bytes, Look] = field(default_factory=dict)  # by the format's JSON: few differ
    classes: dict[tuple[Look, str, str], str] = field(default_factory=dict)
    merged: dict[Place, Area | None] = field(default_factory=dict)  # None: covered by another cell

    def look(self, row: int, column: int) -> Look:
        """A cell's look, its format being what conditional formats and bands have made of it."""
        place = (row, column)
        if place not in self.looks:
            cell = self.grid.cell(row, column)
            own = cell.get("effectiveFormat") or cell.get("userEnteredFormat") or self.default_format
            look = self._read(own)
            if place in self.parts.heads:
                look = _as_head(look, cell)
            self.looks[place] = look
        return self.looks[place]

    def _read(self, cell_format: Mapping[str, Any]) -> Look:
        key = orjson.dumps(cell_format)
        if key not in self.formats:
            self.formats[key] = look_of(cell_format, self.theme)
        return self.formats[key]


def _as_head(look: Look, cell: CellData) -> Look:
    """A table's head is bold, in an ink that can be read on its colour, unless its cell says otherwise."""
    own = cell.get("userEnteredFormat", {}).get("textFormat", {})
    if "foregroundColor" not in own and "foregroundColorStyle" not in own:
        look = replace(look, colour=readable_on(look.background or "#ffffff"))
    return look if "bold" in own else replace(look, bold=True)


def alignment_of(cell: CellData, look: Look) -> str:
    """Where a cell's text stands: "left", "center" or "right"."""
    if look.align:
        return look.align
    value = cell.get("effectiveValue", cell.get("userEnteredValue", {}))
    if "numberValue" in value:
        return "right"
    return "center" if "boolValue" in value or "errorValue" in value else "left"
