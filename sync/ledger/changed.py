"""Questions that somebody changed in a live form, and since when; what was decided about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

import orjson

from forms.checking.paused import Changed
from sync.ledger.store import read_meta, utc, write_meta


def of(tx: sqlite3.Connection, form: str) -> tuple[Changed, ...]:
    """The questions of a form that were changed and are not as they were made."""
    kept = orjson.loads(read_meta(tx, _key(form)) or "[]")
    return tuple(Changed(**{**one, "since": datetime.fromisoformat(one["since"])}) for one in kept)


def keep(tx: sqlite3.Connection, form: str, changed: Sequence[Changed]) -> None:
    """Note which questions are changed now; responses that this makes a difference to are judged anew."""
    before = of(tx, form)
    differing = {*before} ^ {*changed}
    if not differing:
        return
    body = [{**asdict(one), "since": utc(one.since)} for one in changed]
    write_meta(tx, _key(form), orjson.dumps(body).decode())
    since = min(one.since for one in differing)
    tx.execute("UPDATE response SET checked = 0 WHERE form = ? AND submitted >= ?", (form, utc(since)))


def decide(tx: sqlite3.Connection, form: str, question: str) -> tuple[Changed, ...]:
    """Note that a question means the same in all that was changed of it, or is left out.

    Gives what was undecided; where everything was decided before, that again; () where nothing changed.
    """
    known = of(tx, form)
    found = [one for one in known if one.question == question]
    if found:
        keep(tx, form, [replace(one, decided=True, own=False) if one in found else one for one in known])
    return tuple(one for one in found if not one.decided) or tuple(found)


def touched(tx: sqlite3.Connection, form: str, last: str | None) -> None:
    """Note that a form was touched after the moment (as `utc`) at which it was last known untouched."""
    if not read_meta(tx, _touched(form)):
        write_meta(tx, _touched(form), last or "")


def take_touched(tx: sqlite3.Connection, form: str) -> datetime | None:
    """The moment that `touched` noted, which is struck; None where none is."""
    last = read_meta(tx, _touched(form))
    if not last:
        return None
    write_meta(tx, _touched(form), "")
    return datetime.fromisoformat(last)


def _key(form: str) -> str:
    return f"form_changed:{form}"


def _touched(form: str) -> str:
    return f"form_touched:{form}"
