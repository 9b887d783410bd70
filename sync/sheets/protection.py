"""Who may write where in a tab: everything is ours but people's columns, and of those each has its people.

Google does not tell who wrote in a cell, so that nothing could be judged afterwards: who decides of a row
is held by protected ranges, one for each run of rows of the same people. What is there as it should be
stays; a range's description tells what it was made as. The ranges bring ids of our own, so that they can
be taken away again without asking Google what is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Any, Final

from sync.layout.tab import HeldRows, Tab
from sync.sheets.looks import runs
from sync.sheets.state import ProtectedRange, Rectangle, digest, stable_id

Json = dict[str, Any]

PROTECTION: Final = "nithet"  # how the description of our protected ranges begins


def is_ours(description: str) -> bool:
    """Whether a protected range of that description is one that we made."""
    return description.partition(" ")[0] == PROTECTION


def protection_hash(tab: Tab, editors: Sequence[str]) -> str:
    """A hash of who may write where in a tab: "people's columns.editors"."""
    return f"{people_hash(tab)}.{digest(sorted(editors))}"


def people_hash(tab: Tab) -> str:
    """A hash of where people write in a tab, and who."""
    editors = [theirs.editors for theirs in tab.people]
    held = [(theirs.held, _goes_on(tab, theirs.held)) for theirs in tab.people if theirs.held]
    told = [tab.frozen_rows if tab.people else 0, tab.people_columns, *([editors] if tab.people else [])]
    return digest([*told, *([held] if held else [])])


def protected_ranges(
    tab: Tab, sheet: int, editors: Sequence[str], there: Sequence[ProtectedRange], taken: Set[int]
) -> tuple[ProtectedRange, ...]:
    """The protected ranges that a tab should have: those that are `there`, or new ones under free ids.

    The whole sheet is ours but for the columns of people, below the frozen rows. Columns that only
    some may write in are protected on their own, for those and us; so are rows for fewer of them.
    """
    standing = {(one.description, one.area): one for one in there}
    taken, ranges = set(taken), []
    for (description, area), _ in _described(tab, editors):
        one = standing.get((description, area))
        if one is None:
            one = ProtectedRange(_free(taken, sheet, description, area), description, area)
            taken.add(one.id)
        ranges.append(one)
    return tuple(ranges)


def protection_requests(
    tab: Tab,
    sheet: int,
    editors: Sequence[str],
    there: Sequence[ProtectedRange],
    wanted: Sequence[ProtectedRange],
) -> Iterator[Json]:
    """The requests that leave exactly the `wanted` of `protected_ranges` of those that are there."""
    standing, users = set(there), dict(_described(tab, editors))
    for one in there:
        if one not in wanted:
            yield {"deleteProtectedRange": {"protectedRangeId": one.id}}
    for one in wanted:
        if one not in standing:
            yield _added(tab, sheet, one, users[one.description, one.area])


def _described(tab: Tab, editors: Sequence[str]) -> Iterator[tuple[tuple[str, Rectangle], tuple[str, ...]]]:
    """What is protected, described by all that it was made as, and for whom."""
    free = [tab.frozen_rows, tab.people_columns]
    for area, users in _wanted(tab, editors):
        yield (f"{PROTECTION} {digest([users, free if area == _WHOLE else []])}", area), users


def _free(taken: Set[int], sheet: int, description: str, area: Rectangle) -> int:
    """An id that a repeated plan gives again, and that no other range of the spreadsheet has."""
    number = stable_id("protected", str(sheet), description, *map(str, area))
    while number in taken:
        number = number % 0x7FFFFFFF + 1
    return number


def _added(tab: Tab, sheet: int, one: ProtectedRange, users: tuple[str, ...]) -> Json:
    protected: Json = {
        "protectedRangeId": one.id,
        "range": _range(sheet, one.area),
        "description": one.description,
        "warningOnly": False,
    }
    if one.area == _WHOLE and tab.people_columns:
        protected["unprotectedRanges"] = [
            _range(sheet, (tab.frozen_rows, left, 0, right)) for left, right in runs(tab.people_columns)
        ]
    if users:
        protected["editors"] = {"users": list(users)}
    return {"addProtectedRange": {"protectedRange": protected}}


_WHOLE: Final[Rectangle] = (0, 0, 0, 0)


def _wanted(tab: Tab, editors: Sequence[str]) -> Iterator[tuple[Rectangle, tuple[str, ...]]]:
    """What is protected, and for whom."""
    yield _WHOLE, tuple(editors)
    together: dict[tuple[tuple[str, ...] | None, tuple[HeldRows, ...]], list[int]] = {}
    for theirs in tab.people:
        together.setdefault((theirs.editors, theirs.held), []).append(theirs.column)
    for (who, held), columns in together.items():
        for left, right in runs(columns):
            for top, bottom, few in _parts(tab, who, held):
                yield (top, left, bottom, right), tuple(dict.fromkeys((*editors, *few)))


def _parts(
    tab: Tab, who: tuple[str, ...] | None, held: Sequence[HeldRows]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """A column from its first row on, piece by piece: no two overlap. The last has an open end, 0."""
    first = tab.frozen_rows
    for rows in held:
        if who is not None and first < rows.top:
            yield first, rows.top, who
        yield rows.top, rows.bottom, rows.editors
        first = rows.bottom
    if who is not None and _goes_on(tab, held):
        yield first, 0, who


def _goes_on(tab: Tab, held: Sequence[HeldRows]) -> bool:
    """Whether there are rows below those that are held: Google takes no range beyond the grid."""
    return not held or held[-1].bottom < tab.height


def _range(sheet: int, area: Rectangle) -> Json:
    names = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
    return {"sheetId": sheet, **{name: place for name, place in zip(names, area, strict=True) if place}}
