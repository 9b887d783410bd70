"""What people wrote in the sheets: histories that only grow, cells as last read, rows that moved."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from forms.checking.corrections import Correction
from forms.model.chains import Decision
from sync.ledger import Ledger, cells, corrections, decisions, publishing, reports
from tests.ledger.conftest import FORM

FILE = "sheet:office::2569"
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


def decided(word: str, note: str = "", response: str = "r1") -> Decision:
    return Decision(FORM, response, "head", word, note, NOON, "S01")


def corrected(value: str, verdict: str = "", question: str = "day") -> Correction:
    return Correction(FORM, "r1", "not-in-future", question, verdict, value, "", NOON, FILE, "2026-12-20")


def test_every_decision_stays_in_the_order_it_was_noticed(ledger: Ledger) -> None:
    made = [decided("เห็นควร"), decided("เห็นควร", "ด่วน"), decided("")]
    with ledger.transaction() as tx:
        for one in [*made, decided("ไม่อนุญาต", response="r2")]:
            decisions.keep(tx, one, FILE)
    assert decisions.of(ledger.connection, FORM)["r1"] == tuple(made)
    assert set(decisions.of(ledger.connection, FORM, ["r2"])) == {"r2"}
    assert decisions.of(ledger.connection, "other") == {}


def test_the_last_correction_of_a_finding_is_the_one_that_counts(ledger: Ledger) -> None:
    made = [corrected("20 พ.ย. 2569"), corrected("", "confirmed"), corrected("", "left-out", question="")]
    with ledger.transaction() as tx:
        for one in made:
            corrections.keep(tx, one)
    assert corrections.of(ledger.connection, FORM) == {"r1": (made[1], made[2])}
    assert corrections.history(ledger.connection, FORM, ["r1"]) == tuple(made)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET word = 'อนุญาต'",
        "DELETE FROM decision",
        "UPDATE correction SET value = ''",
        "DELETE FROM correction",
    ],
)
def test_a_history_is_never_rewritten(ledger: Ledger, statement: str) -> None:
    with ledger.transaction() as tx:
        decisions.keep(tx, decided("เห็นควร"), FILE)
        corrections.keep(tx, corrected("20"))
    with pytest.raises(sqlite3.IntegrityError, match="never"), ledger.transaction() as tx:
        tx.execute(statement)


def test_cells_are_known_as_they_were_last_read(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        cells.keep(tx, FILE, "t", "r1", {"note": "โทรแล้ว", "word": ""})
        cells.keep(tx, FILE, "t", "r2", {"note": "ก"})
        cells.keep(tx, FILE, "t", "r2", {"note": ""})
    assert cells.of(ledger.connection, FILE, "t") == {"r1": {"note": "โทรแล้ว"}}


def test_rows_are_known_where_people_moved_them(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        publishing.give_rows(tx, FILE, FORM, ["a", "b", "c"])
        publishing.keep_listed(tx, FILE, FORM, {"a": 5, "b": 6, "c": cells.GONE})
        publishing.keep_tab(tx, FILE, "t", {}, {1: "head.x.", 2: "a.x.", 3: "b.x.30", 4: "c.x."})
        cells.move_rows(tx, FILE, FORM, "t", 2, {"b": 0, "a": 1, "c": 2, "\nrow 9": 9})
    listed = publishing.listed(ledger.connection, FILE, FORM)
    assert {key: (at.row, at.revision) for key, at in listed.items()} == {
        "b": (0, 0), "a": (1, 0), "c": (2, cells.GONE), "\nrow 9": (9, cells.GONE),
    }  # fmt: skip
    assert publishing.tab_states(ledger.connection, FILE)["t"][1] == {
        1: "head.x.", 2: "b.?.?", 3: "a.?.?", 4: "c.x.",
    }  # fmt: skip
    with ledger.transaction() as tx:
        publishing.give_rows(tx, FILE, FORM, ["d"])
    assert publishing.listed(ledger.connection, FILE, FORM)["d"].row == 10


def test_a_ledger_of_version_1_is_taken_along(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    old = sqlite3.connect(path)
    old.executescript(files("sync.ledger").joinpath("schema.sql").read_text(encoding="utf-8"))
    old.execute(
        "INSERT INTO response (form, id, created, submitted, origin, revision, counted)"
        " VALUES (?, 'r1', '2026-11-20', '2026-11-20', 'g', 7, 1)",
        (FORM,),
    )
    old.execute("INSERT INTO finding VALUES (?, 'r1', 0, 'c', 'error', 'q', '{\"date\": 1}')", (FORM,))
    old.execute(
        "INSERT INTO report VALUES ('weekly', '2569-W47', '2026-11-20T11:00:00Z', '{\"schools\": 2}')"
    )
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    ledger = Ledger(path)
    row = ledger.connection.execute("SELECT revision, counted, left_out FROM response").fetchone()
    assert tuple(row) == (7, 1, 0)
    (found,) = ledger.connection.execute("SELECT places, answered FROM finding").fetchall()
    assert found["answered"] == found["places"]  # nobody had typed a value in an answer's place
    told = reports.report(ledger.connection, "weekly", "2569-W47")
    assert told and (told.figures, told.visiting) == ({"schools": 2}, frozenset())
    with ledger.transaction() as tx:
        decisions.keep(tx, decided("เห็นควร"), FILE)
    assert decisions.of(ledger.connection, FORM) == {"r1": (decided("เห็นควร"),)}
    assert ledger.connection.execute("PRAGMA user_version").fetchone()[0] >= 2
    ledger.close()
