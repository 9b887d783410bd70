"""How the figures are counted: periods, denominators, levels, colours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from forms.model import Form
from forms.thai import thai_date, thai_period
from forms.visits import visiting
from sync.layout import achieved, results_of_tests, styles
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, span, subject
from sync.layout.tab import Cell, Tab
from sync.layout.view import View

KEY: Final = "notes"
_WIDTHS: Final = (240, 820)
_READERS: Final = ("supervisor", "deputy", "learning_area", "office")  # whose sheets need saying whose
_LOGGED_IN: Final = ("district", "group", "office")  # the spreadsheets that count days with a log


@kept
def tab(view: View) -> Tab:
    """The tab of explanations for a partition."""
    texts = view.texts
    draft = begin(view, _WIDTHS, texts("notes.title"))
    heads(draft, [texts("notes.about"), texts("notes.says")], left=2, height=28)
    for about, says in _lines(view):
        draft.line([about, says], (styles.top(styles.bold(styles.CELL)), styles.WRAPPED), key=about)
    for form in view.forms.values():
        _levels(draft, view, form)
    _legend(draft, view)
    return draft.tab(KEY, texts("notes.title"), gridlines=False)


def _lines(view: View) -> Iterator[tuple[str, str]]:
    texts = view.texts
    before = view.calendar.previous_semester(view.semester)
    values = {
        "semester": thai_period(view.semester),
        "days": span(view.semester),
        "before": thai_period(before),
        "before_days": span(before),
        "enough": view.enough,
        "visits": ", ".join(form.title for form in visiting(view.forms.values())),
    }
    names = ["written", "period", "data"]
    if view.observation is not None:
        names += ["coverage", "counted", "few", "spread"]
    if view.daily is not None and view.partition.kind in _LOGGED_IN:
        names += ["daily_group" if view.partition.kind == "group" else "daily"]
    if view.partition.kind in achieved.SHOWN_IN:
        names += ["achieved"]
    names += ["weeks", "findings", "registers"]
    if view.partition.kind in _READERS:
        yield texts("notes.reader.about"), texts(f"notes.reader.{view.partition.kind}")
    for name in names:
        yield texts(f"notes.{name}.about"), texts(f"notes.{name}.says", **values)
    yield from _answered(view)
    yield from _gathered(view)
    if view.observation is not None and view.partition.kind != "group":
        yield texts("notes.owed.about"), _owed(view)
    yield texts("notes.holidays.about"), _holidays(view)


def _answered(view: View) -> Iterator[tuple[str, str]]:
    """Where people answer findings, and where they decide: here, or in another spreadsheet."""
    texts, kind = view.texts, view.partition.kind
    here = "office" if kind == "office" else "here"
    here = here if view.correcting else "elsewhere"
    yield texts("notes.corrections.about"), texts(f"notes.corrections.{here}")
    decided = [form.title for form in view.forms.values() if form.chains and kind in form.seen_in]
    if decided:
        where = "elsewhere" if kind != "office" and "office" in view.links else "here"
        yield texts("notes.decisions.about"), texts(f"notes.decisions.{where}", forms=", ".join(decided))


def _gathered(view: View) -> Iterator[tuple[str, str]]:
    """What is reckoned from more than the forms: duties, and results of tests from files."""
    texts, kind = view.texts, view.partition.kind
    if view.duty_rules and kind != "learning_area":
        yield texts("notes.duties.about"), texts("notes.duties.says")
    if view.results is not None and kind in results_of_tests.SHOWN_IN:
        few = view.results.rules.few_pupils
        yield texts("notes.tests.about"), texts("notes.tests.says", few=few)


def _owed(view: View) -> str:
    """How many schools owe a visit, and which do not because they are not open."""
    found = view.covered(view.schools)
    closed = [school.name for school in view.schools if not school.is_open(view.day)]
    key = "notes.owed.some_closed" if closed else "notes.owed.all_open"
    return view.texts(key, owed=found.owed, closed=found.closed, names=", ".join(closed))


def _holidays(view: View) -> str:
    """The semester's holidays on which no log is owed."""
    days = (
        view.semester.start + timedelta(days=n) for n in range((view.semester.end - view.semester.start).days)
    )
    named = ((day, view.calendar.holiday(day)) for day in days if day.weekday() < 5)
    listed = [view.texts("notes.holidays.one", date=thai_date(day), name=name) for day, name in named if name]
    return "\n".join(listed) or view.texts("notes.holidays.none")


def _levels(draft: Draft, view: View, form: Form) -> None:
    """The bands of a form, each in its colour."""
    if form.bands is None:
        return
    draft.gap(12)
    draft.banner(
        view.texts(f"notes.levels_{form.bands.of}", subject=subject(view, form)), styles.HEADING, height=28
    )
    step, digits = (0.01, 2) if form.bands.of == "mean" else (1, 0)
    above: float | None = None
    for level in form.bands.levels:
        key = "notes.level_top" if above is None else "notes.level"
        highest = "" if above is None else f"{above - step:.{digits}f}"
        text = view.texts(key, lowest=f"{level.lowest:.{digits}f}", highest=highest)
        draft.line([Cell(level.name, styles.tinted(styles.CENTRE, level.colour)), Cell(text, styles.CELL)])
        above = level.lowest


def _legend(draft: Draft, view: View) -> None:
    """What the colours mean."""
    draft.gap(12)
    draft.banner(view.texts("notes.colours"), styles.HEADING, height=28)
    colours = (
        ("good", styles.GOOD_TINT),
        ("care", styles.CARE_TINT),
        ("bad", styles.BAD_TINT),
        ("few", styles.PAPER),
    )
    for name, colour in colours:
        sample = styles.few(styles.CENTRE) if name == "few" else styles.CENTRE
        words = (view.texts(f"notes.legend.{name}.sample"), view.texts(f"notes.legend.{name}.means"))
        draft.line([Cell(words[0], styles.on(sample, colour)), Cell(words[1], styles.CELL)])
