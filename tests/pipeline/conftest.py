"""A ledger that knows where the forms of a test's office live."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.ledger import Ledger, responses
from sync.pipeline.office import Office


@pytest.fixture
def ledger(tmp_path: Path, office: Office) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        for form in office.forms:
            responses.keep_form(tx, form, f"google-{form}", "http://forms.example/1")
    yield ledger
    ledger.close()
