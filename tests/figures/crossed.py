"""Where things stand by two questions: a line a choice of the one, its networks below it, from SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.model import Form, Question, StatusTable
from tests.figures.charts import subject
from tests.figures.facts import Facts
from tests.figures.grid import Claim, Grid
from tests.figures.tables import TEXTS, networks_of

Counts = Mapping[tuple[str, str, str, str], int]
Named = list[tuple[str, str]]


def crossed(grid: Grid, facts: Facts, form: Form) -> Iterator[Claim]:
    """Each table that a form's definition names; none where nothing was told."""
    if grid.sheet.partition(":")[0] not in ("district", "deputy", "network"):
        return
    below = 0
    for number, table in enumerate(form.tables):
        asked = "SELECT line, across, network, status, n FROM crossing"
        here = f"{asked} WHERE sheet = ? AND form = ? AND number = ?"
        counts = {row[:4]: row[4] for row in facts.ask(here, grid.sheet, form.id, number)}
        title = TEXTS("tallies.tables.title", latest=form.questions[table.latest].ask, subject=subject(form))
        assert counts or len(form.tables) > 1 or not grid.has(title), (grid.sheet, form.id)
        if counts:
            below, _ = grid.find(title, after=below, column=0)
            yield from _table(grid, facts, form, table, counts, below + 2)
            below += 1


def _table(
    grid: Grid, facts: Facts, form: Form, table: StatusTable, counts: Counts, top: int
) -> Iterator[Claim]:
    rows, columns, latest = (form.questions[name] for name in (table.rows, table.columns, table.latest))
    told = {across for _, across, _, _ in counts}
    over = [(code, label) for code, label in _choices(columns) if code in told]
    over += [("", TEXTS("tallies.tables.unsaid"))] if "" in told else []
    statuses = _choices(latest)
    for number, (_, label) in enumerate(over):
        yield Claim(top, 1 + number * len(statuses), label)
    heads = [rows.ask, *(label for _ in over for _, label in statuses)]
    for column, head in enumerate(heads):
        shown = str(grid.at(top + 1, column)).removesuffix("…")  # long ones are cut
        yield Claim(top + 1, column, grid.at(top + 1, column) if shown and head.startswith(shown) else head)
    for row, (name, line, network) in enumerate(_lines(grid, facts, rows, counts), start=top + 2):
        figures = [counts.get((line, at, network, status)) for at, _ in over for status, _ in statuses]
        yield from (Claim(row, column, value) for column, value in enumerate([name, *figures]))


def _lines(grid: Grid, facts: Facts, rows: Question, counts: Counts) -> Iterator[tuple[str, str, str]]:
    """Name, choice and network of each line: every choice, then its networks where one of them told it."""
    for code, label in _choices(rows):
        yield label, code, ""
        here = {network for line, _, network, _ in counts if line == code} - {""}
        if grid.sheet.startswith("network:") or not here - {"-"}:
            continue
        yield from ((network.name, code, network.code) for network in networks_of(facts, grid.sheet))
        if "-" in here:
            yield TEXTS("tallies.sums.no_network"), code, "-"


def _choices(question: Question) -> Named:
    return [(choice.code, choice.label) for choice in question.choices]
