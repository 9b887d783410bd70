"""The seam between making a form and reading it: every option that a form offers is read as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forms.definition import load_forms, packaged_definitions
from forms.organisation import load_organisation
from forms.question_ids import google_id
from forms.response import Reader
from sync.form_requests import form_requests
from tests.forms.builders import BANGKOK

FORMS, _ = load_forms(packaged_definitions())
ORGANISATION, _ = load_organisation(Path(__file__).parents[3] / "config")
MOMENT = "2026-11-20T09:00:00Z"
EMPTY = "ยังไม่มีรายการในทะเบียน"  # says that there is nothing to choose from: no answer


def offered(requests: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every question's id and each of its options, as Google is asked to show them."""
    for request in requests:
        made = request.get("createItem", {}).get("item", {})
        group = made.get("questionGroupItem", {})
        options = group.get("grid", {}).get("columns", {}).get("options", [])
        for row in group.get("questions", []):
            yield from ((row["questionId"], option["value"]) for option in options)
        question = made.get("questionItem", {}).get("question", {})
        for option in question.get("choiceQuestion", {}).get("options", []):
            if option["value"] != EMPTY:
                yield question["questionId"], option["value"]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_every_option_is_read(form: Any) -> None:
    assert ORGANISATION is not None
    reader = Reader(form, ORGANISATION, BANGKOK)
    options = list(offered(form_requests(form, ORGANISATION, day=date(2026, 11, 20))))
    rows = {google_id(form.id, row.id) for grid in form.grids for row in grid.items}
    assert rows <= {question for question, _ in options}
    for question, option in options:
        answer = {question: {"textAnswers": {"answers": [{"value": option}]}}}
        raw = {"responseId": "r", "createTime": MOMENT, "lastSubmittedTime": MOMENT, "answers": answer}
        response = reader.read(raw)
        assert response.answers, option
        assert (response.unreadable, response.unknown) == ({}, {}), option
