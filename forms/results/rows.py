"""The rows below a head: each a school's scores, or left out with the reason, and cells that are wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from forms.results.figures import is_nothing, is_per_cent, read_pupils, read_score
from forms.results.grid import Grid
from forms.results.heads import Head, letter
from forms.results.rules import KindOfTest, ResultRules
from forms.results.told import LeftOut, Reason, Trouble
from forms.results.years import year_meant
from forms.thai import normalise_name, normalise_text

_A_SCHOOLS = 85.0  # so like one of our schools' names is no total, whatever word it begins with
_NO_SHARES = 10  # a mean below 1 of so many would be of pupils who know nothing
_NAMED = 8  # cells that are named; of more their number


@dataclass(frozen=True, slots=True)
class Score:
    """A mean score, and the number of pupils behind it, None where the file does not say."""

    score: float
    pupils: int | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A school's row: its number from 1, its texts, the grade's code, and its scores by subject."""

    number: int
    school: str
    code: str
    place: str
    grade: str
    scores: Mapping[str, Score]


class Rows:
    """Takes row after row; what became of each stands in its lists."""

    def __init__(
        self,
        rules: ResultRules,
        kind: KindOfTest,
        year: int,
        head: Head,
        grid: Grid,
        grade: str,
        schools: Collection[str],
    ) -> None:
        self.rows: list[FileRow] = []
        self.left_out: list[LeftOut] = []
        self.troubles: list[Trouble] = []
        self.empty = 0
        self.other_years: set[int] = set()
        self._kind, self._year, self._head = kind, year, head
        self._nothing = frozenset(map(normalise_text, rules.nothing))
        self._schools = frozenset(schools)
        self._only_grade = grade
        self._grade = grade or (next(iter(kind.grades)) if len(kind.grades) == 1 else "")
        self._grades = {normalise_text(n): code for code, names in kind.grades.items() for n in names}
        self._own_names = {
            normalise_text(n) for role in ("school", "code") for n in kind.columns.get(role, ())
        }
        self._totals = [normalise_text(text) for text in rules.totals]
        self._ours = [normalise_text(text) for text in rules.ours]
        self._year_before = year  # of the row above: a merged cell's year stands in its first row
        self._uncalculated = {
            (row, column) for row, column in grid.uncalculated if column in set(head.places.values())
        }
        self._with_sign: set[int] = set()  # columns that say themselves that they are of per cents
        self._lost: list[tuple[int, int]] = []
        for number, row in enumerate(grid.rows[head.bottom :], start=head.bottom + 1):
            self._take(number, row)
        self._tell_lost()
        self._tell_fractions()

    # --- Row by row --------------------------------------------------------------------

    def _take(self, number: int, row: tuple[str, ...]) -> None:
        lost = self._lost_in(number)
        if not any(row) and not lost:
            self.empty += 1
            return
        school, code = self._at(row, "school"), self._at(row, "code")
        text = school or code or next(filter(None, row), "")
        grade = self._grade_of(row)
        reason = self._why_not(row, school, code, grade, text)
        if lost and reason in (None, "no-school"):
            self._lost += lost
            return
        if reason is None:
            scores = self._scores(number, row)
            if scores:
                place = self._at(row, "place")
                self.rows.append(FileRow(number, school or code, code, place, grade, scores))
                return
            reason = "no-scores"
        self.left_out.append(LeftOut(number, text, reason))

    def _why_not(self, row: tuple[str, ...], school: str, code: str, grade: str, text: str) -> Reason | None:
        if normalise_text(school or code) in self._own_names and (school or code):
            return "head"
        if self._is_total(school) or (not school and not code and self._is_total(text)):
            return "total"
        if not school and not code:
            return "no-school"
        if self._is_elsewhere(row):
            return "elsewhere"
        return self._why_not_its_year(row) or (None if grade else "other-grade")

    def _why_not_its_year(self, row: tuple[str, ...]) -> Reason | None:
        """A row is of the year that its column says, or that of the row above where that is empty."""
        if "year" not in self._head.places:
            return None
        said = self._at(row, "year")
        year = year_meant(said) if said else self._year_before
        if year is None:
            return "bad-year"
        self._year_before = year
        if year == self._year:
            return None
        self.other_years.add(year)
        return "other-year"

    def _is_elsewhere(self, row: tuple[str, ...]) -> bool:
        """Another province's or, where the file does not name provinces, another area's."""
        said = normalise_text(self._at(row, "province") or self._at(row, "area"))
        return bool(said and self._ours) and not any(one in said for one in self._ours)

    def _is_total(self, text: str) -> bool:
        plain = normalise_text(text)
        exactly = any(plain == total for total in self._totals)
        begins = any(total.endswith("*") and plain.startswith(total[:-1]) for total in self._totals)
        if not (exactly or begins):
            return False
        name = normalise_name(text)
        return not process.extractOne(name, self._schools, scorer=fuzz.ratio, score_cutoff=_A_SCHOOLS)

    def _grade_of(self, row: tuple[str, ...]) -> str:
        """The grade's code, "" for one that the test is not of, or that is not the one asked for."""
        said = self._at(row, "grade")
        grade = self._grades.get(normalise_text(said), "") if said else self._grade
        return grade if self._only_grade in ("", grade) else ""

    # --- Its figures -------------------------------------------------------------------

    def _scores(self, number: int, row: tuple[str, ...]) -> dict[str, Score]:
        found = {}
        for name, column in self._head.places.items():
            what, _, subject = name.partition(":")
            if what != "score":
                continue
            pupils = self._pupils(number, row, subject)
            score = None if pupils == 0 else self._score(number, row, column)
            if score is not None:
                found[subject] = Score(score, pupils)
        return found

    def _score(self, number: int, row: tuple[str, ...], column: int) -> float | None:
        text, full = row[column], self._kind.full
        if is_nothing(text, self._nothing):
            return None
        score = read_score(text, full)
        if is_per_cent(text):
            self._with_sign.add(column)
        if score is None or not 0 <= score <= full:
            code = "bad-score" if score is None else "score-range"
            self._wrong(code, number, column, text, full=f"{full:g}")
            return None
        return score

    def _tell_fractions(self) -> None:
        """A column of nothing but 0 to 1 of a full score of 100 holds shares: 0.45 is meant as 45."""
        for name, column in self._head.places.items():
            what, _, subject = name.partition(":")
            rows = [row for row in self.rows if what == "score" and subject in row.scores]
            found = [row.scores[subject].score for row in rows]
            are_shares = all(score <= 1 for score in found) and any(0 < score < 1 for score in found)
            if self._kind.full >= _NO_SHARES and are_shares and column not in self._with_sign:
                values = {
                    "least": f"{min(found):g}",
                    "most": f"{max(found):g}",
                    "full": f"{self._kind.full:g}",
                }
                self.troubles.append(Trouble("fractions", rows[0].number, self._head.column(column), values))

    def _pupils(self, number: int, row: tuple[str, ...], subject: str) -> int | None:
        """Those who sat the subject, else those of the row, None where neither is told."""
        places = self._head.places
        column = places.get(f"pupils:{subject}", places.get("pupils"))
        if column is None or is_nothing(row[column], self._nothing):
            return None
        pupils = read_pupils(row[column])
        if pupils is None:
            self._wrong("bad-pupils", number, column, row[column])
        return pupils

    def _wrong(self, code: str, number: int, column: int, text: str, **values: str) -> None:
        trouble = Trouble(code, number, self._head.column(column), {"text": text, **values})
        if trouble not in self.troubles[-4:]:  # a column of pupils is read once a subject
            self.troubles.append(trouble)

    # --- Formulas without result -------------------------------------------------------

    def _lost_in(self, number: int) -> list[tuple[int, int]]:
        if not self._uncalculated:
            return []
        places = sorted(set(self._head.places.values()))
        return [(number - 1, column) for column in places if (number - 1, column) in self._uncalculated]

    def _tell_lost(self) -> None:
        if self._lost:
            named = ", ".join(f"{letter(column)}{row + 1}" for row, column in self._lost[:_NAMED])
            cells = named + ("…" if len(self._lost) > _NAMED else "")
            count = str(len(self._lost))
            self.troubles.append(
                Trouble("uncalculated", self._lost[0][0] + 1, "", {"cells": cells, "count": count})
            )

    def _at(self, row: tuple[str, ...], role: str) -> str:
        column = self._head.places.get(role)
        return row[column] if column is not None else ""
