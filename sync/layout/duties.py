"""What has to be reported: counts by duty on top, and beneath what is missing, due soon or came late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from forms.duties import DutyRule, DutyState, Status, explain
from forms.model import Organisation
from forms.thai import thai_date, thai_period
from sync.layout import styles
from sync.layout.draft import Draft
from sync.layout.kept import kept
from sync.layout.parts import begin, heads, nothing, place
from sync.layout.tab import Cell, Style, Tab
from sync.layout.view import View

KEY: Final = "duties"
SOON: Final = 30  # days: what falls due within them is listed
_WIDTHS: Final = (300, 230, 220, 110, 110, 250, 100)
_COLUMNS: Final = ("duty", "who", "period", "due", "status", "reason", "link")
_COUNTED: Final[tuple[Status, ...]] = ("done", "late", "excused", "missing", "pending")
_LISTED: Final[tuple[Status, ...]] = ("missing", "pending", "late")
_LOOKS: Final[dict[Status, Style]] = {
    "done": styles.on(styles.CENTRE, styles.GOOD_TINT),
    "late": styles.on(styles.CENTRE, styles.CARE_TINT),
    "excused": styles.CENTRE,
    "missing": styles.on(styles.CENTRE, styles.BAD_TINT),
    "pending": styles.CENTRE,
}


@kept
def tab(view: View) -> Tab:
    """The tab of a partition's duties of the academic year."""
    texts, listed = view.texts, attention(view)
    soon = sum(state.status == "pending" for state in listed)
    missing = sum(state.status == "missing" for state in listed)
    year = view.calendar.academic_year(view.today)
    line = texts("duties.line", place=place(view), year=year, missing=missing, days=SOON, soon=soon)
    draft = begin(view, _WIDTHS, texts("duties.title"), line)
    if not view.duties:
        nothing(draft, texts("duties.nothing_owed"))
        return draft.tab(KEY, texts("duties.title"), gridlines=False)
    _counts(draft, view)
    draft.gap(12)
    draft.line([texts("duties.list")], styles.HEADING)
    head = heads(draft, [texts(f"duties.columns.{name}") for name in _COLUMNS], height=30)
    for state in listed:
        draft.line(_line(view, state), key=_key(state))
    if not listed:
        nothing(draft, texts("duties.none"))
    return draft.tab(
        KEY, texts("duties.title"), filter_from_row=head if listed else None, gridlines=False,
        colour=styles.BAD if missing else "",
    )  # fmt: skip


def attention(view: View) -> list[DutyState]:
    """What is missing, then what falls due within `SOON` days, then what came late; the earliest due first.

    The single days of a duty that another gathers are left to that one.
    """
    rules = list(view.duty_rules)
    gathered = {rule.gathers for rule in view.duty_rules.values()}
    last = view.today + timedelta(days=SOON)
    found = [
        state
        for state in view.duties
        if state.status in _LISTED
        and state.owed.duty not in gathered
        and (state.status != "pending" or state.owed.due <= last)
    ]
    order = {duty: number for number, duty in enumerate(rules)}
    return sorted(
        found,
        key=lambda s: (_LISTED.index(s.status), s.owed.due, order.get(s.owed.duty, len(order)), s.owed.code),
    )


def counts(states: Iterable[DutyState]) -> Counter[Status]:
    """How many duties stand how."""
    return Counter(state.status for state in states)


def owner_name(organisation: Organisation, state: DutyState) -> str:
    """Who owes it: the name of the person, school or network; the code of one that is no more."""
    code = state.owed.code
    if state.owed.owed_by == "supervisor":
        person = organisation.supervisors.get(code)
        return person.name if person else code
    owner = (organisation.schools if state.owed.owed_by == "school" else organisation.networks).get(code)
    return owner.name if owner else code


def _counts(draft: Draft, view: View) -> None:
    """A line a duty: how many have fallen due, and how they stand."""
    texts = view.texts
    titles = ["duty", "fallen"]
    words = [texts(f"duties.columns.{name}") for name in titles]
    heads(draft, [*words, *(texts(f"duties.status.{status}") for status in _COUNTED)], height=30)
    by_duty: dict[str, list[DutyState]] = {}
    for state in view.duties:
        by_duty.setdefault(state.owed.duty, []).append(state)
    for duty, states in by_duty.items():
        draft.line(_count_cells(_title(view.duty_rules.get(duty), duty), states), key=f"count:{duty}")
    total = _count_cells(texts("duties.total"), view.duties)
    draft.line([Cell(c.value, styles.total(c.style)) for c in total], key="count:total")
    draft.line([texts("duties.note")], styles.SMALL)
    if view.since and view.since > view.calendar.academic_year_of(view.today).start:
        draft.line([texts("duties.since", day=thai_date(view.since))], styles.SMALL)


def _count_cells(title: str, states: Sequence[DutyState]) -> list[Cell]:
    found = counts(states)
    settled = len(states) - found["pending"]
    each = (Cell(found[status], _count_look(status, found[status])) for status in _COUNTED)
    return [Cell(title, styles.CELL), Cell(settled, styles.COUNT), *each]


def _count_look(status: Status, count: int) -> Style:
    return styles.TO_MEND if status == "missing" and count else styles.COUNT


def _line(view: View, state: DutyState) -> list[Cell]:
    owed, texts = state.owed, view.texts
    link = view.links.get(f"register:{owed.form}", "")
    return [
        Cell(_title(view.duty_rules.get(owed.duty), owed.duty), styles.CELL),
        Cell(owner_name(view.organisation, state), styles.CELL),
        Cell(_period(state), styles.CELL),
        Cell(thai_date(owed.due), styles.CENTRE),
        Cell(texts(f"duties.status.{state.status}"), _LOOKS[state.status]),
        Cell(explain(state), styles.CELL),
        Cell(texts("duties.open"), styles.LINKED, link=link) if link else Cell(None, styles.CELL),
    ]


def _period(state: DutyState) -> str:
    """The period in words; for what a plan or permit asks for, its days."""
    period = state.owed.period
    if not state.owed.asked_by:
        return thai_period(period)
    first, last = period.start, period.end - timedelta(days=1)
    return thai_date(first) if first == last else f"{thai_date(first)} – {thai_date(last)}"


def _title(rule: DutyRule | None, duty: str) -> str:
    return rule.title if rule else duty


def _key(state: DutyState) -> str:
    owed = state.owed
    return f"{owed.duty}|{owed.code}|{owed.period.name}"
