"""What has to be reported: counts by duty on top, and beneath what is missing, due soon or came late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
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
# Both tables share these columns, within the width of a screen: what counts most is narrow and stands first.
_WIDTHS: Final = (250, 96, 104, 214, 206, 206, 84)
_COLUMNS: Final = ("duty", "due", "status", "who", "period", "reason", "link")
_COUNTED: Final[tuple[Status, ...]] = ("missing", "pending", "done", "late", "excused")
_ONCE_IN_A_WHILE: Final = ("quarter", "semester", "fiscal_half", "academic_year", "fiscal_year")
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
    soon, missing = len(due_soon(view)), len(overdue(view))
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


def counted(view: View) -> list[DutyState]:
    """The duties that every figure counts, each once, whenever in the year or before it they were due.

    The single days of a duty that another gathers are left to that one: a week that lacks three days is
    one hand-over.
    """
    return [state for state in view.duties if state.owed.duty not in _gathered(view)]


def overdue(view: View) -> list[DutyState]:
    """What is overdue and not handed in: the one meaning of ค้างส่ง for tiles, tables and lists."""
    return [state for state in counted(view) if state.status == "missing"]


def due_soon(view: View) -> list[DutyState]:
    """What falls due within `SOON` days and has not come yet."""
    last = view.today + timedelta(days=SOON)
    return [state for state in counted(view) if state.status == "pending" and state.owed.due <= last]


def attention(view: View) -> list[DutyState]:
    """What is missing, then what falls due within `SOON` days, then what came late; the earliest first."""
    rules = list(view.duty_rules)
    late = [state for state in counted(view) if state.status == "late"]
    found = [*overdue(view), *due_soon(view), *late]
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


def responsible(organisation: Organisation, state: DutyState) -> Mapping[str, str]:
    """The people whom a plan names, by code, else who owes it: the person, school or network."""
    known = organisation.supervisors
    named = {code: known[code].name if code in known else code for code in state.owed.people}
    return named or {state.owed.code: owner_name(organisation, state)}


def _gathered(view: View) -> Mapping[str, str]:
    """The duties whose single days another gathers, each with the title of that one."""
    return {rule.gathers: rule.title for rule in view.duty_rules.values() if rule.gathers}


def _counts(draft: Draft, view: View) -> None:
    """A line a duty, and a period of those that come once in a while: how many stand how.

    Single days that another duty gathers stand below the total, which does not count them again.
    """
    texts = view.texts
    words = [texts("duties.columns.duty"), *(texts(f"duties.status.{status}") for status in _COUNTED)]
    heads(draft, [*words, texts("duties.columns.all")], height=30)
    lines = counted(view)
    for key, states in _by_line(view, lines).items():
        draft.line(_count_cells(_line_title(view, states[0]), states), key=f"count:{key}")
    total = _count_cells(texts("duties.total"), lines)
    draft.line([Cell(c.value, styles.total(c.style)) for c in total], key="count:total")
    for duty, by in _gathered(view).items():
        if states := [state for state in view.duties if state.owed.duty == duty]:
            title = texts("duties.gathered", title=_title(view.duty_rules.get(duty), duty), by=by)
            aside = [
                replace(cell, style=replace(cell.style, colour=styles.MUTED, bold=False))
                for cell in _count_cells(title, states)
            ]
            draft.line(aside, key=f"days:{duty}")
    for line in texts("duties.note").splitlines():
        draft.line([line], styles.SMALL)
    if view.since and view.since > view.calendar.academic_year_of(view.today).start:
        draft.line([texts("duties.since", day=thai_date(view.since))], styles.SMALL)
    others: dict[date, list[str]] = {}
    for rule in view.duty_rules.values():
        if rule.since and rule.since != view.since:
            others.setdefault(rule.since, []).append(rule.title)
    for since, titles in others.items():
        said = texts("duties.since_of", titles=", ".join(titles), day=thai_date(since))
        draft.line([said], styles.SMALL)


def _by_line(view: View, states: Iterable[DutyState]) -> Mapping[str, list[DutyState]]:
    found: dict[str, list[DutyState]] = {}
    for state in states:
        period = f":{state.owed.period.name}" if _is_told_apart(view, state) else ""
        found.setdefault(f"{state.owed.duty}{period}", []).append(state)
    return found


def _is_told_apart(view: View, state: DutyState) -> bool:
    """Whether the periods of its duty have lines of their own: two semesters in one would tell of neither."""
    rule = view.duty_rules.get(state.owed.duty)
    return rule is not None and rule.every in _ONCE_IN_A_WHILE


def _line_title(view: View, state: DutyState) -> str:
    title = _title(view.duty_rules.get(state.owed.duty), state.owed.duty)
    if not _is_told_apart(view, state):
        return title
    return view.texts("duties.of_period", title=title, period=thai_period(state.owed.period))


def _count_cells(title: str, states: Sequence[DutyState]) -> list[Cell]:
    found = counts(states)
    each = (Cell(found[status], _count_look(status, found[status])) for status in _COUNTED)
    return [Cell(title, styles.LONG), *each, Cell(len(states), styles.COUNT)]


def _count_look(status: Status, count: int) -> Style:
    return styles.TO_MEND if status == "missing" and count else styles.COUNT


def _line(view: View, state: DutyState) -> list[Cell]:
    owed, texts = state.owed, view.texts
    link = view.links.get(f"register:{owed.form}", "")
    return [
        Cell(_title(view.duty_rules.get(owed.duty), owed.duty), styles.LONG),
        Cell(thai_date(owed.due), styles.CENTRE),
        Cell(texts(f"duties.status.{state.status}"), _LOOKS[state.status]),
        Cell(_whose(view, state), styles.LONG),
        Cell(_period(state), styles.LONG),
        Cell(explain(state), styles.LONG),
        Cell(texts("duties.open"), styles.LINKED, link=link) if link else Cell(None, styles.CELL),
    ]


def _whose(view: View, state: DutyState) -> str:
    """Who owes it; a school that is to be visited with the people who have to go there."""
    owner = owner_name(view.organisation, state)
    if not state.owed.people:
        return owner
    people = ", ".join(responsible(view.organisation, state).values())
    return view.texts("duties.planned", school=owner, people=people)


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
