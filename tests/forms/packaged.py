"""The packaged definitions, filled in: a response by its labels, checked as the pipeline does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from forms.checking import Checked, Checker
from forms.definition import load_forms, packaged_definitions
from forms.model import Entry, Form, Project
from forms.response import Reader
from tests.forms.builders import BANGKOK, CALENDAR, ORGANISATION, Given, raw

# The small office of the builders, with a project.
OFFICE = replace(
    ORGANISATION,
    projects={"reading": Project("reading", "โครงการส่งเสริมนิสัยรักการอ่าน", "G1", "thai", owner="P1")},
)
# How a school is answered: its network, and in that network's list the school.
SCHOOL: Given = {"network": "แก้วมุกดาหาร", "N1": "บ้านหนองบัว"}


@cache
def packaged() -> Mapping[str, Form]:
    """Every packaged form by its id; none of them has a problem."""
    forms, problems = load_forms(packaged_definitions())
    assert problems == ()
    return forms


def filled(form: str, answers: Mapping[str, Given]) -> Checked:
    """A response with these answers (labels by question id), sent on 20 November 2026, checked."""
    return _checker(form).check(_reader(form).read(raw(packaged()[form], answers)))


def entry(form: str, answers: Mapping[str, Given]) -> Entry:
    """The entry of a response in which nothing is wrong or odd."""
    checked = filled(form, answers)
    assert checked.findings == ()
    return checked.entry


def found(form: str, answers: Mapping[str, Given], **changed: Given | None) -> list[tuple[str, str | None]]:
    """What is wrong with a response: codes and questions. `changed` answers differ, None is left out."""
    given = {name: answer for name, answer in {**answers, **changed}.items() if answer is not None}
    return [(finding.code, finding.question) for finding in filled(form, given).findings]


def rated(grid: str, *labels: str) -> dict[str, Given]:
    """The answers to a grid's rows, in their order."""
    return {f"{grid}.{n}": label for n, label in enumerate(labels, start=1)}


@cache
def _reader(form: str) -> Reader:
    return Reader(packaged()[form], OFFICE, BANGKOK)


@cache
def _checker(form: str) -> Checker:
    return Checker(packaged()[form], OFFICE, CALENDAR)


def from_nought(definition: str) -> str:
    """A rated definition's text with every step of its scale, and every level's limit, one lower."""
    scale = re.compile(r"(?m)^scale: \{.*\}$")
    lower = scale.sub(lambda line: re.sub(r"\d+(?=:)", _one_less, line[0]), definition)
    return re.sub(r"(?<=\{from: )\d+", _one_less, lower)


def _one_less(number: re.Match[str]) -> str:
    return str(int(number[0]) - 1)
