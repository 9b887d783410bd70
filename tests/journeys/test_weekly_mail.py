"""The weekly mail: when the week closes, once, the missed ones too, and restated when figures came late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from sync.ledger import Ledger
from sync.pipeline.mails.weekly import mail_name, send_week
from sync.pipeline.troubles import Troubles
from tests.journeys import world
from tests.journeys.command import free_port
from tests.journeys.conftest import Work, text_of
from tests.journeys.people import observation_answers


def observe(work: Work, school: str, value: int, on: str, sent: str) -> str:
    form = world.office_in(work.folder).forms["classroom-observation"]
    answers = observation_answers(form, school, value, datetime.fromisoformat(f"{on}T09:00:00+07:00"))
    return work.fill("classroom-observation", answers, sent)


def test_it_comes_when_the_week_closes_and_once(work: Work) -> None:
    observe(work, "A1", 5, "2026-11-17", "2026-11-17T11:00:00")
    assert work.cycle("2026-11-20T17:59:00").delivered == 0
    assert work.cycle("2026-11-20T18:00:00").delivered == 1
    assert work.cycle("2026-11-20T18:00:05").delivered == 0
    assert work.cycle("2026-11-21T09:00:00").delivered == 0
    (mail,) = work.mails
    assert mail["To"] == "director@mukdahan.example"
    assert "14–20 พ.ย. 2569" in str(mail["Subject"])
    assert "5.00" in text_of(mail)


def test_its_moments_are_told_on_the_offices_clock_whatever_the_machines(work: Work) -> None:
    moment = datetime(2026, 11, 20, 11, 5, tzinfo=UTC)
    world.set_clock(work.base, moment)
    with world.pipeline_of(work.folder, work.base, moment) as pipeline:
        assert pipeline.cycle().delivered == 1
    assert "ตัดยอด 20 พ.ย. 2569 18.00 น. จัดทำ 20 พ.ย. 2569 18.05 น." in text_of(work.mails[0])


def test_a_friday_that_is_a_holiday_closes_on_the_last_working_day(work: Work) -> None:
    added = "holidays_added: [{date: 20 พ.ย. 2569, name: วันหยุดพิเศษ}]"
    work.configure("calendar.yaml", "holidays_added: []", added)
    assert work.cycle("2026-11-19T17:59:00").delivered == 0
    assert work.cycle("2026-11-19T18:00:00").delivered == 1


def test_no_week_that_closed_before_the_office_began_is_mailed(work: Work) -> None:
    observe(work, "A1", 5, "2026-11-12", "2026-11-12T11:00:00")
    assert work.cycle("2026-11-17T08:00:00").delivered == 0
    assert work.mails == []


def test_weeks_missed_while_it_was_down_come_once_and_in_order(work: Work) -> None:
    observe(work, "A1", 5, "2026-11-17", "2026-11-17T11:00:00")
    observe(work, "A2", 3, "2026-11-24", "2026-11-24T11:00:00")
    assert work.cycle("2026-12-07T08:00:00").delivered == 3
    assert work.cycle("2026-12-07T08:00:05").delivered == 0
    subjects = [str(mail["Subject"]) for mail in work.mails]
    assert ["14–20 พ.ย. 2569" in subjects[0], "21–27 พ.ย. 2569" in subjects[1], len(subjects)] == [
        True,
        True,
        3,
    ]


def test_what_came_after_the_cut_is_told_as_restated_a_week_later(work: Work) -> None:
    observe(work, "A1", 5, "2026-11-17", "2026-11-17T11:00:00")
    work.cycle("2026-11-20T18:00:00")
    observe(work, "A2", 1, "2026-11-18", "2026-11-20T18:30:00")
    work.cycle("2026-11-27T18:00:00")
    first, second = map(text_of, work.mails)
    assert "ตัวเลขที่ปรับปรุงจากรายงานครั้งก่อน" not in first
    assert "ตัวเลขที่ปรับปรุงจากรายงานครั้งก่อน" in second


def test_a_week_delivered_late_has_the_figures_of_its_cut(work: Work) -> None:
    observe(work, "A1", 5, "2026-11-17", "2026-11-17T11:00:00")
    observe(work, "A2", 1, "2026-11-18", "2026-11-20T18:30:00")
    work.cycle("2026-11-23T08:00:00")
    (mail,) = work.mails
    assert "5.00" in text_of(mail)
    assert "3.00" not in text_of(mail)


class Server:
    """A mail server that keeps what it takes, and refuses for a while when told to, or knows somebody not."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refusal = ""
        self.unknown = ""

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address == self.unknown:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refusal:
            return self.refusal
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(mail, EmailMessage)
        self.taken.append(mail)
        return "250 OK"


@pytest.fixture
def server(work: Work) -> Iterator[Server]:
    kept = Server()
    port = free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    work.configure("settings.yaml", "deliver: outbox", "deliver: smtp")
    work.configure("settings.yaml", 'host: ""', "host: 127.0.0.1")
    work.configure("settings.yaml", "port: 587", f"port: {port}")
    work.configure("settings.yaml", "security: starttls", "security: none")
    work.configure("settings.yaml", "cc: []", "cc: [deputy@mukdahan.example]")
    yield kept
    controller.stop()


def test_it_goes_to_a_real_server_one_to_each_recipient(work: Work, server: Server) -> None:
    assert work.cycle("2026-11-20T18:00:00").delivered == 2
    assert [mail["To"] for mail in server.taken] == ["director@mukdahan.example", "deputy@mukdahan.example"]
    assert len({mail["Message-ID"] for mail in server.taken}) == 2


def test_a_server_that_refuses_is_told_and_tried_again(work: Work, server: Server) -> None:
    server.refusal = "451 try again later"
    outcome = work.cycle("2026-11-20T18:00:00")
    assert (outcome.delivered, outcome.troubles) == (0, 2)
    assert {trouble.code for trouble in work.troubles} == {"mail-put-off"}
    assert {trouble.values["next_in_thai"] for trouble in work.troubles} == {"20 พ.ย. 2569 18.05 น."}
    server.refusal = ""
    outcome = work.cycle("2026-11-20T18:04:55")
    assert (outcome.delivered, outcome.troubles) == (0, 2)
    outcome = work.cycle("2026-11-20T18:05:00")
    assert (outcome.delivered, outcome.troubles) == (2, 0)
    assert work.cycle("2026-11-20T18:10:10").delivered == 0
    assert len(server.taken) == 2


def test_a_week_that_was_put_off_goes_before_the_next(work: Work, server: Server) -> None:
    work.configure("settings.yaml", "cc: [deputy@mukdahan.example]", "cc: []")
    server.refusal = "451 try again later"
    for moment in (
        "2026-11-20T18:00:00",
        "2026-11-21T09:00:00",
        "2026-11-22T09:00:00",
        "2026-11-27T17:00:00",
    ):
        assert work.cycle(moment).delivered == 0
    server.refusal = ""
    assert work.cycle("2026-11-27T17:55:00").delivered == 0  # the pauses are long by now
    assert work.cycle("2026-11-27T18:00:00").delivered == 2
    first, second = (str(mail["Subject"]) for mail in server.taken)
    assert ["14–20 พ.ย. 2569" in first, "21–27 พ.ย. 2569" in second] == [True, True]


def test_someone_who_is_added_gets_the_weeks_to_come_and_none_of_the_past(work: Work) -> None:
    work.cycle("2026-11-20T18:00:00")
    work.configure("settings.yaml", "cc: []", "cc: [new@mukdahan.example]")
    assert work.cycle("2026-11-21T09:00:00").delivered == 0
    assert work.cycle("2026-11-27T18:00:00").delivered == 2


def test_an_address_that_never_worked_gives_way_to_the_one_that_replaces_it(
    work: Work, server: Server
) -> None:
    server.unknown = "director@mukdahan.example"
    assert work.cycle("2026-11-20T18:00:00").delivered == 1
    assert [trouble.code for trouble in work.troubles] == ["mail-refused"]
    assert work.cycle("2026-11-23T18:00:00").delivered == 0  # days later: nothing changed
    assert [trouble.times for trouble in work.troubles] == [1]
    work.configure("settings.yaml", "to: [director@mukdahan.example]", "to: [right@mukdahan.example]")
    outcome = work.cycle("2026-11-23T18:05:00")
    assert (outcome.delivered, outcome.troubles) == (1, 0)
    assert [mail["To"] for mail in server.taken] == ["deputy@mukdahan.example", "right@mukdahan.example"]


def test_a_password_file_that_is_missing_is_told_and_tried_again(work: Work, server: Server) -> None:
    work.configure("settings.yaml", 'username: ""', "username: nithet")
    work.configure("settings.yaml", 'password_file: ""', "password_file: secret.txt")
    outcome = work.cycle("2026-11-20T18:00:00")
    assert (outcome.delivered, outcome.troubles) == (0, 1)  # once for both mails
    assert [trouble.code for trouble in work.troubles] == ["password-missing"]
    assert work.troubles[0].values["file"].endswith("secret.txt")
    work.configure("settings.yaml", "username: nithet", 'username: ""')
    assert work.cycle("2026-11-20T18:00:05").delivered == 2


def test_one_recipient_that_cannot_be_mailed_stops_no_other(work: Work) -> None:
    """An address that the settings' lint would refuse: what stands behind it must hold all the same."""
    moment = datetime.fromisoformat("2026-11-20T18:00:00+07:00")
    work.cycle("2026-11-20T17:59:00")
    office = world.office_in(work.folder)
    settings = replace(office.settings, to=("ผอ@office.example", *office.settings.to))
    ledger = Ledger(settings.data / "ledger.sqlite3")
    week = office.calendar.week_named("2569-W47")
    office = replace(office, settings=settings)
    sent = send_week(ledger, office, {}, week, moment, moment, Troubles(ledger), lambda _: (None, ""))
    ledger.close()
    assert sent == 1
    assert [mail["To"] for mail in work.mails] == ["director@mukdahan.example"]
    assert [trouble.code for trouble in work.troubles] == ["mail-unsendable"]


@pytest.mark.parametrize("local", ["a/b", "..", "o'neil+*?|", "a" * 200])
def test_any_recipients_mail_has_a_safe_file_name(work: Work, local: str) -> None:
    week = world.office_in(work.folder).calendar.week_named("2569-W47")
    name = mail_name(week, f"{local}@office.example")
    assert re.fullmatch(r"2569-W47-[A-Za-z0-9._-]{1,64}-[0-9a-f]{6}", name)


def test_a_recipient_with_a_slash_has_the_mail_in_the_outbox(work: Work) -> None:
    work.configure("settings.yaml", "director@mukdahan.example", "a/b@mukdahan.example")
    assert work.cycle("2026-11-20T18:00:00").delivered == 1
    assert [mail["To"] for mail in work.mails] == ["a/b@mukdahan.example"]
