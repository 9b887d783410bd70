"""What the cells of a worksheet's XML hold: values, formulas and the number of their format."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sync.workspace.conversions import escapes
from sync.workspace.conversions.reading import formulas, looks, strings
from sync.workspace.conversions.reading.colours import Palette
from sync.workspace.conversions.reading.content import Content
from sync.workspace.conversions.reading.grid_xml import GridCell
from sync.workspace.sheets import a1, cell, entered
from sync.workspace.sheets.values.patterns import EPOCH

_DAY = timedelta(days=1)
_YEARS_OF_1904 = 1462  # days between Excel's two days 0
_EXACT = 2**53


class Entries:
    """Reads cells of one workbook of openpyxl's; formats are noted in `content` once each."""

    def __init__(self, content: Content, workbook: Any, palette: Palette, texts: list[strings.Text]) -> None:
        self._content, self._workbook, self._palette, self._texts = content, workbook, palette, texts
        self._looks: dict[int, int] = {}
        self._shared: dict[str, Any] = {}
        self._late = bool(workbook.epoch.year == 1904)

    def begin_sheet(self) -> None:
        """Formulas that cells share are shared inside a sheet."""
        self._shared = {}

    def style(self, number: int) -> Any:
        """A cell of openpyxl's that has a format of the workbook, by its number."""
        from openpyxl.cell import Cell  # noqa: PLC0415 - a start of the workspace should not wait for it

        sheet = self._workbook.worksheets[0]
        return Cell(sheet, row=1, column=1, style_array=self._workbook._cell_styles[number])

    def look(self, number: int) -> int:
        """The place of a format among the content's; each of the workbook's is read once."""
        if (known := self._looks.get(number)) is None:
            known = self._looks[number] = self._look_of(number)
        return known

    def _look_of(self, number: int) -> int:
        one = self.style(number)
        return self._content.look(looks.cell_format(one, self._palette)) if one.has_style else 0

    def read(self, row: int, one: GridCell) -> cell.Cell:
        """A cell as sheets keep it; its style is a place among the content's formats."""
        value, runs = self._value(row, one)
        return cell.made(value, self.look(one.style), {"textFormatRuns": runs} if runs else None)

    def _value(self, row: int, one: GridCell) -> tuple[Any, list[dict[str, Any]]]:
        if one.formula is not None:
            return self._formula(row, one), []
        if one.inside:
            return self._text(strings.of_cell(one.inside))
        if not one.value:
            return None, []
        if one.kind == "s":
            return self._text(self._texts[int(one.value)])
        if one.kind == "str":
            return self._text(escapes.plain(one.value))
        return self._plain(one.kind, one.value, one.style), []

    def _plain(self, kind: str, value: str, style: int) -> Any:
        match kind:
            case "b":
                return bool(int(value))
            case "e":
                return {"formulaValue": f"={value}"}
            case "d":
                return _moment(value)
        return self._number(value, style)

    def _text(self, text: strings.Text) -> tuple[str | None, list[dict[str, Any]]]:
        if isinstance(text, str):
            return text[: entered.LONGEST_TEXT] or None, []
        whole = ""
        runs: list[dict[str, Any]] = []
        for piece in text:
            look = looks.text_format(piece.font, self._palette) if piece.font is not None else {}
            if len(whole) < entered.LONGEST_TEXT:
                runs.append({"startIndex": len(whole), "format": look} if whole else {"format": look})
            whole += piece.text
        return whole[: entered.LONGEST_TEXT] or None, runs

    def _number(self, text: str, style: int) -> float | int | str:
        """A number, whatever its format makes of it: one that is no date there stays a number."""
        whole = text.strip()
        number: float = float(whole)
        if not math.isfinite(number):
            return whole
        if style in self._workbook._date_formats and style not in self._workbook._timedelta_formats:
            number = self._day(number)
        return int(number) if number.is_integer() and abs(number) < _EXACT else number

    def _day(self, number: float) -> float:
        """A day as Google counts it; Excel has a 29 February 1900, and may count from 1904."""
        if number < 1:
            return number
        if self._late:
            return number + _YEARS_OF_1904
        return number + 1 if number < 60 else number

    def _formula(self, row: int, one: GridCell) -> dict[str, str] | None:
        """A formula, or one that fills an array; None for Excel's tables of data."""
        text = f"={one.formula}"
        match one.about.get("t"):
            case "dataTable":
                return None
            case "array":
                return {"formulaValue": formulas.of_array(text)}
            case "shared":
                text = self._of_several(f"{a1.column_letters(one.column)}{row + 1}", text, one.about)
        return {"formulaValue": formulas.plain(text)}

    def _of_several(self, place: str, text: str, about: Mapping[str, str]) -> str:
        from openpyxl.formula.translate import Translator  # noqa: PLC0415 - see `style`

        number = about.get("si", "")
        if number in self._shared:
            return str(self._shared[number].translate_formula(place))
        if text != "=":
            self._shared[number] = Translator(text, place)
        return text


def _moment(text: str) -> float | int | str:
    """A date or time that is written out, as a sheet counts it: days since its day 0."""
    from openpyxl.utils.datetime import from_ISO8601  # noqa: PLC0415 - see `Entries.style`

    value: Any = from_ISO8601(text)  # type: ignore[no-untyped-call]
    days: float
    if isinstance(value, timedelta):
        days = value / _DAY
    elif isinstance(value, time):
        days = (datetime.combine(EPOCH, value) - EPOCH) / _DAY
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as EPOCH
        days = (moment - EPOCH) / _DAY
    else:
        return text
    return int(days) if days.is_integer() else days
