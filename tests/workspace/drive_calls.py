"""Drive's calls as tests write them: short, and every accepted one held against Google's documents."""

from __future__ import annotations

from typing import Any

import requests

from tests.workspace.conftest import Workspace

FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"
DOCUMENT = "application/vnd.google-apps.document"


class Drive:
    """Drive v3 for one person."""

    def __init__(self, workspace: Workspace, email: str = "") -> None:
        self.email = email or "nithet@workspace.example"
        self.session: Any = workspace.service_account(email or None)
        self._base = f"{workspace.address}/drive/v3/"

    def ask(self, method: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        """The answer, whatever it is."""
        answer: requests.Response = self.session.request(
            method, self._base + path, params=params, json=body, timeout=20
        )
        return answer

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """The JSON of an answer that must be a success; None for an empty one."""
        answer = self.ask(method, path, body, **params)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def create(self, name: str, mime: str = SPREADSHEET, **more: Any) -> str:
        """A new file's id."""
        return str(self.call("POST", "files", {"name": name, "mimeType": mime, **more})["id"])

    def names(self, q: str = "", **params: Any) -> list[str]:
        """The names that a search finds, in its order."""
        found = self.call("GET", "files", q=q, **params) if q else self.call("GET", "files", **params)
        return [file["name"] for file in found["files"]]

    def share(self, file_id: str, **permission: Any) -> str:
        """The id of a new permission."""
        body = {"type": "user", "role": "reader", **permission}
        made = self.call("POST", f"files/{file_id}/permissions", body, sendNotificationEmail="false")
        return str(made["id"])

    def token(self) -> str:
        """Where changes.list starts from now."""
        return str(self.call("GET", "changes/startPageToken")["startPageToken"])

    def changed(self, token: str) -> dict[str, bool]:
        """File id -> whether it is gone, since a token."""
        found = self.call("GET", "changes", pageToken=token)
        return {change["fileId"]: change["removed"] for change in found["changes"]}


def error(answer: requests.Response) -> tuple[int, str, str]:
    """(code, reason, message) of Drive's error JSON."""
    body = answer.json()["error"]
    assert body["code"] == answer.status_code
    return body["code"], body["errors"][0]["reason"], body["message"]
