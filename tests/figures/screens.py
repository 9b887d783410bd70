"""The first tabs: tiles with their notes, the table on the left, and the figures behind the charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from forms.model import Form, Supervisor
from tests.figures.charts import figures, observes
from tests.figures.facts import Facts, share
from tests.figures.grid import Claim, Grid
from tests.figures.needs import told_first
from tests.figures.projects import projects_of, unsent
from tests.figures.tables import (
    ENOUGH,
    SEEN,
    TEXTS,
    Line,
    covered,
    day,
    last_seen,
    networks_of,
    scored,
    status,
    supervisors_of,
    visits,
)

_PANEL = (0, 1, 3, 4, 5)  # where the columns of the table stand
_ORDER = ("waiting", "to_mend", "visited", "elsewhere", "closed")
_LISTED = 18  # schools that a supervisor's table has room for
_FORMS = 8  # lines of forms of a group that observes no classes
Tiles = dict[str, tuple[Any, Any]]


def overview(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """Everything that the first tab says. A tile that is not known here has no label among these."""
    yield from _tiles(grid, facts)
    yield from _panel(grid, facts)
    yield from told_first(grid, facts)
    for title, heads, columns, lines in figures(grid, facts):
        top, _ = grid.find(title, after=8, column=columns[0])
        for row, values in enumerate([heads, *lines], start=top + 1):
            yield from (Claim(row, c, v) for c, v in zip(columns, values, strict=True) if v is not ...)


def _percent(value: float | None) -> str:
    return TEXTS("common.nothing") if value is None else f"{round(100 * value)}%"


# --- Tiles -----------------------------------------------------------------------------


def _tiles(grid: Grid, facts: Facts) -> Iterator[Claim]:
    known = {**_common(grid.sheet, facts), **_special(grid.sheet, facts)}
    row = next(r for r in range(10) if any(value in known for value in grid.rows[r]))
    for column, label in enumerate(grid.rows[row]):
        if not label:
            continue
        assert label in known, f"{grid.sheet}: a tile {label!r} that nobody works out again"
        value, note = known[label]
        yield Claim(row + 1, column, value)
        if note is not ...:
            yield Claim(row + 2, column, note)


def _common(sheet: str, facts: Facts) -> Tiles:
    form, log = facts.form("observation"), facts.form("log")
    networks = [network.code for network in networks_of(facts, sheet)]
    (visited, owed), past = facts.coverage(sheet, networks), share(*facts.coverage(sheet, networks, "before"))
    errors, warnings = findings(sheet, facts)
    waiting = owed - visited
    days = dict(facts.ask(
        "SELECT supervisor, count(*) FROM logged WHERE sheet = ? AND term = 'now' GROUP BY ALL", sheet
    ))  # fmt: skip
    cases, all_cases, late = _cases(sheet, facts)
    missing = _missing(sheet, facts)
    coverage = TEXTS("tiles.coverage.note", visited=visited, owed=owed, before=_percent(past))
    return {
        TEXTS("tiles.coverage.label"): (share(visited, owed), coverage),
        TEXTS("tiles.waiting.label"): (
            waiting, TEXTS("tiles.waiting.note" if waiting else "tiles.waiting.none", owed=owed),
        ),
        TEXTS("tiles.observations.label"): (
            facts.n(sheet, form.id),
            TEXTS("tiles.observations.note", received=facts.n(sheet, form.id, what="responses"),
                  before=facts.n(sheet, form.id, term="before")),
        ),
        TEXTS("tiles.score.label"): _score(sheet, facts),
        TEXTS("tiles.logs.label"): (facts.n(sheet, log.id), _logs(sheet, facts, log)),
        TEXTS("tiles.days.label"): (sum(days.values()), TEXTS("tiles.days.note", people=len(days))),
        TEXTS("tiles.findings.label"): (
            errors, TEXTS("tiles.findings.note" if errors else "tiles.findings.none", warnings=warnings),
        ),
        TEXTS("waiting.cases.label"): (cases, TEXTS("waiting.cases.note", all=all_cases, late=late)),
        TEXTS("waiting.planned.label"): _planned(sheet, facts),
        TEXTS("waiting.todo.label"): (
            missing + errors, TEXTS("waiting.todo.note", missing=missing, errors=errors, warnings=warnings),
        ),
    }  # fmt: skip


def _special(sheet: str, facts: Facts) -> Tiles:
    """The tiles of one kind of reader."""
    kind, _, code = sheet.partition(":")
    special = {
        "learning_area": _area_tiles,
        "supervisor": _own_tiles,
        "office": _office_tiles,
        "group": _group_tiles,
    }
    return special[kind](sheet, code, facts) if kind in special else {}


def _score(sheet: str, facts: Facts, dimension: str = "all", code: str = "") -> tuple[Any, str]:
    """The mean with its level, or, of too few responses, how many; beside that of the semester before."""
    form, nothing = facts.form("observation"), TEXTS("common.nothing")
    n, mean, level = facts.mean(sheet, form.id, "score", dimension, code)
    of, past, _ = facts.mean(sheet, form.id, "score", dimension, code, "before")
    before = nothing if past is None else f"{past:.2f}"
    if 0 < of < ENOUGH:
        before = TEXTS("common.few_before", mean=before, n=of)
    told = {"n": n, "level": level or nothing, "full": max(form.grids[0].scale), "before": before}
    note = TEXTS("tiles.score.few" if 0 < n < ENOUGH else "tiles.score.note", **told)
    return nothing if mean is None else mean, note


def _logs(sheet: str, facts: Facts, log: Form) -> str:
    now = [
        code
        for code in facts.codes(sheet, log.id, "supervisor")
        if facts.n(sheet, log.id, "supervisor", code, "responses")
    ]
    people = supervisors_of(facts, sheet, *now)
    if sheet.startswith("group:"):
        return TEXTS(
            "tiles.logs.note_group", people=len(people), before=facts.n(sheet, log.id, term="before")
        )
    found = facts.ask(
        "SELECT count(logged.day), count(*) FROM owing"
        " LEFT JOIN logged ON logged.sheet = owing.sheet AND term = 'now'"
        " AND logged.supervisor = owing.supervisor AND logged.day = owing.day"
        " WHERE owing.sheet = ? AND list_contains(?, owing.supervisor)",
        sheet, [person.code for person in people],
    )  # fmt: skip
    return TEXTS("tiles.logs.note", people=len(people), share=_percent(share(*found[0])))


def findings(sheet: str, facts: Facts) -> tuple[int, int]:
    """How many findings are errors, and how many warnings."""
    found = facts.ask(
        "SELECT count(*) FILTER (severity = 'error'), count(*) FILTER (severity = 'warning')"
        " FROM found WHERE sheet = ?",
        sheet,
    )  # fmt: skip
    return int(found[0][0]), int(found[0][1])


def _cases(sheet: str, facts: Facts) -> tuple[int, int, int]:
    """The year's urgent cases: those that nobody closed, all, and the open ones past their day."""
    found = facts.ask(
        "SELECT count(*) FILTER (open), count(*),"
        " count(*) FILTER (open AND due_on < (SELECT day FROM today))"
        " FROM own JOIN urgent USING (form, id) WHERE own.sheet = ?",
        sheet,
    )  # fmt: skip
    return int(found[0][0]), int(found[0][1]), int(found[0][2])


def _planned(sheet: str, facts: Facts) -> tuple[int, str]:
    """The planned visits to come, and which is the next."""
    coming = facts.ask(
        "SELECT due, code FROM owing_here WHERE sheet = ? AND duty = 'planned-visit' AND status = 'pending'"
        " ORDER BY due, code",
        sheet,
    )  # fmt: skip
    if not coming:
        return 0, TEXTS("waiting.planned.none")
    on, code = coming[0]
    school = facts.office.organisation.schools[code].name
    return len(coming), TEXTS("waiting.planned.next", date=day(on), school=school)


def _missing(sheet: str, facts: Facts) -> int:
    """What is overdue, whenever it was due; the days that a week's hand-over lacks are one with it."""
    found = facts.ask(
        "SELECT count(*) FROM owing_here WHERE sheet = ? AND status = 'missing' AND duty <> 'daily-log'",
        sheet,
    )  # fmt: skip
    return int(found[0][0])


def _area_tiles(sheet: str, code: str, facts: Facts) -> Tiles:
    form, networks = facts.form("observation"), facts.office.organisation.networks
    seen = [n for n in networks if facts.n(sheet, form.id, "network*learning_area", f"{n}|{code}")]
    n, past = (
        facts.mean(sheet, form.id, "score", "learning_area", code, term)[0] for term in ("now", "before")
    )
    others = facts.ask(
        "SELECT count(*) FROM own JOIN response USING (form, id) JOIN form ON form.id = response.form"
        " JOIN term ON term.name = 'now' AND response.day >= term.first AND response.day < term.until"
        " WHERE own.sheet = ? AND counted AND counts_as = 'visit'",
        sheet,
    )  # fmt: skip
    return {
        TEXTS("tiles.score.label"): _score(sheet, facts, "learning_area", code),
        TEXTS("area.observed.label"): (n, TEXTS("area.observed.note", before=past)),
        TEXTS("area.networks.label"): (len(seen), TEXTS("area.networks.note", all=len(networks))),
        TEXTS("area.others.label"): (others[0][0], TEXTS("area.others.note")),
    }


def _own_tiles(_sheet: str, code: str, facts: Facts) -> Tiles:
    asked = (
        "SELECT count(*) FILTER (status = 'missing'),"
        " count(*) FILTER (status IN ('done', 'late', 'missing')),"
        " max(log_owed.day) FILTER (status = 'missing')"
        " FROM log_owed WHERE code = ?"
    )
    missing, owed, last = facts.ask(asked, code)[0]
    note = (
        TEXTS("supervisor.days.note", owed=owed, last=day(last))
        if missing
        else TEXTS("supervisor.days.none", owed=owed)
    )
    memos, late, waiting = facts.ask(
        "SELECT count(*), count(*) FILTER (status = 'missing'),"
        " count(*) FILTER (status IN ('missing', 'pending'))"
        " FROM owed WHERE duty = 'journey-memo' AND code = ?",
        code,
    )[0]
    return {
        TEXTS("supervisor.days.label"): (missing, note),
        TEXTS("supervisor.memos.label"): (waiting, TEXTS("supervisor.memos.note", all=memos, late=late)),
    }


def _office_tiles(_sheet: str, _code: str, facts: Facts) -> Tiles:
    people = _in_office(facts)
    where = _whereabouts(facts)
    places = Counter(where.get(person.code) for person in people)
    decisions, soon = _decisions(facts), _soon(facts)
    return {
        TEXTS("office.acting.label"): _acting(facts, where),
        TEXTS("office.away.label"): (
            sum(places[place] for place in ("journey", "leave", "visit", "out")),
            TEXTS("office.away.note", **{one: places[one] for one in ("journey", "leave", "visit")}),
        ),
        TEXTS("office.handed_in.label"): _handed_in(facts, people),
        TEXTS("office.decisions.label"): (decisions, TEXTS("office.decisions.note")),
        TEXTS("office.overdue.label"): (
            _missing("office:", facts),
            TEXTS("office.overdue.note", days=30, soon=soon),
        ),
    }


def _in_office(facts: Facts) -> list[Supervisor]:
    everyone = facts.office.organisation.supervisors.values()
    return [person for person in everyone if person.in_office(facts.now.date())]


def _whereabouts(facts: Facts) -> dict[str, str]:
    """Where those are today who are not simply in the office, by code."""
    return dict(facts.ask("SELECT code, place FROM whereabouts"))


def _handed_in(facts: Facts, people: Sequence[Supervisor]) -> tuple[Any, str]:
    """Who logged every day owed of this week, of those who owe any; the wholly excused are told apart."""
    weeks = [_this_week(facts, person.code) for person in people]
    asked = [(came, of) for came, of, _ in weeks if of]
    excused = sum(of == 0 and free > 0 for _, of, free in weeks)
    if not asked:
        return TEXTS("common.nothing"), TEXTS("office.handed_in.none", excused=excused)
    whole = sum(came == of for came, of in asked)
    return whole, TEXTS("office.handed_in.note", excused=excused)


def _this_week(facts: Facts, code: str) -> tuple[int, int, int]:
    """The days of the week up to today: how many a person has logged, of how many owed; and the excused."""
    found = facts.ask(
        "SELECT count(sent) FILTER (status <> 'excused'), count(*) FILTER (status <> 'excused'),"
        " count(*) FILTER (status = 'excused') FROM log_owed"
        " WHERE code = ? AND day <= (FROM today)"
        " AND day >= (SELECT day - CAST((isodow(day) + 1) % 7 AS INTEGER) FROM today)",
        code,
    )  # fmt: skip
    return int(found[0][0]), int(found[0][1]), int(found[0][2])


def _acting(facts: Facts, where: Mapping[str, str]) -> tuple[str, str]:
    """The head, or the first of those who act that is neither on a journey nor on leave."""
    there, here = facts.office.organisation, {person.code for person in _in_office(facts)}
    present = [
        code
        for code in (there.head, *there.acting)
        if code in here and where.get(code) not in ("journey", "leave")
    ]
    head = next(iter(present), there.head)
    note = TEXTS("office.acting.usual" if head == there.head else "office.acting.instead")
    return there.supervisors[head].name, note


def _decisions(facts: Facts) -> int:
    found = facts.ask(
        "SELECT count(*) FROM stood JOIN response USING (form, id)"
        " JOIN term ON term.name = 'year' AND day >= first AND day < term.until"
        " WHERE state IN ('waiting', 'stays') AND counted"
    )
    return int(found[0][0])


def _soon(facts: Facts) -> int:
    found = facts.ask(
        "SELECT count(*) FROM owed WHERE duty <> 'daily-log' AND status = 'pending' AND due <= ?",
        facts.now.date() + timedelta(days=30),
    )
    return int(found[0][0])


def _group_tiles(sheet: str, code: str, facts: Facts) -> Tiles:
    """Those of a group that observes no classes: its own records, what waits of them, its projects."""
    own = "FROM own JOIN response USING (form, id)"
    year, forms, semester, before, latest = facts.ask(
        "SELECT count(*) FILTER (year.first <= day AND day < year.until),"
        " count(DISTINCT form) FILTER (year.first <= day AND day < year.until),"
        " count(*) FILTER (now.first <= day AND day < now.until),"
        " count(*) FILTER (before.first <= day AND day < before.until),"
        " max(day) FILTER (year.first <= day AND day < year.until)"
        f" {own} JOIN term AS year ON year.name = 'year' JOIN term AS now ON now.name = 'now'"
        " JOIN term AS before ON before.name = 'before' WHERE sheet = ? AND counted",
        sheet,
    )[0]
    waiting, both = _waiting(sheet, code, facts)
    projects = projects_of(sheet, facts)
    dues = [project.due for project in projects]
    coming = min((due for due in dues if due and due >= facts.now.date()), default=None)
    past = sum(unsent(project, sheet, facts) for project in projects)
    nothing = TEXTS("common.nothing")
    return {
        TEXTS("group.records.own.label"): (semester, TEXTS("group.records.own.note", before=before)),
        TEXTS("group.records.year.label"): (year, TEXTS("group.records.year.note", forms=forms)),
        TEXTS("group.records.latest.label"): (day(latest) or nothing, ...),
        TEXTS("group.records.waiting.label"): (
            waiting, TEXTS("group.records.waiting.both" if both else "group.records.waiting.note"),
        ),
        TEXTS("projects.tile.label"): (
            len(dues), TEXTS("projects.tile.note", past=past, next=day(coming) or nothing),
        ),
    }  # fmt: skip


def _waiting(sheet: str, code: str, facts: Facts) -> tuple[int, bool]:
    """What is to be decided of a group's records and by the group; whether it decides of any."""
    posts = [post.code for post in facts.office.organisation.posts.values() if post.work_group == code]
    found = facts.ask(
        "SELECT count(*) FROM response JOIN stood USING (form, id)"
        " JOIN term ON term.name = 'year' AND day >= first AND day < term.until"
        " WHERE counted AND state IN ('waiting', 'stays') AND (list_contains(?, role)"
        " OR EXISTS (FROM own WHERE sheet = ? AND own.form = response.form AND own.id = response.id))",
        posts, sheet,
    )  # fmt: skip
    return int(found[0][0]), bool(posts)


# --- The table -------------------------------------------------------------------------


def _panel(grid: Grid, facts: Facts) -> Iterator[Claim]:
    kind = grid.sheet.partition(":")[0]
    head, lines = _PANELS[kind](grid.sheet, facts)
    top, _ = grid.find(head, column=0)
    for row, values in enumerate(lines, start=top + 1):
        yield from (Claim(row, c, v) for c, v in zip(_PANEL, values, strict=True) if v is not ...)


def _district(sheet: str, facts: Facts) -> tuple[str, list[Line]]:
    networks = networks_of(facts, sheet)

    def line(name: str, codes: Sequence[str]) -> Line:
        owed, visited, now, before, change = covered(facts, sheet, codes)
        return [name, f"{visited}/{owed}", now, before, change]

    total = line(TEXTS("networks.total"), [network.code for network in networks])
    networks.sort(key=lambda network: -(share(*facts.coverage(sheet, [network.code])) or 0))
    return TEXTS("district.columns.network"), [total, *(line(n.name, [n.code]) for n in networks)]


def _deputy(sheet: str, facts: Facts) -> tuple[str, list[Line]]:
    form, networks = facts.form("observation"), networks_of(facts, sheet)

    def line(name: str, codes: Sequence[str], *member: str) -> Line:
        owed, visited, now, *_ = covered(facts, sheet, codes)
        return [name, f"{visited}/{owed}", now, *scored(facts, sheet, form, *member)[1:3]]

    total = line(TEXTS("deputy.total"), [network.code for network in networks])
    return TEXTS("deputy.columns.network"), [
        total,
        *(line(n.name, [n.code], "network", n.code) for n in networks),
    ]


def _area(sheet: str, facts: Facts) -> tuple[str, list[Line]]:
    form, code, lines = facts.form("observation"), sheet.partition(":")[2], []
    for network in facts.office.organisation.networks.values():
        n, mean, _, past, change = scored(
            facts, sheet, form, "network*learning_area", f"{network.code}|{code}"
        )
        lines.append([network.name, n or None, mean, past, change])
    return TEXTS("area.columns.network"), lines


def _schools(sheet: str, facts: Facts) -> tuple[str, list[Line]]:
    form, codes = facts.form("observation"), {network.code for network in networks_of(facts, sheet)}
    schools = [s for s in facts.office.organisation.schools.values() if s.network in codes]
    if sheet.startswith("supervisor:"):
        schools.sort(key=lambda s: _ORDER.index(status(facts, sheet, s.code)))
    lines = [
        [
            school.name, TEXTS(f"schools.short.{status(facts, sheet, school.code)}"),
            visits(facts, sheet, school.code), day(last_seen(facts, school.code)),
            facts.mean(sheet, form.id, "score", "school", school.code)[1],
        ]
        for school in schools
    ]  # fmt: skip
    if sheet.startswith("supervisor:") and len(lines) > _LISTED:
        more = TEXTS("supervisor.more", n=len(lines) - _LISTED)
        lines = [*lines[:_LISTED], [more, *[None] * 4]]
    return TEXTS("network.columns.school"), lines


def _group(sheet: str, facts: Facts) -> tuple[str, list[Line]]:
    if not observes(sheet, facts):
        return _own_records(sheet, facts)
    form, log = facts.form("observation"), facts.form("log")
    occurring = [
        code
        for one in (form, log)
        for code in facts.codes(sheet, one.id, "supervisor")
        if facts.n(sheet, one.id, "supervisor", code, "responses")
    ]
    lines = []
    for person in supervisors_of(facts, sheet, *occurring):
        days = facts.ask(
            "SELECT count(*) FROM logged WHERE sheet = ? AND term = 'now' AND supervisor = ?",
            sheet,
            person.code,
        )
        lines.append([
            person.name, facts.n(sheet, log.id, "supervisor", person.code), days[0][0],
            day(facts.last(sheet, log.id, "supervisor", person.code)),
            facts.n(sheet, form.id, "supervisor", person.code),
        ])  # fmt: skip
    return TEXTS("group.columns.person"), lines


def _own_records(sheet: str, facts: Facts) -> tuple[str, list[Line]]:
    """A line a form of which something came, the most first."""
    lines = []
    for form in facts.office.forms.values():
        came = [facts.n(sheet, form.id, what="responses", term=term) for term in ("now", "before")]
        counted = [facts.n(sheet, form.id, term=term) for term in ("now", "before")]
        errors = facts.n(sheet, form.id, what="errors") or None
        if any(came):
            last = day(facts.last(sheet, form.id, "all", "")) or None
            lines.append((-came[0], [..., *counted, errors, last]))
    ordered = [line for _, line in sorted(lines, key=lambda one: one[0])]
    none = [[TEXTS("group.records.none"), *[None] * 4]]
    return TEXTS("group.records.form"), ordered[:_FORMS] or none


def _office(_sheet: str, facts: Facts) -> tuple[str, list[Line]]:
    where = _whereabouts(facts)
    usual = "office" if facts.office.calendar.is_working_day(facts.now.date()) else "unknown"
    counts = (
        "SELECT count(*) FILTER (list_contains(?, counts_as)), count(*)"
        " FROM person JOIN response USING (form, id) JOIN form ON form.id = response.form"
        " JOIN term ON term.name = 'now' AND day >= term.first AND day < term.until"
        " WHERE counted AND person.code = ?"
    )
    lines = []
    for person in _in_office(facts):
        came, of, _ = _this_week(facts, person.code)
        place = TEXTS(f"office.places.{where.get(person.code, usual)}")
        counted = facts.ask(counts, list(SEEN), person.code)[0]
        lines.append([person.name, place, f"{came}/{of}" if of else None, *counted])
    return TEXTS("office.columns.person"), lines


_PANELS = {
    "district": _district,
    "deputy": _deputy,
    "learning_area": _area,
    "network": _schools,
    "supervisor": _schools,
    "group": _group,
    "office": _office,
}
