"""Fuzzing: made-up responses, definitions and configuration, until as many were tried as asked.

    python -m benchmarks.fuzz [--responses 1000000] [--whole-path 100000] [--files 2000] [--state FOLDER]
    python -m benchmarks.fuzz --atheris 300 [--target responses]

What is made up is made from numbers, so that the same run tries the same. A run that was ended goes on
where it stopped (`--state`, a folder; `state.json` in it). Printed are, for each target, how many inputs
were tried, how many findings or problems they brought, and how many raised an error; each error stands
with the input that made it in `errors.txt` of that folder. Exit code 1 where there is one.

With `--atheris` the choices are steered by coverage for that many seconds (`pip install -e .[fuzz]`, Linux).
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # atheris watches only what is imported after it
    from tests.fuzz.runs import Failure, Runs

_EVERY = 30.0  # seconds between two lines of progress


class Kept:
    """What was tried so far, in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file, self._errors = folder / "state.json", folder / "errors.txt"
        self.targets: dict[str, dict[str, Any]] = {}
        if self._file.exists():
            self.targets = json.loads(self._file.read_text(encoding="utf-8"))

    def of(self, target: str) -> dict[str, Any]:
        """The counts of a target."""
        return self.targets.setdefault(
            target, {"steps": 0, "tried": 0, "found": 0, "errors": 0, "seconds": 0.0}
        )

    def failed(self, failure: Failure) -> None:
        """Note an error with its input."""
        self.of(failure.target)["errors"] += 1
        told = "".join(traceback.format_exception(failure.error))
        with self._errors.open("a", encoding="utf-8") as file:
            file.write(f"=== {failure.target}: {failure.made_from}\n{failure.given}\n{told!a}\n")
        print(f"{failure.target}: {failure.made_from}: {type(failure.error).__name__}", flush=True)

    def write(self) -> None:
        """Keep the counts."""
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(self.targets, indent=1), encoding="utf-8")
        part.replace(self._file)


def line(target: str, counts: dict[str, Any]) -> str:
    """A target's counts as they are printed."""
    return (
        f"{target:14s} {counts['tried']:>12,} tried {counts['found']:>12,} found wrong in them"
        f" {counts['errors']:>6,} errors {counts['seconds']:>9,.0f} s"
    )


def fuzz(runs: Runs, kept: Kept, target: str, wanted: int) -> None:
    """Go on with a target until so many were tried."""
    counts, told = kept.of(target), perf_counter()
    while counts["tried"] < wanted:
        begun = perf_counter()
        tried, found = runs.step(target, counts["steps"])
        counts["steps"] += 1
        counts["tried"] += tried
        counts["found"] += found
        counts["seconds"] += perf_counter() - begun
        kept.write()
        if perf_counter() - told > _EVERY:
            print(f"  … {line(target, counts)}", flush=True)
            told = perf_counter()


def main() -> None:
    """Fuzz and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--responses", type=int, default=1_000_000)
    arguments.add_argument("--whole-path", type=int, default=100_000)
    arguments.add_argument("--files", type=int, default=2_000, help="of each kind")
    arguments.add_argument("--state", type=Path, default=Path("data/fuzz"))
    arguments.add_argument("--atheris", type=int, default=0, metavar="SECONDS")
    arguments.add_argument("--target", default="")
    given = arguments.parse_args()
    if given.atheris:
        from benchmarks.fuzz_by_coverage import steered  # noqa: PLC0415 - atheris is an extra

        steered(given.target or "responses", given.atheris, given.state)
        return
    from tests.fuzz.runs import Runs  # noqa: PLC0415

    kept = Kept(given.state)
    runs = Runs(kept.failed)
    wanted = {"responses": given.responses, "whole-path": given.whole_path}
    chosen = [given.target] if given.target else list(runs.targets())
    for target in chosen:
        fuzz(runs, kept, target, wanted.get(target, given.files))
    for target in chosen:
        print(line(target, kept.of(target)))
    sys.exit(any(kept.of(target)["errors"] for target in chosen))


if __name__ == "__main__":
    main()
