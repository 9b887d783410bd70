"""docs/workspace.md says what the workspace does and refuses: asked of the workspace itself."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from google.auth.transport.requests import AuthorizedSession

from sync.workspace.gaps import PARTLY
from tests.workspace.conftest import Workspace
from tests.workspace.documents import document, kinds, methods

PAGE = Path(__file__).parents[2] / "docs" / "workspace.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->"
APIS = {"Sheets v4": "sheets.v4", "Forms v1": "forms.v1", "Drive v3": "drive.v3", "Docs v1": "docs.v1"}
# Asked with nothing, these would be refused for another thing than themselves.
BODIES: dict[str, Any] = {
    "drive.files.create": {"mimeType": "application/vnd.google-apps.spreadsheet"},
    "sheets.batchUpdate.autoResizeDimensions": {"dimensions": {"sheetId": 0, "dimension": "COLUMNS"}},
}


def kinds_of(api: str) -> list[str]:
    """The kinds of request of an API's batchUpdate, as gaps.py names them."""
    return [f"{api.partition('.')[0]}.batchUpdate.{kind}" for kind in kinds(api)]


def is_refused(session: AuthorizedSession, http: str, url: str, body: Any) -> bool:
    sent = None if http in {"GET", "DELETE"} else body
    status: int = session.request(http, url, json=sent).status_code  # type: ignore[no-untyped-call]
    assert status == 501 or status < 500, (http, url, body)
    return status == 501


def refused_methods(session: AuthorizedSession, address: str, api: str) -> dict[str, bool]:
    """Every method, asked of something that is not there."""
    found = document(api)
    return {
        spec["id"]: is_refused(
            session,
            spec["httpMethod"],
            f"{address}/{found['servicePath']}{re.sub(r'{[^}]*}', 'nothing', spec['path'])}",
            BODIES.get(spec["id"], {}),
        )
        for spec in methods(found)
    }


def refused_kinds(session: AuthorizedSession, address: str, api: str) -> dict[str, bool]:
    """Every kind of request of a batchUpdate, asked with nothing in it."""
    if not (wanted := kinds_of(api)):
        return {}
    path, made, name = {
        "sheets.v4": ("/v4/spreadsheets", {}, "spreadsheetId"),
        "forms.v1": ("/v1/forms", {"info": {"title": "x"}}, "formId"),
    }[api]
    parent = session.post(f"{address}{path}", json=made).json()[name]
    url = f"{address}{path}/{parent}:batchUpdate"
    return {
        kind: is_refused(
            session, "POST", url, {"requests": [{kind.rpartition(".")[2]: BODIES.get(kind, {})}]}
        )
        for kind in wanted
    }


def lines(title: str, refused: Mapping[str, bool], prefix: str) -> Iterator[str]:
    """A table of one group: what is done, what in part, what is refused."""
    words = {name: "refused" if refused[name] else "partly" if name in PARTLY else "done" for name in refused}
    count = Counter(words.values())
    told = ", ".join(f"{count[word]} {word}" for word in ("done", "partly", "refused") if count[word])
    yield from (f"### {title}: {told}", "")
    if set(words.values()) == {"refused"}:
        yield from (", ".join(f"`{name.removeprefix(prefix)}`" for name in sorted(words)) + ".", "")
        return
    yield from ("| | |", "|---|---|")
    for name in sorted(words, key=lambda name: (name.count(".") > 1, name)):
        missing = f": {PARTLY[name]}" if words[name] == "partly" else ""
        yield f"| `{name.removeprefix(prefix)}` | {words[name]}{missing} |"
    yield ""


def table(workspace: Workspace) -> str:
    """The table as the workspace answers now. Fails where gaps.py speaks of what is refused as a whole."""
    session = workspace.service_account()
    made: list[str] = [""]
    for title, api in APIS.items():
        name = api.partition(".")[0]
        of_methods = refused_methods(session, workspace.address, api)
        of_kinds = refused_kinds(session, workspace.address, api)
        refused = {key for key, is_so in (of_methods | of_kinds).items() if is_so}
        assert not refused & PARTLY.keys(), "refused as a whole: not to be listed in gaps.py"
        made += lines(f"{title}, methods", of_methods, f"{name}.")
        if of_kinds:
            made += lines(f"{title}, kinds of batchUpdate requests", of_kinds, f"{name}.batchUpdate.")
    return "\n".join(made) + "\n"


def test_the_page_tells_what_the_workspace_answers_and_refuses(workspace: Workspace) -> None:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = table(workspace)
    if os.environ.get("NITHET_WRITE_DOCS") == "1":
        PAGE.write_text(before + BEGIN + made + END + after, "utf-8")
    assert made in PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(PARTLY))
def test_a_gap_is_told_of_something_that_google_has(name: str) -> None:
    known = {spec["id"] for api in APIS.values() for spec in methods(document(api))}
    known |= {kind for api in APIS.values() for kind in kinds_of(api)}
    assert name in known
    assert PARTLY[name].strip()
