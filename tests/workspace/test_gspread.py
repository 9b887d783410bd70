"""gspread as its users have it, over real HTTP; only the hosts lead elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import gspread
import pytest
import requests

from tests.workspace.conftest import Workspace


class _Elsewhere(requests.adapters.HTTPAdapter):
    """Sends what is meant for Google to the workspace."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def send(self, request: requests.PreparedRequest, *more: Any, **others: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.url = self._address + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *more, **others)


@pytest.fixture
def client(workspace: Workspace) -> gspread.Client:
    """gspread's client, signed in as the service account."""
    session: Any = workspace.service_account()
    for host in ("sheets.googleapis.com", "www.googleapis.com"):
        session.mount(f"https://{host}", _Elsewhere(workspace.address))
    return gspread.Client(auth=session.credentials, session=session)


def test_what_users_of_gspread_do_most(client: gspread.Client) -> None:
    book = client.create("ผลการนิเทศ")
    sheet = book.sheet1
    sheet.update([["ชื่อ", "คะแนน"], ["บ้านดอน", 4.5]])
    sheet.append_row(["บ้านนา", 3])
    assert sheet.get_all_values() == [["ชื่อ", "คะแนน"], ["บ้านดอน", "4.5"], ["บ้านนา", "3"]]
    assert sheet.get_all_records()[1] == {"ชื่อ": "บ้านนา", "คะแนน": 3}
    assert sheet.acell("B2").value == "4.5"
    found = sheet.find("บ้านนา")
    assert found is not None
    assert found.address == "A3"
    assert sheet.row_values(2) == ["บ้านดอน", "4.5"]
    assert sheet.col_values(2) == ["คะแนน", "4.5", "3"]
    assert client.open("ผลการนิเทศ").id == book.id
    assert [file["name"] for file in client.list_spreadsheet_files()] == ["ผลการนิเทศ"]


def test_a_row_with_a_gap_is_two_tables_and_the_last_is_appended_to(client: gspread.Client) -> None:
    sheet = client.create("a").sheet1
    for _ in range(2):
        sheet.append_row(["ก", "", "ข"])
    assert sheet.get_all_values() == [["ก", "", "ข", "", ""], ["", "", "ก", "", "ข"]]
    sheet.clear()
    for _ in range(2):
        sheet.append_row(["ก", "", "ข"], table_range="A1")
    assert sheet.get_all_values() == [["ก", "", "ข"], ["ก", "", "ข"]]


def test_worksheets(client: gspread.Client) -> None:
    book = client.create("a")
    sheet = book.add_worksheet("ใหม่", rows=10, cols=5)
    assert (sheet.row_count, sheet.col_count, sheet.title) == (10, 5, "ใหม่")
    with pytest.raises(gspread.exceptions.APIError, match="already exists"):
        book.add_worksheet("ใหม่", 1, 1)
    sheet.resize(20, 3)
    sheet.freeze(rows=1)
    sheet.update_title("อื่น")
    assert [one.title for one in book.worksheets()] == ["Sheet1", "อื่น"]
    assert book.worksheet("อื่น").frozen_row_count == 1
    sheet.update_tab_color("#ff0000")
    sheet.hide()
    assert book.worksheet("อื่น").isSheetHidden
    book.reorder_worksheets([sheet, book.sheet1])
    sheet.show()
    book.del_worksheet(book.worksheet("Sheet1"))
    assert len(book.worksheets()) == 1


def test_formats_notes_and_ranges(client: gspread.Client) -> None:
    sheet = client.create("a").sheet1
    sheet.update([["x", "y"], ["1", "2"]])
    sheet.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1.0}})
    sheet.merge_cells("A3:B3")
    sheet.insert_note("A1", "หมายเหตุ")
    assert sheet.get_note("A1") == "หมายเหตุ"
    sheet.set_basic_filter("A1:B2")
    sheet.clear_basic_filter()
    sheet.insert_row(["0", "0"], 2)
    sheet.delete_rows(3)
    sheet.columns_auto_resize(0, 2)
    sheet.hide_columns(1, 2)
    sheet.batch_update([{"range": "A2:B2", "values": [["5", "6"]]}])
    assert sheet.get("A1:B2") == [["x", "y"], ["5", "6"]]
    sheet.define_named_range("A1:B1", "head")
    assert sheet.get("head") == [["x", "y"]]
    sheet.add_protected_range("A1:B1", editor_users_emails=["somchai@office.example"])
    sheet.batch_clear(["A2:B2"])
    sheet.clear()
    assert sheet.get_all_values() == [[]]


def test_sharing(client: gspread.Client) -> None:
    book = client.create("a")
    book.share("somchai@office.example", perm_type="user", role="writer", notify=False)
    assert {one["role"] for one in book.list_permissions()} == {"owner", "writer"}
    assert book.remove_permissions("somchai@office.example")
    assert len(book.list_permissions()) == 1
    client.del_spreadsheet(book.id)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open("a")


def test_what_others_own_is_not_there(client: gspread.Client, workspace: Workspace) -> None:
    other: Any = workspace.person("somchai@office.example")
    made = other.post(f"{workspace.address}/v4/spreadsheets", json={}).json()["spreadsheetId"]
    with pytest.raises(PermissionError):
        client.open_by_key(made)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open_by_key("1" * 44)
