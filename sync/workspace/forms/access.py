"""Who may fill a form in now: whether it is there, published, accepting, and open to this respondent."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from sync.workspace import files, sharing
from sync.workspace.forms.questionnaire import Questionnaire, compile_form
from sync.workspace.store import Store

Reason = Literal[
    "unknown",
    "unpublished",
    "closed",
    "private",
    "sign-in",
    "edit-unknown",
    "edit-theirs",
    "too-large",
    "no-form",
]


class Shut(Exception):
    """A form that cannot be filled in: why, and its title where the respondent may know it."""

    def __init__(self, reason: Reason, title: str = "") -> None:
        self.reason, self.title = reason, title
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Open:
    """A form that may be filled in, by the respondent of this address ("" where nobody signed in)."""

    form_id: str
    questionnaire: Questionnaire
    email: str


def enter(store: Store, form_id: str, email: str = "") -> Open:
    """The form to fill in; Shut where it may not be."""
    row = _row(store, form_id)
    if not row["published"]:
        raise Shut("unpublished")
    questionnaire = compile_form(row["content"])
    if not row["accepting"]:
        raise Shut("closed", questionnaire.title)
    if not sharing.may_respond(store, form_id, email):
        raise Shut("private")
    if questionnaire.email == "VERIFIED" and not email:
        raise Shut("sign-in", questionnaire.title)
    return Open(form_id, questionnaire, email)


def title_of(store: Store, form_id: str) -> str:
    """A form's title, also when it is closed; Shut where there is no such form."""
    return compile_form(_row(store, form_id)["content"]).title


def _row(store: Store, form_id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT forms.* FROM forms JOIN files ON files.id = forms.id WHERE forms.id = ? AND files.mime = ?",
        (form_id, files.FORM),
    ).fetchone()
    if row is None or sharing.is_trashed(store, form_id):
        raise Shut("unknown")
    return row
