"""One rich cycle killed at every request and every transaction, one by one, each time run again and compared.

    python -m benchmarks.kills [--state FILE] [--most N] [--step N]

An office with all 29 forms: each has news, people wrote in its sheets, sorted and deleted rows, a
spreadsheet is in the trash, and it is Friday evening, so that papers are written and mails sent
(tests/chaos/rich.py). A step is before and after each request, before and after each commit. Each has a
world of its own: a child is killed there by SIGKILL, the next cycle runs undisturbed, and spreadsheets,
files, forms, ledger and mailbox must equal those of a cycle never killed. `--state` goes on where an earlier
start stopped; `--most` ends this start after so many steps; `--step` does one. Exits 1 where anything
was lost, doubled or wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.chaos import rich
from tests.chaos.machine import quietly
from tests.chaos.start import without_libreoffice
from tests.chaos.worlds import spent


def read(file: Path | None) -> dict[str, Any]:
    """What earlier starts found: problems by step, and the processor seconds they took."""
    if file is None or not file.exists():
        return {"steps": None, "found": {}, "cpu": 0.0}
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def write(file: Path | None, state: dict[str, Any]) -> None:
    """Keep it, as a whole or not at all."""
    if file is not None:
        made = file.with_suffix(".new")
        made.write_text(json.dumps(state, ensure_ascii=False, indent=1), encoding="utf-8")
        made.replace(file)


def told(state: dict[str, Any]) -> int:
    """Print what was found; give how many steps left something amiss."""
    amiss = {step: problems for step, problems in state["found"].items() if problems}
    for step, problems in amiss.items():
        print(f"killed at step {step}:")
        for kind, what in problems[:6]:
            print(f"    {kind}: {what[:600]}")
    print(
        f"{len(state['found'])} of {state['steps']} steps killed, {len(amiss)} of them with anything "
        f"lost, doubled or wrong; {state['cpu']:.0f} processor seconds"
    )
    return len(amiss)


def main() -> None:
    """Kill at every step that is left."""
    parser = argparse.ArgumentParser(description="A rich cycle killed at every step.")
    parser.add_argument("--state", type=Path, help="where what was found is kept, to go on later")
    parser.add_argument("--most", type=int, default=10**6, help="end after so many steps")
    parser.add_argument("--step", type=int, help="this step alone")
    given = parser.parse_args()
    state = read(given.state)
    with tempfile.TemporaryDirectory() as folder, without_libreoffice(), quietly():
        made = rich.prepare(Path(folder))
        forms, mails = len(made.expected.forms), len(made.expected.mails)
        print(f"{made.steps} steps, {forms} forms, {len(made.expected.books)} spreadsheets, {mails} mails")
        if state["steps"] not in (None, made.steps):
            raise SystemExit(f"the cycle had {state['steps']} steps before: begin another state file")
        state["steps"] = made.steps
        steps = [given.step] if given.step else range(1, made.steps + 1)
        left = [step for step in steps if str(step) not in state["found"]][: given.most]
        for step in left:
            began, before = perf_counter(), spent()
            state["found"][str(step)] = rich.killed(made, Path(folder), step)
            state["cpu"] += spent() - before
            write(given.state, state)
            print(
                f"  step {step}: {len(state['found'][str(step)])} amiss, {perf_counter() - began:.1f} s",
                flush=True,
            )
    sys.exit(bool(told(state)))


if __name__ == "__main__":
    main()
