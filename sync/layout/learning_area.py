"""A learning area's spreadsheet: its scores by domain across the networks, and its weakest items."""

from __future__ import annotations

from collections import Counter

from forms.model import Form, Network, Question
from forms.summary import day_of
from forms.visits import VISITS
from sync.layout import findings, notes, projects, results, styles
from sync.layout.behind import behind
from sync.layout.headline import findings_tile, score_tile
from sync.layout.kept import kept
from sync.layout.overview import Figures, Panel
from sync.layout.parts import begin, gradient, heads, mean_cell, moved_cell, score_cells, week_days
from sync.layout.reading import Reading
from sync.layout.records import counting_as
from sync.layout.screen import Block, Drawing, Listing, screen
from sync.layout.series import both_of, is_over, means, weeks_of
from sync.layout.tab import Area, Cell, Tab
from sync.layout.tiles import Tile
from sync.layout.view import View

ITEMS = "items"
_WEAKEST = 6  # items that the first tab shows
_ITEM_COLUMNS = ((7, 8), (8, 13), (13, 14), (14, 15))  # where those of the list begin and end
_ROWS = 20  # lines that the screen is high
_DIMENSION = "learning_area"
_WIDTHS = (90, 430, 110, 90, 110, 90, 80)


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of a learning area's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    made: list[Tab] = []
    if view.observation is not None:
        now, before = view.readings(view.observation)
        made += [_overview(view, now, before), _items(view, now, before)]
    made += [results.tab(view, form, *view.readings(form)) for form in _of_it(view) if form.grids]
    made += projects.tabs(view)
    return (*made, *behind(view), findings.tab(view), notes.tab(view))


def _of_it(view: View) -> list[Form]:
    """The forms whose every response is about the learning area."""
    return [form for form in view.forms.values() if form.of_learning_area == view.partition.code]


@kept
def _overview(view: View, now: Reading, before: Reading) -> Tab:
    texts = view.texts
    columns = ("network", "n", "mean", "before", "change")
    lines = tuple(_line(view, network, now, before) for network in view.networks)
    scale, domains = now.form.grids[0].scale, _domains(view, now, before)
    drawings = (Drawing("LINE", _weeks(view)), Drawing("BAR", domains, (min(scale), max(scale))))
    heads = tuple(texts(f"area.columns.{name}") for name in columns)
    panel = Panel(texts("area.panel"), heads, lines)
    blocks: list[Block] = [drawings, _weakest(view, now, before)]
    return screen(view, texts("area.title"), _tiles(view, now, before), panel, blocks, rows=_ROWS)


def _line(view: View, network: Network, now: Reading, before: Reading) -> tuple[Cell, ...]:
    member = ("network*learning_area", f"{network.code}|{view.partition.code}")
    score, past = now.score(*member), before.score(*member)
    link = view.links.get(f"network:{network.code}", "")
    return (
        Cell(network.name, styles.linked(styles.CELL) if link else styles.CELL, link=link),
        Cell(score.n or None, styles.COUNT),
        score_cells(view, score)[0],
        score_cells(view, past)[0],
        moved_cell(view, score, past),
    )


def _tiles(view: View, now: Reading, before: Reading) -> list[Tile]:
    texts, code = view.texts, view.partition.code
    n, past = (one.score(_DIMENSION, code).n for one in (now, before))
    seen = [one for one in view.networks if now.n("network*learning_area", f"{one.code}|{code}")]
    others = [e for e in counting_as(view, *VISITS[1:]) if day_of(e) in view.semester]
    return [
        score_tile(view, now, before, _DIMENSION, code),
        Tile(
            texts("area.observed.label"),
            n,
            texts("area.observed.pattern"),
            texts("area.observed.note", before=past),
        ),
        Tile(
            texts("area.networks.label"),
            len(seen),
            texts("area.networks.pattern"),
            texts("area.networks.note", all=len(view.networks)),
        ),
        Tile(
            texts("area.others.label"), len(others), texts("area.others.pattern"), texts("area.others.note")
        ),
        findings_tile(view),
    ]


def _domains(view: View, now: Reading, before: Reading) -> Figures:
    member = (_DIMENSION, view.partition.code)
    lines = [
        (f"{number} {grid.title}", both_of(now, before, f"domain:{grid.id}", *member))
        for number, grid in enumerate(now.form.grids, start=1)
    ]
    return means(view, view.texts("area.by_domain"), _heads(view, "domain"), lines)


def _weeks(view: View) -> Figures:
    """Classes observed and other visits, week by week."""
    texts, weeks = view.texts, list(weeks_of(view.calendar, view.semester))
    columns = []
    for what in VISITS:
        found = Counter(view.calendar.week_of(day_of(e)).name for e in counting_as(view, what))
        columns.append(tuple(found[week.name] or (0 if is_over(view, week) else None) for week in weeks))
    names = ("week", "number", "observation", "visit")
    return Figures(
        title=texts("area.weeks.title"),
        heads=tuple(texts(f"area.weeks.{name}") for name in names),
        names=tuple(week_days(week) for week in weeks),
        columns=tuple(columns),
        styles=(styles.COUNT, styles.COUNT),
        marks=tuple(str(number) for number in range(1, len(weeks) + 1)),
    )


def _weakest(view: View, now: Reading, before: Reading) -> Listing:
    """The items with the lowest means, a line each: number, the item itself, its mean now and before."""
    texts, member = view.texts, (_DIMENSION, view.partition.code)
    lines = [
        (
            Cell(_number(now, question), styles.CENTRE),
            Cell(question.ask, styles.CELL),
            *(mean_cell(view, one) for one in both_of(now, before, f"item:{question.id}", *member)),
        )
        for question in _ordered(view, now)[:_WEAKEST]
    ]
    heads = tuple(texts(f"area.heads.{name}") for name in ("number", "item", "now", "before"))
    heading, none = texts("area.weakest", n=_WEAKEST), texts("area.heads.none")
    link = view.links.get(f"tab:{ITEMS}", "")
    return Listing(heading, heads, lines, none, _WEAKEST, link, _ITEM_COLUMNS)


def _heads(view: View, name: str) -> tuple[str, ...]:
    return view.texts(f"area.heads.{name}"), view.texts("area.heads.now"), view.texts("area.heads.before")


def _ordered(view: View, now: Reading) -> list[Question]:
    """The rated items, the lowest mean first; those that too few rated last, in the form's order."""
    member = (_DIMENSION, view.partition.code)
    items = [question for grid in now.form.grids for question in grid.items]
    enough = {q.id: now.mean(f"item:{q.id}", *member) for q in items
              if now.n(*member, f"item:{q.id}") >= view.enough}  # fmt: skip
    return sorted(items, key=lambda q: (q.id not in enough, enough.get(q.id) or 0))


@kept
def _items(view: View, now: Reading, before: Reading) -> Tab:
    """Every item, the weakest on top, with its domain, its level and the semester before."""
    texts, member = view.texts, (_DIMENSION, view.partition.code)
    draft = begin(view, _WIDTHS, texts("area.items.title"))
    names = ("number", "item", "n", "mean", "level", "before", "change")
    head = heads(draft, [texts(f"area.items.{name}") for name in names], left=2, height=40)
    for question in _ordered(view, now):
        measure = f"item:{question.id}"
        score, past = now.measured(measure, *member), before.measured(measure, *member)
        draft.line([
            Cell(_number(now, question), styles.CENTRE), Cell(question.ask, styles.LONG),
            Cell(score.n or None, styles.COUNT), *score_cells(view, score),
            mean_cell(view, past), moved_cell(view, score, past),
        ], key=question.id)  # fmt: skip
    draft.rule(gradient(Area(head + 1, 3, draft.row, 4), now.form))
    return draft.tab(ITEMS, texts("area.items.title"), frozen_rows=head + 1, gridlines=False)


def _number(now: Reading, question: Question) -> str:
    """The item's number on the paper form: its domain and its place in it."""
    for number, grid in enumerate(now.form.grids, start=1):
        for row, item in enumerate(grid.items, start=1):
            if item.id == question.id:
                return f"{number}.{row}"
    return ""
