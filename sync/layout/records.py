"""The year's records as readers ask for them: visits, plans, open cases, where a record stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime

from forms.duties import DutyState
from forms.model import Entry, Form, Period
from forms.model.chains import Standing
from forms.summary import day_of
from forms.thai import thai_date
from sync.layout import styles
from sync.layout.tab import Cell, Style
from sync.layout.view import View


def counting_as(view: View, *what: str) -> list[Entry]:
    """The year's entries of the forms that count as that, by their day; those with errors left out."""
    found = [
        entry
        for form in view.forms.values()
        if form.counts_as in what
        for entry in view.entries.get(form.id, ())
        if entry.counted
    ]
    return sorted(found, key=_in_order)


def asks(view: View, what: str) -> bool:
    """Whether the office has a form that counts as that."""
    return view.form_counting_as(what) is not None


def within(entries: Iterable[Entry], period: Period) -> list[Entry]:
    """Those that are about a day of the period."""
    return [entry for entry in entries if day_of(entry) in period]


def standing_of(view: View, entry: Entry) -> Standing | None:
    """Where a record stands, None for one that goes up no chain."""
    return view.standings.get((entry.form, entry.response))


def is_open(view: View, entry: Entry) -> bool:
    """Whether a record still waits for somebody."""
    standing = standing_of(view, entry)
    return standing is None or standing.is_open


def state_cell(view: View, entry: Entry, mending: Set[tuple[str, str]]) -> Cell:
    """Where a record stands, in words: who it waits for, or the last word of who decided.

    One in which something is to be mended (`to_mend`, made once for a whole table) says so first.
    """
    cell = _state_cell(view, entry)
    if (entry.form, entry.response) not in mending:
        return cell
    mend = view.texts("records.to_mend")
    words = f"{mend} · {cell.value}" if cell.value else mend
    return Cell(words, _tinted(styles.BAD_TINT))


def _state_cell(view: View, entry: Entry) -> Cell:
    standing = standing_of(view, entry)
    if standing is None:
        return Cell(None, styles.CELL)
    said = [decision.word for decision in standing.decisions if decision.word]
    if standing.state == "waiting" and standing.step:
        return Cell(view.texts("records.waiting", step=standing.step.title), _tinted(styles.CARE_TINT))
    tint = {"open": styles.CARE_TINT, "passed": styles.GOOD_TINT}.get(standing.state, styles.BAD_TINT)
    return Cell(said[-1] if said else view.texts("records.open"), _tinted(tint))


def cases(view: View) -> list[Entry]:
    """The year's urgent cases by their day, those in which something is to be mended among them.

    A school in need does not wait for a correct date. Only what somebody left out is no case.
    """
    mending = to_mend(view)
    found = [
        case
        for form in view.forms.values()
        if form.counts_as == "case"
        for case in view.entries.get(form.id, ())
        if case.counted or (case.form, case.response) in mending
    ]
    return sorted(found, key=_in_order)


def open_cases(view: View) -> list[Entry]:
    """The urgent cases that are not closed, the earliest due first."""
    found = [case for case in cases(view) if is_open(view, case)]
    return sorted(found, key=lambda case: (date_of(view, case, "due") or date.max, day_of(case)))


def to_mend(view: View) -> frozenset[tuple[str, str]]:
    """The records (form, response) in which an error is still to be mended."""
    return frozenset((row.form, row.response) for row in view.findings if row.severity == "error")


def date_of(view: View, entry: Entry, role: str) -> date | None:
    """The answer to the question of a role of `about` that asks for a date."""
    said = entry.answers.get(form_of(view, entry).about.get(role, ""))
    return date.fromisoformat(said) if isinstance(said, str) and said else None


def label(view: View, entry: Entry, role: str) -> str:
    """What was chosen or written for a role of `about`, in words; "" for nothing."""
    question = form_of(view, entry).asks(role)
    if question is None:
        return ""
    said = entry.answers.get(question.id) or entry.texts.get(question.id)
    if not isinstance(said, str):
        return ""
    return next((choice.label for choice in question.choices if choice.code == said), said)


def school_name(view: View, entry: Entry) -> str:
    """The school that an entry is about, "" for none."""
    code = entry.members.get("school", "")
    school = view.organisation.schools.get(code)
    return school.name if school else code


def people_names(view: View, codes: Iterable[str]) -> str:
    """Supervisors by name, side by side."""
    known = view.organisation.supervisors
    return ", ".join(known[code].name if code in known else code for code in codes)


def reporter(view: View, entry: Entry, most: int) -> str:
    """Who gave a record: at most so many of its supervisors, else the name typed, else the school."""
    if entry.people:
        return people_names(view, entry.people[:most])
    typed = entry.answers.get(form_of(view, entry).about.get("who_name", ""))
    return str(typed) if typed else school_name(view, entry)


def asked_by(view: View) -> Mapping[str, DutyState]:
    """What was owed for each plan and permit, by the response that asks for it."""
    return {state.owed.asked_by: state for state in view.duties if state.owed.asked_by}


def planned(view: View) -> list[DutyState]:
    """The planned visits that are still to come, the earliest first."""
    rules = {rule.id for rule in view.duty_rules.values() if rule.every == "plan"}
    pending = [s for s in view.duties if s.owed.duty in rules and s.status == "pending"]
    return sorted(pending, key=lambda state: (state.owed.period.start, state.owed.code))


def form_of(view: View, entry: Entry) -> Form:
    """The form that an entry was given to."""
    return view.forms[entry.form]


def day(value: date | None) -> str:
    """A day as people write it, "" for none."""
    return thai_date(value) if value else ""


def _in_order(entry: Entry) -> tuple[date, datetime, str]:
    return day_of(entry), entry.submitted, entry.response


def _tinted(colour: str) -> Style:
    return styles.on(styles.CELL, colour)
