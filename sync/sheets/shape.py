"""A tab's shape: everything but its rows, and the requests that change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sync.layout.tab import Area, Tab
from sync.sheets.charts import chart_hashes, chart_requests
from sync.sheets.formats import colour, colour_rule, grid_range
from sync.sheets.looks import runs
from sync.sheets.people import heads_of
from sync.sheets.protection import protection_hash, protection_requests
from sync.sheets.rows import dimension_request
from sync.sheets.state import TabState, digest, rectangle, sheet_id

Json = dict[str, Any]


def bare(tab: Tab, order: int) -> TabState:
    """The state of a tab right after `add_sheet`: its grid and looks, nothing in it."""
    height, width = grid_of(tab)
    return TabState(
        sheet_id=sheet_id(tab.key),
        title=tab.title,
        order=order,
        height=height,
        width=width,
        ours=width,
        frozen_rows=tab.frozen_rows,
        frozen_columns=tab.frozen_columns,
        colour=tab.colour,
        gridlines=tab.gridlines,
        hidden=tab.hidden,
    )


def add_sheet(state: TabState) -> Json:
    """The request that adds a tab as `bare` describes it."""
    properties: Json = {
        "sheetId": state.sheet_id,
        "title": state.title,
        "index": state.order,
        "gridProperties": {
            "rowCount": state.height,
            "columnCount": state.width,
            "frozenRowCount": state.frozen_rows,
            "frozenColumnCount": state.frozen_columns,
            "hideGridlines": not state.gridlines,
        },
    }
    if state.colour:
        properties["tabColorStyle"] = colour(state.colour)
    if state.hidden:
        properties["hidden"] = True
    return {"addSheet": {"properties": properties}}


def wanted_shape(tab: Tab, known: TabState, editors: Sequence[str]) -> TabState:
    """The shape that the tab should have; the grid never shrinks, so that nobody loses cells."""
    height, width = grid_of(tab)
    height = max(height, known.height)
    columns = len(tab.widths)
    return replace(
        known,
        height=height,
        width=max(width, known.width),
        ours=max(width, known.ours, len(known.widths)),
        frozen_rows=tab.frozen_rows,
        frozen_columns=tab.frozen_columns,
        colour=tab.colour,
        gridlines=tab.gridlines,
        hidden=tab.hidden,
        widths=tab.widths + known.widths[len(tab.widths) :],
        merges=tuple(sorted(rectangle(area) for area in tab.merges)),
        rules=len(tab.colour_rules),
        rules_hash=digest(tab.colour_rules),
        charts=chart_hashes(tab, known.sheet_id),
        filter=None if tab.filter_from_row is None else (tab.filter_from_row, columns, height),
        protection=protection_hash(tab, editors),
        people=tuple((theirs.name, theirs.column) for theirs in tab.people),
        key_column=tab.key_column,
        heads=heads_of(tab),
        unsure=False,
        copy="",
    )


def shape_requests(
    tab: Tab,
    known: TabState,
    wanted: TabState,
    editors: Sequence[str],
) -> Iterator[Json]:
    """The requests from one shape to the other."""
    sheet = known.sheet_id
    yield from _grown(sheet, known, wanted)
    for area in sorted(set(known.merges) - set(wanted.merges)):  # first: no frozen columns may end in one
        yield {"unmergeCells": {"range": grid_range(sheet, Area(*area))}}
    yield from _properties(known, wanted)
    yield from _widths(known, wanted)
    for area in sorted(set(wanted.merges) - set(known.merges)):
        yield {"mergeCells": {"range": grid_range(sheet, Area(*area)), "mergeType": "MERGE_ALL"}}
    if (known.rules, known.rules_hash) != (wanted.rules, wanted.rules_hash):
        yield from _rules(tab, sheet, known.rules)
    yield from chart_requests(tab, sheet, known.charts)
    if known.filter != wanted.filter:
        yield _filter(sheet, wanted.filter)
    if known.protection != wanted.protection:
        yield from protection_requests(tab, sheet, editors, known.protected or (), wanted.protected or ())


def grid_of(tab: Tab) -> tuple[int, int]:
    """The rows and columns that a tab needs for all that lies on it; one beyond the frozen ones."""
    areas = [*tab.merges, *(rule.area for rule in tab.colour_rules)]
    rows = [
        tab.height,
        tab.frozen_rows + 1,
        *(index + 1 for index in tab.rows),
        *(area.bottom for area in areas),
    ]
    columns = [len(tab.widths), tab.frozen_columns + 1, *(column + 1 for column in tab.people_columns)]
    columns += [*(len(row.cells) for row in tab.rows.values()), *(area.right for area in areas)]
    for chart in tab.charts:
        rows += [chart.row + 1, chart.domain.bottom]
        columns += [chart.column + 1, chart.domain.right, *(series.area.right for series in chart.series)]
    return max(rows), max(columns)


def _grown(sheet: int, known: TabState, wanted: TabState) -> Iterator[Json]:
    grown = {"ROWS": wanted.height - known.height, "COLUMNS": wanted.width - known.width}
    for dimension, length in grown.items():
        if length:
            yield {"appendDimension": {"sheetId": sheet, "dimension": dimension, "length": length}}


def _properties(known: TabState, wanted: TabState) -> Iterator[Json]:
    grid: Json = {}
    if known.frozen_rows != wanted.frozen_rows:
        grid["frozenRowCount"] = wanted.frozen_rows
    if known.frozen_columns != wanted.frozen_columns:
        grid["frozenColumnCount"] = wanted.frozen_columns
    if known.gridlines != wanted.gridlines:
        grid["hideGridlines"] = not wanted.gridlines
    fields = [f"gridProperties.{name}" for name in grid]
    properties: Json = {"sheetId": known.sheet_id, **({"gridProperties": grid} if grid else {})}
    if known.colour != wanted.colour:
        fields.append("tabColorStyle")
        properties |= {"tabColorStyle": colour(wanted.colour)} if wanted.colour else {}
    if known.hidden != wanted.hidden:
        fields.append("hidden")
        properties["hidden"] = wanted.hidden
    if fields:
        yield {"updateSheetProperties": {"properties": properties, "fields": ",".join(fields)}}


def _widths(known: TabState, wanted: TabState) -> Iterator[Json]:
    there = dict(enumerate(known.widths))
    changed = {column: width for column, width in enumerate(wanted.widths) if there.get(column) != width}
    for pixels in sorted(set(changed.values())):
        for start, end in runs([column for column, width in changed.items() if width == pixels]):
            yield dimension_request(known.sheet_id, "COLUMNS", start, end, pixels)


def _rules(tab: Tab, sheet: int, known: int) -> Iterator[Json]:
    """Ours stand first: take as many away as we know of, then put the new ones in their place."""
    for _ in range(known):
        yield {"deleteConditionalFormatRule": {"sheetId": sheet, "index": 0}}
    for index, rule in enumerate(tab.colour_rules):
        yield {"addConditionalFormatRule": {"index": index, "rule": colour_rule(sheet, rule)}}


def _filter(sheet: int, wanted: tuple[int, ...] | None) -> Json:
    """Set anew with each row that the grid grows by: rows below its end would stay out of it."""
    if wanted is None:
        return {"clearBasicFilter": {"sheetId": sheet}}
    row, columns, _ = wanted
    area = {"sheetId": sheet, "startRowIndex": row, "startColumnIndex": 0, "endColumnIndex": columns}
    return {"setBasicFilter": {"filter": {"range": area}}}
