"""Who may see and fill what, when the configuration changes; forms in the trash, deleted, or out of date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sync import drive
from sync.errors import GoogleError
from sync.google import DRIVE
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.people import log_answers

NORTH = "sheet:network:N01"
DAY = datetime.fromisoformat("2026-11-17T08:30:00+07:00")


def readers(work: Work, prefix: str) -> set[str]:
    url = f"{DRIVE}/files/{work.file(prefix)}/permissions"
    params = {"fields": "permissions(role,emailAddress)"}
    found = work.google.call("GET", url, what=prefix, params=params)["permissions"]
    return {p["emailAddress"] for p in found if p["role"] == "reader" and "emailAddress" in p}


def test_a_network_is_seen_by_those_the_configuration_names_and_nobody_else(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    assert readers(work, NORTH) == {"director@office.example", "north@office.example"}
    assert readers(work, "sheet:district:") == {"director@office.example"}
    work.configure("organisation.yaml", "viewers: [north@office.example]", "viewers: [other@office.example]")
    outcome = work.cycle("2026-11-17T08:05:00")
    assert outcome.troubles == 0
    assert readers(work, NORTH) == {"director@office.example", "other@office.example"}


def test_a_revocation_that_fails_is_told_and_tried_again(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.configure("organisation.yaml", "viewers: [north@office.example]", "viewers: []")

    def fails(*_: Any, **__: Any) -> None:
        raise GoogleError("google-unavailable", status=503, api="drive", what="N01", message="later")

    with monkeypatch.context() as patch:
        patch.setattr(drive, "unshare", fails)
        assert work.cycle("2026-11-17T08:05:00").troubles == 1
        assert {trouble.subject for trouble in work.troubles} == {"sharing:network:N01"}
    assert "north@office.example" in readers(work, NORTH)
    assert work.cycle("2026-11-17T08:06:00").troubles == 0
    assert "north@office.example" not in readers(work, NORTH)


def test_whom_google_refuses_is_named(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.configure("organisation.yaml", "viewers: [north@office.example]", "viewers: [new@office.example]")
    with monkeypatch.context() as patch:
        patch.setattr(drive, "share_quietly", lambda *_: False)
        work.cycle("2026-11-17T08:05:00")
    (trouble,) = work.troubles
    assert (trouble.code, trouble.values["people"]) == ("sharing-refused", "new@office.example")
    idle = work.cycle("2026-11-17T08:06:00")
    assert idle.requests["drive"] == 1
    work.cycle("2026-11-18T02:30:00", full=True)
    assert work.troubles == ()
    assert "new@office.example" in readers(work, NORTH)


def test_a_form_in_the_trash_is_told_kept_and_polled(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.cycle("2026-11-17T08:01:00")
    form = work.form("daily-log")
    work.trash("form:daily-log")
    assert work.cycle("2026-11-17T08:02:00").troubles == 0
    assert [trouble.code for trouble in work.troubles] == ["form-trashed"]
    assert work.form("daily-log") == form
    work.google.call("PATCH", f"{DRIVE}/files/{form}", what="form", body={"trashed": False})
    work.cycle("2026-11-17T08:03:00")
    assert work.troubles == ()
    log = world.office_in(work.folder).forms["daily-log"]
    work.fill("daily-log", log_answers(log, "ศึกษานิเทศก์ 1", DAY), "2026-11-17T16:00:00")
    assert work.cycle("2026-11-17T16:01:00").new == 1


def test_a_form_deleted_for_good_is_made_anew_its_address_told_and_its_responses_kept(work: Work) -> None:
    log = world.office_in(work.folder).forms["daily-log"]
    work.fill("daily-log", log_answers(log, "ศึกษานิเทศก์ 1", DAY), "2026-11-17T16:00:00")
    work.cycle("2026-11-17T16:01:00")
    old = work.form("daily-log")
    work.google.call("DELETE", f"{DRIVE}/files/{old}", what="form")
    work.cycle("2026-11-17T16:02:00")
    outcome = work.cycle("2026-11-17T16:03:00")
    assert outcome.troubles == 0
    assert work.form("daily-log") != old
    (told,) = work.troubles
    assert told.code == "form-remade"
    assert work.form("daily-log") in told.values["address"]
    work.fill("daily-log", log_answers(log, "ศึกษานิเทศก์ 2", DAY), "2026-11-17T16:04:00")
    assert work.cycle("2026-11-17T16:05:00", full=True).deleted == 0
    rows = work.cells("sheet:district:")["บันทึกการปฏิบัติงานประจำวัน"]
    assert sum("นิเทศโรงเรียน" in row for row in rows) == 2


def test_respondents_follow_the_configuration(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.configure("settings.yaml", "respondents: anyone", "respondents: [s01@office.example]")
    work.cycle("2026-11-17T08:05:00")
    url = f"{DRIVE}/files/{work.form('daily-log')}/permissions"
    params = {"fields": "permissions(type,emailAddress,view)", "includePermissionsForView": "published"}
    found = work.google.call("GET", url, what="form", params=params)["permissions"]
    published = {(p["type"], p.get("emailAddress")) for p in found if p.get("view") == "published"}
    assert published == {("user", "s01@office.example")}


def test_a_full_list_is_due_once_a_night_office_time_also_after_a_night_switched_off(work: Work) -> None:
    def due(at: str) -> bool:
        with world.pipeline_of(work.folder, work.base, datetime.fromisoformat(f"{at}+07:00")) as pipeline:
            return pipeline.full_list_is_due()

    work.cycle("2026-11-17T08:00:00")
    log = world.office_in(work.folder).forms["daily-log"]
    work.fill("daily-log", log_answers(log, "ศึกษานิเทศก์ 1", DAY), "2026-11-17T16:00:00")
    work.cycle("2026-11-17T16:01:00")
    assert [due("2026-11-17T23:00:00"), due("2026-11-18T01:59:00")] == [False, False]
    assert [due("2026-11-18T02:01:00"), due("2026-11-18T08:00:00")] == [True, True]
    work.cycle("2026-11-18T08:00:00", full=True)
    assert [due("2026-11-18T08:01:00"), due("2026-11-19T08:00:00")] == [False, True]
