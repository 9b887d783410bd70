"""Make tests/ledger/versions anew: ledgers of every earlier version, written by that version's own code.

    python benchmarks/old_ledgers.py [--only 7] [--keep FOLDER]

Each version's last commit is taken out of git (`git archive`), its own code lets the small office of its own
tests work for a week (old_ledger_office.py), and what lies in that office's folder then is packed. Takes two
minutes.
"""

from __future__ import annotations

import argparse
import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
_TO = _ROOT / "tests" / "ledger" / "versions"
# The last commit of each version. Version 8's code took its step twice and stopped: its file is one of
# version 7 that it opened.
VERSIONS = {
    "1": "ebf5a67",
    "2": "5b0ad83",
    "3": "7da49a8",
    "4": "c840061",
    "5": "0aa1978",
    "6": "dafb702",
    "7": "e71f866",
    "8": "60fd41b",
    "9": "2e94d13",
    "10": "fcaac44",
}
_FIRST = {"8": "e71f866"}  # whose code made the file that a version opened
WHOLE = ("1", "5", "10")  # packed with their configuration and workspace, for a cycle over them


def main() -> None:
    """Make them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", choices=VERSIONS)
    asked.add_argument("--keep", type=Path, help="where the offices are left to look at")
    given = asked.parse_args()
    _TO.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for version, commit in VERSIONS.items():
            if given.only in (None, version):
                folder = (given.keep or Path(scratch)) / version
                _make(version, commit, folder, Path(scratch))
                _pack(version, folder)


def _make(version: str, commit: str, folder: Path, scratch: Path) -> None:
    folder.mkdir(parents=True)
    tree = _tree(_FIRST.get(version, commit), scratch)
    _run(tree, str(_HERE / "old_ledger_office.py"), str(folder))
    if version in _FIRST:
        opening = "import sys,pathlib;from sync.ledger import Ledger;Ledger(pathlib.Path(sys.argv[1]))"
        _run(_tree(commit, scratch), "-c", opening, str(folder / "data" / "ledger.sqlite3"), fails=True)


def _tree(commit: str, scratch: Path) -> Path:
    """A commit's files."""
    tree = scratch / f"tree-{commit}"
    if not tree.exists():
        packed = subprocess.run(["git", "archive", commit], cwd=_ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(tree, filter="data")
    return tree


def _run(tree: Path, *line: str, fails: bool = False) -> None:
    """Run Python by a tree's code."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONUTF8": "1"}
    ran = subprocess.run([sys.executable, *line], cwd=tree, env=environment, check=False)
    assert (ran.returncode != 0) == fails, ran


def _pack(version: str, folder: Path) -> None:
    """Pack what the office left; both databases whole in one file each."""
    for database in (folder / "data" / "ledger.sqlite3", folder / "data" / "workspace" / "workspace.sqlite3"):
        with sqlite3.connect(database, isolation_level=None) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("VACUUM")
        connection.close()
    whole = ("config", "data/workspace", "data/outbox", "data/papers") if version in WHOLE else ()
    kept = ("data/ledger.sqlite3", "data/installation", *whole)
    with tarfile.open(_TO / f"{version}.tar.xz", "w:xz", preset=9) as archive:
        for name in kept:
            if (folder / name).exists():
                archive.add(folder / name, name, filter=_plain)
    print(f"version {version}: {(_TO / f'{version}.tar.xz').stat().st_size:,} bytes")


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without owners and times, logs and what belongs to a process."""
    if member.name.endswith((".log", ".lock", "service-account.json", "-shm", "-wal", ".html")):
        return None
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
