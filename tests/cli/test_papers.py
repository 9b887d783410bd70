"""`report KIND` and `preview KIND`: which periods there are, what is written where, and who has it once."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import docx
import pytest

from forms.papers import PaperKind
from sync import libreoffice
from sync.cli.asked import asked_papers, asked_whole
from sync.cli.opening import ledger_path
from sync.errors import InputError
from sync.ledger import Ledger
from sync.ledger.store import write_meta
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing
from tests.journeys import world
from tests.journeys.command import free_port, nithet
from tests.journeys.office import write_config

REPORTS = """\
papers:
  daily-logs: {every: week, to: [owner]}
  committee-pack: {every: quarter}
  network-page: {every: semester, to: [owner, all@office.example]}
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with an empty ledger, on a machine without LibreOffice."""
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    write_config(tmp_path / "config")
    (tmp_path / "config" / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    made = world.office_in(tmp_path)
    made.settings.data.mkdir()
    Ledger(ledger_path(made.settings)).close()
    return made


def at(local: str) -> datetime:
    return datetime.fromisoformat(f"{local}+07:00")


NOW = at("2026-11-23T09:00:00")
PERIODS: list[tuple[PaperKind, str, str]] = [
    ("daily-logs", "", "2569-W47"),
    ("daily-logs", "2569-W40", "2569-W40"),
    ("daily-logs", "2569-W48", "2569-W48"),  # begun, not closed
    ("committee-pack", "", "2569-Q4"),
    ("committee-pack", "2570-Q1", "2570-Q1"),
    ("monthly-pack", "", "2569-10"),
    ("network-semester", "", "2569-S1"),
    ("half-year", "", "2569-H2"),
    ("half-year", "2570-H1", "2570-H1"),
    ("yearly", "", "2569-FY"),
    ("case", "", "2569-11"),
    ("case", "2569-10", "2569-10"),
    ("daily-logs", "now", "2569-W48"),
    ("monthly-pack", "now", "2569-11"),
    ("half-year", "now", "2570-H1"),
    ("network-page", "now", "2569-S2"),
    ("yearly", "now", "2570-FY"),
    ("case", "now", "2569-11"),
]


@pytest.mark.parametrize(("kind", "name", "period"), PERIODS)
def test_a_period_by_its_name_else_the_latest_that_closed(
    office: Office, kind: PaperKind, name: str, period: str
) -> None:
    assert asked_papers(office, kind, name, NOW, send=False).period.name == period


REFUSED: list[tuple[PaperKind, str, bool, str]] = [
    ("daily-logs", "2570-W10", False, "period-not-begun"),
    ("daily-logs", "2569-W99", False, "period-unknown"),
    ("daily-logs", "2569-S2", False, "period-unknown"),
    ("daily-logs", "๒๕๖๙-W47", False, "period-unknown"),
    ("daily-logs", "9999-W10", False, "period-not-begun"),
    ("daily-logs", "0000-W10", False, "period-unknown"),
    ("daily-logs", "2026-W47", False, "period-unknown"),  # a year of the common era
    ("daily-logs", "last week", False, "period-unknown"),
    ("daily-logs", "2569-W48", True, "period-open"),
    ("half-year", "2570-H1", True, "period-open"),
    ("half-year", "now", True, "period-open"),
]


@pytest.mark.parametrize(("kind", "name", "send", "code"), REFUSED)
def test_another_name_and_a_period_to_come_are_told(
    office: Office, kind: PaperKind, name: str, send: bool, code: str
) -> None:
    with pytest.raises(InputError) as told:
        asked_papers(office, kind, name, NOW, send=send)
    assert told.value.code == code


def test_preview_writes_papers_and_their_mails_and_keeps_nothing(office: Office, tmp_path: Path) -> None:
    before = ledger_path(office.settings).read_bytes()
    ran = nithet("preview", "daily-logs", "--period", "2569-W46", "--about", "S02", at=tmp_path)
    assert ran.code == 0
    assert "no LibreOffice" in ran.err
    assert "To s02@office.example" in ran.out
    files = sorted((tmp_path / "data" / "preview").iterdir())
    assert [file.suffix for file in files] == [".eml", ".html", ".docx"]
    mail = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert [part.get_filename() for part in mail.iter_attachments()] == [files[2].name]
    assert ledger_path(office.settings).read_bytes() == before
    assert not (tmp_path / "data" / "outbox").exists()
    assert not (tmp_path / "data" / "papers").exists()


def test_out_writes_the_papers_alone(office: Office, tmp_path: Path) -> None:
    ran = nithet("report", "committee-pack", "--out", "looked at", at=tmp_path)
    assert (ran.code, [file.suffix for file in (tmp_path / "looked at").iterdir()]) == (0, [".docx"])


def test_a_broken_template_is_told_once_for_all_its_papers(office: Office, tmp_path: Path) -> None:
    own = tmp_path / "config" / "documents" / "daily-logs.docx"
    own.parent.mkdir()
    document = docx.Document()
    document.add_paragraph("{{ ผู้รายงาน + 1 }}")
    document.save(str(own))
    for line in (("preview", "daily-logs"), ("report", "daily-logs", "--out", "looked at")):
        ran = nithet(*line, "--period", "2569-W46", at=tmp_path)
        assert (ran.code, ran.out.count(".docx"), ran.err.count(own.name)) == (0, 2, 1), ran.err


def test_report_makes_papers_and_sends_them_once(office: Office, tmp_path: Path) -> None:
    made = nithet("report", "daily-logs", "--period", "2569-W46", "--port", "0", at=tmp_path)
    assert made.code == 0
    assert made.out.count("Wrote") == 2
    assert not (tmp_path / "data" / "outbox").exists()
    for told in (": 2 mails", "nothing is sent again"):
        sent = nithet("report", "daily-logs", "--period", "2569-W46", "--send", "--port", "0", at=tmp_path)
        assert (sent.code, "no LibreOffice" in sent.err) == (0, True)
        assert told in sent.out
    mails = sorted(file.name for file in (tmp_path / "data" / "outbox").glob("*.eml"))
    assert [name.partition("-s0")[0] for name in mails] == ["daily-logs_2569-W46"] * 2
    assert len(list((tmp_path / "data" / "papers" / "2569" / "daily-logs").iterdir())) == 2
    nobody = nithet("report", "committee-pack", "--send", "--port", "0", at=tmp_path)
    assert (nobody.code, "go to nobody" in nobody.err) == (2, True)
    settings = tmp_path / "config" / "settings.yaml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("deliver: outbox", "deliver: smtp").replace('host: ""', "host: 127.0.0.1")
    settings.write_text(text.replace("port: 587", f"port: {free_port()}"), encoding="utf-8")
    failed = nithet("report", "daily-logs", "--period", "2569-W45", "--send", "--port", "0", at=tmp_path)
    assert (failed.code, failed.err.count("mails that wait: 2.")) == (1, 1), failed.err  # told once for both


TORN: list[tuple[PaperKind, str, str]] = [
    ("network-page", "N01", "all@office.example"),  # who has both networks' pages, in one mail
    ("network-page", "", ""),
    ("daily-logs", "S01", ""),  # each to its owner alone
]


@pytest.mark.parametrize(("kind", "about", "who"), TORN)
def test_of_several_papers_in_one_mail_none_is_sent_alone(
    office: Office, kind: PaperKind, about: str, who: str
) -> None:
    asked = asked_papers(office, kind, "", NOW, send=True)
    with closing(Ledger(ledger_path(office.settings))) as ledger:
        composing = Composing(ledger, asked.office, NOW)
        papers = composing.of(kind, asked.period, about)
        assert papers
        told = ""
        try:
            asked_whole(composing, asked, papers, NOW.date())
        except InputError as error:
            told = f"{error.code} {error.values['who']} {error.values['count']}"
    assert told == (f"mail-torn {who} 2" if who else "")


def test_a_week_that_is_sent_by_hand_has_its_paper_too(office: Office, tmp_path: Path) -> None:
    reports = tmp_path / "config" / "reports.yaml"
    reports.write_text("papers: {weekly: {every: week}}\n", encoding="utf-8")
    assert nithet("report", "weekly", "--week", "2569-W46", "--send", "--port", "0", at=tmp_path).code == 0
    (file,) = (tmp_path / "data" / "outbox").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert [str(part.get_filename())[-5:] for part in mail.iter_attachments()] == [".docx"]


def test_what_a_demo_sends_by_hand_stays_in_the_outbox(office: Office, tmp_path: Path) -> None:
    ledger = Ledger(ledger_path(office.settings))
    with ledger.transaction() as tx:
        write_meta(tx, "demo_began", "2026-11-16T08:00:00+07:00")
    ledger.close()
    file = tmp_path / "config" / "settings.yaml"
    text = file.read_text(encoding="utf-8").replace("deliver: outbox", "deliver: smtp")
    file.write_text(text.replace('host: ""', "host: 127.0.0.1"), encoding="utf-8")
    for kind in ("weekly", "daily-logs"):
        assert nithet("report", kind, "--period", "2569-W46", "--send", "--port", "0", at=tmp_path).code == 0
    assert len(list((tmp_path / "data" / "outbox").glob("*.eml"))) == 3


WRONG = [
    (("preview", "wekly"), "Did you mean weekly?"),
    (("preview", "daily-logs", "--about", "S03"), "The codes are: S01, S02"),
    (("preview", "weekly", "--about", "S01"), "about the whole office"),
    (("report", "committee-pack", "--about", "N01", "--out", "o"), "about the whole office"),
    (("preview", "case"), "There is no paper case of"),
    (("report", "daily-logs", "--out", "o", "--send"), "do not go together"),
    (("report", "daily-logs", "--out", "config/settings.yaml"), "settings.yaml"),
]


def test_what_is_asked_for_wrongly_is_told_and_nothing_written(office: Office, tmp_path: Path) -> None:
    for line, told in WRONG:
        ran = nithet(*line, at=tmp_path)
        assert ran.code in (1, 2)
        assert told in ran.err
    assert not (tmp_path / "o").exists()
