"""Whose responses they are: what each belongs to, and which spreadsheets that makes due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from forms.model import Entry
from sync.ledger import Ledger, checks, entries, memberships, responses
from sync.ledger.checks import Judged
from sync.ledger.store import due
from tests.ledger.conftest import FORM, raw

DAYS = ("2026-11-01", "2026-12-01")
ENTRY = Entry(
    FORM,
    "a",
    datetime(2026, 11, 20, 2, tzinfo=UTC),
    date(2026, 11, 20),
    {"network": "N01", "deputy": "A", "learning_area": "thai"},
    {},
    True,
    people=("S01", "S02"),
)


def keep(ledger: Ledger, entry: Entry) -> set[str]:
    """Keep a checked response; give the spreadsheets that this makes due by itself."""
    with ledger.transaction() as tx:
        tx.execute("DELETE FROM due")
        responses.take(tx, FORM, [raw(entry.response)])
        checks.keep(tx, [Judged(FORM, entry.response, entry)], ZoneInfo("Asia/Bangkok"), lambda *_: None)
    return set(due(ledger.connection, "sheet:"))


def found(ledger: Ledger, kind: str, code: str) -> list[str]:
    return [e.response for e in entries.standing(ledger.connection, FORM, DAYS, kind, code)]


def test_a_response_belongs_to_its_people_its_deputy_and_its_learning_area(ledger: Ledger) -> None:
    everyone = {"supervisor:S01", "supervisor:S02", "deputy:A", "learning_area:thai"}
    assert keep(ledger, ENTRY) == everyone
    assert memberships.of(ledger.connection, [(FORM, "a")]) == everyone
    assert found(ledger, "supervisor", "S02") == ["a"]
    assert found(ledger, "learning_area", "thai") == ["a"]
    assert found(ledger, "supervisor", "S03") == []


def test_who_left_it_is_told_as_well(ledger: Ledger) -> None:
    keep(ledger, ENTRY)
    moved = replace(ENTRY, people=("S03",), members={"network": "N01", "deputy": "A"})
    assert keep(ledger, moved) == {
        "supervisor:S01", "supervisor:S02", "supervisor:S03", "deputy:A", "learning_area:thai",
    }  # fmt: skip
    assert found(ledger, "supervisor", "S01") == []
    assert found(ledger, "supervisor", "S03") == ["a"]
