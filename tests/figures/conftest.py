"""Two terms, each published once for all tests here: what stands in the ledger, and what in the sheets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from filelock import FileLock

from tests.figures.facts import Facts
from tests.figures.grid import Grid
from tests.figures.published import made
from tests.figures.terms import SAMPLE, SMALL, Term
from tests.journeys import world

Sheets = dict[str, dict[str, Grid]]
"""Spreadsheets by what they are about ("network:N01"), their tabs by key."""


@pytest.fixture(scope="session", params=(SAMPLE, SMALL), ids=lambda term: term.name)
def kind_of_term(request: pytest.FixtureRequest) -> Term:
    """The sample term of the packaged office, and that of a small one."""
    term: Term = request.param
    return term


@pytest.fixture(scope="session")
def term(kind_of_term: Term, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Any]:
    """The term as JSON: made by the first worker that asks, read by the others."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder if worker_id == "master" else folder.parent
    kept = shared / f"{kind_of_term.name}-term.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            there = made(kind_of_term, shared / f"{kind_of_term.name}-term")
            kept.write_text(json.dumps(there), encoding="utf-8")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def facts(kind_of_term: Term, term: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """What the figures should be, worked out in SQL."""
    directory = tmp_path_factory.mktemp("office")
    kind_of_term.write(directory / "config")
    return Facts(kind_of_term.left(world.office_in(directory)), term["rows"], kind_of_term.now)


@pytest.fixture(scope="session")
def sheets(term: dict[str, Any]) -> Sheets:
    """What was published."""
    return {
        name: {key: Grid(name, key, rows) for key, rows in tabs.items()}
        for name, tabs in term["sheets"].items()
    }
