"""Reminders from the ledger to a real mail server: once a day, to who owes and is there; the head's list."""

from __future__ import annotations

import email
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forms.definition import packaged_definitions
from sync.ledger import Ledger, reports
from sync.pipeline.duties import reckon_from
from sync.pipeline.mails.reminders import KIND, send_reminders
from sync.pipeline.mails.sending import Sending
from sync.pipeline.office import Office
from sync.pipeline.records import Records
from sync.pipeline.troubles import Troubles
from tests.forms.duties import entry
from tests.journeys.office import opened, write_config
from tests.mail.server import HOST, Inbox, serving
from tests.pipeline.test_duties import PASSED, decide, keep

BANGKOK = ZoneInfo("Asia/Bangkok")
MONDAY, TUESDAY, FRIDAY = (date(2026, 11, day) for day in (16, 17, 20))
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LINKS = {"office": "https://sheets.example/office", "supervisor:S01": "https://sheets.example/s01"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    config = write_config(tmp_path / "config")
    shutil.copyfile(packaged_definitions() / "permit.yaml", config / "forms" / "permit.yaml")
    organisation = config / "organisation.yaml"
    written = organisation.read_text(encoding="utf-8")
    organisation.write_text(f"{written}head: S02\nacting: [S01]\n", encoding="utf-8")
    return opened(config)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def served(office: Office, inbox: Inbox) -> Iterator[Office]:
    """The office, sending by a real server."""
    with serving(inbox) as port:
        settings = office.settings
        smtp = replace(settings.smtp, host=HOST, port=port, security="none", username="")
        yield replace(office, settings=replace(settings, deliver="smtp", smtp=smtp))


Remind = Callable[..., int]


@pytest.fixture
def remind(ledger: Ledger, served: Office) -> Remind:
    with ledger.transaction() as tx:
        reckon_from(tx, MONDAY)

    def run(day: date, hour: int = 9, office: Office = served) -> int:
        now = datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK)
        records = Records(ledger, office)
        records.look(day)
        sending = Sending(ledger, office.settings, now, Troubles(ledger))
        return send_reminders(ledger, office, records, LINKS, now, sending)

    return run


def mails(inbox: Inbox) -> dict[str, EmailMessage]:
    """What was taken, by its one recipient."""
    found = {}
    for recipients, content in inbox.taken:
        (who,) = recipients
        assert who not in found
        found[who] = email.message_from_bytes(content, policy=policy.default)
    return found


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_each_who_owes_is_told_once_and_the_head_has_the_list(remind: Remind, inbox: Inbox) -> None:
    assert remind(NEXT_MONDAY) == 2
    told = mails(inbox)
    assert told.keys() == {"s01@office.example", "s02@office.example"}

    mine = told["s01@office.example"]
    assert mine["Subject"] == "แจ้งเตือนรายการที่ยังไม่ได้รับ ณ 23 พ.ย. 2569 (สพป.ทดสอบ)"
    assert mine["Auto-Submitted"] == "auto-generated"
    for text in (body(mine), body(mine, "html")):
        assert "ศึกษานิเทศก์ 1" in text
        assert "บันทึกการปฏิบัติงานประจำวัน 16, 17, 18, 19, 20 พ.ย. 2569" in re.sub("<[^>]+>", "", text)
        assert "ครบกำหนด 20 พ.ย. 2569 เลยกำหนด 3 วัน" in text
        assert "https://sheets.example/s01" in text
        assert "สำเนารายชื่อ" not in text
        assert "ศึกษานิเทศก์ 2" not in text

    head = told["s02@office.example"]
    for text in (body(head), body(head, "html")):
        assert "ครบกำหนด 20 พ.ย. 2569 เลยกำหนด 3 วัน" in text
        assert "สำเนารายชื่อ" in text
        assert text.count("เลยกำหนด 5 รายการ") == 2
        assert "https://sheets.example/office" in text

    assert remind(NEXT_MONDAY, 12) == 0
    assert remind(NEXT_TUESDAY) == 2
    assert remind(NEXT_MONDAY, 13) == 0  # the clock was set back


def test_nobody_on_leave_is_reminded_and_the_list_goes_to_who_acts(
    ledger: Ledger, office: Office, remind: Remind, inbox: Inbox
) -> None:
    leave = entry("permit", "p1", NEXT_MONDAY, "S02", until=NEXT_MONDAY, kind="leave", sent=FRIDAY)
    keep(ledger, office, leave, created=MONDAY)
    decide(ledger, "p1", *PASSED, day=17)
    assert remind(NEXT_MONDAY) == 1
    (told,) = mails(inbox).items()
    assert told[0] == "s01@office.example"
    reminded, away = body(told[1]).split("ลาหรือไปราชการในวันนี้ จึงยังไม่แจ้งเตือน")
    assert "ศึกษานิเทศก์ 2" not in reminded
    assert "ศึกษานิเทศก์ 2 เลยกำหนด 5 รายการ" in away


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2026, 11, 22), 9), (NEXT_MONDAY, 8), (NEXT_MONDAY, 17), (TUESDAY, 9)],
    ids=["a Sunday", "before its hour", "after the office closed", "nothing is due"],
)
def test_when_nothing_is_sent(day: date, hour: int, remind: Remind, inbox: Inbox, ledger: Ledger) -> None:
    assert remind(day, hour) == 0
    assert inbox.taken == []
    assert reports.troubles(ledger.connection) == ()


def test_the_office_may_send_none(served: Office, remind: Remind, inbox: Inbox) -> None:
    rules = replace(served.reports, reminders=replace(served.reports.reminders, send=False))
    assert remind(NEXT_MONDAY, office=replace(served, reports=rules)) == 0
    assert inbox.taken == []


def test_one_that_is_refused_stops_no_other_and_is_struck_the_next_day(
    ledger: Ledger, remind: Remind, inbox: Inbox
) -> None:
    inbox.refused = frozenset({"s01@office.example"})
    assert remind(NEXT_MONDAY) == 1
    assert [one.subject for one in reports.troubles(ledger.connection)] == [
        "mail:reminder:2569-11-23:s01@office.example"
    ]
    assert remind(NEXT_MONDAY, 10) == 0
    inbox.refused = frozenset()
    assert remind(NEXT_TUESDAY) == 2
    assert reports.troubles(ledger.connection) == ()
    assert reports.deliveries(ledger.connection, KIND, "2569-11-23").keys() == {"s02@office.example"}


def test_a_repeat_has_the_same_message_id_and_adds_nobody(
    ledger: Ledger, office: Office, remind: Remind, inbox: Inbox
) -> None:
    for day in (16, 17, 18, 19, 20):
        log = entry("daily-log", f"l{day}", date(2026, 11, day), "S01")
        keep(ledger, office, log, created=date(2026, 11, day))
    inbox.answer = "451 come back later"
    assert remind(NEXT_MONDAY) == 0
    (first,) = inbox.taken
    inbox.taken, inbox.answer = [], "250 OK"
    spoilt = entry("daily-log", "l16", MONDAY, "S01", counted=False, sent=NEXT_MONDAY)
    keep(ledger, office, spoilt, created=MONDAY, submitted=NEXT_MONDAY)  # S01 did not owe this morning
    remind(NEXT_MONDAY, 15)
    (second,) = inbox.taken
    ids = [email.message_from_bytes(content)["Message-ID"] for _, content in (first, second)]
    assert ids[0] == ids[1]
    assert second[0] == ["s02@office.example"]
