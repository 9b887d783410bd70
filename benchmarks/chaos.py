"""Random sequences of people's work, faults and kills, each compared with a world that was never disturbed.

    python -m benchmarks.chaos [--sequences 1000] [--seed 2569] [--state FILE] [--repeat FILE]

A sequence goes from one quiet to the next: responses are sent, edited and deleted, people write, sort,
delete and rename in the sheets, days pass, cycles are struck by faults of every kind or killed by
SIGKILL; then comes one undisturbed cycle, and spreadsheets, files, forms, ledger and mailbox must equal
those of the twin, the model, that got the same work and only undisturbed cycles (tests/chaos). With
`--state` the totals are kept and the next start goes on after the last pair of worlds. What was lost,
doubled or wrong is printed with its sequence, and kept in the state file; `--repeat` does a sequence
again that was printed. Exits 1 where anything was.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from traceback import format_exc

from tests.chaos import machine
from tests.chaos.pair import Pool, Tally, Wrong
from tests.chaos.start import prepare, without_libreoffice
from tests.chaos.worlds import Start, spent

PAIRS = 10  # of worlds drawn from one seed
AMISS = ("lost", "doubled", "wrong")


@dataclass
class State:
    """What was done in all starts together: `batches` were finished, `cpu` are processor seconds."""

    seed: int
    batches: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    cpu: float = 0.0

    @classmethod
    def read(cls, file: Path | None, seed: int) -> State:
        """The state that a file keeps, a new one where there is none. Another seed begins anew."""
        if file is None or not file.exists():
            return cls(seed)
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["seed"] != seed:
            raise SystemExit(f"{file} is of seed {kept['seed']}: name another file, or that seed")
        return cls(seed, kept["batches"], Counter(kept["counts"]), kept["problems"], kept["cpu"])

    def write(self, file: Path | None) -> None:
        """Keep it, as a whole or not at all."""
        if file is not None:
            made = file.with_suffix(".new")
            made.write_text(json.dumps(self.__dict__, ensure_ascii=False, indent=1), encoding="utf-8")
            made.replace(file)


def batch(start: Start, pool: Pool, state: State, folder: Path) -> None:
    """The pairs of worlds of one seed; what is wrong in one ends the batch."""
    tally, before = Tally(), spent()
    try:
        machine.run(start, pool, tally, folder, examples=PAIRS, chosen=state.seed + state.batches)
    except Wrong as wrong:
        state.problems.append(str(wrong))
        print(wrong, flush=True)
    except Exception:  # a fault of the harness itself ends this batch alone, and is told
        tally.note("faults of the harness")
        state.problems.append(format_exc())
        print(format_exc(), flush=True)
    state.counts += tally.counts
    state.cpu += spent() - before
    state.batches += 1


def told(state: State) -> None:
    """Print the totals."""
    counts = state.counts
    print(f"seed {state.seed}: {counts['sequences']} sequences, {state.cpu:.0f} processor seconds")
    print(
        f"  {counts['submit']} responses, {counts['edit']} edited, {counts['delete']} deleted; "
        f"{counts['gesture']} of people's edits; {counts['faults']} faults; {counts['kills']} kills; "
        f"{counts['restarts']} restarts; {counts['clocks that jumped']} clocks that jumped; "
        f"time passed {counts['pass_time']} times"
    )
    for name in sorted(counts):
        if name.startswith(("fault:", "gesture:")):
            print(f"    {name:42s} {counts[name]}")
    print(
        f"  {counts['nights waited for']} nights and {counts['pauses waited for']} pauses waited for; "
        f"{counts['made anew as a whole']} worlds made anew as a whole; {counts['pairs that parted']} pairs "
        f"that parted; {counts['faults of the harness']} faults of the harness"
    )
    print("  " + ", ".join(f"{counts[kind]} {kind}" for kind in AMISS))


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="Random faults and kills against an undisturbed twin.")
    parser.add_argument("--sequences", type=int, default=1000, help="so many in all, earlier starts counted")
    parser.add_argument("--seed", type=int, default=2569, help="another seed draws others")
    parser.add_argument("--state", type=Path, help="where the totals are kept, to go on later")
    parser.add_argument(
        "--repeat", type=Path, help="a file with the lines of a sequence, as they were printed"
    )
    given = parser.parse_args()
    state = State.read(given.state, given.seed)
    with tempfile.TemporaryDirectory() as folder, without_libreoffice(), machine.quietly():
        start, pool = prepare(Path(folder))
        if given.repeat:
            lines = given.repeat.read_text(encoding="utf-8").splitlines()
            machine.repeat(start, pool, Tally(), Path(folder), lines)
            return
        began = perf_counter()
        while state.counts["sequences"] < given.sequences:
            batch(start, pool, state, Path(folder))
            state.write(given.state)
            print(f"  {state.counts['sequences']} sequences, {perf_counter() - began:.0f} s", flush=True)
    told(state)
    sys.exit(any(state.counts[kind] for kind in AMISS))


if __name__ == "__main__":
    main()
