"""Edits, deletions and hands in the form's editor: noticed, told, and nothing is lost."""

from __future__ import annotations

from datetime import datetime

import pytest
import requests

from forms.question_ids import google_id
from sync.packaged import folder
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.people import log_answers, observation_answers

LOG = "daily-log"
REGISTER = "บันทึกการปฏิบัติงานประจำวัน"
DAY = datetime.fromisoformat("2026-11-17T08:30:00+07:00")


def send_log(work: Work, done: str, **more: str) -> str:
    form = world.office_in(work.folder).forms[LOG]
    answers = {**log_answers(form, "ศึกษานิเทศก์ 1", DAY), "done": done, **more}
    return work.fill(LOG, answers, "2026-11-17T16:00:00")


def register(work: Work, text: str) -> list[int]:
    """The rows of the district's register of logs in which a text stands."""
    rows = work.cells("sheet:district:")[REGISTER]
    return [number for number, row in enumerate(rows) if any(text in cell for cell in row)]


def test_a_response_goes_to_the_sheets_it_belongs_to_with_one_write_each(work: Work) -> None:
    work.cycle("2026-11-17T15:00:00")
    send_log(work, "งานแรก")
    outcome = work.cycle("2026-11-17T16:01:00")
    assert (outcome.new, outcome.spreadsheets_written) == (1, 2)
    assert outcome.requests["sheets"] == 2
    assert register(work, "งานแรก")
    idle = work.cycle("2026-11-17T16:02:00")
    assert {api: idle.requests[api] for api in ("forms", "drive", "sheets")} == {
        "forms": 2,
        "drive": 1,
        "sheets": 0,
    }


def test_an_edit_by_the_receipts_link_changes_its_row_and_no_other(work: Work) -> None:
    send_log(work, "งานแรก")
    form = world.office_in(work.folder).forms[LOG]
    world.set_clock(work.base, DAY)
    answers = {**log_answers(form, "ศึกษานิเทศก์ 2", DAY), "done": "ก่อนแก้"}
    fields = {f"entry.{int(k, 16)}": v for k, v in world.google_answers(form, answers).items()}
    url = f"{work.base}/forms/d/e/{work.form(LOG)}/formResponse"
    receipt = requests.post(url, data=fields, headers={"Accept": "application/json"}, timeout=10).json()
    work.cycle("2026-11-17T16:01:00")
    before = register(work, "ก่อนแก้")
    world.set_clock(work.base, datetime.fromisoformat("2026-11-17T17:00:00+07:00"))
    fields[f"entry.{int(google_id(LOG, 'done'), 16)}"] = "หลังแก้"
    edit = receipt["editUrl"].replace("viewform", "formResponse")
    edited = requests.post(edit, data=fields, headers={"Accept": "application/json"}, timeout=10)
    assert edited.json()["responseId"] == receipt["responseId"]
    outcome = work.cycle("2026-11-17T17:01:00")
    assert (outcome.new, outcome.changed) == (0, 1)
    assert register(work, "หลังแก้") == before
    assert register(work, "ก่อนแก้") == []


def test_a_response_deleted_in_the_form_is_noticed_by_a_full_list(work: Work) -> None:
    gone = send_log(work, "จะถูกลบ")
    send_log(work, "ยังอยู่")
    work.cycle("2026-11-17T16:01:00")
    control = f"{work.base}/_workspace/forms/{work.form(LOG)}/responses/{gone}"
    requests.delete(control, headers={"X-Workspace-Control": "1"}, timeout=10).raise_for_status()
    assert work.cycle("2026-11-17T16:02:00").deleted == 0
    assert work.cycle("2026-11-17T16:03:00", full=True).deleted == 1
    assert register(work, "จะถูกลบ") == []
    assert register(work, "ยังอยู่")


def test_a_spreadsheet_in_the_trash_is_made_again_with_everything(work: Work) -> None:
    send_log(work, "งานแรก")
    work.cycle("2026-11-17T16:01:00")
    before = work.cells("sheet:district:")
    old = work.file("sheet:district:")
    work.trash("sheet:district:")
    work.cycle("2026-11-17T16:02:00")
    work.cycle("2026-11-17T16:03:00")
    assert work.file("sheet:district:") != old
    assert work.cells("sheet:district:") == before


def test_a_lost_ledger_is_read_from_the_forms_again_into_the_same_files(work: Work) -> None:
    """The day of installation is lost with it: duties are reckoned from the day that the office names."""
    written = (folder("config") / "duties.yaml").read_text(encoding="utf-8")
    named = f"since: 2026-11-16\n{written}"
    (work.folder / "config" / "duties.yaml").write_text(named, encoding="utf-8")
    send_log(work, "งานแรก")
    work.cycle("2026-11-17T16:01:00")
    files, before = work.file("sheet:district:"), work.cells("sheet:district:")
    for file in (work.folder / "data").glob("ledger.sqlite3*"):
        file.unlink()
    outcome = work.cycle("2026-11-17T16:05:00", full=True)
    assert (outcome.new, outcome.troubles) == (1, 0)
    assert work.file("sheet:district:") == files
    assert work.cells("sheet:district:") == before


def item(work: Work, form: str, question: str) -> tuple[int, dict[str, object]]:
    """Where a question stands in the live form, and its item."""
    wanted = google_id(form, question)
    for index, one in enumerate(work.live_form(form)["items"]):
        if one.get("questionItem", {}).get("question", {}).get("questionId") == wanted:
            return index, one
    raise AssertionError(question)


def test_a_question_renamed_removed_or_added_by_hand_is_told_and_responses_go_on(work: Work) -> None:
    work.cycle("2026-11-17T15:00:00")
    work.cycle("2026-11-17T15:01:00")
    index, renamed = item(work, LOG, "result")
    work.change_form(
        LOG,
        {
            "updateItem": {
                "item": {**renamed, "title": "ผลเป็นอย่างไร"},
                "location": {"index": index},
                "updateMask": "title",
            }
        },
    )
    work.change_form(LOG, {"deleteItem": {"location": {"index": item(work, LOG, "problem")[0]}}})
    extra = {
        "title": "คำถามใหม่",
        "questionItem": {"question": {"questionId": "0badcafe", "textQuestion": {}}},
    }
    end = len(work.live_form(LOG)["items"])
    work.change_form(LOG, {"createItem": {"item": extra, "location": {"index": end}}})
    outcome = work.cycle("2026-11-17T15:05:00")
    assert outcome.troubles == 0
    told = {trouble.code for trouble in work.troubles}
    assert told == {"question-renamed", "question-removed", "form-added"}

    fields = {f"entry.{int(google_id(LOG, k), 16)}": v for k, v in plain_log(work).items()}
    fields[f"entry.{int(google_id(LOG, 'school', 'network'), 16)}"] = "ไม่เกี่ยวข้องกับโรงเรียน"
    fields[f"entry.{0x0BADCAFE}"] = "คำตอบของคำถามใหม่"
    world.set_clock(work.base, DAY)
    world.post_form(work.base, work.form(LOG), fields)
    assert work.cycle("2026-11-17T15:06:00").new == 1
    assert register(work, "นิเทศโรงเรียน")
    findings = work.cells("sheet:district:")["รายการที่ต้องตรวจสอบ"]
    assert any("คำตอบของคำถามใหม่" in cell for row in findings for cell in row)


def plain_log(work: Work) -> dict[str, str]:
    form = world.office_in(work.folder).forms[LOG]
    return {key: text for key, text in log_answers(form, "ศึกษานิเทศก์ 1", DAY).items() if key != "school"}


HOSTILE = [
    "=1+1",
    "+66812345678",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script>",
    "ก\u200bข\u200dค",
    "👩‍🏫🇹🇭",
    "\u202eกลับด้าน",
    "{{ 7*7 }}",
    "'",
    "ก" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_any_text_stands_in_the_sheet_as_text(work: Work, text: str) -> None:
    send_log(work, text)
    outcome = work.cycle("2026-11-17T16:01:00")
    assert (outcome.new, outcome.troubles) == (1, 0)
    sheet = f"https://sheets.googleapis.com/v4/spreadsheets/{work.file('sheet:district:')}"
    body = work.google.call("GET", sheet, what="sheet", params={"includeGridData": True})
    values = [
        cell["userEnteredValue"]
        for one in body["sheets"]
        for row in one["data"][0].get("rowData", [])
        for cell in row.get("values", [])
        if "userEnteredValue" in cell
    ]
    assert not [value for value in values if "formulaValue" in value]
    assert any(str(value.get("stringValue", "")).startswith(text[:1000]) for value in values)


def test_everything_is_judged_anew_when_the_configuration_changes(work: Work) -> None:
    form = world.office_in(work.folder).forms["classroom-observation"]
    work.fill("classroom-observation", observation_answers(form, "A1", 4, DAY), "2026-11-17T16:00:00")
    work.cycle("2026-11-17T16:01:00")
    work.configure("organisation.yaml", "name: เหนือ,", "name: เหนือใหม่, aliases: [เหนือ],")
    outcome = work.cycle("2026-11-17T16:05:00")
    assert (outcome.new, outcome.troubles) == (0, 0)
    cells = work.cells("sheet:district:")
    assert any("เหนือใหม่" in cell for rows in cells.values() for row in rows for cell in row)


def test_a_tab_that_someone_deleted_comes_back_with_all_its_rows(work: Work) -> None:
    send_log(work, "งานแรก")
    work.cycle("2026-11-17T16:01:00")
    sheet = f"https://sheets.googleapis.com/v4/spreadsheets/{work.file('sheet:district:')}"
    before = work.cells("sheet:district:")
    listed = work.google.call("GET", sheet, what="sheet", params={"fields": "sheets(properties)"})["sheets"]
    ids = {one["properties"]["title"]: one["properties"]["sheetId"] for one in listed}
    for title in (REGISTER, "คำชี้แจง"):
        gone = {"deleteSheet": {"sheetId": ids[title]}}
        work.google.call("POST", f"{sheet}:batchUpdate", what="sheet", body={"requests": [gone]})
    send_log(work, "งานที่สอง")
    outcome = work.cycle("2026-11-17T16:05:00")
    assert outcome.troubles == 0
    assert set(work.cells("sheet:district:")) == set(before)
    assert register(work, "งานแรก")
    assert register(work, "งานที่สอง")
