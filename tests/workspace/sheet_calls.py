"""Sheets' calls as tests write them: short, and every accepted one held against Google's documents."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import requests

from tests.workspace.conftest import Workspace

_CELLS = "sheets(data(rowData(values)))"


class Spreadsheet:
    """One spreadsheet for one person; a new one unless its id is given."""

    def __init__(
        self, workspace: Workspace, spreadsheet_id: str = "", email: str = "", **resource: Any
    ) -> None:
        self.session: Any = workspace.service_account(email or None)
        self._base = f"{workspace.address}/v4/spreadsheets"
        self.id = spreadsheet_id or str(self._made(resource)["spreadsheetId"])

    def _made(self, resource: dict[str, Any]) -> Any:
        answer = self.session.post(self._base, json=resource)
        assert answer.ok, answer.text
        return answer.json()

    def ask(self, method: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        """The answer, whatever it is."""
        url = f"{self._base}/{self.id}{path}"
        answer: requests.Response = self.session.request(method, url, params=params, json=body, timeout=30)
        return answer

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """The JSON of an answer that must be a success."""
        answer = self.ask(method, path, body, **params)
        assert answer.ok, answer.text
        return answer.json()

    def do(self, *requests: dict[str, Any]) -> list[dict[str, Any]]:
        """The replies to a batch that must succeed."""
        replies: list[dict[str, Any]] = self.call("POST", ":batchUpdate", {"requests": requests})["replies"]
        return replies

    def refused(self, *requests: dict[str, Any]) -> str:
        """The message with which a batch is refused (400)."""
        answer = self.ask("POST", ":batchUpdate", {"requests": requests})
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"
        return str(answer.json()["error"]["message"])

    def get(self, **params: Any) -> Any:
        """The Spreadsheet resource."""
        return self.call("GET", "", **params)

    def sheet(self, index: int = 0) -> Any:
        """One Sheet without its cells."""
        return self.get()["sheets"][index]

    def write(self, values: list[list[Any]], where: str = "A1", option: str = "RAW") -> Any:
        """values.update."""
        return self.call("PUT", f"/values/{quote(where)}", {"values": values}, valueInputOption=option)

    def values(self, where: str = "Sheet1", **params: Any) -> list[list[Any]]:
        """values.get."""
        found: list[list[Any]] = self.call("GET", f"/values/{quote(where)}", **params).get("values", [])
        return found

    def cells(self, where: str) -> list[list[dict[str, Any]]]:
        """CellData of a range, row by row."""
        (sheet,) = self.get(ranges=where, fields=_CELLS)["sheets"]
        return [row.get("values", []) for row in sheet["data"][0].get("rowData", [])]

    def cell(self, where: str) -> dict[str, Any]:
        """CellData of one cell."""
        rows = self.cells(where)
        return rows[0][0] if rows and rows[0] else {}


def box(top: int, left: int, bottom: int, right: int, sheet: int = 0) -> dict[str, int]:
    """A GridRange."""
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def told(top: int, left: int, bottom: int, right: int, sheet: int = 0) -> dict[str, int]:
    """A GridRange as answers have it: the sheet with the id 0 is not named."""
    return left_out(box(top, left, bottom, right, sheet))


def left_out(given: dict[str, Any]) -> dict[str, Any]:
    """A range as it was sent, without the id of the sheet where that is 0, as answers leave it out."""
    return {name: part for name, part in given.items() if name != "sheetId" or part}


def text(value: str, **more: Any) -> dict[str, Any]:
    """CellData of a text."""
    return {"userEnteredValue": {"stringValue": value}, **more}


def number(value: float, pattern: str = "", **more: Any) -> dict[str, Any]:
    """CellData of a number, in a pattern if there is one."""
    look = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": pattern}}} if pattern else {}
    return {"userEnteredValue": {"numberValue": value}, **look, **more}


def write_rows(
    *rows: list[dict[str, Any]], fields: str = "*", row: int = 0, column: int = 0
) -> dict[str, Any]:
    """An updateCells request from a start on."""
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"rows": [{"values": one} for one in rows], "start": start, "fields": fields}}
