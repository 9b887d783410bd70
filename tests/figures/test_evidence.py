"""Of what a supervisor is told to have achieved, the register that lists it is in the same spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from tests.figures.charts import subject
from tests.figures.conftest import Sheets
from tests.figures.facts import Facts
from tests.figures.grid import Grid
from tests.figures.tables import TEXTS

_OPEN = TEXTS("achieved.open")


def test_every_count_of_the_half_that_runs_leads_to_its_register(sheets: Sheets, facts: Facts) -> None:
    forms = {subject(form): form.id for form in facts.office.forms.values()}
    told = [
        (grid.sheet, forms[name], evidence, f"responses:{forms[name]}" in tabs)
        for tabs in sheets.values()
        for key, grid in tabs.items()
        if key == "achieved" and grid.sheet.startswith("supervisor:")
        for name, evidence in _lines(grid)
    ]
    assert {form for _, form, _, _ in told} >= {"classroom-observation", "daily-log"}
    assert [line for line in told if line[2:] != (_OPEN, True)] == []


def _lines(grid: Grid) -> Iterator[tuple[str, object]]:
    """The name and the evidence of each form of the first table; an academic year holds all of its days."""
    head, _ = grid.find(TEXTS("achieved.form"), column=0)
    (evidence,) = grid.columns(head, [TEXTS("achieved.register")])
    for row in range(head + 1, len(grid.rows)):
        name = grid.at(row, 0)
        if name in (TEXTS("achieved.whole"), TEXTS("achieved.none")):
            return
        yield str(name), grid.at(row, evidence)
