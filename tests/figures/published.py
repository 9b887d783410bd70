"""Making a term as `nithet demo` does, and reading what was published of it."""

from __future__ import annotations

import email
import sqlite3
from contextlib import closing
from email import policy
from pathlib import Path
from typing import Any

from sync.demo import story
from sync.google import SHEETS, Google
from sync.ledger import publishing
from sync.pipeline.cycle import Pipeline
from sync.sheets import sheet_id
from tests.figures.printed import papers_of
from tests.figures.terms import Term
from tests.journeys import world

_TABLES = {
    "response": "SELECT form, id, created, submitted, deleted, left_out, entry FROM response",
    "finding": "SELECT form, response, number, code, severity FROM finding",
    "settled": "SELECT form, response, code FROM settled",
    "decision": "SELECT id, form, response, step, word, noticed FROM decision",
    "result": "SELECT kind, year, result_row.grade, subject, school, score, pupils FROM result"
    " JOIN result_row USING (file, row) JOIN result_file ON id = file AND replaced IS NULL"
    " WHERE school IS NOT NULL",
}


def made(term: Term, folder: Path) -> dict[str, Any]:
    """Make a term in a folder, and publish it; what then stands in ledger, sheets, mail and papers."""
    term.write(folder / "config")
    read = world.office_in(folder)
    office = term.left(read)
    with (
        world.workspace_of(folder) as base,
        world.pipeline_of(folder, base, term.now, term.filled(read)) as opened,
        closing(opened.for_office(office)) as pipeline,
    ):
        demo = story.begin(pipeline.ledger, office, term.now, term.responses, term.seed)
        story.make_forms(opened)
        story.send_term(pipeline, base, demo, lambda _done, _total: None)
        world.set_clock(base, term.now)
        story.load_results(pipeline, demo)
        assert story.decide_all(pipeline, demo) > 0
        assert pipeline.cycle(full=True).troubles == 0
        if story.corrects(pipeline) and story.correct_all(pipeline, demo):
            assert pipeline.cycle().troubles == 0
        week = story.mail_last_week(pipeline, term.now)
        return {
            "rows": _rows(pipeline.ledger.path),
            "sheets": _sheets(pipeline),
            "mail": _mail(folder, week.name),
            "papers": papers_of(pipeline, term.now),
        }


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
