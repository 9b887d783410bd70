"""While the head is away by a permit that was granted, the first of those who act holds the post."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from forms.model import Entry
from forms.model.chains import Decision
from forms.organisation.posts import holder
from sync.ledger import Ledger, checks, decisions, responses
from sync.packaged import folder
from sync.pipeline.hearing import absent_on
from sync.pipeline.office import open_office

NOW = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
RAW = {
    "responseId": "r1",
    "createTime": "2026-11-17T02:00:00Z",
    "lastSubmittedTime": "2026-11-17T02:00:00Z",
}
STEPS = (("head", "เห็นควรอนุญาต"), ("deputy", "เห็นควรอนุญาต"), ("director", "อนุญาต"))


def test_who_acts_holds_the_heads_post_while_a_granted_journey_lasts(tmp_path: Path) -> None:
    office = open_office(folder("config"))
    organisation, zone = office.organisation, office.settings.timezone
    head = organisation.head
    journey = Entry(
        "permit", "r1", NOW - timedelta(days=3), date(2026, 11, 19), {"supervisor": head, "kind": "journey"},
        {}, counted=True, until=date(2026, 11, 20), people=(head,), answers={"kind": "journey"},
    )  # fmt: skip
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    with ledger.transaction() as tx:
        responses.keep_form(tx, "permit", "google", "http://forms.example/1")
        responses.take(tx, "permit", [RAW])
        checks.keep(tx, [checks.Judged("permit", "r1", journey)], zone, lambda *_: None)
    assert absent_on(ledger, office, NOW) == frozenset()
    with ledger.transaction() as tx:
        for step, word in STEPS:
            made = Decision("permit", "r1", step, word, "", NOW - timedelta(days=2), step)
            decisions.keep(tx, made, "sheet:office::2569")
    found = {day: absent_on(ledger, office, NOW + timedelta(days=day)) for day in (0, 1)}
    ledger.close()
    assert found == {0: frozenset({head}), 1: frozenset()}
    assert holder("head", organisation, NOW.date(), found[0]) == organisation.acting[0]
    assert holder("head", organisation, NOW.date(), found[1]) == head
