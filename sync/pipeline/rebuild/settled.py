"""Findings that stood once, and edits that settled them, as the sheets alone still tell of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from forms.checking.findings import decided
from forms.model import Entry, Finding, Form
from sync.ledger import Ledger, cells, entries
from sync.ledger.entries import entry_json
from sync.pipeline.office import Office
from sync.pipeline.rebuild.corrections import Named, finding_of, is_settled, named, outcome_of
from sync.pipeline.rebuild.reading import FoundRow
from sync.pipeline.rebuild.sheets import Noted
from sync.pipeline.rebuild.told import read_back

_ABOUT_OTHER = "decided-about-other"


def note_edits(ledger: Ledger, office: Office, noted: Noted) -> None:
    """Of responses that were edited, note that they said something else before where the sheets tell of it.

    What they said, nobody knows: an earlier version lacks the answers to the questions concerned. Without
    it a decision about something else would hold again.
    """
    other: dict[tuple[str, str], set[str]] = {}
    for _, tab, row in noted.rows(findings=False):
        form = tab.layout.form
        if form is not None and form.chains and _tells_of_other(row, form):
            asked = {
                *form.about.values(),
                *([form.chains.by] if form.chains.by else []),
                *form.chains.renewed_by,
            }
            other.setdefault((form.id, row.key), set()).update(asked)
    for _, _, row in noted.rows(findings=True):
        about = named(row.key)
        if about and outcome_of(row, office.settings.timezone)[0] == "edited":
            other.setdefault((about.form, about.response), set()).add(about.question)
    with ledger.transaction() as tx:
        for (form_id, response), questions in other.items():
            _keep_version(tx, form_id, response, questions)
            cells.touch(tx, form_id, [response])


def _tells_of_other(row: FoundRow, form: Form) -> bool:
    """Whether a register says that what was decided is about what the record said before an edit."""
    template = decided()[_ABOUT_OTHER].message
    lines = row.texts.get("standing", "").splitlines()
    told = (line.removeprefix("• ") for line in lines if line.startswith("• "))
    return any(read_back(template.strip() + "{rest}", line, rest=".*") is not None for line in told)


def _keep_version(tx: sqlite3.Connection, form: str, response: str, questions: Iterable[str]) -> None:
    row = tx.execute(
        "SELECT created, submitted, entry FROM response WHERE form = ? AND id = ?", (form, response)
    ).fetchone()
    known = tx.execute("SELECT 1 FROM version WHERE form = ? AND id = ?", (form, response)).fetchone()
    entry = entries.of(tx, form, response)
    if row is None or entry is None or known is not None or row["created"] >= row["submitted"]:
        return
    before = _without(entry, frozenset(questions))
    tx.execute(
        "INSERT OR IGNORE INTO version VALUES (?, ?, ?, ?)",
        (form, response, row["created"], entry_json(before)),
    )


def _without(entry: Entry, questions: frozenset[str]) -> Entry:
    def left(said: Mapping[str, Any]) -> dict[str, Any]:
        return {question: answer for question, answer in said.items() if question not in questions}

    return replace(entry, answers=left(entry.answers), texts=left(entry.texts), scores=left(entry.scores))


def note_settled(ledger: Ledger, office: Office, noted: Noted) -> None:
    """Note the findings that rows tell of as settled and that judging the responses anew does not bring."""
    with ledger.transaction() as tx:
        for _, _, row in noted.rows(findings=True):
            about = named(row.key)
            form = office.forms.get(about.form) if about else None
            if about is None or form is None or not is_settled(row) or _is_known(tx, about):
                continue
            found = finding_of(row, about, form)
            if found is None:
                noted.losses.tell("settled", row.texts.get("message", "").partition("\n")[0])
            else:
                _keep(tx, about, found)


def _is_known(tx: sqlite3.Connection, about: Named) -> bool:
    key = about.form, about.response, about.code, about.question
    stands = tx.execute(
        "SELECT 1 FROM finding WHERE form = ? AND response = ? AND code = ? AND coalesce(question, '') = ?",
        key,
    )
    stood = tx.execute(
        "SELECT 1 FROM settled WHERE form = ? AND response = ? AND code = ? AND question = ?", key
    )
    return stands.fetchone() is not None or stood.fetchone() is not None


def _keep(tx: sqlite3.Connection, about: Named, found: Finding) -> None:
    places = orjson.dumps(dict(found.values)).decode()
    tx.execute(
        "INSERT OR IGNORE INTO settled VALUES (?, ?, ?, ?, ?, ?)",
        (about.form, about.response, about.code, about.question, found.severity, places),
    )
