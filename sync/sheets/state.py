"""What we know of a spreadsheet: its tabs as they were acknowledged, and what a batch changes in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

from sync.layout.tab import Area

Rectangle = tuple[int, int, int, int]  # top, left, bottom, right; half-open


@dataclass(frozen=True, slots=True)
class ProtectedRange:
    """A protected range of ours: its id, how it is described, and what it covers.

    An end that is open is 0.
    """

    id: int
    description: str = ""
    area: Rectangle = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class TabState:
    """A tab as Google acknowledged it: its shape, and a hash for each row that we wrote.

    `height` and `width` are the grid's rows and columns, of which the first `ours` are or were ours: what
    people keep to the right of them is theirs. `rules` counts our conditional formats.
    `charts` maps a chart's key to the hashes of its spec and its position. `filter` is the heading
    row of the basic filter, its columns, and the grid's rows when it was set, to whose end it reaches.
    `hidden` is what we asked for last: what people hid or showed since stays as they have it.
    `protection` is a hash of who may write where, `protected` the ranges that hold it, None where they
    have to be read: people moved rows, or an earlier nithet left the ids to Google. A row's hash tells
    its values, its formats and its height apart (see `sync.sheets.rows`). `people` are the columns of
    people by name, `key_column` is where the keys of the rows stand, `heads` the texts above the columns
    of a tab in which people write.
    `unsure`: people moved its columns, so that it is laid anew as a whole, once what is in it was kept
    as a `copy` under that title ("": nothing is in it that is not known).
    """

    sheet_id: int
    title: str
    order: int
    height: int
    width: int
    ours: int = 0
    frozen_rows: int = 0
    frozen_columns: int = 0
    colour: str = ""
    gridlines: bool = True
    hidden: bool = False
    widths: tuple[int, ...] = ()  # 0 for one that is not known
    merges: tuple[Rectangle, ...] = ()
    rules: int = 0
    rules_hash: str = ""
    charts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    filter: tuple[int, ...] | None = None
    protection: str = ""
    protected: tuple[ProtectedRange, ...] | None = ()
    people: tuple[tuple[str, int], ...] = ()
    key_column: int | None = None
    heads: tuple[str, ...] = ()
    unsure: bool = False
    copy: str = ""
    rows: Mapping[int, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The shape as JSON for the ledger, without the rows, which have a table of their own."""
        shape = asdict(replace(self, rows={}, protected=None))
        del shape["rows"]
        if self.protected is not None:
            shape["protected"] = [[one.id, one.description, *one.area] for one in self.protected]
        return shape

    @classmethod
    def from_json(cls, shape: Mapping[str, Any], rows: Mapping[int, str]) -> TabState:
        """The state from what `to_json` gave, also after a round through a JSON text."""
        return cls(
            **{
                **shape,
                "widths": tuple(shape["widths"]),
                "merges": tuple(tuple(area) for area in shape["merges"]),
                "charts": {key: tuple(hashes) for key, hashes in shape["charts"].items()},
                "filter": tuple(shape["filter"]) if shape["filter"] else None,
                "protected": _protected(shape.get("protected")),
                "people": tuple((name, column) for name, column in shape.get("people", ())),
                "heads": tuple(shape.get("heads", ())),
                "rows": rows,
            }
        )


def _protected(kept: Iterable[Sequence[Any]] | None) -> tuple[ProtectedRange, ...] | None:
    if kept is None:
        return None
    return tuple(
        ProtectedRange(number, description, (top, left, bottom, right))
        for number, description, top, left, bottom, right in kept
    )


@dataclass(frozen=True, slots=True)
class TabChange:
    """What an acknowledged batch changed in one tab, for the ledger.

    `gone`: the tab is no more. `fresh`: forget all rows known before. `shape`: the new
    `TabState.to_json`, None where it stayed. `rows`: hashes by row index, None for a row cleared.
    """

    tab: str
    shape: dict[str, Any] | None = None
    rows: Mapping[int, str | None] = field(default_factory=dict)
    fresh: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """One batchUpdate: its requests, the stamp that its last request writes, what it changes."""

    requests: tuple[dict[str, Any], ...]
    stamp: str
    changes: tuple[TabChange, ...]


@dataclass(frozen=True, slots=True)
class ExistingSheet:
    """A sheet that really is in the spreadsheet, with the ids that a plan needs to mend it."""

    sheet_id: int
    title: str
    rows: int
    columns: int
    merges: tuple[Rectangle, ...] = ()
    rules: int = 0
    charts: tuple[int, ...] = ()
    protections: tuple[ProtectedRange, ...] = ()
    filtered: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ExistingSheets:
    """What is in a spreadsheet, in its order, and the stamp of the last batch (None: never written)."""

    stamp: str | None
    sheets: tuple[ExistingSheet, ...]
    locale: str
    time_zone: str


def sheet_id(key: str) -> int:
    """The id (a "gid") of the tab with that key: stable, 31 bits, never 0, the id of a default sheet."""
    return stable_id("sheet", key)


def stable_id(*parts: str) -> int:
    """A positive 31-bit number that depends on the parts only."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return int.from_bytes(digest[:4]) & 0x7FFFFFFF or 1


def digest(thing: object) -> str:
    """A short hash of plain values, lists and dataclasses; the same on every machine."""
    return hashlib.blake2b(orjson.dumps(thing), digest_size=8).hexdigest()


def rectangle(area: Area) -> Rectangle:
    """An area as plain numbers."""
    return (area.top, area.left, area.bottom, area.right)


def applied(state: Mapping[str, TabState], changes: Iterable[TabChange]) -> dict[str, TabState]:
    """The state after an acknowledged batch; what the ledger holds once its tables are updated."""
    after = dict(state)
    for change in changes:
        known = after.pop(change.tab, None)
        if change.gone:
            continue
        rows: dict[int, str] = {} if known is None or change.fresh else dict(known.rows)
        for row, digest in change.rows.items():
            if digest is None:
                rows.pop(row, None)
            else:
                rows[row] = digest
        if change.shape is not None:
            after[change.tab] = TabState.from_json(change.shape, rows)
        else:
            assert known is not None
            after[change.tab] = replace(known, rows=rows)
    return after
