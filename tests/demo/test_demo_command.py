"""`nithet demo` as a person runs it: a process of its own, with the workspace that it starts."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.journeys.office import write_config

ENDING_SECONDS = 30


def demo(data: Path, *more: str) -> list[str]:
    """The command line, for a small office beside the data: fewer sheets to wait for."""
    config = data.parent / "config"
    if not config.exists():
        write_config(config)
    command = [sys.executable, "-m", "sync.cli", "demo", "--data", str(data), "--port", "0", "--lang", "en"]
    return [*command, "--config", str(config), *more]


def run(data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(demo(data, *more), capture_output=True, text=True, check=False, timeout=120)


@contextmanager
def started(data: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        demo(data, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def count(data: Path, statement: str) -> int:
    """A number from the workspace's own database: what it really holds."""
    with sqlite3.connect(data / "workspace" / "workspace.sqlite3") as connection:
        return int(connection.execute(statement).fetchone()[0])


RESPONSES = "SELECT count(*) FROM form_responses"
FILES = "SELECT count(*) FROM files"
NAMED = "SELECT count(*) FROM people WHERE name IN ('ศึกษานิเทศก์ 1', 'รอง ผอ.สพป. คนที่ ๑')"
LATEST = "SELECT max(submitted) > strftime('%Y-%m-%dT%H:%M:%S', 'now') FROM form_responses"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A demo of sixty responses that has ended."""
    data = tmp_path_factory.mktemp("once") / "demo"
    return data, run(data, "--once", "--responses", "60")


def test_the_workspace_knows_what_people_are_called(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    assert count(done[0], NAMED) == 2


def test_once_ends_well_and_shows_every_address(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    data, ended = done
    assert ended.returncode == 0, ended.stderr
    address = r"http://127\.0\.0\.1:\d+/"
    for page in ("forms/d/e/\\S+/viewform", "spreadsheets/d/\\S+/edit", "mail/\\S+\\.eml"):
        assert re.search(address + page, ended.stdout), page
    assert len(re.findall(address + r"forms/d/e/", ended.stdout)) == 2
    assert len(re.findall(address + r"spreadsheets/d/", ended.stdout)) == 3
    assert count(data, RESPONSES) == 60
    assert not count(data, LATEST)
    assert list((data / "outbox").glob("*.eml"))


def test_the_clock_runs_again_afterwards(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert count(done[0], "SELECT count(*) FROM clock WHERE now IS NOT NULL") == 0


def test_a_coordinator_answered_findings_and_results_were_loaded(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    with sqlite3.connect(done[0] / "ledger.sqlite3") as ledger:
        said = set(ledger.execute("SELECT code, verdict, value <> '', note <> '' FROM correction"))
        left_out = ledger.execute("SELECT count(*) FROM response WHERE left_out").fetchone()[0]
        files = ledger.execute("SELECT count(*) FROM result_file").fetchone()[0]
    assert said == {
        ("shorter-than-an-hour", "confirmed", 0, 1),
        ("not-in-future", "", 1, 1),
        ("shorter-than-an-hour", "left-out", 0, 1),
    }
    assert left_out == 1
    assert files == len(list((done[0] / "results").iterdir())) == 6


def test_a_second_start_continues_and_makes_nothing_twice(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    data, _ = done
    before = count(data, RESPONSES), count(data, FILES), sorted(p.name for p in (data / "outbox").iterdir())
    again = run(data, "--once")
    assert again.returncode == 0, again.stderr
    assert "new 0" in again.stdout
    assert "spreadsheets written 0" in again.stdout
    assert before == (
        count(data, RESPONSES),
        count(data, FILES),
        sorted(p.name for p in (data / "outbox").iterdir()),
    )


def test_another_demo_in_the_same_folder_is_refused(
    done: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    refused = run(done[0], "--once", "--seed", "61")
    assert refused.returncode == 2
    assert "--responses 60 --seed 2569" in refused.stderr
    assert "What to do:" in refused.stderr


def test_killed_in_the_middle_it_goes_on_without_doubling(tmp_path: Path) -> None:
    """Killed without a word while it sends: what was sent and not noted is sent again and kept once."""
    data = tmp_path / "demo"
    kept = data / "workspace" / "workspace.sqlite3"
    with started(data, "--once", "--responses", "150") as process:
        ending = time.monotonic() + ENDING_SECONDS
        while time.monotonic() < ending and not (kept.is_file() and _sent(data) >= 40):
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
    sent = count(data, RESPONSES)
    assert 40 <= sent < 150
    ended = run(data, "--once")
    assert ended.returncode == 0, ended.stderr
    assert count(data, RESPONSES) == 150
    assert count(data, "SELECT count(DISTINCT visit) FROM form_responses") == 150
    assert count(data, "SELECT count(*) FROM clock WHERE now IS NOT NULL") == 0


def _sent(data: Path) -> int:
    try:
        return count(data, RESPONSES)
    except sqlite3.OperationalError:  # its tables are not made yet
        return 0


def test_it_stays_up_until_ctrl_c(tmp_path: Path) -> None:
    with started(tmp_path / "demo", "--responses", "20") as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        page = re.search(r"http://\S+/viewform", "".join(said))
        assert page is not None
        assert requests.get(page[0], timeout=10).status_code == 200
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=ENDING_SECONDS)
        assert process.returncode == 0
        assert "Ended in order." in rest
    with pytest.raises(requests.ConnectionError):
        requests.get(page[0], timeout=10)


def test_it_refuses_to_run_against_google(tmp_path: Path) -> None:
    settings = write_config(tmp_path / "config") / "settings.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("workspace: embedded", "workspace: google"), "utf-8"
    )
    refused = run(tmp_path / "demo", "--once")
    assert refused.returncode == 2
    assert "does not run against Google" in refused.stderr
    assert not (tmp_path / "demo").exists()


def test_it_puts_no_sample_among_an_offices_own_records(tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = ["sync" if word == "demo" else word for word in demo(data)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    refused = run(data, "--once")
    assert refused.returncode == 2
    assert "no demo" in refused.stderr
    assert count(data, RESPONSES) == 0
