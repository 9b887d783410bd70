"""Running numbers read back from the registers: documents cite them, so none is ever given otherwise."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from forms.model import Form
from sync.pipeline.office import Office

_SHOWN: Final = re.compile(r"(?:(?P<kind>.+) )?(?P<number>\d+)/(?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record's running number as a register shows it, and the series that it is of."""

    form: str
    response: str
    series: str
    number: int


def numbered(form: Form, response: str, shown: str) -> Numbered | None:
    """The number that a register's cell shows ("รับ 12/2569"); None where it shows none that can be read."""
    found = _SHOWN.fullmatch(shown)
    if found is None:
        return None
    kind = _kind(form, found["kind"] or "")
    if kind is None:
        return None
    return Numbered(form.id, response, f"{found['year']} {kind}".strip(), int(found["number"]))


def _kind(form: Form, series: str) -> str | None:
    """The code of the first kind with these words before its numbers; "" without, None for unknown words."""
    asked = form.asks("kind")
    if not series:
        return ""
    return next((one.code for one in (asked.choices if asked else ()) if one.series == series), None)


def keep(tx: sqlite3.Connection, found: Iterable[Numbered]) -> tuple[Numbered, ...]:
    """Note these numbers where the ledger knows none; give those that another record has already."""
    refused = list[Numbered]()
    for one in found:
        known = tx.execute(
            "SELECT number, series FROM number WHERE form = ? AND response = ?", (one.form, one.response)
        ).fetchone()
        if known is None:
            tx.execute(
                "INSERT OR IGNORE INTO number VALUES (?, ?, ?, ?)",
                (one.form, one.series, one.number, one.response),
            )
            known = tx.execute(
                "SELECT number, series FROM number WHERE form = ? AND response = ?", (one.form, one.response)
            ).fetchone()
        if known is None or (known["number"], known["series"]) != (one.number, one.series):
            refused.append(one)
    return tuple(refused)


def reserve(tx: sqlite3.Connection, office: Office, gone: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Let no number be given again that a record had of which only its row is left, without its number.

    `gone` are such records by form. Each takes a number that is missing in the latest year's series, else the
    next one of each of them: better one that nobody has than one that two had. Gives the forms in which it
    cannot be told how far the numbers had come: numbers may be left out there.
    """
    unsure = list[str]()
    for form, records in gone.items():
        waiting = [one for one in records if not _has(tx, form, one)]
        if form not in office.forms or not office.forms[form].numbered or not waiting:
            continue
        every = [
            row["series"] for row in tx.execute("SELECT DISTINCT series FROM number WHERE form = ?", (form,))
        ]
        latest = max((one.partition(" ")[0] for one in every), default="")
        series = [one for one in every if one.partition(" ")[0] == latest]
        missing = [(name, number) for name in series for number in _missing(tx, form, name)]
        for one, place in zip(waiting, missing, strict=False):
            _take(tx, form, *place, one)
        for one in waiting[len(missing) :]:
            for name in series:
                _take(
                    tx, form, name, _last(tx, form, name) + 1, one if name == series[0] else f"{one}?{name}"
                )
        unsure += [form] if len(waiting) > len(missing) else []
    return tuple(unsure)


def _missing(tx: sqlite3.Connection, form: str, series: str) -> Iterator[int]:
    rows = tx.execute("SELECT number FROM number WHERE form = ? AND series = ?", (form, series))
    taken = {row["number"] for row in rows}
    yield from (number for number in range(1, max(taken, default=0)) if number not in taken)


def _last(tx: sqlite3.Connection, form: str, series: str) -> int:
    row = tx.execute(
        "SELECT max(number) FROM number WHERE form = ? AND series = ?", (form, series)
    ).fetchone()
    return int(row[0] or 0)


def _take(tx: sqlite3.Connection, form: str, series: str, number: int, response: str) -> None:
    tx.execute("INSERT OR IGNORE INTO number VALUES (?, ?, ?, ?)", (form, series, number, response))


def _has(tx: sqlite3.Connection, form: str, response: str) -> bool:
    row = tx.execute("SELECT 1 FROM number WHERE form = ? AND response = ?", (form, response)).fetchone()
    return row is not None
