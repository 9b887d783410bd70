"""Who leaves loses the way into spreadsheets on that day, who comes gets it: nobody configures it again."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest

from sync.google import DRIVE
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Person, findings
from tests.journeys.people import observation_answers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

NORTH, FORM, VALUE = "sheet:network:N01", "classroom-observation", "ค่าที่ถูกต้อง"
LEAVES = "S02: {name: ศึกษานิเทศก์ 2, team: T1, until: 18 พ.ย. 2569, email: s02@office.example}"
COMES = "S03: {name: ศึกษานิเทศก์ 3, team: T1, since: 18 พ.ย. 2569, email: s03@office.example}"


def writers(work: Work) -> set[str]:
    """Who may write in the network's spreadsheet, beside its owner."""
    url = f"{DRIVE}/files/{work.file(NORTH)}/permissions"
    params = {"fields": "permissions(emailAddress,role)"}
    found = work.google.call("GET", url, what=NORTH, params=params)["permissions"]
    return {one["emailAddress"] for one in found if one["role"] == "writer"}


def test_who_may_write_follows_the_days_in_office(work: Work) -> None:
    work.configure(
        "organisation.yaml",
        "S02: {name: ศึกษานิเทศก์ 2, team: T1, email: s02@office.example}",
        f"{LEAVES}\n  {COMES}",
    )
    form = world.office_in(work.folder).forms[FORM]
    moment = datetime.fromisoformat("2026-11-17T10:00:00+07:00")
    answers = {**observation_answers(form, "A1", 4, moment), "time_out": "08:00"}
    response = work.fill(FORM, answers, "2026-11-17T10:00:00")
    work.cycle("2026-11-17T10:01:00")
    assert writers(work) == {"s01@office.example", "s02@office.example"}
    key, new = f"{FORM}|{response}|time-order|", Person(work, "s03@office.example")
    cell = findings(work, NORTH).at(key, VALUE)
    assert new.types(NORTH, FINDINGS, cell, "11.00") in (403, 404)

    assert work.cycle("2026-11-18T08:00:00").troubles == 0
    assert writers(work) == {"s01@office.example", "s03@office.example"}
    assert Person(work, "s02@office.example").types(NORTH, FINDINGS, cell, "11.00") in (403, 404)
    assert new.types(NORTH, FINDINGS, cell, "11.00") == 200  # the cells are theirs, not the file alone
    assert work.cycle("2026-11-18T08:01:00").findings["error"] == 0
    work.cycle("2026-11-18T08:02:00")  # our own writing is read once
    idle = work.cycle("2026-11-18T08:03:00")
    assert (idle.requests["sheets"], idle.requests["drive"]) == (0, 1)
