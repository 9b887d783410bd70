"""What papers of a period know: what goes on until somebody ends it, as far as it began by then."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from forms.calendar.periods import quarter_of
from forms.definition import packaged_definitions
from forms.papers.committee_pack import committee_pack_paper
from sync.ledger import Ledger
from sync.pipeline.office import Office, open_office
from sync.pipeline.papers.known import known_of
from tests.forms.duties import entry
from tests.journeys.office import write_config
from tests.pipeline.conftest import ledger
from tests.pipeline.test_moved import keep

__all__ = ["ledger"]

CASE = "roving-team"
NOW = datetime.fromisoformat("2026-11-23T09:00:00+07:00")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    config = write_config(tmp_path / "config")
    shutil.copyfile(packaged_definitions() / f"{CASE}.yaml", config / "forms" / f"{CASE}.yaml")
    return open_office(config)


def cases(ledger: Ledger, office: Office, day: date) -> object:
    """The days of the open cases in the committee's pack of a day's quarter."""
    quarter = quarter_of(day)
    paper = committee_pack_paper(known_of(ledger, office, quarter, NOW), quarter, "เอกสาร")
    listed = paper.values["cases"]
    assert isinstance(listed, list)
    return [one["day"] for one in listed]


def test_a_case_is_told_from_the_period_that_it_began_in(ledger: Ledger, office: Office) -> None:
    began = date(2026, 8, 20), date(2026, 11, 11)
    for number, day in enumerate(began):
        keep(ledger, office, entry(CASE, f"c{number}", day, "S01", school="A1"))
    assert cases(ledger, office, date(2026, 5, 1)) == []
    assert cases(ledger, office, date(2026, 8, 1)) == [began[0]]
    assert cases(ledger, office, date(2026, 11, 1)) == list(began)
