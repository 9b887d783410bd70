"""What every response is checked for, whatever its definition asks: shapes of answers, schools, people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from forms.checking.codes import BUILT_IN
from forms.model import (
    Finding,
    Form,
    Organisation,
    Question,
    QuestionType,
    RatingGrid,
    Response,
    Supervisor,
    Value,
)
from forms.response import network_key
from forms.response.labels import Labels, school_labels
from forms.response.path import Path
from forms.thai import read_number, thai_date

LONGEST_TEXT = 5_000  # characters; nobody has typed more than that into a phone
_LONG_AGO = timedelta(days=365)
_UNREADABLE = {
    QuestionType.DATE: "unreadable-date",
    QuestionType.TIME: "unreadable-time",
    QuestionType.NUMBER: "unreadable-number",
    QuestionType.YEAR: "unreadable-year",
    QuestionType.TEXT: "unreadable-answer",
    QuestionType.PARAGRAPH: "unreadable-answer",
    QuestionType.NETWORK: "unknown-network",
}


class BuiltIn:
    """The checks that hold for every response of a form. Made once for a form and an organisation."""

    def __init__(self, form: Form, organisation: Organisation, path: Path) -> None:
        self._organisation = organisation
        self._path = path
        self._questions = form.questions
        self._grids = {row.id: grid for grid in form.grids for row in grid.items}
        self._when = form.about.get("when", "")
        of_type = {kind: [q for q in form.questions.values() if q.type is kind] for kind in QuestionType}
        self._texts = [q.id for q in of_type[QuestionType.TEXT] + of_type[QuestionType.PARAGRAPH]]
        counted = of_type[QuestionType.NUMBER] + of_type[QuestionType.YEAR]
        self._numbers = [q for q in counted if (q.minimum, q.maximum) != (None, None)]
        self._schools = [q.id for q in of_type[QuestionType.SCHOOL]]
        people = of_type[QuestionType.SUPERVISOR] + of_type[QuestionType.SUPERVISORS]
        self._supervisors = [q.id for q in people]
        self._choosers = {network_key(q): q for q in self._schools}

    def judge(self, response: Response) -> Iterator[Finding]:
        """Everything that is wrong or odd in a response, in no particular order."""
        answers = response.answers
        if not self._path.required(answers) <= answers.keys():
            yield from self._missing(response)
        if response.unreadable:
            yield from self._unreadable(response)
        if response.unknown:
            texts = ", ".join(response.unknown.values())
            yield _finding("unknown-question", None, count=str(len(response.unknown)), text=shown(texts))
        if response.stood_in:
            yield _finding("incomplete-response", None, parts=", ".join(response.stood_in))
        for question, text in response.understood.items():
            day = answers[question]
            assert isinstance(day, date)
            yield _finding("buddhist-year", question, text=shown(text), date=thai_date(day))
        for question in self._texts:
            given = answers.get(question)
            if isinstance(given, str) and len(given) > LONGEST_TEXT:
                yield _finding("text-too-long", question, length=f"{len(given):,}", limit=f"{LONGEST_TEXT:,}")
        for asked in self._numbers:
            yield from _range(asked, answers.get(asked.id))
        yield from self._places_and_people(response)

    def _missing(self, response: Response) -> Iterator[Finding]:
        rows: dict[str, list[str]] = {}
        for question in self._path.required(response.answers) - response.answers.keys():
            chosen = network_key(question)
            if question in response.unreadable or chosen in response.unreadable:
                continue  # answered, and told as unreadable
            if response.answers.get(chosen) == "":
                continue  # answered with "no school"
            grid = self._grids.get(question)
            rows.setdefault(grid.id if grid else question, []).append(question)
        for missing in rows.values():
            grid = self._grids.get(missing[0])
            if grid is None or len(missing) == 1:
                yield _finding("required-missing", missing[0])
            else:
                yield _rows_missing(grid, frozenset(missing))

    def _unreadable(self, response: Response) -> Iterator[Finding]:
        for key, text in response.unreadable.items():
            if key in self._choosers:
                yield _finding("unknown-network", self._choosers[key], text=shown(text))
                continue
            question = self._questions[key]
            if question.type is QuestionType.SCHOOL:
                yield self._strange_school(question.id, text)
            elif question.type is QuestionType.RATING and read_number(text) is not None:
                scale = self._grids[key].scale
                yield _finding(
                    "out-of-range", key, text=shown(text), minimum=str(min(scale)), maximum=str(max(scale))
                )
            else:
                yield _finding(_UNREADABLE.get(question.type, "unknown-choice"), key, text=shown(text))

    def _strange_school(self, question: str, text: str) -> Finding:
        """A school's name that its network does not have: of another network, or of none."""
        elsewhere = [
            network.name
            for network in self._organisation.networks.values()
            if self._labels[network.code].code(text) is not None
        ]
        if elsewhere:
            return _finding("school-not-in-network", question, text=shown(text), network=", ".join(elsewhere))
        return _finding("unknown-school", question, text=shown(text))

    @cached_property
    def _labels(self) -> dict[str, Labels[str]]:
        """Every network's schools: made when the first strange one is found."""
        schools = self._organisation.schools.values()
        return {network: school_labels(network, schools) for network in self._organisation.networks}

    def _places_and_people(self, response: Response) -> Iterator[Finding]:
        answers, submitted = response.answers, response.submitted.date()
        when = answers.get(self._when)
        day = when if isinstance(when, date) else submitted
        for question in self._schools:
            school = self._organisation.schools.get(str(answers.get(question)))
            if school is not None and not school.is_open(day):
                yield _finding("school-closed", question, school=school.name, date=thai_date(day))
        for question in self._supervisors:
            away = [
                person.name for person in self._people(answers.get(question)) if not person.in_office(day)
            ]
            if away:
                yield _finding("not-in-office", question, supervisor=", ".join(away), date=thai_date(day))
        if day <= submitted - _LONG_AGO:  # the same day of last year is the year's slip itself
            yield _finding("long-ago", self._when, date=thai_date(day))

    def _people(self, answer: Value) -> Iterator[Supervisor]:
        codes = answer if isinstance(answer, tuple) else (answer,)
        known = self._organisation.supervisors
        return (known[code] for code in codes if isinstance(code, str) and code in known)


def _rows_missing(grid: RatingGrid, missing: frozenset[str]) -> Finding:
    rows = [str(number) for number, row in enumerate(grid.items, start=1) if row.id in missing]
    first = next(row.id for row in grid.items if row.id in missing)
    return _finding("ratings-missing", first, domain=grid.title, rows=", ".join(rows), count=str(len(rows)))


def _range(question: Question, number: object) -> Iterator[Finding]:
    if not isinstance(number, int | float):
        return
    low, high = question.minimum, question.maximum
    if (low is None or number >= low) and (high is None or number <= high):
        return
    style = "g" if question.type is QuestionType.YEAR else ",g"
    values = {"text": f"{number:{style[:-1]}}"} | {
        name: f"{bound:{style}}" for name, bound in (("minimum", low), ("maximum", high)) if bound is not None
    }
    code = "out-of-range" if len(values) == 3 else ("too-low" if high is None else "too-high")
    yield _finding(code, question.id, **values)


def shown(text: str) -> str:
    """A text as a message shows it: on one line, and short."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _finding(code: str, question: str | None, **values: str) -> Finding:
    return Finding(code, BUILT_IN[code], question or None, values)
