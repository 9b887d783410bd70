"""Read a file of results: schools with their scores as they stand there, and everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.results.figures import is_nothing, read_pupils, read_score
from forms.results.grid import Grid, grids
from forms.results.heads import Head, find_head
from forms.results.rules import KindOfTest, ResultRules
from forms.results.told import FileTrouble, LeftOut, Reason, Trouble
from forms.thai import arabic_digits, normalise_name, normalise_text

_YEAR = re.compile(r"(?<!\d)(25\d\d)(?!\d)")


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


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file holds. With a trouble that stops, `rows` are none.

    `unused` are the columns that nothing was read from, `empty` is the number of empty rows.
    """

    sheet: str = ""
    rows: tuple[FileRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    unused: tuple[str, ...] = ()
    empty: int = 0

    @property
    def stops(self) -> bool:
        """Whether nothing can be taken from the file."""
        return any(trouble.stops for trouble in self.troubles)


def read_results(
    name: str,
    content: bytes,
    rules: ResultRules,
    kind: KindOfTest,
    year: int,
    *,
    sheet: str = "",
    grade: str = "",
    schools: Iterable[str] = (),
) -> FileReading:
    """Read a file of a kind of test and an academic year (BE).

    `sheet` names the sheet, "" takes the only one with results; `grade` is the grade's code of a file
    that has no column for it. `schools` are names that are schools' even where they look like totals.
    """
    try:
        grid, head, troubles = _table(grids(name, content), kind, year, sheet)
    except FileTrouble as error:
        return FileReading(troubles=(error.trouble,))
    if head is not None:
        troubles = [*troubles, *_year_said(grid, head, year), *_grade_known(kind, head, grade)]
    if head is None or any(trouble.stops for trouble in troubles):
        return FileReading(sheet=grid.name, troubles=tuple(troubles))
    reader = _Reader(rules, kind, head, grade, frozenset(map(normalise_name, schools)))
    for number, row in enumerate(grid.rows[head.bottom :], start=head.bottom + 1):
        reader.take(number, row)
    return FileReading(
        sheet=grid.name,
        rows=tuple(reader.rows),
        left_out=tuple(reader.left_out),
        troubles=(*troubles, *reader.troubles),
        unused=head.unused,
        empty=reader.empty,
    )


# --- The table -------------------------------------------------------------------------


def _table(
    sheets: tuple[Grid, ...], kind: KindOfTest, year: int, name: str
) -> tuple[Grid, Head | None, list[Trouble]]:
    """The sheet with the results and its head: that of the name, else the only one with a head."""
    names = ", ".join(sheet.name for sheet in sheets)
    if name:
        sheets = tuple(sheet for sheet in sheets if sheet.name.strip() == name.strip())
        if not sheets:
            raise FileTrouble("no-sheet", sheet=name, sheets=names or "-")
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not filled:
        raise FileTrouble("empty")
    found = [(sheet, *find_head(sheet, kind, year)) for sheet in filled]
    with_head = [one for one in found if one[1] is not None]
    if len(with_head) > 1:
        raise FileTrouble("several-sheets", sheets=", ".join(one[0].name for one in with_head))
    return (with_head or found)[0]


def _year_said(grid: Grid, head: Head, year: int) -> Iterator[Trouble]:
    """The title above the head may say of which year the results are."""
    for number, row in enumerate(grid.rows[: head.top], start=1):
        said = {int(found) for text in row for found in _YEAR.findall(arabic_digits(text))}
        if said and year not in said:
            yield Trouble("other-year", number, "", {"said": ", ".join(map(str, said)), "year": str(year)})
            return


def _grade_known(kind: KindOfTest, head: Head, grade: str) -> Iterator[Trouble]:
    if not grade and "grade" not in head.places and len(kind.grades) > 1:
        titles = ", ".join(names[0] for names in kind.grades.values())
        yield Trouble("grade-asked", head.bottom, "", {"grades": titles})


# --- Its rows --------------------------------------------------------------------------


class _Reader:
    """Takes row after row; what became of each stands in its lists."""

    def __init__(
        self, rules: ResultRules, kind: KindOfTest, head: Head, grade: str, schools: frozenset[str]
    ) -> None:
        self.rows: list[FileRow] = []
        self.left_out: list[LeftOut] = []
        self.troubles: list[Trouble] = []
        self.empty = 0
        self._rules, self._kind, self._head, self._schools = rules, kind, head, schools
        self._grade = grade or (next(iter(kind.grades)) if len(kind.grades) == 1 else "")
        self._grades = {normalise_text(n): code for code, names in kind.grades.items() for n in names}
        self._own_names = {
            normalise_text(n) for role in ("school", "code") for n in kind.columns.get(role, ())
        }
        self._totals = [normalise_text(text) for text in rules.totals]

    def take(self, number: int, row: tuple[str, ...]) -> None:
        """Read one row."""
        if not any(row):
            self.empty += 1
            return
        school, code = self._at(row, "school"), self._at(row, "code")
        text = school or code or next(filter(None, row))
        grade = self._grade_of(row)
        reason = self._why_not(row, school, code, grade)
        if reason is None:
            scores = self._scores(number, row)
            if scores:
                place = self._at(row, "place")
                self.rows.append(FileRow(number, school or code, code, place, grade, scores))
                return
            reason = "no-scores"
        self.left_out.append(LeftOut(number, text, reason))

    def _why_not(self, row: tuple[str, ...], school: str, code: str, grade: str) -> Reason | None:
        if normalise_text(school or code) in self._own_names and (school or code):
            return "head"
        first = next(filter(None, row))
        if self._is_total(school) or (not school and not code and self._is_total(first)):
            return "total"
        if not school and not code:
            return "no-school"
        return None if grade else "other-grade"

    def _is_total(self, text: str) -> bool:
        if normalise_name(text) in self._schools:
            return False
        plain = normalise_text(text)
        return any(
            plain.startswith(total[:-1]) if total.endswith("*") else plain == total for total in self._totals
        )

    def _grade_of(self, row: tuple[str, ...]) -> str:
        """The grade's code, "" for one that the test is not of."""
        said = self._at(row, "grade")
        return self._grades.get(normalise_text(said), "") if said else self._grade

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
        if is_nothing(text, self._rules.nothing):
            return None
        score = read_score(text, full)
        if score is None or not 0 <= score <= full:
            code = "bad-score" if score is None else "score-range"
            self._wrong(code, number, column, text, full=f"{full:g}")
            return None
        return score

    def _pupils(self, number: int, row: tuple[str, ...], subject: str) -> int | None:
        """Those who sat the subject, else those of the row, None where neither is told."""
        places = self._head.places
        column = places.get(f"pupils:{subject}", places.get("pupils"))
        if column is None or is_nothing(row[column], self._rules.nothing):
            return None
        pupils = read_pupils(row[column])
        if pupils is None:
            self._wrong("bad-pupils", number, column, row[column])
        return pupils

    def _wrong(self, code: str, number: int, column: int, text: str, **values: str) -> None:
        trouble = Trouble(code, number, self._head.column(column), {"text": text, **values})
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    def _at(self, row: tuple[str, ...], role: str) -> str:
        column = self._head.places.get(role)
        return row[column] if column is not None else ""
