"""Results side by side: by school, means of several weighted by their pupils, years before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from forms.results.match import Candidate
from forms.results.rules import KindOfTest, ResultRules, Subject
from forms.scoring import hundredths


@dataclass(frozen=True, slots=True)
class Result:
    """A school's mean score in a subject of a test; `pupils` is None where the file does not say."""

    kind: str
    year: int
    grade: str
    subject: str
    school: str
    score: float
    pupils: int | None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A row of a file whose school a person has to name. `networks` are those of the place it gives.

    `others` are rows of the file with other scores that are the same school's, by their names.
    """

    kind: str
    year: int
    file: str
    row: int
    text: str
    place: str
    candidates: tuple[Candidate, ...]
    networks: tuple[str, ...] = ()
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of schools' results, in hundredths rounded once, halves up; None of none.

    `pupils` is None, and each school counts alike, where the pupils of one of them are not known.
    """

    score: float | None
    schools: int
    pupils: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """By how much the mean of the same schools moved between two years: `schools` have results of both.

    `whole` where no school has a result in one of the years alone. `value` is None without such schools.
    """

    value: float | None
    schools: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """What is compared over the years: a subject of a kind of test in a grade."""

    kind: KindOfTest
    grade: str
    subject: Subject

    @property
    def label(self) -> str:
        """What people call it, in one line."""
        return f"{self.kind.title} {self.kind.grades[self.grade][0]} {self.subject.title}"


@dataclass(frozen=True)
class ResultBook:
    """The standing results of the whole district, and the rows that wait for a person.

    `set_aside` is how many rows of the files are like none of the district's schools.
    """

    rules: ResultRules
    results: Sequence[Result]
    unmatched: Sequence[Unmatched] = ()
    set_aside: int = 0

    @cached_property
    def _by_paper(self) -> Mapping[tuple[str, str, str], Mapping[int, Mapping[str, Result]]]:
        found: dict[tuple[str, str, str], dict[int, dict[str, Result]]] = {}
        for one in self.results:
            years = found.setdefault((one.kind, one.grade, one.subject), {})
            years.setdefault(one.year, {})[one.school] = one
        return found

    def papers(self, kind: KindOfTest) -> tuple[Paper, ...]:
        """The papers of a kind that there are results of, by grade and then subject, as configured."""
        return tuple(
            Paper(kind, grade, subject)
            for grade in kind.grades
            for subject in kind.subjects.values()
            if (kind.code, grade, subject.code) in self._by_paper
        )

    def years(self, papers: Iterable[Paper]) -> tuple[int, ...]:
        """The latest years with results of any of these papers, oldest first, as many as are shown."""
        known = {year for paper in papers for year in self._years_of(paper)}
        return tuple(sorted(known)[-self.rules.years_shown :])

    def scores(self, paper: Paper, year: int) -> Mapping[str, float]:
        """The schools' scores, rounded as they are shown."""
        return {code: rounded(one.score) for code, one in self._years_of(paper).get(year, {}).items()}

    def mean(self, paper: Paper, year: int, schools: Iterable[str] | None = None) -> Mean:
        """The mean of these schools, or of all."""
        there = self._years_of(paper).get(year, {})
        codes = there if schools is None else schools
        return mean_of([there[code] for code in codes if code in there])

    def change(self, paper: Paper, years: Sequence[int], schools: Iterable[str] | None = None) -> Change:
        """From the latest of these years before the last in which any of these schools has a result.

        Who sat in one of the two years alone is left out of both means: other schools are no progress.
        """
        asked = None if schools is None else set(schools)
        found = [self._of(paper, year, asked) for year in years]
        before = next((one for one in reversed(found[:-1]) if one), {})
        now = found[-1] if found else {}
        both = [code for code in now if code in before]
        value = moved(
            mean_of([now[code] for code in both]).score, mean_of([before[code] for code in both]).score
        )
        return Change(value, len(both), whole=now.keys() == before.keys())

    def _of(self, paper: Paper, year: int, schools: Set[str] | None) -> Mapping[str, Result]:
        there = self._years_of(paper).get(year, {})
        return {code: one for code, one in there.items() if schools is None or code in schools}

    def _years_of(self, paper: Paper) -> Mapping[int, Mapping[str, Result]]:
        return self._by_paper.get((paper.kind.code, paper.grade, paper.subject.code), {})


def mean_of(results: Sequence[Result]) -> Mean:
    """The mean, weighted by pupils where they are known of every result."""
    counts = [one.pupils for one in results]
    known = [count for count in counts if count is not None]
    if results and len(known) == len(counts) and sum(known):
        total = sum(one.score * (one.pupils or 0) for one in results) / sum(known)
        return Mean(rounded(total), len(results), sum(known))
    score = sum(one.score for one in results) / len(results) if results else None
    return Mean(None if score is None else rounded(score), len(results), None)


def rounded(score: float) -> float:
    """A score in hundredths, halves up."""
    return hundredths(score) / 100


def moved(now: float | None, before: float | None) -> float | None:
    """By how much a score as shown changed, None where one is missing."""
    return None if now is None or before is None else (hundredths(now) - hundredths(before)) / 100
