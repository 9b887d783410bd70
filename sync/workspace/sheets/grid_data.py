"""GridData: the cells of an area as Google answers them, and what its rows and columns measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sync.workspace import masks
from sync.workspace.sheets import cell
from sync.workspace.sheets.appearance import judging
from sync.workspace.sheets.appearance.conditions import Held
from sync.workspace.sheets.appearance.effective_formats import EffectiveFormats
from sync.workspace.sheets.book import Book, Row, Sheet
from sync.workspace.sheets.cell import Cell
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.formulas.calculate import CellError, Value
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.parts import dimensions, themes
from sync.workspace.sheets.styles import PLAIN
from sync.workspace.sheets.values import formatted

_CELL = (
    "userEnteredValue", "effectiveValue", "formattedValue", "userEnteredFormat", "effectiveFormat",
    "hyperlink", "note", "textFormatRuns", "dataValidation",
)  # fmt: skip


def below(mask: masks.Mask, name: str) -> masks.Mask:
    """The mask under a name; {} (everything) where the mask does not narrow it."""
    found: masks.Mask = mask[name] if name in mask else mask.get("*", {})
    return found


def of(book: Book, area: Area, mask: masks.Mask, everything: list[dict[str, Any]]) -> dict[str, Any]:
    """GridData of an area, as far as the mask wants its parts; `everything` is all developer metadata."""
    sheet = area.sheet
    body: dict[str, Any] = {}
    if area.top:
        body["startRow"] = area.top
    if area.left:
        body["startColumn"] = area.left
    rows: list[dict[str, Any]] = []
    heights: dict[int, dict[str, Any]] = {}
    names = _names(mask)
    reader = Reader(book, area, names)
    for index, row, properties in _rows(book, area, every=bool(names) and reader.fills):
        if properties:
            heights[index] = properties
        values = reader.row(index, row) if names else []
        if values:
            rows += [{}] * (index - area.top - len(rows))
            rows.append({"values": values})
    if rows and names:
        body["rowData"] = rows
    tagged = partial(_tagged, sheet, everything)
    if not mask or "rowMetadata" in mask:
        plain = {"pixelSize": dimensions.ROW_PIXELS}
        body["rowMetadata"] = tagged(
            "ROWS", area.top, [plain | heights.get(index, {}) for index in range(area.top, area.bottom)]
        )
    if not mask or "columnMetadata" in mask:
        plain = {"pixelSize": dimensions.COLUMN_PIXELS}
        widths = [plain | sheet.columns.get(str(index), {}) for index in range(area.left, area.right)]
        body["columnMetadata"] = tagged("COLUMNS", area.left, widths)
    return body


def _rows(book: Book, area: Area, *, every: bool) -> Iterator[tuple[int, Row, dict[str, Any]]]:
    """The rows of an area that hold anything; with `every` the empty ones between and below them too."""
    following = area.top
    for index, row, properties in calculate.rows(book, area.sheet, area.top, area.bottom):
        if every:
            yield from ((empty, [], {}) for empty in range(following, index))
        yield index, row, properties
        following = index + 1
    if every:
        yield from ((empty, [], {}) for empty in range(following, area.bottom))


def _names(mask: masks.Mask) -> tuple[str, ...]:
    """The fields of CellData that a mask over GridData wants."""
    if not mask or "*" in mask:
        return _CELL
    if "rowData" not in mask:
        return ()
    inner = below(mask["rowData"], "values")
    return _CELL if not inner or "*" in inner else tuple(name for name in _CELL if name in inner)


def _tagged(
    sheet: Sheet, everything: list[dict[str, Any]], dimension: str, first: int, listed: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Dimension properties with the developer metadata of their rows or columns."""
    for one in everything:
        span = one["location"].get("dimensionRange")
        if span and span["sheetId"] == sheet.id and span["dimension"] == dimension:
            index = span["startIndex"] - first
            if 0 <= index < len(listed):
                tags = [*listed[index].get("developerMetadata", []), one]
                listed[index] = listed[index] | {"developerMetadata": tags}
    return listed


class Reader:
    """Turns the kept cells of an area into CellData with the fields asked for."""

    def __init__(self, book: Book, area: Area, names: Sequence[str] = _CELL) -> None:
        self._book, self._area, self._names = book, area, frozenset(names)
        self._styles = book.styles
        self._formats = (
            EffectiveFormats(book, area, themes.default_format(book)) if "effectiveFormat" in names else None
        )
        self._finished: dict[tuple[int, str, str, str], dict[str, Any]] = {}
        self._simple: dict[tuple[int, str], dict[str, Any]] = {}  # where nothing lies behind or over cells
        self.fills = self._formats is not None and self._formats.has_blanks()
        """Whether cells without content may have to be told of, for their look."""

    def row(self, index: int, row: Row) -> list[dict[str, Any]]:
        """CellData of a row's cells in the area, as far as there is anything to tell."""
        left, right = self._area.left, self._area.right
        row = calculate.padded(self._book, self._area.sheet, index, row)
        values = [self.cell(index, column, one) for column, one in enumerate(row[left:right], left)]
        if self.fills and self._formats is not None:
            for column in self._formats.blanks(index):
                values += [{}] * (column + 1 - left - len(values))
                if not values[column - left]:
                    values[column - left] = {
                        "effectiveFormat": self._format(index, column, PLAIN, None, None)
                    }
        return values

    def cell(self, index: int, column: int, one: Cell) -> dict[str, Any]:
        """CellData of a kept cell; {} for an empty one."""
        value, style = (None, PLAIN) if one is None else (one[0], one[1])
        comes: Value | CellError = value
        if value is None or isinstance(value, dict):
            comes = calculate.effective(self._book, self._area.sheet, index, column, one)
        if one is None and comes is None:
            return {}
        extras = cell.extras(one)
        if isinstance(value, dict) and (link := calculate.link(self._book, self._area.sheet, index, column)):
            extras = extras | {"link": link}
        names = self._names
        body: dict[str, Any] = {}
        if value is not None and "userEnteredValue" in names:
            body["userEnteredValue"] = entered_value(value)
        if comes is not None:
            if "effectiveValue" in names:
                body["effectiveValue"] = effective_value(comes)
            if "formattedValue" in names:
                body["formattedValue"] = self._shown(index, column, one, comes)
        if "userEnteredFormat" in names and (style or "link" in extras):
            body["userEnteredFormat"] = _linked(self._styles[style], extras)
        if "effectiveFormat" in names:
            body["effectiveFormat"] = _linked(self._format(index, column, style, one, comes), extras)
        return body | self._extras(extras) if extras else body

    def _shown(self, index: int, column: int, one: Cell, comes: Value | CellError) -> str:
        if isinstance(comes, CellError):
            return comes.shown
        style = calculate.style(self._book, self._area.sheet, index, column, one)
        return formatted.shown(comes, style, self._styles.locale)

    def _format(
        self, index: int, column: int, style: int, one: Cell, comes: Value | CellError
    ) -> dict[str, Any]:
        """The cell's effective format, with the alignment that its kind of value brings."""
        assert self._formats is not None
        kind = "CENTER" if isinstance(comes, CellError) else _ALIGNMENT.get(type(comes), "")
        entered = one is not None and one[0] is not None and not isinstance(one[0], dict)
        if entered and self._formats.plain:
            known = self._simple.get((style, kind))
            if known is None:
                known = self._simple[style, kind] = self._finish(self._formats.own(self._styles[style]), kind)
            return known

        def held() -> Held:
            return judging.held(self._book, self._area.sheet, index, column, one)

        look = self._formats.of(index, column, self._styles[style], style, held)
        taken_on = {} if entered else self._taken_on(index, column, one)
        key = (id(look), kind, taken_on.get("type", ""), taken_on.get("pattern", ""))
        if key not in self._finished:
            own = look | {"numberFormat": taken_on} if taken_on else look
            self._finished[key] = self._finish(own, kind)
        return self._finished[key]

    def _finish(self, look: dict[str, Any], kind: str) -> dict[str, Any]:
        known = {"hyperlinkDisplayType": "PLAIN_TEXT"} | look
        return known if not kind or "horizontalAlignment" in look else known | {"horizontalAlignment": kind}

    def _taken_on(self, index: int, column: int, one: Cell) -> dict[str, Any]:
        """The number format that a result takes on from what it was worked out from; {} for none."""
        found = calculate.style(self._book, self._area.sheet, index, column, one).get("numberFormat")
        return dict(found or {})

    def _extras(self, extras: dict[str, Any]) -> dict[str, Any]:
        body: dict[str, Any] = {}
        if "link" in extras:
            body["hyperlink"] = extras["link"]
        for name in ("note", "textFormatRuns"):
            if name in extras:
                body[name] = extras[name]
        if extras.get("rule", PLAIN):
            body["dataValidation"] = self._styles[extras["rule"]]
        return {name: part for name, part in body.items() if name in self._names}


_ALIGNMENT = {str: "LEFT", int: "RIGHT", float: "RIGHT", bool: "CENTER"}


def _linked(style: dict[str, Any], extras: dict[str, Any]) -> dict[str, Any]:
    if "link" not in extras:
        return style
    look = {**style.get("textFormat", {}), "link": {"uri": extras["link"]}}
    return {**style, "textFormat": look, "hyperlinkDisplayType": "LINKED"}


def entered_value(value: Any) -> dict[str, Any]:
    """ExtendedValue of what was entered."""
    return dict(value) if isinstance(value, dict) else effective_value(value)


def effective_value(value: Value | CellError) -> dict[str, Any]:
    """ExtendedValue of what a cell comes to."""
    match value:
        case CellError():
            return {"errorValue": {"type": value.type, "message": value.message}}
        case str():
            return {"stringValue": value}
        case bool():
            return {"boolValue": value}
    return {"numberValue": value}
