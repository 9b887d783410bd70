"""Who can open what: every person against every file, each signed in for themselves, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import requests

from sync.google import DRIVE, FORMS, SHEETS
from sync.ledger import Ledger, publishing
from sync.ledger.publishing import File
from tests.journeys.conftest import Work
from tests.workspace.seeding import Rebased, signed_in

_ROOMS = {
    "spreadsheet": "spreadsheets/d/{}/edit",
    "document": "document/d/{}/edit",
    "form": "forms/d/{}/edit",
}
_FORBIDDEN = {403, 404}
_LED_AWAY = {303, 307}  # whoever may only fill a form is led from its editor to the form


def files(work: Work) -> dict[str, File]:
    """All files of the office that were made, by key."""
    ledger = Ledger(work.folder / "data" / "ledger.sqlite3")
    try:
        return publishing.files(ledger.connection)
    finally:
        ledger.close()


def seen(work: Work, people: Iterable[str]) -> dict[str, set[str]]:
    """Which of these people can open each file, by key: on its page and through the APIs alike.

    Fails where page and APIs do not agree, or where somebody without any sign-in gets anything by an API.
    """
    there = files(work)
    visitors = [_Visitor(work, person) for person in people]
    nobody = requests.Session()
    nobody.mount("https://", Rebased(work.base))
    for file in there.values():
        assert {nobody.get(call, timeout=10).status_code for call in _calls(file)} <= {401} | _FORBIDDEN
    return {key: {one.email for one in visitors if one.opens(file)} for key, file in there.items()}


def _calls(file: File) -> list[str]:
    """The calls that give something of a file."""
    calls = [f"{DRIVE}/files/{file.id}"]
    if file.kind == "spreadsheet":
        calls += [
            f"{SHEETS}/{file.id}?fields=spreadsheetId",
            f"{DRIVE}/files/{file.id}/export?mimeType=text/csv",
        ]
    if file.kind == "document":
        calls += [f"{DRIVE}/files/{file.id}/export?mimeType=text/plain"]
    if file.kind == "form":
        calls += [f"{FORMS}/{file.id}/responses"]
    return calls


class _Visitor:
    """Somebody with a browser and an app of their own, signed in on both."""

    def __init__(self, work: Work, email: str) -> None:
        control = {"X-Workspace-Control": "1"}
        made = requests.post(
            f"{work.base}/_workspace/people", json={"email": email}, headers=control, timeout=10
        )
        self.email, self._base, self._browser = email, work.base, requests.Session()
        self._app = signed_in(made.json()["authorized_user"])
        self._app.mount("https://", Rebased(work.base))
        answer = self._browser.post(
            f"{work.base}/sign-in", data={"other": email, "next": "/"}, allow_redirects=False, timeout=10
        )
        assert answer.status_code == 303, answer.text

    def opens(self, file: File) -> bool:
        """Whether a file opens, on its page and by every call alike."""
        page = f"{self._base}/{_ROOMS[file.kind].format(file.id)}" if file.kind in _ROOMS else ""
        answers = [self._browser.get(page, timeout=10, allow_redirects=False).status_code] if page else []
        answers += [self._app.get(call, timeout=10).status_code for call in _calls(file)]
        assert set(answers) <= {200, *_LED_AWAY} | _FORBIDDEN, (self.email, file.key, answers)
        opened = {status == 200 for status in answers}
        assert len(opened) == 1, (self.email, file.key, answers)
        return opened.pop()


def of_kind(found: Mapping[str, set[str]], prefix: str) -> list[set[str]]:
    """Who opens each of the files whose keys begin so."""
    return [people for key, people in found.items() if key.startswith(prefix)]
