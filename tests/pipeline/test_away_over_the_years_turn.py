"""Leave that began before the academic year goes on in it: for duties, the head, the office and the mail."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forms.definition import packaged_definitions
from forms.model import Partition
from forms.model.chains import Decision
from sync.ledger import Ledger, decisions
from sync.ledger.store import read_meta
from sync.pipeline.desired import desired
from sync.pipeline.files import sheets
from sync.pipeline.hearing import absent_on
from sync.pipeline.mails.weekly import cut_of, make_weekly
from sync.pipeline.office import Office
from sync.pipeline.partitions import DISTRICT
from sync.pipeline.shelf import Shelf
from sync.pipeline.turns import follow_head
from tests.forms.duties import entry
from tests.journeys.office import ORGANISATION, opened, write_config
from tests.pipeline.test_duties import PASSED, PERMIT, keep

GRANTED = datetime(2026, 4, 21, 3, tzinfo=UTC)
TUESDAY = datetime(2026, 5, 26, 3, tzinfo=UTC)  # the academic year began on the 16th
HEAD, ACTING = "S01", "S02"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """S01 is the head, S02 acts."""
    config = write_config(tmp_path / "config")
    (config / "organisation.yaml").write_text(
        f"{ORGANISATION}head: {HEAD}\nacting: [{ACTING}]\n", encoding="utf-8"
    )
    shutil.copyfile(packaged_definitions() / "permit.yaml", config / "forms" / "permit.yaml")
    settings = config / "settings.yaml"
    written = settings.read_text(encoding="utf-8").replace("sheets: [district,", "sheets: [office, district,")
    settings.write_text(written, encoding="utf-8")
    office = opened(config)
    return replace(office, duties=replace(office.duties, since=date(2026, 5, 1)))


@pytest.fixture
def on_leave(ledger: Ledger, office: Office) -> Ledger:
    """A ledger in which the head is on leave from 1 to 31 May."""
    leave = entry(PERMIT, "p1", date(2026, 5, 1), HEAD, until=date(2026, 5, 31), kind="leave")
    keep(ledger, office, leave, created=date(2026, 4, 20))
    with ledger.transaction() as tx:
        for step, word in PASSED:
            decisions.keep(tx, Decision(PERMIT, "p1", step, word, "", GRANTED, "head"), "file")
    return ledger


def test_the_head_is_away_for_whoever_asks(on_leave: Ledger, office: Office) -> None:
    shelf, today = Shelf(on_leave, office), TUESDAY.date()
    shelf.look(today)
    owed = [s for s in shelf.records.duties(DISTRICT) if s.owed.duty == "daily-log"]
    logs = {s.owed.code: s.status for s in owed if s.owed.period.start == date(2026, 5, 21)}
    assert logs == {HEAD: "excused", ACTING: "missing"}
    assert follow_head(on_leave, office, shelf.records, today)
    assert read_meta(on_leave.connection, "head.today") == ACTING
    assert absent_on(on_leave, office, TUESDAY) == {HEAD}

    wanted = sheets(office, office.calendar.academic_year(today))
    sheet = next(one for one in wanted if one.partition == Partition("office"))
    overview = desired(on_leave, office, shelf, sheet, None, TUESDAY).tabs[0]
    shown = [[cell.value for cell in row.cells[:2]] for row in overview.rows.values()]
    assert ["ศึกษานิเทศก์ 1", "ลา"] in shown
    assert ["ศึกษานิเทศก์ 2", "สำนักงาน"] in shown


def test_the_weekly_mail_asks_for_no_log_of_who_is_on_leave(on_leave: Ledger, office: Office) -> None:
    week = office.calendar.week_of(TUESDAY.date())
    cut = cut_of(office, week)
    assert cut is not None
    report = make_weekly(on_leave, office, week, cut, cut)
    assert [line.supervisor for line in report.logdays] == [ACTING]
