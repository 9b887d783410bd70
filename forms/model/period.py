"""Periods of local time in whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PeriodKind = Literal[
    "day", "week", "month", "quarter", "semester", "academic_year", "fiscal_half", "fiscal_year"
]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Half-open local time `[start, end)` in whole days.

    `name` is its stable key: "2569-W47" (Saturday to Friday, numbered by the ISO week of its
    Friday, Buddhist-era year), "2569-S1", "2569-AY", "2569-11", "2569-FY".
    """

    start: date
    end: date
    kind: PeriodKind
    name: str

    def __contains__(self, day: object) -> bool:
        """Tell whether a date lies in the period."""
        return isinstance(day, date) and self.start <= day < self.end
