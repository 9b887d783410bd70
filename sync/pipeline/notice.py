"""Notice what people did in Drive since the last cycle: files that went, forms whose questions changed."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sync import drive, forms_api
from sync.errors import NithetError
from sync.google import Google
from sync.ledger import Ledger, publishing
from sync.ledger.store import mark_due, next_revision, read_meta, write_meta
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles

_CODES = {
    "removed": "form-removed",
    "renamed": "form-renamed",
    "added": "form-added",
    "type": "form-type",
    "choices": "form-choices",
    "unpublished": "form-unpublished",
}


def notice_changes(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """One `changes.list`. A file that was trashed or deleted is forgotten, so that it is made again; a form
    that was touched is read and held against its definition.
    """
    token = read_meta(ledger.connection, "drive_token")
    if token is None:
        fresh = drive.start_page_token(google)
        with ledger.transaction() as tx:
            write_meta(tx, "drive_token", fresh)
        return
    changes, following = drive.changes(google, token)
    if not changes and following == token:
        return
    ours = {file.id: key for key, file in publishing.files(ledger.connection).items()}
    touched = {ours[c.file_id]: c.file is None or c.file.trashed for c in changes if c.file_id in ours}
    for key, gone in touched.items():
        if key.startswith("form:") and not gone:
            _compare(ledger, google, office, key.removeprefix("form:"), now, troubles)
    with ledger.transaction() as tx:
        for key, gone in touched.items():
            if gone:
                _forget(tx, key)
        write_meta(tx, "drive_token", following)


def _forget(tx: sqlite3.Connection, key: str) -> None:
    publishing.forget_file(tx, key)
    if key.startswith("sheet:"):
        mark_due(tx, {key.rpartition(":")[0]}, next_revision(tx))
    if key.startswith("form:"):
        tx.execute("UPDATE form SET google_id = NULL WHERE id = ?", (key.removeprefix("form:"),))


def _compare(
    ledger: Ledger, google: Google, office: Office, form_id: str, now: datetime, troubles: Troubles
) -> None:
    """Tell what differs between a live form and its definition, and no longer tell what was mended."""
    form = office.forms.get(form_id)
    file = publishing.files(ledger.connection).get(f"form:{form_id}")
    if form is None or file is None:
        return
    live = forms_api.read_form(google, file.id)
    today = now.astimezone(office.settings.timezone).date()
    found = {
        f"changed:{form_id}:{one.kind}:{one.question or one.now}": one
        for one in forms_api.drift(form, office.organisation, live, day=today)
    }
    for subject in troubles.standing(f"changed:{form_id}:") - set(found):
        troubles.end(subject)
    for subject, one in found.items():
        troubles.tell(
            subject,
            NithetError(_CODES[one.kind], form=form.title, question=one.question, was=one.was, now=one.now),
            now,
        )
