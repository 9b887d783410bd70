"""`nithet results`: a file checked and loaded, schools named, every wrong thing told with what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.cli.app import main
from sync.ledger import Ledger, results
from sync.ledger.store import due
from tests.forms.results.files import Row, csv, xlsx
from tests.journeys.office import write_config

Nithet = Callable[..., tuple[int, str]]
ROWS: list[Row] = [
    ("ผลการทดสอบ NT ปีการศึกษา 2568", "", "", ""),
    ("โรงเรียน", "จำนวนนักเรียน", "ด้านภาษาไทย", "ด้านคณิตศาสตร์"),
    ("เหนือ 1", 12, "๔๕.๓๒", "38,5"),
    ("โรงเรียนใต้ 1", 8, "51%", "มาก"),
    ("โรงเรียนเหนือที่สอง", 8, 40, 41),
    ("รวม", 28, 45, 40),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write_config(tmp_path / "config")
    (tmp_path / "nt.xlsx").write_bytes(xlsx(ROWS, ["A1:D1"]))
    return tmp_path


@pytest.fixture
def nithet(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs the command in the office's folder; gives the exit code, and everything that was told."""
    monkeypatch.chdir(office)

    def run(*arguments: str, language: str = "en") -> tuple[int, str]:
        places = ("--config", "config", "--data", "data", "--lang", language)
        monkeypatch.setattr(sys, "argv", ["nithet", "results", *arguments, *places])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out + told.err

    return run


def test_a_file_is_checked_loaded_and_its_last_school_named(office: Path, nithet: Nithet) -> None:
    load = ("load", "nt.xlsx", "--kind", "nt", "--year", "2568")
    code, told = nithet(*load, "--check")
    assert code == 0 and "nothing was loaded" in told
    assert "rows read 3 · schools found 2 · not found 1 · left out 1" in told
    assert "Left out, row 6 “รวม”: it sums up others" in told
    assert "Row 4, column D ด้านคณิตศาสตร์: “มาก” is no score" in told
    assert "row 5 “โรงเรียนเหนือที่สอง”" in told and "A2 โรงเรียนเหนือ 2 (network เหนือ)" in told
    assert json.loads(nithet("list", "--json")[1]) == {"files": [], "unmatched": []}

    assert "Loaded nt.xlsx" in nithet(*load)[1]
    assert "nothing changed" in nithet(*load)[1]
    code, told = nithet("match", "โรงเรียนเหนือที่สอง", "A2", language="th")
    assert (code, "แถวที่ใช้ 1 แถว" in told) == (0, True)
    listed = json.loads(nithet("list", "--json")[1])
    assert [(one["rows"], one["matched"]) for one in listed["files"]] == [(3, 3)]
    assert listed["unmatched"] == []

    code, told = nithet("match", "โรงเรียนเหนือที่สอง", "")
    assert (code, "taken back: 1 rows wait again" in told) == (0, True)
    assert len(json.loads(nithet("list", "--json")[1])["unmatched"]) == 1
    assert nithet("match", "โรงเรียนเหนือที่สอง", "A2")[0] == 0

    ledger = Ledger(office / "data" / "ledger.sqlite3")
    found = {(r.school, r.subject): (r.score, r.pupils) for r in results.current(ledger.connection)}
    assert {"network:N01", "network:N02", "district:"} <= set(due(ledger.connection, "sheet:"))
    ledger.close()
    assert found == {
        ("A1", "literacy"): (45.32, 12),
        ("A1", "numeracy"): (38.5, 12),
        ("A2", "literacy"): (40.0, 8),
        ("A2", "numeracy"): (41.0, 8),
        ("B1", "literacy"): (51.0, 8),
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("load", "no.xlsx", "--kind", "nt", "--year", "2568"), "cannot be read"),
        (("load", "nt.xlsx", "--kind", "rt", "--year", "2568"), "Give one of: onet, pre-onet, nt"),
        (("load", "nt.xlsx", "--kind", "nt", "--year", "2540"), "no results of NT of 2540"),
        (("load", "nt.xlsx", "--kind", "nt", "--year", "2567"), "The title speaks of 2568"),
        (("load", "nt.xlsx", "--kind", "nt", "--year", "2568", "--sheet", "x"), "There is no sheet x"),
        (("load", "nt.xlsx", "--kind", "nt", "--year", "2568", "--grade", "p9"), "NT has no grade p9"),
        (("load", "las.csv", "--kind", "las", "--year", "2568"), "Give --grade"),
        (("load", "wrong.csv", "--kind", "nt", "--year", "2568"), "There is no column ด้านคณิตศาสตร์"),
        (("match", "เหนือ", "A9"), "There is no school A9"),
        (("match", "เหนือ", ""), "there is nothing to take back"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_do_and_nothing_is_loaded(
    office: Path, nithet: Nithet, arguments: tuple[str, ...], told: str
) -> None:
    heads = ("โรงเรียน", "ภาษาไทย", "คณิตศาสตร์", "วิทยาศาสตร์", "ภาษาอังกฤษ")
    (office / "las.csv").write_bytes(csv([heads, ("เหนือ 1", 1, 2, 3, 4)]))
    (office / "wrong.csv").write_bytes(csv([("โรงเรียน", "ภาษาไทย", "คำนวน"), ("เหนือ 1", 1, 2)], "cp874"))
    code, said = nithet(*arguments)
    assert code == 2
    assert told in said and "What to do:" in said
    assert json.loads(nithet("list", "--json")[1])["files"] == []
