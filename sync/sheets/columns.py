"""Which column is which in a tab whose columns or head people moved: told by the heads, never by the place.

Heads are sturdier marks than developer metadata would be: they move with cells that are pushed aside,
too, and they show where columns moved in which nobody writes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sync.layout.tab import Tab
from sync.sheets.people import PeoplePlace, PeopleRow, place_of
from sync.sheets.state import TabState, sheet_id

Cells = Mapping[str, Mapping[str, str]]  # texts by column name, by row key
Grid = Sequence[Sequence[str]]

_FURTHER_DOWN: Final = 20  # rows in which heads are looked for below where they belong
_EVERY: Final = 1 << 20  # more conditional formats than a sheet has


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What can be believed of a tab that people rearranged.

    `rows` are those with a known key, each with all people's cells: as they were known, but for the
    texts that stand in columns which are certain. That a cell is empty says nothing here. `foreign`
    tells that texts stand in the tab that would be lost if it were laid anew.
    """

    rows: tuple[PeopleRow, ...]
    foreign: bool


def rearranged(
    place: PeoplePlace,
    grid: Grid,
    keys: Collection[str],
    known: Cells,
    written: Collection[int] = frozenset(),
) -> Rearranged:
    """Read a tab of which only the heads are certain; `grid` are the texts of the whole sheet.

    Rows that were `written` after the columns moved say nothing where a column of people stands now in
    which a cell of ours was put then.

    A column is certain where its head stood once and stands once, and where some of the texts that are
    `known` still stand in it. Without a certain column of `keys`, or a head, nothing is believed.
    """
    heads = [n for n, line in enumerate(grid[: place.head + _FURTHER_DOWN]) if _is_head(place, line)]
    marks = {tuple(_texts(grid[n])) for n in heads}
    if len(marks) != 1:
        return Rearranged((), foreign=any(any(line) for line in grid))
    found = marks.pop()
    key_column = found.index(place.heads[place.key_column])
    lines = [(n, line, _at(line, key_column)) for n, line in enumerate(grid)]
    mine = [(n, line, key) for n, line, key in lines if key in keys]
    certain = {
        name: at
        for name, column in place.columns
        if (at := _certain(place, found, column)) is not None and _agrees(name, at, mine, known)
    }
    theirs = {column for _, column in place.columns}
    free = {name: at for name, at in certain.items() if at in theirs}
    rows = tuple(
        PeopleRow(n, key, dict(known.get(key, {})) | _said(line, free if n in written else certain))
        for n, line, key in mine
    )
    others = [line for n, line, key in lines if n > heads[0] and key not in keys]
    foreign = (
        heads != [place.head - 1]
        or len({key for *_, key in mine}) < len(mine)
        or any(any(line) for line in others)
        or _strange(place, grid, found, frozenset(certain.values()))
    )
    return Rearranged(rows, foreign)


def _is_head(place: PeoplePlace, line: Sequence[str]) -> bool:
    """Whether a row holds the keys' head, once, and half of the others at least."""
    texts, mine = _texts(line), set(place.heads) - {""}
    key = place.heads[place.key_column]
    return (
        bool(key)
        and texts.count(key) == 1 == place.heads.count(key)
        and len(mine & set(texts)) * 2 >= len(mine)
    )


def _certain(place: PeoplePlace, found: Sequence[str], column: int) -> int | None:
    """Where a column is now, None where that cannot be told."""
    head = place.heads[column] if column < len(place.heads) else ""
    return found.index(head) if head and found.count(head) == 1 == place.heads.count(head) else None


def _agrees(name: str, at: int, mine: Sequence[tuple[int, Sequence[str], str]], known: Cells) -> bool:
    """Whether any of the texts known of a column still stand in it, or none is known."""
    told = [(known[key][name], _at(line, at)) for _, line, key in mine if name in known.get(key, {})]
    return not told or any(was == now for was, now in told)


def _said(line: Sequence[str], certain: Mapping[str, int]) -> dict[str, str]:
    return {name: text for name, at in certain.items() if (text := _at(line, at))}


def _strange(place: PeoplePlace, grid: Grid, found: Sequence[str], certain: frozenset[int]) -> bool:
    """Whether a text stands in a column that is none of ours, or in one of people's that is not certain."""
    theirs = {place.heads[column] for _, column in place.columns if column < len(place.heads)}
    ours = {
        at
        for at, head in enumerate(found)
        if head and head not in theirs and 0 < found.count(head) <= place.heads.count(head)
    }
    return any(text and at not in ours and at not in certain for line in grid for at, text in enumerate(line))


def _texts(line: Sequence[str]) -> list[str]:
    return [" ".join(text.split()) for text in line]


def _at(line: Sequence[str], column: int) -> str:
    return line[column] if column < len(line) else ""


# --- To be laid anew -------------------------------------------------------------------


def unsure(state: TabState, copy: str) -> TabState:
    """The tab as one that is laid anew as a whole, with a `copy` kept under that title ("": none)."""
    return replace(state, unsure=True, copy=copy or state.copy)


def unsure_of(tab: Tab) -> TabState:
    """A tab of ours of which nothing is remembered and whose columns moved."""
    place = place_of(tab)
    assert place is not None
    return TabState(
        sheet_id=sheet_id(tab.key), title=tab.title, order=0, height=0, width=0, rules=_EVERY,
        frozen_rows=tab.frozen_rows, people=place.columns, key_column=place.key_column,
        heads=place.heads, unsure=True, hidden=not tab.hidden,
    )  # fmt: skip
