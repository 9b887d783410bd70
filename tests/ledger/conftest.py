"""A ledger in a new directory, and responses as Google lists them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.ledger import Ledger, responses

FORM = "classroom-observation"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        responses.keep_form(tx, FORM, "google-1", "http://forms.example/1")
    yield ledger
    ledger.close()


def raw(response: str, submitted: str = "2026-11-20T02:00:00Z", **answers: str) -> dict[str, Any]:
    """A FormResponse of Google's, submitted once."""
    return {
        "formId": "google-1",
        "responseId": response,
        "createTime": "2026-11-20T01:00:00Z",
        "lastSubmittedTime": submitted,
        "answers": {
            question: {"questionId": question, "textAnswers": {"answers": [{"value": text}]}}
            for question, text in answers.items()
        },
    }
