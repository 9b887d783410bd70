"""A form cut by what it asks: learning area, way, supervisor, class, kind of work, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from forms.model import Form, QuestionType
from sync.layout import styles
from sync.layout.days import supervisors
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import (
    begin,
    counts_bar,
    finding_cells,
    gradient,
    heads,
    mean_cell,
    moved_cell,
    score_cells,
    subject,
    unit,
)
from sync.layout.reading import Reading, in_order, labels, question_of, share
from sync.layout.tab import Area, Cell, Tab
from sync.layout.view import View

# The roles of `about` that a form is cut by, in the order of the sections; the form's own `cut_by` follow.
_ROLES: Final = ("kind", "learning_area", "way", "group", "role", "class")
_WIDTHS: Final = (330, 80, 80, 90, 90, 110, 90, 90)
_AREA_WIDTH: Final = 104


def key(form: Form) -> str:
    """The tab's key."""
    return f"cuts:{form.id}"


@kept
def tab(view: View, form: Form, now: Reading, before: Reading) -> Tab:
    """The tab of a form's cuts in a partition."""
    rated = bool(form.grids)
    columns = max(len(form.grids), len(view.organisation.learning_areas) + 1 - len(_WIDTHS))
    widths = (*_WIDTHS, *[_AREA_WIDTH] * columns) if rated else _WIDTHS[:6]
    title = view.texts("cuts.rated" if rated else "cuts.plain", subject=subject(view, form))
    draft = begin(view, widths, title)
    for dimension in dimensions(form):
        _section(draft, view, now, before, dimension)
    if rated and view.partition.kind == "district":
        _networks_by_area(draft, view, now)
    return draft.tab(key(form), title, gridlines=False)


def dimensions(form: Form) -> tuple[str, ...]:
    """The dimensions that a form is cut by, its supervisors last; not by what has several answers."""
    roles = [role for role in _ROLES if role in form.about]
    own = ["class" if question == "class_level" else question for question in form.cut_by]
    asked = {dimension: question_of(form, dimension) for dimension in (*roles, *own)}
    single = (d for d, q in asked.items() if q is None or q.type is not QuestionType.CHECKBOXES)
    return (*single, *(["supervisor"] if "who" in form.about else []))


def _section(draft: Draft, view: View, now: Reading, before: Reading, dimension: str) -> None:
    question = question_of(now.form, dimension)
    asked = question.ask if question else dimension
    draft.banner(view.texts("cuts.by", question=asked), styles.HEADING, height=30)
    head = heads(draft, _heads(view, now.form, asked), height=60)
    for code, label in _members(view, now, before, dimension):
        draft.line(_line(view, now, before, dimension, code, label), key=f"{dimension}:{code}")
    if now.form.grids:
        for column in (4, 6, *range(8, 8 + len(now.form.grids))):
            draft.rule(gradient(Area(head + 1, column, draft.row, column + 1), now.form))
    else:
        draft.rule(counts_bar(Area(head + 1, 2, draft.row, 3)))
    draft.gap(14)


def _heads(view: View, form: Form, asked: str) -> list[str]:
    names = ("n", "share", "before_n", "mean", "level", "before_mean", "change")
    plain = ("n", "share", "before_n", "errors", "warnings")
    titles = [
        view.texts(f"cuts.columns.{name}", unit=unit(view, form)) for name in (names if form.grids else plain)
    ]
    return [asked, *titles, *(grid.title for grid in form.grids)]


def _members(view: View, now: Reading, before: Reading, dimension: str) -> list[tuple[str, str]]:
    """Every member that people can choose, and those that occur without being among them."""
    if dimension == "supervisor":
        return [(person.code, person.name) for person in supervisors(view, now, before)]
    labelled = labels(now.form, view.organisation, dimension)
    return in_order({*labelled, *now.members(dimension), *before.members(dimension)}, labelled)


def _line(view: View, now: Reading, before: Reading, dimension: str, code: str, label: str) -> Sequence[Cell]:
    n = now.n(dimension, code)
    start = [
        Cell(label, styles.LONG),
        Cell(n, styles.COUNT),
        Cell(share(n, now.n()), styles.SHARE),
        Cell(before.n(dimension, code), styles.COUNT),
    ]
    if not now.form.grids:
        return [*start, *finding_cells(now, dimension, code)]
    score, past = now.score(dimension, code), before.score(dimension, code)
    mean, level = score_cells(view, score)
    past_mean, _ = score_cells(view, past)
    domains = (now.measured(f"domain:{grid.id}", dimension, code) for grid in now.form.grids)
    means = (mean_cell(view, domain) for domain in domains)
    return [*start, mean, level, past_mean, moved_cell(view, score, past), *means]


def _networks_by_area(draft: Draft, view: View, now: Reading) -> None:
    """Means of each network in each learning area; those of few responses in grey."""
    areas = labels(now.form, view.organisation, "learning_area")
    draft.banner(view.texts("cuts.matrix"), styles.HEADING, height=30)
    head = heads(draft, [view.texts("cuts.network"), *areas.values()], height=60)
    for code, name in labels(now.form, view.organisation, "network").items():
        scores = [now.score("network*learning_area", f"{code}|{area}") for area in areas]
        cells = (mean_cell(view, score) for score in scores)
        draft.line([Cell(name, styles.CELL), *cells], key=f"network:{code}")
    draft.rule(gradient(Area(head + 1, 1, draft.row, 1 + len(areas)), now.form))
