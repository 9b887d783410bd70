"""What several tabs have in common: titles, heads of tables, cells of scores, gradients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from forms.model import Form, PartitionKind, Period
from forms.thai import thai_date, thai_period
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.reading import Reading, Score, change
from sync.layout.tab import Area, Cell, CellValue, ColourRule
from sync.layout.view import View


def begin(
    view: View, widths: Sequence[int], title: str, subtitle: str = "", *, right: int | None = None
) -> Draft:
    """A draft with its title and the line beneath it, by default the office or network and the semester.

    `right` 1 leaves them unmerged, for tabs whose first columns are frozen: no merge may reach across.
    """
    draft = Draft(widths)
    draft.banner(title, styles.TITLE, height=34, right=right)
    draft.banner(
        subtitle or f"{place(view)} · {thai_period(view.semester)}", styles.SUBTITLE, height=20, right=right
    )
    draft.gap(8)
    return draft


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def place(view: View) -> str:
    """What the spreadsheet is about, in words."""
    organisation, code = view.organisation, view.partition.code
    if view.partition.kind == "network" and code in organisation.networks:
        return view.texts("common.network", name=organisation.networks[code].name)
    if view.partition.kind == "group" and code in organisation.work_groups:
        return organisation.work_groups[code].name
    named: Mapping[PartitionKind, tuple[str, Mapping[str, _Named]]] = {
        "supervisor": ("common.person", organisation.supervisors),
        "deputy": ("common.person", organisation.deputies),
        "learning_area": ("common.learning_area", organisation.learning_areas),
    }
    key, known = named.get(view.partition.kind, ("", {}))
    return view.texts(key, name=known[code].name) if code in known else organisation.name


def span(period: Period) -> str:
    """From the first day to the last, in full."""
    return f"{thai_date(period.start)} – {thai_date(period.end - timedelta(days=1))}"


def week_days(week: Period) -> str:
    """The days of a week: what `thai_period` says after its first word."""
    return thai_period(week).partition(" ")[2]


def week_days_short(week: Period) -> str:
    """The days of a week without their year: "7–13 พ.ย.", "28 พ.ย. – 4 ธ.ค."."""
    first, last = week.start, week.end - timedelta(days=1)
    begins, ends = (thai_date(day).rpartition(" ")[0] for day in (first, last))
    return f"{first.day}–{ends}" if first.month == last.month else f"{begins} – {ends}"


def unit(view: View, form: Form) -> str:
    """What responses of a form are counted in."""
    return view.texts("common.unit_rated" if form.grids else "common.unit_plain")


def subject(view: View, form: Form) -> str:
    """What a form is about: its title without the words for "form" in front."""
    for word in view.texts.under("common.form_words"):
        if form.title.startswith(word):
            return form.title.removeprefix(word)
    return form.title


def heads(draft: Draft, titles: Sequence[str], *, left: int = 1, height: int = styles.HEAD_ROW) -> int:
    """The head of a table, its first `left` titles aligned left; returns its row."""
    looks = [styles.HEAD_LEFT if number < left else styles.HEAD for number in range(len(titles))]
    return draft.line(titles, looks, height=height)


def group_heads(draft: Draft, groups: Sequence[tuple[str, int]]) -> int:
    """A line above a head that names groups of columns: (title, how many); returns its row."""
    row, column = draft.row, 0
    for title, columns in groups:
        # Only what has a title is merged: frozen columns may end among those that have none.
        size = columns if title else 1
        for left in range(column, column + columns, size):
            draft.merge(Area(row, left, row + 1, left + size), title or None, styles.GROUP_HEAD)
        column += columns
    draft.size(row, 24)
    draft.row += 1
    return row


def is_few(view: View, score: Score) -> bool:
    """Whether a mean stands on too few responses to be compared."""
    return 0 < score.n < view.enough


def starred(view: View, name: str, score: Score) -> str:
    """The name of what a chart draws, with a star before it where its mean stands on too few responses.

    Before it, because long names are cut at their ends.
    """
    return view.texts("common.starred", name=name) if is_few(view, score) else name


def explained(view: View, title: str, scores: Iterable[Score], said: str = "common.explained") -> str:
    """A chart's title, which says what a star means where there is one."""
    few = any(is_few(view, score) for score in scores)
    return view.texts(said, title=title, enough=view.enough) if few else title


def score_cells(view: View, score: Score) -> tuple[Cell, Cell]:
    """Mean and level; those of too few responses in grey, as the explanations say."""
    if is_few(view, score):
        return Cell(score.mean, styles.few(styles.MEAN)), Cell(score.name, styles.few(styles.CENTRE))
    level = Cell(score.name or None, styles.tinted(styles.CENTRE, score.colour))
    return Cell(score.mean, styles.MEAN), level


def moved_cell(view: View, now: Score, before: Score) -> Cell:
    """By how much a mean moved; in grey where either stands on too few responses."""
    few = any(is_few(view, score) for score in (now, before))
    look = styles.few(styles.CHANGE_MEAN) if few else styles.CHANGE_MEAN
    return Cell(change(now.mean, before.mean), look)


def finding_cells(now: Reading, dimension: str = "all", member: str = "") -> tuple[Cell, Cell]:
    """Responses with errors and with warnings, empty where there are none."""
    errors, warnings = (now.n(dimension, member, measure) for measure in ("errors", "warnings"))
    return Cell(errors or None, styles.TO_MEND), Cell(warnings or None, styles.TO_LOOK_AT)


def mean_cell(view: View, score: Score) -> Cell:
    """A mean, empty where nothing was rated; one of too few responses in grey."""
    return score_cells(view, score)[0]


def gradient(area: Area, form: Form) -> ColourRule:
    """Colours for means on the form's rating scale."""
    scale = form.grids[0].scale
    low, high = min(scale), max(scale)
    stops = tuple((low + where * (high - low), colour) for where, colour in styles.SCORE_STOPS)
    return ColourRule(area, stops=stops)


def shares(area: Area) -> ColourRule:
    """Colours for shares from 0 to 1."""
    return ColourRule(area, stops=styles.SHARE_STOPS)


def counts_bar(area: Area, colour: str = styles.PRIMARY) -> ColourRule:
    """A deepening colour for shares of a whole, white for none."""
    return ColourRule(area, stops=((0.0, styles.PAPER), (1.0, styles.tint(colour, 0.75))))


def nothing(draft: Draft, text: CellValue) -> None:
    """A line that says why a table is empty."""
    draft.line([text], styles.SMALL)
