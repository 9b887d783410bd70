"""A supervisor's spreadsheet: my schools, what I owe, what was agreed, what I planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from forms.duties import DutyState
from forms.model import Entry
from forms.summary import day_of
from forms.visits import VISITS
from sync.layout import achieved, findings, network, notes, schools, styles
from sync.layout.behind import behind
from sync.layout.duties import overdue
from sync.layout.headline import covered, findings_tile, waiting_tile
from sync.layout.kept import kept
from sync.layout.overview import Panel
from sync.layout.reading import Reading
from sync.layout.records import counting_as, day, label, planned, school_name
from sync.layout.screen import Block, Drawing, Listing, screen, small
from sync.layout.tab import Cell, Tab
from sync.layout.tiles import Tile
from sync.layout.view import View
from sync.layout.waiting import activity, planned_list, planned_tile

_FIRST: Final = ("waiting", "to_mend", "visited", "elsewhere", "closed")  # in which order the schools stand
_ROOM: Final = 3  # lines of each list
_SCHOOLS: Final = 18  # on the first tab; all of them stand in a tab of their own


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of a supervisor's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    made: list[Tab] = []
    if view.observation is not None:
        now, before = view.readings(view.observation)
        made.append(_overview(view, now, before))
        made.append(schools.tab(view, view.observation, now, before))
    return (*made, achieved.tab(view), *behind(view), findings.tab(view), notes.tab(view))


@kept
def _overview(view: View, now: Reading, before: Reading) -> Tab:
    texts = view.texts
    (found, _), visits = covered(view), view.visits()
    tiles = [
        waiting_tile(view, found),
        _days_tile(view),
        _memos_tile(view),
        planned_tile(view),
        findings_tile(view),
    ]
    own = sorted(view.schools, key=lambda school: _FIRST.index(schools.status_of(view, school, visits)))
    lines = tuple(network.line(view, school, now, visits) for school in own[:_SCHOOLS])
    if len(own) > _SCHOOLS:
        lines += (_more(view, len(own) - _SCHOOLS),)
    panel = Panel(texts("supervisor.panel", n=len(own)), network.heads(view), lines, name_width=250)
    blocks: list[Block] = [
        _agreed(view),
        planned_list(view, _ROOM, overdue=_overdue(view)),
        (Drawing("COLUMN", activity(view), series=1),),
    ]
    return screen(view, texts("supervisor.title"), tiles, panel, blocks)


def _more(view: View, left: int) -> tuple[Cell, ...]:
    """The line under the schools that leads to the others."""
    link = view.links.get("tab:schools", "")
    return (small(view.texts("supervisor.more", n=left), link), *[Cell(None, styles.CELL)] * 4)


def _own(view: View, every: str) -> list[DutyState]:
    """What the supervisor owes at each working day or journey, as the tab of duties counts it."""
    rules = {rule.id for rule in view.duty_rules.values() if rule.every == every}
    return [s for s in view.duties if s.owed.duty in rules and s.owed.code == view.partition.code]


def _days_tile(view: View) -> Tile:
    texts, days = view.texts, _own(view, "working_day")
    missing = [state.owed.period.start for state in days if state.status == "missing"]
    owed = sum(state.status in ("done", "late", "missing") for state in days)
    note = texts("supervisor.days.none", owed=owed)
    if missing:
        note = texts("supervisor.days.note", owed=owed, last=day(max(missing)))
    colour, link = (styles.BAD if missing else styles.GOOD), view.links.get("tab:duties", "")
    label, pattern = texts("supervisor.days.label"), texts("supervisor.days.pattern")
    return Tile(label, len(missing), pattern, note, colour, link)


def _memos_tile(view: View) -> Tile:
    texts, journeys = view.texts, _own(view, "journey")
    late = sum(state.status == "missing" for state in journeys)
    waiting = late + sum(state.status == "pending" for state in journeys)
    note = texts("supervisor.memos.note", all=len(journeys), late=late)
    colour = styles.BAD if late else styles.CARE if waiting else styles.GOOD
    label, pattern = texts("supervisor.memos.label"), texts("supervisor.memos.pattern")
    return Tile(label, waiting, pattern, note, colour, view.links.get("tab:duties", ""))


def _overdue(view: View) -> Sequence[DutyState]:
    """What the supervisor has not handed in, the latest first, as many as the plans leave room for."""
    whose = view.partition.code
    own = (state for state in overdue(view) if whose in (state.owed.code, *state.owed.people))
    latest = sorted(own, key=lambda state: state.owed.due, reverse=True)
    return latest[: max(1, _ROOM - len(planned(view)))]


def _agreed(view: View) -> Listing:
    """What was agreed at the last visits, one line a school."""
    texts = view.texts
    latest: dict[str, Entry] = {}
    for visit in reversed(counting_as(view, *VISITS)):
        if label(view, visit, "agreed"):
            latest.setdefault(visit.members.get("school", ""), visit)
    lines = [
        (
            small(day(day_of(visit))),
            small(school_name(view, visit)),
            small(" ".join(label(view, visit, "agreed").split())),
        )
        for visit in latest.values()
    ]
    when, school, text = (texts(f"supervisor.agreed.{name}") for name in ("when", "school", "text"))
    heading, none = texts("supervisor.agreed.heading"), texts("supervisor.agreed.none")
    return Listing(heading, (when, school, text), lines, none, _ROOM)
