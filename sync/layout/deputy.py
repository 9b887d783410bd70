"""A deputy's spreadsheet: the deputy's networks side by side."""

from __future__ import annotations

from dataclasses import replace

from forms.model import Network
from sync.layout import findings, networks, notes, results, schools, series, styles
from sync.layout.behind import behind, results_of
from sync.layout.headline import coverage_tile, covered, findings_tile, observations_tile, score_tile
from sync.layout.kept import kept
from sync.layout.overview import Figures, Panel
from sync.layout.parts import score_cells
from sync.layout.reading import Reading
from sync.layout.screen import Block, Drawing, screen
from sync.layout.tab import Cell, Tab
from sync.layout.view import View
from sync.layout.waiting import cases_list, with_waiting


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of a deputy's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    made: list[Tab] = []
    if view.observation is not None:
        now, before = view.readings(view.observation)
        made.append(_overview(view, now, before))
        made.append(networks.tab(view, view.observation, now, before))
        made.append(schools.tab(view, view.observation, now, before))
        made.append(results.tab(view, view.observation, now, before))
    return (*made, *results_of(view), *behind(view), findings.tab(view), notes.tab(view))


@kept
def _overview(view: View, now: Reading, before: Reading) -> Tab:
    texts = view.texts
    found, past = covered(view)
    tiles = [
        coverage_tile(view, found, past),
        score_tile(view, now, before),
        observations_tile(view, now, before),
        findings_tile(view),
    ]
    columns = ("network", "visited", "share", "mean", "level")
    total = _cells(texts("deputy.total"), f"{found.visited}/{found.owed}", found.share, view, now)
    lines = (
        tuple(replace(cell, style=styles.total(cell.style)) for cell in total),
        *(_line(view, one, now) for one in view.networks),
    )
    heads = tuple(texts(f"deputy.columns.{name}") for name in columns)
    ends = (min(now.form.grids[0].scale), max(now.form.grids[0].scale))
    blocks: list[Block] = [
        (Drawing("BAR", _shares(view), (0, 1)), Drawing("BAR", _means(view, now, before), ends)),
        cases_list(view, 3),
    ]
    title = texts("deputy.title")
    shown = with_waiting(view, tiles, instead=(2, 3))
    weeks = Drawing("LINE", series.weekly(view, now, before))
    return screen(view, title, shown, Panel(texts("deputy.panel"), heads, lines), blocks, under=weeks)


def _line(view: View, network: Network, now: Reading) -> tuple[Cell, ...]:
    found, _ = networks.coverage_of(view, network.code)
    member = ("network", network.code)
    name, *figures = _cells(network.name, f"{found.visited}/{found.owed}", found.share, view, now, *member)
    link = view.links.get(f"network:{network.code}", "")
    return (replace(name, style=styles.linked(name.style) if link else name.style, link=link), *figures)


def _cells(
    name: str, visited: str, share: float | None, view: View, now: Reading, *member: str
) -> tuple[Cell, ...]:
    mean, level = score_cells(view, now.score(*member))
    return (
        Cell(name, styles.CELL),
        Cell(visited, styles.CENTRE),
        Cell(share, styles.SHARE),
        mean,
        level,
    )


def _shares(view: View) -> Figures:
    """The share of schools visited in each network, this semester and the one before."""
    found = [networks.coverage_of(view, network.code) for network in view.networks]
    names = tuple(network.name for network in view.networks)
    columns = tuple(one.share for one, _ in found), tuple(past.share for _, past in found)
    looks = (styles.SHARE, styles.SHARE)
    return Figures(view.texts("deputy.shares"), _heads(view), names, columns, looks)


def _means(view: View, now: Reading, before: Reading) -> Figures:
    """The mean score of each network, this semester and the one before."""
    lines = [
        (network.name, (now.score("network", network.code), before.score("network", network.code)))
        for network in view.networks
    ]
    return series.means(view, view.texts("deputy.means"), _heads(view), lines)


def _heads(view: View) -> tuple[str, ...]:
    return view.texts("deputy.columns.network"), view.texts("deputy.now"), view.texts("deputy.before")
