"""Keyed: which row is whose in a tab in which people write, and what is new in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sync.ledger.cells import STRAY
from sync.ledger.publishing import Listed
from sync.sheets import PeopleRow

Known = Mapping[str, Mapping[str, str]]  # people's texts by column name, by key


def changes(cells_now: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that are not as they were known; "" for one that was emptied."""
    return {name: text for name, text in cells_now.items() if text != before.get(name, "")}


def told_apart(
    found: Sequence[PeopleRow],
    listed: Mapping[str, Listed],
    before: Known,
    *,
    head: int = 0,
    doubted: Collection[int] = frozenset(),
    missing: Collection[str] = frozenset(),
) -> Iterator[tuple[str, PeopleRow]]:
    """The row of each key. Of several with one key it is that in which the known words stand.

    So it comes about when people sort while we write: a row then has another's key, and its own
    words tell whose it is. In `doubted` rows we wrote a key after they were last read: where people moved
    rows in between, such a key stands over the words of one of those that are `missing` now.
    """
    by_key: dict[str, list[PeopleRow]] = {}
    for row in found:
        if row.key in listed:
            by_key.setdefault(row.key, []).append(row)
    doubtful: list[PeopleRow] = []
    unsure: list[PeopleRow] = []
    for key, rows in by_key.items():
        best = max(rows, key=lambda row: _spoken(row) == dict(before.get(key, {})))
        doubtful += [row for row in rows if row is not best and _spoken(row)]
        in_place = best.row in doubted and best.row == head + listed[key].row
        if missing and in_place and _spoken(best) not in ({}, dict(before.get(key, {}))):
            unsure.append(best)
        else:
            yield key, best
    lost = set(missing) - by_key.keys()
    for row in (*doubtful, *unsure):
        owners = [key for key, known in before.items() if key not in by_key and dict(known) == _spoken(row)]
        if len(owners) == 1 and owners[0] in listed:
            yield owners[0], row
            lost.discard(owners[0])
            unsure = [one for one in unsure if one is not row]
    if len(unsure) == 1 == len(lost):
        (owner,), (row,) = lost, unsure
        # What is inserted pushes down: who is missing from above was written over. Else nobody is heard.
        if head + listed[owner].row < row.row:
            yield owner, row


def missing_of(
    listed: Mapping[str, Listed], found: Sequence[PeopleRow], written: Collection[int], head: int
) -> frozenset[str]:
    """The records whose rows were written and whose keys stand nowhere now."""
    there = {row.key for row in found}
    return frozenset(
        name
        for name, at in listed.items()
        if name not in there and not name.startswith(STRAY) and head + at.row in written
    )


def as_keyed(
    found: Sequence[PeopleRow], listed: Mapping[str, Listed], before: Known, head: int
) -> tuple[PeopleRow, ...]:
    """The rows under the keys that they had, where somebody pasted over the column of keys.

    Cells that are pasted over leave people's words where they are, rows that are sorted take them along:
    where the words stand as they stood more often than they went with the keys, it was the keys that were
    written over. A key that stands nowhere else is given back to its row, too, with the words known of it.
    """
    owners = {head + at.row: key for key, at in listed.items()}
    there = {row.key for row in found}
    moved = [row for row in found if owners.get(row.row, row.key) != row.key]
    foreign = [row for row in moved if row.key in listed]
    by_place = sum(_spoken(row) != dict(before.get(owners[row.row], {})) for row in foreign)
    by_key = sum(_spoken(row) != dict(before.get(row.key, {})) for row in foreign)
    pasted = {row.row for row in foreign} if by_place < by_key else set()
    in_place = {row.key for row in found if owners.get(row.row) == row.key}
    for row in moved:
        owner = owners[row.row]
        overwritten = row.key not in listed or row.key in in_place
        if owner not in there and overwritten and _spoken(row) == dict(before.get(owner, {})):
            pasted.add(row.row)
    return tuple(replace(row, key=owners[row.row]) if row.row in pasted else row for row in found)


def _spoken(row: PeopleRow) -> dict[str, str]:
    """The cells of a row in which something is written."""
    return {name: text for name, text in row.cells.items() if text}
