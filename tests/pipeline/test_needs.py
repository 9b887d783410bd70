"""Schools that need help, from the ledger: over years, in whose sheets, and which are made anew when."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forms.definition import packaged_definitions
from forms.model import Entry, Partition
from forms.needs import Need
from forms.organisation.dated import as_of
from sync.ledger import Ledger, checks, responses
from sync.ledger.checks import Judged
from sync.ledger.store import due, settle
from sync.pipeline.needs import mark_needs, needs_of
from sync.pipeline.office import Office
from sync.pipeline.records import Records
from tests.forms.duties import entry
from tests.journeys.office import SCHOOLS, opened, write_config

QUALITY, OBSERVATION = "school-quality", "classroom-observation"
FOUND, TODAY = date(2026, 11, 16), date(2026, 11, 20)
UNTIL = date(2027, 1, 15)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    config = write_config(tmp_path / "config")
    shutil.copyfile(packaged_definitions() / f"{QUALITY}.yaml", config / "forms" / f"{QUALITY}.yaml")
    # B1 will belong to N01 from the first of December.
    moving = SCHOOLS.replace("B1,โรงเรียนใต้ 1,N02,,,,", "B1,โรงเรียนใต้ 1,N01,,,,N02:2026-12-01")
    (config / "schools.csv").write_text(moving, encoding="utf-8")
    return opened(config)


def keep(ledger: Ledger, office: Office, one: Entry) -> None:
    at = f"{one.when}T09:00:00Z"
    raw = {"formId": "g", "responseId": one.response, "createTime": at, "lastSubmittedTime": at}
    with ledger.transaction() as tx:
        responses.take(tx, one.form, [raw])
        checks.keep(tx, [Judged(one.form, one.response, one)], office.settings.timezone, lambda *_: None)


def noted(ledger: Ledger, office: Office, day: date, said: str = "below") -> None:
    team = ("S01", "S02")
    answers: dict[str, str | tuple[str, ...]] = {
        "internal_result": said,
        "team": team,
        "help_due": UNTIL.isoformat(),
    }
    keep(ledger, office, replace(entry(QUALITY, f"q{day}", day, *team, school="B1"), answers=answers))


def needs(ledger: Ledger, office: Office, today: date = TODAY) -> list[Need]:
    records = Records(ledger, office)
    records.look(today)
    return list(records.needs())


def test_a_school_needs_help_until_the_same_is_answered_otherwise(ledger: Ledger, office: Office) -> None:
    assert needs(ledger, office) == []
    noted(ledger, office, FOUND)
    keep(ledger, office, entry(OBSERVATION, "v1", date(2026, 11, 18), "S01", school="B1"))
    (need,) = needs(ledger, office)
    assert (need.school, need.since, need.due) == ("B1", FOUND, UNTIL)
    assert (need.team, need.followed) == (("S01", "S02"), date(2026, 11, 18))
    noted(ledger, office, date(2026, 11, 19), "meets")
    assert needs(ledger, office) == []


def test_news_and_a_new_day_are_noticed_by_records_that_go_on(ledger: Ledger, office: Office) -> None:
    records = Records(ledger, office)
    records.look(TODAY)
    assert records.needs() == ()
    noted(ledger, office, FOUND)
    records.look(TODAY)
    assert [need.school for need in records.needs()] == ["B1"]


def test_a_school_that_was_found_years_ago_still_needs_help(ledger: Ledger, office: Office) -> None:
    """Neither the academic year's turn nor the span that duties look back over forgets it."""
    long_ago = date(2024, 6, 3)
    noted(ledger, office, long_ago)
    (need,) = needs(ledger, office, date(2027, 6, 1))
    assert need.since == long_ago
    records = Records(ledger, office)
    for day in (TODAY, date(2027, 6, 1), date(2028, 6, 1)):
        records.look(day)
        assert len(records.needs()) == 1


def test_it_is_told_where_the_school_is_today(ledger: Ledger, office: Office) -> None:
    noted(ledger, office, FOUND)
    found = needs(ledger, office)

    def told(today: date) -> set[str]:
        there = as_of(office.organisation, today)
        every = [Partition("district"), Partition("office"), Partition("deputy", "A"),
                 Partition("network", "N01"), Partition("network", "N02"),
                 Partition("group", "G1"), Partition("supervisor", "S01")]  # fmt: skip
        return {f"{one.kind}:{one.code}" for one in every if needs_of(found, there, one)}

    assert told(TODAY) == {"district:", "office:", "deputy:A", "network:N02"}
    assert told(date(2026, 12, 1)) == {"district:", "office:", "deputy:A", "network:N01"}


def marked(ledger: Ledger, office: Office, today: date) -> set[str]:
    """The spreadsheets that a day marks for needs alone: what others marked is taken as written."""
    with ledger.transaction() as tx:
        for subject, revision in due(tx, "sheet:").items():
            settle(tx, f"sheet:{subject}", revision)
    mark_needs(ledger, office, needs(ledger, office, today), today)
    return set(due(ledger.connection, "sheet:"))


def test_sheets_are_made_anew_when_it_comes_moves_falls_due_is_past_and_ends(
    ledger: Ledger, office: Office
) -> None:
    marked(ledger, office, TODAY)
    assert marked(ledger, office, TODAY) == set()
    noted(ledger, office, FOUND)
    there = {"district:", "network:N01"}
    assert marked(ledger, office, TODAY) == {"district:", "network:N02"}
    assert marked(ledger, office, date(2026, 11, 30)) == set()
    assert marked(ledger, office, date(2026, 12, 1)) == {"network:N01", "network:N02"}
    assert marked(ledger, office, date(2026, 12, 15)) == set()
    assert marked(ledger, office, date(2026, 12, 16)) == there  # thirty days before
    assert marked(ledger, office, UNTIL) == set()
    assert marked(ledger, office, date(2027, 1, 16)) == there
    noted(ledger, office, date(2027, 1, 18), "meets")
    assert marked(ledger, office, date(2027, 1, 19)) == there
