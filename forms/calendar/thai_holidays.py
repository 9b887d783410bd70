"""Thailand's public and government holidays, from the library `holidays`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays

_SUBSTITUTE = "ชดเชย"  # what the name of a substitution day begins with


@cache
def national_holidays(year: int, ignored: frozenset[str]) -> Mapping[date, str]:
    """A common-era year's holidays by date, their Thai names joined by "; ".

    The `ignored` ones are left out, and with them the days that stand in for them.
    """
    known = holidays.country_holidays(
        "TH", years=[year], language="th", categories=("public", "government"), expand=False
    )
    named = {}
    for day, joined in known.items():
        names = [name for name in joined.split("; ") if name.removeprefix(_SUBSTITUTE) not in ignored]
        if names:
            named[day] = "; ".join(names)
    return named
