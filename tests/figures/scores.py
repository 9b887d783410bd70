"""The tab of results of tests: the years of each subject, school by school or network by network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from forms.results.rules import KindOfTest, Subject
from tests.figures.facts import Facts, moved
from tests.figures.grid import Claim, Grid
from tests.figures.tables import TEXTS, Line, networks_of

_BY_SCHOOL = ("network", "supervisor")
_WHOLE = ("district", "learning_area")  # their whole is the district's
Key = tuple[str, str, str]
"""A test's kind, grade and subject."""
Mean = tuple[float | None, int, int | None]
"""A mean as it is shown, of how many schools and pupils (None: not all known)."""


@dataclass(frozen=True)
class Paper:
    """A subject of a test in a grade."""

    kind: KindOfTest
    grade: str
    subject: Subject


def scores(grid: Grid, facts: Facts) -> Iterator[Claim]:
    """The summary, then a table of each test and grade."""
    code = grid.sheet.partition(":")[2] if grid.sheet.startswith("learning_area:") else ""
    papers = [one for one in _papers(facts) if not code or one.subject.learning_area == code]
    yield from _summary(grid, facts, papers)
    for kind, grade in dict.fromkeys((one.kind.code, one.grade) for one in papers):
        there = [one for one in papers if (one.kind.code, one.grade) == (kind, grade)]
        yield from _table(grid, facts, there)


def _papers(facts: Facts) -> list[Paper]:
    known = set(facts.ask("SELECT DISTINCT kind, grade, subject FROM raw_result"))
    return [
        Paper(kind, grade, subject)
        for kind in facts.office.results.kinds.values()
        for grade in kind.grades
        for subject in kind.subjects.values()
        if (kind.code, grade, subject.code) in known
    ]


def _years(facts: Facts, papers: Sequence[Paper]) -> list[int]:
    keys = [_key(one) for one in papers]
    found = {year for key in keys for year, _ in _results(facts).get(key, ())}
    return sorted(found)[-facts.office.results.years_shown :]


def _key(one: Paper) -> Key:
    return one.kind.code, one.grade, one.subject.code


@cache
def _results(facts: Facts) -> Mapping[Key, set[tuple[int, str]]]:
    """The years and schools of each paper."""
    found: dict[Key, set[tuple[int, str]]] = {}
    for *key, year, school in facts.ask("SELECT kind, grade, subject, year, school FROM raw_result"):
        found.setdefault((key[0], key[1], key[2]), set()).add((year, school))
    return found


def _mean(facts: Facts, one: Paper, year: int, schools: Sequence[str] | None) -> Mean:
    """Weighted by pupils where those of every school are known; hundredths, halves up, rounded once."""
    known = None if schools is None else tuple(schools)
    return _means(facts, known).get((*_key(one), year), (None, 0, None))


@cache
def _means(facts: Facts, schools: tuple[str, ...] | None) -> Mapping[tuple[str, str, str, int], Mean]:
    """Of every paper and year at once."""
    found = facts.ask(
        "WITH summed AS ("
        " SELECT kind, grade, subject, year, count(*) AS n,"
        " count(pupils) = count(*) AND coalesce(sum(pupils), 0) > 0 AS known, sum(pupils) AS pupils,"
        " sum(CAST(round(100 * score) AS HUGEINT) * pupils) AS weighted,"
        " sum(CAST(round(100 * score) AS HUGEINT)) AS plain"
        " FROM raw_result WHERE ? OR list_contains(?, school) GROUP BY ALL"
        ") SELECT kind, grade, subject, year, CASE WHEN known THEN (2 * weighted + pupils) // (2 * pupils)"
        " ELSE (2 * plain + n) // (2 * n) END, n, CASE WHEN known THEN pupils END FROM summed",
        schools is None, list(schools or ()),
    )  # fmt: skip
    return {
        (kind, grade, subject, year): (int(score) / 100, int(n), None if pupils is None else int(pupils))
        for kind, grade, subject, year, score, n, pupils in found
    }


def _own(grid: Grid, facts: Facts) -> list[str] | None:
    """The schools of the spreadsheet's networks, None for the whole district."""
    if grid.sheet.partition(":")[0] in _WHOLE:
        return None
    codes = {network.code for network in networks_of(facts, grid.sheet)}
    return [school.code for school in facts.office.organisation.schools.values() if school.network in codes]


def _change(facts: Facts, one: Paper, years: Sequence[int], schools: Sequence[str] | None) -> float | None:
    """From the latest year before that has a score to the last, both of the schools that have both."""
    there = [
        {school for when, school in _results(facts)[_key(one)] if when == year and _is_of(school, schools)}
        for year in years
    ]
    before = [(year, found) for year, found in zip(years, there, strict=True) if found and year < years[-1]]
    if not before:
        return None
    year, found = before[-1]
    same = sorted(found & there[-1])
    return moved(*(_mean(facts, one, when, same)[0] for when in (years[-1], year)))


def _is_of(school: str, schools: Sequence[str] | None) -> bool:
    return schools is None or school in schools


def _summary(grid: Grid, facts: Facts, papers: Sequence[Paper]) -> Iterator[Claim]:
    own, years, lines = _own(grid, facts), _years(facts, papers), []
    for one in papers:
        means = [_mean(facts, one, year, own) for year in years]
        latest = max(_years(facts, [one]))
        mean = _mean(facts, one, latest, own)
        line: Line = [_below(facts, one, latest, own), *(score for score, *_ in means)]
        line.append(_change(facts, one, [year for year in years if year <= latest], own))
        if own is not None:
            district = _mean(facts, one, latest, None)[0]
            line += [district, moved(mean[0], district)]
        lines.append([*line, mean[1] or None, mean[2]])
    more = ["change", *(["district", "difference"] if own is not None else []), "schools", "pupils"]
    titles = [TEXTS("test_results.columns.below"), *(TEXTS("test_results.year", year=year) for year in years)]
    titles += [TEXTS(f"test_results.columns.{name}") for name in more]
    top, _ = grid.find(TEXTS("test_results.columns.paper"), column=0)
    yield from grid.table(top, titles, lines)


def _below(facts: Facts, one: Paper, year: int, own: Sequence[str] | None) -> int | None:
    """How many schools lie below the target, None where there is none."""
    if one.kind.target is None:
        return None
    found = facts.ask(
        "SELECT count(*) FROM raw_result WHERE kind = ? AND grade = ? AND subject = ? AND year = ?"
        " AND score < ? AND (? OR list_contains(?, school))",
        one.kind.code, one.grade, one.subject.code, year, one.kind.target, own is None, list(own or ()),
    )  # fmt: skip
    return int(found[0][0])


def _table(grid: Grid, facts: Facts, papers: Sequence[Paper]) -> Iterator[Claim]:
    kind, grade = papers[0].kind, papers[0].grade
    years, by_school = _years(facts, papers), grid.sheet.partition(":")[0] in _BY_SCHOOL
    title = TEXTS("test_results.table", kind=kind.title, grade=kind.grades[grade][0])
    top = grid.find(title, column=0)[0] + 2
    each = [*(TEXTS("test_results.year", year=year) for year in years), TEXTS("test_results.columns.change")]
    titles = [TEXTS(f"test_results.columns.{'school' if by_school else 'network'}")]
    titles += [TEXTS("test_results.columns.pupils"), *each * len(papers)]
    lines = []
    for name, schools in _members(grid, facts, papers, years, by_school=by_school):
        pupils = [_mean(facts, one, years[-1], schools)[2] for one in papers]
        line: Line = [name, max((n for n in pupils if n is not None), default=None)]
        for one in papers:
            means = [_mean(facts, one, year, schools) for year in years]
            line += [*(score for score, *_ in means), _change(facts, one, years, schools)]
        lines.append(line)
    yield from grid.table(top, titles, lines)


def _members(
    grid: Grid, facts: Facts, papers: Sequence[Paper], years: Sequence[int], *, by_school: bool
) -> Iterator[tuple[object, Sequence[str] | None]]:
    """The lines of a table by name: schools that are open or had results, or networks; then the whole."""
    there, own = facts.office.organisation, _own(grid, facts)
    if by_school:
        on = facts.stands_on(grid.sheet)
        results = _results(facts)
        had = {school for one in papers for year, school in results[_key(one)] if year in years}
        for code in own or ():
            if code in had or there.schools[code].is_open(on):
                yield there.schools[code].name, [code]
    else:
        for network in networks_of(facts, grid.sheet):
            codes = [school.code for school in there.schools.values() if school.network == network.code]
            yield network.name, codes
    yield ..., own
    if own is not None:
        yield TEXTS("test_results.district"), None
