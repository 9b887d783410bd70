"""Promises 1 and 2 for all forms at once: a rich cycle killed here and there, and the next one mends it.

Every step of it is killed by `python -m benchmarks.kills`; here a few, spread over the whole.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.chaos import rich
from tests.chaos.machine import quietly
from tests.chaos.start import without_libreoffice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by SIGKILL")

_KILLS = 3


def test_a_cycle_with_news_of_all_forms_survives_being_killed(tmp_path: Path) -> None:
    with without_libreoffice(), quietly():
        made = rich.prepare(tmp_path)
        assert len(made.expected.forms) == 29
        assert len(made.expected.mails) >= 5
        for number in range(_KILLS):
            step = 1 + (2 * number + 1) * made.steps // (2 * _KILLS)
            assert rich.killed(made, tmp_path, step) == [], f"killed at step {step} of {made.steps}"
