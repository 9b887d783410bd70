"""Files of results in the ledger: the same twice, corrected ones, schools named later; histories stay."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from forms.results.book import Result
from forms.results.rows import FileRow, Score
from sync.ledger import Ledger, results
from sync.ledger.results import ResultFile

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FILE = ResultFile("h1", "onet.xlsx", "ป.6", "onet", 2568, "p6", NOW, 2)


def row(number: int, text: str, score: float, pupils: int | None = 10, subject: str = "thai") -> FileRow:
    return FileRow(number, text, "", "", "p6", {subject: Score(score, pupils)})


def keep(ledger: Ledger, file: ResultFile, *rows: tuple[FileRow, str]) -> int:
    with ledger.transaction() as tx:
        return results.keep(tx, file, [(one, school, "name" if school else "") for one, school in rows])


def scores(ledger: Ledger) -> dict[tuple[str, str], float]:
    return {(one.school, one.subject): one.score for one in results.current(ledger.connection)}


def test_rows_come_back_as_they_were_kept(ledger: Ledger) -> None:
    number = keep(ledger, FILE, (row(3, "บ้านโพน", 45.32), "S2"), (row(4, "ใคร", 40.0, None), ""))
    assert results.current(ledger.connection) == [Result("onet", 2568, "p6", "thai", "S2", 45.32, 10)]
    (waiting,) = results.waiting(ledger.connection)
    assert (waiting.row, waiting.school) == (row(4, "ใคร", 40.0, None), "")
    assert results.files(ledger.connection) == [replace(FILE, id=number)]
    assert results.standing(ledger.connection, FILE) == replace(FILE, id=number)
    assert results.standing(ledger.connection, replace(FILE, year=2567)) is None


def test_a_corrected_file_takes_the_place_of_the_one_of_its_name_and_both_stay(ledger: Ledger) -> None:
    first = keep(ledger, FILE, (row(3, "บ้านโพน", 45.0), "S2"), (row(4, "บ้านใหม่", 40.0), "S6"))
    second = keep(ledger, replace(FILE, hash="h2"), (row(3, "บ้านโพน", 46.0), "S2"))
    assert scores(ledger) == {("S2", "thai"): 46.0}
    assert [(f.id, f.replaced) for f in results.files(ledger.connection)] == [(first, second), (second, None)]
    assert ledger.connection.execute("SELECT count(*) FROM result").fetchone()[0] == 3
    assert results.standing(ledger.connection, FILE) is None  # going back to it is news again


def test_of_several_files_the_latest_holds_for_each_school_and_subject(ledger: Ledger) -> None:
    keep(ledger, FILE, (row(3, "บ้านโพน", 45.0), "S2"), (row(4, "บ้านใหม่", 40.0), "S6"))
    keep(ledger, replace(FILE, name="เครือข่าย.csv"), (row(2, "บ้านโพน", 47.0), "S2"))
    keep(ledger, replace(FILE, name="คณิต.csv"), (row(2, "บ้านโพน", 30.0, subject="maths"), "S2"))
    assert scores(ledger) == {("S2", "thai"): 47.0, ("S6", "thai"): 40.0, ("S2", "maths"): 30.0}


def test_a_school_is_named_later_and_the_latest_word_holds(ledger: Ledger) -> None:
    number = keep(ledger, FILE, (row(4, "ใคร", 40.0), ""))
    with ledger.transaction() as tx:
        results.set_school(tx, number, 4, "S6", "decided")
        results.decide(tx, "ใคร|", "ใคร", "S2", NOW)
        results.decide(tx, "ใคร|", "ใคร", "S6", NOW)
    assert scores(ledger) == {("S6", "thai"): 40.0}
    assert results.taken(ledger.connection, number) == {("S6", "p6"): 4}
    assert results.matched_counts(ledger.connection) == {number: 1}
    assert results.decided(ledger.connection) == {"ใคร|": "S6"}
    for statement in ("DELETE FROM school_text", "UPDATE school_text SET school = 'S1'"):
        with pytest.raises(sqlite3.IntegrityError):
            ledger.connection.execute(statement)
