"""The demo's results of tests are files like an office's own; whatever works on a demo, it stays one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from forms.results.read import read_results
from sync.demo.closing import as_begun
from sync.demo.results import load_results, result_texts
from sync.demo.story import begin
from sync.ledger import Ledger
from sync.packaged import folder as packaged
from sync.pipeline.results import book_of
from tests.demo.test_every_record import NOW, OFFICE
from tests.journeys.office import opened


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.sqlite3")


def test_each_test_has_a_file_for_each_of_the_last_two_years() -> None:
    found = Counter((one.kind.code, one.year) for one in result_texts(OFFICE, NOW, 1))
    assert set(found) == {(kind, year) for kind in ("onet", "nt", "reading-test") for year in (2567, 2568)}
    assert set(found.values()) == {1}


def test_a_file_reads_as_an_offices_own_does() -> None:
    for one in result_texts(OFFICE, NOW, 1):
        read = read_results(
            one.name, one.text.encode("utf-8-sig"), OFFICE.results, one.kind, one.year, grade=one.grade
        )
        assert not read.troubles
        assert len(read.rows) > 200
        assert "total" in {left.reason for left in read.left_out}


def test_the_same_seed_makes_the_same_files() -> None:
    texts = [one.text for one in result_texts(OFFICE, NOW, 3)]
    assert texts == [one.text for one in result_texts(OFFICE, NOW, 3)]
    assert texts != [one.text for one in result_texts(OFFICE, NOW, 4)]


def test_some_names_wait_for_a_person_and_one_was_matched(tmp_path: Path, ledger: Ledger) -> None:
    assert load_results(ledger, OFFICE, tmp_path / "results", NOW, 2569) == 6
    waiting = book_of(ledger, OFFICE).unmatched
    assert waiting
    assert all(one.candidates for one in waiting)
    (decided,) = ledger.connection.execute("SELECT school FROM result_row WHERE means = 'decided'").fetchall()
    assert decided[0] in OFFICE.organisation.schools
    assert len(list((tmp_path / "results").iterdir())) == 6


def test_both_years_stand_side_by_side_for_nearly_every_school(tmp_path: Path, ledger: Ledger) -> None:
    load_results(ledger, OFFICE, tmp_path / "results", NOW, 2569)
    years = Counter((r.school, r.kind, r.subject) for r in book_of(ledger, OFFICE).results)
    assert sum(count == 2 for count in years.values()) > 0.9 * len(years)


def test_files_that_were_loaded_are_loaded_once(tmp_path: Path, ledger: Ledger) -> None:
    for _ in range(2):
        load_results(ledger, OFFICE, tmp_path / "results", NOW, 2569)
    assert ledger.connection.execute("SELECT count(*) FROM result_file").fetchone()[0] == 6


def test_every_command_finds_the_school_closed_and_the_mail_kept(ledger: Ledger) -> None:
    office = opened(packaged("config"))
    office = replace(office, settings=replace(office.settings, deliver="smtp"))
    assert as_begun(ledger, office) is office
    begin(ledger, office, NOW, 20, 1)
    there = as_begun(ledger, office)
    assert there.organisation == OFFICE.organisation
    assert there.organisation != office.organisation
    assert there.settings.deliver == "outbox"
