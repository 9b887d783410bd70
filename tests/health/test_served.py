"""/healthz and /metrics over real HTTP: what they tell, to whom, and that they end in order."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from sync.health.condition import Condition, Facts
from sync.health.heartbeat import Heartbeat
from sync.health.metrics import Metrics
from sync.health.server import serving_health
from sync.pipeline.cycle import Outcome
from tests.journeys.command import free_port

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
WAITING = Heartbeat("waiting", 4711, "0.1.0", NOW.isoformat(), good=NOW.isoformat())
OUTCOME = Outcome(
    pulled=3,
    new=2,
    changed=1,
    deleted=0,
    findings={"error": 1, "warning": 2},
    spreadsheets_written=4,
    delivered=5,
    troubles=1,
    requests={},
    seconds=0.2,
)


class Steady:
    """A clock that nobody sets but the test."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Health:
    """A condition, its figures, and who asks for them."""

    def __init__(self, folder: Path) -> None:
        self.steady = Steady()
        self.condition, self.metrics = Condition(folder, 5, self.steady), Metrics("0.1.0")
        self.port = free_port()

    @contextmanager
    def served(self) -> Iterator[None]:
        with serving_health(self.port, self.condition, self.metrics):
            yield

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        try:
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def status(self) -> tuple[int, str]:
        code, body = self.get("/healthz")
        return code, str(json.loads(body)["status"])


@pytest.fixture
def health(tmp_path: Path) -> Iterator[Health]:
    found = Health(tmp_path)
    with found.served():
        yield found


def test_it_is_well_while_cycles_come_to_their_end(health: Health) -> None:
    assert health.status() == (200, "starting")
    health.condition.note(WAITING, good=True)
    assert health.status() == (200, "ok")
    health.steady.seconds = 600.0
    health.condition.note(WAITING)  # a cycle broke off
    assert health.status() == (200, "ok")
    health.steady.seconds = 1000.0
    health.condition.note(WAITING)
    assert health.status() == (503, "failing")
    health.condition.note(WAITING, good=True)
    assert health.status() == (200, "ok")
    health.steady.seconds = 2000.0
    assert health.status() == (503, "stuck")


def test_a_first_round_that_takes_an_hour_is_well_while_it_makes_steps(health: Health) -> None:
    health.steady.seconds = 3600.0
    health.condition.note(Heartbeat("working", 4711, "0.1.0", NOW.isoformat()))
    assert health.status() == (200, "starting")


def test_it_tells_what_somebody_needs_at_night(health: Health, tmp_path: Path) -> None:
    facts = Facts(troubles=2, oldest_trouble=NOW, last_delivery=NOW)
    health.condition.note(WAITING, good=True, facts=facts)
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "nithet-2569-11-23-020000.zip").touch()
    for name in (".nithet-2569-11-24-020000.zip.new", "README.txt"):  # no backups: they say nothing
        (tmp_path / "backups" / name).touch()
    os.utime(tmp_path / "backups" / "nithet-2569-11-23-020000.zip", (0, 0))
    assert json.loads(health.get("/healthz")[1])["backup_age_seconds"] > 1_000_000_000
    os.utime(tmp_path / "backups" / "nithet-2569-11-23-020000.zip")
    told = json.loads(health.get("/healthz")[1])
    assert told["disk_free_bytes"] > 0
    assert 0 <= told["backup_age_seconds"] < 600
    assert {key: told[key] for key in ("troubles", "oldest_trouble", "last_delivery", "pid")} == {
        "troubles": 2,
        "oldest_trouble": NOW.isoformat(),
        "last_delivery": NOW.isoformat(),
        "pid": 4711,
    }


def test_deliveries_that_wait_for_the_clock_are_not_well(health: Health) -> None:
    health.condition.note(WAITING, good=True, facts=Facts(troubles=1, held=True))
    assert health.status() == (503, "held")


def test_figures_go_by_prometheus_names_and_name_no_people(health: Health) -> None:
    health.metrics.ended(OUTCOME, Facts(troubles=1, last_delivery=NOW), NOW)
    health.metrics.requests({"forms": 29, "drive": 1})
    health.metrics.requests({"forms": 58, "drive": 2})
    health.metrics.responses({"daily-log": 7})
    health.metrics.failed(Facts(troubles=2))
    text = health.get("/metrics")[1]
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    expected = {
        ("nithet_cycles_total", "good"): 1,
        ("nithet_cycles_total", "failed"): 1,
        ("nithet_cycle_seconds_count",): 1,
        ("nithet_cycle_seconds_sum",): 0.2,
        ("nithet_requests_total", "forms"): 58,
        ("nithet_requests_total", "drive"): 2,
        ("nithet_responses", "daily-log"): 7,
        ("nithet_findings", "error"): 1,
        ("nithet_spreadsheets_written_total",): 4,
        ("nithet_deliveries_total",): 5,
        ("nithet_troubles",): 2,
        ("nithet_last_cycle_timestamp_seconds",): NOW.timestamp(),
        ("nithet_last_delivery_timestamp_seconds",): NOW.timestamp(),
    }
    assert {key: found.get(key) for key in expected} == expected
    assert "@" not in text


def test_two_daemons_in_one_process_share_no_figures(tmp_path: Path) -> None:
    one, other = Health(tmp_path), Health(tmp_path)
    one.metrics.ended(OUTCOME, Facts(), NOW)
    assert b'nithet_cycles_total{result="good"} 0.0' in other.metrics.text()


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/healthz", "localhost:9187", 200),
        ("/healthz?verbose", "127.0.0.1", 200),
        ("/", "127.0.0.1", 404),
        ("/../healthz", "127.0.0.1", 404),
        ("/healthz", "attacker.example", 403),
    ],
)
def test_only_this_machine_is_answered(health: Health, path: str, host: str, status: int) -> None:
    assert health.get(path, Host=host)[0] == status


def test_one_who_says_nothing_does_not_stop_the_end_and_no_thread_stays(tmp_path: Path) -> None:
    before, health = threading.active_count(), Health(tmp_path)
    with health.served():
        assert health.status()[0] == 200
        silent = socket.create_connection(("127.0.0.1", health.port))
        silent.close()
    assert threading.active_count() == before
    with health.served():  # the port is free again
        assert health.status()[0] == 200
