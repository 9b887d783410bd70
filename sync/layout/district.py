"""The district's spreadsheet: coverage first, then networks, schools, results, logs, findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from forms.model import Network
from forms.summary import Coverage
from sync.layout import cuts, daily, findings, needs, networks, notes, results, schools, series, styles
from sync.layout.behind import behind, has_tabs, results_of
from sync.layout.headline import (
    coverage_tile,
    covered,
    findings_tile,
    logs_tile,
    observations_tile,
    score_tile,
)
from sync.layout.kept import kept
from sync.layout.overview import Charts, Panel, overview
from sync.layout.reading import Reading, points
from sync.layout.records import asks
from sync.layout.tab import Cell, Tab
from sync.layout.view import View
from sync.layout.waiting import cases_lines, cases_tile

_LINES: Final = 2  # under the tiles: more would push the last network off the screen


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of the district's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    readings = {form.id: view.readings(form) for form in view.forms.values()}
    made: list[Tab] = []
    if view.observation is not None:
        observed = readings[view.observation.id]
        logged = readings[view.daily.id][0] if view.daily else None
        made.append(_overview(view, *observed, logged))
        made.append(networks.tab(view, view.observation, *observed))
        made.append(schools.tab(view, view.observation, *observed))
    for form in view.forms.values():
        now, before = readings[form.id]
        if not has_tabs(form):
            continue
        if form.grids:
            made.append(results.tab(view, form, now, before))
        if form == view.daily:
            made.append(daily.tab(view, form, now, before))
        made.append(cuts.tab(view, form, now, before))
    return (*made, *results_of(view), *behind(view), findings.tab(view), notes.tab(view))


@kept
def _overview(view: View, now: Reading, before: Reading, logged: Reading | None) -> Tab:
    found, past = covered(view)
    tiles = [
        coverage_tile(view, found, past),
        observations_tile(view, now, before),
        score_tile(view, now, before),
        *([logs_tile(view, logged)] if logged else []),
        findings_tile(view),
    ]
    if asks(view, "case"):
        tiles = [cases_tile(view), *(tile for place, tile in enumerate(tiles) if place != 1)]
    return overview(
        view,
        view.texts("district.title"),
        tiles,
        _panel(view, found, past),
        Charts(
            view.texts("district.chart"),
            weeks=series.weekly(view, now, before),
            spread=series.levels(view, now, before),
            ends=(0, 1),
        ),
        first=_first(view),
    )


def _first(view: View) -> list[Cell]:
    """What cannot wait: urgent cases, and in one line schools that need help; each has a tab of its own."""
    helped = needs.lines(view)
    return [*cases_lines(view, _LINES - len(helped)), *helped]


def _panel(view: View, found: Coverage, past: Coverage) -> Panel:
    texts = view.texts
    columns = ("network", "visited", "share", "before", "change")
    total = _line(texts("networks.total"), found, past)
    return Panel(
        heading=texts("district.panel"),
        heads=tuple(texts(f"district.columns.{name}") for name in columns),
        lines=(
            tuple(replace(cell, style=styles.total(cell.style)) for cell in total),
            *(_network(view, network) for network in _in_order(view)),
        ),
        charted=(3, 4),
    )


def _in_order(view: View) -> list[Network]:
    """The networks, the furthest covered first; those alike as they are configured."""

    def covered_so_far(network: Network) -> float:
        found, _ = networks.coverage_of(view, network.code)
        return found.share or 0

    return sorted(view.networks, key=covered_so_far, reverse=True)


def _network(view: View, network: Network) -> tuple[Cell, ...]:
    link = view.links.get(f"network:{network.code}", "")
    name, *figures = _line(network.name, *networks.coverage_of(view, network.code))
    return (replace(name, style=styles.linked(name.style) if link else name.style, link=link), *figures)


def _line(name: str, now: Coverage, before: Coverage) -> tuple[Cell, ...]:
    return (
        Cell(name, styles.CELL),
        Cell(f"{now.visited}/{now.owed}", styles.CENTRE),
        Cell(now.share, styles.SHARE),
        Cell(before.share, styles.SHARE),
        Cell(points(now.share, before.share), styles.CHANGE_SHARE),
    )
