"""The examples of docs/workspace.md, run as they are printed, against a workspace of the test's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import requests
from googleapiclient.http import MediaInMemoryUpload

from tests.workspace.conftest import Workspace
from tests.workspace.seeding import seed

PAGE = (Path(__file__).parents[2] / "docs" / "workspace.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: (\w+) -->\n```python\n(.*?)```", PAGE, re.DOTALL))


def run(workspace: Workspace, *names: str) -> dict[str, Any]:
    """Run examples one after the other; what they define. Only the address and the folder are put in."""
    space: dict[str, Any] = {}
    for name in names:
        code = EXAMPLES[name]
        for printed, ours in (
            ("http://127.0.0.1:8765", workspace.address),
            ("127.0.0.1:8765", workspace.address.removeprefix("http://")),
            ("../my-workspace", str(workspace.folder)),
        ):
            code = code.replace(printed, ours)
        exec(compile(code, name, "exec"), space)
    return space


def test_every_example_is_run_here() -> None:
    assert set(EXAMPLES) == {"gspread", "googleapiclient", "form", "person"}
    assert PAGE.count("```python") == len(EXAMPLES)


def test_gspread(workspace: Workspace) -> None:
    space = run(workspace, "gspread")
    rows = space["client"].open_by_key(space["book"].id).sheet1.get_all_values()
    assert rows == [["โรงเรียน", "คะแนน"], ["บ้านดอนตาล", "4"]]


def test_googleapiclient_uploads_and_batches(workspace: Workspace) -> None:
    drive = run(workspace, "googleapiclient")["drive"]
    content = "ก".encode() * 200_000  # more than one piece of a resumable upload
    media = MediaInMemoryUpload(content, "text/plain", chunksize=256 * 1024, resumable=True)
    made = drive.files().create(body={"name": "บันทึก.txt"}, media_body=media, fields="id").execute()
    assert drive.files().get_media(fileId=made["id"]).execute() == content
    names: list[str] = []
    batch = drive.new_batch_http_request(callback=lambda _id, answer, _error: names.append(answer["name"]))
    for _ in range(2):
        batch.add(drive.files().get(fileId=made["id"]))
    batch.execute()
    assert names == ["บันทึก.txt"] * 2


def test_a_form_from_its_making_to_a_response(workspace: Workspace, capsys: Any) -> None:
    space = run(workspace, "googleapiclient", "form")
    address = capsys.readouterr().out.strip()
    assert address == f"{workspace.address}/forms/d/e/{space['form_id']}/viewform"
    page = requests.get(address, timeout=10)
    page.encoding = "utf-8"
    assert (page.status_code, "จุดเด่น" in page.text) == (200, True)
    question = space["form"]["items"][0]["questionItem"]["question"]["questionId"]
    sent = {f"entry.{int(question, 16)}": "สื่อครบ"}
    requests.post(address.replace("viewform", "formResponse"), data=sent, timeout=10).raise_for_status()
    [response] = space["forms"].forms().responses().list(formId=space["form_id"]).execute()["responses"]
    assert response["answers"][question]["textAnswers"]["answers"] == [{"value": "สื่อครบ"}]


def test_a_person_whose_token_is_over(workspace: Workspace, capsys: Any) -> None:
    session = run(workspace, "gspread", "person")["session"]
    assert "somsri@office.example" in capsys.readouterr().out
    first = session.credentials.token
    seed(workspace, "POST", "tokens/expire", email="somsri@office.example")
    assert session.get("https://www.googleapis.com/drive/v3/about?fields=user").ok
    assert session.credentials.token != first
