"""Promises 1 to 5 under random sequences: people at work, faults and kills, then quiet; nothing is amiss.

Some dozens of sequences, always the same: a failure prints one as it was, and `benchmarks/chaos` repeats it
(`python -m benchmarks.chaos --repeat FILE`), or makes as many others as are asked for.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.chaos import machine
from tests.chaos.pair import Pool, Tally
from tests.chaos.start import prepare, without_libreoffice
from tests.chaos.worlds import Start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed by SIGKILL")

_SEEDS = (2570, 2571, 2572)  # a test each, for machines with several cores
_PAIRS = 2  # of worlds a seed, in each of them some ten sequences


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Start, Pool]:
    with without_libreoffice():
        return prepare(tmp_path_factory.mktemp("chaos"))


@pytest.mark.parametrize("chosen", _SEEDS)
def test_what_was_disturbed_ends_as_what_was_not(
    prepared: tuple[Start, Pool], tmp_path: Path, chosen: int
) -> None:
    tally = Tally()
    with without_libreoffice(), machine.quietly():
        machine.run(*prepared, tally, tmp_path, examples=_PAIRS, chosen=chosen)
    assert tally.counts["sequences"] >= _PAIRS
