"""The demo's term tells of every record: each definition is filled, and the stories are in the ledger."""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from forms.definition import load_forms
from forms.model import Entry, Partition
from forms.model.chains import Standing
from forms.summary import day_of
from sync.demo import story
from sync.demo.closing import of_demo
from sync.demo.samples import sample_term
from sync.packaged import folder as packaged
from sync.pipeline.office import Office
from sync.pipeline.records import Records
from tests.demo.judging import checked
from tests.journeys import world
from tests.journeys.office import opened
from tests.journeys.strained import pipeline_at

NOW = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
TOTAL = 200


def sample_office() -> Office:
    return of_demo(opened(packaged("config")), NOW)


OFFICE = sample_office()
SAMPLES = sample_term(OFFICE.forms, OFFICE.organisation, OFFICE.calendar, NOW, TOTAL, 2569)


def test_every_definition_has_a_response_without_findings() -> None:
    judged = checked(OFFICE, SAMPLES)
    assert {one.entry.form for one in judged if not one.findings} == set(OFFICE.forms)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_meant_well_is_right(seed: int) -> None:
    """Only classes observed, logs and late comers give rise to findings: on purpose, here and there."""
    samples = sample_term(OFFICE.forms, OFFICE.organisation, OFFICE.calendar, NOW, 400, seed)
    found = {(one.entry.form, f.code) for one in checked(OFFICE, samples) for f in one.findings}
    assert {form for form, _ in found} <= {"classroom-observation", "daily-log", "sign-in"}
    assert {code for form, code in found if form == "sign-in"} == {"outside-hours"}


NEW_FORM = """\
id: library
records: [S27]
counts_as: register
title: ห้องสมุดโรงเรียน
about: {who: supervisor, where: school, when: seen_on, kind: kind}
once_per: [school, seen_on]
sections:
  - id: start
    title: ข้อมูลทั่วไป
    questions:
      - {id: seen_on, ask: วันที่, type: date, required: true, checks: [not-in-future, working-day]}
      - {id: supervisor, ask: ผู้บันทึก, type: supervisor, required: true}
      - {id: school, ask: โรงเรียน, type: school, required: true}
  - id: rest
    title: รายละเอียด
    questions:
      - {id: books, ask: หนังสือทั้งหมด, type: number, required: true, min: 10, max: 9000}
      - {id: lent, ask: หนังสือที่ยืม, type: number, required: true, min: 0, max: 9000}
      - {id: keepers, ask: ผู้ดูแล, type: supervisors, required: true}
      - {id: opens, ask: เปิด, type: time, required: true}
      - {id: closes, ask: ปิด, type: time, required: true}
      - {id: next_on, ask: ครั้งต่อไป, type: date, required: true}
      - {id: shelves, ask: หมวด, type: checkboxes, required: true, choices: {a: ก, b: ข}}
      - {id: year, ask: ปี, type: year, required: true, min: 2560, max: 2600}
      - {id: note, ask: หมายเหตุ, type: paragraph, required: true}
      - {id: named, ask: ชื่อห้องสมุด, type: text, required: true}
      - id: kind
        ask: ประเภท
        type: choice
        required: true
        choices: {good: {label: ดี, leads_to: end}, poor: {label: ควรปรับปรุง, leads_to: more}}
  - id: more
    title: สิ่งที่ควรปรับปรุง
    questions:
      - {id: why, ask: เหตุผล, type: paragraph, required: true}
checks:
  - {code: part-of-whole, of: [lent, books], severity: error}
  - {code: time-order, of: [opens, closes], severity: error}
  - {code: date-order, of: [seen_on, next_on], severity: error}
"""


def test_a_new_definition_is_filled_without_code(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text(NEW_FORM, encoding="utf-8")
    forms, problems = load_forms(tmp_path)
    assert not problems
    samples = sample_term(forms, OFFICE.organisation, OFFICE.calendar, NOW, 30, 1)
    judged = checked(replace(OFFICE, forms=forms), samples)
    assert len(judged) == 30
    assert not [one.findings for one in judged if one.findings]
    assert {one.entry.answers["kind"] for one in judged} == {"good", "poor"}


def test_networks_are_covered_unevenly() -> None:
    samples = sample_term(OFFICE.forms, OFFICE.organisation, OFFICE.calendar, NOW, 1000, 2569)
    schools = OFFICE.organisation.schools
    seen = {s.text("school") for s in samples if s.form in {"classroom-observation", "school-visit"}}
    shares = sorted(
        len([s for s in OFFICE.organisation.schools_of(network) if s.code in seen])
        / len(OFFICE.organisation.schools_of(network))
        for network in OFFICE.organisation.networks
    )
    assert seen <= schools.keys()
    assert shares[0] < 0.25
    assert shares[-1] > 0.45


# --- In the ledger -------------------------------------------------------------------------

Told = tuple[dict[str, list[Entry]], dict[tuple[str, str], Standing], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """What the ledger knows after a small demo: entries, standings, duties with their status."""
    if sys.platform == "win32":
        pytest.skip("the workspace's process is forked")
    at = tmp_path_factory.mktemp("demo")
    shutil.copytree(packaged("config"), at / "config")
    settings = at / "config" / "settings.yaml"
    settings.write_text(
        re.sub(r"(?m)^sheets: .*$", "sheets: [office]", settings.read_text("utf-8")), encoding="utf-8"
    )
    with world.workspace_of(at) as base, pipeline_at(at, base, NOW) as opened:
        demo = story.begin(opened.ledger, opened.office, NOW, TOTAL, 2569)
        pipeline = opened.for_office(of_demo(opened.office, demo.began))
        story.make_forms(opened)
        story.send_term(pipeline, base, demo, lambda _done, _total: None)
        assert story.decides(pipeline)
        assert story.decide_all(pipeline, demo) > 30
        assert not story.decides(pipeline)
        assert pipeline.cycle().troubles == 0
        records = Records(pipeline.ledger, pipeline.office)
        records.look(NOW.date())
        office = Partition("office")
        entries = {form: list(found) for form, found in records.entries(office).items()}
        duties = [(state.owed.duty, str(state.status)) for state in records.duties(office)]
        yield entries, dict(records.standings()), duties
        pipeline.close()


def states(told: Told, form: str, **answers: str) -> dict[str, str]:
    """Response -> where it stands, of the entries with these answers."""
    entries, standings, _ = told
    return {
        entry.response: standings[form, entry.response].state
        for entry in entries[form]
        if answers.items() <= entry.answers.items()
    }


def test_permits_stand_in_every_state(ledger: Told) -> None:
    assert set(states(ledger, "permit").values()) == {"passed", "refused", "returned", "waiting"}
    assert set(states(ledger, "permit", kind="leave").values()) == {"passed", "returned", "waiting"}


def test_one_urgent_case_is_solved_and_one_stays_open(ledger: Told) -> None:
    assert set(states(ledger, "roving-team", problem_kind="teaching").values()) >= {"passed"}
    assert set(states(ledger, "roving-team", problem_kind="safety").values()) == {"open"}


def test_a_folder_waits_for_the_director(ledger: Told) -> None:
    entries, standings, _ = ledger
    waiting = [standings["correspondence", e.response].step for e in entries["correspondence"] if _folder(e)]
    assert "director" in {step.by for step in waiting if step}


def _folder(entry: Entry) -> bool:
    return entry.answers.get("kind") == "folder"


def test_a_plan_goes_back_to_the_data_step(ledger: Told) -> None:
    assert "returned" in states(ledger, "supervision-plan").values()


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        ("journey-memo", "done"),
        ("journey-memo", "missing"),
        ("daily-log", "excused"),
        ("daily-log", "late"),
        ("daily-log", "done"),
        ("daily-log", "missing"),
        ("planned-visit", "done"),
        ("planned-visit", "missing"),
        ("planned-visit", "pending"),
        ("school-visit", "done"),
        ("school-visit", "pending"),
    ],
)
def test_duties_stand_as_the_stories_say(ledger: Told, duty: str, status: str) -> None:
    assert (duty, status) in ledger[2]


def test_of_what_was_due_before_the_semester_only_yearly_duties_are_told(ledger: Told) -> None:
    """Nobody would have handed in the rest."""
    profiles = Counter(status for duty, status in ledger[2] if duty == "school-profile")
    assert min(profiles["done"], profiles["late"], profiles["missing"]) > 0
    assert profiles["done"] > profiles["late"]
    assert [status for duty, status in ledger[2] if duty == "school-visit"].count("missing") == 0


def test_a_school_that_closed_was_visited_before(ledger: Told) -> None:
    (gone,) = [s for s in OFFICE.organisation.schools.values() if s.closed and s.closed > date(2026, 11, 1)]
    days = [e.when for e in ledger[0]["school-visit"] if e.members.get("school") == gone.code]
    assert days
    assert all(day and gone.is_open(day) for day in days)


def test_some_schools_are_visited_in_another_form_alone(ledger: Told) -> None:
    """Coverage counts them, though no class was observed there."""
    semester = OFFICE.calendar.semester_named("2569-S2")
    assert semester

    def seen(kind: str) -> set[str]:
        forms = [form.id for form in OFFICE.forms.values() if form.counts_as == kind]
        found = (e for form in forms for e in ledger[0].get(form, ()) if e.counted and day_of(e) in semester)
        return {e.members["school"] for e in found if "school" in e.members}

    assert seen("visit") - seen("observation")


def test_a_few_come_late(ledger: Told) -> None:
    came = [str(e.answers["time_in"]) for e in ledger[0]["sign-in"] if "time_in" in e.answers]
    assert min(came) <= "08:30" < max(came)
