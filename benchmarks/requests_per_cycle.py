"""How little Google is asked: the requests of an idle cycle, and of one with a single new response.

    python benchmarks/requests_per_cycle.py [--responses 200]

Runs against an embedded workspace in a temporary folder, with the configuration of this checkout.
Wanted: an idle cycle makes exactly (number of forms + 1) requests and no write; one new response
makes at most one write a spreadsheet that it touches.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests

from sync import credentials, embedded
from sync.cli.opening import ledger_path
from sync.demo.page import FormPage, fields_of
from sync.demo.samples import sample_term
from sync.google import Google
from sync.ledger import Ledger, responses
from sync.pipeline.cycle import Pipeline
from sync.pipeline.office import open_office

_LONG_ID = re.compile(r"[\w-]{30,}")
CONFIG = Path(__file__).parent.parent / "config"


class Seen:
    """The requests that left, with Google's own addresses; those for a token are not among them."""

    def __init__(self) -> None:
        self.requests = Counter[str]()
        self.writes = Counter[str]()

    def __call__(self, request: requests.PreparedRequest, _: requests.Response | None) -> None:
        """Google's recorder."""
        path = urlsplit(str(request.url)).path
        if path.endswith("/token"):
            return
        self.requests[f"{request.method} {_LONG_ID.sub('{id}', path)}"] += 1
        if request.method != "GET":
            self.writes[path] += 1

    def forget(self) -> None:
        """Begin to count anew."""
        self.requests.clear()
        self.writes.clear()


@contextmanager
def pipeline_in(folder: Path, seen: Seen) -> Iterator[Pipeline]:
    """A pipeline over an embedded workspace in that folder; its requests are told to `seen`."""
    office = open_office(CONFIG)
    office = replace(office, settings=office.settings.at(data=folder, port=0))
    with ExitStack() as stack:
        base = stack.enter_context(embedded.running(office.settings)).base
        ledger = Ledger(ledger_path(office.settings))
        stack.callback(ledger.close)
        signed = credentials.embedded(embedded.folder(office.settings))
        pipeline = Pipeline(
            office, ledger, Google(signed, base=base, recorder=seen), lambda: datetime.now(UTC)
        )
        stack.callback(pipeline.close)
        yield pipeline


def submit(pipeline: Pipeline, count: int, seed: int) -> None:
    """Fill forms, now: the last responses of a sample term."""
    office, base = pipeline.office, pipeline.google.base
    assert base is not None
    now = datetime.now(office.settings.timezone)
    samples = sample_term(office.forms, office.organisation, office.calendar, now, max(40, count), seed)
    states = responses.form_states(pipeline.ledger.connection)
    with FormPage(base) as page:
        for number, sample in enumerate(samples[-count:]):
            form = office.forms[sample.form]
            fields = fields_of(form, office.organisation, sample.answers)
            page.send(form, states[form.id].responder_uri, fields, f"{seed}-{number}")


def told(title: str, seen: Seen, seconds: float) -> None:
    """Print what left."""
    print(f"{title}: {seen.requests.total()} requests, {seen.writes.total()} writes, {seconds:.2f} s")
    for request, count in sorted(seen.requests.items()):
        print(f"    {count:3d}  {request}")


def main() -> None:
    """Run a first cycle, an idle one, and one with a single new response."""
    parser = argparse.ArgumentParser(description="Requests of an idle cycle and of one with a new response.")
    parser.add_argument("--responses", type=int, default=200, help="how many are there before")
    given = parser.parse_args()
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder, pipeline_in(Path(folder), seen) as pipeline:
        pipeline.prepare()
        submit(pipeline, given.responses, seed=1)
        pipeline.cycle()
        pipeline.cycle()  # the first one's own writes show up in the changes once

        seen.forget()
        told("idle cycle", seen, pipeline.cycle().seconds)
        forms = len(pipeline.office.forms)
        print(f"    wanted: {forms + 1} requests ({forms} forms + 1), 0 writes\n")

        submit(pipeline, 1, seed=2)
        seen.forget()
        outcome = pipeline.cycle()
        told(f"cycle with {outcome.new} new response", seen, outcome.seconds)
        most = max(seen.writes.values(), default=0)
        print(f"    wanted: at most 1 write a spreadsheet; the most written was written {most} times")


if __name__ == "__main__":
    main()
