"""What people achieved: how many counted records of a form each took part in, month by month."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

Months = Mapping[str, int]
"""Months ("2026-11") -> how many records."""


def by_person(tx: sqlite3.Connection, form: str, period: tuple[str, str]) -> Mapping[str, Months]:
    """The counted responses of a form about days in `[start, end)`, by supervisor and month.

    One that several took part in counts for each of them; of whatever academic year the days are.
    """
    rows = tx.execute(
        "SELECT code, substr(day, 1, 7) AS month, count(*) AS n"
        " FROM response JOIN membership ON membership.form = response.form AND response = id"
        " WHERE response.form = ? AND day >= ? AND day < ? AND counted AND deleted IS NULL"
        " AND kind = 'supervisor' GROUP BY code, month ORDER BY code, month",
        (form, *period),
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["code"], {})[row["month"]] = int(row["n"])
    return found
