"""What a tab should look like, in our own words; `sync.sheets` says it to Google.

Rows and columns count from 0. Colours are "#rrggbb". Widths, heights and chart sizes are pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

CellValue = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. `number` is a Sheets pattern ("0.00", "0%", "#,##0"), "" for text as it is.

    The pattern "@" keeps whatever is typed as text.
    """

    bold: bool = False
    italic: bool = False
    size: int = 10
    colour: str = "#202124"
    background: str = ""
    align: Literal["", "left", "center", "right"] = ""
    valign: Literal["top", "middle", "bottom"] = "middle"
    wrap: bool = False
    number: str = ""
    border: str = ""  # colour of a thin line round the cell


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its look. Text is always written as text, never as a formula.

    `link` makes the text a link (an https or http address, or "#gid=<sheet id>"); `note` is a cell note.
    In a column of people's the value is what stood there before the row was lost or moved, and
    `choices` are the words of the cell's drop-down.
    """

    value: CellValue = None
    style: Style = PLAIN
    note: str = ""
    link: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from column 0 on; `key` is the response id or other stable name of what the row is about."""

    cells: tuple[Cell, ...]
    key: str = ""
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, half-open: rows `[top, bottom)`, columns `[left, right)`."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class ColourRule:
    """A conditional format: a number condition with colours, or (with `stops`) a gradient.

    `stops` are (value, colour) from low to high, two or three of them.
    """

    area: Area
    condition: Literal["", "NUMBER_LESS", "NUMBER_GREATER_THAN_EQ", "NUMBER_BETWEEN", "TEXT_EQ", "BLANK"] = ""
    values: tuple[str, ...] = ()
    background: str = ""
    colour: str = ""
    bold: bool = False
    stops: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: the cells of its values (its heading is the area's first row) and its colour."""

    area: Area
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over cells of the same tab. `domain` and series areas include one heading row each."""

    key: str
    kind: Literal["BAR", "COLUMN", "LINE"]
    title: str
    domain: Area
    series: tuple[Series, ...]
    row: int
    column: int
    width: int = 600
    height: int = 371
    stacked: bool = False
    axis_title: str = ""
    axis_minimum: float | None = None
    axis_maximum: float | None = None


@dataclass(frozen=True, slots=True)
class HeldRows:
    """Rows `[top, bottom)` of people's column in which only these addresses may write, beside our own."""

    top: int
    bottom: int
    editors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """A column that people fill in below the frozen rows: where it is, and its stable name.

    `editors` are the addresses that may write there beside our own; None lets everybody who may edit
    the spreadsheet. `held` are rows for fewer, from top to bottom, none of them twice.
    """

    name: str
    column: int
    editors: tuple[str, ...] | None = None
    held: tuple[HeldRows, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as it should be.

    `rows` maps row indexes to rows. A tab with `sparse` names only the rows that are news and
    leaves the others as they were; otherwise all rows not named are empty. `height` is the number
    of rows that the grid needs. `key` is stable and names the tab for ever; `title` is what people
    read and is unique in its spreadsheet. `people` are the columns that people fill in: they are
    written only with a row that is new to the tab. Rows that people moved are found again by their
    keys, which stand in `key_column`. A tab that is `hidden` has nothing to show yet: it stands in no
    strip of tabs, and nothing links to it; the first tab of a spreadsheet never is.
    """

    key: str
    title: str
    rows: Mapping[int, Row]
    height: int
    widths: tuple[int, ...]
    sparse: bool = False
    frozen_rows: int = 0
    frozen_columns: int = 0
    merges: tuple[Area, ...] = ()
    colour_rules: tuple[ColourRule, ...] = ()
    charts: tuple[Chart, ...] = ()
    colour: str = ""
    gridlines: bool = True
    filter_from_row: int | None = None  # a basic filter whose header is this row
    people: tuple[PeopleColumn, ...] = ()
    key_column: int | None = None
    hidden: bool = False

    @property
    def people_columns(self) -> tuple[int, ...]:
        """The columns of people, in their order."""
        return tuple(sorted(theirs.column for theirs in self.people))
