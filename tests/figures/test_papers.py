"""Every figure of the papers, read back out of their Word files, and found in the sheets.

What the sheets do not tell of a paper's period, or not at all, is worked out by DuckDB from the ledger's
rows: a month's or a quarter's sums, rounds of visits, in how many schools a form was filled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from sync.layout.parts import week_days
from tests.figures import (
    paper_groups,
    paper_networks,
    paper_office,
    paper_people,
    paper_teams,
    paper_week,
    paper_year,
)
from tests.figures.charts import subject
from tests.figures.comparing import Comparing, Expected, names_in
from tests.figures.conftest import Sheets
from tests.figures.facts import Facts
from tests.figures.printed import Printed, read_again
from tests.figures.shown import Published
from tests.figures.tables import TEXTS
from tests.figures.terms import SAMPLE, Term
from tests.figures.test_mail import Told, expected

CHECKED: dict[str, Callable[[Printed, Published], Iterable[Expected]]] = {
    "network-semester": paper_networks.network_semester,
    "network-page": paper_networks.network_page,
    "group-semester": paper_groups.group_semester,
    "ast-round": paper_teams.ast_round,
    "half-year": paper_people.half_year,
    "committee-pack": paper_office.committee_pack,
    "monthly-pack": paper_office.monthly_pack,
    "weekly": paper_week.weekly,
    "daily-logs": paper_people.daily_logs,
    "yearly": paper_year.yearly,
}

# What holds digits and stands in no sheet, by the paper's kind and the column's head, and what it is. Dates,
# periods, people's and places' names and what people wrote in words are no figures in any of them.
NO_COUNTERPART = {
    ("group-semester", "รายการ | รายละเอียด"): "one activity's own answers, as its register has them",
    ("ast-round", "ก่อน: เมื่อวางแผน | ก่อน: เมื่อวางแผน"): "one plan's own answers, as its register has them",
    ("half-year", "เรื่อง/สถานที่"): "which meeting of the year it was, as its minutes say",
    ("committee-pack", "line"): "which meeting of the year was the last, as its minutes say",
    ("monthly-pack", "line"): "which meeting of the year was the last, as its minutes say",
}

# Papers of which not every figure is looked at, and why.
PARTLY = {
    "yearly": "other sums of a fiscal year stand in no sheet: tests/documents/test_yearly.py states them",
}


@pytest.fixture(scope="module")
def published(sheets: Sheets, facts: Facts) -> Published:
    """The sheets, and what they should say."""
    return Published(sheets, facts)


@pytest.fixture(scope="module")
def papers(term: dict[str, Any]) -> list[Printed]:
    """What the Word files say."""
    return [read_again(one) for one in term["papers"]]


@pytest.fixture(scope="module")
def names(facts: Facts) -> list[str]:
    """Names and texts that hold digits and are no figures."""
    there = facts.office.organisation
    known = (
        there.supervisors, there.schools, there.networks, there.deputies, there.teams, there.projects,
        there.work_groups,
    )  # fmt: skip
    return names_in([*(one.name for of in known for one in of.values()), *_wrote(facts)])


def _wrote(facts: Facts) -> Iterator[str]:
    """What people wrote in words, a line each."""
    for answers, texts in facts.ask("SELECT entry -> '$[11]', entry -> '$[7]' FROM raw_response"):
        for said in (*orjson.loads(answers or "{}").values(), *orjson.loads(texts or "{}").values()):
            if isinstance(said, str) and re.search(r"[ก-๙]", said):
                yield from said.splitlines()


@pytest.fixture(scope="module")
def compared(papers: list[Printed], published: Published, names: list[str]) -> list[Comparing]:
    """Each paper beside what it should say."""
    return [Comparing(paper, CHECKED[paper.kind](paper, published), names) for paper in papers]


def test_every_figure_of_a_paper_is_in_the_sheets(compared: list[Comparing]) -> None:
    assert [line for one in compared for line in one.differing] == []


def test_no_figure_is_printed_that_nobody_compares(compared: list[Comparing], kind_of_term: Term) -> None:
    """An unclaimed digit fails, but in the columns listed; none of these is listed that is not there."""
    unchecked = [(one.paper.kind, head, cell) for one in compared for head, cell in one.unchecked]
    unchecked = [one for one in unchecked if one[0] not in PARTLY]
    assert [one for one in unchecked if one[:2] not in NO_COUNTERPART] == []
    for kind, head, line in unchecked:
        assert head != "line" or line.startswith("บันทึกการประชุมครั้งที่ "), (kind, line)
    assert kind_of_term is not SAMPLE or {one[:2] for one in unchecked} == NO_COUNTERPART.keys()


def test_papers_of_every_kind_are_compared(compared: list[Comparing], kind_of_term: Term) -> None:
    """A paper that lost its tables would pass the other tests."""
    figures, many = Counter[str](), Counter[str]()
    for one in compared:
        figures[one.paper.kind] += one.figures
        many[one.paper.kind] += 1
    wanted = CHECKED.keys() - (set() if kind_of_term is SAMPLE else {"ast-round"})  # nobody filled its form
    assert many.keys() == wanted
    least = {
        "network-semester": 25,
        "network-page": 10,
        "group-semester": 10,
        "half-year": 10,
        "daily-logs": 3,
    }
    assert {kind: n for kind, n in figures.items() if n < many[kind] * least.get(kind, 40)} == {}


@pytest.mark.parametrize("kind", ["network-semester", "monthly-pack", "weekly"])
def test_a_figure_that_is_wrong_is_told(
    kind: str, papers: list[Printed], published: Published, names: list[str]
) -> None:
    paper = next(one for one in papers if one.kind == kind)
    place, table = next((n, rows) for n, rows in enumerate(paper.tables) if re.fullmatch(r"\d+", rows[1][1]))
    wrong = (table[0], (table[1][0], f"{int(table[1][1]) + 1}", *table[1][2:]), *table[2:])
    tables = (*paper.tables[:place], wrong, *paper.tables[place + 1 :])
    told = Comparing(replace(paper, tables=tables), CHECKED[kind](paper, published), names)
    assert len(told.differing) == 1
    without = replace(paper, tables=(*paper.tables[:place], *paper.tables[place + 1 :]))
    assert len(Comparing(without, CHECKED[kind](paper, published), names).differing) == 1


def test_the_mail_counts_the_week_as_the_district_does(term: dict[str, Any], published: Published) -> None:
    """Where nothing of a week came after the mail's cut, the charts of the first tab show the same number."""
    facts, week = published.facts, term["mail"]["week"]
    told, form = Told(facts, week), facts.form("observation")
    title = TEXTS("overview.weeks.title", subject=subject(form), unit=TEXTS("common.unit_rated"))
    grid = published.grid("district:", "overview")
    top, _ = grid.find(title, column=0)
    counts = dict(expected(told))["observations"].split("|")
    weeks = (told.week, facts.office.calendar.week_of(told.week.start - timedelta(days=1)))
    same = []
    for of, n in zip(weeks, counts, strict=True):
        late = facts.ask(
            "SELECT count(*) FROM response WHERE form = ? AND day >= ? AND day < ?"
            " AND submitted > ?::TIMESTAMP",
            form.id, of.start, of.end, told.cut,
        )[0][0]  # fmt: skip
        row, _ = grid.find(week_days(of), after=top, column=0)
        if not late:
            same.append((str(grid.at(row, 3)), n))
    assert same
    assert [pair for pair in same if pair[0] != pair[1]] == []
