"""docs/results.md: its file and its commands work as they stand, with the packaged configuration."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from forms.results.load import load_result_rules
from sync.cli.app import main
from sync.packaged import folder

PAGE = (Path(__file__).parents[2] / "docs" / "results.md").read_text(encoding="utf-8")


def test_the_example_is_loaded_and_its_school_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    csv = re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    assert csv
    Path("nt-2568.csv").write_text(csv[1], encoding="utf-8")
    told = ""
    for command in re.findall(r"(?m)^nithet (results .*)$", PAGE):
        places = ["--config", str(folder("config")), "--data", "data", "--lang", "th"]
        monkeypatch.setattr(sys, "argv", ["nithet", *shlex.split(command), *places])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code, command
        told += capsys.readouterr().out
    for line in re.findall(r"(?m)^(NT ปีการศึกษา .*|ตัดออก แถว .*)$", PAGE):
        assert line in told
    assert "แถวที่ใช้ 1 แถว" in told


def test_the_table_names_every_kind_with_its_grades() -> None:
    rules, _ = load_result_rules(folder("config"), None)
    assert rules
    table = dict(re.findall(r"(?m)^\| `([a-z-]+)` \| .* \| ([a-z0-9, ]+) \|$", PAGE))
    assert table == {code: ", ".join(kind.grades) for code, kind in rules.kinds.items()}
