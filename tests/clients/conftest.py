"""Clients that other people wrote, as they come from PyPI, over real HTTP against a workspace."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import gspread
import httplib2
import pygsheets
import pytest

from tests.clients.loopback import HOSTS, mount
from tests.discovery import problems_of_answer, problems_of_request
from tests.workspace.conftest import Workspace, key_file, workspace

__all__ = ["key_file", "workspace"]  # pytest finds fixtures here


@pytest.fixture
def spreadsheets(workspace: Workspace) -> gspread.Client:
    """gspread's client, signed in as the service account; every exchange is held against the documents."""
    session: Any = workspace.service_account()
    mount(session, workspace.address)
    return gspread.Client(auth=session.credentials, session=session)


@pytest.fixture
def sheet(spreadsheets: gspread.Client) -> gspread.Worksheet:
    """The one sheet of a new spreadsheet."""
    return spreadsheets.create("ผลการนิเทศ").sheet1


class LoopbackHttp(httplib2.Http):  # type: ignore[misc]
    """httplib2 for google-api-python-client: Google's hosts are the workspace, no other can be reached."""

    def __init__(self, address: str) -> None:
        super().__init__(timeout=20)
        self._address = address

    def request(self, uri: str, method: str = "GET", body: Any = None, *more: Any, **others: Any) -> Any:
        """As httplib2 does it; fails where Google's documents do not have the request or the answer."""
        parts = urlsplit(uri)
        if parts.hostname in HOSTS:
            uri = self._address + parts.path + (f"?{parts.query}" if parts.query else "")
        if not uri.startswith(self._address):
            raise httplib2.ServerNotFoundError(f"tests stay on this machine: {uri}")
        response, content = super().request(uri, method, body, *more, **others)
        if parts.hostname in HOSTS and response.status < 300:
            problems = problems_of_request(method, uri, None, json.loads(body) if body else None)
            if "json" in response.get("content-type", ""):
                problems += problems_of_answer(method, uri, json.loads(content))
            assert not problems, problems
        return response, content


@pytest.fixture
def pygs(workspace: Workspace) -> pygsheets.client.Client:
    """pygsheets' client, signed in with the workspace's key file; its own `http` argument leads it here."""
    return pygsheets.authorize(
        service_account_file=str(workspace.folder / "service-account.json"),
        http=LoopbackHttp(workspace.address),
        retries=0,
        check=False,
    )
