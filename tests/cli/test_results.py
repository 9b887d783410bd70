"""`nithet results`: a file checked and loaded, schools named, every wrong thing told with what to do."""

from __future__ import annotations

import json
import shlex
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
    assert json.loads(nithet("list", "--json")[1]) == {"files": [], "unmatched": [], "set_aside": 0}

    assert "Loaded nt.xlsx" in nithet(*load)[1]
    assert "nothing changed" in nithet(*load)[1]
    code, told = nithet("match", "โรงเรียนเหนือที่สอง", "A2", language="th")
    assert (code, "แถวที่ใช้ 1 แถว" in told) == (0, True)
    listed = json.loads(nithet("list", "--json")[1])
    assert [(one["rows"], one["matched"]) for one in listed["files"]] == [(3, 3)]
    assert listed["unmatched"] == []

    code, told = nithet("match", "โรงเรียนเหนือที่สอง", "--undo")
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
        (("match", "เหนือ"), "There is no school -"),
        (("load", "empty.csv", "--kind", "nt", "--year", "2568"), "No result of any school can be read"),
        (("load", "locked.xlsx", "--kind", "nt", "--year", "2568"), "locked by a password"),
        (("load", "nt-2566.csv", "--kind", "nt", "--year", "2568"), "name “nt-2566.csv” speaks of 2566"),
        (("load", "onet.csv", "--kind", "nt", "--year", "2568"), "speaks of O-NET, and --kind of NT"),
        (("load", "p6.csv", "--kind", "nt", "--year", "2568"), "speaks of ป.6, and what is loaded is of ป.3"),
        (("load", "shares.csv", "--kind", "nt", "--year", "2568"), "nothing but 0.4 to 0.51: shares"),
        (("load", "nt.xlsx", "--kind", "nt", "--year", "2600"), "of the Buddhist era, from 2555 to 25"),
        (("match", "ไม่มีแถวนี้", "A1"), "No row of a loaded file says “ไม่มีแถวนี้”"),
        (("drop", "7"), "There is no file “7” in force"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_do_and_nothing_is_loaded(
    office: Path, nithet: Nithet, arguments: tuple[str, ...], told: str
) -> None:
    heads = ("โรงเรียน", "ภาษาไทย", "คณิตศาสตร์", "วิทยาศาสตร์", "ภาษาอังกฤษ")
    (office / "las.csv").write_bytes(csv([heads, ("เหนือ 1", 1, 2, 3, 4)]))
    (office / "empty.csv").write_bytes(csv(ROWS[1:2]))
    (office / "nt-2566.csv").write_bytes(csv(ROWS[1:]))
    (office / "onet.csv").write_bytes(csv([("ผลสอบ O-NET",), *ROWS[1:]]))
    (office / "p6.csv").write_bytes(csv(ROWS[1:]))
    (office / "shares.csv").write_bytes(csv([ROWS[1], ("เหนือ 1", 9, 0.4, 40), ("เหนือ 2", 9, 0.51, 41)]))
    (office / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    (office / "wrong.csv").write_bytes(csv([("โรงเรียน", "ภาษาไทย", "คำนวน"), ("เหนือ 1", 1, 2)], "cp874"))
    code, said = nithet(*arguments)
    assert code == 2
    assert told in said and "What to do:" in said
    assert json.loads(nithet("list", "--json")[1])["files"] == []


LOAD = ("load", "a.csv", "--kind", "nt", "--year", "2568")
COLUMNS = ("โรงเรียน", "ด้านภาษาไทย", "ด้านคณิตศาสตร์")


def test_a_file_that_would_lose_schools_asks_for_a_word_and_is_taken_back(
    office: Path, nithet: Nithet
) -> None:
    names = ("เหนือ 1", "เหนือ 2", "ใต้ 1", "ห้องสอบพิเศษ")
    (office / "a.csv").write_bytes(csv([COLUMNS, *((name, 40, 41) for name in names)]))
    assert nithet(*LOAD)[0] == 0
    code, told = nithet("match", "ห้องสอบพิเศษ", "none")
    assert code == 0 and "is no school: 1 rows" in told
    rows: list[Row] = [("เหนือ 1", 42, 43), ("เหนือ 1", 42, 43), ("ห้องสอบพิเศษ", 1, 2)]
    (office / "a.csv").write_bytes(csv([COLUMNS, *rows]))
    code, told = nithet(*LOAD)
    assert code == 2 and "results of 1 schools, and the one whose place it would take of 3" in told
    assert "has the scores of row 2 and counts once" in told
    assert "Left out, row 4 “ห้องสอบพิเศษ”: somebody said that it is no school" in told
    assert nithet(*LOAD, "--replace")[0] == 0
    code, told = nithet("drop", "a.csv")
    assert code == 2 and "nithet results drop 2 --yes" in told
    code, told = nithet("drop", "2", "--yes")
    assert code == 0 and "a.csv, loaded" in told and "holds again" in told
    listed = json.loads(nithet("list", "--json")[1])["files"]
    assert [(one["replaced_by"], bool(one["dropped"])) for one in listed] == [(None, False), (None, True)]
    assert "taken back" in nithet("list")[1]


def test_another_file_of_the_same_schools_says_whose_results_it_would_take(
    office: Path, nithet: Nithet
) -> None:
    for name, scores in (("a.csv", (40, 41)), ("try.csv", (1, 41)), ("next.csv", (70, 71))):
        (office / name).write_bytes(csv([COLUMNS, ("เหนือ 1", *scores)]))
    assert nithet(*LOAD)[0] == 0
    code, told = nithet("load", "try.csv", *LOAD[2:])
    assert code == 2 and "1 have other results already, of other files (schools): 1 a.csv (1)" in told
    assert "add --replace" in told and "try.csv (A1)" in told
    assert len(json.loads(nithet("list", "--json")[1])["files"]) == 1
    code, told = nithet("load", "next.csv", *LOAD[2:], "--replace", language="th")
    assert code == 0 and "แทนผลของ 1 โรงเรียนจากไฟล์เลขที่ 1 a.csv" in told


def test_no_school_is_offered_for_a_text_that_is_like_none(office: Path, nithet: Nithet) -> None:
    (office / "a.csv").write_bytes(csv([COLUMNS, ("วัดไกลโพ้น", 40, 41), ("เหนือ 1", 40, 41)]))
    told = nithet(*LOAD)[1]
    assert 'nithet results match "วัดไกลโพ้น" none' in told
    assert 'nithet results match "วัดไกลโพ้น" A' not in told


PLACED = ("โรงเรียน", "อำเภอ", "ด้านภาษาไทย", "ด้านคณิตศาสตร์")


def test_rows_of_one_text_in_two_places_are_named_each_with_its_place(office: Path, nithet: Nithet) -> None:
    rows: list[Row] = [("วัดไกลโพ้น", "เหนือ", 40, 41), ("วัดไกลโพ้น", "ใต้", 50, 51)]
    (office / "a.csv").write_bytes(csv([PLACED, *rows]))
    for told in (nithet(*LOAD)[1], nithet("list")[1]):
        assert 'nithet results match "วัดไกลโพ้น" none --place "เหนือ"' in told
    assert "1 rows" in nithet("match", "วัดไกลโพ้น", "none", "--place", "เหนือ")[1]
    told = nithet("list")[1]  # one is left, and the text alone names it
    assert 'nithet results match "วัดไกลโพ้น" none' in told and "--place" not in told


def test_a_word_that_no_row_is_meant_by_says_why_and_what_would(office: Path, nithet: Nithet) -> None:
    (office / "a.csv").write_bytes(csv([PLACED, ("วัดไกลโพ้น", "ใต้", 40, 41)]))
    nithet(*LOAD)
    code, told = nithet("match", "วัดไกลโพ้น", "A1")
    assert code == 0 and "0 rows" in told and "name a network or district (ใต้)" in told
    assert 'nithet results match "วัดไกลโพ้น" A1 --place "ใต้"' in told
    code, told = nithet("match", "วัดไกลโพ้น", "A1", "--place", "ใต้")
    assert "1 rows" in told and "no row is meant" not in told
    told = nithet("match", "วัดไกลโพ้น", "A2")[1]
    assert "0 rows" in told and "were named with --place" in told


def test_rows_of_one_school_that_differ_are_told_once_with_what_helps(office: Path, nithet: Nithet) -> None:
    (office / "a.csv").write_bytes(csv([COLUMNS, ("เหนือ 1", 40, 41), ("รร.เหนือ 1", 50, 51)]))
    told = nithet(*LOAD)[1]
    assert told.count("rows 2, 3 are both A1") == 1
    assert "nithet results match" not in told  # that could not tell them apart


def test_a_file_of_the_whole_country_is_told_in_a_few_lines(office: Path, nithet: Nithet) -> None:
    foreign = [(f"วัดดอนไกลโพ้นที่ {n} วิทยา", 1, 2) for n in range(300)]
    (office / "a.csv").write_bytes(csv([COLUMNS, *foreign, ("เหนือ 1", 40, 41), ("เหนือ 2", 40, "ก")]))
    code, told = nithet(*LOAD)
    assert code == 0 and "Set aside 300 rows" in told and "schools found 2 · not found 0" in told
    assert len(told.splitlines()) < 10


HOSTILE = '"; touch /tmp/ran; $(touch ran) `touch ran` \x1b[31m[red]=1+1'


def test_what_a_file_says_is_run_by_no_terminal_and_no_shell(office: Path, nithet: Nithet) -> None:
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    rows: list[Row] = [*ROWS[:2], (quoted, 12, 45, 38), ("=1+1", 12, 45, 38), ("เหนือ 1", 12, 45, 38)]
    (office / "nt.csv").write_bytes(csv(rows))
    code, told = nithet("load", "nt.csv", "--kind", "nt", "--year", "2568")
    assert code == 0, told
    assert "\x1b" not in told
    assert "[red]=1+1" in told
    (command,) = [line for line in told.splitlines() if "results match" in line]
    if sys.platform != "win32":
        words = shlex.split(command.partition("nithet ")[2])
        assert words[:2] == ["results", "match"]
        assert words[2].startswith('"; touch /tmp/ran; $(touch ran) `touch ran`')
    _, listed = nithet("list")
    assert "\x1b" not in listed
    assert any(row["text"] == "=1+1" for row in json.loads(nithet("list", "--json")[1])["unmatched"])
