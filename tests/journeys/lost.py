"""A world with records of all kinds over two academic years, whose ledger may be lost; ways to lose it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from forms.definition import packaged_definitions
from sync.pipeline.rebuild.files import NAME
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Person, Sent, Sheet, findings
from tests.journeys.office import write_config
from tests.journeys.people import log_answers, observation_answers
from tests.journeys.test_columns_move import change, inserted
from tests.journeys.test_papers_of_records import send
from tests.journeys.test_what_people_decide import DEPUTY, REQUEST, STAND_IN, TITLE, ask_for

FORM, LOG, LETTERS = "classroom-observation", "daily-log", "correspondence"
BEGAN = datetime.fromisoformat("2027-05-11T08:00:00+07:00")
LAST = "2027-05-21T19:00:00"  # the last cycle before the ledger is lost
VALUE, VERDICT, NOTE = "ค่าที่ถูกต้อง", "ผลการตรวจสอบ", "หมายเหตุ"
NORTH, SOUTH, GROUP, DISTRICT = "sheet:network:N01", "sheet:network:N02", "sheet:group:G1", "sheet:district:"


def write_office(folder: Path) -> None:
    """The small office with registers, numbers, chains and papers; mails go to its outbox."""
    config = write_config(folder / "config")
    (config / "forms" / "request.yaml").write_text(REQUEST, encoding="utf-8")
    for name in (LETTERS, "journey-report"):
        shutil.copyfile(packaged_definitions() / f"{name}.yaml", config / "forms" / f"{name}.yaml")


def lived(work: Work) -> dict[str, str]:
    """Two weeks over the turn of the academic year; gives the ids of what was sent, by name."""
    ids = _last_year(work)
    work.cycle("2027-05-14T19:00:00")
    work.cycle("2027-05-16T00:01:00")
    work.cycle("2027-05-16T00:02:00")
    _this_year(work, ids)
    work.cycle(LAST)
    _unheard(work, ids)
    return ids


def _unheard(work: Work, ids: dict[str, str]) -> None:
    """What people did since the last cycle, when the ledger is lost."""
    new, north = f"{DISTRICT}:2570", f"{NORTH}:2570"
    deputy, writer = Person(work, "deputy@office.example"), Person(work, "s01@office.example")
    sheet, told = Sheet(work, new, TITLE, 1), findings(work, north)
    assert deputy.types(new, TITLE, sheet.at(ids["next"], DEPUTY), "อนุญาต") == 200
    assert deputy.types(new, TITLE, sheet.at(ids["next"], f"หมายเหตุ {DEPUTY}"), "ใช้แทนได้") == 200
    key = f"{FORM}|{ids['odd']}|time-order|time_out"
    assert writer.types(north, FINDINGS, told.at(key, VALUE), "09.00") == 200
    change(work, new, TITLE, moved_rows(sheet.row_of(ids["next"]), sheet.row_of(ids["leave"])))
    change(work, north, FINDINGS, inserted(3, "COLUMNS"))


def moved_rows(row: int, before: int) -> dict[str, Any]:
    """Somebody drags a row to another place."""
    source = {"dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return {"moveDimension": {"source": source, "destinationIndex": before}}


def _last_year(work: Work) -> dict[str, str]:
    ids = {
        "leave": ask_for(work, "1", "ลา", "2027-05-14", "2027-05-12T09:00:00"),
        "car": ask_for(work, "2", "ขอใช้รถ", "2027-05-12", "2027-05-12T09:01:00"),
        "done": ask_for(work, "2", "ขอใช้รถ", "2027-05-13", "2027-05-12T09:02:00"),
        "late": observed(work, "2027-05-12", "A1", "2027-05-12T10:00:00", time_out="08:00"),
        "odd": observed(work, "2027-05-12", "A2", "2027-05-12T10:05:00", time_in="08:00", time_out="07:00"),
        "letter": letter(work, "รับ", "2027-05-12", "เรื่องที่ ๑", "2027-05-12T11:00:00"),
        "sent": letter(work, "ส่ง", "2027-05-12", "เรื่องที่ ๒", "2027-05-12T11:01:00"),
        "journey": send(work, "การอบรม", "2027-05-12T12:00:00").id,
    }
    logged(work, "2027-05-12", "2027-05-12T16:00:00")
    work.cycle("2027-05-12T16:30:00")
    old, north = Sheet(work, f"{DISTRICT}:2569", TITLE, 1), findings(work, NORTH)
    deputy, colleague = Person(work, "deputy@office.example"), Person(work, "s02@office.example")
    writer = Person(work, "s01@office.example")
    assert colleague.types(DISTRICT, TITLE, old.at(ids["leave"], STAND_IN), "รับงานแทน") == 200
    assert deputy.types(DISTRICT, TITLE, old.at(ids["done"], DEPUTY), "ให้ใช้รถ") == 200
    assert deputy.types(DISTRICT, TITLE, old.at(ids["done"], f"หมายเหตุ {DEPUTY}"), "คันที่ ๒") == 200
    key = f"{FORM}|{ids['late']}|time-order|time_out"
    assert writer.types(NORTH, FINDINGS, north.at(key, VALUE), "11.00") == 200
    assert writer.types(NORTH, FINDINGS, north.at(key, NOTE), "โทรถามแล้ว") == 200
    work.cycle("2027-05-13T09:00:00")
    return ids


def _this_year(work: Work, ids: dict[str, str]) -> None:
    ids["next"] = ask_for(work, "1", "ลา", "2027-05-20", "2027-05-17T08:00:00")
    ids["gone"] = ask_for(work, "2", "ขอใช้รถ", "2027-05-19", "2027-05-17T08:01:00")
    edited = Sent(work, FORM, observation(work, "2027-05-17", "B1", time_out="08:00"), "2027-05-17T09:00:00")
    ids["edited"] = edited.id
    ids["wrong"] = observed(work, "2027-05-18", "A1", "2027-05-18T09:00:00", time_out="08:30")
    moved = Sent(work, "request", asked("2", "ขอใช้รถ", "2027-05-25"), "2027-05-17T09:30:00")
    ids["moved"] = moved.id
    for name, until in (("confirmed", "09:40"), ("left out", "09:20")):  # shorter than an hour
        ids[name] = observed(work, "2027-05-17", "A2", f"2027-05-17T11:{until[-2:]}:00", time_out=until)
    ids["letter 2"] = letter(work, "รับ", "2027-05-17", "เรื่องที่ ๓", "2027-05-17T10:00:00")
    logged(work, "2027-05-18", "2027-05-18T16:00:00")
    work.cycle("2027-05-18T16:30:00")
    new, north = f"{DISTRICT}:2570", "sheet:network:N01:2570"
    deputy, colleague = Person(work, "deputy@office.example"), Person(work, "s02@office.example")
    writer, sheet, told = (
        Person(work, "s01@office.example"),
        Sheet(work, new, TITLE, 1),
        findings(work, north),
    )
    assert deputy.types(new, TITLE, sheet.at(ids["car"], DEPUTY), "ไม่ให้ใช้รถ") == 200
    assert deputy.types(new, TITLE, sheet.at(ids["moved"], DEPUTY), "ให้ใช้รถ") == 200
    for name, verdict in (("confirmed", "ยืนยันตามเดิม"), ("left out", "ไม่นำมาคำนวณ")):
        (key,) = [row[-1] for row in told.rows if row and f"|{ids[name]}|" in row[-1]][:1]
        assert writer.types(north, FINDINGS, told.at(key, VERDICT), verdict) == 200
        assert writer.types(north, FINDINGS, told.at(key, NOTE), f"หมายเหตุ {name}") == 200
    assert colleague.types(new, TITLE, sheet.at(ids["next"], STAND_IN), "ส่งกลับแก้ไข") == 200
    key = f"{FORM}|{ids['wrong']}|time-order|time_out"
    assert writer.types(north, FINDINGS, told.at(key, VALUE), "11.30") == 200
    work.cycle("2027-05-19T09:00:00")
    assert colleague.types(new, TITLE, sheet.at(ids["next"], STAND_IN), "รับงานแทน") == 200
    assert deputy.types(new, TITLE, sheet.at(ids["leave"], f"หมายเหตุ {DEPUTY}"), "รอดูก่อน") == 200
    assert writer.types(north, FINDINGS, told.at(key, VALUE), "") == 200
    edited.edit("2027-05-19T10:00:00", time_out="10:00")
    moved.edit("2027-05-19T10:05:00", day="2027-05-26")  # what was decided is about another day
    for form, name in (("request", "gone"), (LETTERS, "letter 2")):
        remove(work, form, ids[name])
    work.cycle("2027-05-19T10:30:00", full=True)
    assert writer.types(north, FINDINGS, told.at(key, VALUE), "11.45") == 200


def remove(work: Work, form: str, response: str) -> None:
    """What the form's owner does with a response."""
    url = f"{work.base}/_workspace/forms/{work.form(form)}/responses/{response}"
    requests.delete(url, headers={"X-Workspace-Control": "1"}, timeout=10).raise_for_status()


def asked(person: str, kind: str, day: str) -> dict[str, str]:
    """The answers of a request."""
    other = "2" if person == "1" else "1"
    names = {"person": f"ศึกษานิเทศก์ {person}", "colleague": f"ศึกษานิเทศก์ {other}"}
    return {**names, "day": day, "kind": kind}


def observation(work: Work, day: str, school: str, **other: str) -> dict[str, str]:
    form = world.office_in(work.folder).forms[FORM]
    moment = datetime.fromisoformat(f"{day}T09:00:00+07:00")
    return {**observation_answers(form, school, 4, moment), **other}


def observed(work: Work, day: str, school: str, at: str, **other: str) -> str:
    return work.fill(FORM, observation(work, day, school, **other), at)


def logged(work: Work, day: str, at: str) -> str:
    form = world.office_in(work.folder).forms[LOG]
    worked = datetime.fromisoformat(f"{day}T08:30:00+07:00")
    return work.fill(LOG, log_answers(form, "ศึกษานิเทศก์ 1", worked), at)


def letter(work: Work, series: str, day: str, subject: str, at: str) -> str:
    questions = world.office_in(work.folder).forms[LETTERS].questions
    kinds: Mapping[str, Mapping[str, str]] = {
        "รับ": {
            "kind": world.label(questions["kind"], "received"),
            "received_number": f"ศธ {subject}",
            "received_dated": day,
            "received_from": "สพฐ.",
            "urgency": world.label(questions["urgency"], "normal"),
        },
        "ส่ง": {
            "kind": world.label(questions["kind"], "sent"),
            "sent_to": "โรงเรียน",
            "sent_by": world.label(questions["sent_by"], "mail"),
        },
    }
    plain = {"noted_on": day, "subject": subject, "work_group": "กลุ่มงานพัฒนาหลักสูตร"}
    return work.fill(LETTERS, {**plain, **kinds[series]}, at)


# --- Ways to lose a ledger ---------------------------------------------------------------


def zeroed(data: Path) -> None:
    """The first pages are zero: nothing of it can be read."""
    ledger = data / NAME
    size = ledger.stat().st_size
    with ledger.open("r+b") as file:
        file.write(b"\0" * min(size, 8 * 4096))


def truncated(data: Path) -> None:
    """The file ends after two thirds."""
    ledger = data / NAME
    with ledger.open("r+b") as file:
        file.truncate(ledger.stat().st_size * 2 // 3 // 4096 * 4096)


def deleted(data: Path) -> None:
    """The ledger is gone."""
    for file in data.glob(f"{NAME}*"):
        file.unlink()


def all_deleted(data: Path) -> None:
    """The ledger is gone, and the file that tells whose files in Drive are ours."""
    deleted(data)
    (data / "installation").unlink()


DAMAGES: Mapping[str, Callable[[Path], None]] = {
    "zeroed": zeroed,
    "truncated": truncated,
    "deleted": deleted,
    "all deleted": all_deleted,
}
