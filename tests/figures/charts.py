"""The figures behind the charts of the first tabs: weeks, levels, domains, members, networks side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.model import Form, Period
from sync.layout.parts import week_days
from sync.layout.reading import labels
from tests.figures.facts import Facts, moved, share
from tests.figures.grid import Grid
from tests.figures.tables import ENOUGH, SEEN, TEXTS, Line, covered, explained, networks_of, starred

_LEFT, _RIGHT = (0, 1, 3, 4), (7, 10, 11)  # where the columns of a table on either side stand

Table = tuple[str, Line, Sequence[int], list[Line]]


def figures(grid: Grid, facts: Facts) -> Iterator[Table]:
    sheet, kind = grid.sheet, grid.sheet.partition(":")[0]
    form, log = facts.form("observation"), facts.form("log")
    if kind in ("district", "network", "deputy"):
        yield _weekly(sheet, facts, form)
    if kind == "district":
        yield _levels(sheet, facts, form)
    if kind == "network":
        yield _domains(sheet, facts, form)
    if kind == "group" and not observes(sheet, facts):
        if grid.has(TEXTS("group.records.weeks.title")):
            yield _own_weeks(sheet, facts)
    elif kind == "group":
        yield _weekly(sheet, facts, log)
        yield _members(sheet, facts, log, "kind", "group.kinds", right=False)
        if grid.has(TEXTS("group.areas.title")):
            yield _members(sheet, facts, log, "learning_area", "group.areas", right=True)
    if kind == "deputy":
        yield from _side_by_side(sheet, facts, form)
    if kind == "learning_area":
        yield from _of_area(sheet, facts, form)
    # The office draws its weeks where its lists leave room.
    if kind == "supervisor" or (kind == "office" and grid.has(TEXTS("waiting.activity.title"))):
        yield _activity(sheet, facts)


def observes(sheet: str, facts: Facts) -> bool:
    """Whether a work group's people saw a class in either semester."""
    form = facts.form("observation").id
    return any(facts.n(sheet, form, term=term) for term in ("now", "before"))


def _own_weeks(sheet: str, facts: Facts) -> Table:
    """What came of all forms, week by week, up to the running one."""
    heads = [TEXTS(f"group.records.weeks.{name}") for name in ("week", "number", "n")]
    kinds = sorted({form.counts_as for form in facts.office.forms.values()})
    return TEXTS("group.records.weeks.title"), heads, (0, 1, 3), _by_week(sheet, facts, (kinds,))


def _weeks(facts: Facts, semester: Period) -> list[Period]:
    found, week = [], facts.office.calendar.week_of(semester.start)
    while week.start < semester.end:
        found.append(week)
        week = facts.office.calendar.week_of(week.end)
    return found


def _semesters(facts: Facts) -> tuple[Period, Period]:
    calendar = facts.office.calendar
    now = calendar.latest_semester(facts.now.date())
    return now, calendar.previous_semester(now)


def subject(form: Form) -> str:
    """What a form is about: its title without the words for "form" in front."""
    words = TEXTS.under("common.form_words")
    return next((form.title.removeprefix(w) for w in words if form.title.startswith(w)), form.title)


def _unit(form: Form) -> str:
    return TEXTS("common.unit_rated" if form.grids else "common.unit_plain")


def _of_both(sheet: str, facts: Facts, form: Form, *, rated: bool) -> list[str]:
    both = []
    for term, words in (("now", "overview.now_of"), ("before", "overview.before_of")):
        marked = facts.mean(sheet, form.id, "score", "all", "", term)[0]
        both.append(TEXTS(words, n=marked if rated else facts.n(sheet, form.id, term=term), unit=_unit(form)))
    return both


def _weekly(sheet: str, facts: Facts, form: Form) -> Table:
    semester, previous = _semesters(facts)
    weeks, earlier = _weeks(facts, semester), _weeks(facts, previous)
    on, calendar, lines = facts.stands_on(sheet), facts.office.calendar, []
    for number, week in enumerate(weeks):
        over = week.start <= on and all(d <= on for d in calendar.working_days(week))
        now = facts.n(sheet, form.id, "week", week.start.isoformat())
        past = None
        if number < len(earlier):
            past = facts.n(sheet, form.id, "week", earlier[number].start.isoformat(), term="before")
        lines.append([week_days(week), str(number + 1), now or (0 if over else None), past])
    title = TEXTS("overview.weeks.title", subject=subject(form), unit=_unit(form))
    return (
        title,
        [TEXTS(f"overview.weeks.{head}") for head in ("days", "number", "now", "before")],
        _LEFT,
        lines,
    )


def _levels(sheet: str, facts: Facts, form: Form) -> Table:
    shares = []
    for term in ("now", "before"):
        reached = dict(facts.ask(
            "SELECT level, n FROM reached WHERE sheet = ? AND form = ? AND term = ?", sheet, form.id, term
        ))  # fmt: skip
        n = facts.mean(sheet, form.id, "score", "all", "", term)[0]
        shares.append(
            {one.name: share(reached.get(one.name, 0), n) for one in form.bands.levels} if form.bands else {}
        )
    heads = [TEXTS("overview.levels.level"), *_of_both(sheet, facts, form, rated=True)]
    return (
        TEXTS("overview.levels.title"),
        heads,
        _RIGHT,
        [[name, s, shares[1][name]] for name, s in shares[0].items()],
    )


def _domains(sheet: str, facts: Facts, form: Form) -> Table:
    told = [(f"{n} {g.title}", f"domain:{g.id}", "all", "") for n, g in enumerate(form.grids, start=1)]
    heads = [TEXTS("overview.domains.domain"), *_of_both(sheet, facts, form, rated=True)]
    title, lines = _means(sheet, facts, form, TEXTS("overview.domains.title"), told)
    return title, heads, _RIGHT, lines


def _means(
    sheet: str, facts: Facts, form: Form, title: str, told: Sequence[tuple[str, str, str, str]]
) -> tuple[str, list[Line]]:
    """Means of both semesters, (name, measure, dimension, code) a line: of too few marked, or left out."""
    lines, counts = [], []
    for name, measure, dimension, code in told:
        n, mean, _ = facts.mean(sheet, form.id, measure, dimension, code)
        of, past, _ = facts.mean(sheet, form.id, measure, dimension, code, "before")
        counts.append(n)
        lines.append([starred(name, n), mean, past if of >= ENOUGH else None])
    return explained(title, *counts), lines


def _members(sheet: str, facts: Facts, form: Form, dimension: str, words: str, *, right: bool) -> Table:
    known, occurring = (
        labels(form, facts.office.organisation, dimension),
        facts.codes(sheet, form.id, dimension),
    )
    lines = [
        [
            name,
            *([] if right else [None]),
            *(facts.n(sheet, form.id, dimension, code, term=t) for t in ("now", "before")),
        ]
        for code, name in known.items()
        if code in occurring
    ]
    both = _of_both(sheet, facts, form, rated=False)
    heads = [TEXTS(f"{words}.head"), *([] if right else [None]), *both]
    return TEXTS(f"{words}.title"), heads, _RIGHT if right else _LEFT, lines


def _side_by_side(sheet: str, facts: Facts, form: Form) -> Iterator[Table]:
    heads = [TEXTS("deputy.columns.network"), TEXTS("deputy.now"), TEXTS("deputy.before")]
    networks = networks_of(facts, sheet)
    shares = [[n.name, None, *covered(facts, sheet, [n.code])[2:4]] for n in networks]
    yield TEXTS("deputy.shares"), [heads[0], None, *heads[1:]], _LEFT, shares
    told = [(n.name, "score", "network", n.code) for n in networks]
    title, means = _means(sheet, facts, form, TEXTS("deputy.means"), told)
    yield title, heads, _RIGHT, means


def _of_area(sheet: str, facts: Facts, form: Form) -> Iterator[Table]:
    member = ("learning_area", sheet.partition(":")[2])
    both = [TEXTS("area.heads.now"), TEXTS("area.heads.before")]
    told = [(f"{n} {g.title}", f"domain:{g.id}", *member) for n, g in enumerate(form.grids, start=1)]
    title, lines = _means(sheet, facts, form, TEXTS("area.by_domain"), told)
    yield title, [TEXTS("area.heads.domain"), *both], _RIGHT, lines
    # A long item is cut: its number names it.
    weakest = [[number, ..., mean, past] for number, _, _, mean, _, past, _ in items_of(sheet, facts)[:6]]
    heads = [TEXTS("area.heads.number"), TEXTS("area.heads.item"), *both]
    yield TEXTS("area.weakest", n=6), heads, (7, 8, 13, 14), weakest
    heads = [TEXTS(f"area.weeks.{name}") for name in ("week", "number", "observation", "visit")]
    yield (
        TEXTS("area.weeks.title"),
        heads,
        _LEFT,
        _by_week(sheet, facts, (("observation",), ("visit",)), running=False),
    )


def items_of(sheet: str, facts: Facts) -> list[Line]:
    """A learning area's items, the lowest mean first: number, item, n, mean, level, before, change."""
    form, member, lines = facts.form("observation"), ("learning_area", sheet.partition(":")[2]), []
    for number, g in enumerate(form.grids, start=1):
        for place, item in enumerate(g.items, start=1):
            n, mean, level = facts.mean(sheet, form.id, f"item:{item.id}", *member)
            past = facts.mean(sheet, form.id, f"item:{item.id}", *member, "before")[1]
            line: Line = [f"{number}.{place}", item.ask, n or None, mean, level, past, moved(mean, past)]
            lines.append((n < ENOUGH, mean if mean and n >= ENOUGH else 0, line))
    return [line for _, _, line in sorted(lines, key=lambda one: one[:2])]


def _activity(sheet: str, facts: Facts) -> Table:
    heads = [TEXTS(f"waiting.activity.{name}") for name in ("week", "number", "visits", "logs")]
    return TEXTS("waiting.activity.title"), heads, _LEFT, _by_week(sheet, facts, (SEEN, ("log",)))


def _by_week(sheet: str, facts: Facts, kinds: Sequence[Sequence[str]], *, running: bool = True) -> list[Line]:
    """The spreadsheet's own counted responses of each kind of form, week by week up to its latest news.

    Without the `running` week a nought is told of weeks alone whose working days have passed.
    """
    found = [
        dict(facts.ask(
            "SELECT day - CAST((isodow(day) + 1) % 7 AS INTEGER), count(*)"
            " FROM own JOIN response USING (form, id)"
            " JOIN form ON form.id = response.form"
            " JOIN term ON term.name = 'now' AND day >= term.first AND day < term.until"
            " WHERE own.sheet = ? AND counted AND list_contains(?, counts_as) GROUP BY ALL",
            sheet, list(kind),
        ))
        for kind in kinds
    ]  # fmt: skip
    on, calendar = facts.stands_on(sheet), facts.office.calendar

    def known(week: Period) -> bool:
        return week.start <= on and (running or all(day <= on for day in calendar.working_days(week)))

    return [
        [
            week_days(week),
            str(n),
            *(counts.get(week.start) or (0 if known(week) else None) for counts in found),
        ]
        for n, week in enumerate(_weeks(facts, _semesters(facts)[0]), start=1)
    ]
