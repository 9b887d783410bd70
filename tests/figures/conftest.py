"""A sample term, published once for all tests here: what stands in the ledger, and what in the sheets."""

from __future__ import annotations

import email
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from email import policy
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from sync.demo import story
from sync.google import SHEETS, Google
from sync.ledger import publishing
from sync.pipeline.cycle import Pipeline
from sync.pipeline.office import Office
from sync.sheets import sheet_id
from tests.figures.facts import Facts
from tests.figures.grid import Grid
from tests.figures.office import write_config
from tests.journeys import world

NOW = datetime.fromisoformat("2026-11-22T14:00:00+07:00")  # a Sunday, three weeks into the second semester
RESPONSES, SEED = 160, 11
_TABLES = {
    "response": "SELECT form, id, created, submitted, deleted, left_out, entry FROM response",
    "finding": "SELECT form, response, number, code, severity FROM finding",
    "settled": "SELECT form, response, code FROM settled",
    "decision": "SELECT id, form, response, step, word, noticed FROM decision",
    "result": "SELECT kind, year, result_row.grade, subject, school, score, pupils FROM result"
    " JOIN result_row USING (file, row) JOIN result_file ON id = file AND replaced IS NULL",
}

Sheets = dict[str, dict[str, Grid]]
"""Spreadsheets by what they are about ("network:N01"), their tabs by key."""


@pytest.fixture(scope="session")
def term(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Any]:
    """The term as JSON: made by the first worker that asks, read by the others."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder if worker_id == "master" else folder.parent
    kept = shared / "term.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            kept.write_text(json.dumps(_made(shared / "term")), encoding="utf-8")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def facts(term: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """What the figures should be, worked out in SQL."""
    config = write_config(tmp_path_factory.mktemp("office") / "config")
    return Facts(world.office_in(config.parent), term["rows"], NOW)


@pytest.fixture(scope="session")
def sheets(term: dict[str, Any]) -> Sheets:
    """What was published."""
    return {
        name: {key: Grid(name, key, rows) for key, rows in tabs.items()}
        for name, tabs in term["sheets"].items()
    }


def _made(folder: Path) -> dict[str, Any]:
    """The forms are made while all schools are open: those that closed since were visited until then."""
    write_config(folder / "config")
    office = world.moved(world.office_in(folder), folder)
    with (
        world.workspace_of(folder) as base,
        world.pipeline_of(folder, base, NOW, _before_any_closed(office)) as opened,
        closing(opened.for_office(office)) as pipeline,
    ):
        demo = story.begin(pipeline.ledger, office, NOW, RESPONSES, SEED)
        story.make_forms(opened)
        story.send_term(pipeline, base, demo, lambda _done, _total: None)
        world.set_clock(base, NOW)
        story.load_results(pipeline, demo)
        assert story.decide_all(pipeline, demo) > 0
        assert pipeline.cycle(full=True).troubles == 0
        if story.corrects(pipeline) and story.correct_all(pipeline, demo):
            assert pipeline.cycle().troubles == 0
        week = story.mail_last_week(pipeline, NOW)
        return {
            "rows": _rows(pipeline.ledger.path),
            "sheets": _sheets(pipeline),
            "mail": _mail(folder, week.name),
        }


def _before_any_closed(office: Office) -> Office:
    there = office.organisation
    schools = {code: replace(school, closed=None) for code, school in there.schools.items()}
    return replace(office, organisation=replace(there, schools=schools), rules=f"{office.rules}-before")


def _rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    connection.text_factory = str
    try:
        return {
            table: [dict(zip(row.keys(), map(_text, row), strict=True)) for row in connection.execute(asked)]
            for table, asked in _TABLES.items()
        }
    finally:
        connection.close()


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _mail(folder: Path, week: str) -> dict[str, str]:
    """The week's mail as it lies in the outbox, by kind of text."""
    found = sorted((folder / "data" / "outbox").glob(f"{week}-*.eml"))
    assert found
    told = email.message_from_bytes(found[0].read_bytes(), policy=policy.default)
    texts = {part.get_content_type(): part.get_content() for part in told.walk() if not part.is_multipart()}
    return {"week": week, **{kind: text for kind, text in texts.items() if isinstance(text, str)}}


def _sheets(pipeline: Pipeline) -> dict[str, dict[str, list[list[Any]]]]:
    connection = pipeline.ledger.connection
    files = [f for f in publishing.files(connection).values() if f.key.startswith("sheet:")]
    keys: dict[str, list[str]] = {}
    for row in connection.execute("SELECT file, key FROM tab"):
        keys.setdefault(row["file"], []).append(row["key"])
    return {
        file.key.removeprefix("sheet:").rpartition(":")[0]: _values(pipeline.google, file.id, keys[file.key])
        for file in files
    }


def _values(google: Google, file: str, keys: list[str]) -> dict[str, list[list[Any]]]:
    """Every tab of a spreadsheet by its key: values as they are kept, not as they are shown."""
    fields = "sheets.properties(sheetId,title)"
    known = google.call("GET", f"{SHEETS}/{file}", what="tabs", params={"fields": fields})["sheets"]
    titles = {one["properties"]["sheetId"]: one["properties"]["title"] for one in known}
    asked = [key for key in keys if sheet_id(key) in titles]
    assert len(asked) == len(titles), "a tab that the ledger does not know"
    quoted = [titles[sheet_id(key)].replace("'", "''") for key in asked]
    answer = google.call(
        "GET",
        f"{SHEETS}/{file}/values:batchGet",
        what="values",
        params={"ranges": [f"'{title}'" for title in quoted], "valueRenderOption": "UNFORMATTED_VALUE"},
    )
    return {key: one.get("values", []) for key, one in zip(asked, answer["valueRanges"], strict=True)}
