"""The first tab of a work group whose people observe no classes: its own records, projects and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from forms.model import Entry, Form, Supervisor
from forms.summary import day_of
from sync.layout import projects, styles
from sync.layout.headline import findings_tile
from sync.layout.kept import kept
from sync.layout.office_lists import awaiting, decisions_list, decisions_tile
from sync.layout.overview import Figures, Panel
from sync.layout.parts import place, subject, week_days
from sync.layout.reading import Reading
from sync.layout.records import day, form_of, label, reporter
from sync.layout.screen import NAMED_FIRST, Block, Drawing, Listing, screen, small
from sync.layout.series import weeks_of
from sync.layout.tab import Cell, Tab
from sync.layout.tiles import Tile
from sync.layout.view import View
from sync.layout.waiting import todo_tile

_ROWS: Final = 18  # lines that the screen is high
_FORMS: Final = 8  # in the table; all of them stand in a tab of their own
_ROOM: Final = {True: (4, 3, 5), False: (7, 0, 6)}  # lines of each list, with people and without
_COLUMNS: Final = ("form", "now", "before", "errors", "last")


def observes(view: View) -> bool:
    """Whether people of the group saw a class in this or the previous semester."""
    return view.observation is not None and any(one.n() for one in view.readings(view.observation))


@kept
def overview(view: View) -> Tab:
    """The first tab: how many records of each form came, the latest ones, and what waits or falls due."""
    texts, readings = view.texts, [view.readings(form) for form in view.forms.values()]
    came = [(now, before) for now, before in readings if _n(now) or _n(before)]
    entries = _entries(view)
    own = projects.of(view)
    members = _members(view)
    latest, people, others = _ROOM[bool(members)]
    decides = view.awaited is not None  # what waits for the group comes before what it did
    blocks: list[Block] = [_decisions(view, latest) if decides else _latest(view, entries, latest)]
    if members:
        blocks.append(_people(view, members, entries, people))
    if own:
        blocks.append(projects.listing(view, own, others))
    else:
        blocks.append(_latest(view, entries, others) if decides else _decisions(view, others))
    drawn = any(day_of(entry) in view.semester for entry in entries)
    weeks = Drawing("COLUMN", _weeks(view, entries), series=1) if drawn else None
    heads = tuple(texts(f"group.records.{name}") for name in _COLUMNS)
    panel = Panel(texts("group.records.panel"), heads, _lines(view, came), name_width=250)
    title = texts("group.title", place=place(view))
    return screen(view, title, _tiles(view, entries, own != []), panel, blocks, under=weeks, rows=_ROWS)


def _tiles(view: View, entries: Sequence[Entry], with_projects: bool) -> list[Tile]:
    texts = view.texts
    semester = sum(day_of(entry) in view.semester for entry in entries)
    before = sum(view.readings(form)[1].n() for form in view.forms.values())
    nothing = texts("common.nothing")
    latest = max(entries, key=day_of, default=None)
    return [
        Tile(
            texts("group.records.own.label"),
            semester,
            texts("group.records.own.pattern"),
            texts("group.records.own.note", before=before),
        ),
        Tile(
            texts("group.records.year.label"),
            len(entries),
            texts("group.records.year.pattern"),
            texts("group.records.year.note", forms=len({entry.form for entry in entries})),
        ),
        projects.tile(view)
        if with_projects
        else Tile(
            texts("group.records.latest.label"),
            day(day_of(latest)) if latest else nothing,
            "",
            subject(view, form_of(view, latest)) if latest else texts("group.records.none"),
        ),
        decisions_tile(view),
        todo_tile(view) if view.duties else findings_tile(view),
    ]


def _n(reading: Reading) -> int:
    return reading.n(measure="responses")


def _lines(view: View, came: Sequence[tuple[Reading, Reading]]) -> tuple[tuple[Cell, ...], ...]:
    """A line a form of which something came, with a way to its register; one that says so where none did."""
    if not came:
        return ((small(view.texts("group.records.none")), *[Cell(None, styles.CELL)] * 4),)
    ordered = sorted(came, key=lambda one: -_n(one[0]))
    return tuple(_line(view, now, before) for now, before in ordered[:_FORMS])


def _line(view: View, now: Reading, before: Reading) -> tuple[Cell, ...]:
    link = view.links.get(f"register:{now.form.id}", "")
    last = now.last("all", "")
    return (
        small(subject(view, now.form), link),
        Cell(now.n(), styles.COUNT),
        Cell(before.n(), styles.COUNT),
        Cell(now.n(measure="errors") or None, styles.TO_MEND),
        Cell(day(last) or None, styles.CENTRE),
    )


def _entries(view: View) -> list[Entry]:
    """The group's counted records of the academic year, the latest first."""
    year = view.calendar.academic_year_of(view.today)
    every = (entry for of_form in view.entries.values() for entry in of_form)
    own = [entry for entry in every if entry.counted and day_of(entry) in year]
    return sorted(own, key=lambda entry: (day_of(entry), entry.submitted, entry.response), reverse=True)


def _latest(view: View, entries: Sequence[Entry], room: int) -> Listing:
    lines = [_told(view, form_of(view, entry), entry) for entry in entries[:room]]
    heads = tuple(view.texts(f"group.records.list.{name}") for name in ("when", "form", "what"))
    heading, none = view.texts("group.records.list.heading"), view.texts("group.records.none")
    return Listing(heading, (heads[0], heads[1], heads[2]), lines, none, room)


def _told(view: View, form: Form, entry: Entry) -> tuple[Cell, Cell, Cell]:
    """A record in a line: its day, its form, and its kind, subject and who gave it, as far as it says so."""
    said = (label(view, entry, "kind"), label(view, entry, "subject"), reporter(view, entry, 2))
    what = " · ".join(dict.fromkeys(part for part in said if part))
    link = view.links.get(f"register:{form.id}", "")
    return small(day(day_of(entry))), small(subject(view, form), link), small(what)


def _decisions(view: View, room: int) -> Listing:
    """What waits for a decision of its records, the longest waiting first."""
    return decisions_list(view, awaiting(view), room)


def _members(view: View) -> list[Supervisor]:
    people, code = view.organisation.supervisors.values(), view.partition.code
    return [one for one in people if one.work_group == code and one.in_office(view.today)]


def _people(view: View, people: Sequence[Supervisor], entries: Sequence[Entry], room: int) -> Listing:
    """How many days' logs each member gave, and the latest."""
    texts = view.texts
    logs = {form.id for form in view.forms.values() if form.counts_as == "log"}
    given: dict[str, list[date]] = {}
    for entry in entries:
        for person in entry.people:
            if entry.form in logs and day_of(entry) in view.semester:
                given.setdefault(person, []).append(day_of(entry))
    lines = [
        (
            small(person.name),
            small(texts("group.records.logs", n=len(given.get(person.code, ())))),
            small(day(max(given.get(person.code, ()), default=None))),
        )
        for person in people
    ]
    heads = (texts("group.columns.person"), texts("group.columns.logs"), texts("group.columns.last"))
    return Listing(texts("group.panel"), heads, lines, "", room, columns=NAMED_FIRST)


def _weeks(view: View, entries: Sequence[Entry]) -> Figures:
    """The group's records week by week, of weeks that have begun."""
    texts, weeks = view.texts, list(weeks_of(view.calendar, view.semester))
    found: Counter[str] = Counter()
    for on, n in Counter(map(day_of, entries)).items():
        if on in view.semester:
            found[view.calendar.week_of(on).name] += n
    counts = tuple(found[week.name] if week.start <= view.day else None for week in weeks)
    return Figures(
        title=texts("group.records.weeks.title"),
        heads=tuple(texts(f"group.records.weeks.{name}") for name in ("week", "number", "n")),
        names=tuple(week_days(week) for week in weeks),
        columns=(counts,),
        styles=(styles.COUNT,),
        marks=tuple(str(number) for number in range(1, len(weeks) + 1)),
    )
