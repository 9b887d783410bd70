"""An entry as the ledger keeps it comes back as it was."""

from datetime import UTC, date, datetime

import orjson

from forms.model import Entry
from sync.ledger.entries import entry_from_json, entry_json

ENTRY = Entry(
    form="journey",
    response="r1",
    submitted=datetime(2026, 11, 20, 9, tzinfo=UTC),
    when=date(2026, 11, 23),
    members={"supervisor": "S01", "network": "N01", "deputy": "A"},
    scores={"plan.1": 5},
    counted=True,
    texts={"done": "ประชุม\nสองวัน"},
    once_key="journey|S01",
    until=date(2026, 11, 24),
    people=("S01", "S02"),
    answers={"person": "S01", "party": ("S02", "S01"), "first": "2026-11-23", "cost": 1250.5, "year": 2569},
)


def test_every_field_comes_back() -> None:
    assert entry_from_json(entry_json(ENTRY)) == ENTRY


def test_an_entry_without_the_newer_fields_is_read_until_it_is_judged_anew() -> None:
    old = orjson.dumps(orjson.loads(entry_json(ENTRY))[:9])
    entry = entry_from_json(old)
    assert (entry.once_key, entry.until, entry.people, entry.answers) == ("journey|S01", None, (), {})
