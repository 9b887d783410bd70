"""What fails for long holds up nothing else; what is Google's trouble as a whole is found out once."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from sync.cli.show import Screen
from sync.cli.status import status_of
from sync.ledger import Ledger
from sync.messages import Messages
from sync.pipeline.cycle import Outcome
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.people import log_answers, observation_answers
from tests.journeys.strained import counts, pipeline_at, strain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

DAY = datetime.fromisoformat("2026-11-17T08:30:00+07:00")
FRIDAY = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
LOG, OBSERVATION = "daily-log", "classroom-observation"


def cycle(work: Work, now: datetime, **options: Any) -> Outcome:
    world.set_clock(work.base, now)
    with pipeline_at(work.folder, work.base, now) as pipeline:
        return pipeline.cycle(**options)


def failing(work: Work, form: str, fault: str = "403") -> None:
    """From now on a form's responses cannot be listed."""
    path = f"/v1/forms/{work.form(form)}/responses"
    strain(work.base, faults=[{"fault": fault, "match": {"path": path}}])


def listed(work: Work) -> int:
    return int(counts(work.base)["faults"][0]["seen"])


def mails(work: Work) -> list[str]:
    found = []
    for file in sorted((work.folder / "data" / "outbox").glob("*.eml")):
        body = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
        assert body is not None
        found.append(str(body.get_content()))
    return found


def status(work: Work, capsys: pytest.CaptureFixture[str], language: Any) -> str:
    ledger, office = Ledger(work.folder / "data" / "ledger.sqlite3"), world.office_in(work.folder)
    Screen(Messages(language)).status(status_of(ledger, office.settings), office.settings.timezone)
    ledger.close()
    told = capsys.readouterr()
    return told.out + told.err


def test_a_form_that_is_set_aside_holds_up_no_report_and_is_told(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = world.office_in(work.folder).forms
    work.fill(OBSERVATION, observation_answers(forms[OBSERVATION], "A1", 4, DAY), "2026-11-17T16:00:00")
    work.fill(LOG, log_answers(forms[LOG], "ศึกษานิเทศก์ 1", DAY), "2026-11-17T16:00:00")
    failing(work, LOG)
    first, soon, second, third = (cycle(work, FRIDAY + timedelta(minutes=at)) for at in (0, 1, 15, 16))
    assert (first.new, first.delivered, first.troubles) == (1, 0, 1)
    assert soon.delivered == 0  # what is refused for minutes may be a slip, or only just shared
    assert (second.delivered, third.delivered) == (1, 0)
    assert listed(work) == 3  # it rests: the last cycle did not ask for it
    (mail,) = mails(work)
    assert "ระบบยังทำงานไม่ครบถ้วน 1 เรื่อง" in mail
    assert (
        f"- รับคำตอบของ “{forms[LOG].title}” ไม่ได้ · ตั้งแต่ 20 พ.ย. 2569 19.00 น. · "
        "ตัวเลขในรายงานฉบับนี้ยังไม่รวมคำตอบที่ส่งหลังจากนั้น"
    ) in mail
    assert "ลองเองอีกครั้ง 20 พ.ย. 2569 20.15 น. ลองทันทีด้วยคำสั่ง nithet sync" in status(work, capsys, "th")
    assert "by itself on 20 November 2026 20:15, at once with nithet sync" in status(work, capsys, "en")
    strain(work.base, faults=[])
    assert cycle(work, FRIDAY + timedelta(minutes=17)).new == 0
    again = cycle(work, FRIDAY + timedelta(minutes=18), anew=True)  # as `nithet sync` does
    assert (again.new, again.troubles) == (1, 0)


def test_a_form_that_somebody_touched_in_drive_is_asked_again(work: Work) -> None:
    cycle(work, FRIDAY - timedelta(hours=3))
    failing(work, LOG)
    for minutes in (0, 15, 16):
        cycle(work, FRIDAY + timedelta(minutes=minutes))
    assert listed(work) == 2
    work.change_form(LOG, {"updateFormInfo": {"info": {"description": "ใหม่"}, "updateMask": "description"}})
    cycle(work, FRIDAY + timedelta(minutes=17))  # hears of it after the forms were asked
    cycle(work, FRIDAY + timedelta(minutes=18))
    assert listed(work) == 3


def test_a_spreadsheet_that_fails_is_set_aside_and_the_others_go_on(work: Work) -> None:
    cycle(work, DAY)
    forms = world.office_in(work.folder).forms
    path = f"/v4/spreadsheets/{work.file('sheet:network:N01:')}:batchUpdate"
    strain(work.base, faults=[{"fault": "403", "match": {"path": path}}])
    for minutes in (0, 15, 16, 17):
        moment = DAY + timedelta(hours=8, minutes=minutes)
        answers = observation_answers(forms[OBSERVATION], "A1", 4, DAY)
        work.fill(OBSERVATION, answers, moment.replace(tzinfo=None).isoformat())
        outcome = cycle(work, moment + timedelta(seconds=30))
        assert (outcome.new, outcome.troubles) == (1, 1)
    assert listed(work) == 2
    strain(work.base, faults=[])
    assert cycle(work, DAY + timedelta(hours=33)).troubles == 0  # a day later, by itself
    assert "โรงเรียนเหนือ 1" in str(work.cells("sheet:network:N01:")[forms[OBSERVATION].title])


@pytest.mark.parametrize(
    ("fault", "told"), [("401", "google-sign-in"), ("cut", "google-unreachable")], ids=["revoked", "gone"]
)
def test_a_sign_in_that_fails_is_one_trouble_and_asked_for_once(work: Work, fault: str, told: str) -> None:
    strain(work.base, faults=[{"fault": fault, "match": {"method": "token"}}])
    outcome = cycle(work, FRIDAY)
    assert [(one.subject, one.code) for one in work.troubles] == [("google", told)]
    assert (outcome.troubles, outcome.delivered) == (1, 0)
    asked = {name: number for name, number in outcome.requests.items() if number}
    assert asked.keys() == {"token"}
    assert asked["token"] <= 5 + 2  # five tries, and those of the other thread that had begun
    strain(work.base, faults=[])
    assert cycle(work, FRIDAY + timedelta(minutes=1)).troubles == 0
    assert work.troubles == ()


def test_after_a_day_without_google_the_report_goes_and_says_so(work: Work) -> None:
    cycle(work, DAY)
    strain(work.base, faults=[{"fault": "401", "match": {"method": "token"}}])
    assert cycle(work, FRIDAY - timedelta(hours=30)).delivered == 0
    assert cycle(work, FRIDAY).delivered == 1
    (mail,) = mails(work)
    assert "- ระบบเชื่อมต่อ Google ไม่ได้ · ตั้งแต่ 19 พ.ย. 2569 13.00 น." in mail


def test_drive_out_of_reach_is_given_up_after_three_calls(work: Work) -> None:
    observation = world.office_in(work.folder).forms[OBSERVATION]
    work.fill(OBSERVATION, observation_answers(observation, "A1", 4, DAY), "2026-11-17T16:00:00")
    strain(work.base, faults=[{"fault": "503", "match": {"path": "/drive/*"}}])
    outcome = cycle(work, FRIDAY)
    assert outcome.new == 1  # the forms are asked all the same
    assert [one.subject for one in work.troubles] == ["google:drive"]
    assert outcome.requests["drive"] == 5 + 1 + 1  # five tries, then each call once, and no more after three


def test_a_network_that_is_gone_is_found_out_once(work: Work, tmp_path: Path) -> None:
    with pipeline_at(work.folder, "http://127.0.0.1:9", FRIDAY) as pipeline:
        outcome = pipeline.cycle()
    assert [(one.subject, one.code) for one in work.troubles] == [("google", "google-unreachable")]
    assert outcome.requests == {"forms": 0, "drive": 0, "sheets": 0, "token": outcome.requests["token"]}
    assert outcome.requests["token"] <= 7
