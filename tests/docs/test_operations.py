"""docs/operations.md tells every metric and status that there is; the unit says what the daemon lives by."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sync.health import condition
from sync.health.metrics import Metrics

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "operations.md").read_text(encoding="utf-8")
UNIT = DOCS / "operations" / "nithet.service"


def test_every_metric_is_told_and_no_other() -> None:
    given = set(re.findall(r"^# TYPE (nithet_\w+) ", Metrics("0").text().decode(), re.MULTILINE))
    given = {name for name in given if not name.endswith("_created")}
    assert set(re.findall(r"`(nithet_\w+?)(?:\{\w+\})?`", TEXT)) == given


def test_every_status_is_told_and_no_other() -> None:
    given = set(re.findall(r'"([a-z-]+)"', inspect.getsource(condition.Condition._status))) - {"working"}
    assert set(re.findall(r"^\| `([a-z-]+)` \| \d", TEXT, re.MULTILINE)) == given


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    there = UNIT.read_text(encoding="utf-8").replace("/srv/nithet/venv/bin/nithet", "/bin/true")
    (tmp_path / UNIT.name).write_text(there, encoding="utf-8")
    command = ["systemd-analyze", "verify", str(tmp_path / UNIT.name)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
