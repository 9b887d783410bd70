"""A sheet that a machine keeps and people fill in: cells of one person, of another, and of nobody."""

from __future__ import annotations

from typing import Any

import requests

from tests.workspace.conftest import Workspace
from tests.workspace.seeding import seed
from tests.workspace.sheet_calls import Spreadsheet, box

HEAD, DEPUTY, READER = "head@office.example", "deputy@office.example", "reader@office.example"
WORDS = ("อนุญาต", "ไม่อนุญาต")
ROWS: list[list[Any]] = [
    ["ผู้ขอ", "เรื่อง", "ความเห็นหัวหน้า", "หมายเหตุ", "ความเห็นรอง"],
    ["ศึกษานิเทศก์ 1", "ลา", "", "", ""],
    ["ศึกษานิเทศก์ 2", "ไปราชการ", "", "", ""],
]


def kept_sheet(workspace: Workspace) -> Spreadsheet:
    """Row 1 is frozen; C is the head's list, D what either types, E the deputy's list; a reader looks on."""
    people = {HEAD: "ผอ.กลุ่มนิเทศฯ", DEPUTY: "รอง ผอ. คนที่ ๑", READER: "ศึกษานิเทศก์ 3"}
    for email, name in people.items():
        seed(workspace, "POST", "people", email=email, name=name)
    book = Spreadsheet(workspace, properties={"title": "ทะเบียน"})
    book.write(ROWS)
    yellow = {"red": 1.0, "green": 0.95, "blue": 0.8}
    looks = {"cell": {"userEnteredFormat": {"backgroundColor": yellow}}, "fields": "userEnteredFormat"}
    frozen = {"properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}}
    book.do(
        {"updateSheetProperties": {**frozen, "fields": "gridProperties.frozenRowCount"}},
        {"repeatCell": {"range": box(1, 2, 3, 5), **looks}},
        *(
            {"setDataValidation": {"range": box(1, column, 3, column + 1), "rule": listed(*WORDS)}}
            for column in (2, 4)
        ),
        protected(box(0, 0, 1000, 26), unprotectedRanges=[box(1, 2, 1000, 5)]),
        protected(box(1, 2, 1000, 3), HEAD),
        protected(box(1, 4, 1000, 5), DEPUTY),
    )
    for email, role in ((HEAD, "writer"), (DEPUTY, "writer"), (READER, "reader")):
        share(workspace, book, email, role)
    return book


def listed(*words: str, strict: bool = True, message: str = "") -> dict[str, Any]:
    """A rule that offers words."""
    values = [{"userEnteredValue": word} for word in words]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": strict, "showCustomUi": True}
    return rule | ({"inputMessage": message} if message else {})


def protected(area: dict[str, int], *editors: str, **more: Any) -> dict[str, Any]:
    """The request that keeps an area for its editors and the owner."""
    return {"addProtectedRange": {"protectedRange": {"range": area, "editors": {"users": editors}, **more}}}


def share(workspace: Workspace, book: Spreadsheet, email: str, role: str) -> None:
    """Give somebody the file."""
    url = f"{workspace.address}/drive/v3/files/{book.id}/permissions"
    body = {"type": "user", "role": role, "emailAddress": email}
    answer = book.session.post(url, json=body, params={"sendNotificationEmail": False})
    assert answer.ok, answer.text


class Filler:
    """A browser's requests, signed in as somebody or as nobody."""

    def __init__(self, workspace: Workspace, book: Spreadsheet, email: str = "") -> None:
        self.session = requests.Session()
        self._base = f"{workspace.address}/spreadsheets/d/{book.id}"
        if email:
            form = {"other": email, "next": "/"}
            self.session.post(f"{workspace.address}/sign-in", data=form, timeout=10).raise_for_status()

    def page(self, **asked: str) -> str:
        """The sheet's page."""
        answer = self.session.get(f"{self._base}/edit", params=asked, timeout=10)
        answer.encoding = "utf-8"
        return answer.text

    def offered(self, cell: str, **more: str) -> str:
        """The panel of a cell."""
        answer = self.session.get(f"{self._base}/cell", params={"gid": "0", "cell": cell, **more}, timeout=10)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["html"])

    def types(self, cell: str, value: str, headers: Any = None, **more: str) -> requests.Response:
        """Send what the panel sends."""
        fields = {"gid": "0", "cell": cell, "value": value, **more}
        return self.session.post(f"{self._base}/cell", data=fields, headers=headers, timeout=10)
