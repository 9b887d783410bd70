"""Pulling and checking 10,000 observations, measured against `json.loads` of the same pages.

    python benchmarks/pull_and_check.py [--responses 10000] [--rounds 5]

Prints the median time of each step over the rounds, and its ratio to `json.loads`, from the pages'
bytes on; "pull and check" ends with committed rows and findings in the ledger, HTTP left out.
Steps and yardstick run in turn, so that a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from forms.calendar import Calendar, load_calendar
from forms.checking import Checked, Checker
from forms.definition import load_forms, packaged_definitions
from forms.model import Form, Organisation, Question, QuestionType, School
from forms.organisation import load_organisation
from forms.question_ids import google_id
from forms.response import Reader
from sync import forms_api
from sync.ledger import Ledger, responses
from sync.pipeline.check import check
from sync.pipeline.office import Office, open_office

CONFIG = Path(__file__).parent.parent / "config"
BANGKOK = ZoneInfo("Asia/Bangkok")
PAGE = forms_api.PAGE_SIZE
FORM = "classroom-observation"
SENTENCE = "ครูจัดกิจกรรมการเรียนรู้ที่ผู้เรียนได้ลงมือปฏิบัติจริง แลกเปลี่ยนความคิดเห็น และสรุปความรู้ร่วมกัน "
FIRST_DAY = date(2026, 11, 2)

Step = Callable[[Sequence[bytes]], object]


def office() -> tuple[Form, Organisation, Calendar]:
    """The observation form, the sample organisation and its calendar."""
    forms, _ = load_forms(packaged_definitions())
    organisation, _ = load_organisation(CONFIG)
    calendar, _ = load_calendar(CONFIG)
    assert organisation is not None
    assert calendar is not None
    return forms[FORM], organisation, calendar


def pages(form: Form, organisation: Organisation, responses: int, seed: int = 1) -> list[bytes]:
    """So many responses as pages of Google's JSON; in one of twenty an answer is missing.

    Without white space, which would flatter the ratio: nobody is slower at skipping it than `json`.
    """
    chance = random.Random(seed)
    made = [_response(form, organisation, number, chance) for number in range(responses)]
    return [
        orjson.dumps({"responses": made[start : start + PAGE], "nextPageToken": f"page-{start}"})
        for start in range(0, responses, PAGE)
    ]


def _response(form: Form, organisation: Organisation, number: int, chance: random.Random) -> dict[str, Any]:
    day = FIRST_DAY + timedelta(days=chance.randrange(100))
    submitted = datetime(day.year, day.month, day.day, 9, 30, 15, 123000 + number % 1000, tzinfo=UTC)
    moment = submitted.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    school = chance.choice(tuple(organisation.schools.values()))
    answers: dict[str, str] = {}
    for question in form.questions.values():
        answers |= _answered(form, organisation, question, day, school, chance)
    if chance.random() < 0.05:
        answers.pop(chance.choice(tuple(answers)))
    return {
        "responseId": f"ACYDBN{number:06d}{chance.randrange(16**24):024x}",
        "createTime": moment,
        "lastSubmittedTime": moment,
        "answers": {
            key: {"questionId": key, "textAnswers": {"answers": [{"value": text}]}}
            for key, text in answers.items()
        },
    }


def _answered(
    form: Form,
    organisation: Organisation,
    question: Question,
    day: date,
    school: School,
    chance: random.Random,
) -> dict[str, str]:
    key = google_id(form.id, question.id)
    if question.type is QuestionType.SCHOOL:
        network = organisation.networks[school.network]
        return {
            google_id(form.id, question.id, "network"): network.name,
            google_id(form.id, question.id, network.code): school.name,
        }
    if question.type is QuestionType.TEXT and question.required:
        return {}  # asks for a school leader's name: all observers here are supervisors
    if question.type in (QuestionType.CHOICE, QuestionType.DROPDOWN):
        choices = question.choices[:1] if question.required else question.choices
        return {key: chance.choice(choices).label}
    scales = {grid.id: grid.scale for grid in form.grids}
    rating = chance.choice((5, 5, 4, 4, 4, 3, 2))
    texts: dict[QuestionType, Callable[[], str]] = {
        QuestionType.SUPERVISOR: lambda: chance.choice(tuple(organisation.supervisors.values())).name,
        QuestionType.LEARNING_AREA: lambda: chance.choice(tuple(organisation.learning_areas.values())).name,
        QuestionType.RATING: lambda: f"{rating} {scales[question.domain or ''][rating]}",
        QuestionType.DATE: day.isoformat,
        QuestionType.TIME: lambda: "09:00" if question.id == form.checks[-1].of[0] else "10:05",
        QuestionType.PARAGRAPH: lambda: SENTENCE * chance.randint(1, 3),
        QuestionType.TEXT: lambda: str(chance.randint(1, 3)),
    }
    return {key: texts[question.type]()}


def loads(made: Sequence[bytes]) -> object:
    """The yardstick."""
    return [json.loads(page) for page in made]


def check_all(form: Form, organisation: Organisation, calendar: Calendar) -> Step:
    """Parsing, reading and checking every response of the pages."""

    def step(made: Sequence[bytes]) -> list[Checked]:
        reader, checker = Reader(form, organisation, BANGKOK), Checker(form, organisation, calendar)
        return [checker.check(reader.read(raw)) for raw in _raws(made)]

    return step


def parse_all(made: Sequence[bytes]) -> object:
    """Parsing the pages alone, as `check_all` does."""
    return list(_raws(made))


def pull_and_check(given: Office, form: Form) -> Step:
    """From the pages' bytes to committed rows and findings, in a new ledger."""

    def step(made: Sequence[bytes]) -> int:
        with tempfile.TemporaryDirectory() as folder:
            ledger = Ledger(Path(folder) / "ledger.sqlite3")
            with ledger.transaction() as tx:
                responses.keep_form(tx, form.id, "form", "http://127.0.0.1/")
            for page in made:
                with ledger.transaction() as tx:
                    taken = responses.take(tx, form.id, orjson.loads(page)["responses"])
                    responses.end_list(tx, form.id, taken, datetime.now(UTC), full=False)
            judged = check(ledger, given)
            ledger.close()
        return judged

    return step


def _raws(made: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    for page in made:
        yield from orjson.loads(page)["responses"]


def measured(steps: dict[str, Step], made: Sequence[bytes], rounds: int) -> dict[str, float]:
    """The median seconds of each step; in every round each runs once, with a clean heap."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            gc.collect()
            start = perf_counter()
            kept = step(made)
            times[name].append(perf_counter() - start)
            del kept
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--responses", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    form, organisation, calendar = office()
    made = pages(form, organisation, given.responses)
    steps: dict[str, Step] = {
        "json.loads": loads,
        "orjson": parse_all,
        "orjson, read, check": check_all(form, organisation, calendar),
        "pull and check": pull_and_check(open_office(CONFIG), form),
    }
    medians = measured(steps, made, given.rounds)
    size = sum(map(len, made)) / 1e6
    print(f"{given.responses:,} responses, {size:.1f} MB in {len(made)} pages, {given.rounds} rounds")
    for name, seconds in medians.items():
        each, ratio = seconds / given.responses * 1e6, seconds / medians["json.loads"]
        print(f"{name:22} {seconds:7.3f} s {each:7.1f} µs each {ratio:6.2f} × json.loads")


if __name__ == "__main__":
    main()
