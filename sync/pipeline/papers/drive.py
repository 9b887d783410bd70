"""Papers as Google Docs: in the folder of their year and kind, shared with those who may read them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache, partial

from forms.papers import PaperKind
from sync import drive
from sync.errors import GoogleError, NithetError
from sync.google import Google
from sync.ledger import Ledger, papers, publishing
from sync.ledger.papers import Kept
from sync.ledger.publishing import File
from sync.ledger.store import due, mark_due, next_revision, read_meta, settle, write_meta
from sync.pipeline.deciders import serving
from sync.pipeline.files import ensure_folder, ensure_root, title_of, viewers_of
from sync.pipeline.office import Office
from sync.pipeline.partitions import named
from sync.pipeline.troubles import Troubles

_ROOM = 100  # bytes: with its name a property of a file has 124
_SHARED = "papers_shared"  # where the ledger keeps by which configuration papers are shared


def document_key(key: str, number: int) -> str:
    """The key of a paper's Google Doc in Drive and in the ledger, short enough for Drive."""
    short = key if len(key.encode()) <= _ROOM else f"paper:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    return short if number == 1 else f"{short}#{number}"


def is_changed(ledger: Ledger, google: Google, kept: Kept) -> bool:
    """Whether people changed a paper's Google Doc since we left it. One that is gone is forgotten."""
    key = document_key(kept.key, kept.number)
    known = publishing.files(ledger.connection).get(key)
    if known is None:
        return False
    try:
        file = drive.read_file(google, known.id)
    except GoogleError as error:
        if error.code != "google-not-found":
            raise
        file = None
    if file is None or file.trashed:
        with ledger.transaction() as tx:
            publishing.forget_file(tx, key)
        return False
    # Sharing makes a new version, too, and leaves the moment of the last edit as it is.
    as_left = file.version == kept.version or file.modified == kept.modified
    # What was sent when nithet ended, and came through, is ours.
    return not as_left and not (kept.begun != kept.digest and file.digest == kept.begun)


def put(ledger: Ledger, google: Google, office: Office, kept: Kept, word: bytes, ours: frozenset[str]) -> str:
    """Make the paper's Google Doc say what was begun, and share it; give its id.

    `office` has the addresses of those alone who serve (`serving`), for nobody else is let in. `ours` are
    the digests of what we may have left in one that the ledger does not know. Raises
    NotOurs where a document says anything else.
    """
    key = document_key(kept.key, kept.number)
    known = publishing.files(ledger.connection).get(key)
    if known is None:
        parent = _folder(ledger, google, office, kept)
        file = drive.ensure_document(google, ledger.installation, key, kept.stem, word, kept.begun, parent)
        if file.digest not in ours | {kept.begun}:
            raise NotOurs
        with ledger.transaction() as tx:
            publishing.keep_file(tx, key, file.id, "document", kept.stem)
    else:
        file = drive.read_file(google, known.id)
    if file.digest != kept.begun or file.name != kept.stem:
        file = drive.replace_document(google, file.id, kept.stem, word, kept.begun)
    with ledger.transaction() as tx:
        publishing.name_file(tx, key, kept.stem)
        papers.left(tx, kept.key, file.version, file.modified)
    _share(
        ledger, google, publishing.files(ledger.connection)[key], _viewers(office, kept.readers, kept.year)
    )
    return file.id


class NotOurs(Exception):
    """A document of that key was made by a ledger that is gone, and may have been changed by people."""


def share_papers(ledger: Ledger, google: Google, office: Office, now: datetime, troubles: Troubles) -> None:
    """Share all papers as another configuration, or another day, has it: who left reads none of them."""
    today = now.astimezone(office.settings.timezone).date()
    asked = f"{office.rules} {today}"
    if read_meta(ledger.connection, _SHARED) == asked:
        return
    failed, office = False, serving(office, today)
    there = publishing.files(ledger.connection)
    viewers = cache(partial(_viewers, office))
    for kept in papers.every(ledger.connection):
        for number in range(1, kept.number + 1):
            key = document_key(kept.key, number)
            subject = f"sharing:{key}"
            try:
                if key in there:
                    _share(ledger, google, there[key], viewers(kept.readers, kept.year))
            except NithetError as error:
                failed = True
                troubles.tell(subject, error, now)
            else:
                troubles.end(subject)
    if not failed:
        with ledger.transaction() as tx:
            write_meta(tx, _SHARED, asked)


def _share(ledger: Ledger, google: Google, file: File, viewers: tuple[str, ...]) -> None:
    subject = f"share:{file.key}"
    waiting = due(ledger.connection, subject)
    if sorted(file.viewers) == sorted(viewers) and not waiting:
        return
    # Noted before anybody is let in: whoever we let in, we can turn out again.
    given = tuple(dict.fromkeys((*file.viewers, *viewers)))
    with ledger.transaction() as tx:
        publishing.keep_viewers(tx, file.key, given)
        revision = next_revision(tx)
        mark_due(tx, {subject}, revision)
    drive.ensure_viewers(google, file.id, viewers, given)
    with ledger.transaction() as tx:
        publishing.keep_viewers(tx, file.key, viewers)
        settle(tx, subject, revision)


def _viewers(office: Office, readers: tuple[str, ...], year: int) -> tuple[str, ...]:
    return viewers_of(office, map(named, readers), year)


def _folder(ledger: Ledger, google: Google, office: Office, kept: Kept) -> str:
    """<root>/<year>/เอกสาร/<kind>."""
    steps: Iterable[tuple[str, str]] = (
        (f"folder:{kept.year}", title_of("year", year=kept.year)),
        (f"folder:{kept.year}:papers", title_of("papers")),
        (f"folder:{kept.year}:papers:{kept.kind}", kind_title(kept.kind)),
    )
    parent = ensure_root(ledger, google, office)
    for key, title in steps:
        parent = ensure_folder(ledger, google, key, title, parent)
    return parent


def kind_title(kind: PaperKind | str) -> str:
    """The Thai name of a kind of paper."""
    return title_of(f"paper-{kind}")
