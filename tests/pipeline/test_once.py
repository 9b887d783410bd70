"""What may occur once, as the pipeline judges it: the reason names what the kind asks, a refusal frees it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.checking.findings import describe
from forms.definition import packaged_definitions
from forms.model.chains import Decision
from sync.ledger import Ledger, cells, decisions, entries, responses
from sync.pipeline.check import check
from sync.pipeline.office import Office
from tests.forms.builders import Given, raw
from tests.forms.test_definitions_permits import LEAVE
from tests.forms.test_definitions_registers import SENT
from tests.journeys.office import opened, write_config

PERMIT, LETTERS = "permit", "correspondence"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    config = write_config(tmp_path / "config")
    for form in (PERMIT, LETTERS):
        shutil.copyfile(packaged_definitions() / f"{form}.yaml", config / "forms" / f"{form}.yaml")
    return opened(config)


def send(ledger: Ledger, office: Office, form: str, response: str, answers: dict[str, Given]) -> None:
    at = f"2026-11-20T0{response[-1]}:00:00Z"
    with ledger.transaction() as tx:
        responses.take(tx, form, [raw(office.forms[form], answers, response=response, submitted=at)])
    check(ledger, office)


def decide(ledger: Ledger, office: Office, response: str, step: str, word: str, hour: int) -> None:
    noticed = datetime(2026, 11, 21, hour, tzinfo=UTC)
    with ledger.transaction() as tx:
        decisions.keep(tx, Decision(PERMIT, response, step, word, "", noticed, "head"), "file")
        cells.touch(tx, PERMIT, [response])
    check(ledger, office)


def counted(ledger: Ledger, form: str, *asked: str) -> list[bool]:
    found = (entries.of(ledger.connection, form, one) for one in asked)
    return [entry is not None and entry.counted for entry in found]


def test_what_was_refused_may_be_asked_for_anew(ledger: Ledger, office: Office) -> None:
    for one in ("r1", "r2"):
        send(ledger, office, PERMIT, one, LEAVE)
    assert counted(ledger, PERMIT, "r1", "r2") == [True, False]
    decide(ledger, office, "r1", "stand-in", "ลงนามรับงานแทน", 2)
    decide(ledger, office, "r1", "head", "ไม่เห็นชอบ", 3)
    assert counted(ledger, PERMIT, "r1", "r2") == [True, True]
    send(ledger, office, PERMIT, "r3", LEAVE)  # but one request at a time
    assert counted(ledger, PERMIT, "r2", "r3") == [True, False]


def test_what_was_sent_back_is_edited_and_not_sent_anew(ledger: Ledger, office: Office) -> None:
    send(ledger, office, PERMIT, "r1", LEAVE)
    decide(ledger, office, "r1", "stand-in", "ไม่สามารถรับงานแทนได้", 2)
    send(ledger, office, PERMIT, "r2", LEAVE)
    assert counted(ledger, PERMIT, "r1", "r2") == [True, False]


def test_the_row_says_what_is_the_same(ledger: Ledger, office: Office) -> None:
    for one in ("r1", "r2"):
        send(ledger, office, LETTERS, one, SENT)
    ((finding,),) = entries.findings(ledger.connection, LETTERS, ["r1", "r2"]).values()
    told = describe(finding, office.forms[LETTERS])
    assert told.message == "ข้อมูลซ้ำกับแบบที่ส่งไว้ก่อนแล้ว (ทะเบียน, วันที่, เรื่อง, ถึง ตรงกัน)"
