"""A world for journeys: a workspace process, an office's data directory, and people who fill forms."""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import requests
from google.auth.credentials import Credentials

from forms.model import Form, Question, QuestionType, RatingGrid
from forms.question_ids import google_id
from sync import credentials
from sync.cli.opening import ledger_path
from sync.google import Google
from sync.ledger import Ledger
from sync.ledger.store import utc, write_meta
from sync.pipeline.cycle import Pipeline
from sync.pipeline.office import Office
from sync.workspace import __main__ as workspace_process
from tests.journeys.office import opened

Answers = Mapping[str, str]
NO_SCHOOL = "no school"


def office_in(folder: Path) -> Office:
    """The office of a world, its data beside its configuration."""
    return moved(opened(folder / "config"), folder)


def moved(office: Office, folder: Path) -> Office:
    """The same office with its data in another world."""
    return replace(office, settings=office.settings.at(data=folder / "data"))


@contextmanager
def workspace_of(folder: Path) -> Iterator[str]:
    """The world's workspace as a process of its own: a fork starts in no time.

    It is killed at the end: whatever it answered must be on the disk by then.
    """
    _give_key(folder)
    reading, writing = os.pipe()
    child = _fork()
    if child == 0:
        sys.stdout = os.fdopen(writing, "w")  # where it says that it is ready
        os._exit(workspace_process.main(["--data", str(folder / "data" / "workspace"), "--port", "0"]))
    os.close(writing)
    try:
        yield _address(reading)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)


_KEYS: dict[str, Credentials] = {}
_KEY_FILES: list[bytes] = []


def _give_key(folder: Path) -> None:
    """Let a new workspace have the key of one before it: making a key takes as long as a small journey."""
    file = credentials_file(folder)
    if _KEY_FILES and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_KEY_FILES[0])
        file.chmod(0o600)


def credentials_file(folder: Path) -> Path:
    """Where a world's key file lies."""
    return folder / "data" / "workspace" / "service-account.json"


def signed_in(folder: Path) -> Credentials:
    """Credentials of a world's own, without a token as those of a new process; a key is looked into once."""
    content = credentials_file(folder).read_bytes()
    if not _KEY_FILES:
        _KEY_FILES.append(content)
    told = json.loads(content)
    if told["private_key"] not in _KEYS:
        _KEYS[told["private_key"]] = credentials.embedded(credentials_file(folder).parent)
    return cast(Credentials, cast(Any, _KEYS[told["private_key"]]).with_token_uri(told["token_uri"]))


def _fork() -> int:
    """As os.fork; the child looks for no garbage in what it was born with: all of that would be copied."""
    gc.freeze()
    child = os.fork()
    if child:
        gc.unfreeze()
    return child


def _address(reading: int) -> str:
    ready, _, _ = select.select([reading], [], [], 30)
    assert ready, "the workspace did not start"
    return os.read(reading, 1000).decode().rpartition(" at ")[2].strip()


def google_at(folder: Path, base: str) -> Google:
    """The world's Google."""
    return Google(signed_in(folder), base=base, sleep=lambda _: None)


def in_a_process(work: Callable[[], object]) -> int:
    """Run in a process that may be killed; give how it ended: 0, its exit code, or minus the signal."""
    child = _fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


@contextmanager
def pipeline_of(folder: Path, base: str, now: datetime, read: Office | None = None) -> Iterator[Pipeline]:
    """The world's pipeline at a moment; `read` is its office where the configuration was read already."""
    office = moved(read, folder) if read else office_in(folder)
    ledger = Ledger(ledger_path(office.settings))
    pipeline = Pipeline(office, ledger, google_at(folder, base), lambda: now)
    try:
        yield pipeline
    finally:
        pipeline.close()
        ledger.close()


def install(folder: Path, base: str, since: datetime) -> None:
    """Make the ledger and the forms as an office that runs since a moment has them."""
    with pipeline_of(folder, base, since) as pipeline:
        with pipeline.ledger.transaction() as tx:
            write_meta(tx, "installed", utc(since))
        pipeline.prepare()


# --- People ----------------------------------------------------------------------------


def set_clock(base: str, moment: datetime | None) -> None:
    """Set the workspace's clock, or let it run."""
    headers = {"X-Workspace-Control": "1"}
    if moment is None:
        requests.delete(f"{base}/_workspace/clock", headers=headers, timeout=10).raise_for_status()
    else:
        answer = requests.put(
            f"{base}/_workspace/clock", json={"now": moment.isoformat()}, headers=headers, timeout=10
        )
        answer.raise_for_status()


def fill(base: str, google_form: str, form: Form, answers: Answers, moment: datetime) -> str:
    """Fill a form on its public page at a moment; give the response's id."""
    set_clock(base, moment)
    fields = {f"entry.{int(key, 16)}": text for key, text in google_answers(form, answers).items()}
    return post_form(base, google_form, fields)


def post_form(base: str, google_form: str, fields: Answers) -> str:
    """Send a form as its public page does; give the response's id."""
    answer = requests.post(
        f"{base}/forms/d/e/{google_form}/formResponse",
        data={**fields, "submit": "all"},
        headers={"Accept": "application/json"},
        timeout=10,
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["responseId"])


def google_answers(form: Form, answers: Answers) -> dict[str, str]:
    """Answers by our question ids as fields by Google's; a school is "N01/เหนือ/โรงเรียนเหนือ 1"."""
    given: dict[str, str] = {}
    for question, text in answers.items():
        if text == NO_SCHOOL:
            given[google_id(form.id, question, "network")] = form.questions[question].nothing or ""
        elif form.questions[question].type is QuestionType.SCHOOL:
            code, network, school = text.split("/")
            given[google_id(form.id, question, "network")] = network
            given[google_id(form.id, question, code)] = school
        else:
            given[google_id(form.id, question)] = text
    return given


def ratings(form: Form, value: int) -> dict[str, str]:
    """Every item rated alike, as the form's columns have it."""
    return {
        item.id: f"{value} {grid.scale[value]}"
        for section in form.sections
        for grid in section.entries
        if isinstance(grid, RatingGrid)
        for item in grid.items
    }


def label(question: Question, code: str) -> str:
    """The label of a choice."""
    return next(choice.label for choice in question.choices if choice.code == code)


# --- What is there now -----------------------------------------------------------------


def eventually(found: Callable[[], Any], seconds: float = 10) -> Any:
    """What `found` gives once it gives something; fails when it does not within the seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")
