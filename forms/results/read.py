"""Read a file of results: schools with their scores as they stand there, and everything that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forms.results.files import grids
from forms.results.grid import Grid
from forms.results.heads import Head, find_head
from forms.results.rows import FileRow, Rows
from forms.results.rules import KindOfTest, ResultRules
from forms.results.titles import Given, contradictions
from forms.results.told import FileTrouble, LeftOut, Trouble
from forms.results.years import years_said
from forms.thai import normalise_name


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file holds. With a trouble that stops, `rows` are none.

    `unused` are the columns that nothing was read from, `empty` is the number of empty rows.
    """

    sheet: str = ""
    rows: tuple[FileRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    unused: tuple[str, ...] = ()
    empty: int = 0

    @property
    def stops(self) -> bool:
        """Whether nothing can be taken from the file."""
        return any(trouble.stops for trouble in self.troubles)


def read_results(
    name: str,
    content: bytes,
    rules: ResultRules,
    kind: KindOfTest,
    year: int,
    *,
    sheet: str = "",
    grade: str = "",
    schools: Iterable[str] = (),
) -> FileReading:
    """Read a file of a kind of test and an academic year (BE).

    `sheet` names the sheet, "" takes the only one with results of that year; `grade` is the grade's code
    of a file that has no column for it, of one that has it only that grade's rows are taken. `schools` are
    names that are schools' even where they look like totals. What the file calls itself must agree.
    """
    try:
        grid, head, troubles = _table(grids(name, content), kind, year, sheet)
    except FileTrouble as error:
        return FileReading(troubles=(error.trouble,))
    if head is not None:
        troubles += contradictions(name, grid, head, rules.kinds, Given(kind, year, grade))
        troubles += _grade_known(kind, head, grade)
    if head is None or any(trouble.stops for trouble in troubles):
        return FileReading(sheet=grid.name, troubles=tuple(troubles))
    read = Rows(rules, kind, year, head, grid, grade, set(map(normalise_name, schools)))
    troubles += [*read.troubles, *_nothing(read, head, year)]
    stops = any(trouble.stops for trouble in troubles)
    return FileReading(
        sheet=grid.name,
        rows=() if stops else tuple(read.rows),
        left_out=tuple(read.left_out),
        troubles=tuple(troubles),
        unused=head.unused,
        empty=read.empty,
    )


# --- The table -------------------------------------------------------------------------


def _table(
    sheets: tuple[Grid, ...], kind: KindOfTest, year: int, name: str
) -> tuple[Grid, Head | None, list[Trouble]]:
    """The sheet with the results and its head: that of the name, else the only one with a head.

    Of several that of the year is taken, where each says by its name which year it is of.
    """
    names = ", ".join(sheet.name for sheet in sheets)
    if name:
        sheets = tuple(sheet for sheet in sheets if sheet.name.strip() == name.strip())
        if not sheets:
            raise FileTrouble("no-sheet", sheet=name, sheets=names or "-")
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not filled:
        raise FileTrouble("empty")
    found = [(sheet, *find_head(sheet, kind, year)) for sheet in filled]
    with_head = [one for one in found if one[1] is not None]
    if len(with_head) > 1 and all(years_said(one[0].name) for one in with_head):
        with_head = [one for one in with_head if year in years_said(one[0].name)] or with_head
    if len(with_head) > 1:
        raise FileTrouble("several-sheets", sheets=", ".join(one[0].name for one in with_head))
    return (with_head or found)[0]


def _grade_known(kind: KindOfTest, head: Head, grade: str) -> Iterator[Trouble]:
    if not grade and "grade" not in head.places and len(kind.grades) > 1:
        titles = ", ".join(names[0] for names in kind.grades.values())
        yield Trouble("grade-asked", head.bottom, "", {"grades": titles})


def _nothing(read: Rows, head: Head, year: int) -> Iterator[Trouble]:
    """A file without one school's results would empty what stands: it is refused."""
    if read.rows or any(trouble.stops for trouble in read.troubles):
        return
    reasons = Counter(left.reason for left in read.left_out)
    if read.other_years and "year" in head.places:
        column = head.column(head.places["year"])
        yield Trouble("other-year-of-rows", head.bottom + 1, column, _years(read.other_years, year))
    elif reasons["elsewhere"]:
        role = "province" if "province" in head.places else "area"
        yield Trouble("none-ours", head.bottom + 1, head.column(head.places[role]))
    else:
        yield Trouble("nothing-read", head.bottom, "", {"rows": str(len(read.left_out))})


def _years(said: Iterable[int], year: int) -> dict[str, str]:
    return {"said": ", ".join(map(str, sorted(said))), "year": str(year)}
