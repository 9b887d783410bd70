"""How cells look, said once for every rectangle that looks the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sync.layout.tab import PLAIN, Area, Cell, Style
from sync.sheets.formats import cell_format, drop_down, grid_range, safe_link

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dressed:
    """A cell's style, where it leads ("" for nowhere), and the words that it offers."""

    style: Style
    link: str
    choices: tuple[str, ...] = ()


Look = Dressed | None  # None: like a cell that nobody touched


def look_of(cell: Cell) -> Look:
    """How a cell looks; an empty one without a style of its own looks like nothing."""
    link = safe_link(cell.link) if cell.link else ""
    if cell.value is None and cell.style == PLAIN and not link and not cell.choices:
        return None
    return Dressed(cell.style, link, cell.choices)


def format_requests(
    sheet: int,
    looks: Mapping[int, tuple[Look, ...]],
    fresh: Collection[int],
    area: Area,
    *,
    theirs: bool = False,
) -> Iterator[Json]:
    """One request for each rectangle of the area that looks the same.

    `looks` holds every row of the area by index. In `fresh` rows, never written before, cells that
    look like nothing need no word; nor do they in columns of people (`theirs`), whose drop-downs are
    set with their looks.
    """
    top, left, bottom, right = area.top, area.left, area.bottom, area.right
    open_spans: dict[tuple[int, int], tuple[int, Look]] = {}  # columns -> since which row, looking how
    for row in range(top, bottom + 1):
        spans = _spans(looks[row][left:right], left) if row < bottom else {}
        if row in fresh or theirs:
            spans = {columns: look for columns, look in spans.items() if look is not None}
        for columns, (since, look) in list(open_spans.items()):
            if columns not in spans or spans[columns] != look:
                yield _request(sheet, Area(since, columns[0], row, columns[1]), look, theirs=theirs)
                del open_spans[columns]
        for columns, look in spans.items():
            open_spans.setdefault(columns, (row, look))


def runs(indexes: Iterable[int], boundary: int = 0) -> list[tuple[int, int]]:
    """Neighbouring indexes as half-open runs, none of which reaches across the boundary."""
    found: list[tuple[int, int]] = []
    for index in sorted(indexes):
        if found and found[-1][1] == index != boundary:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def _spans(looks: tuple[Look, ...], left: int) -> dict[tuple[int, int], Look]:
    """Neighbouring columns that look the same."""
    spans: dict[tuple[int, int], Look] = {}
    start = 0
    for column in range(1, len(looks) + 1):
        if column == len(looks) or looks[column] != looks[start]:
            spans[left + start, left + column] = looks[start]
            start = column
    return spans


def _request(sheet: int, area: Area, look: Look, *, theirs: bool) -> Json:
    cell: Json = {"userEnteredFormat": cell_format(look.style, look.link)} if look else {}
    fields = "userEnteredFormat"
    if theirs:
        fields += ",dataValidation"
        cell |= {"dataValidation": drop_down(look.choices)} if look and look.choices else {}
    return {"repeatCell": {"range": grid_range(sheet, area), "cell": cell, "fields": fields}}
