"""Duties from the ledger: first submissions, decisions, and the spreadsheets that a new day concerns."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forms.definition import packaged_definitions
from forms.duties import DutyState
from forms.model import Entry, Partition
from forms.model.chains import Decision
from sync.ledger import Ledger, checks, decisions, entries, responses
from sync.ledger.checks import Judged
from sync.ledger.store import due, settle, write_meta
from sync.pipeline.duties import (
    away_at,
    mark_changes,
    reckon_from,
    since_of,
    span_of,
)
from sync.pipeline.office import Office
from sync.pipeline.partitions import DISTRICT
from sync.pipeline.records import Records
from tests.forms.duties import entry
from tests.journeys.office import opened, write_config

LOG, PERMIT = "daily-log", "permit"
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    config = write_config(tmp_path / "config")
    shutil.copyfile(packaged_definitions() / "permit.yaml", config / "forms" / "permit.yaml")
    return opened(config)


def told(ledger: Ledger, office: Office, today: date) -> Sequence[DutyState]:
    """Every duty as records tell it that look for the first time."""
    records = Records(ledger, office)
    records.look(today)
    return records.duties(DISTRICT)


def marked_by(ledger: Ledger, office: Office, records: Records, today: date) -> set[str]:
    """The spreadsheets that a cycle would mark: after its look at the records."""
    records.look(today)
    return mark_changes(ledger, office, records.duties, today)


def keep(ledger: Ledger, office: Office, one: Entry, created: date, submitted: date | None = None) -> None:
    """Take a response in and keep what checking made of it."""
    first, last = (f"{day.isoformat()}T09:00:00Z" for day in (created, submitted or created))
    raw = {"formId": "g", "responseId": one.response, "createTime": first, "lastSubmittedTime": last}
    with ledger.transaction() as tx:
        responses.take(tx, one.form, [raw])
        checks.keep(tx, [Judged(one.form, one.response, one)], office.settings.timezone, lambda *_: None)


def decide(ledger: Ledger, response: str, *words: tuple[str, str], day: int = 16) -> None:
    noticed = datetime(2026, 11, day, 3, tzinfo=UTC)
    with ledger.transaction() as tx:
        for step, word in words:
            decisions.keep(tx, Decision(PERMIT, response, step, word, "", noticed, "head"), "file")


PASSED = (
    ("stand-in", "ลงนามรับงานแทน"), ("head", "เห็นชอบ"), ("deputy", "เห็นควรอนุญาต"), ("director", "อนุญาต"),
)  # fmt: skip


def days(found: Iterable[DutyState], code: str = "S01") -> dict[date, str]:
    return {
        s.owed.period.start: s.status
        for s in found
        if (s.owed.duty, s.owed.code) == ("daily-log", code) and s.owed.due == FRIDAY
    }


def test_an_edit_makes_nothing_late(ledger: Ledger, office: Office) -> None:
    log = entry(LOG, "l1", date(2026, 11, 16), "S01", sent=date(2026, 11, 27))
    keep(ledger, office, log, created=date(2026, 11, 16), submitted=date(2026, 11, 27))
    assert days(told(ledger, office, date(2026, 11, 28)))[date(2026, 11, 16)] == "done"


def test_leave_excuses_once_it_went_its_whole_way(ledger: Ledger, office: Office) -> None:
    leave = entry(PERMIT, "p1", date(2026, 11, 17), "S01", until=date(2026, 11, 18), kind="leave")
    keep(ledger, office, leave, created=date(2026, 11, 10))
    today = date(2026, 11, 28)
    assert set(days(told(ledger, office, today)).values()) == {"missing"}
    decide(ledger, "p1", *PASSED[:3])
    assert set(days(told(ledger, office, today)).values()) == {"missing"}
    decide(ledger, "p1", PASSED[3], day=17)
    found = days(told(ledger, office, today))
    assert [day.day for day, status in found.items() if status == "excused"] == [17, 18]

    known = entries.as_of(
        ledger.connection, PERMIT, (date(2026, 11, 1), date(2026, 12, 1)), datetime(2026, 12, 1, tzinfo=UTC)
    )
    at = {day: away_at(ledger, office, known, datetime(2026, 11, day, tzinfo=UTC)) for day in (17, 18)}
    assert at[17] == {}
    assert {day.day for day in at[18]["S01"]} == {17, 18}


def test_what_falls_due_next_month_is_known_at_the_end_of_a_year(office: Office) -> None:
    assert span_of(office, date(2026, 11, 20)).end == date(2027, 5, 16)
    assert span_of(office, date(2027, 5, 10)).end == date(2027, 6, 10)


def test_duties_are_reckoned_from_the_installation_or_as_said(ledger: Ledger, office: Office) -> None:
    today = date(2026, 11, 28)
    assert since_of(ledger, office) is None  # no cycle yet: the whole year
    assert min(s.owed.due for s in told(ledger, office, today)) < date(2026, 6, 1)

    with ledger.transaction() as tx:  # Tuesday, 17 November, past midnight in Thailand
        write_meta(tx, "installed", "2026-11-16T18:00:00Z")
    assert since_of(ledger, office) == date(2026, 11, 21)
    assert min(s.owed.due for s in told(ledger, office, today)) == date(2026, 11, 27)

    with ledger.transaction() as tx:
        reckon_from(tx, date(2026, 11, 1))
    assert since_of(ledger, office) == date(2026, 11, 1)

    said = replace(office, duties=replace(office.duties, since=date(2026, 8, 1)))
    assert since_of(ledger, said) == date(2026, 8, 1)
    assert min(s.owed.due for s in told(ledger, said, today)) == date(2026, 8, 7)


def test_another_day_to_reckon_from_is_noticed(ledger: Ledger, office: Office) -> None:
    records = Records(ledger, office)
    marked_by(ledger, office, records, FRIDAY)
    with ledger.transaction() as tx:
        reckon_from(tx, date(2026, 11, 21))
    assert "district:" in marked_by(ledger, office, records, FRIDAY)
    assert records.duties(DISTRICT) == told(ledger, office, FRIDAY)


def test_only_what_stands_differently_is_marked(ledger: Ledger, office: Office) -> None:
    records = Records(ledger, office)

    def marked(today: date) -> set[str]:
        with ledger.transaction() as tx:
            for subject, revision in due(tx, "sheet:").items():
                settle(tx, f"sheet:{subject}", revision)
        changed = marked_by(ledger, office, records, today)
        assert set(due(ledger.connection, "sheet:")) == changed
        return changed

    wednesday, monday = date(2026, 11, 18), date(2026, 11, 23)
    assert {"district:", "network:N01", "group:G1"} <= marked(wednesday)
    assert marked(wednesday) == set()  # nothing came, and it is the same day
    assert "network:N01" not in marked(FRIDAY)  # a day passed without a log: no school owes more
    assert {"district:", "group:G1"} <= marked(monday)  # the week is missing now
    log = entry(LOG, "l1", date(2026, 11, 23), "S02")
    keep(ledger, office, log, created=monday)
    found = marked(monday)
    assert "district:" in found
    assert found.isdisjoint({"network:N01", "group:G1"})  # S02 has no work group


def test_nothing_is_worked_out_in_an_idle_cycle(ledger: Ledger, office: Office) -> None:
    def never(partition: Partition) -> tuple[DutyState, ...]:
        raise AssertionError(partition)

    marked_by(ledger, office, Records(ledger, office), FRIDAY)
    assert mark_changes(ledger, office, never, FRIDAY) == set()


def test_people_without_addresses_and_networks_without_schools_break_nothing(
    ledger: Ledger, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    organisation = config / "organisation.yaml"
    written = organisation.read_text(encoding="utf-8").replace(", email: s01@office.example", "")
    organisation.write_text(written, encoding="utf-8")
    schools = (config / "schools.csv").read_text(encoding="utf-8")
    (config / "schools.csv").write_text(schools.replace("N02", "N01"), encoding="utf-8")
    bare = opened(config)
    told_of = [warning.message for warning in bare.warnings]
    assert "network N02 has no school in schools.csv" in told_of
    assert any(one.startswith("no address: S01 get no mail") for one in told_of)
    assert {state.owed.code for state in told(ledger, bare, FRIDAY)} >= {"S01", "S02"}


HALF = "half-year-report"  # due on Monday, 22 March 2570, and may be 120 days late


def owed(found: Iterable[DutyState]) -> dict[str, str]:
    """How the last half year's reports stand, by person."""
    return {s.owed.code: s.status for s in found if s.owed.duty == HALF and s.owed.due == date(2027, 3, 22)}


def test_what_is_missing_when_the_year_ends_goes_over_as_long_as_it_may_come(
    ledger: Ledger, tmp_path: Path
) -> None:
    shutil.copyfile(packaged_definitions() / f"{HALF}.yaml", tmp_path / "config" / "forms" / f"{HALF}.yaml")
    office = opened(tmp_path / "config")
    with ledger.transaction() as tx:
        responses.keep_form(tx, HALF, "google-half", "http://forms.example/2")
    in_time = entry(HALF, "r1", date(2027, 3, 19), "S01", sent=date(2027, 3, 19))
    keep(ledger, office, in_time, created=date(2027, 3, 19))
    known = Records(ledger, office)

    def on(today: date) -> dict[str, str]:
        known.look(today)
        found = told(ledger, office, today)
        assert list(known.duties(DISTRICT)) == list(found)
        return owed(found)

    assert on(date(2027, 5, 15)) == {"S01": "done", "S02": "missing"}
    assert on(date(2027, 5, 17)) == {"S02": "missing"}
    found = told(ledger, office, date(2027, 5, 17))
    assert not [s for s in found if s.owed.duty == LOG and s.owed.due < date(2027, 5, 16)]
    assert len({(s.owed.duty, s.owed.code, s.owed.period.name) for s in found}) == len(found)
    late = entry(HALF, "r2", date(2027, 5, 20), "S02", sent=date(2027, 5, 20))
    keep(ledger, office, late, created=date(2027, 5, 20))
    assert on(date(2027, 5, 21)) == on(date(2027, 7, 20)) == {"S02": "late"}
    assert on(date(2027, 7, 21)) == {}  # a hundred and twenty days after the due day
