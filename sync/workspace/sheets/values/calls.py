"""The ten methods of `spreadsheets.values`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sync.workspace.calls import Call
from sync.workspace.errors import Refusal
from sync.workspace.sheets import data_filters
from sync.workspace.sheets.book import Book
from sync.workspace.sheets.grid import Area
from sync.workspace.sheets.opening import flag, reading, writing
from sync.workspace.sheets.shapes import SCHEMA
from sync.workspace.sheets.values import ranges as values
from sync.workspace.sheets.values import rows as value_rows
from sync.workspace.sheets.values.ranges import Rendering


def get(call: Call) -> dict[str, Any]:
    """values.get."""
    with reading(call) as book:
        return values.get(book, call.path["range"], values.rendering(call.params))


def batch_get(call: Call) -> dict[str, Any]:
    """values.batchGet."""
    how = values.rendering(call.params)
    with reading(call) as book:
        found = [values.get(book, text, how) for text in call.params.getlist("ranges")]
    return {"spreadsheetId": call.path["id"], "valueRanges": found}


def batch_get_by_filter(call: Call) -> dict[str, Any]:
    """values.batchGetByDataFilter: each range once, with all the filters that mean it."""
    body = SCHEMA.read("BatchGetValuesByDataFilterRequest", call.body)
    how = values.rendering(call.body)
    with reading(call) as book:
        matched: dict[str, tuple[Area, list[dict[str, Any]]]] = {}
        for chosen in body.get("dataFilters", ()):
            for area in data_filters.areas(book, chosen):
                matched.setdefault(area.a1, (area, []))[1].append(chosen)
        found = [
            {"valueRange": values.read(book, area, how), "dataFilters": filters}
            for area, filters in matched.values()
        ]
    return {"spreadsheetId": call.path["id"]} | ({"valueRanges": found} if found else {})


def update(call: Call) -> dict[str, Any]:
    """values.update."""
    option, how = call.params.get("valueInputOption", ""), values.rendering(call.params, "response")
    with writing(call) as book:
        area = values.update(book, call.path["range"], call.body, option)
        return _updated(book, area, flag(call.params.get("includeValuesInResponse")), how)


def _updated(book: Book, area: Area, include: bool, how: Rendering) -> dict[str, Any]:
    return {"spreadsheetId": book.id} | _told(book, area, include, how)


def _told(book: Book, area: Area, include: bool, how: Rendering) -> dict[str, Any]:
    rows, columns = area.bottom - area.top, area.right - area.left
    answer: dict[str, Any] = {"updatedRange": area.a1}
    answer |= {"updatedRows": rows, "updatedColumns": columns, "updatedCells": rows * columns}
    return answer | ({"updatedData": values.read(book, area, how)} if include else {})


def _totals(areas: Sequence[Area]) -> dict[str, int]:
    return {
        "totalUpdatedRows": sum(area.bottom - area.top for area in areas),
        "totalUpdatedColumns": sum(area.right - area.left for area in areas),
        "totalUpdatedCells": sum((a.bottom - a.top) * (a.right - a.left) for a in areas),
        "totalUpdatedSheets": len({area.sheet.id for area in areas}),
    }


def batch_update(call: Call) -> dict[str, Any]:
    """values.batchUpdate."""
    body, option = call.body, call.body.get("valueInputOption", "")
    how, include = values.rendering(body, "response"), bool(body.get("includeValuesInResponse"))
    value_rows.check_option(option)
    with writing(call) as book:
        areas = []
        for index, one in enumerate(body.get("data", [])):
            try:
                areas.append(values.update(book, one.get("range", ""), one, option, f"data[{index}]"))
            except Refusal as refusal:
                raise value_rows.within("data", index, refusal) from None
        book.forget_results()
        responses = [_updated(book, area, include, how) for area in areas]
        return {"spreadsheetId": book.id} | _totals(areas) | {"responses": responses}


def batch_update_by_filter(call: Call) -> dict[str, Any]:
    """values.batchUpdateByDataFilter: values go to every range that a filter means."""
    body = {name: part for name, part in call.body.items() if name != "data"}
    SCHEMA.read("BatchUpdateValuesByDataFilterRequest", body)
    option = body.get("valueInputOption", "")
    how, include = values.rendering(body, "response"), bool(body.get("includeValuesInResponse"))
    value_rows.check_option(option)
    with writing(call) as book:
        areas: list[Area] = []
        filters: list[dict[str, Any]] = []
        for index, one in enumerate(call.body.get("data", [])):
            try:
                covered = _update_by_filter(book, one, option, f"data[{index}]")
            except Refusal as refusal:
                raise value_rows.within("data", index, refusal) from None
            areas += covered
            filters += [one["dataFilter"]] * len(covered)
        book.forget_results()
        responses = [
            {"dataFilter": chosen} | _told(book, area, include, how)
            for area, chosen in zip(areas, filters, strict=True)
        ]
        answer = {"spreadsheetId": book.id} | _totals(areas)
        return answer | ({"responses": responses} if responses else {})


def _update_by_filter(book: Book, one: dict[str, Any], option: str, where: str) -> list[Area]:
    read = SCHEMA.read("DataFilterValueRange", {name: part for name, part in one.items() if name != "values"})
    if not read.get("dataFilter"):
        raise Refusal(400, "Must specify a data filter.")
    rows = value_rows.of(one, where)
    return [
        values.write(book, area, rows, option, area) or area
        for area in data_filters.areas(book, read["dataFilter"])
    ]


def append(call: Call) -> dict[str, Any]:
    """values.append."""
    option, insert = call.params.get("valueInputOption", ""), call.params.get("insertDataOption", "OVERWRITE")
    if insert not in {"OVERWRITE", "INSERT_ROWS"}:
        raise value_rows.no_such("insert_data_option", "InsertDataOption", insert)
    how = values.rendering(call.params, "response")
    with writing(call) as book:
        table, covered = values.append(book, call.path["range"], call.body, option, insert)
        book.forget_results()
        answer: dict[str, Any] = {"spreadsheetId": book.id}
        if table:
            answer["tableRange"] = table.a1
        if covered:
            include = flag(call.params.get("includeValuesInResponse"))
            answer["updates"] = _updated(book, covered, include, how)
        return answer


def clear(call: Call) -> dict[str, Any]:
    """values.clear."""
    with writing(call) as book:
        return {"spreadsheetId": book.id, "clearedRange": values.clear(book, call.path["range"]).a1}


def batch_clear(call: Call) -> dict[str, Any]:
    """values.batchClear."""
    with writing(call) as book:
        cleared = []
        for index, text in enumerate(call.body.get("ranges", [])):
            try:
                cleared.append(values.clear(book, text).a1)
            except Refusal as refusal:
                raise value_rows.within("range", index, refusal) from None
        return {"spreadsheetId": book.id, "clearedRanges": cleared}


def batch_clear_by_filter(call: Call) -> dict[str, Any]:
    """values.batchClearByDataFilter."""
    body = SCHEMA.read("BatchClearValuesByDataFilterRequest", call.body)
    with writing(call) as book:
        areas = [area for one in body.get("dataFilters", ()) for area in data_filters.areas(book, one)]
        cleared = [values.clear_area(book, area).a1 for area in areas]
        return {"spreadsheetId": book.id} | ({"clearedRanges": cleared} if cleared else {})
