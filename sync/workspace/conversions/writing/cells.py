"""The cells of a sheet, written into a worksheet: values, formulas, looks, links, notes and runs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sync.workspace.conversions.writing import looks, titles
from sync.workspace.conversions.writing.canvas import MOST_COLUMNS, MOST_ROWS, Canvas, Look, too_large
from sync.workspace.conversions.writing.protection import Protection
from sync.workspace.sheets import a1, cell
from sync.workspace.sheets.book import Sheet
from sync.workspace.sheets.formulas import calculate
from sync.workspace.sheets.formulas.calculate import CellError

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767  # what a cell of Excel holds; a cell of Google's holds 50,000
MOST_LINKS = 65_530  # a worksheet
_SCHEMES = ("http://", "https://", "mailto:", "ftp://")
_INSIDE = re.compile(r"#gid=(\d+)(?:&range=([A-Za-z0-9:$]+))?")
_GOOGLES = re.compile(
    r"\b(QUERY|IMPORT(?:RANGE|DATA|XML|HTML|FEED)|GOOGLE(?:FINANCE|TRANSLATE)|DETECTLANGUAGE|SPARKLINE|"
    r"REGEX(?:MATCH|EXTRACT|REPLACE)|SPLIT|JOIN|FLATTEN|COUNTUNIQUE|SORTN?|ARRAY_CONSTRAIN|ISEMAIL|ISURL|"
    r"TO_(?:DATE|TEXT|PERCENT|DOLLARS|PURE_NUMBER)|ADD|MINUS|MULTIPLY|DIVIDE|EQ|NE|GTE?|LTE?|UMINUS)\s*\(",
    re.IGNORECASE,
)
_ARRAY = re.compile(r"=\s*ARRAYFORMULA\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_BRACES = re.compile(r'"[^"]*"|\{')

Paint = Callable[[int, int], str]
"""The colour that banding gives a cell (row, column), "" for none."""


class Cells:
    """Writes the cells of one sheet; `rules` gathers the places of each validation rule on the way."""

    def __init__(
        self, canvas: Canvas, sheet: Sheet, worksheet: Worksheet, paint: Paint, protection: Protection
    ) -> None:
        self._canvas, self._sheet, self._worksheet = canvas, sheet, worksheet
        self._paint, self._protection = paint, protection
        self._links = 0
        self.rules: dict[int, list[tuple[int, int]]] = {}

    def row(self, index: int, cells: list[cell.Cell]) -> None:
        """Write a row; Refusal beyond what Excel's grid holds."""
        if index >= MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise too_large()
        if not self._canvas.formulas:
            cells = calculate.padded(self._canvas.book, self._sheet, index, cells)
        for column, one in enumerate(cells):
            if one is not None:
                self.one(index, column, one)
            elif not self._canvas.formulas:
                self._spilled(index, column)

    def _spilled(self, row: int, column: int) -> None:
        """What an array's formula elsewhere puts here."""
        value = calculate.spilled(self._canvas.book, self._sheet, row, column)
        if value is not None:
            number = self._style(row, column, None)
            self.plain(row, column, value, self._canvas.format(self._look(row, column, number)))

    def _look(self, row: int, column: int, style: int) -> Look:
        return Look(style, self._paint(row, column), self._protection.locked(row, column))

    def _style(self, row: int, column: int, one: cell.Cell) -> int:
        """The number of a cell's format; a result has that of what it was worked out from."""
        book = self._canvas.book
        return book.styles.number(calculate.style(book, self._sheet, row, column, one))

    def one(self, row: int, column: int, one: cell.Cell) -> None:
        """Write a cell."""
        formula = isinstance(cell.value(one), dict)
        style = self._style(row, column, one) if formula else cell.style(one)
        extras = cell.extras(one)
        shown = self._look(row, column, style)
        look = self._canvas.format(shown)
        if "link" in extras:
            self._link(row, column, extras["link"], look)
        elif formula and not self._canvas.formulas:
            self._link(row, column, calculate.link(self._canvas.book, self._sheet, row, column), look)
        self._value(row, column, one, look, shown)
        if extras.get("note"):
            self._worksheet.write_comment(row, column, _cut(extras["note"]), {"author": ""})
        if extras.get("rule"):
            self.rules.setdefault(extras["rule"], []).append((row, column))

    def _value(self, row: int, column: int, one: cell.Cell, look: Format | None, shown: Look) -> None:
        value = cell.value(one)
        if isinstance(value, dict):
            result = calculate.effective(self._canvas.book, self._sheet, row, column, one)
            if self._canvas.formulas:
                self._formula(row, column, value["formulaValue"], look, result)
            else:
                self.plain(row, column, result, look)
        elif isinstance(value, bool) and not self._canvas.formulas:  # LibreOffice prints 1 and 0
            centred = {"align": "center"} | self._canvas.words(shown)
            self.plain(row, column, str(value).upper(), self._canvas.workbook.add_format(centred))
        elif isinstance(value, str) and cell.extras(one).get("textFormatRuns"):
            self._runs(row, column, _cut(value), cell.extras(one)["textFormatRuns"], shown)
        else:
            self.plain(row, column, value, look)

    def plain(self, row: int, column: int, value: Any, look: Format | None) -> None:
        """Write a value as what it is: a text that looks like a formula stays a text."""
        match value:
            case None:
                self._worksheet.write_blank(row, column, None, look)
            case bool():
                self._worksheet.write_boolean(row, column, value, look)
            case str():
                self._worksheet.write_string(row, column, _cut(value), look)
            case CellError():
                self._worksheet.write_string(row, column, value.shown, look)
            case _ if math.isfinite(value):
                self._worksheet.write_number(row, column, value, look)

    def _formula(self, row: int, column: int, text: str, look: Format | None, result: Any) -> None:
        written = self._canvas.formula(text, self._sheet)
        shown = result.shown if isinstance(result, CellError) else "" if result is None else result
        if _GOOGLES.search(written) or any(found == "{" for found in _BRACES.findall(written)):
            written = _wrapped(text, result)
        elif array := _ARRAY.fullmatch(written):
            self._worksheet.write_dynamic_array_formula(row, column, row, column, f"={array[1]}", look, shown)
            return
        if len(written) > 8192:  # the longest formula that Excel takes
            self.plain(row, column, result, look)
            return
        self._worksheet.write_formula(row, column, written, look, shown)

    def _runs(self, row: int, column: int, value: str, runs: list[dict[str, Any]], shown: Look) -> None:
        look, base = self._canvas.format(shown), looks.DEFAULT_FONT | self._canvas.words(shown)
        pieces: list[Any] = []
        starts = [run.get("startIndex", 0) for run in runs]
        if starts[0]:
            pieces += [value[: starts[0]]]
        for run, start, end in zip(runs, starts, [*starts[1:], len(value)], strict=True):
            font = {word: part for word, part in base.items() if word in _FONT}
            own = font | looks.text(run.get("format", {})) | _undone(run.get("format", {}))
            if value[start:end]:
                pieces += [self._canvas.workbook.add_format(own), value[start:end]]
        for run in runs:
            if address := (run.get("format", {}).get("link") or {}).get("uri"):
                self._link(row, column, address, look)
                break
        if sum(isinstance(piece, str) for piece in pieces) > 1:
            self._worksheet.write_rich_string(row, column, *pieces, *([look] if look else []))
        else:
            whole = self._canvas.words(shown) | looks.text(runs[0].get("format", {}))
            self._worksheet.write_string(row, column, value, self._canvas.workbook.add_format(whole))

    def _link(self, row: int, column: int, address: str, look: Format | None) -> None:
        target = self._target(address)
        if target and self._links < MOST_LINKS and len(target) < 2079:
            self._links += 1
            self._worksheet.write_url(row, column, target, look, "")

    def _target(self, address: str) -> str:
        """The link as XlsxWriter takes it; "" for a kind of address that is not written."""
        if inside := _INSIDE.fullmatch(address):
            sheet = next((one for one in self._canvas.book.sheets if one.id == int(inside[1])), None)
            if sheet is None:
                return ""
            return f"internal:{titles.quoted(self._canvas.titles[sheet.title])}!{inside[2] or 'A1'}"
        return address if address.lower().startswith(_SCHEMES) else ""


_FONT = {"font_name", "font_size", "font_color", "bold", "italic", "underline", "font_strikeout"}
_UNDO = {"bold": "bold", "italic": "italic", "strikethrough": "font_strikeout", "underline": "underline"}


def _undone(look: dict[str, Any]) -> dict[str, Any]:
    """What a run says that it is not, though its cell is."""
    return {word: False for name, word in _UNDO.items() if look.get(name) is False}


def _wrapped(text: str, result: Any) -> str:
    """A formula that only Google understands, as its own exports write it: Excel shows the result."""
    inner = text.removeprefix("=").replace('"', '""')
    match result:
        case bool():
            shown = "TRUE" if result else "FALSE"
        case str() | None:
            shown = '"' + (result or "").replace('"', '""') + '"'
        case CellError():
            shown = f'"{result.shown}"'
        case _:
            shown = repr(result)
    return f'=IFERROR(__xludf.DUMMYFUNCTION("{inner}"),{shown})'


def _cut(text: str) -> str:
    """As much of a text as a cell of Excel holds, in the UTF-16 units that it counts."""
    if len(text) <= LONGEST_TEXT // 2:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")


def place(row: int, column: int) -> str:
    """`B3` of (2, 1)."""
    return f"{a1.column_letters(column)}{row + 1}"
