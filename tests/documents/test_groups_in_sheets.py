"""Papers of work groups and networks' teams say what the cells of their spreadsheets say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from forms.model import Form, Partition
from forms.papers.ast_round import ast_round_paper
from forms.papers.group_semester import group_semester_paper
from forms.papers.known import Known
from forms.results.book import Result, ResultBook
from forms.summary import belongs
from sync.layout import group, network
from sync.layout.tab import Tab
from sync.layout.view import View
from tests.documents.groups import AST, SD, SEMESTER, of_group, of_team
from tests.forms.builders import BANGKOK, CALENDAR
from tests.forms.results.files import RULES
from tests.layout.views import named

BEFORE = CALENDAR.previous_semester(SEMESTER)


def sheet(known: Known, partition: Partition) -> View:
    """The partition's spreadsheet, of the forms that it lists."""
    forms = {form.id: form for form in known.forms.values() if partition.kind in form.seen_in}
    return View(
        partition=partition,
        forms=forms,
        organisation=known.organisation,
        calendar=CALENDAR,
        semester=SEMESTER,
        as_of=datetime(2026, 11, 20, 17, tzinfo=BANGKOK),
        summaries={form.id: known.summary(partition, form, SEMESTER) for form in forms.values()},
        earlier={form.id: known.summary(partition, form, BEFORE) for form in forms.values()},
        entries={
            form: [one for one in known.entries.get(form, ()) if belongs(one, partition)] for form in forms
        },
        results=known.results,
        today=known.today,
    )


def values(tab: Tab, key: str) -> list[object]:
    """What stands in the line of that key."""
    return [cell.value for row in tab.rows.values() if row.key == key for cell in row.cells]


def lines(of: Mapping[str, object], name: str) -> list[dict[str, Any]]:
    found = of[name]
    assert isinstance(found, list)
    return found


def spread_in(counts: Tab, form: Form, dimensions: Mapping[str, str]) -> list[tuple[object, ...]]:
    """What a tab of counts says of these questions' choices: the label, this semester, the one before."""
    return [
        tuple(shown[:3])
        for question, dimension in dimensions.items()
        for choice in form.questions[question].choices
        if (shown := values(counts, f"{form.id}:{dimension}:{choice.code}"))
    ]


def test_a_groups_paper_says_what_its_sheet_says() -> None:
    known = of_group()
    tabs = group.tabs(sheet(known, Partition("group", "G1")))
    paper = group_semester_paper(known, "G1", SEMESTER, "รายงาน").values
    assert spread_in(named(tabs, "counts"), SD, {"technique": "kind", "assignment": "assignment"}) == [
        (one["name"], one["n"], one["before"])
        for one in lines(paper, "spread")
        if one["asked"] in (SD.questions["technique"].ask, SD.questions["assignment"].ask)
    ]
    person = next(one for one in lines(paper, "people") if one["name"] == "ศึกษานิเทศก์ 1")
    rows = [[cell.value for cell in row.cells] for row in tabs[0].rows.values()]
    (mine,) = (row for row in rows if "ศึกษานิเทศก์ 1" in row and person["logs"] in row)
    at = mine.index("ศึกษานิเทศก์ 1")
    figures = [value for value in mine[at + 1 :] if isinstance(value, int)]
    assert figures == [person["logs"], person["days"], person["observations"]]
    first = [cell.value for row in tabs[0].rows.values() for cell in row.cells]
    assert paper["mean"] == 4.0
    assert paper["mean"] in [value for value in first if isinstance(value, float)]  # the tile
    (project,) = lines(paper, "projects")
    shown = values(named(tabs, "projects"), "reading")
    assert shown[:2] == [project["name"], project["owner"]]
    assert shown[3:5] == [project["records"], project["schools"]]


def test_a_teams_paper_compares_results_as_the_sheet_does() -> None:
    results = [
        Result("nt", year, "p3", subject, school, score, pupils)
        for year, subject, school, score, pupils in (
            (2567, "maths", "S1", 41.0, 10), (2568, "maths", "S1", 40.0, 10), (2569, "maths", "S1", 45.5, 12),
            (2568, "maths", "S2", 55.0, 20), (2569, "maths", "S2", 60.005, 30),
            (2568, "thai", "S1", 30.0, 10), (2569, "maths", "S3", 99.0, 10),
        )
    ]  # fmt: skip
    known = replace(of_team(), results=ResultBook(RULES, results))
    tabs = network.tabs(sheet(known, Partition("network", "N1")))
    tests = named(tabs, "test-results")
    paper = ast_round_paper(known, "N1", SEMESTER, "รายงาน").values
    for line in lines(paper, "tests"):
        subject = "maths" if "คณิตศาสตร์" in line["name"] else "thai"
        shown = values(tests, f"nt|p3|{subject}")  # paper, below the target, three years, the change
        years = dict(zip((2567, 2568, 2569), shown[2:5], strict=True))
        assert (years[line["year"]], shown[5]) == (line["after"], line["change"])
        assert line["before_year"] is None or years[line["before_year"]] == line["before"]
    own = next(one for one in lines(paper, "targets") if one["school"] == "บ้านหนองบัว")
    (line,) = own["tests"]  # the target is mathematics
    assert [line["before"], line["after"], line["change"]] == [40.0, 45.5, 5.5]
    school = values(tests, "nt|p3|S1")
    assert any(school[n : n + 3] == [40.0, 45.5, 5.5] for n in range(len(school)))
    dimensions = {"stage": "kind", "target": "target", "outcome": "outcome"}
    assert spread_in(named(tabs, "counts"), AST, dimensions) == [
        (one["name"], one["n"], one["before"])
        for one in lines(paper, "spread")
        if one["asked"] in {AST.questions[question].ask for question in dimensions}
    ]
