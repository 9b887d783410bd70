"""The state machine that draws what happens: people at work, faults and kills, then quiet."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.chaos.pair import Pair, Parted, Pool, Tally, pair_of
from tests.chaos.worlds import Start

PICKS = st.integers(min_value=0, max_value=2**24 - 1)
"""What a rule draws its details from: the same number does the same in the same worlds."""

STEPS = 60  # of a pair of worlds, some ten sequences

WEIGHTS = {
    "submit": 16,
    "edit": 6,
    "delete": 4,
    "gesture": 24,
    "change_form": 1,
    "pass_time": 10,
    "fault": 12,
    "kill": 10,
    "jump": 2,
    "restart": 3,
    "quiet": 15,
}
"""How often each thing happens beside the others."""


class Chaos(RuleBasedStateMachine):
    """Two worlds from one start, and one rule, which draws what happens by its weight.

    Rules of their own would be switched off for whole pairs by Hypothesis, and numbers drawn again and
    again: twenty times in a row nothing but time would pass.
    """

    start: ClassVar[Start]
    pool: ClassVar[Pool]
    tally: ClassVar[Tally]
    folder: ClassVar[Path]
    chosen: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self._stack, self._parted, self._happened = ExitStack(), False, 0
        self.pair: Pair = self._stack.enter_context(pair_of(self.start, self.pool, self.tally, self.folder))

    @rule(pick=PICKS)
    def happen(self, pick: int) -> None:
        """Something happens; `repeat` does it again by its name and number."""
        self._happened += 1
        chance = Random(
            f"{self.chosen} {pick} {self._happened}"
        )  # each seed's first example draws noughts alone
        name = chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
        self._do(name, chance.randrange(2**24))

    def _do(self, rule: str, pick: int) -> None:
        """Do it in both worlds, as long as they can be compared."""
        if self._parted:
            return
        try:
            getattr(self.pair, rule)(pick)
        except Parted:
            self._parted = True
            self.tally.note("pairs that parted")

    def teardown(self) -> None:
        try:
            if not (self.pair.failed or self._parted):
                self.pair.end()
        finally:
            self._stack.close()


def run(start: Start, pool: Pool, tally: Tally, folder: Path, *, examples: int, chosen: int) -> None:
    """So many pairs of worlds, drawn from a seed; raises at the first in which something is wrong.

    Nothing is shrunk: the sequence is told as it was, and `repeat` does it again.
    """
    given = {"start": start, "pool": pool, "tally": tally, "folder": folder, "chosen": chosen}
    machine = type("Chaos", (Chaos,), given)
    drawn = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(seed(chosen)(machine), settings=drawn)


def repeat(start: Start, pool: Pool, tally: Tally, folder: Path, lines: list[str]) -> None:
    """Do again what a log tells, line by line: "rule pick  # what it was"."""
    with pair_of(start, pool, tally, folder) as pair:
        for line in lines:
            if words := line.partition("#")[0].split():
                getattr(pair, words[0])(int(words[1]))


@contextmanager
def quietly() -> Iterator[None]:
    """Without the log of nithet's warnings: every fault is told there."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
