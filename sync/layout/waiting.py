"""Tiles and lists of what waits: urgent cases, planned visits, what is owed, what people did week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from forms.duties import DutyState
from forms.model import Entry
from forms.summary import day_of
from forms.visits import VISITS
from sync.layout import duties, findings, styles
from sync.layout.overview import Figures
from sync.layout.parts import week_days
from sync.layout.records import (
    asks,
    cases,
    counting_as,
    date_of,
    day,
    label,
    open_cases,
    people_names,
    planned,
    school_name,
    state_cell,
    to_mend,
)
from sync.layout.screen import Listing, small
from sync.layout.series import weeks_of
from sync.layout.tab import Cell
from sync.layout.tiles import Tile
from sync.layout.view import View

_TILES: Final = 5  # that have room side by side


def cases_tile(view: View) -> Tile:
    """How many urgent cases are open, red while there are any."""
    texts, open_ones = view.texts, open_cases(view)
    late = sum(due is not None and due < view.today for due in (date_of(view, c, "due") for c in open_ones))
    note = texts("waiting.cases.note", all=len(cases(view)), late=late)
    colour = styles.BAD if open_ones else styles.GOOD
    link = view.links.get("tab:cases", "")
    label, pattern = texts("waiting.cases.label"), texts("waiting.cases.pattern")
    return Tile(label, len(open_ones), pattern, note, colour, link)


def planned_tile(view: View) -> Tile:
    """How many visits are planned and still to come, and which is the next."""
    texts, coming = view.texts, planned(view)
    note = texts("waiting.planned.none")
    if coming:
        school = view.organisation.schools.get(coming[0].owed.code)
        name = school.name if school else coming[0].owed.code
        note = texts("waiting.planned.next", date=day(coming[0].owed.period.start), school=name)
    link = view.links.get("tab:calendar", "")
    return Tile(
        texts("waiting.planned.label"), len(coming), texts("waiting.planned.pattern"), note, link=link
    )


def todo_tile(view: View) -> Tile:
    """How much is overdue or has to be mended in what was sent."""
    texts, overdue = view.texts, len(duties.overdue(view))
    errors, warnings = findings.count(view.findings)
    note = texts("waiting.todo.note", missing=overdue, errors=errors, warnings=warnings)
    colour = styles.BAD if overdue + errors else styles.GOOD
    link = view.links.get("tab:duties" if overdue else "tab:findings", "")
    return Tile(
        texts("waiting.todo.label"), overdue + errors, texts("waiting.todo.pattern"), note, colour, link
    )


def with_waiting(view: View, tiles: Sequence[Tile], *, instead: Sequence[int]) -> list[Tile]:
    """The tiles, those at some places (the first to go first) replaced by what waits in this office.

    Open cases come first of all. Where no cases or plans are kept, or nothing is owed, nothing is replaced.
    """
    made = list(tiles)
    found = [
        *([planned_tile(view)] if asks(view, "plan") else []),
        *([todo_tile(view)] if view.duties else []),
    ]
    places = list(instead)
    for tile in found:
        if places:
            made[places.pop(0)] = tile
    if asks(view, "case") and (places or len(made) < _TILES):
        if len(made) == _TILES:
            del made[places[0]]
        made.insert(0, cases_tile(view))
    return made


def cases_list(view: View, room: int) -> Listing:
    """The open cases, the earliest due first."""
    texts, link, mending = view.texts, view.links.get("tab:cases", ""), to_mend(view)
    return Listing(
        texts("waiting.cases.label"),
        (texts("waiting.cases.due"), texts("waiting.cases.school"), texts("waiting.cases.about")),
        [_case(view, case, mending) for case in open_cases(view)],
        texts("waiting.cases.none"),
        room,
        link,
    )


def cases_lines(view: View, room: int) -> list[Cell]:
    """The open cases in a line each, the earliest due first; the last line tells how many more there are."""
    texts, found, link = view.texts, open_cases(view), view.links.get("tab:cases", "")
    lines, mending = [], to_mend(view)
    for number, case in enumerate(found[:room]):
        due, state = date_of(view, case, "due"), state_cell(view, case, mending)
        network = view.organisation.networks.get(case.members.get("network", ""))
        where = school_name(view, case)
        if network:
            where = texts("waiting.cases.where", school=where, network=network.name)
        owner = texts("waiting.cases.owner", who=people_names(view, case.people)) if case.people else ""
        by = texts("waiting.cases.by", date=day(due)) if due else ""
        parts = [where, label(view, case, "kind"), by, owner, str(state.value or "")]
        if number + 1 == room and len(found) > room:
            parts.append(texts("waiting.cases.more", n=len(found) - room))
        late = due is not None and due < view.today
        look = styles.on(styles.CELL, styles.BAD_TINT if late else styles.CARE_TINT)
        lines.append(small(" · ".join(part for part in parts if part), link, look))
    return lines


def _case(view: View, case: Entry, mending: Set[tuple[str, str]]) -> tuple[Cell, Cell, Cell]:
    due = date_of(view, case, "due")
    late = due is not None and due < view.today
    look = styles.on(styles.CELL, styles.BAD_TINT if late else "")
    state = state_cell(view, case, mending)
    about = " · ".join(part for part in (label(view, case, "kind"), str(state.value or "")) if part)
    return small(day(due), style=look), small(school_name(view, case)), small(about)


def planned_list(view: View, room: int, *, overdue: Sequence[DutyState] = ()) -> Listing:
    """What is overdue, then the planned visits to come."""
    texts = view.texts
    lines = [_owed(view, state) for state in (*overdue, *planned(view))]
    names = ("when", "what", "who")
    heads = tuple(texts(f"waiting.planned.{name}") for name in names)
    return Listing(
        texts("waiting.planned.list"),
        (heads[0], heads[1], heads[2]),
        lines,
        texts("waiting.planned.none"),
        room,
        view.links.get("tab:calendar", ""),
    )


def _owed(view: View, state: DutyState) -> tuple[Cell, Cell, Cell]:
    rule, owed = view.duty_rules.get(state.owed.duty), state.owed
    school = view.organisation.schools.get(owed.code)
    title = rule.title if rule else owed.duty
    who = people_names(view, owed.people or ((owed.code,) if owed.owed_by == "supervisor" else ()))
    late = state.status == "missing"
    look = styles.on(styles.CELL, styles.BAD_TINT if late else "")
    when = owed.due if late else owed.period.start
    what = school.name if school and not late else f"{title} {school.name if school else ''}".strip()
    return small(day(when), style=look), small(what), small(who)


def activity(view: View) -> Figures:
    """Visits and days logged, week by week, of the partition's people."""
    texts = view.texts
    weeks = list(weeks_of(view.calendar, view.semester))
    visits, logs = (_by_week(view, counting_as(view, *what)) for what in (VISITS, ("log",)))
    begun = [week.start <= view.day for week in weeks]
    columns = tuple(
        tuple(counts[week.name] if there else None for week, there in zip(weeks, begun, strict=True))
        for counts in (visits, logs)
    )
    heads = tuple(texts(f"waiting.activity.{name}") for name in ("week", "number", "visits", "logs"))
    return Figures(
        title=texts("waiting.activity.title"),
        heads=heads,
        names=tuple(week_days(week) for week in weeks),
        columns=columns,
        styles=(styles.COUNT, styles.COUNT),
        marks=tuple(str(number) for number in range(1, len(weeks) + 1)),
    )


def _by_week(view: View, entries: Sequence[Entry]) -> Counter[str]:
    found: Counter[str] = Counter()
    for on, times in Counter(map(day_of, entries)).items():
        if on in view.semester:
            found[view.calendar.week_of(on).name] += times
    return found
