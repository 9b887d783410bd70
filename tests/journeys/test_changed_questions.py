"""A question that somebody changed in the live form: what depends on it waits until it is decided about."""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime
from typing import Any

import pytest

from forms.question_ids import google_id
from sync.ledger import entries
from tests.journeys import world
from tests.journeys.command import nithet
from tests.journeys.conftest import Work
from tests.journeys.deciding import FINDINGS, Person, findings
from tests.journeys.people import observation_answers
from tests.journeys.test_what_people_change import LOG, item, send_log
from tests.journeys.test_what_people_correct import NORTH, VERDICT, WHAT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

FORM = "classroom-observation"


def observe(work: Work, at: str, value: int = 4, **without: str) -> str:
    form = world.office_in(work.folder).forms[FORM]
    moment = datetime.fromisoformat(f"{at}+07:00")
    answers = observation_answers(form, "A1", value, moment)
    answers = {name: text for name, text in answers.items() if name not in without.values()}
    return work.fill(FORM, {**answers, "observed_on": f"2026-11-{at[14:16]}"}, at)


def counts(work: Work) -> dict[str, int]:
    rows = work._read(lambda tx: tx.execute("SELECT id, counted FROM response").fetchall())
    return {row["id"]: row["counted"] for row in rows}


def found(work: Work, response: str, form: str = FORM) -> list[tuple[str, str | None, str]]:
    of: dict[str, Any] = work._read(lambda tx: entries.findings(tx, form, [response]))
    return [(one.code, one.question, one.severity) for one in of.get(response, ())]


def told(work: Work) -> dict[str, dict[str, str]]:
    return {trouble.code: dict(trouble.values) for trouble in work.troubles}


def title_row(work: Work, text: str) -> tuple[str, str]:
    """Word the first row of the first grid otherwise; give its id and what it was."""
    grid = world.office_in(work.folder).forms[FORM].grids[0]
    items = work.live_form(FORM)["items"]
    index, group = next((n, one) for n, one in enumerate(items) if "questionGroupItem" in one)
    was = group["questionGroupItem"]["questions"][0]["rowQuestion"]["title"]
    group["questionGroupItem"]["questions"][0]["rowQuestion"]["title"] = text
    location, mask = {"index": index}, "questionGroupItem.questions"
    work.change_form(FORM, {"updateItem": {"item": group, "location": location, "updateMask": mask}})
    return grid.items[0].id, was


def test_a_rated_row_that_was_reworded_waits_until_it_is_put_back_or_taken(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    before = observe(work, "2026-11-17T09:03:00")
    work.cycle("2026-11-17T09:05:00")
    row, was = title_row(work, "ใช้สื่อดิจิทัล")
    since = observe(work, "2026-11-17T10:04:00")
    assert work.cycle("2026-11-17T10:06:00").troubles == 0
    assert counts(work) == {before: 1, since: 0}
    assert found(work, since) == [("question-renamed", row, "error")]
    asked = told(work)["question-renamed"]
    assert (asked["id"], asked["question"], asked["was"], asked["now"]) == (FORM, row, was, "ใช้สื่อดิจิทัล")

    key = f"{FORM}|{since}|question-renamed|{row}"
    sheet = findings(work, NORTH)
    assert was in sheet.text(key, WHAT) and "ใช้สื่อดิจิทัล" in sheet.text(key, WHAT)
    person = Person(work, "s01@office.example")
    assert person.types(NORTH, FINDINGS, sheet.at(key, VERDICT), "ยืนยันตามเดิม") == 200
    work.cycle("2026-11-17T10:40:00")
    assert (counts(work), found(work, since)) == ({before: 1, since: 1}, [])
    assert person.types(NORTH, FINDINGS, sheet.at(key, VERDICT), "") == 200
    work.cycle("2026-11-17T10:50:00")
    assert counts(work)[since] == 0

    title_row(work, was)
    work.cycle("2026-11-17T11:00:00")
    assert (counts(work), found(work, since)) == ({before: 1, since: 1}, [])
    assert "question-renamed" not in told(work)

    title_row(work, "ใช้สื่อดิจิทัล")
    later = observe(work, "2026-11-17T11:05:00")
    work.cycle("2026-11-17T11:06:00")
    assert counts(work) == {before: 1, since: 1, later: 0}
    ran = nithet("form", "accept", FORM, row, "--json", at=work.folder)
    assert (ran.code, json.loads(ran.out)["now"]) == (0, "ใช้สื่อดิจิทัล")
    work.cycle("2026-11-17T11:10:00")
    assert counts(work) == {before: 1, since: 1, later: 1}
    assert "question-renamed" not in told(work)
    assert nithet("form", "accept", FORM, "nothing", at=work.folder).code == 2

    title_row(work, "ยังเป็นอีกอย่าง")  # what was taken was the other wording
    again = observe(work, "2026-11-17T12:06:00")
    work.cycle("2026-11-17T12:08:00")
    assert counts(work) == {before: 1, since: 1, later: 1, again: 0}


def test_what_lacks_a_removed_question_waits_until_it_is_left_out(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    before = observe(work, "2026-11-17T09:03:00")
    work.cycle("2026-11-17T09:05:00")
    work.change_form(FORM, {"deleteItem": {"location": {"index": item(work, FORM, "class_level")[0]}}})
    since = observe(work, "2026-11-17T10:04:00", without="class_level")
    work.cycle("2026-11-17T10:06:00")
    assert counts(work) == {before: 1, since: 0}
    assert [code for code, *_ in found(work, since)] == ["question-removed"]
    assert told(work)["question-removed"]["question"] == "class_level"
    assert nithet("form", "accept", FORM, "class_level", at=work.folder).code == 0
    work.cycle("2026-11-17T10:40:00")
    assert (counts(work), found(work, since)) == ({before: 1, since: 1}, [])


def test_a_text_that_was_reworded_waits_alone_and_our_own_changes_pause_nothing(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.cycle("2026-11-17T08:01:00")
    index, renamed = item(work, LOG, "result")
    renamed["title"] = "ผลที่ได้"
    location = {"index": index}
    work.change_form(LOG, {"updateItem": {"item": renamed, "location": location, "updateMask": "title"}})
    response = send_log(work, "นิเทศ", result="ดีมาก")
    work.cycle("2026-11-17T15:01:00")
    assert found(work, response, LOG) == [("question-renamed", "result", "warning")]
    assert counts(work) == {response: 1}
    entry: Any = work._read(lambda tx: entries.of(tx, LOG, response))
    assert "result" not in {**entry.texts, **entry.answers}

    ask = world.office_in(work.folder).forms[LOG].questions["result"].ask
    work.configure(f"forms/{LOG}.yaml", ask, "ผลที่ได้")  # the definition follows what somebody wrote
    work.cycle("2026-11-17T15:10:00")
    assert (found(work, response, LOG), told(work)) == ([], {})
    work.configure(f"forms/{LOG}.yaml", "ผลที่ได้", "ผลงาน")
    work.cycle("2026-11-17T15:20:00")
    assert item(work, LOG, "result")[1]["title"] == "ผลงาน"
    assert (found(work, response, LOG), told(work)) == ([], {})


def test_what_was_answered_to_a_wording_between_two_others_goes_on_waiting(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.cycle("2026-11-17T09:05:00")
    row, _ = title_row(work, "คำที่หนึ่ง")
    since = observe(work, "2026-11-17T10:04:00")
    work.cycle("2026-11-17T10:06:00")
    title_row(work, "คำที่สอง")
    work.cycle("2026-11-17T10:40:00")
    assert (counts(work), found(work, since)) == ({since: 0}, [("question-renamed", row, "error")])
    assert told(work)["question-renamed"]["now"] == "คำที่สอง"


def test_a_school_that_was_not_asked_for_waits_though_the_network_was_chosen(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.cycle("2026-11-17T09:05:00")
    form = world.office_in(work.folder).forms[FORM]
    for network in ("N02", "N01"):
        gone = google_id(FORM, "school", network)
        ids = [
            one.get("questionItem", {}).get("question", {}).get("questionId")
            for one in work.live_form(FORM)["items"]
        ]
        work.change_form(FORM, {"deleteItem": {"location": {"index": ids.index(gone)}}})
    moment = datetime.fromisoformat("2026-11-17T10:04:00+07:00")
    answers = world.google_answers(form, observation_answers(form, "A1", 4, moment))
    answers.pop(google_id(FORM, "school", "N01"))
    world.set_clock(work.base, moment)
    fields = {f"entry.{int(key, 16)}": value for key, value in answers.items()}
    since = world.post_form(work.base, work.form(FORM), fields)
    work.cycle("2026-11-17T10:06:00")
    assert (counts(work), found(work, since)) == ({since: 0}, [("question-removed", "school", "error")])


def test_what_was_taken_hides_no_other_change_of_the_same_question(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.cycle("2026-11-17T09:05:00")
    row, _ = title_row(work, "คำใหม่")
    index, level = item(work, FORM, "class_level")
    level["title"] = "ชั้นที่สังเกต"
    at = {"index": index}
    work.change_form(FORM, {"updateItem": {"item": level, "location": at, "updateMask": "title"}})
    work.cycle("2026-11-17T10:06:00")
    for question in (row, "class_level"):
        assert nithet("form", "accept", FORM, question, at=work.folder).code == 0

    items = work.live_form(FORM)["items"]
    place, group = next((n, one) for n, one in enumerate(items) if "questionGroupItem" in one)
    group["questionGroupItem"]["grid"]["columns"]["options"].append({"value": "0 ไม่มี"})
    mask = {"location": {"index": place}, "updateMask": "questionGroupItem.grid"}
    work.change_form(FORM, {"updateItem": {"item": group, **mask}})
    level = item(work, FORM, "class_level")[1]
    assert isinstance(level["questionItem"], dict)
    level["questionItem"]["question"]["choiceQuestion"]["options"].append({"value": "ชั้นใหม่"})
    mask = {"location": at, "updateMask": "questionItem.question.choiceQuestion"}
    work.change_form(FORM, {"updateItem": {"item": level, **mask}})
    since = observe(work, "2026-11-17T11:04:00")
    work.cycle("2026-11-17T11:06:00")
    grid = world.office_in(work.folder).forms[FORM].grids[0]
    waiting = {("question-other-choices", question, "error") for question in (one.id for one in grid.items)}
    assert {*found(work, since)} >= waiting | {("question-other-choices", "class_level", "error")}
    ran = nithet("form", "accept", FORM, grid.id, "--json", at=work.folder)
    assert [one["kind"] for one in json.loads(ran.out)["changes"]] == ["choices"]


def test_a_type_that_a_live_form_cannot_follow_is_told_and_pauses_nothing(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    work.cycle("2026-11-17T08:01:00")
    file = work.folder / "config" / "forms" / f"{LOG}.yaml"
    text = file.read_text(encoding="utf-8")
    new = re.sub(r"(id: result\b.*?type: )\w+", r"\1date", text, count=1, flags=re.DOTALL)
    assert new != text
    file.write_text(new, encoding="utf-8")
    work.cycle("2026-11-17T09:20:00")
    work.cycle("2026-11-17T09:21:00", full=True)
    assert told(work)["form-type"]["question"] == "result"
