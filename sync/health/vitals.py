"""A daemon's life told to all who look: the heartbeat file, systemd, /healthz and /metrics."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic
from typing import Any

from sync.errors import InputError, NithetError
from sync.health.condition import Condition, Facts, facts_of
from sync.health.heartbeat import Heartbeat, State, write_heartbeat
from sync.health.metrics import Metrics
from sync.health.notify import notify
from sync.health.server import serving_health
from sync.health.watcher import Watcher
from sync.ledger import responses
from sync.pipeline.cycle import Outcome, Pipeline

_log = logging.getLogger("nithet")
_APART = 1.0  # seconds between two signs of life that are written: a cycle has many steps


class Vitals(Watcher):
    """Follows the daemon of a pipeline. `now` is the time that people read; ages go by a steady clock."""

    def __init__(
        self, pipeline: Pipeline, interval: float, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pipeline, self._now = pipeline, now
        self._data = pipeline.office.settings.data
        self.condition = Condition(self._data, interval)
        self.metrics = Metrics(version("nithet"))
        self._heartbeat = Heartbeat("waiting", os.getpid(), version("nithet"), self._moment())
        self._written = 0.0
        self._counted = False

    @contextmanager
    def shown(self, port: int, refused: Callable[[InputError], None] = lambda _: None) -> Iterator[int]:
        """While the block runs systemd is told, and /healthz answers at the port; gives it, 0 for none.

        A port that is taken stops nothing: it is logged and told to `refused`. The end is noted in any case.
        """
        with ExitStack() as stack:
            served = 0
            try:
                if port:
                    served = stack.enter_context(serving_health(port, self.condition, self.metrics))
            except OSError as error:
                taken = InputError("health-port-taken", port=port, reason=error.strerror or error)
                _log.warning("%s", taken)
                refused(taken)
            notify("READY=1", f"STATUS=process {os.getpid()}")
            _log.info("begins: nithet %s, process %d", self._heartbeat.version, self._heartbeat.pid)
            try:
                yield served
            finally:
                self.over()

    def begun(self) -> None:
        """A cycle begins."""
        self._beat("working", begun=self._moment())

    def alive(self) -> None:
        """Note a sign of life; written at most once a second."""
        if monotonic() - self._written >= _APART:
            self._beat(self._heartbeat.state)

    def ended(self, outcome: Outcome) -> None:
        """A cycle came to its end."""
        facts, moment = self._facts(), self._now()
        text = moment.isoformat()
        self.metrics.ended(outcome, facts, moment)
        self.metrics.requests(self._pipeline.google.requests)
        if outcome.has_news or not self._counted:
            self.metrics.responses(responses.counts(self._pipeline.ledger.connection))
            self._counted = True
        self._beat("waiting", facts, ended=text, good=text, outcome=outcome.to_json())

    def failed(self, error: Exception) -> None:
        """A cycle broke off."""
        facts = self._facts()
        self.metrics.failed(facts)
        self.metrics.requests(self._pipeline.google.requests)
        told = error.code if isinstance(error, NithetError) else type(error).__name__
        self._beat("waiting", facts, ended=self._moment(), outcome={"failed": told})

    def over(self) -> None:
        """The daemon ends in order."""
        notify("STOPPING=1")
        if self._heartbeat.state != "ended":
            _log.info("ends in order")
            self._beat("ended")

    def _beat(self, state: State, facts: Facts | None = None, **changes: Any) -> None:
        self._heartbeat = replace(self._heartbeat, state=state, seen=self._moment(), **changes)
        self._written = monotonic()
        self.condition.note(self._heartbeat, good="good" in changes, facts=facts)
        write_heartbeat(self._data, self._heartbeat)
        notify("WATCHDOG=1")

    def _facts(self) -> Facts:
        try:
            return facts_of(self._pipeline.ledger)
        except sqlite3.Error:  # what ails the ledger broke the cycle off and is told
            return self.condition.facts

    def _moment(self) -> str:
        return self._now().isoformat()
