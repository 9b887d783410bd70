"""What people achieved in the fiscal year, read across academic years; what is read again, and when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.model import Partition
from sync.ledger import Ledger
from sync.ledger.store import due, settle
from sync.pipeline.achieved import achieved
from sync.pipeline.office import Office
from sync.pipeline.shelf import Shelf
from sync.pipeline.summarise import summarise_touched
from tests.forms.duties import entry
from tests.journeys.office import opened, write_config
from tests.pipeline.test_duties import keep

LOG = "daily-log"
TODAY = date(2026, 11, 20)
MINE = Partition("supervisor", "S01")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return opened(write_config(tmp_path / "config"))


def filled(ledger: Ledger, office: Office, *days: date, code: str = "S01") -> None:
    for day in days:
        keep(ledger, office, entry(LOG, f"{code}{day}", day, code), created=day)


def test_the_half_before_reaches_into_the_academic_year_before(ledger: Ledger, office: Office) -> None:
    """The half from 21 March 2569 began in the academic year 2568; what was before it is of no half told."""
    filled(ledger, office, date(2026, 3, 20), date(2026, 3, 21), date(2026, 5, 15), date(2026, 5, 16))
    filled(ledger, office, date(2026, 9, 20), date(2026, 9, 21), date(2026, 9, 30), TODAY)
    told = achieved(ledger, office, Shelf(ledger, office), MINE, TODAY)
    parts = {"2026-03-21": 1, "2026-05-01": 2, "2026-09-01": 1, "2026-09-21": 2, "2026-11-01": 1}
    assert told == {LOG: {"S01": parts}}


def test_after_the_20th_of_september_the_next_report_and_the_whole_fiscal_year_are_read(
    ledger: Ledger, office: Office
) -> None:
    """The half reported next goes on beyond the fiscal year, which began before the half reported last."""
    filled(ledger, office, date(2025, 9, 30), date(2025, 10, 1), date(2026, 9, 21), date(2026, 10, 1))
    told = achieved(ledger, office, Shelf(ledger, office), MINE, date(2026, 9, 25))
    assert told == {LOG: {"S01": {"2025-10-01": 1, "2026-09-21": 1, "2026-10-01": 1}}}


def test_a_joint_record_counts_for_both_and_one_with_errors_for_nobody(
    ledger: Ledger, office: Office
) -> None:
    both = entry(LOG, "l1", TODAY, "S01", "S02")
    keep(ledger, office, both, created=TODAY)
    wrong = entry(LOG, "l2", TODAY, "S01", counted=False)
    keep(ledger, office, wrong, created=TODAY)
    shelf = Shelf(ledger, office)
    assert achieved(ledger, office, shelf, Partition("office"), TODAY) == {
        **{form: {} for form in office.forms}, LOG: {"S01": {"2026-11-01": 1}, "S02": {"2026-11-01": 1}},
    }  # fmt: skip
    assert achieved(ledger, office, shelf, Partition("network", "N01"), TODAY) == {}


def test_a_form_is_read_again_where_a_response_came(ledger: Ledger, office: Office) -> None:
    filled(ledger, office, TODAY)
    shelf, asked = Shelf(ledger, office), list[str]()
    ledger.connection.set_trace_callback(asked.append)

    def reads(partition: Partition) -> int:
        shelf.look(TODAY)
        asked.clear()
        achieved(ledger, office, shelf, partition, TODAY)
        return sum("membership" in one for one in asked)

    assert reads(MINE) == len(office.forms)
    assert [reads(MINE), reads(Partition("supervisor", "S02")), reads(Partition("office"))] == [0, 0, 0]
    filled(ledger, office, date(2026, 11, 19))
    assert [reads(MINE), reads(Partition("office"))] == [1, 0]
    assert achieved(ledger, office, shelf, MINE, TODAY)[LOG]["S01"] == {"2026-11-01": 2}


def test_people_are_told_of_another_half_on_its_first_day(ledger: Ledger, office: Office) -> None:
    def noticed(day: date) -> set[str]:
        summarise_touched(ledger, office, Shelf(ledger, office), day)
        found = due(ledger.connection, "sheet:")
        with ledger.transaction() as tx:
            for subject, revision in found.items():
                settle(tx, f"sheet:{subject}", revision)
        return set(found)

    noticed(date(2027, 3, 19))
    assert noticed(date(2027, 3, 20)) == {"office:"}
    people = {f"supervisor:{code}" for code in office.organisation.supervisors}
    assert noticed(date(2027, 3, 21)) == {"office:", *people}
    assert noticed(date(2027, 3, 22)) == {"office:"}
