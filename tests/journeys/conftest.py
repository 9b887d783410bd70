"""A small office at work in a workspace of its own, moved through time by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from sync.google import DRIVE, FORMS, SHEETS, Google
from sync.ledger import Ledger, publishing, reports, responses
from sync.ledger.reports import Trouble
from sync.pipeline.cycle import Outcome
from tests.journeys import world
from tests.journeys.office import write_config

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")


@dataclass
class Work:
    """An office that runs since Monday 16 November 2569; its forms are made."""

    folder: Path
    base: str
    google: Google = field(init=False)

    def __post_init__(self) -> None:
        self.google = world.google_at(self.folder, self.base)

    def cycle(self, at: str, *, full: bool = False) -> Outcome:
        """One cycle at a local time, by a process that starts and ends with it."""
        moment = datetime.fromisoformat(f"{at}+07:00")
        world.set_clock(self.base, moment)
        with world.pipeline_of(self.folder, self.base, moment) as pipeline:
            return pipeline.cycle(full=full)

    def fill(self, form: str, answers: dict[str, str], at: str) -> str:
        """Somebody fills a form at a local time; gives the response's id."""
        definition = world.office_in(self.folder).forms[form]
        return world.fill(
            self.base, self.form(form), definition, answers, datetime.fromisoformat(f"{at}+07:00")
        )

    def form(self, form: str) -> str:
        """A form's id in Google."""
        return str(self._read(responses.form_states)[form].google_id)

    def file(self, prefix: str) -> str:
        """The id of the file whose key begins so."""
        files: dict[str, publishing.File] = self._read(publishing.files)
        return next(file.id for key, file in files.items() if key.startswith(prefix))

    def cells(self, prefix: str) -> dict[str, list[list[str]]]:
        """The texts of every tab of a spreadsheet, by title."""
        fields = "sheets(properties(title),data(rowData(values(formattedValue,userEnteredValue))))"
        params = {"includeGridData": True, "fields": fields}
        body = self.google.call("GET", f"{SHEETS}/{self.file(prefix)}", what="sheet", params=params)
        return {sheet["properties"]["title"]: _texts(sheet) for sheet in body["sheets"]}

    def live_form(self, form: str) -> dict[str, Any]:
        """The form as it is in Google."""
        return dict(self.google.call("GET", f"{FORMS}/{self.form(form)}", what=form))

    def change_form(self, form: str, *requests: dict[str, Any]) -> None:
        """What somebody does in the form's editor."""
        url = f"{FORMS}/{self.form(form)}:batchUpdate"
        self.google.call("POST", url, what=form, body={"requests": list(requests)})

    def trash(self, prefix: str) -> None:
        """What somebody does in Drive."""
        url = f"{DRIVE}/files/{self.file(prefix)}"
        self.google.call("PATCH", url, what=prefix, body={"trashed": True})

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What `nithet status` would tell."""
        return tuple(self._read(reports.troubles))

    @property
    def mails(self) -> list[EmailMessage]:
        """The outbox, in the order of its weeks."""
        files = sorted((self.folder / "data" / "outbox").glob("*.eml"))
        read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in read if isinstance(mail, EmailMessage)]

    def configure(self, file: str, old: str, new: str) -> None:
        """Edit a configuration file."""
        path = self.folder / "config" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _read(self, read: Any) -> Any:
        ledger = Ledger(self.folder / "data" / "ledger.sqlite3")
        try:
            return read(ledger.connection)
        finally:
            ledger.close()


def _texts(sheet: dict[str, Any]) -> list[list[str]]:
    data = sheet.get("data", [{}])[0]
    return [
        [str(cell.get("formattedValue", "")) for cell in row.get("values", [])]
        for row in data.get("rowData", [])
    ]


def text_of(mail: EmailMessage) -> str:
    """A mail's plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    write_config(tmp_path / "config")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        yield Work(tmp_path, base)
