"""What a damaged ledger still gives: rows that never change, from both ends to where a table breaks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.ledger import Ledger
from sync.ledger.salvage import Salvage, meta_of, results_named, take_over, waiting_in
from sync.ledger.store import write_meta

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PAGE = 4096
DECISIONS = 900  # over many pages


def old(folder: Path) -> Path:
    """A ledger with facts of several kinds, all of it in its one file."""
    folder.mkdir()
    ledger = Ledger(folder / "ledger.sqlite3")
    with ledger.transaction() as tx:
        write_meta(tx, "duties.since", "2026-11-16")
        tx.executemany(
            "INSERT INTO decision VALUES (?, 'request', ?, 'head', 'ทราบ', ?, '2026-11-17', 'S01', 'sheet')",
            [(n, f"R{n}", f"note-{n}-" + "x" * 40) for n in range(1, DECISIONS + 1)],
        )
        tx.execute("INSERT INTO number VALUES ('letters', '2569', 1, 'R1')")
        tx.execute("INSERT INTO delivery VALUES ('weekly', '2569-W47', 'a@b.example', '<1>', '2026-11-20')")
        tx.execute("INSERT INTO delivery VALUES ('weekly', '2569-W48', 'a@b.example', '<2>', NULL)")
        tx.execute(
            "INSERT INTO result_file VALUES (1, 'h', 'nt.xlsx', 'S', 'nt', 2568, '', '2026-11-17', 2, NULL)"
        )
        rows = [(1, n, f"โรงเรียน {n} " + "y" * 60, "", "", "p3", None, "") for n in range(400)]
        tx.executemany("INSERT INTO result_row VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        tx.execute("INSERT INTO raw VALUES ('log', 'R1', '2026-11-17', ?)", (b'{"responseId": "R1"}',))
        tx.execute("INSERT INTO raw VALUES ('log', 'R2', '2026-11-17', ?)", (b'{"responseId": ',))
        columns = "form, id, created, submitted, origin, revision"
        for name in ("R1", "R2"):
            known = ("log", name, "2026-11-16", "2026-11-17", "google", 1)
            tx.execute(f"INSERT INTO response ({columns}) VALUES (?, ?, ?, ?, ?, ?)", known)
    ledger.close()
    return folder / "ledger.sqlite3"


def zeroed(path: Path, text: str) -> None:
    """Zero the page on which a text stands."""
    content = path.read_bytes()
    at = content.index(text.encode()) // PAGE * PAGE
    path.write_bytes(content[:at] + b"\0" * PAGE + content[at + PAGE :])


def salvaged(path: Path, folder: Path) -> tuple[Salvage, list[int], list[str]]:
    """What a new ledger takes over; the numbers of its decisions, and the responses that it has."""
    folder.mkdir()
    ledger = Ledger(folder / "ledger.sqlite3")
    found = take_over(path, ledger, NOW)
    decisions = [row[0] for row in ledger.connection.execute("SELECT id FROM decision ORDER BY id")]
    responses = [row[0] for row in ledger.connection.execute("SELECT id FROM response ORDER BY id")]
    ledger.close()
    return found, decisions, responses


def test_a_sound_one_gives_all_but_what_is_no_fact(tmp_path: Path) -> None:
    path = old(tmp_path / "old")
    found, decisions, responses = salvaged(path, tmp_path / "new")
    assert decisions == [*range(1, DECISIONS + 1)]
    assert responses == ["R1"]  # the other's text breaks off
    assert (found.rows("delivery"), found.rows("result_row"), found.rows("number")) == (1, 400, 1)
    assert all(found.has_whole(name) for name in ("decision", "result_file", "result_row", "raw"))
    assert meta_of(path)["duties.since"] == "2026-11-16"
    assert [row["period"] for row in waiting_in(path)] == ["2569-W48"]


def test_a_page_that_is_gone_costs_what_stood_on_it(tmp_path: Path) -> None:
    path = old(tmp_path / "old")
    zeroed(path, "note-450-")
    found, decisions, _ = salvaged(path, tmp_path / "new")
    assert not found.has_whole("decision")
    assert (decisions[0], decisions[-1]) == (1, DECISIONS)
    assert DECISIONS - 60 < len(decisions) < DECISIONS
    assert found.has_whole("result_row")


def test_results_come_back_whole_or_not_at_all(tmp_path: Path) -> None:
    path = old(tmp_path / "old")
    zeroed(path, "โรงเรียน 200 ")
    found, decisions, _ = salvaged(path, tmp_path / "new")
    assert (found.has_whole("result_file"), found.rows("result_file")) == (False, 0)
    assert [row["name"] for row in results_named(path)] == ["nt.xlsx"]
    assert len(decisions) == DECISIONS


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 2 * PAGE])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def no_database(path: Path) -> None:
    path.write_bytes(b"\0" * 20 * PAGE)


@pytest.mark.parametrize("damage", [cut, emptied, no_database, Path.unlink])
def test_one_that_gives_nothing_stops_nothing(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = old(tmp_path / "old")
    damage(path)
    found, decisions, responses = salvaged(path, tmp_path / "new")
    assert (decisions, responses) == ([], [])
    assert not found.has_whole("decision")
    assert not found.has_whole("result")


def test_a_ledger_of_an_earlier_version_gives_what_it_had(tmp_path: Path) -> None:
    path = old(tmp_path / "old")
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE report DROP COLUMN visiting")
    connection.execute("INSERT INTO report VALUES ('weekly', '2569-W47', '2026-11-20', '{}')")
    connection.commit()
    connection.close()
    assert salvaged(path, tmp_path / "new")[0].rows("report") == 1
