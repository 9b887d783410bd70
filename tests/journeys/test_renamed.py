"""What is renamed in the configuration: its spreadsheet's name follows, and a name that is lost is told."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest

from sync.google import DRIVE
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.people import observation_answers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

NORTH, SOUTH, FORM = "sheet:network:N01", "sheet:network:N02", "classroom-observation"


def title(work: Work, key: str) -> str:
    found = work.google.call("GET", f"{DRIVE}/files/{work.file(key)}", what=key, params={"fields": "name"})
    return str(found["name"])


def counted(work: Work) -> list[int]:
    return [row[0] for row in work._read(lambda tx: tx.execute("SELECT counted FROM response").fetchall())]


def test_a_spreadsheet_is_named_as_what_it_is_about_unless_people_named_it(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    before = title(work, NORTH)
    assert "เหนือ" in before
    url = f"{DRIVE}/files/{work.file(SOUTH)}"
    work.google.call("PATCH", url, what=SOUTH, body={"name": "ชีตของเรา"})
    work.configure("organisation.yaml", "{name: เหนือ,", "{name: เหนือสุด, aliases: [เหนือ],")
    work.configure("organisation.yaml", "{name: ใต้,", "{name: ใต้สุด, aliases: [ใต้],")
    assert work.cycle("2026-11-16T09:10:00").troubles == 0
    assert title(work, NORTH) == before.replace("เหนือ", "เหนือสุด")
    assert title(work, SOUTH) == "ชีตของเรา"
    work.cycle("2026-11-16T09:11:00")
    assert work.cycle("2026-11-16T09:12:00").requests["drive"] == 1


def test_a_name_that_the_configuration_lost_is_told_until_it_is_an_alias(work: Work) -> None:
    form = world.office_in(work.folder).forms[FORM]
    moment = datetime.fromisoformat("2026-11-16T10:00:00+07:00")
    for school in ("A1", "A2"):
        work.fill(FORM, observation_answers(form, school, 4, moment), "2026-11-16T10:00:00")
    work.cycle("2026-11-16T10:10:00")
    assert (counted(work), work.troubles) == ([1, 1], ())

    work.configure("organisation.yaml", "{name: ศึกษานิเทศก์ 1,", "{name: ศึกษานิเทศก์ อื่น,")
    outcome = work.cycle("2026-11-16T10:20:00")
    assert (counted(work), outcome.troubles) == ([0, 0], 0)  # it works, and says what it needs
    (told,) = work.troubles
    assert (told.code, dict(told.values)) == ("option-lost", {"text": "ศึกษานิเทศก์ 1", "count": "2"})

    aliased = "{name: ศึกษานิเทศก์ อื่น, aliases: [ศึกษานิเทศก์ 1],"
    work.configure("organisation.yaml", "{name: ศึกษานิเทศก์ อื่น,", aliased)
    work.cycle("2026-11-16T10:30:00")
    assert (counted(work), work.troubles) == ([1, 1], ())


def test_a_network_and_a_school_that_were_deleted_are_told_by_their_names(work: Work) -> None:
    form = world.office_in(work.folder).forms[FORM]
    moment = datetime.fromisoformat("2026-11-16T10:00:00+07:00")
    for school in ("A2", "B1"):
        work.fill(FORM, observation_answers(form, school, 4, moment), "2026-11-16T10:00:00")
    work.cycle("2026-11-16T10:10:00")
    work.configure("schools.csv", "A2,โรงเรียนเหนือ 2,N01,,,,\n", "")
    work.configure("schools.csv", "B1,โรงเรียนใต้ 1,N02,,,,\n", "")
    south = "  N02: {name: ใต้, team: T1, deputy: A, viewers: [south@office.example]}\n"
    work.configure("organisation.yaml", south, "")
    work.cycle("2026-11-16T10:20:00")
    told = {dict(one.values)["text"] for one in work.troubles if one.code == "option-lost"}
    assert {"โรงเรียนเหนือ 2", "ใต้"} <= told
