"""Papers of a time by themselves: when their period closes, once; what was missed comes in order."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest

from forms.papers import Paper
from forms.papers.daily_logs import LoggedWeek, daily_logs_paper
from sync import libreoffice
from sync.documents import find_template
from sync.mail import Outbox
from sync.pipeline.papers import compose
from sync.pipeline.papers.write import write_papers
from sync.pipeline.troubles import Troubles
from tests.journeys import world
from tests.journeys.conftest import MONDAY, Work, text_of
from tests.journeys.office import write_config
from tests.journeys.people import log_answers

REPORTS = """\
papers:
  weekly: {every: week}
  daily-logs: {every: week, to: [owner]}
  monthly-pack: {every: month, at: "12:00", to: [head, chair@office.example]}
"""
BANGKOK = ZoneInfo("Asia/Bangkok")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """An office that wishes for papers, without LibreOffice; its first cycle was on Monday."""
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    config = write_config(tmp_path / "config")
    (config / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    with (config / "organisation.yaml").open("a", encoding="utf-8") as organisation:
        organisation.write("head: S02\n")
    with world.workspace_of(tmp_path) as base:
        world.install(tmp_path, base, MONDAY)
        made = Work(tmp_path, base)
        made.cycle("2026-11-16T08:10:00")
        yield made


def log(work: Work, supervisor: str, at: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=BANGKOK)
    form = world.office_in(work.folder).forms["daily-log"]
    work.fill("daily-log", log_answers(form, supervisor, moment), at)


def papers(work: Work) -> list[str]:
    """The Word files by kind and name."""
    folder = work.folder / "data" / "papers" / "2569"
    return sorted(f"{file.parent.name}: {file.stem}" for file in folder.rglob("*.docx"))


def files_of(mail: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in mail.iter_attachments()]


def mails_to(work: Work, who: str) -> list[EmailMessage]:
    return [mail for mail in work.mails if mail["To"] == who]


def test_the_week_closes_and_everybody_has_the_own_paper_once(work: Work) -> None:
    log(work, "ศึกษานิเทศก์ 1", "2026-11-16T16:00:00")
    assert work.cycle("2026-11-20T17:59:00").delivered == 0
    assert work.cycle("2026-11-20T18:00:00").delivered == 3
    week = "สัปดาห์ที่ 14–20 พ.ย. 2569"
    first, second = (f"รายงานประจำวันรายสัปดาห์ {week} ศึกษานิเทศก์ {number}" for number in (1, 2))
    assert papers(work) == [
        f"daily-logs: {first}",
        f"daily-logs: {second}",
        f"weekly: สรุปผลการนิเทศประจำ{week}",
    ]
    (mail,) = mails_to(work, "s01@office.example")
    assert files_of(mail) == [f"{first}.docx"]
    assert "LibreOffice" in text_of(mail)  # why it is no PDF
    assert "/document/d/" in text_of(mail)
    (weekly,) = mails_to(work, "director@mukdahan.example")
    assert files_of(weekly) == [f"สรุปผลการนิเทศประจำ{week}.docx"]
    assert "LibreOffice" in text_of(weekly)
    assert work.cycle("2026-11-20T18:05:00").delivered == 0
    idle = work.cycle("2026-11-20T18:10:00")
    assert (idle.requests["drive"], idle.requests["sheets"]) == (1, 0)
    assert work.troubles == ()


def test_what_was_missed_comes_once_in_order_with_its_own_period(work: Work) -> None:
    log(work, "ศึกษานิเทศก์ 1", "2026-11-26T16:00:00")
    work.cycle("2026-12-08T08:00:00")
    told = [mail["Subject"] for mail in mails_to(work, "s01@office.example")]
    spans = ("14–20 พ.ย. 2569", "21–27 พ.ย. 2569", "28 พ.ย. – 4 ธ.ค. 2569")
    assert [[span in subject for span in spans].index(True) for subject in told] == [0, 1, 2]
    assert "20 พ.ย. 2569" in text_of(mails_to(work, "s01@office.example")[0])  # when it should have come
    (pack,) = mails_to(work, "chair@office.example")
    assert "พฤศจิกายน 2569" in str(pack["Subject"])
    assert "/document/d/" not in text_of(pack)  # who may not open it is not led there
    assert len(mails_to(work, "s02@office.example")) == 4  # three weeks, and the pack as the head
    logged = next(file for file in papers(work) if "ศึกษานิเทศก์ 1" in file and spans[1] in file)
    kind, stem = logged.split(": ")
    written = docx.Document(str(work.folder / "data" / "papers" / "2569" / kind / f"{stem}.docx"))
    assert "๒๖ พ.ย." in "".join(part.text or "" for part in written.element.body.iter())
    before = papers(work), len(work.mails)
    work.cycle("2026-12-08T08:05:00")
    assert (papers(work), len(work.mails)) == before


def test_killed_after_a_mail_went_out_the_same_goes_again_and_nobody_is_left_out(work: Work) -> None:
    """Three kills, each when a mail is out and not noted as such: once more with the same Message-ID."""
    evening, put = datetime.fromisoformat("2026-11-20T18:00:00+07:00"), Outbox.put
    world.set_clock(work.base, evening)
    told = work.folder / "told"

    def one_and_no_more(outbox: Outbox, mail: EmailMessage, name: str) -> Path:
        put(outbox, mail, name)
        with told.open("a") as seen:
            seen.write(f"{mail['To']} {mail['Message-ID']}\n")
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def killed_cycle() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Outbox, "put", one_and_no_more)
            with world.pipeline_of(work.folder, work.base, evening) as pipeline:
                pipeline.cycle()

    assert [world.in_a_process(killed_cycle) for _ in range(3)] == [-signal.SIGKILL] * 3
    work.cycle("2026-11-20T18:10:00")
    sent = {str(mail["To"]): str(mail["Message-ID"]).strip() for mail in work.mails}
    assert len(work.mails) == len(sent) == 3
    for line in told.read_text().splitlines():
        who, message_id = line.split()
        assert sent[who] == message_id
    assert len(papers(work)) == 3


def test_a_paper_that_fails_holds_up_no_other_and_is_tried_again_with_pauses(work: Work) -> None:
    week = "สัปดาห์ที่ 14–20 พ.ย. 2569"
    folder = work.folder / "data" / "papers" / "2569" / "daily-logs"
    blocked = folder / f"รายงานประจำวันรายสัปดาห์ {week} ศึกษานิเทศก์ 1.docx"
    (blocked / "in the way").mkdir(parents=True)
    assert work.cycle("2026-11-20T18:00:00").delivered == 2
    assert mails_to(work, "s01@office.example") == []
    assert [one.subject for one in work.troubles] == ["paper:daily-logs:S01:2569-W47"]
    work.cycle("2026-11-20T18:01:00")  # takes note of its own writing
    assert work.cycle("2026-11-20T18:02:00").requests["drive"] == 1
    (blocked / "in the way").rmdir()
    blocked.rmdir()
    assert work.cycle("2026-11-20T18:03:00").delivered == 0  # its pause lasts
    assert work.cycle("2026-11-20T18:06:00").delivered == 1
    assert len(mails_to(work, "s01@office.example")) == len(mails_to(work, "s02@office.example")) == 1
    assert work.troubles == ()


def test_one_that_cannot_be_composed_is_told_and_the_others_go(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed = daily_logs_paper

    def failing(known: LoggedWeek, *others: Any) -> Paper:
        if known.person.code == "S01":
            raise ZeroDivisionError
        return composed(known, *others)

    monkeypatch.setattr(compose, "daily_logs_paper", failing)
    assert work.cycle("2026-11-20T18:00:00").delivered == 2
    assert (len(mails_to(work, "s01@office.example")), len(mails_to(work, "s02@office.example"))) == (0, 1)
    (trouble,) = work.troubles
    assert (trouble.subject, trouble.code) == ("composing:daily-logs:S01:2569-W47", "paper-failed")
    monkeypatch.setattr(compose, "daily_logs_paper", composed)
    assert work.cycle("2026-11-20T18:05:00").delivered == 1
    assert work.troubles == ()


def test_what_failed_for_long_until_the_next_is_due_is_told_and_passed_over(work: Work) -> None:
    block(work)
    for at in ("20T18:00", "20T18:06", "20T18:30", "20T20:00", "21T01:00", "22T02:00"):
        work.cycle(f"2026-11-{at}:00")
    assert mails_to(work, "s01@office.example") == []
    work.cycle("2026-11-27T18:00:00")
    told = [str(mail["Subject"]) for mail in mails_to(work, "s01@office.example")]
    assert ["21–27 พ.ย. 2569" in subject for subject in told] == [True]
    assert len(mails_to(work, "s02@office.example")) == 2
    assert [one.subject for one in work.troubles] == ["paper:daily-logs:S01:2569-W47"]
    assert work.cycle("2026-11-28T18:00:00").delivered == 0


def test_two_weeks_that_are_due_at_once_are_each_tried_again(work: Work) -> None:
    """As after weeks without a cycle: the earlier one is not lost by one failure, and delays no other."""
    blocked = block(work)
    work.cycle("2026-11-27T18:00:00")
    told = [str(mail["Subject"]) for mail in mails_to(work, "s01@office.example")]
    assert ["21–27 พ.ย. 2569" in subject for subject in told] == [True]
    (blocked / "in the way").rmdir()
    blocked.rmdir()
    assert work.cycle("2026-11-27T18:06:00").delivered == 1
    for who in ("s01@office.example", "s02@office.example"):
        assert len(mails_to(work, who)) == 2
    assert work.troubles == ()
    work.cycle("2026-12-04T17:00:00")
    assert len(mails_to(work, "s01@office.example")) == 2  # nothing twice


def block(work: Work) -> Path:
    """Let the paper of one supervisor and week fail: something lies in its way."""
    folder = work.folder / "data" / "papers" / "2569" / "daily-logs"
    stem = "รายงานประจำวันรายสัปดาห์ สัปดาห์ที่ 14–20 พ.ย. 2569 ศึกษานิเทศก์ 1.docx"
    (folder / stem / "in the way").mkdir(parents=True)
    return folder / stem


def test_who_left_and_what_is_wished_no_more_is_not_mailed(work: Work) -> None:
    """A mailbox that was full on Friday gets nothing after its owner was struck from the configuration."""
    (work.folder / "data" / "outbox").write_text("in the way", encoding="utf-8")
    assert work.cycle("2026-11-20T18:00:00").delivered == 0
    assert {one.subject.split(":")[0] for one in work.troubles} == {"mail"}
    work.configure("organisation.yaml", "email: s01@office.example", "until: 21 พ.ย. 2569")
    (work.folder / "data" / "outbox").unlink()
    work.cycle("2026-11-23T07:00:00")
    assert {str(mail["To"]) for mail in work.mails} == {"director@mukdahan.example", "s02@office.example"}
    assert work.troubles == ()


def test_a_template_that_cannot_be_read_stops_nothing(work: Work) -> None:
    """As one that is open in Word on Windows, or whose share is gone."""
    moment, office = datetime.fromisoformat("2026-11-20T18:00:00+07:00"), world.office_in(work.folder)
    world.set_clock(work.base, moment)
    own = work.folder / "config" / "documents" / "daily-logs.docx"
    own.parent.mkdir()
    own.symlink_to("/proc/self/mem")  # reading it fails, whoever reads
    with world.pipeline_of(work.folder, work.base, moment, office) as pipeline:
        assert pipeline.cycle().delivered == 3
    assert {(one.subject, one.code) for one in work.troubles} == {("template:daily-logs", "template-broken")}


def test_a_changed_template_is_written_into_when_it_is_asked_for(work: Work) -> None:
    work.cycle("2026-11-20T18:00:00")
    stem = "รายงานประจำวันรายสัปดาห์ สัปดาห์ที่ 14–20 พ.ย. 2569 ศึกษานิเทศก์ 1"
    file = work.folder / "data" / "papers" / "2569" / "daily-logs" / f"{stem}.docx"
    own = work.folder / "config" / "documents" / "daily-logs.docx"
    own.parent.mkdir()
    changed = docx.Document(str(find_template(own, "daily-logs", packaged=True).file))
    changed.add_paragraph("ข้อความของสำนักงาน")
    changed.save(str(own))
    assert "ข้อความของสำนักงาน" not in [one.text for one in docx.Document(str(file)).paragraphs]
    with world.pipeline_of(work.folder, work.base, MONDAY) as pipeline:
        ledger, office = pipeline.ledger, pipeline.office
        week = office.calendar.week_named("2569-W47")
        papers_of_week = compose.Composing(ledger, office, MONDAY).of("daily-logs", week)
        write_papers(ledger, None, office, papers_of_week, MONDAY, Troubles(ledger))
    assert "ข้อความของสำนักงาน" in [one.text for one in docx.Document(str(file)).paragraphs]
