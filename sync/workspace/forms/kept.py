"""Forms as the workspace keeps them: tables, reading and writing a form, Google's Form resource."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

import orjson

from sync.workspace import files
from sync.workspace.store import Store
from sync.workspace.strain.facts import Facts

SCHEMA = """
CREATE TABLE IF NOT EXISTS forms (
    id TEXT PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL, published INTEGER NOT NULL DEFAULT 0,
    accepting INTEGER NOT NULL DEFAULT 0, content TEXT NOT NULL
);
-- `visit` is the form page's own mark of one filling-in, so that a second press of "send" adds nothing.
CREATE TABLE IF NOT EXISTS form_responses (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    created TEXT NOT NULL, submitted TEXT NOT NULL, email TEXT NOT NULL DEFAULT '',
    answers TEXT NOT NULL, edit_token TEXT NOT NULL UNIQUE, visit TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS form_responses_form ON form_responses (form, number);
CREATE INDEX IF NOT EXISTS form_responses_submitted ON form_responses (form, rtrim(submitted, 'Z'));
CREATE INDEX IF NOT EXISTS form_responses_visit ON form_responses (visit) WHERE visit != '';
"""

_FIRST_SETTINGS = {"emailCollectionType": "DO_NOT_COLLECT"}
VIEWFORM = "/forms/d/e/{}/viewform"


@dataclass(slots=True)
class KeptForm:
    """A form while it is worked on: its parts as Google's JSON has them."""

    id: str
    revision: int
    published: bool = False
    accepting: bool = False
    info: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)

    @property
    def revision_id(self) -> str:
        """The revision as clients see it: opaque, another with each change."""
        return f"{self.revision:08d}"

    def publish_settings(self) -> dict[str, Any]:
        """Google's PublishSettings; what is false is left out, as Google's JSON does."""
        state = {"isPublished": self.published, "isAcceptingResponses": self.accepting}
        return {"publishState": {name: True for name, holds in state.items() if holds}}


def load(store: Store, form_id: str) -> KeptForm:
    """A form whose file is known to exist; one that was made through Drive is empty, without a title."""
    row = store.connection.execute("SELECT * FROM forms WHERE id = ?", (form_id,)).fetchone()
    if row is None:
        return KeptForm(form_id, 1, settings=dict(_FIRST_SETTINGS), facts=store.strain.facts)
    content = orjson.loads(row["content"]) | {"facts": store.strain.facts}
    return KeptForm(form_id, row["revision"], bool(row["published"]), bool(row["accepting"]), **content)


def save(tx: sqlite3.Connection, form: KeptForm) -> None:
    """Keep a form as it is now."""
    content = {"info": form.info, "settings": form.settings, "items": form.items}
    tx.execute(
        "INSERT INTO forms (id, revision, published, accepting, content) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, published = excluded.published, "
        "accepting = excluded.accepting, content = excluded.content",
        (form.id, form.revision, form.published, form.accepting, orjson.dumps(content).decode()),
    )


def create(
    tx: sqlite3.Connection,
    store: Store,
    *,
    title: str,
    document_title: str,
    owner: str,
    published: bool,
    app: str = "",
    file_id: str | None = None,
) -> KeptForm:
    """Make a form and its file in Drive; `app` is the client id of the app that makes it."""
    file_id = files.create_file(
        tx,
        store,
        mime=files.FORM,
        name=document_title or title,
        owner=owner,
        app=app,
        file_id=file_id,
    )
    form = KeptForm(
        file_id, 1, published, published, {"title": title}, {"emailCollectionType": "DO_NOT_COLLECT"}
    )
    save(tx, form)
    return form


def resource(store: Store, form: KeptForm, address: str) -> dict[str, Any]:
    """Google's Form resource; `address` is the server's own, for responderUri."""
    row = store.connection.execute("SELECT name FROM files WHERE id = ?", (form.id,)).fetchone()
    answer: dict[str, Any] = {
        "formId": form.id,
        "info": form.info | {"documentTitle": row["name"]},
        "settings": form.settings,
        "revisionId": form.revision_id,
        "responderUri": address + VIEWFORM.format(form.id),
        "publishSettings": form.publish_settings(),
    }
    return answer | ({"items": form.items} if form.items else {})
