"""Cells of a sheet as a paper shows them, and lines of a tab by the heads of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.model import Form
from tests.figures.charts import subject
from tests.figures.facts import Facts
from tests.figures.grid import Grid
from tests.figures.tables import ENOUGH

NOTHING = "–"


@dataclass(frozen=True)
class Published:
    """What was published of a term, and what its figures should be."""

    sheets: Mapping[str, Mapping[str, Grid]]
    facts: Facts

    def grid(self, sheet: str, kind: str) -> Grid:
        """A spreadsheet's tab by the first part of its key: "findings" of "findings:2569-S2"."""
        tabs = self.sheets[sheet]
        key = kind if kind in tabs else next(key for key in tabs if key.partition(":")[0] == kind)
        return tabs[key]

    def lines(self, sheet: str, kind: str, first: str, *, after: int = 0) -> list[dict[str, Any]]:
        """The lines of a tab's table whose first head is that."""
        return list(lines_below(self.grid(sheet, kind), first, after=after))

    def titled(self, title: str) -> Form:
        """The form with that title."""
        return next(form for form in self.facts.office.forms.values() if form.title == title)

    def counted(self, sheet: str) -> dict[str, tuple[int, int]]:
        """How many records of each form count in this semester and in the one before, by its title.

        Of the forms that have tabs of their own the tab of counts is silent: these are of the facts.
        """
        grid, facts = self.grid(sheet, "counts"), self.facts
        top, _ = grid.find("แบบบันทึก", column=0)
        found = {grid.at(row, 0): (grid.at(row, 1), grid.at(row, 2)) for row in rows_below(grid, top)}
        return {
            form.title: found.get(
                subject(form), (facts.n(sheet, form.id), facts.n(sheet, form.id, term="before"))
            )
            for form in facts.office.forms.values()
        }


def lines_below(grid: Grid, first: str, *, after: int = 0) -> Iterator[dict[str, Any]]:
    """The lines below a head up to the first empty one, by the texts of the head; repeated ones count on."""
    top, column = grid.find(first, after=after)
    names: list[str] = []
    for place in range(column, len(grid.rows[top])):
        name = str(grid.at(top, place) or "")
        names.append(f"{name}#{names.count(name) + 1}" if name in names else name)
    for row in rows_below(grid, top, column):
        yield {name: grid.at(row, column + place) for place, name in enumerate(names) if name}


def rows_below(grid: Grid, top: int, column: int = 0) -> Iterator[int]:
    """The rows below one, as long as something stands in that column."""
    row = top + 1
    while grid.at(row, column) is not None:
        yield row
        row += 1


def number(value: Any) -> str:
    """A count; a dash for nothing."""
    return NOTHING if value is None else f"{value:,}"


def counted(value: Any) -> str:
    """A count that sheets leave out where it is nought."""
    return number(value or 0)


def text(value: Any) -> str:
    """A text or a day."""
    return NOTHING if value in (None, "") else str(value)


def mean(value: float | None) -> str:
    """A mean as it is shown."""
    return NOTHING if value is None else f"{value:.2f}"


def change(value: float | None) -> str:
    """By how much a mean moved, with its sign."""
    return NOTHING if value is None else f"{'+' if round(value, 2) > 0 else ''}{round(value, 2) + 0:.2f}"


def percent(value: float | None) -> str:
    """A share in whole percent."""
    return NOTHING if value is None else f"{round(100 * value)}"


def level(value: Any, n: int | None) -> str:
    """A level, which papers leave out where too few stand behind it: sheets grey it."""
    return text(value) if (n or 0) >= ENOUGH else NOTHING
