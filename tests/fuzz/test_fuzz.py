"""Made-up responses and configuration, a few of each kind; `benchmarks/fuzz.py` tries a million."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.definition import packaged_definitions
from sync.pipeline.office import Office
from tests.fuzz.chance import Bytes
from tests.fuzz.files import Files, changed
from tests.fuzz.judging import Judging
from tests.fuzz.runs import NOW
from tests.fuzz.whole_path import WholePath
from tests.journeys.office import opened, write_config

FEW = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
FORMS = ("classroom-observation", "journey-report", "school-profile", "daily-log")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The small office with four forms that ask for everything that forms ask for."""
    config = write_config(tmp_path_factory.mktemp("fuzz") / "config")
    for form in FORMS:
        shutil.copyfile(packaged_definitions() / f"{form}.yaml", config / "forms" / f"{form}.yaml")
    return opened(config)


@pytest.fixture(scope="module")
def judging(office: Office) -> Mapping[str, Judging]:
    return {form.id: Judging(form, office) for form in office.forms.values()}


@pytest.fixture(scope="module")
def files(office: Office) -> Files:
    return Files(office.forms)


@FEW
@given(st.sampled_from(FORMS), st.randoms(use_true_random=False))
def test_made_up_responses_are_judged_and_nothing_of_them_is_lost(
    judging: Mapping[str, Judging], form: str, chance: Random
) -> None:
    judging[form].judge_page([judging[form].made_up(chance, number) for number in range(8)])


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=6,
)


@FEW
@given(st.sampled_from(FORMS), st.data(), ANYTHING)
def test_anything_in_the_place_of_an_answer_is_shown(
    judging: Mapping[str, Judging], form: str, drawn: st.DataObject, anything: Any
) -> None:
    sound = judging[form].responses.sound(Random(1), 1)
    place = drawn.draw(st.sampled_from((*sorted(sound["answers"]), "answers", *sound)))
    where = sound["answers"] if place in sound["answers"] else sound
    judging[form].judge_page([{**sound, "answers": {**sound["answers"], place: anything}}, anything])
    judging[form].judge_page([sound | {place: anything} if where is sound else sound])


@pytest.mark.parametrize("kind", ["definition", "settings", "organisation", "schools", "calendar", "duties"])
def test_whatever_stands_in_a_file_is_told_by_its_place(files: Files, tmp_path: Path, kind: str) -> None:
    chance = Random(f"{kind} 1")
    (name, *_) = files.kinds[kind]
    for _ in range(6):
        files.problems(tmp_path, name, changed(files.texts[name], chance))


LAUGHS = "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("settings.yaml", lambda text: text + "\nx: " + "[" * 600),
        ("settings.yaml", lambda text: text + "\n" + "\n".join(" " * n + "k:" for n in range(900))),
        ("settings.yaml", lambda _: LAUGHS),
        ("organisation.yaml", lambda text: text.replace("name:", 'name: "\\ud800" #', 1)),
        ("organisation.yaml", lambda text: "x: &x {y: *x}\n" + text),
        ("settings.yaml", lambda text: text.replace("port:", f"port: {'9' * 5000} #", 1)),
        ("calendar.yaml", lambda text: text + "# " + "x" * 5_000_000),
    ],
)
def test_what_would_stop_a_reader_is_told_as_well(
    files: Files, tmp_path: Path, name: str, make: Callable[[str], str]
) -> None:
    files.problems(tmp_path, name, make(files.texts[name]).encode())


def test_made_up_responses_go_the_whole_way_into_sheets_mail_and_papers(
    office: Office, judging: Mapping[str, Judging], tmp_path: Path
) -> None:
    path = WholePath(tmp_path, office, NOW)
    chance = Random(7)
    for form in office.forms.values():
        made = [judging[form.id].made_up(chance, number) for number in range(25)]
        path.take(form.id, made)
        path.kept_as_given(form.id, made)
    made_of_them = path.everything(chance)
    path.close()
    assert made_of_them["judged"] > 80
    assert made_of_them["findings"] > 100
    assert made_of_them["papers"] > 5


def test_the_same_bytes_make_the_same_choices() -> None:
    def choices(content: bytes) -> list[object]:
        chance = Bytes(content)
        return [chance.randrange(1000), chance.choice("กขค"), chance.random(), chance.randint(1, 4)]

    assert choices(b"\x01\x02\x03\x04\x05\x06") == choices(b"\x01\x02\x03\x04\x05\x06")
    assert choices(bytes(range(1, 30))) != choices(bytes(range(40, 70)))
