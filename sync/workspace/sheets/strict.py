"""Cells of a request read field by field, for Google's complaints.

Cells are many, and are looked at where they are written. Only where something about them is unusual,
or the request is refused, are they read as strictly as everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.workspace.messages import Schema, snake
from sync.workspace.sheets.shapes import SCHEMA, whole_shapes

_WITH_CELLS = {"updateCells": "rows", "appendCells": "rows", "repeatCell": "cell"}
_USUAL = {
    "userEnteredValue": dict,
    "userEnteredFormat": dict,
    "dataValidation": dict,
    "note": str,
    "textFormatRuns": list,
}
_STRICT = Schema(SCHEMA.package, whole_shapes())


def check(requests: list[dict[str, Any]]) -> None:
    """Read requests whose cells are unusual; Refusal 400 for a field that a cell has not, or a wrong kind."""
    for index, name, content in _with_cells(requests):
        given = content.get(_WITH_CELLS[name])
        if not (_is_usual(given) if name == "repeatCell" else all(map(_is_usual_row, given or ()))):
            _read(index, name, content)


def check_all(requests: list[dict[str, Any]]) -> None:
    """Read all cells of requests that are refused already: what Google would say first is said first."""
    for index, name, content in _with_cells(requests):
        _read(index, name, content)


def check_resource(resource: dict[str, Any]) -> None:
    """Read a new spreadsheet whose cells are unusual; Refusal 400 as `check`."""
    blocks = (block for sheet in resource.get("sheets", []) for block in sheet.get("data", []))
    if not all(_is_usual_row(row) for block in blocks for row in block.get("rowData") or ()):
        _STRICT.read("Spreadsheet", resource, "spreadsheet")


def check_values(message: str, body: dict[str, Any], prefix: str) -> None:
    """Read a request that brings values, without them: they are many, and read where they are written.

    `prefix` is the field of Google's own request that the body stands for, "" where it is the request.
    """
    rest = {name: part for name, part in body.items() if name != "values"}
    if isinstance(data := rest.get("data"), list):
        rest["data"] = [
            {name: part for name, part in one.items() if name != "values"} if isinstance(one, dict) else one
            for one in data
        ]
    SCHEMA.read(message, rest, prefix)


def _with_cells(requests: list[dict[str, Any]]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for index, request in enumerate(requests):
        for name in request.keys() & _WITH_CELLS.keys():
            yield index, name, request[name]


def _read(index: int, name: str, content: dict[str, Any]) -> None:
    message = f"{name[0].upper()}{name[1:]}Request"
    _STRICT.read(message, content, f"requests[{index}].{snake(name)}")


def _is_usual_row(row: Any) -> bool:
    return row is None or (
        type(row) is dict
        and row.keys() <= {"values"}
        and type(cells := row.get("values") or []) is list
        and all(map(_is_usual, cells))
    )


def _is_usual(cell: Any) -> bool:
    return cell is None or (
        type(cell) is dict and all(part is None or type(part) is _USUAL.get(n) for n, part in cell.items())
    )
