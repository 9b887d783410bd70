"""The daemon's figures for Prometheus, in a registry of their own; labels name APIs and forms, no people."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from sync.health.condition import Facts
from sync.pipeline.cycle import Outcome

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600, 1800)


class Metrics:
    """Figures of one daemon; `text` is what /metrics answers. prometheus_client's locks guard each figure."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor, open files: Linux only
        self._requests_seen = Count[str]()
        self._build = self._gauge("nithet_build_info", "The version that runs.", "version")
        self._build.labels(version).set(1)
        self._seconds = Histogram(
            "nithet_cycle_seconds", "How long cycles took.", buckets=_SECONDS, registry=self.registry
        )
        self._cycles = self._counter("nithet_cycles", "Cycles by how they went.", "result")
        self._requests = self._counter("nithet_requests", "Requests to Google or the workspace.", "api")
        self._spreadsheets = self._counter("nithet_spreadsheets_written", "Spreadsheets written to.")
        self._deliveries = self._counter("nithet_deliveries", "Mails handed over.")
        self._responses = self._gauge("nithet_responses", "Responses in the ledger.", "form")
        self._findings = self._gauge("nithet_findings", "Findings that stand open.", "severity")
        self._troubles = self._gauge("nithet_troubles", "Things that do not work at present.")
        self._held = self._gauge("nithet_held", "1 while deliveries wait because the clock is in doubt.")
        self._last_cycle = self._gauge(
            "nithet_last_cycle_timestamp_seconds", "When a cycle last came to its end."
        )
        self._last_delivery = self._gauge(
            "nithet_last_delivery_timestamp_seconds", "When a mail was last handed over."
        )
        for result in ("good", "failed"):
            self._cycles.labels(result)

    def text(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)

    def ended(self, outcome: Outcome, facts: Facts, now: datetime) -> None:
        """A cycle came to its end."""
        self._cycles.labels("good").inc()
        self._seconds.observe(outcome.seconds)
        self._spreadsheets.inc(outcome.spreadsheets_written)
        self._deliveries.inc(outcome.delivered)
        for severity, count in outcome.findings.items():
            self._findings.labels(severity).set(count)
        self._last_cycle.set(now.timestamp())
        self.standing(facts)

    def failed(self, facts: Facts) -> None:
        """A cycle broke off."""
        self._cycles.labels("failed").inc()
        self.standing(facts)

    def standing(self, facts: Facts) -> None:
        """What the ledger tells."""
        self._troubles.set(facts.troubles)
        self._held.set(facts.held)
        if facts.last_delivery:
            self._last_delivery.set(facts.last_delivery.timestamp())

    def responses(self, counts: Mapping[str, int]) -> None:
        """How many responses of each form the ledger has."""
        for form, count in counts.items():
            self._responses.labels(form).set(count)

    def requests(self, totals: Mapping[str, int]) -> None:
        """How many requests were sent so far, by API."""
        for api, total in dict(totals).items():
            self._requests.labels(api).inc(total - self._requests_seen[api])
            self._requests_seen[api] = total

    def _gauge(self, name: str, told: str, *labels: str) -> Gauge:
        return Gauge(name, told, labels, registry=self.registry)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, registry=self.registry)
