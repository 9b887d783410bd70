"""Run gspread's own tests against the workspace: real HTTP, nothing of them changed, no recordings.

    .venv/bin/python -m tests.clients.run_gspread_suite CHECKOUT [--python PYTHON] [anything pytest takes]

CHECKOUT is a clone of github.com/burnash/gspread. Its tests run in an environment of their own
(PYTHON; by default one is made beside the temporary workspace, which needs a package index), so that
what they need does not mix with what nithet needs. The suite expects of its account what a
maintainer's has: a second spreadsheet, and one that belongs to somebody else.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import requests

from sync.workspace.server import running

# tests/client_test.py of gspread opens this one and expects to be refused.
PRIVATE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
NEEDS = ("pytest", "pytest-vcr", "vcrpy", "requests", "google-auth", "google-auth-oauthlib")


def main() -> int:
    """Serve a workspace, run the suite against it, hand on pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--python", type=Path)
    chosen, rest = parser.parse_known_args()
    if not (chosen.checkout / "tests" / "client_test.py").is_file():
        sys.stderr.write(
            f"{chosen.checkout} is no clone of gspread: there is no tests/client_test.py in it.\n"
        )
        return 2
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        python = chosen.python or _environment(folder / "environment")
        with running(folder / "workspace") as address:
            key = folder / "workspace" / "service-account.json"
            _seed(address, account=json.loads(key.read_bytes())["client_email"])
            return _run(chosen.checkout, python, address, key, rest)


def _environment(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDS], check=True)
    return python


def _seed(address: str, *, account: str) -> None:
    for seed in (
        {"owner": "maintainer@office.example", "id": PRIVATE, "name": "Private"},
        {"owner": account, "name": "Another spreadsheet"},
    ):
        url, headers = f"{address}/_workspace/spreadsheets", {"X-Workspace-Control": "1"}
        requests.post(url, json=seed, headers=headers, timeout=10).raise_for_status()


def _run(checkout: Path, python: Path, address: str, key: Path, rest: list[str]) -> int:
    environment = {
        **os.environ,
        "GS_CREDS_FILENAME": str(key),
        "WORKSPACE_ADDRESS": address,
        "PYTHONPATH": str(Path(__file__).parent),
        "NO_GCE_CHECK": "true",
    }
    command = [str(python), "-m", "pytest", "-p", "loopback", "-p", "no:cacheprovider", "--disable-vcr"]
    done = subprocess.run([*command, *(rest or ["tests"])], cwd=checkout, env=environment, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
