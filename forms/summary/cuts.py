"""How summaries are cut: partitions, the dimensions inside them, and where an entry falls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from forms.model import Entry, Partition
from forms.response.entries import day_of

WeekOf = Callable[[date], str]  # a day's reporting week, by name

# Dimensions made of two; their members are written "S01|2026-11-20".
CROSSED: Mapping[str, tuple[str, str]] = {
    "supervisor*day": ("supervisor", "day"),
    "school*class": ("school", "class"),
    "network*learning_area": ("network", "learning_area"),
}


def belongs(entry: Entry, partition: Partition) -> bool:
    """Tell whether an entry is in a partition. A network or group "" holds those that have none."""
    if partition.kind in ("district", "office"):
        return True
    if partition.kind == "supervisor":
        return partition.code in entry.people
    return entry.members.get(partition.kind, "") == partition.code


def dimensions_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Every dimension that has members among the entries."""
    keys = {key for entry in entries for key in entry.members}
    crossed = (name for name, pair in CROSSED.items() if keys.issuperset(set(pair) - {"day"}))
    return ("all", *sorted(keys), "week", *crossed)


def member_of(entry: Entry, dimension: str, week_of: WeekOf) -> str | None:
    """The member of a dimension that an entry belongs to, None for none."""
    if dimension == "all":
        return ""
    if dimension == "week":
        return week_of(day_of(entry))
    if dimension == "day":
        return day_of(entry).isoformat()
    if dimension in CROSSED:
        first, second = (member_of(entry, part, week_of) for part in CROSSED[dimension])
        return None if first is None or second is None else f"{first}|{second}"
    return entry.members.get(dimension)
