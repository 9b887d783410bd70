"""A workspace as a process of its own, to be killed and measured; and a client of it without ceremony."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from tests.workspace.conftest import Workspace


@dataclass(frozen=True)
class Served:
    """A running process and the workspace that it serves."""

    process: subprocess.Popen[str]
    workspace: Workspace

    def memory(self, which: str = "VmHWM") -> float:
        """Its memory in MB: the most it ever had ("VmHWM") or what it has now ("VmRSS"). Linux only."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(which):
                return int(line.split()[1]) / 1024
        raise AssertionError(f"no {which}")

    def client(self, book: str = "") -> Client:
        """A client signed in as the service account; for a new spreadsheet unless its id is given."""
        return Client(self.workspace.address, token(self.workspace), book)


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a data directory; killed at the end unless it is gone by then."""
    command = [sys.executable, "-m", "sync.workspace", "--data", str(folder)]
    with (
        (folder / "server.log").open("a", encoding="utf-8") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8") as process,
    ):
        assert process.stdout is not None
        try:
            yield Served(process, Workspace(process.stdout.readline().split()[-1], folder))
        finally:
            process.kill()


def token(workspace: Workspace) -> str:
    """An access token of the service account."""
    session: Any = workspace.service_account()
    session.credentials.refresh(session._auth_request)
    return str(session.credentials.token)


class Client:
    """Sheets' calls of one connection, whose answers are not held against the documents."""

    def __init__(self, address: str, access_token: str, book: str = "") -> None:
        self._base = f"{address}/v4/spreadsheets"
        self._address, self._token = address, access_token
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {access_token}"
        self.book = book
        self.book = book or str(self.call("POST", "", {})["spreadsheetId"])

    def another(self) -> Client:
        """One more connection to the same spreadsheet."""
        return Client(self._address, self._token, self.book)

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """The JSON of an answer; HTTPError for a refusal."""
        url = f"{self._base}/{self.book}{path}" if self.book else self._base
        answer = self._session.request(method, url, params=params, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def do(self, *requests_: dict[str, Any]) -> Any:
        """batchUpdate."""
        return self.call("POST", ":batchUpdate", {"requests": requests_})

    def write(self, values: list[list[Any]], where: str) -> Any:
        """values.update, RAW."""
        return self.call("PUT", f"/values/{quote(where)}", {"values": values}, valueInputOption="RAW")

    def append(self, *row: Any, where: str = "Sheet1") -> Any:
        """values.append of one row, RAW."""
        return self.call("POST", f"/values/{where}:append", {"values": [row]}, valueInputOption="RAW")

    def values(self, where: str) -> list[list[Any]]:
        """values.get, unformatted."""
        path = f"/values/{quote(where)}"
        found: list[list[Any]] = self.call("GET", path, valueRenderOption="UNFORMATTED_VALUE").get(
            "values", []
        )
        return found
