"""What filters say about columns: criteria and orders of sorting, read, kept and answered.

They are kept as filterSpecs; the older map `criteria` is answered beside them, as Google does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync.workspace import parameters
from sync.workspace.errors import Refusal, unimplemented
from sync.workspace.sheets import colours
from sync.workspace.sheets.appearance import condition_kinds
from sync.workspace.sheets.grid import Area

_TINTS = ("visibleBackgroundColorStyle", "visibleForegroundColorStyle")


def kept(given: Mapping[str, Any], area: Area, locale: str) -> dict[str, Any]:
    """The filterSpecs and sortSpecs of a filter over an area, as they are kept.

    Refusal 400 for a column that is not in the area and for a condition that filters do not take.
    """
    found: dict[str, Any] = {}
    if specs := list(_specs(given, area, locale)):
        found["filterSpecs"] = specs
    if orders := [_order(order, area) for order in given.get("sortSpecs", [])]:
        found["sortSpecs"] = orders
    return found


def _specs(given: Mapping[str, Any], area: Area, locale: str) -> Iterator[dict[str, Any]]:
    if given.get("filterSpecs"):
        pairs = [(spec.get("columnIndex", 0), spec) for spec in given["filterSpecs"]]
    else:
        pairs = [(_number(key), {"filterCriteria": one}) for key, one in given.get("criteria", {}).items()]
    for column, spec in sorted(pairs, key=lambda pair: pair[0]):
        if "dataSourceColumnReference" in spec:
            raise unimplemented("filters of data sources")
        _check_column(column, area, "filterSpecs.columnIndex")
        yield {"columnIndex": column, "filterCriteria": criterion(spec.get("filterCriteria", {}), locale)}


def _number(key: str) -> int:
    number = parameters.int32(key)
    if number is None:
        raise Refusal(400, f"Invalid value at 'filter.criteria' (Map key), \"{key}\"")
    return number


def _check_column(column: int, area: Area, name: str) -> None:
    if not area.left <= column < area.right:
        raise Refusal(400, f"{name}[{column}] is not in the filter's range.")


def criterion(given: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """FilterCriteria as they are kept; Refusal 400 for two colours and for what filters do not take."""
    if "condition" in given:
        condition_kinds.check(given["condition"], "filters", locale)
    one: dict[str, Any] = colours.paired(given)
    tints = [name for name in _TINTS if name in one]
    if len(tints) > 1:
        raise Refusal(400, "Only one of visibleBackgroundColor and visibleForegroundColor may be set.")
    for name in tints:
        if "themeColor" in one[name]:
            raise Refusal(400, f"{name} must be set to an RGB-type color.")
    return {name: part for name, part in one.items() if part != []}


def _order(order: Mapping[str, Any], area: Area) -> dict[str, Any]:
    if "dataSourceColumnReference" in order:
        raise unimplemented("sorting of data sources")
    _check_column(order.get("dimensionIndex", 0), area, "sortSpecs.dimensionIndex")
    paired: dict[str, Any] = colours.paired(order)
    return {"dimensionIndex": 0, "sortOrder": "ASCENDING"} | paired


def seen(part: Mapping[str, Any]) -> dict[str, Any]:
    """A filter as it is answered: with its criteria in both forms."""
    specs = part.get("filterSpecs", ())
    by_column = {str(spec.get("columnIndex", 0)): spec["filterCriteria"] for spec in specs}
    return {**part, "criteria": by_column} if by_column else dict(part)
