"""How long `nithet demo --once` takes, from the command to its end.

    python benchmarks/demo_once.py [--responses 1000]

Runs it as a process of its own in an empty folder. Wanted: 1,000 responses within 60 s on 2 cores.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from sync.ledger import Ledger, reports


def main() -> None:
    """Run the demo once and print its times."""
    parser = argparse.ArgumentParser(description="How long nithet demo --once takes.")
    parser.add_argument("--responses", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demo"
        command = [sys.executable, "-m", "sync.cli", "demo", "--once", "--port", "0", "--data", str(data)]
        started = perf_counter()
        subprocess.run([*command, "--responses", str(given.responses)], check=True, capture_output=True)
        whole = perf_counter() - started
        again_started = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        again = perf_counter() - again_started
        ledger = Ledger(data / "ledger.sqlite3")
        last = reports.last_run(ledger.connection)
        ledger.close()
    cycle = float(last[1]["seconds"]) if last else 0.0
    print(f"nithet demo --once, {given.responses} responses, {os.cpu_count()} cores: {whole:.1f} s")
    print(f"    the cycle in it, pull to sheets: {cycle:.1f} s")
    print(f"    a second start on the same folder: {again:.1f} s")


if __name__ == "__main__":
    main()
