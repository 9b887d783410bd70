"""Networks side by side: coverage, results and findings of each, and the same by deputy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from forms.model import Form, Network
from forms.summary import Coverage
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.headline import covered
from sync.layout.kept import kept
from sync.layout.parts import (
    begin,
    finding_cells,
    gradient,
    group_heads,
    heads,
    mean_cell,
    moved_cell,
    score_cells,
    shares,
)
from sync.layout.reading import Reading, points
from sync.layout.tab import Area, Cell, Tab
from sync.layout.view import View

KEY: Final = "networks"
# Up to the rank within the width of a screen.
_WIDTHS: Final = (165, 58, 132, 58, 64, 60, 72, 76, 58, 64, 76, 72, 62, 100)
_COLUMNS: Final = (
    "network", "team", "deputy", "owed", "visited", "share", "before_share", "share_change",
    "n", "mean", "level", "before_mean", "change", "rank",
)  # fmt: skip
_DOMAIN_WIDTH: Final = 116


def coverage_of(view: View, network: str) -> tuple[Coverage, Coverage]:
    """Coverage of one network's schools: this semester to date, and the previous one as it ended."""
    return view.covered(view.organisation.schools_of(network)), view.covered_before((network,))


@kept
def tab(view: View, form: Form, now: Reading, before: Reading) -> Tab:
    """The tab of a partition's networks, in the configured order; the district's by deputy, too."""
    texts = view.texts
    widths = (*_WIDTHS, *[_DOMAIN_WIDTH] * len(form.grids), 80, 80)
    draft = begin(view, widths, texts("networks.title"), right=1)
    group_heads(draft, (
        ("", 3), (texts("networks.coverage"), 5), (texts("networks.results"), 6),
        (texts("networks.domains"), len(form.grids)), (texts("common.findings"), 2),
    ))  # fmt: skip
    titles = [texts(f"networks.columns.{name}") for name in _COLUMNS]
    titles += [grid.title for grid in form.grids]
    head = heads(draft, [*titles, texts("common.errors"), texts("common.warnings")], height=62)
    ranks = _ranks(view, now)
    for network in view.networks:
        draft.line(_line(view, network, now, before, ranks.get(network.code)), key=network.code)
    bottom = draft.row
    draft.line(_total(view, now, before), height=styles.ROOMY, key="total")
    for column in (5, 6):
        draft.rule(shares(Area(head + 1, column, bottom, column + 1)))
    for column in (9, 11, *range(len(_WIDTHS), len(_WIDTHS) + len(form.grids))):
        draft.rule(gradient(Area(head + 1, column, bottom, column + 1), form))
    if view.partition.kind == "district":
        _deputies(draft, view, now)
    return draft.tab(KEY, texts("networks.title"), frozen_rows=head + 1, frozen_columns=1, gridlines=False)


def _line(view: View, network: Network, now: Reading, before: Reading, rank: int | None) -> list[Cell]:
    member, organisation = ("network", network.code), view.organisation
    team, deputy = organisation.teams.get(network.team), organisation.deputies.get(network.deputy)
    link = view.links.get(f"network:{network.code}", "")
    few = Cell(view.texts("common.too_few") if now.score(*member).n else None, styles.FAINT)
    return [
        Cell(network.name, styles.LINKED if link else styles.CELL, link=link),
        Cell(team.name if team else network.team, styles.CENTRE),
        Cell(deputy.name if deputy else network.deputy, styles.CENTRE),
        *_coverage_cells(*coverage_of(view, network.code)),
        *_score_cells(view, now, before, *member),
        few if rank is None else Cell(rank, styles.CENTRE),
        *(mean_cell(view, now.measured(f"domain:{grid.id}", *member)) for grid in now.form.grids),
        *finding_cells(now, *member),
    ]


def _total(view: View, now: Reading, before: Reading) -> list[Cell]:
    """The line of them all; the district's holds responses without a network too."""
    whole = "networks.total" if view.partition.kind == "district" else "deputy.total"
    cells = [
        Cell(view.texts(whole), styles.CELL),
        Cell(None, styles.CENTRE),
        Cell(None, styles.CENTRE),
        *_coverage_cells(*covered(view)),
        *_score_cells(view, now, before),
        Cell(None, styles.CENTRE),
        *(mean_cell(view, now.measured(f"domain:{grid.id}")) for grid in now.form.grids),
        *finding_cells(now),
    ]
    return [replace(cell, style=styles.total(cell.style)) for cell in cells]


def _coverage_cells(now: Coverage, before: Coverage) -> list[Cell]:
    return [
        Cell(now.owed, styles.COUNT),
        Cell(now.visited, styles.COUNT),
        Cell(now.share, styles.SHARE),
        Cell(before.share, styles.SHARE),
        Cell(points(now.share, before.share), styles.CHANGE_SHARE),
    ]


def _score_cells(
    view: View, now: Reading, before: Reading, dimension: str = "all", member: str = ""
) -> list[Cell]:
    score, past = now.score(dimension, member), before.score(dimension, member)
    moved = moved_cell(view, score, past)
    return [Cell(score.n, styles.COUNT), *score_cells(view, score), score_cells(view, past)[0], moved]


def _ranks(view: View, now: Reading) -> Mapping[str, int]:
    """The place of each network by its mean; equal means share a place, too few responses have none."""
    scores = {network.code: now.score("network", network.code) for network in view.networks}
    means = {code: s.mean for code, s in scores.items() if s.n >= view.enough and s.mean is not None}
    return {code: 1 + sum(other > mean for other in means.values()) for code, mean in means.items()}


# --- By deputy -------------------------------------------------------------------------


def _deputies(draft: Draft, view: View, now: Reading) -> None:
    """Coverage of the networks that each deputy is responsible for, and the observations there."""
    texts = view.texts
    draft.gap(16)
    draft.put(draft.row, 0, texts("networks.by_deputy"), styles.HEADING)
    draft.size(draft.row, 28)
    draft.row += 1
    names = ("deputy", "networks", "", "owed", "visited", "share", "before_share", "share_change", "n")
    heads(draft, [texts(f"networks.columns.{name}") if name else "" for name in names], height=44)
    for code, deputy in view.organisation.deputies.items():
        networks = [n for n in view.networks if n.deputy == code]
        schools = [school for n in networks for school in view.organisation.schools_of(n.code)]
        found = view.covered(schools), view.covered_before([n.code for n in networks])
        n = sum(now.n("network", network.code) for network in networks)
        counts = [Cell(len(networks), styles.COUNT), Cell(None, styles.CELL)]
        cells = [*counts, *_coverage_cells(*found), Cell(n, styles.COUNT)]
        draft.line([Cell(deputy.name, styles.CELL), *cells], key=f"deputy:{code}")
