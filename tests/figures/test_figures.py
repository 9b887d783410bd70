"""Every published figure of the sample term, worked out again in SQL and compared cell by cell.

What the sheets say is read back through the Sheets API; what they should say is worked out by DuckDB
from the ledger's rows, from what the figures mean (docs/numbers.md) and not by the code that makes them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.figures import fiscal, needs, projects, records, scores, screens, tables
from tests.figures.conftest import Sheets
from tests.figures.facts import Facts
from tests.figures.grid import Claim, Grid
from tests.figures.tables import TEXTS
from tests.figures.terms import SAMPLE, Term

Check = Callable[[Grid, Facts], Iterable[Claim]]

# Which tabs are looked at, by the first part of their keys: all figures in them, and the words that
# figures choose (levels, statuses, ranks, the tiles' notes).
CHECKED: dict[str, Check] = {
    "overview": screens.overview,  # tiles, notes, the table, the figures behind the charts
    "networks": tables.networks,  # coverage, means, levels, changes, ranks, domains, findings; by deputy
    "schools": tables.schools,  # status, observations, classes, last, mean, level, the semester before
    "results": tables.results,  # the whole, domains, items: mean, level, change, spread of ratings
    "cuts": tables.cut,  # every member of every cut; networks by learning area
    "daily": tables.daily,  # logs, days, days owed, shares, each week, sums
    "counts": records.counts,  # responses of each form, by network or person, by kind
    "achieved": fiscal.achieved,  # a person's half years by form and month; everybody's fiscal year by form
    "items": records.items,  # a learning area's items, the weakest first
    "projects": projects.followed,  # records and schools of each project, and whether they came in time
    "cases": records.cases,  # open and closed, their days
    "needs": needs.needs,  # which schools need help, their teams and days
    "calendar": records.calendar,  # planned and done, and what nobody had planned
    "test-results": scores.scores,  # each year's means, below target, changes, pupils
    "duties": records.duties,  # how many of each stand how
    "findings": records.found,  # which findings of which responses, and how many
    "remarks": records.remarks,  # day, school, mean and level of each visit that was written about
    "responses": records.register,  # which responses; ratings, numbers, mean and level of each
}
# Tabs that nobody works out again, and why: none of them may hold a number.
LEFT_OUT = {
    "notes": "explanations: limits of levels and names of closed schools, as they are configured",
}


Claims = dict[tuple[str, str], list[Claim]]


@pytest.fixture(scope="module")
def claims(sheets: Sheets, facts: Facts) -> Claims:
    """What should stand in each tab, worked out when it is first asked for."""
    return {}


def claimed(grid: Grid, facts: Facts, claims: Claims) -> list[Claim]:
    """What should stand in a tab."""
    check, key = CHECKED.get(grid.key.partition(":")[0]), (grid.sheet, grid.key)
    if key not in claims:
        claims[key] = list(check(grid, facts)) if check else []
    return claims[key]


def grids(sheets: Sheets, kind: str) -> list[Grid]:
    """Every published tab of a kind."""
    return [tab for tabs in sheets.values() for key, tab in tabs.items() if key.partition(":")[0] == kind]


@pytest.mark.parametrize("kind", CHECKED)
def test_every_figure_is_what_the_responses_say(
    kind: str, sheets: Sheets, facts: Facts, claims: Claims
) -> None:
    found = grids(sheets, kind)
    assert found, f"no {kind} tab was published"
    assert [line for grid in found for line in grid.differing(claimed(grid, facts, claims))] == []


# Columns of numbers that are no figures, by the tab's kind and their head, and what they are.
NO_FIGURES = {
    ("test-results", TEXTS("test_results.waiting.row")): "the row of a file whose school nobody has named",
}


def test_no_number_is_published_that_nobody_works_out_again(
    sheets: Sheets, facts: Facts, claims: Claims
) -> None:
    kinds = {key.partition(":")[0] for tabs in sheets.values() for key in tabs}
    assert kinds - LEFT_OUT.keys() == CHECKED.keys()
    unchecked = []
    for grid in (tab for tabs in sheets.values() for tab in tabs.values()):
        known = {(claim.row, claim.column) for claim in claimed(grid, facts, claims)}
        unchecked += [
            f"{grid.sheet} {grid.key} {at}: {grid.at(*at)}"
            for at in grid.numbers()
            if at not in known and (grid.key, grid.head(*at)) not in NO_FIGURES
        ]
    assert unchecked == []


def test_what_is_no_figure_is_a_place_in_a_file(sheets: Sheets, kind_of_term: Term) -> None:
    """Each column that is left out holds whole numbers from 1 on; none is listed that is not there."""
    found: dict[tuple[str, Any], list[Any]] = {}
    for grid in (tab for tabs in sheets.values() for tab in tabs.values()):
        for row, column in grid.numbers():
            if (key := (grid.key, grid.head(row, column))) in NO_FIGURES:
                found.setdefault(key, []).append(grid.at(row, column))
    assert all(isinstance(one, int) and one > 0 for values in found.values() for one in values)
    assert kind_of_term is not SAMPLE or found.keys() == NO_FIGURES.keys()


# Tabs that tell in words alone, and why no number stands in them.
IN_WORDS = {
    "findings": "how many there are stands in the line below the title",
    "calendar": "days and words; how many there are stands in the line below the title",
    "cases": "days and words; how many there are stands in the line below the title",
    "needs": "days and words; how many there are stands in the line below the title",
}


def test_cells_of_every_kind_are_compared(sheets: Sheets, facts: Facts, claims: Claims) -> None:
    """A tab that lost its figures, or a spreadsheet its tabs, would pass all other tests."""
    cells: Counter[str] = Counter()
    numbers: Counter[tuple[str, str]] = Counter()
    for grid in (tab for tabs in sheets.values() for tab in tabs.values()):
        kind = grid.key.partition(":")[0]
        cells[kind] += len(claimed(grid, facts, claims))
        numbers[grid.sheet.partition(":")[0], kind] += sum(1 for _ in grid.numbers())
    with_numbers = {kind for (_, kind), n in numbers.items() if n}
    assert with_numbers == CHECKED.keys() - IN_WORDS.keys()
    assert all(cells[kind] > 0 for kind in CHECKED)
    for reader in ("district", "network", "group", "supervisor", "deputy", "learning_area", "office"):
        assert sum(n for (one, _), n in numbers.items() if one == reader) > 100, reader
    assert cells.total() > numbers.total() > 5000


# How duties stand in each term. What was done before the sample's year is told no longer, and nobody
# writes a log on each day of a week.
STAND = {
    "sample": {
        "daily-log": {"done", "late", "excused", "missing", "pending"},
        "log-hand-over": {"missing", "pending"},
        "school-visit": {"done", "pending"},
        "journey-memo": {"done", "missing", "pending"},
        "planned-visit": {"done", "missing", "pending"},
        "half-year-report": {"done", "late", "missing", "pending"},
        "school-profile": {"done", "late", "missing"},
        "sar": {"late", "missing", "pending"},
    },
    "small": {
        "daily-log": {"done", "late", "excused", "missing"},
        "log-hand-over": {"missing"},
        "school-visit": {"done", "pending"},
        "journey-memo": set(),
        "planned-visit": set(),
    },
}


def test_the_term_tells_of_what_changes_duties_and_cases(facts: Facts, kind_of_term: Term) -> None:
    """Leave, journeys, plans and decisions are in the term: figures of nothing would agree, too."""
    assert {state for (state,) in facts.ask("SELECT DISTINCT state FROM stood")} >= {
        "passes", "waiting", "refuses", "returns",
    }  # fmt: skip
    known: dict[str, set[str]] = {}
    for duty, status in facts.ask("SELECT DISTINCT duty, status FROM owed"):
        known.setdefault(duty, set()).add(status)
    wanted = STAND[kind_of_term.name]
    assert known.keys() == wanted.keys()
    assert {duty: states - known[duty] for duty, states in wanted.items() if states - known[duty]} == {}
    assert facts.ask("SELECT DISTINCT open FROM urgent ORDER BY ALL") == [(False,), (True,)]
    assert facts.ask("SELECT count(*) FROM raw_result")[0][0] > 100


def test_overdue_is_one_number_for_each_reader(sheets: Sheets) -> None:
    """The first tab, the line below the title of the duties, and the lines and the total of their table."""
    told = Counter[str]()
    for sheet, tabs in sheets.items():
        if "duties" not in tabs or not tabs["duties"].has(TEXTS("duties.total")):
            continue
        grid = tabs["duties"]
        top, _ = grid.find(TEXTS("duties.columns.duty"), column=0)
        end, _ = grid.find(TEXTS("duties.total"), column=0)
        (place,) = grid.columns(top, [TEXTS("duties.status.missing")])
        total = grid.at(end, place)
        assert total == sum(grid.at(row, place) for row in range(top + 1, end)), sheet
        assert f"ค้างส่ง {total:,} รายการ" in grid.at(1, 0), sheet
        found = list(_overdue_on_first_tab(tabs["overview"]))
        assert found == [total] * len(found), sheet
        told[sheet.partition(":")[0]] += len(found)
    assert {reader for reader, n in told.items() if n} == {"network", "group", "deputy", "office"}


def _overdue_on_first_tab(grid: Grid) -> Iterator[int]:
    """What the tiles say, and what the office's list of kinds adds up to."""
    for row in range(10):
        for column, value in enumerate(grid.rows[row]):
            if note := re.match(r"ค้างส่ง ([\d,]+) ", str(value)):
                yield int(note[1].replace(",", ""))
            if value == TEXTS("office.overdue.label"):
                yield grid.at(row + 1, column)
    if grid.has(TEXTS("office.overdue.n")):
        top, column = grid.find(TEXTS("office.overdue.n"))
        lines = [re.fullmatch(r"([\d,]+) รายการ", str(grid.at(top + n, column))) for n in range(1, 6)]
        yield sum(int(line[1].replace(",", "")) for line in lines if line)


@pytest.mark.parametrize("kind_of_term", [SAMPLE], indirect=True, ids=["sample"])
def test_the_sample_is_that_of_the_packaged_office(facts: Facts) -> None:
    """Nothing that an office has by default is missing in it, and its day is one on which people work."""
    there, today = facts.office.organisation, facts.now.date()
    found = (len(facts.office.forms), len(there.networks), len(there.schools), len(there.supervisors))
    assert found == (29, 19, 243, 17)
    assert {rule.id for rule in facts.office.duties.rules} == STAND["sample"].keys()
    counted = "SELECT form.id FROM form LEFT JOIN response ON response.form = form.id AND counted"
    assert facts.ask(f"{counted} GROUP BY form.id HAVING count(response.id) < 2") == []
    assert facts.office.calendar.is_working_day(today) and today.isoweekday() == 3
    where = dict(facts.ask("SELECT code, place FROM whereabouts"))
    assert where[there.head] in ("journey", "leave")  # so that somebody acts for the head
    days = "SELECT code, count(sent), count(*) FROM log_owed WHERE day BETWEEN ? AND ? GROUP BY code"
    week = facts.ask(days, facts.office.calendar.week_of(today).start, today)
    assert {came for _, came, _ in week} > {0}
    assert set(facts.ask("SELECT DISTINCT severity FROM found")) == {("error",), ("warning",)}
    assert facts.ask("SELECT count(*) FROM settled_here")[0][0] > 0


def test_the_term_is_whole(sheets: Sheets, facts: Facts) -> None:
    """Every reader has a spreadsheet, and there is something to compare in both semesters."""
    kinds = {sheet.partition(":")[0] for sheet in sheets}
    assert kinds == {"district", "network", "group", "supervisor", "deputy", "learning_area", "office"}
    observation, log = facts.form("observation").id, facts.form("log").id
    for term in ("now", "before"):
        assert facts.n("district:", observation, term=term) > 10
        assert facts.n("district:", log, term=term) > 5
    assert facts.n("district:", observation, what="errors") > 0


@pytest.mark.parametrize("kind", ["networks", "results", "overview", "duties", "test-results"])
def test_a_figure_that_is_wrong_is_told(kind: str, sheets: Sheets, facts: Facts, claims: Claims) -> None:
    grid = grids(sheets, kind)[0]
    row, column = max(grid.numbers(), key=lambda at: grid.at(*at))
    rows = [list(values) for values in grid.rows]
    rows[row][column] += 0.01
    assert len(replace(grid, rows=rows).differing(claimed(grid, facts, claims))) == 1
