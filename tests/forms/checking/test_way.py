"""The way through a form: only what was asked on it can be missing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from forms.model import Choice, Form, QuestionType, Section
from tests.forms.builders import (
    SOUND,
    VISIT,
    Given,
    question,
)
from tests.forms.checking.sound import checked, without


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"role": "ศึกษานิเทศก์"}, ["observer"]),
        ({"role": "ผู้บริหารสถานศึกษา"}, ["leader"]),
        ({"role": "ผู้บริหารสถานศึกษา", "leader": "ผอ. ก"}, []),
        # Without the choice the form goes on to the next page, and that one on to "where".
        ({}, ["role", "observer"]),
    ],
)
def test_only_questions_on_the_way_can_be_missing(changes: Mapping[str, Given], missing: list[str]) -> None:
    result = checked(VISIT, {**without(SOUND, "role", "observer"), **changes})
    assert [(f.code, f.question) for f in result.findings] == [("required-missing", q) for q in missing]


def test_a_way_that_leads_in_a_circle_or_out_of_the_form_ends() -> None:
    asked = question(
        "again", QuestionType.CHOICE, choices=(Choice("y", "ใช่", "one"), Choice("n", "ไม่", "submit"))
    )
    form = Form(
        "f",
        "f",
        (),
        (
            Section("one", "1", (asked,)),
            Section("two", "2", (question("q", QuestionType.TEXT, required=True),)),
        ),
        {},
    )
    found = {
        answer: [f.question for f in checked(form, {"again": answer}).findings] for answer in ("ใช่", "ไม่")
    }
    assert found == {"ใช่": [], "ไม่": []}
    assert [f.question for f in checked(form, {}).findings] == ["q"]
