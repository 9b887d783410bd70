"""One form or one spreadsheet that fails stops no other, is told, and works again when it can."""

from __future__ import annotations

from datetime import datetime

from sync.ledger import Ledger
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.people import log_answers, observation_answers

DAY = datetime.fromisoformat("2026-11-17T08:30:00+07:00")


def change_ledger(work: Work, statement: str, *values: str) -> None:
    ledger = Ledger(work.folder / "data" / "ledger.sqlite3")
    with ledger.transaction() as tx:
        tx.execute(statement, values)
    ledger.close()


def test_a_form_out_of_reach_holds_up_neither_the_other_nor_the_sheets(work: Work) -> None:
    forms = world.office_in(work.folder).forms
    observation, log = forms["classroom-observation"], forms["daily-log"]
    work.fill(observation.id, observation_answers(observation, "A1", 4, DAY), "2026-11-17T16:00:00")
    work.fill(log.id, log_answers(log, "ศึกษานิเทศก์ 1", DAY), "2026-11-17T16:00:00")
    real = work.form(log.id)
    change_ledger(work, "UPDATE form SET google_id = ? WHERE id = ?", "1nowhere", log.id)
    outcome = work.cycle("2026-11-20T18:30:00")
    assert (outcome.new, outcome.spreadsheets_written, outcome.troubles) == (1, 4, 1)
    assert outcome.delivered == 0, "figures must not lack a form that was out of reach"
    (trouble,) = work.troubles
    assert (trouble.subject, trouble.code) == (f"form:{log.id}", "google-not-found")
    change_ledger(work, "UPDATE form SET google_id = ? WHERE id = ?", real, log.id)
    outcome = work.cycle("2026-11-20T18:31:00")
    assert (outcome.new, outcome.troubles, outcome.delivered) == (1, 0, 1)


def test_a_spreadsheet_that_is_gone_holds_up_no_other_and_is_made_again(work: Work) -> None:
    work.cycle("2026-11-17T08:00:00")
    real = work.file("sheet:network:N01:")
    change_ledger(work, "UPDATE file SET id = ? WHERE key LIKE ?", "1nowhere", "sheet:network:N01:%")
    observation = world.office_in(work.folder).forms["classroom-observation"]
    for school in ("A1", "B1"):
        answers = observation_answers(observation, school, 4, DAY)
        work.fill(observation.id, answers, "2026-11-17T16:00:00")
    outcome = work.cycle("2026-11-17T16:01:00")
    assert (outcome.new, outcome.troubles) == (2, 1)
    double = f"remade:double:{real}"  # until it is found by its key, and taken over
    assert {trouble.subject for trouble in work.troubles} == {"sheet:network:N01", double}
    assert any(
        "โรงเรียนใต้ 1" in c for row in work.cells("sheet:network:N02")["สถานะการนิเทศรายโรงเรียน"] for c in row
    )
    outcome = work.cycle("2026-11-17T16:02:00")
    assert outcome.troubles == 0
    assert work.cells("sheet:network:N01")
    work.cycle("2026-11-17T16:03:00")
    assert work.troubles == ()


def test_what_is_published_in_pieces_is_whole(work: Work) -> None:
    """A hundred long responses are more than one batch may carry."""
    log = world.office_in(work.folder).forms["daily-log"]
    for number in range(60):
        answers = {**log_answers(log, "ศึกษานิเทศก์ 1", DAY), "done": f"รายการ {number} " + "ยาว" * 9_000}
        work.fill(log.id, answers, "2026-11-17T16:00:00")
    outcome = work.cycle("2026-11-17T16:01:00")
    assert (outcome.new, outcome.troubles) == (60, 0)
    rows = work.cells("sheet:district:")["บันทึกการปฏิบัติงานประจำวัน"]
    assert [n for n in range(60) if not any(f"รายการ {n} " in cell for row in rows for cell in row)] == []
