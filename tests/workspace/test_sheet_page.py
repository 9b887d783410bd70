"""The sheet page over real HTTP: what the API was told is what people see."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from google.auth.transport.requests import AuthorizedSession

from tests.workspace.conftest import Workspace
from tests.workspace.resources import area, chart, colour

EVIL = "</style></script><script>alert(1)</script>"


@pytest.fixture
def session(workspace: Workspace) -> AuthorizedSession:
    return workspace.service_account()


def made(workspace: Workspace, session: AuthorizedSession, **body: Any) -> str:
    answer = session.post(f"{workspace.address}/v4/spreadsheets", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["spreadsheetId"])


def change(workspace: Workspace, session: AuthorizedSession, file_id: str, *wanted: dict[str, Any]) -> None:
    answer = session.post(
        f"{workspace.address}/v4/spreadsheets/{file_id}:batchUpdate", json={"requests": list(wanted)}
    )
    assert answer.status_code == 200, answer.text


def test_why_a_formula_failed_is_told_where_it_stands(
    workspace: Workspace, session: AuthorizedSession
) -> None:
    file_id = made(workspace, session)
    session.put(
        f"{workspace.address}/v4/spreadsheets/{file_id}/values/A1?valueInputOption=USER_ENTERED",
        json={"values": [['=QUERY(B1:B2, "select B")', "=1/0", "=1+1"]]},
    )
    html = see(workspace, f"{file_id}/edit").text
    reason = "The embedded workspace does not calculate QUERY."
    assert f'data-error="{reason}" title="{reason}"' in html
    assert html.count("data-error=") == 2, "a cell without an error has no reason"


def see(workspace: Workspace, path: str) -> requests.Response:
    answer = requests.get(f"{workspace.address}/spreadsheets/d/{path}", timeout=10)
    answer.encoding = "utf-8"
    return answer


def cells(*values: str | float, row: int = 0, **style: Any) -> dict[str, Any]:
    """An updateCells request that writes one row of the first sheet."""
    kinds = [{"stringValue" if isinstance(value, str) else "numberValue": value} for value in values]
    row_of = {"values": [{"userEnteredValue": kind, "userEnteredFormat": style} for kind in kinds]}
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": 0}
    return {"updateCells": {"rows": [row_of], "start": start, "fields": "userEnteredValue,userEnteredFormat"}}


def test_what_was_written_is_seen(workspace: Workspace, session: AuthorizedSession) -> None:
    file_id = made(workspace, session, properties={"title": "สรุปเครือข่าย"})
    percent = {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}
    change(
        workspace, session, file_id,
        cells("เครือข่าย", "ร้อยละ", textFormat={"bold": True}),
        cells("ดงหลวง", 0.634, row=1, **percent),
    )  # fmt: skip
    answer = see(workspace, f"{file_id}/edit")
    assert answer.status_code == 200
    assert "<title>Sheet1 · สรุปเครือข่าย</title>" in answer.text
    assert ">ดงหลวง</td>" in answer.text
    assert ">63%</td>" in answer.text
    assert "font-weight:700;" in answer.text
    assert "ดูอย่างเดียว" in answer.text


def test_a_chart_drawn_by_the_api_is_seen(workspace: Workspace, session: AuthorizedSession) -> None:
    file_id = made(workspace, session)
    drawn = chart("BAR", "ร้อยละ", area(0, 0, 2, 1), [(area(0, 1, 2, 2), "#0b6b66")], at=(3, 0))
    del drawn["chartId"]
    change(
        workspace, session, file_id,
        cells("เครือข่าย", "ร้อยละ"), cells("ดงหลวง", 3, row=1), {"addChart": {"chart": drawn}},
    )  # fmt: skip
    text = see(workspace, f"{file_id}/edit").text
    assert 'role="img" aria-label="ร้อยละ"' in text
    assert 'fill="#0b6b66"' in text


def test_nothing_of_the_texts_is_executed(workspace: Workspace, session: AuthorizedSession) -> None:
    tab = {"properties": {"sheetId": 0, "title": EVIL[:90], "tabColorStyle": colour("#ff0000")}}
    file_id = made(workspace, session, properties={"title": EVIL}, sheets=[tab])
    change(workspace, session, file_id, cells(EVIL, "=1+1"))
    answer = see(workspace, f"{file_id}/edit")
    assert "<script>alert" not in answer.text
    assert "</style></script>" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.text
    assert " onclick" not in answer.text


def test_a_long_tab_is_read_page_by_page(workspace: Workspace, session: AuthorizedSession) -> None:
    size = {"rowCount": 200_000, "columnCount": 3, "frozenRowCount": 1}
    file_id = made(workspace, session, sheets=[{"properties": {"sheetId": 0, "gridProperties": size}}])
    change(workspace, session, file_id, cells("หัว"), cells("กลาง", row=1200), cells("ท้าย", row=199_999))
    first, last = see(workspace, f"{file_id}/edit"), see(workspace, f"{file_id}/edit?page=400")
    assert "แถว 1–500 จาก 200,000" in first.text
    assert ">หัว</td>" in first.text
    assert ">ท้าย</td>" not in first.text
    assert ">ท้าย</td>" in last.text
    assert ">หัว</td>" in last.text  # frozen rows go along
    chosen = see(workspace, f"{file_id}/edit?gid=0&range=A1201")
    assert 'id="chosen">กลาง</td>' in chosen.text
    assert len(first.content) < 200_000


def test_empty_rows_make_no_pages(workspace: Workspace, session: AuthorizedSession) -> None:
    file_id = made(workspace, session)
    change(workspace, session, file_id, cells("หนึ่ง"))
    text = see(workspace, f"{file_id}/edit?page=2").text
    assert "จาก 1,000" not in text
    assert ">หนึ่ง</td>" in text


def test_the_version_tells_of_every_change(workspace: Workspace, session: AuthorizedSession) -> None:
    file_id = made(workspace, session)
    before = see(workspace, f"{file_id}/version").json()["version"]
    assert see(workspace, f"{file_id}/version").json()["version"] == before
    assert f'data-version="{before}"' in see(workspace, f"{file_id}/edit").text
    change(workspace, session, file_id, cells("ใหม่"))
    assert see(workspace, f"{file_id}/version").json()["version"] != before


@pytest.mark.parametrize("path", ["{}", "{}/", "{}/view"])
def test_short_addresses_lead_to_the_page(
    workspace: Workspace, session: AuthorizedSession, path: str
) -> None:
    file_id = made(workspace, session)
    answer = see(workspace, path.format(file_id) + "?gid=0")
    assert answer.url == f"{workspace.address}/spreadsheets/d/{file_id}/edit?gid=0"
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query", ["gid=7", "gid=x", "gid=-1", "page=999", "page=x", "range=<b>", "range=ZZZ99999999"]
)
def test_odd_addresses_show_the_sheet_all_the_same(
    workspace: Workspace, session: AuthorizedSession, query: str
) -> None:
    file_id = made(workspace, session)
    assert see(workspace, f"{file_id}/edit?{query}").status_code == 200


def test_what_is_not_there_is_said_in_thai(workspace: Workspace) -> None:
    answer = see(workspace, "1nothing/edit")
    assert answer.status_code == 404
    assert "ไม่พบสเปรดชีตนี้" in answer.text
    assert see(workspace, "1nothing/version").status_code == 404
