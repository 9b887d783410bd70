"""People with a spreadsheet open: what they type, what stands in the rows that they look at."""

from __future__ import annotations

from datetime import datetime

import requests

from sync.google import SHEETS
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.workspace.seeding import Rebased, signed_in

FINDINGS = "รายการที่ต้องตรวจสอบ"


class Person:
    """Somebody with a spreadsheet open: what they see, what they type."""

    def __init__(self, work: Work, email: str) -> None:
        made = requests.post(
            f"{work.base}/_workspace/people",
            json={"email": email},
            headers={"X-Workspace-Control": "1"},
            timeout=10,
        )
        self._work, self._session = work, signed_in(made.json()["authorized_user"])
        self._session.mount("https://", Rebased(work.base))

    def types(self, prefix: str, tab: str, cell: str, text: str) -> int:
        """Type into a cell; give the HTTP status."""
        url = f"{SHEETS}/{self._work.file(prefix)}/values/'{tab}'!{cell}"
        answer = self._session.put(
            url, params={"valueInputOption": "USER_ENTERED"}, json={"values": [[text]]}, timeout=10
        )
        return int(answer.status_code)


class Sheet:
    """A tab as it stands: cells by the head of their column and the key of their row."""

    def __init__(self, work: Work, prefix: str, tab: str, head: int) -> None:
        self.rows = work.cells(prefix)[tab]
        self.heads = self.rows[head]

    def at(self, key: str, column: str) -> str:
        """The address of a cell."""
        return f"{letters(self.heads.index(column))}{self._row(key) + 1}"

    def text(self, key: str, column: str) -> str:
        """What stands in a cell."""
        row, place = self.rows[self._row(key)], self.heads.index(column)
        return row[place] if place < len(row) else ""

    def _row(self, key: str) -> int:
        return next(n for n, row in enumerate(self.rows) if row and row[-1].startswith(key))

    def row_of(self, key: str) -> int:
        """The row of a key, from 0."""
        return self._row(key)


def letters(column: int) -> str:
    return chr(65 + column) if column < 26 else f"{chr(64 + column // 26)}{chr(65 + column % 26)}"


def findings(work: Work, prefix: str) -> Sheet:
    """The tab of findings that people answer."""
    return Sheet(work, prefix, FINDINGS, 3)


class Sent:
    """A form that somebody sent, and the link of its receipt, by which they edit what they sent."""

    def __init__(self, work: Work, form: str, answers: dict[str, str], at: str) -> None:
        self._work, self._form, self._answers = work, form, answers
        url = f"{work.base}/forms/d/e/{work.form(form)}/formResponse"
        receipt = self._send(url, answers, at)
        self.id, self._edit = receipt["responseId"], receipt["editUrl"].replace("viewform", "formResponse")

    def edit(self, at: str, **answers: str) -> None:
        """Answer otherwise, by the receipt's link."""
        self._answers |= answers
        assert self._send(self._edit, self._answers, at)["responseId"] == self.id

    def delete(self) -> None:
        """What the form's owner does with a response."""
        url = f"{self._work.base}/_workspace/forms/{self._work.form(self._form)}/responses/{self.id}"
        requests.delete(url, headers={"X-Workspace-Control": "1"}, timeout=10).raise_for_status()

    def _send(self, url: str, answers: dict[str, str], at: str) -> dict[str, str]:
        definition = world.office_in(self._work.folder).forms[self._form]
        world.set_clock(self._work.base, datetime.fromisoformat(f"{at}+07:00"))
        given = world.google_answers(definition, answers)
        fields = {f"entry.{int(key, 16)}": text for key, text in given.items()}
        sent = requests.post(url, data=fields, headers={"Accept": "application/json"}, timeout=10)
        assert sent.status_code == 200, sent.text
        receipt: dict[str, str] = sent.json()
        return receipt
