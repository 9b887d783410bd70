"""The supervision group's spreadsheet: who is where, who has handed in, what waits, what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from forms.duties import DutyState
from forms.model import Supervisor
from forms.organisation.posts import acting_head
from forms.summary import day_of
from forms.thai import thai_date
from forms.visits import VISITS
from sync.layout import achieved, correcting, daily, findings, notes, styles
from sync.layout.behind import behind
from sync.layout.duties import SOON, due_soon, overdue
from sync.layout.kept import kept
from sync.layout.office_lists import awaiting, blocks
from sync.layout.overview import Panel
from sync.layout.records import counting_as, within
from sync.layout.screen import screen
from sync.layout.tab import Cell, Tab
from sync.layout.tiles import Tile
from sync.layout.view import View
from sync.layout.whereabouts import AWAY, Whereabouts, whereabouts

_ROWS: Final = 20  # lines of the table that a screen of 1280 by 800 shows


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of the group's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    made: list[Tab] = [_overview(view)]
    if view.daily is not None:
        made.append(daily.tab(view, view.daily, *view.readings(view.daily)))
    answerable = (correcting.tab(view),) if view.correcting else ()
    return (*made, achieved.people_tab(view), *behind(view), findings.tab(view), *answerable, notes.tab(view))


@kept
def _overview(view: View) -> Tab:
    people = [p for p in view.organisation.supervisors.values() if p.in_office(view.today)]
    there, week = whereabouts(view, people), _this_week(view)
    panel = _panel(view, people, there, week)
    decisions = awaiting(view)
    tiles = [
        _acting_tile(view, there),
        _away_tile(view, there),
        _handed_in_tile(view, people, week),
        _decisions_tile(view, len(decisions)),
        _overdue_tile(view),
    ]
    lists = blocks(view, decisions, max(_ROWS, len(panel.lines)) + 2)
    return screen(view, view.texts("office.title"), tiles, panel, lists, rows=_ROWS)


def _panel(
    view: View,
    people: Sequence[Supervisor],
    there: Mapping[str, Whereabouts],
    week: Mapping[str, list[DutyState]],
) -> Panel:
    """Everybody: the week's logs, visits and records of the semester, where they are today."""
    names = ("person", "today", "week", "visits", "records")
    heads = tuple(view.texts(f"office.columns.{name}") for name in names)
    seen = within(counting_as(view, *VISITS), view.semester)
    visits = Counter(code for visit in seen for code in visit.people)
    records = _records(view)
    lines = tuple(_line(view, p, week, visits, records, there[p.code]) for p in people)
    heading = view.texts("office.panel", date=thai_date(view.today))
    return Panel(heading, heads, lines, name_width=150)


def _line(
    view: View,
    person: Supervisor,
    week: Mapping[str, list[DutyState]],
    visits: Mapping[str, int],
    records: Mapping[str, int],
    there: Whereabouts,
) -> tuple[Cell, ...]:
    days = [state for state in week.get(person.code, []) if state.status != "excused"]
    came = sum(state.on is not None for state in days)
    behind = any(state.on is None and state.owed.period.end <= view.today for state in days)
    tint = styles.BAD_TINT if behind else styles.GOOD_TINT if came == len(days) else ""
    said = view.texts(f"office.places.{there.place}")
    look = styles.on(styles.CENTRE, "" if there.place == "office" else styles.PRIMARY_TINT)
    link = view.links.get(f"supervisor:{person.code}", "")
    return (
        Cell(person.name, styles.linked(styles.CELL) if link else styles.CELL, link=link),
        Cell(said, look, note=there.detail),
        Cell(f"{came}/{len(days)}" if days else None, styles.on(styles.CENTRE, tint if days else "")),
        Cell(visits.get(person.code, 0), styles.COUNT),
        Cell(records.get(person.code, 0), styles.COUNT),
    )


def _acting_tile(view: View, there: Mapping[str, Whereabouts]) -> Tile:
    """Who holds the head's post today."""
    texts, organisation = view.texts, view.organisation
    absent = {code for code, one in there.items() if one.place in AWAY}
    code = acting_head(organisation, view.today, absent)
    person = organisation.supervisors.get(code)
    usual = code == organisation.head
    note = texts("office.acting.usual" if usual else "office.acting.instead")
    label, colour = texts("office.acting.label"), styles.PRIMARY if usual else styles.CARE
    return Tile(label, person.name if person else texts("common.nothing"), "", note, colour)


def _away_tile(view: View, there: Mapping[str, Whereabouts]) -> Tile:
    """How many are on leave, on a journey or at schools today."""
    texts = view.texts
    counts = Counter(one.place for one in there.values())
    out = sum(counts[place] for place in ("journey", "leave", "visit", "out"))
    note = texts("office.away.note", journey=counts["journey"], leave=counts["leave"], visit=counts["visit"])
    label = texts("office.away.label")
    return Tile(label, out, texts("office.away.pattern"), note)


def _handed_in_tile(view: View, people: Sequence[Supervisor], week: Mapping[str, list[DutyState]]) -> Tile:
    """How many have logged every day that they owe of the week up to today; the excused are told apart."""
    texts = view.texts
    owed = {p.code: [s for s in week.get(p.code, []) if s.status != "excused"] for p in people}
    asked = [days for days in owed.values() if days]
    whole = sum(all(state.on for state in days) for days in asked)
    free = sum(p.code in week and not owed[p.code] for p in people)
    note = texts("office.handed_in.note", excused=free)
    label, link = texts("office.handed_in.label"), view.links.get("tab:duties", "")
    if not asked:
        return Tile(
            label, texts("common.nothing"), "", texts("office.handed_in.none", excused=free), link=link
        )
    colour = styles.GOOD if whole == len(asked) else styles.CARE
    return Tile(label, whole, texts("office.handed_in.pattern", of=len(asked)), note, colour, link)


def _decisions_tile(view: View, count: int) -> Tile:
    texts = view.texts
    label, pattern = texts("office.decisions.label"), texts("office.decisions.pattern")
    return Tile(label, count, pattern, texts("office.decisions.note"), styles.CARE if count else styles.GOOD)


def _overdue_tile(view: View) -> Tile:
    """What was not handed in, and beside it what falls due soon."""
    texts, count = view.texts, len(overdue(view))
    note = texts("office.overdue.note", days=SOON, soon=len(due_soon(view)))
    label, pattern = texts("office.overdue.label"), texts("office.overdue.pattern")
    colour = styles.BAD if count else styles.GOOD
    return Tile(label, count, pattern, note, colour, view.links.get("tab:duties", ""))


def _this_week(view: View) -> Mapping[str, list[DutyState]]:
    """The daily logs that each person owes for this week up to today."""
    rules = {rule.id for rule in view.duty_rules.values() if rule.every == "working_day"}
    week = view.calendar.week_of(view.today)
    found: dict[str, list[DutyState]] = {}
    for state in view.duties:
        first = state.owed.period.start
        if state.owed.duty in rules and first in week and first <= view.today:
            found.setdefault(state.owed.code, []).append(state)
    return found


def _records(view: View) -> Mapping[str, int]:
    """How many records of the semester each person took part in."""
    entries = (entry for found in view.entries.values() for entry in found)
    return Counter(
        code for entry in entries if entry.counted and day_of(entry) in view.semester for code in entry.people
    )
