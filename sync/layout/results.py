"""Results of a rated form: the whole, each domain, item and network, and how the ratings are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from forms.model import Form, Network
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import (
    begin,
    counts_bar,
    explained,
    gradient,
    heads,
    moved_cell,
    score_cells,
    starred,
    subject,
)
from sync.layout.reading import Reading, Score, share
from sync.layout.tab import Area, Cell, Chart, Series, Style, Tab
from sync.layout.view import View

_COLUMNS: Final = ("number", "item", "n", "mean", "level", "before", "change")
_WIDTHS: Final = (48, 460, 66, 78, 84, 92, 70)
_RATING_WIDTH: Final = 56
_CHART_ROWS: Final = 13
_BY_NETWORK: Final = ("district", "deputy")  # whose readers set networks side by side


def key(form: Form) -> str:
    """The tab's key."""
    return f"results:{form.id}"


@kept
def tab(view: View, form: Form, now: Reading, before: Reading) -> Tab:
    """The tab of a rated form's results in a partition."""
    texts, scale = view.texts, form.grids[0].scale
    title = texts("results.title", subject=subject(view, form))
    draft = begin(view, (*_WIDTHS, *[_RATING_WIDTH] * len(scale)), title)
    ratings = [texts("results.rating", rating=rating, label=label) for rating, label in scale.items()]
    head = heads(draft, [texts(f"results.columns.{name}") for name in _COLUMNS] + ratings, left=2, height=44)
    first = draft.row
    _whole(draft, view, form, now, before)
    for number, grid in enumerate(form.grids, start=1):
        _line(draft, view, now, before, f"domain:{grid.id}", str(number), grid.title, bold=True)
    domains = draft.row
    for number, grid in enumerate(form.grids, start=1):
        _band(draft, texts("results.domain", number=number, title=grid.title))
        for place, question in enumerate(grid.items, start=1):
            _line(draft, view, now, before, f"item:{question.id}", f"{number}.{place}", question.ask)
    if view.partition.kind in _BY_NETWORK and form != view.observation:  # that has a tab of its own for it
        _band(draft, texts("results.networks"))
        for network in view.networks:
            _network(draft, view, now, before, network)
    last, width = draft.row, len(_WIDTHS)
    if not _bands_means(form):
        draft.rule(gradient(Area(first, 3, last, 4), form))
        draft.rule(gradient(Area(first, 5, last, 6), form))
    draft.rule(counts_bar(Area(first, width, last, width + len(scale))))
    draft.gap(14)
    draft.chart(_chart(view, now, before, Area(head, 1, domains, 2), draft.row))
    draft.row += _CHART_ROWS
    return draft.tab(key(form), title, frozen_rows=head + 1, gridlines=False)


def _whole(draft: Draft, view: View, form: Form, now: Reading, before: Reading) -> None:
    score, past = now.score(), before.score()
    bold = styles.total
    draft.line([
        Cell(None, bold(styles.CENTRE)),
        Cell(starred(view, view.texts("results.whole"), score), bold(styles.CELL)),
        Cell(score.n, bold(styles.COUNT)), *_means(view, (score, past), bold), *_spread(now, bold),
    ], height=styles.ROOMY)  # fmt: skip


def _network(draft: Draft, view: View, now: Reading, before: Reading, network: Network) -> None:
    """A network's line: its responses' mean and level, and how all their ratings are spread."""
    member, link = ("network", network.code), view.links.get(f"network:{network.code}", "")
    score, past = now.score(*member), before.score(*member)
    draft.line([
        Cell(None, styles.CENTRE),
        Cell(network.name, styles.LINKED if link else styles.CELL, link=link),
        Cell(score.n, styles.COUNT), *_means(view, (score, past), _as_it_is),
        *_spread(now, _as_it_is, *member),
    ], key=f"network:{network.code}")  # fmt: skip


def _spread(
    now: Reading, look: Callable[[Style], Style], dimension: str = "all", member: str = ""
) -> list[Cell]:
    """Each rating's share of all ratings, whatever they rate."""
    ratings: Counter[str] = Counter()
    for grid in now.form.grids:
        ratings.update(now.tally(dimension, member, f"domain:{grid.id}").counts)
    scale = now.form.grids[0].scale
    return [Cell(share(ratings[str(rating)], ratings.total()), look(styles.SHARE)) for rating in scale]


def _line(
    draft: Draft,
    view: View,
    now: Reading,
    before: Reading,
    measure: str,
    number: str,
    title: str,
    *,
    bold: bool = False,
) -> None:
    tally, scores = now.tally(measure=measure), (now.measured(measure), before.measured(measure))
    look = styles.bold if bold else _as_it_is
    title = starred(view, title, scores[0]) if bold else title  # the chart draws the bold lines
    ratings = sum(tally.counts.values())
    spread = [
        Cell(share(tally.counts.get(str(r), 0), ratings), look(styles.SHARE)) for r in now.form.grids[0].scale
    ]
    draft.line([
        Cell(number, look(styles.CENTRE)), Cell(title, look(styles.LONG)), Cell(tally.n, look(styles.COUNT)),
        *_means(view, scores, look), *spread,
    ], height=styles.ROOMY if bold else None, key=measure)  # fmt: skip


def _means(view: View, scores: tuple[Score, Score], look: Callable[[Style], Style]) -> list[Cell]:
    """Mean, level, the mean before and the change, looking so; those of too few responses in grey.

    A mean has the colour of its level, if it has one.
    """
    (mean, level), (past, _) = (score_cells(view, score) for score in scores)
    mean, past = (_in_colour(*one) for one in zip((mean, past), scores, strict=True))
    cells = (mean, level, past, moved_cell(view, *scores))
    looks = (look(cell.style) for cell in cells)
    return [
        replace(cell, style=styles.on(style, cell.style.background or style.background))
        for cell, style in zip(cells, looks, strict=True)
    ]


def _in_colour(cell: Cell, score: Score) -> Cell:
    """A mean on the tint of its level; one of too few responses is judged by none."""
    if styles.is_few(cell.style):
        return cell
    return replace(cell, style=styles.tinted(cell.style, score.colour))


def _bands_means(form: Form) -> bool:
    """Whether the form itself says what is good and what is not, of items and domains, too."""
    return form.bands is not None and form.bands.of == "mean"


def _as_it_is(style: Style) -> Style:
    return style


def _band(draft: Draft, title: str) -> None:
    """A line across the table that opens a domain."""
    draft.banner(title, styles.BAND, height=styles.ROOMY)


def _chart(view: View, now: Reading, before: Reading, names: Area, row: int) -> Chart:
    """Means of the whole and its domains, this semester and the one before, over the table's first lines."""
    columns: Sequence[tuple[int, str]] = ((3, styles.PRIMARY), (5, styles.BEFORE))
    series = tuple(Series(Area(names.top, at, names.bottom, at + 1), colour) for at, colour in columns)
    grids, title = now.form.grids, view.texts("results.chart")
    for one, said in ((now, "common.explained"), (before, "common.explained_before")):
        drawn = (one.measured(f"domain:{grid.id}") for grid in grids)
        title = explained(view, title, (one.score(), *drawn), said)
    return Chart(
        "domains", "BAR", title, names, series, row, 1,
        width=760, height=270, axis_minimum=min(grids[0].scale), axis_maximum=max(grids[0].scale),
    )  # fmt: skip
