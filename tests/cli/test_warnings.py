"""What the configuration is warned of: told by `check`, at a start and in `status`; it stops nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.cli.app import main
from sync.ledger import Ledger
from tests.journeys.office import write_config

Nithet = Callable[..., tuple[int, str, str]]
WARNED = "network N02 has no school in schools.csv"


@pytest.fixture
def nithet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in an office whose second network has no school; its exit code and what it told."""
    config = write_config(tmp_path / "config")
    text = (config / "schools.csv").read_text(encoding="utf-8")
    (config / "schools.csv").write_text(text.replace("N02", "N01"), encoding="utf-8")
    (tmp_path / "data").mkdir()
    Ledger(tmp_path / "data" / "ledger.sqlite3").close()
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["nithet", *arguments, "--config", "config", "--lang", "en"])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def test_check_tells_a_warning_and_is_content(nithet: Nithet) -> None:
    code, out, err = nithet("check")
    assert code == 0
    assert "is right" in out
    assert "please look at: 1" in err
    assert WARNED in err
    assert "organisation.yaml:10 networks.N02" in err
    assert "until: the day on which it was dissolved" in err


def test_status_tells_a_warning(nithet: Nithet) -> None:
    code, _, err = nithet("status", "--data", "data")
    assert (code, WARNED in err) == (0, True)
    code, out, _ = nithet("status", "--data", "data", "--json")
    told = json.loads(out)["configuration"]
    assert [(one["severity"], one["message"]) for one in told] == [("warning", WARNED)]


def test_an_error_beside_it_is_told_alone(nithet: Nithet, tmp_path: Path) -> None:
    file = tmp_path / "config" / "organisation.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("team: T1", "team: T9", 1), encoding="utf-8")
    code, _, err = nithet("check")
    assert code == 2
    assert "to be mended: 1" in err
    assert WARNED not in err
