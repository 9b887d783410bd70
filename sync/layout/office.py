"""The supervision group's spreadsheet: who is where, who has handed in, what waits, what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from forms.absence import acting_head
from forms.duties import DutyState
from forms.model import Entry, Supervisor
from forms.summary import day_of
from forms.thai import thai_date
from forms.visits import VISITS
from sync.layout import achieved, daily, findings, notes, styles
from sync.layout.behind import behind
from sync.layout.duties import SOON, attention, owner_name
from sync.layout.kept import kept
from sync.layout.overview import Panel
from sync.layout.parts import subject
from sync.layout.records import counting_as, day, form_of, is_open, reporter, within
from sync.layout.screen import Block, Drawing, Listing, screen, small
from sync.layout.tab import Cell, Tab
from sync.layout.tiles import Tile
from sync.layout.view import View
from sync.layout.waiting import activity
from sync.layout.whereabouts import AWAY, Whereabouts, whereabouts

_NAMED: Final = 42  # letters of names that a line has room for; where there are more, they are counted


def tabs(view: View) -> tuple[Tab, ...]:
    """The tabs of the group's spreadsheet; a form that could not be loaded leaves out what it feeds."""
    made: list[Tab] = [_overview(view)]
    if view.daily is not None:
        made.append(daily.tab(view, view.daily, *view.readings(view.daily)))
    return (*made, achieved.people_tab(view), *behind(view), findings.tab(view), notes.tab(view))


@kept
def _overview(view: View) -> Tab:
    texts = view.texts
    people = [p for p in view.organisation.supervisors.values() if p.in_office(view.today)]
    there = whereabouts(view, people)
    decisions, soon = _waiting(view), _soon(view)
    week = _this_week(view)
    tiles = [
        _acting_tile(view, there),
        _away_tile(view, there),
        _handed_in_tile(view, people, week),
        _count_tile(view, "decisions", len(decisions)),
        _count_tile(view, "soon", sum(n for *_, n in soon)),
    ]
    names = ("person", "week", "visits", "records", "today")
    heads = tuple(texts(f"office.columns.{name}") for name in names)
    seen = within(counting_as(view, *VISITS), view.semester)
    visits = Counter(code for visit in seen for code in visit.people)
    records = _records(view)
    lines = tuple(_line(view, p, week, visits, records, there[p.code]) for p in people)
    blocks: list[Block] = [
        Listing(
            texts("office.decisions.list"),
            (texts("office.decisions.since"), texts("office.decisions.who"), texts("office.decisions.what")),
            decisions,
            texts("office.decisions.none"),
            4,
        ),
        Listing(
            texts("office.soon.list", days=SOON),
            (texts("office.soon.due"), texts("office.soon.who"), texts("office.soon.what")),
            [line for *line, _ in soon],  # type: ignore[misc]  # three cells and their number
            texts("office.soon.none"),
            3,
            view.links.get("tab:duties", ""),
        ),
        (Drawing("COLUMN", activity(view), series=1),),
    ]
    panel = Panel(texts("office.panel", date=thai_date(view.today)), heads, lines, name_width=150)
    return screen(view, texts("office.title"), tiles, panel, blocks)


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
        Cell(f"{came}/{len(days)}" if days else None, styles.on(styles.CENTRE, tint if days else "")),
        Cell(visits.get(person.code, 0), styles.COUNT),
        Cell(records.get(person.code, 0), styles.COUNT),
        Cell(said, look, note=there.detail),
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
    """How many have logged every day of the week up to today."""
    texts = view.texts
    whole = sum(all(s.on or s.status == "excused" for s in week.get(p.code, [])) for p in people)
    days = texts("office.handed_in.note", of=len(people))
    colour = styles.GOOD if whole == len(people) else styles.CARE
    label, pattern = texts("office.handed_in.label"), texts("office.handed_in.pattern")
    return Tile(label, whole, pattern, days, colour, view.links.get("tab:duties", ""))


def _count_tile(view: View, name: str, count: int) -> Tile:
    texts = view.texts
    label, pattern = texts(f"office.{name}.label"), texts(f"office.{name}.pattern")
    note = texts(f"office.{name}.note", days=SOON)
    return Tile(label, count, pattern, note, styles.CARE if count else styles.GOOD)


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


def _waiting(view: View) -> list[tuple[Cell, Cell, Cell]]:
    """What waits for a decision, the longest waiting first: who asks, for what, whose turn it is."""
    found = []
    for entry in _undecided(view):
        standing = view.standings[entry.form, entry.response]
        since = standing.since.date() if standing.since else day_of(entry)
        step = standing.step.title if standing.step else ""
        what = view.texts("office.decisions.one", form=subject(view, form_of(view, entry)), step=step)
        link = view.links.get(f"register:{entry.form}", "")
        who = reporter(view, entry, 2)
        found.append((since, (small(day(since)), small(who), small(what, link))))
    return [cells for _, cells in sorted(found, key=lambda one: one[0])]


def _undecided(view: View) -> Iterator[Entry]:
    """Records that somebody is asked to decide; one with errors is not put forward until it is mended."""
    for entries in view.entries.values():
        for entry in entries:
            standing = view.standings.get((entry.form, entry.response))
            awaited = standing and standing.state in ("waiting", "open") and is_open(view, entry)
            if awaited and entry.counted:
                yield entry


def _soon(view: View) -> list[tuple[Cell, Cell, Cell, int]]:
    """What falls due soon, duties of one kind and day together."""
    together: dict[tuple[str, str], list[DutyState]] = {}
    for state in attention(view):
        if state.status == "pending":
            together.setdefault((state.owed.due.isoformat(), state.owed.duty), []).append(state)
    found = []
    for (_, duty), states in sorted(together.items()):
        rule = view.duty_rules.get(duty)
        names = ", ".join(owner_name(view.organisation, state) for state in states)
        told = len(states) == 1 or len(names) <= _NAMED
        who = names if told else view.texts("office.soon.many", n=len(states))
        title = small(rule.title if rule else duty)
        found.append((small(day(states[0].owed.due)), small(who), title, len(states)))
    return found
