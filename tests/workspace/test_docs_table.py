"""docs/workspace.md says what the workspace does and refuses: asked of the workspace itself."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import googleapiclient
from google.auth.transport.requests import AuthorizedSession

from tests.workspace.conftest import Workspace

PAGE = Path(__file__).parents[2] / "docs" / "workspace.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->"
APIS = {"Sheets v4": "sheets.v4", "Forms v1": "forms.v1", "Drive v3": "drive.v3", "Docs v1": "docs.v1"}
# Asked with nothing, these would be refused for another thing than themselves.
BODIES: dict[str, Any] = {
    "drive.files.create": {"mimeType": "application/vnd.google-apps.spreadsheet"},
    "autoResizeDimensions": {"dimensions": {"sheetId": 0, "dimension": "COLUMNS"}},
}
DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"


def document(api: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DOCUMENTS / f"{api}.json").read_text("utf-8"))
    return read


def methods(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from methods(below)


def is_refused(session: AuthorizedSession, http: str, url: str, body: Any) -> bool:
    sent = None if http in {"GET", "DELETE"} else body
    status: int = session.request(http, url, json=sent).status_code  # type: ignore[no-untyped-call]
    assert status == 501 or status < 500, (http, url)
    return status == 501


def table(workspace: Workspace) -> str:
    """The table as the workspace answers: a row for the methods, one for the kinds of a batch."""
    session = workspace.service_account()
    rows = ["| | answers | refuses |", "|---|---|---|"]
    for name, api in APIS.items():
        found = document(api)
        prefix = f"{api.partition('.')[0]}."
        verdicts = {
            spec["id"].removeprefix(prefix): is_refused(
                session,
                spec["httpMethod"],
                f"{workspace.address}/{found['servicePath']}{re.sub(r'{[^}]*}', 'nothing', spec['path'])}",
                BODIES.get(spec["id"], {}),
            )
            for spec in methods(found)
        }
        rows.append(row(f"{name} methods", verdicts))
        if api in {"sheets.v4", "forms.v1"}:
            rows.append(row(f"{name} kinds of batchUpdate", kinds(session, workspace, found, name)))
    return "\n".join(rows) + "\n"


def kinds(
    session: AuthorizedSession, workspace: Workspace, found: Mapping[str, Any], name: str
) -> dict[str, bool]:
    """Every kind of request of a batchUpdate, asked with nothing in it."""
    if name.startswith("Sheets"):
        made = session.post(f"{workspace.address}/v4/spreadsheets", json={}).json()
        url = f"{workspace.address}/v4/spreadsheets/{made['spreadsheetId']}:batchUpdate"
    else:
        made = session.post(f"{workspace.address}/v1/forms", json={"info": {"title": "x"}}).json()
        url = f"{workspace.address}/v1/forms/{made['formId']}:batchUpdate"
    return {
        kind: is_refused(session, "POST", url, {"requests": [{kind: BODIES.get(kind, {})}]})
        for kind in found["schemas"]["Request"]["properties"]
    }


def row(title: str, verdicts: Mapping[str, bool]) -> str:
    answered, refused = (
        ", ".join(f"`{name}`" for name, verdict in sorted(verdicts.items()) if verdict is wanted) or "none"
        for wanted in (False, True)
    )
    return f"| {title} | {answered} | {refused} |"


def test_the_page_tells_what_the_workspace_answers_and_refuses(workspace: Workspace) -> None:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = table(workspace)
    if os.environ.get("NITHET_WRITE_DOCS") == "1":
        PAGE.write_text(before + BEGIN + made + END + after, "utf-8")
    assert made in PAGE.read_text("utf-8")
