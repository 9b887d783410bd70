"""The command that runs gspread's own suite, given what is no clone of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_folder_that_is_no_clone_is_told_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.clients.run_gspread_suite", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    said = f"{tmp_path} is no clone of gspread: there is no tests/client_test.py in it.\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", said)
