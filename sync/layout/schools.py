"""Every school: visited or not, how often, when last, with what result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.model import Form, School
from forms.summary import Visits
from forms.thai import thai_date
from sync.layout import styles
from sync.layout.kept import kept
from sync.layout.parts import (
    begin,
    gradient,
    group_heads,
    heads,
    moved_cell,
    place,
    score_cells,
)
from sync.layout.reading import Reading, in_order, labels
from sync.layout.tab import Area, Cell, Style, Tab
from sync.layout.view import View

KEY: Final = "schools"
_WIDTHS: Final = (130, 230, 140, 64, 100, 64, 70, 90, 150, 64, 70, 70, 70, 70)
_COLUMNS: Final = (
    "network", "school", "status", "visits", "last", "n", "mean", "level", "classes",
    "before_n", "before_mean", "change", "errors", "warnings",
)  # fmt: skip
_STATUS: Final[Mapping[str, tuple[str, str]]] = {
    "visited": (styles.GOOD_TINT, styles.GOOD),
    "elsewhere": (styles.GOOD_TINT, styles.GOOD),
    "to_mend": (styles.BAD_TINT, styles.BAD),
    "waiting": (styles.CARE_TINT, styles.CARE),
    "closed": (styles.MIST, styles.MUTED),
}


@kept
def tab(view: View, form: Form, now: Reading, before: Reading) -> Tab:
    """The tab of a partition's schools, in the configured order."""
    texts = view.texts
    found, visits = view.covered(view.schools), view.visits()
    line = texts("schools.line", place=place(view), visited=found.visited, owed=found.owed,
                 waiting=found.owed - found.visited, closed=found.closed)  # fmt: skip
    # A network's own sheet need not name it on every line.
    left = 1 if view.partition.kind == "network" else 0
    draft = begin(view, _WIDTHS[left:], texts("schools.title"), line, right=1)
    groups = (
        ("", 3 - left),
        (texts("schools.now"), 6),
        (texts("schools.before"), 3),
        (texts("common.findings"), 2),
    )
    group_heads(draft, groups)
    head = heads(draft, [texts(f"schools.columns.{name}") for name in _COLUMNS[left:]], left=2 - left)
    classes = classes_of(view, form, now)
    for school in view.schools:
        cells = _line(view, school, visits, now, before, classes.get(school.code, ""))
        draft.line(cells[left:], key=school.code)
    for column in (6 - left, 10 - left):
        draft.rule(gradient(Area(head + 1, column, draft.row, column + 1), form))
    return draft.tab(
        KEY,
        texts("schools.title"),
        frozen_rows=head + 1,
        frozen_columns=2 - left,
        filter_from_row=head,
        gridlines=False,
    )


def _line(
    view: View, school: School, visits: Visits, now: Reading, before: Reading, classes: str
) -> list[Cell]:
    member = ("school", school.code)
    last = visits.last(school.code)
    mean, level = score_cells(view, now.score(*member))
    past = before.score(*member)
    past_mean, _ = score_cells(view, past)
    network = view.organisation.networks.get(school.network)
    errors, warnings = (visits.n(school.code, measure) or None for measure in ("errors", "warnings"))
    return [
        Cell(network.name if network else school.network, styles.CELL),
        Cell(school.name, styles.CELL),
        status_cell(view, school, visits),
        Cell(visits.n(school.code), styles.COUNT),
        Cell(thai_date(last) if last else None, styles.CENTRE),
        Cell(now.n(*member), styles.COUNT),
        mean,
        level,
        Cell(classes or None, styles.LONG),
        Cell(before.n(*member), styles.COUNT),
        past_mean,
        moved_cell(view, now.score(*member), past),
        Cell(errors, styles.TO_MEND),
        Cell(warnings, styles.TO_LOOK_AT),
    ]


def status_of(view: View, school: School, visits: Visits) -> str:
    """ "visited", "elsewhere" (before it moved here), "to_mend" (none that counts and some with errors),
    "waiting" or "closed".
    """
    if not school.is_open(view.day):
        return "closed"
    if visits.n(school.code):
        return "visited"
    if visits.reached(school.code):
        return "elsewhere"
    return "to_mend" if visits.n(school.code, "errors") else "waiting"


def status_cell(view: View, school: School, visits: Visits, *, short: bool = False) -> Cell:
    """The status in words and colour; `short` words for narrow columns."""
    status = status_of(view, school, visits)
    background, colour = _STATUS[status]
    look = Style(colour=colour, background=background, align="center", border=styles.LINE)
    words = f"schools.short.{status}" if short else f"schools.status.{status}"
    return Cell(view.texts(words), look)


def classes_of(view: View, form: Form, now: Reading) -> Mapping[str, str]:
    """The classes seen in each school, in order: "ป.1, ป.4"."""
    labelled = labels(form, view.organisation, "class")
    seen: dict[str, list[str]] = {}
    for member in now.members("school*class"):
        school, _, code = member.partition("|")
        if now.n("school*class", member):
            seen.setdefault(school, []).append(code)
    return {
        school: ", ".join(label for _, label in in_order(codes, labelled)) for school, codes in seen.items()
    }
