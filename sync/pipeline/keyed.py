"""Keyed: which row is whose in a tab in which people write, and what is new in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sync.ledger.publishing import Listed
from sync.sheets import PeopleRow


def changes(cells_now: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that are not as they were known; "" for one that was emptied."""
    return {name: text for name, text in cells_now.items() if text != before.get(name, "")}


def told_apart(
    found: Sequence[PeopleRow], listed: Mapping[str, Listed], before: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, PeopleRow]]:
    """The row of each key. Of several with one key it is that in which the known words stand.

    So it comes about when people sort while we write: a row then has another's key, and its own
    words tell whose it is.
    """
    by_key: dict[str, list[PeopleRow]] = {}
    for row in found:
        if row.key in listed:
            by_key.setdefault(row.key, []).append(row)
    doubtful: list[PeopleRow] = []
    for key, rows in by_key.items():
        best = max(rows, key=lambda row: _spoken(row) == dict(before.get(key, {})))
        doubtful += [row for row in rows if row is not best and _spoken(row)]
        yield key, best
    for row in doubtful:
        owners = [key for key, known in before.items() if key not in by_key and dict(known) == _spoken(row)]
        if len(owners) == 1 and owners[0] in listed:
            yield owners[0], row


def _spoken(row: PeopleRow) -> dict[str, str]:
    """The cells of a row in which something is written."""
    return {name: text for name, text in row.cells.items() if text}
