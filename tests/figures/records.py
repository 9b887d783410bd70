"""The tabs of single records: registers, remarks, findings, what is owed, and how many came of each form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import orjson

from forms.model import Form, PeriodKind, QuestionType
from forms.thai import thai_date, thai_period
from sync.layout.reading import labels
from sync.layout.register_columns import columns
from sync.layout.responses import HEADER_ROWS
from tests.figures.charts import items_of, subject
from tests.figures.crossed import crossed
from tests.figures.facts import Facts, share
from tests.figures.grid import Claim, Grid
from tests.figures.tables import TEXTS, Line, networks_of, supervisors_of

_NUMBERS = (QuestionType.NUMBER, QuestionType.YEAR)
_UNPLANNED = 200  # visits without a plan that are listed
_OWN = ("observation", "log")  # forms with tabs of their own are not among the counts


# --- Registers -------------------------------------------------------------------------


def register(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """A row for each response of the academic year, none twice: ratings and numbers, mean and level."""
    form = facts.office.forms[grid.key.partition(":")[2]]
    decides = TEXTS("register.group_standing") in grid.rows[0] and len(grid.rows[1]) > len(
        columns(form, TEXTS)
    )
    shown = columns(form, TEXTS, decides=decides)
    found = facts.ask(
        "SELECT response.id, scores, answers, hundredths, level"
        " FROM own JOIN response USING (form, id)"
        " JOIN term ON term.name = 'year' AND day >= first AND day < until"
        " LEFT JOIN register_mark AS mark ON mark.form = response.form AND mark.id = response.id"
        " WHERE own.sheet = ? AND own.form = ?",
        grid.sheet, form.id,
    )  # fmt: skip
    wanted = {row[0]: row[1:] for row in found}
    last = len(shown) - 1
    listed = Counter(grid.at(row, last) for row in range(HEADER_ROWS, len(grid.rows)) if grid.at(row, last))
    assert listed == Counter(list(wanted)), f"{grid.sheet} {grid.key}: other responses than the ledger's"
    for row in range(HEADER_ROWS, len(grid.rows)):
        scores, answers, hundredths, level = wanted[grid.at(row, last)]
        rated, said = orjson.loads(scores), orjson.loads(answers)
        for number, column in enumerate(shown):
            if column.part == "score":
                yield Claim(row, number, None if hundredths is None else int(hundredths) / 100)
            elif column.part == "level":
                yield Claim(row, number, level)
            elif column.question is not None and column.part == "answer":
                if column.question.type is QuestionType.RATING:
                    yield Claim(row, number, rated.get(column.question.id))
                elif column.question.type in _NUMBERS and column.question.id in said:
                    yield Claim(row, number, said[column.question.id])


def remarks(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """What was written in counted responses, the latest visit first, with the mean and level of each."""
    form = facts.office.forms[grid.key.partition(":")[2]]
    schools = facts.office.organisation.schools
    found = facts.ask(
        "SELECT day, there.code, hundredths, level FROM shown JOIN response USING (form, id)"
        " JOIN term ON term.name = 'now' AND day >= first AND day < until"
        " JOIN register_mark AS mark USING (form, id)"
        " LEFT JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)"
        " WHERE sheet = ? AND form = ? AND counted AND wrote ORDER BY day DESC, there.code, id",
        grid.sheet, form.id,
    )  # fmt: skip
    lines = [
        [thai_date(on), schools[code].name if code else None, int(hundredths) / 100, level]
        for on, code, hundredths, level in found
    ]
    titles = [TEXTS(f"remarks.columns.{name}") for name in ("when", "school", "score", "level")]
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, titles, lines)


# --- Findings and what is owed ---------------------------------------------------------


def found(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """As many findings as stand, each with its response."""
    answered = ":" in grid.key
    alone = answered and grid.sheet == "office:"  # what no network and no work group holds
    wanted = facts.ask(
        "SELECT severity, response FROM found WHERE sheet = ? AND (nobodys OR NOT ?)", grid.sheet, alone
    )
    errors, warnings = (sum(row[0] == which for row in wanted) for which in ("error", "warning"))
    gone = "SELECT response FROM settled_here WHERE sheet = ? AND (nobodys OR NOT ?)"
    settled = [row[0] for row in facts.ask(gone, grid.sheet, alone)]
    more = {"settled": len(settled)} if answered else {}
    said = "findings.answered" if errors + warnings + len(settled) else "findings.answered_none"
    line = TEXTS(
        said if answered else "findings.line",
        place="",
        errors=errors,
        warnings=warnings,
        **more,
    )
    yield _tail(grid, line)
    top, _ = grid.find(TEXTS("findings.columns.severity"), column=0)
    response = grid.columns(top, [TEXTS("findings.columns.response")])[0]
    rows = range(top + 1, len(grid.rows))
    listed = Counter((grid.at(r, 0), grid.at(r, response)) for r in rows if grid.at(r, response))
    stand = Counter((TEXTS(f"findings.severity.{severity}"), response) for severity, response in wanted)
    stand += Counter((TEXTS("findings.settled"), response) for response in settled if answered)
    assert listed == stand, f"{grid.sheet} {grid.key}: other findings than the ledger's"


_WHOLE_PERIODS: tuple[PeriodKind, ...] = (
    "quarter",
    "semester",
    "fiscal_half",
    "academic_year",
    "fiscal_year",
)


def duties(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """How many of each duty are missing, to come, done, late or excused; the rare ones by period.

    The days of logs stand below the total: it has the weeks' hand-overs.
    """
    statuses = ("missing", "pending", "done", "late", "excused")
    found = _by_duty(grid.sheet, facts)
    listed = facts.ask(
        "SELECT count(*) FILTER (status = 'missing'),"
        " count(*) FILTER (status = 'pending' AND due <= (SELECT day + 31 FROM today))"
        " FROM owing_here WHERE sheet = ? AND duty <> 'daily-log'",
        grid.sheet,
    )[0]
    year = facts.office.calendar.academic_year(facts.now.date())
    yield _tail(grid, TEXTS("duties.line", place="", year=year, missing=listed[0], days=30, soon=listed[1]))
    if not found:
        return
    titles = {rule.id: rule.title for rule in facts.office.duties.rules}
    days = TEXTS("duties.gathered", title=titles["daily-log"], by=titles["log-hand-over"])
    whole = sum((counts for title, counts in found.items() if title != days), Counter[str]())
    top, _ = grid.find(TEXTS("duties.columns.duty"), column=0)
    heads = [*(TEXTS(f"duties.status.{one}") for one in statuses), TEXTS("duties.columns.all")]
    places = grid.columns(top, heads)
    for title, counts in [*found.items(), (TEXTS("duties.total"), whole)]:
        row, _ = grid.find(title, after=top, column=0)
        values = [*(counts[one] for one in statuses), counts.total()]
        yield from (Claim(row, c, v) for c, v in zip(places, values, strict=True))


def _by_duty(sheet: str, facts: Facts) -> dict[str, Counter[str]]:
    """How many duties stand how, by the words of their line."""
    rules = {rule.id: rule for rule in facts.office.duties.rules}
    found: dict[str, Counter[str]] = {}
    asked = "SELECT duty, due, status, count(*) FROM owing_here WHERE sheet = ? GROUP BY ALL"
    for duty, due, status, n in facts.ask(asked, sheet):
        title = rules[duty].title
        every = rules[duty].every
        if every in _WHOLE_PERIODS:
            (period,) = facts.office.calendar.periods(every, due, due + timedelta(days=1))
            title = TEXTS("duties.of_period", title=title, period=thai_period(period))
        if duty == "daily-log":
            title = TEXTS("duties.gathered", title=title, by=rules["log-hand-over"].title)
        found.setdefault(title, Counter())[status] += n
    return found


def cases(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """How many urgent cases are open and closed, the open ones on top with the days of each."""
    found = facts.ask(
        "SELECT open, due_on, day FROM own JOIN urgent USING (form, id) WHERE sheet = ?"
        " ORDER BY NOT open, CASE WHEN open THEN due_on END NULLS LAST,"
        " CASE WHEN open THEN day END, day DESC",
        grid.sheet,
    )  # fmt: skip
    n = sum(row[0] for row in found)
    yield _tail(grid, TEXTS("cases.line", place="", open=n, closed=len(found) - n))
    if found:
        titles = [TEXTS(f"cases.columns.{name}") for name in ("due", "opened")]
        top, _ = grid.find(titles[0], column=0)
        lines = [[thai_date(due) if due else None, thai_date(on)] for _, due, on in found]
        yield from grid.table(top, titles, lines)


def calendar(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """The semester's plans, the latest first, when each was done; and how many visits nobody had planned."""
    plans, schools = _plans(facts, grid.sheet), facts.office.organisation.schools
    visits = _unplanned(facts, grid.sheet, [plan[0] for plan in plans if plan[3] in ("done", "late")])
    done, missed = (sum(plan[3] in of for plan in plans) for of in (("done", "late"), ("missing",)))
    yield _tail(
        grid,
        TEXTS("planning.line", place="", all=len(plans), done=done, missed=missed, more=len(visits)),
    )
    titles = [TEXTS(f"planning.columns.{name}") for name in ("when", "school", "status", "done")]
    top, _ = grid.find(titles[0], column=0)
    lines: list[Line] = [
        [
            thai_date(on), schools[school].name,
            TEXTS(f"planning.status.{status}") if status else None, thai_date(met) if met else None,
        ]
        for _, on, school, status, met in plans
    ]  # fmt: skip
    yield from grid.table(top, titles, lines)
    if visits:
        under, column = grid.find(TEXTS("planning.unplanned", n=len(visits)), after=top)
        yield Claim(under, column, TEXTS("planning.unplanned", n=len(visits)))
        columns = grid.columns(top, titles)
        for row, (on, school) in enumerate(visits[:_UNPLANNED], start=under + 1):
            name = schools[school].name if school else None
            values = [None, name, TEXTS("planning.status.unplanned"), thai_date(on)]
            yield from (Claim(row, c, value) for c, value in zip(columns, values, strict=True))


def _plans(facts: Facts, sheet: str) -> list[tuple[Any, ...]]:
    """The semester's plans, the latest first: response, day, school, how it stands, when it was done."""
    return facts.ask(
        "SELECT plan.id, plan.day, school, status, owing_here.met_on FROM own"
        " JOIN plan USING (id) JOIN response USING (form, id)"
        " JOIN term ON term.name = 'now' AND plan.day >= first AND plan.day < term.until"
        " LEFT JOIN owing_here ON owing_here.sheet = own.sheet AND owing_here.asked = plan.id"
        " WHERE own.sheet = ? ORDER BY plan.day DESC, response.submitted DESC, plan.id DESC",
        sheet,
    )  # fmt: skip


def _unplanned(facts: Facts, sheet: str, met: list[str]) -> list[tuple[Any, ...]]:
    """Day and school of the semester's visits that none of these plans was met by, the latest first."""
    return facts.ask(
        "SELECT visit.day, school FROM own JOIN visit USING (form, id)"
        " JOIN response USING (form, id)"
        " JOIN term ON term.name = 'now' AND visit.day >= first AND visit.day < term.until"
        " WHERE own.sheet = ? AND visit.counted AND visit.id NOT IN ("
        "  SELECT visit FROM plan_met WHERE list_contains(?, plan))"
        " ORDER BY visit.day DESC, response.submitted DESC, visit.id DESC",
        sheet, met,
    )  # fmt: skip


def _tail(grid: Grid, line: str) -> Claim:
    """The line beneath the title, whatever place it names first."""
    said = str(grid.at(1, 0))
    return Claim(1, 0, said[: said.index(line[:12])] + line if line[:12] in said else line)


# --- Counts ----------------------------------------------------------------------------


def counts(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """How many responses of each form came, by network (in work groups by person), and by each cut."""
    sheet = grid.sheet
    forms = [form for form in facts.office.forms.values() if form.counts_as not in _OWN]
    dimension, members = _members(facts, sheet, forms)
    titles = [TEXTS(f"tallies.columns.{name}") for name in ("form", "now", "before", "errors", "warnings")]
    lines: list[Line] = []
    for form in forms:
        now, before = (facts.n(sheet, form.id, what="responses", term=t) for t in ("now", "before"))
        wrong: list[Any] = [facts.n(sheet, form.id, what=what) or None for what in ("errors", "warnings")]
        each = [facts.n(sheet, form.id, dimension, code, "responses") or None for code, _ in members]
        lines.append([subject(form), now, before, *wrong, *each])
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, [*titles, *(name for _, name in members)], lines)
    below = top + len(forms) + 1
    for form in forms:
        tables = _kinds(facts, sheet, form)
        if tables:
            below = grid.find(subject(form), after=below, column=0)[0] + 1
        for heads, kinds in tables:
            yield from grid.table(below, heads, kinds)
            below += 1 + len(kinds)
        yield from crossed(grid, facts, form)
    if sheet.partition(":")[0] in ("district", "deputy", "network"):
        for form in forms:
            yield from _sums(grid, facts, form, below)


def _sums(grid: Grid, facts: Facts, form: Form, below: int) -> Iterator[Claim]:
    """What a form's numbers add up to, by network or school; nothing where no record came."""
    found = dict(facts.ask("SELECT code, count(*) FROM added WHERE sheet = ? AND form = ? GROUP BY ALL",
                           grid.sheet, form.id))  # fmt: skip
    title = TEXTS("tallies.sums.title", subject=subject(form))
    assert grid.has(title) == bool(found), (grid.sheet, form.id)
    if not found:
        return
    asked = "SELECT code, question, whole, figure FROM total WHERE sheet = ? AND form = ?"
    figures = {(code, question, whole): figure for code, question, whole, figure in
               facts.ask(asked, grid.sheet, form.id)}  # fmt: skip
    wholes = dict(facts.ask("SELECT question, whole FROM summed WHERE form = ? AND whole <> ''", form.id))
    columns: list[tuple[str, str]] = []
    for question in (one.id for one in form.questions.values() if one.summed):
        columns.append((question, ""))
        if question in wholes:
            columns.append((question, wholes[question]))
    by_school = grid.sheet.startswith("network:")
    own = networks_of(facts, grid.sheet)
    schools = [s for s in facts.office.organisation.schools.values() if s.network in {n.code for n in own}]
    places = [(s.code, s.name) for s in schools] if by_school else [(n.code, n.name) for n in own]
    if "year" not in form.about or "part_of_year" in form.about:
        places = [place for place in places if place[0] in found]
    if "-" in found:
        places.append(("-", TEXTS("tallies.sums.no_school" if by_school else "tallies.sums.no_network")))
    if by_school and "where" not in form.about:
        places = []
    top, _ = grid.find(title, after=below, column=0)
    assert grid.at(top + 2, 1) == TEXTS("tallies.sums.n")
    for row, (code, name) in enumerate([*places, ("", TEXTS("tallies.sums.total"))], start=top + 3):
        values = [name, found.get(code), *(figures.get((code, *column)) for column in columns)]
        yield from (Claim(row, column, value) for column, value in enumerate(values))


def _members(facts: Facts, sheet: str, forms: Iterable[Form]) -> tuple[str, list[tuple[str, str]]]:
    """What the columns stand for, and the code and name of each."""
    if not sheet.startswith("group:"):
        return "network", [(n.code, n.name) for n in networks_of(facts, sheet)]
    occurring = {
        code
        for form in forms
        for code in facts.codes(sheet, form.id, "supervisor")
        if facts.n(sheet, form.id, "supervisor", code, "responses")
    }
    return "supervisor", [(p.code, p.name) for p in supervisors_of(facts, sheet, *occurring)]


def _kinds(facts: Facts, sheet: str, form: Form) -> list[tuple[list[str], list[Line]]]:
    """The heads and lines of a form's tables: one for each thing that it is cut by and that occurs."""
    found = []
    for dimension, asked in _cuts(form):
        occurring = set(facts.codes(sheet, form.id, dimension))
        lines: list[Line] = []
        for code, name in labels(form, facts.office.organisation, dimension).items():
            if code in occurring:
                n, past = (facts.n(sheet, form.id, dimension, code, term=t) for t in ("now", "before"))
                lines.append([name, n, past, share(n, facts.n(sheet, form.id))])
        if occurring:
            heads = [asked, *(TEXTS(f"tallies.kinds.{name}") for name in ("now", "before", "share"))]
            found.append((heads, lines))
    return found


def _cuts(form: Form) -> Iterator[tuple[str, str]]:
    """What a form's counts are cut by, and the head of its column: its kinds, then what the form names."""
    if "kind" in form.about:
        yield "kind", TEXTS("tallies.kinds.kind")
    roles = {form.about[role]: role for role in ("kind", "way", "role", "class") if role in form.about}
    for question in form.cut_by:
        if roles.get(question) != "kind":
            yield roles.get(question, question), form.questions[question].ask


def items(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """A learning area's items, the weakest on top."""
    names = ("number", "item", "n", "mean", "level", "before", "change")
    titles = [TEXTS(f"area.items.{name}") for name in names]
    top, _ = grid.find(titles[0], column=0)
    yield from grid.table(top, titles, items_of(grid.sheet, facts))
