"""`backup` and `restore` as their user runs them: exit codes, what is printed, what lies there afterwards."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sync.daemon import single_instance
from sync.ledger import Ledger
from sync.ledger.restoring import is_staged
from sync.ledger.store import read_meta
from tests.journeys.command import Ran, nithet
from tests.journeys.office import write_config
from tests.ledger import old

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the command is forked")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of an office that worked for a week."""
    ledger = old.unpacked(10, tmp_path / "work")
    for name in ("config", "data/workspace", "data/papers", "data/outbox"):
        there = tmp_path / "work" / name
        there.rename(tmp_path / f"unused-{name.replace('/', '-')}")
    config = write_config(tmp_path / "work" / "config")
    (config / "mail-password").write_text("secret", encoding="utf-8")
    (ledger.parent / "google-token.json").write_text("{}", encoding="utf-8")
    Ledger(ledger).close()
    return tmp_path / "work"


def run(office: Path, *line: str | Path) -> Ran:
    return nithet(*line, "--config", office / "config", "--data", office / "data", at=office)


def restored(office: Path) -> bool:
    with closing(Ledger(office / "data" / "ledger.sqlite3")) as ledger:
        return read_meta(ledger.connection, "restored") is not None


def test_a_backup_by_hand_holds_no_secret_and_is_restored(office: Path) -> None:
    made = run(office, "backup", "--json")
    assert made.code == 0, made.err
    told = json.loads(made.out)
    assert told["responses"] == 17
    assert {"ledger.sqlite3", "installation", "manifest.json", "config/settings.yaml"} <= set(told["holds"])
    assert not [name for name in told["holds"] if "password" in name or "token" in name]
    file = Path(told["file"])
    assert file.parent == office / "data" / "backups"

    taken = run(office, "restore", file, "--json")
    assert taken.code == 0, taken.err
    answer = json.loads(taken.out)
    assert (answer["running"], Path(answer["kept_aside"]).exists()) == (False, True)
    assert restored(office)


def test_a_backup_is_never_written_over_a_file(office: Path) -> None:
    out = office / "mine.zip"
    assert run(office, "backup", "--out", out).code == 0
    before = out.read_bytes()
    again = run(office, "backup", "--out", out)
    assert (again.code, out.read_bytes()) == (2, before)
    assert "nothing is written over" in again.err


def test_while_nithet_runs_the_restored_ledger_waits_for_its_next_cycle(office: Path) -> None:
    out = office / "mine.zip"
    assert run(office, "backup", "--out", out).code == 0
    with single_instance(office / "data"):
        ran = run(office, "restore", out)
    assert ran.code == 0, ran.err
    assert "from its next cycle on" in ran.out
    assert is_staged(office / "data" / "ledger.sqlite3")
    assert not restored(office)


def test_a_damaged_ledger_is_restored_and_kept_as_it_was(office: Path) -> None:
    assert run(office, "backup").code == 0
    ledger = office / "data" / "ledger.sqlite3"
    ledger.write_bytes(b"lost" * 5000)
    looked = run(office, "status")
    assert looked.code == 1
    assert "nithet restore" in looked.err and "nithet rebuild" in looked.err
    (backup,) = (office / "data" / "backups").iterdir()
    assert run(office, "restore", backup).code == 0
    (aside,) = ledger.parent.glob("ledger-damaged-*.sqlite3")
    assert aside.read_bytes() == b"lost" * 5000
    assert restored(office)


def test_a_ledger_that_is_gone_is_told_by_whoever_looks(office: Path) -> None:
    (office / "data" / "ledger.sqlite3").unlink()
    for line in (("status",), ("forget", "--response", "R1", "--yes")):
        looked = run(office, *line)
        assert (looked.code, "nithet rebuild" in looked.err) == (1, True)
    assert not (office / "data" / "ledger.sqlite3").exists()


def test_what_is_no_backup_is_refused(office: Path) -> None:
    ran = run(office, "restore", office / "config" / "settings.yaml")
    assert ran.code == 2
    assert "no backup of nithet's" in ran.err
    assert run(office, "restore", office / "nowhere.zip").code == 2
    assert not restored(office)


def test_status_tells_how_old_the_latest_backup_is(office: Path) -> None:
    assert json.loads(run(office, "status", "--json").out)["backup"] == {
        "file": None,
        "made": None,
        "days": None,
        "is_old": True,
    }
    run(office, "backup")
    told = json.loads(run(office, "status", "--json").out)["backup"]
    assert (told["days"], told["is_old"]) == (0, False)
