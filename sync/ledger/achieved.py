"""What people achieved: how many counted records of a form each took part in, stretch by stretch."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from forms.calendar.periods import REPORTED_UNTIL

Stretches = Mapping[str, int]
"""The first days of stretches ("2026-11-01", "2026-11-21") -> how many records."""


def by_person(tx: sqlite3.Connection, form: str, period: tuple[str, str]) -> Mapping[str, Stretches]:
    """The counted responses of a form about days in `[start, end)`, by supervisor and part of the month.

    A month has two: up to the day by which reports of half a year are sent, and the days after it.

    One that several took part in counts for each of them; of whatever academic year the days are.
    """
    rows = tx.execute(
        "SELECT code, substr(day, 1, 8) || CASE WHEN substr(day, 9) <= ? THEN '01' ELSE ? END AS first,"
        " count(*) AS n"
        " FROM response JOIN membership ON membership.form = response.form AND response = id"
        " WHERE response.form = ? AND day >= ? AND day < ? AND counted AND deleted IS NULL"
        " AND kind = 'supervisor' GROUP BY code, first ORDER BY code, first",
        (f"{REPORTED_UNTIL:02d}", f"{REPORTED_UNTIL + 1:02d}", form, *period),
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["code"], {})[row["first"]] = int(row["n"])
    return found
