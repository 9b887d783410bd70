"""Schools that need help: their list, the line on the district's first tab, the deadlines on the office's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson

from forms.thai import thai_date
from tests.figures.facts import Facts
from tests.figures.grid import Claim, Grid
from tests.figures.tables import TEXTS, networks_of

_SOON = timedelta(days=30)


def needs(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """Each school with its team and days, the earliest due first; how many stands in the line on top."""
    found, there = _needs(facts, grid.sheet), facts.office.organisation
    line = TEXTS("needs.line", place="", n=len(found), late=_late(facts, found))
    said = str(grid.at(1, 0))
    yield Claim(1, 0, said.partition(" · ")[0] + line)
    names = ("due", "school", "network", "since", "team", "followed")
    titles = [TEXTS(f"needs.columns.{name}") for name in names]
    lines = [
        [
            thai_date(due) if due else None, there.schools[school].name, there.networks[network].name,
            thai_date(since), ", ".join(there.supervisors[code].name for code in orjson.loads(team or "[]")),
            thai_date(followed) if followed else None,
        ]
        for school, network, since, due, team, followed in found
    ]  # fmt: skip
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, titles, lines)


def told_first(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """What first tabs say of them: the district's in a line, the office's above what falls due."""
    if grid.sheet == "district:":
        yield from _line(grid, facts)
    elif grid.sheet == "office:":
        day = facts.now.date() + _SOON
        due = sum(one[3] is not None and one[3] <= day for one in _needs(facts, grid.sheet))
        ends = TEXTS("needs.soon_more", line="", n=due)
        told = [str(value) for row in grid.rows for value in row if ends.split(str(due))[0] in str(value)]
        assert [one.endswith(ends) for one in told] == ([True] if due else []), told


def _line(grid: Grid, facts: Facts) -> Iterator[Claim]:
    found, there = _needs(facts, grid.sheet), facts.office.organisation
    begins = TEXTS("needs.first.all", n=len(found))
    rows = [row for row in range(len(grid.rows)) if str(grid.at(row, 0)).startswith(begins[:20])]
    assert len(rows) == bool(found)
    for row in rows:
        school, network, _, due, *_ = found[0]
        names = there.schools[school].name, there.networks[network].name
        late = _late(facts, found)
        parts = [
            begins,
            TEXTS("needs.first.late", n=late) if late else "",
            TEXTS("needs.first.one", school=names[0], network=names[1], date=thai_date(due)),
            TEXTS("needs.first.more", n=len(found) - 1) if len(found) > 1 else "",
        ]
        yield Claim(row, 0, " · ".join(part for part in parts if part))


def _late(facts: Facts, found: list[tuple[Any, ...]]) -> int:
    return sum(one[3] is not None and one[3] < facts.now.date() for one in found)


def _needs(facts: Facts, sheet: str) -> list[tuple[Any, ...]]:
    """School, its network today, since when, until when, the team as JSON, what followed."""
    return facts.ask(
        "SELECT school, network, since, due_on, team, followed FROM need WHERE list_contains(?, network)"
        " ORDER BY due_on NULLS LAST, since, school",
        [network.code for network in networks_of(facts, sheet)],
    )
