"""Results of tests as files that an office might have, and loading them as `nithet results load` does."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from forms.model import School
from forms.results.rules import KindOfTest
from forms.thai import thai_digits
from sync.ledger import Ledger
from sync.packaged import folder
from sync.pipeline import results
from sync.pipeline.office import Office

_FEW_SCHOOLS = 30  # an office with fewer misspells none of them
_ABSENT = 0.03  # of the schools, how many had nobody in the grade
_PUPILS = (5, 38)
_LOWEST, _HIGHEST = 8.0, 97.0
_NETWORKS, _SCHOOLS, _CHANCE = 4.0, 6.0, 3.0  # points by which networks, schools and scores differ


@dataclass(frozen=True, slots=True)
class ResultText:
    """A file of results: what it is called, of which test, grade and academic year (BE), and its text.

    `misspelt` are the names that a person has to match, each with the code of the school that is meant.
    """

    name: str
    kind: KindOfTest
    grade: str
    year: int
    text: str
    misspelt: Mapping[str, str]


def result_texts(office: Office, began: datetime, seed: int) -> tuple[ResultText, ...]:
    """The files of the last academic years that have ended, the earlier first; as the seed has it."""
    today, told = began.date(), _read()
    last = office.calendar.academic_year(today) - 1
    schools = [s for s in office.organisation.schools.values() if s.is_open(today)]
    wrong = _misspelt(schools, Random(seed), told["misspelt"])  # noqa: S311 - a sample, no secret
    found = []
    for place, test in enumerate(told["tests"]):
        kind = office.results.kinds.get(test["kind"])
        if kind is None or test["grade"] not in kind.grades:
            continue
        writer = _Writer(office, kind, test, seed)
        for ago in reversed(range(told["years"])):
            latest = place == 0 and ago == 0
            found.append(writer.write(schools, last - ago, told["years"] - 1 - ago, wrong if latest else {}))
    return tuple(sorted(found, key=lambda one: one.year))


def load_results(ledger: Ledger, office: Office, data: Path, demo_began: datetime, seed: int) -> int:
    """Write the files to a folder and load each; somebody matches a school; give how many were loaded."""
    data.mkdir(parents=True, exist_ok=True)
    texts = result_texts(office, demo_began, seed)
    for one in texts:
        content = one.text.encode("utf-8-sig")  # as spreadsheets save it
        (data / one.name).write_bytes(content)
        looked = results.look(
            ledger, office, one.name, content, one.kind, one.year, demo_began, grade=one.grade
        )
        if not looked.reading.stops and looked.known is None:
            results.keep(ledger, office, looked)
        waiting = {row.school for row, match in looked.matched if not match.school}
        asked = [(name, code) for name, code in one.misspelt.items() if name in waiting]
        for name, code in asked[max(0, len(asked) - _read()["matched"]) :]:
            results.decide(ledger, office, name, "", code, demo_began)
    return len(texts)


class _Writer:
    """Writes the files of one test, year after year."""

    def __init__(self, office: Office, kind: KindOfTest, test: Mapping[str, Any], seed: int) -> None:
        self._kind, self._grade, self._about = kind, str(test["grade"]), test["about"]
        self._chance = Random(f"{seed}-{kind.code}")  # noqa: S311 - a sample, no secret
        self._usual: dict[str, float] = {code: self._by(_NETWORKS) for code in office.organisation.networks}
        self._pupils: dict[str, int] = {}

    def write(
        self, schools: Sequence[School], year: int, number: int, wrong: Mapping[str, str]
    ) -> ResultText:
        """The file of a year, the `number`th from 0; `wrong` maps codes of schools to misspelt names."""
        told, kind = _read(), self._kind
        subjects = [s for s in kind.subjects_in(year) if s.code in self._about]
        grade = kind.grades[self._grade][0]
        rows: list[list[str]] = [
            [told["title"].format(test=kind.title, grade=grade, year=thai_digits(str(year)))],
            [kind.columns["school"][0], kind.columns["pupils"][0], *(s.columns[0] for s in subjects)],
        ]
        sums = [0.0] * len(subjects)
        for school in schools:
            scores = [self._score(school, self._about[s.code] + number * told["better"]) for s in subjects]
            sums = [all_ + score for all_, score in zip(sums, scores, strict=True)]
            sat = self._sat(school)
            shown = [f"{score:.2f}" if sat else "-" for score in scores]
            rows.append([wrong.get(school.code, school.name), str(sat or "-"), *shown])
        rows.append([told["total"], "", *(f"{all_ / max(1, len(schools)):.2f}" for all_ in sums)])
        return ResultText(
            f"{kind.code}-{self._grade}-{year}.csv",
            kind,
            self._grade if len(kind.grades) > 1 else "",
            year,
            _csv(rows),
            {name: code for code, name in wrong.items()},
        )

    def _score(self, school: School, about: float) -> float:
        usual = self._usual.setdefault(school.code, self._by(_SCHOOLS))
        score = about + self._usual[school.network] + usual + self._by(_CHANCE)
        return round(min(_HIGHEST, max(_LOWEST, score)), 2)

    def _sat(self, school: School) -> int:
        """How many pupils sat the test: a few more or fewer than the year before; 0 where there were none."""
        usual = self._pupils.setdefault(school.code, self._chance.randint(*_PUPILS))
        return 0 if self._chance.random() < _ABSENT else max(1, usual + self._chance.randint(-2, 2))

    def _by(self, points: float) -> float:
        return self._chance.gauss(0, points)


def _misspelt(schools: Sequence[School], chance: Random, wanted: int) -> dict[str, str]:
    """Names of some schools with a letter left out, so that only a person may say whose they are, by code."""
    if len(schools) < _FEW_SCHOOLS:
        return {}
    chosen = [schools[0], *chance.sample(schools[1:], max(0, wanted - 1))]
    return {school.code: _without_a_letter(school.name) for school in chosen[:wanted]}


def _without_a_letter(name: str) -> str:
    """The name without the letter before the last word's middle: a slip that stays readable."""
    words = name.split(" ")
    place = max(range(len(words)), key=lambda n: (len(words[n]) if n else 0, n))
    word = words[place]
    middle = len(word) // 2
    return " ".join([*words[:place], word[:middle] + word[middle + 1 :], *words[place + 1 :]])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


@cache
def _read() -> Mapping[str, Any]:
    text = (folder("templates") / "demo" / "results.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = YAML(typ="safe").load(text)
    return read
