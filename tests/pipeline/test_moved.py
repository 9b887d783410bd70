"""A school that moved to another network within the semester: visited before, it is visited there, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forms.model import Entry, Partition
from sync.layout.tab import Tab
from sync.ledger import Ledger, checks, responses
from sync.ledger.checks import Judged
from sync.ledger.store import due, settle
from sync.pipeline.desired import desired
from sync.pipeline.files import sheets
from sync.pipeline.moved import moved_on
from sync.pipeline.office import Office
from sync.pipeline.records import Records
from sync.pipeline.shelf import Shelf
from sync.pipeline.summarise import summarise_touched
from tests.forms.duties import entry
from tests.journeys.office import ORGANISATION, SCHOOLS, opened, write_config

OBSERVATION = "classroom-observation"
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
# B1 belonged to N01 until the 10th; S02 answers for N02 alone, by another team.
MOVED = SCHOOLS.replace("B1,โรงเรียนใต้ 1,N02,,,,", "B1,โรงเรียนใต้ 1,N02,,,,N01:2026-11-10")
TEAMS = ORGANISATION.replace("ทีมที่ ๑}", "ทีมที่ ๑}\n  T2: {name: ทีมที่ ๒}").replace(
    "N02: {name: ใต้, team: T1, deputy: A", "N02: {name: ใต้, team: T2, deputy: B"
).replace("A: {name: รอง", "B: {name: รอง ผอ.สพป. คนที่ ๒}\n  A: {name: รอง").replace(
    "S02: {name: ศึกษานิเทศก์ 2, team: T1", "S02: {name: ศึกษานิเทศก์ 2, team: T2"
)  # fmt: skip
SHEETS = "sheets: [district, networks, supervisors, deputies]\n"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    config = write_config(tmp_path / "config")
    (config / "schools.csv").write_text(MOVED, encoding="utf-8")
    (config / "organisation.yaml").write_text(TEAMS, encoding="utf-8")
    settings = config / "settings.yaml"
    kept = [one for one in settings.read_text(encoding="utf-8").splitlines() if not one.startswith("sheets:")]
    settings.write_text("\n".join(kept) + "\n" + SHEETS, encoding="utf-8")
    return opened(config)


def observed(name: str, day: date, school: str, network: str) -> Entry:
    made = entry(OBSERVATION, name, day, "S01", school=school)
    deputy = {"N01": "A", "N02": "B"}[network]
    return replace(made, members={**made.members, "network": network, "deputy": deputy})


def keep(ledger: Ledger, office: Office, one: Entry) -> None:
    at = f"{one.when}T09:00:00Z"
    raw = {"formId": "g", "responseId": one.response, "createTime": at, "lastSubmittedTime": at}
    with ledger.transaction() as tx:
        responses.take(tx, one.form, [raw])
        checks.keep(tx, [Judged(one.form, one.response, one)], office.settings.timezone, lambda *_: None)


def shown(ledger: Ledger, office: Office, partition: Partition, key: str = "schools") -> Tab:
    shelf = Shelf(ledger, office)
    shelf.look(TODAY)
    year = office.calendar.academic_year(TODAY)
    sheet = next(one for one in sheets(office, year) if one.partition == partition)
    return next(tab for tab in desired(ledger, office, shelf, sheet, None, NOW).tabs if tab.key == key)


def line(tab: Tab, key: str) -> list[object]:
    return [cell.value for cell in next(row for row in tab.rows.values() if row.key == key).cells]


BEFORE = observed("v1", date(2026, 11, 5), "B1", "N01")
NEW_READERS = (Partition("network", "N02"), Partition("deputy", "B"), Partition("supervisor", "S02"))


@pytest.mark.parametrize("partition", NEW_READERS)
def test_it_is_visited_where_it_is_now(ledger: Ledger, office: Office, partition: Partition) -> None:
    summarise_touched(ledger, office, Shelf(ledger, office), TODAY)
    assert "ยังไม่ได้รับการนิเทศ" in line(shown(ledger, office, partition), "B1")
    keep(ledger, office, BEFORE)
    summarise_touched(ledger, office, Shelf(ledger, office), TODAY)
    found = line(shown(ledger, office, partition), "B1")
    assert {"นิเทศแล้วก่อนย้ายมา", "5 พ.ย. 2569"} <= set(found)
    assert 0 in found  # the observation is that of the network it was made in


def test_networks_still_add_up_to_the_district(ledger: Ledger, office: Office) -> None:
    for one in (BEFORE, observed("v2", date(2026, 11, 12), "A1", "N01")):
        rated = office.forms[OBSERVATION].grids[0].items[0].id
        keep(ledger, office, replace(one, scores={rated: 5}))
    summarise_touched(ledger, office, Shelf(ledger, office), TODAY)
    tab = shown(ledger, office, Partition("district"), "networks")
    # Name, team, deputy, schools owed and visited, share, …, observations.
    owed, visited, share = zip(*(line(tab, code)[3:6] for code in ("N01", "N02", "total")), strict=True)
    assert (owed, visited, share) == ((2, 1, 3), (1, 1, 2), (0.5, 1.0, 0.67))
    assert [line(tab, code)[8] for code in ("N01", "N02", "total")] == [2, 0, 2]
    for code, expected in (("N01", (1, 2)), ("N02", (1, 1))):
        own = shown(ledger, office, Partition("network", code), "overview")
        notes = [str(cell.value) for row in own.rows.values() for cell in row.cells]
        assert any(f"{expected[0]} จาก {expected[1]}" in note for note in notes), code


def test_the_semester_before_is_covered_by_the_schools_of_then(ledger: Ledger, office: Office) -> None:
    keep(ledger, office, observed("v0", date(2026, 6, 15), "B1", "N01"))
    summarise_touched(ledger, office, Shelf(ledger, office), TODAY)
    tab = shown(ledger, office, Partition("district"), "networks")
    assert [line(tab, code)[6] for code in ("N01", "N02", "total")] == [0.33, None, 0.33]
    for code, said in (("N01", "33%"), ("N02", "–")):
        own = shown(ledger, office, Partition("network", code), "overview")
        notes = [str(cell.value) for row in own.rows.values() for cell in row.cells]
        assert any(f"สิ้นภาคเรียนก่อน {said}" in note for note in notes), (code, notes)


def test_its_duty_is_met_for_its_new_readers_alone(ledger: Ledger, office: Office) -> None:
    keep(ledger, office, BEFORE)
    records = Records(ledger, office)
    records.look(TODAY)
    for partition in (*NEW_READERS, Partition("district"), Partition("network", "N01")):
        found = [
            s.status
            for s in records.duties(partition)
            if (s.owed.code, s.owed.period.name) == ("B1", "2569-S2")
        ]
        wanted = ["done"] if partition != Partition("network", "N01") else []
        assert [one for one in found if one == "done"] == wanted


def test_what_was_missing_before_the_move_stays_where_it_was(ledger: Ledger, office: Office) -> None:
    records = Records(ledger, office)
    for today in (date(2026, 11, 9), TODAY):
        records.look(today)
        for code, semester in (("N01", "2569-S1"), ("N02", "2569-S2")):
            mine = {
                s.owed.period.name for s in records.duties(Partition("network", code)) if s.owed.code == "B1"
            }
            expected = {semester} if today == TODAY else {"2569-S1", "2569-S2"} if code == "N01" else set()
            assert mine == expected, (today, code)


def test_news_of_the_network_that_it_left_are_news_for_the_one_where_it_is(
    ledger: Ledger, office: Office
) -> None:
    shelf = Shelf(ledger, office)
    summarise_touched(ledger, office, shelf, TODAY)
    with ledger.transaction() as tx:
        for subject, revision in due(tx, "sheet:").items():
            settle(tx, f"sheet:{subject}", revision)
    keep(ledger, office, BEFORE)
    summarise_touched(ledger, office, shelf, TODAY)
    concerned = {"network:N01", "network:N02", "deputy:A", "deputy:B", "supervisor:S01", "supervisor:S02"}
    assert set(due(ledger.connection, "sheet:")) >= concerned


def test_moves_of_long_ago_concern_nobody(office: Office) -> None:
    there = office.organisation
    assert moved_on(there, "N01", date(2026, 5, 16)) == ("N02",)
    assert moved_on(there, "N01", date(2026, 11, 10)) == ()
    assert moved_on(there, "N02", date(2026, 5, 16)) == ()
