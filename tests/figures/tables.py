"""The tabs of tables: networks, schools, results, cuts and logs, each cell beside what it should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from forms.model import Form, Network, Period, Supervisor
from forms.thai import thai_date
from sync.layout import cuts
from sync.layout.parts import week_days_short
from sync.layout.reading import labels, question_of
from sync.layout.texts import packaged_texts
from tests.figures.facts import Facts, moved, share
from tests.figures.grid import Claim, Grid

TEXTS = packaged_texts()
SEEN = ("observation", "visit")  # what forms of being at a school count as
ENOUGH = 3  # responses; a mean of fewer is not ranked
Line = list[Any]


def networks_of(facts: Facts, sheet: str) -> list[Network]:
    """The networks that a spreadsheet is about."""
    kind, _, code = sheet.partition(":")
    there = facts.office.organisation
    team = there.supervisors[code].team if kind == "supervisor" else ""

    def mine(network: Network) -> bool:
        named = {"network": network.code, "deputy": network.deputy, "supervisor": network.team}
        return kind not in named or named[kind] == (team or code)

    return [network for network in there.networks.values() if mine(network)]


def supervisors_of(facts: Facts, sheet: str, *occurring: str) -> list[Supervisor]:
    """Who is in office on the first or last day of the semester and belongs there, and who occurs."""
    kind, _, code = sheet.partition(":")
    semester = facts.office.calendar.latest_semester(facts.now.date())
    ends = (semester.start, semester.end - timedelta(days=1))
    teams = {network.team for network in networks_of(facts, sheet)}

    def belongs(person: Supervisor) -> bool:
        at_home = person.work_group == code if kind == "group" else kind != "network" or person.team in teams
        return at_home and any(person.in_office(day) for day in ends)

    everyone = facts.office.organisation.supervisors.values()
    return [person for person in everyone if person.code in occurring or belongs(person)]


def day(value: date | None) -> str | None:
    """A date as a cell has it."""
    return thai_date(value) if value else None


# --- Networks --------------------------------------------------------------------------


def networks(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """Networks side by side, the whole beneath, then by deputy."""
    form = facts.form("observation")
    own = networks_of(facts, grid.sheet)
    names = [
        "network", "team", "deputy", "owed", "visited", "share", "before_share", "share_change",
        "n", "mean", "level", "before_mean", "change", "rank",
    ]  # fmt: skip
    titles = [TEXTS(f"networks.columns.{name}") for name in names]
    titles += [g.title for g in form.grids] + [TEXTS("common.errors"), TEXTS("common.warnings")]
    ranks = _ranks(facts, grid.sheet, form, own)
    lines = [_network(facts, grid.sheet, form, network, ranks[network.code]) for network in own]
    lines.append([
        TEXTS("networks.total" if grid.sheet == "district:" else "deputy.total"), None, None,
        *covered(facts, grid.sheet, [network.code for network in own]),
        *scored(facts, grid.sheet, form), None, *domains(facts, grid.sheet, form),
        *wrong(facts, grid.sheet, form),
    ])  # fmt: skip
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, titles, lines)
    if grid.sheet == "district:":
        yield from _by_deputy(grid, facts, form, top)


def _ranks(facts: Facts, sheet: str, form: Form, own: Sequence[Network]) -> Mapping[str, int | str | None]:
    """Each network's place among those with enough responses; equal means share one."""
    found = {network.code: facts.mean(sheet, form.id, "score", "network", network.code) for network in own}
    means = {code: mean for code, (n, mean, _) in found.items() if mean is not None and n >= ENOUGH}

    def place(code: str) -> int | str | None:
        if code in means:
            return 1 + sum(other > means[code] for other in means.values())
        return TEXTS("common.too_few") if found[code][0] else None

    return {code: place(code) for code in found}


def _network(facts: Facts, sheet: str, form: Form, network: Network, rank: int | str | None) -> Line:
    there, member = facts.office.organisation, ("network", network.code)
    return [
        network.name, there.teams[network.team].name, there.deputies[network.deputy].name,
        *covered(facts, sheet, [network.code]),
        *scored(facts, sheet, form, *member), rank,
        *domains(facts, sheet, form, *member), *wrong(facts, sheet, form, *member),
    ]  # fmt: skip


def _by_deputy(grid: Grid, facts: Facts, form: Form, top: int) -> Iterator[Claim]:
    there = facts.office.organisation
    top, _ = grid.find(TEXTS("networks.columns.deputy"), after=top + 1, column=0)
    names = ["deputy", "networks", "owed", "visited", "share", "before_share", "share_change", "n"]
    by_deputy = []
    for code, deputy in there.deputies.items():
        mine = [network.code for network in there.networks.values() if network.deputy == code]
        n = sum(facts.n(grid.sheet, form.id, "network", one) for one in mine)
        by_deputy.append([deputy.name, len(mine), *covered(facts, grid.sheet, mine), n])
    yield from grid.table(top, [TEXTS(f"networks.columns.{name}") for name in names], by_deputy)


def covered(facts: Facts, sheet: str, networks: Sequence[str]) -> Line:
    """Open, visited, the share, that of the semester before, and the difference in percentage points."""
    (visited, owed), past = facts.coverage(sheet, networks), share(*facts.coverage(sheet, networks, "before"))
    now = share(visited, owed)
    return [owed, visited, now, past, None if now is None or past is None else round(100 * (now - past))]


def scored(facts: Facts, sheet: str, form: Form, dimension: str = "all", code: str = "") -> Line:
    """How many, mean, level, the mean before, and the difference of the two."""
    n, mean, level = facts.mean(sheet, form.id, "score", dimension, code)
    past = facts.mean(sheet, form.id, "score", dimension, code, "before")[1]
    return [n, mean, level, past, moved(mean, past)]


def domains(facts: Facts, sheet: str, form: Form, dimension: str = "all", code: str = "") -> Line:
    """The mean of each domain."""
    return [facts.mean(sheet, form.id, f"domain:{g.id}", dimension, code)[1] for g in form.grids]


def wrong(facts: Facts, sheet: str, form: Form, dimension: str = "all", code: str = "") -> Line:
    """Responses with errors and with warnings, nothing for nought."""
    return [facts.n(sheet, form.id, dimension, code, what) or None for what in ("errors", "warnings")]


# --- Schools ---------------------------------------------------------------------------


def schools(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """Every school of the spreadsheet's networks."""
    form, there = facts.form("observation"), facts.office.organisation
    names = [
        "network", "school", "status", "visits", "last", "n", "mean", "level", "classes",
        "before_n", "before_mean", "change", "errors", "warnings",
    ]  # fmt: skip
    titles = [TEXTS(f"schools.columns.{name}") for name in names]
    mine = [network.code for network in networks_of(facts, grid.sheet)]
    lines = [
        school_line(facts, grid.sheet, form, school.code)
        for school in there.schools.values()
        if school.network in mine
    ]
    left = 1 if grid.sheet.startswith("network:") else 0
    top, _ = grid.find(titles[1])
    yield from grid.table(top, titles[left:], [line[left:] for line in lines])


def school_line(facts: Facts, sheet: str, form: Form, code: str) -> Line:
    """A school's line."""
    there = facts.office.organisation
    school = there.schools[code]
    _, mean, level, past, change = scored(facts, sheet, form, "school", code)
    seen = {
        one.partition("|")[2]
        for one in facts.codes(sheet, form.id, "school*class")
        if one.startswith(f"{code}|") and facts.n(sheet, form.id, "school*class", one)
    }
    classes = [name for known, name in labels(form, there, "class").items() if known in seen]
    return [
        there.networks[school.network].name, school.name,
        TEXTS(f"schools.status.{status(facts, sheet, code)}"),
        visits(facts, sheet, code), day(last_seen(facts, code)),
        facts.n(sheet, form.id, "school", code), mean, level, ", ".join(classes),
        facts.n(sheet, form.id, "school", code, term="before"), past, change,
        *(visits(facts, sheet, code, what) or None for what in ("errors", "warnings")),
    ]  # fmt: skip


def visits(facts: Facts, sheet: str, code: str, what: str = "counted") -> int:
    """The semester's records of visits to a school, in whatever form: an observation is one of them."""
    forms = (form.id for form in facts.office.forms.values() if form.counts_as in SEEN)
    return sum(facts.n(sheet, form, "school", code, what) for form in forms)


def last_seen(facts: Facts, code: str) -> date | None:
    """When a school was last visited, wherever it belonged then."""
    forms = (form.id for form in facts.office.forms.values() if form.counts_as in SEEN)
    days = [facts.last("district:", form, "school", code) for form in forms]
    return max((day for day in days if day), default=None)


def status(facts: Facts, sheet: str, code: str) -> str:
    """Whether an open school was visited."""
    school, on = facts.office.organisation.schools[code], facts.stands_on(sheet)
    if (school.opened and on < school.opened) or (school.closed and on >= school.closed):
        return "closed"
    if visits(facts, sheet, code):
        return "visited"
    if visits(facts, "district:", code):
        return "elsewhere"
    return "to_mend" if visits(facts, sheet, code, "errors") else "waiting"


# --- Results ---------------------------------------------------------------------------


def results(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """The whole, each domain, each item, and how the ratings are spread; networks side by side."""
    form = facts.office.forms[grid.key.partition(":")[2]]
    scale = form.grids[0].scale
    names = ["number", "item", "n", "mean", "level", "before", "change"]
    titles = [TEXTS(f"results.columns.{name}") for name in names]
    titles += [TEXTS("results.rating", rating=rating, label=label) for rating, label in scale.items()]
    top, _ = grid.find(titles[0], column=0)
    told: list[tuple[str | None, str, str]] = [(None, TEXTS("results.whole"), "score")]
    told += [(str(n), g.title, f"domain:{g.id}") for n, g in enumerate(form.grids, start=1)]
    lines = [
        [
            number,
            starred(name, facts.mean(grid.sheet, form.id, measure)[0]),
            *measured(facts, grid.sheet, form, measure),
        ]
        for number, name, measure in told
    ]
    yield from grid.table(top, titles, lines)
    columns = grid.columns(top, titles)
    for number, g in enumerate(form.grids, start=1):
        for place, item in enumerate(g.items, start=1):
            row, _ = grid.find(f"{number}.{place}", after=top, column=0)
            values = [item.ask, *measured(facts, grid.sheet, form, f"item:{item.id}")]
            yield from (Claim(row, c, value) for c, value in zip(columns[1:], values, strict=True))
    if grid.sheet.partition(":")[0] in ("district", "deputy") and form.counts_as != "observation":
        row, _ = grid.find(TEXTS("results.networks"), after=top, column=0)
        for line, network in enumerate(networks_of(facts, grid.sheet), start=row + 1):
            values = [None, network.name, *_by_network(facts, grid.sheet, form, network.code)]
            yield from (Claim(line, c, value) for c, value in zip(columns, values, strict=True))


def _by_network(facts: Facts, sheet: str, form: Form, code: str) -> Line:
    """How many, mean, level, mean before, change, and each rating's share of all ratings there."""
    asked = (
        "SELECT CAST(s.value AS INTEGER) AS points, count(*) FROM placed, json_each(scores) AS s"
        " WHERE sheet = ? AND term = 'now' AND form = ? AND dimension = 'network' AND code = ? AND counted"
        " GROUP BY ALL"
    )
    times = dict(facts.ask(asked, sheet, form.id, code))
    spread = [share(times.get(rating, 0), sum(times.values())) for rating in form.grids[0].scale]
    return [*scored(facts, sheet, form, "network", code), *spread]


def starred(name: str, n: int) -> str:
    """What a chart draws: with a star where its mean is of too few."""
    return TEXTS("common.starred", name=name) if 0 < n < ENOUGH else name


def explained(title: str, *counts: int) -> str:
    """A chart's title: it says what a star means."""
    few = any(0 < n < ENOUGH for n in counts)
    return TEXTS("common.explained", title=title, enough=ENOUGH) if few else title


def measured(facts: Facts, sheet: str, form: Form, measure: str) -> Line:
    """How many, mean, level, mean before, change, and each rating's share of all ratings."""
    n, mean, level = facts.mean(sheet, form.id, measure)
    past = facts.mean(sheet, form.id, measure, term="before")[1]
    times = dict(
        facts.ask(
            "SELECT points, times FROM spread WHERE sheet = ? AND form = ? AND measure = ? AND term = 'now'",
            sheet,
            form.id,
            measure,
        )
    )
    spread = [share(times.get(rating, 0), sum(times.values())) for rating in form.grids[0].scale]
    return [n, mean, level, past, moved(mean, past), *spread]


# --- Cuts ------------------------------------------------------------------------------


def cut(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """A form by what it asks, a table a question."""
    form, sheet = facts.office.forms[grid.key.partition(":")[2]], grid.sheet
    unit = TEXTS("common.unit_rated" if form.grids else "common.unit_plain")
    names = ("n", "share", "before_n", "mean", "level", "before_mean", "change")
    plain = ("n", "share", "before_n", "errors", "warnings")
    titles = [TEXTS(f"cuts.columns.{name}", unit=unit) for name in (names if form.grids else plain)]
    titles += [g.title for g in form.grids]
    top = 0
    for dimension in cuts.dimensions(form):
        question = question_of(form, dimension)
        asked = question.ask if question else dimension
        top, _ = grid.find(TEXTS("cuts.by", question=asked), after=top, column=0)
        lines = [
            [name, *(_rated if form.grids else _plain)(facts, sheet, form, dimension, code)]
            for code, name in _members(facts, sheet, form, dimension)
        ]
        yield from grid.table(top + 1, [asked, *titles], lines)
    if form.grids and sheet == "district:":
        yield from _matrix(grid, facts, form)


def _members(facts: Facts, sheet: str, form: Form, dimension: str) -> list[tuple[str, str]]:
    occurring = facts.codes(sheet, form.id, dimension)
    if dimension == "supervisor":
        return [(person.code, person.name) for person in supervisors_of(facts, sheet, *occurring)]
    known = labels(form, facts.office.organisation, dimension)
    return [*known.items(), *((code, code) for code in sorted(set(occurring) - known.keys()))]


def _counts(facts: Facts, sheet: str, form: Form, dimension: str, code: str) -> Line:
    n = facts.n(sheet, form.id, dimension, code)
    before = facts.n(sheet, form.id, dimension, code, term="before")
    return [n, share(n, facts.n(sheet, form.id)), before]


def _plain(facts: Facts, sheet: str, form: Form, dimension: str, code: str) -> Line:
    return [*_counts(facts, sheet, form, dimension, code), *wrong(facts, sheet, form, dimension, code)]


def _rated(facts: Facts, sheet: str, form: Form, dimension: str, code: str) -> Line:
    marks = scored(facts, sheet, form, dimension, code)[1:]
    means = domains(facts, sheet, form, dimension, code)
    return [*_counts(facts, sheet, form, dimension, code), *marks, *means]


def _matrix(grid: Grid, facts: Facts, form: Form) -> Iterator[Claim]:
    there = facts.office.organisation
    top, _ = grid.find(TEXTS("cuts.matrix"), column=0)
    titles = [TEXTS("cuts.network"), *(area.name for area in there.learning_areas.values())]
    lines = [
        [network.name, *(
            facts.mean(grid.sheet, form.id, "score", "network*learning_area", f"{network.code}|{area}")[1]
            for area in there.learning_areas
        )]
        for network in there.networks.values()
    ]  # fmt: skip
    yield from grid.table(top + 1, titles, lines)


# --- Logs ------------------------------------------------------------------------------


def daily(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """Logs by person, and their days week by week; a work group's are held against no working days."""
    form, against = facts.form("log"), not grid.sheet.startswith("group:")
    weeks = _weeks(facts, grid.sheet)
    names = ("person", "logs", "logged", *(("owed", "share") if against else ()), "last")
    titles = [TEXTS(f"daily.columns.{name}") for name in names]
    titles += [
        TEXTS("daily.week", number=n, days=week_days_short(one)) for n, one in enumerate(weeks, start=1)
    ]
    now = facts.ask(
        "SELECT DISTINCT code FROM tally"
        " WHERE sheet = ? AND form = ? AND dimension = 'supervisor' AND term = 'now'",
        grid.sheet, form.id,
    )  # fmt: skip
    people = supervisors_of(facts, grid.sheet, *(row[0] for row in now))
    lines, sums = [], [0] * (3 + len(weeks))
    for person in people:
        line, counts = _logger(facts, grid.sheet, form, person, weeks)
        lines.append(line)
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
    if not people:
        lines.append([TEXTS("daily.nobody"), *[None] * (len(titles) - 1)])
    _, met, owed, *by_week = sums
    total = [TEXTS("daily.total", people=len(people)), facts.n(grid.sheet, form.id), met]
    held = [owed or None, share(met, owed)] if against else []
    lines.append([*total, *held, None, *(n or None for n in by_week)])
    if against:
        lines.append(
            [TEXTS("daily.working_days"), *[None] * 5, *_reckoned(facts, weeks, facts.stands_on(grid.sheet))]
        )
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, titles, lines)


def _weeks(facts: Facts, sheet: str) -> list[Period]:
    """The semester's weeks up to the spreadsheet's latest news."""
    calendar, found = facts.office.calendar, []
    week = calendar.week_of(calendar.latest_semester(facts.now.date()).start)
    while week.start <= facts.stands_on(sheet):
        found.append(week)
        week = calendar.week_of(week.end)
    return found


def _logger(
    facts: Facts, sheet: str, form: Form, person: Supervisor, weeks: Sequence[Period]
) -> tuple[Line, list[int]]:
    """A person's line, and what of it is summed: logs, days met, days owed, days met of each week."""
    against = not sheet.startswith("group:")
    logged = _days(facts, "logged", sheet, person.code)
    owed = _days(facts, "owing", sheet, person.code) if against else set()
    met = logged & owed if against else logged
    met_by_week, owed_by_week = (
        [sum(one.start <= d < one.end for d in of) for one in weeks] for of in (met, owed)
    )
    n = facts.n(sheet, form.id, "supervisor", person.code)
    last = day(facts.last(sheet, form.id, "supervisor", person.code))
    each = [m if o else m or None for m, o in zip(met_by_week, owed_by_week, strict=True)]
    held = [len(owed) or None, share(len(met), len(owed))] if against else []
    return [person.name, n, len(met), *held, last, *each], [n, len(met), len(owed), *met_by_week]


def _reckoned(facts: Facts, weeks: Sequence[Period], on: date) -> list[int]:
    """The working days of each week that are reckoned with: none before the first, none after the last."""
    calendar = facts.office.calendar
    semester = calendar.latest_semester(facts.now.date())
    first, end = max(semester.start, facts.office.duties.since or semester.start), on + timedelta(days=1)
    return [
        sum(calendar.is_working_day(d) for d in _span(max(one.start, first), min(one.end, end)))
        for one in weeks
    ]


def _days(facts: Facts, table: str, sheet: str, person: str) -> set[date]:
    term = " AND term = 'now'" if table == "logged" else ""
    asked = f"SELECT day FROM {table} WHERE sheet = ? AND supervisor = ?{term}"
    return {row[0] for row in facts.ask(asked, sheet, person)}


def _span(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days)]
