"""Results of tests before and after, side by side: a line a subject, as the spreadsheets compare them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from forms.model import Period
from forms.papers.known import Known
from forms.results.book import Paper, ResultBook

Line = Mapping[str, object]


def compared_subjects(known: Known, semester: Period, schools: Sequence[str]) -> list[Line]:
    """Every subject, from the year before to its own latest; () where no results are known."""
    book = known.results
    if book is None:
        return []
    every = [paper for kind in book.rules.kinds.values() for paper in book.papers(kind)]
    years = _until(known, book.years(every), semester)
    found = []
    for paper in every:
        own = _until(known, book.years([paper]), semester)
        if own:
            found.append(_line(book, paper, [year for year in years if year <= own[-1]], schools))
    return [line for line in found if line]


def compared_schools(
    known: Known, semester: Period, schools: Sequence[str], area: str | None = None
) -> list[Line]:
    """The subjects of tests (a learning area's, where it is given), over the years of their grade's table."""
    book = known.results
    if book is None:
        return []
    found = []
    for kind in book.rules.kinds.values():
        papers = book.papers(kind)
        for paper in papers:
            years = _until(known, book.years(one for one in papers if one.grade == paper.grade), semester)
            if area in (None, paper.subject.learning_area) and years:
                found.append(_line(book, paper, years, schools))
    return [line for line in found if line]


def _until(known: Known, years: Iterable[int], semester: Period) -> list[int]:
    """The years up to the semester's own: a later one's results came of later work."""
    last = int(known.calendar.academic_year_of(semester.start).name.partition("-")[0])
    return [year for year in years if year <= last]


def _line(book: ResultBook, paper: Paper, years: Sequence[int], schools: Sequence[str]) -> Line | None:
    """The latest year beside the one before in which these schools have results; None where they have none.

    The change is that of the schools with results of both.
    """
    after = book.mean(paper, years[-1], schools)
    earlier = [(year, book.mean(paper, year, schools).score) for year in reversed(years[:-1])]
    before_year, before = next(((year, score) for year, score in earlier if score is not None), (None, None))
    if after.score is None and before is None:
        return None
    change = book.change(paper, years, schools)
    return {
        "name": paper.label,
        "before_year": before_year,
        "before": before,
        "year": years[-1],
        "after": after.score,
        "change": change.value,
        "schools": after.schools,
        "compared": change.schools if len(schools) > 1 else None,
    }
