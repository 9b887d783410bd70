"""`report weekly`: which weeks may be looked at and sent, and how the command ends."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from sync.cli.opening import ledger_path
from sync.cli.report_command import asked_week
from sync.daemon import single_instance
from sync.errors import InputError
from sync.ledger import Ledger
from sync.pipeline.office import Office
from tests.journeys import world
from tests.journeys.command import free_port, nithet
from tests.journeys.office import write_config


@pytest.fixture
def office(tmp_path: Path) -> Office:
    write_config(tmp_path / "config")
    return world.office_in(tmp_path)


@pytest.fixture
def begun(tmp_path: Path, office: Office) -> Path:
    """The folder of an office whose ledger is there, and empty."""
    office.settings.data.mkdir()
    Ledger(ledger_path(office.settings)).close()
    return tmp_path


def at(local: str) -> datetime:
    return datetime.fromisoformat(f"{local}+07:00")


CUT = at("2026-11-20T18:00:00")
SEEN = [  # moment, --send, the cut of its figures
    (at("2026-11-14T00:00:00"), False, at("2026-11-14T00:00:00")),
    (at("2026-11-18T09:00:00"), False, at("2026-11-18T09:00:00")),
    (CUT, False, CUT),
    (CUT, True, CUT),
    (at("2026-12-01T09:00:00"), True, CUT),
]
OPEN = [
    (at("2026-11-13T23:59:00"), False),
    (at("2026-11-13T23:59:00"), True),
    (at("2026-11-18T09:00:00"), True),
    (at("2026-11-20T17:59:59"), True),
]


@pytest.mark.parametrize(("moment", "send", "cut"), SEEN)
def test_a_week_that_has_begun_may_be_seen_and_one_that_was_cut_sent(
    office: Office, moment: datetime, send: bool, cut: datetime
) -> None:
    asked = asked_week(office, "2569-W47", moment, send=send)
    assert (asked.week.name, asked.cut) == ("2569-W47", cut)


@pytest.mark.parametrize(("moment", "send"), OPEN)
def test_a_week_before_its_cut_is_not_sent_and_one_to_come_not_seen(
    office: Office, moment: datetime, send: bool
) -> None:
    with pytest.raises(InputError) as told:
        asked_week(office, "2569-W47", moment, send=send)
    assert told.value.code == "week-open"
    assert told.value.values["cut"] == "20 พ.ย. 2569 18.00 น."


def test_a_week_to_come_is_told_with_its_cut_and_nothing_is_sent(begun: Path) -> None:
    ran = nithet("report", "weekly", "--week", "2642-W10", "--send", at=begun)
    assert ran.code == 2
    assert "มี.ค. 2642 18.00 น." in ran.err
    assert "without --send" in ran.err
    assert not (begun / "data" / "outbox").exists()


def test_out_and_send_together_are_refused(begun: Path) -> None:
    ran = nithet("report", "weekly", "--out", "reports", "--send", at=begun)
    assert ran.code == 2
    assert "--out and --send" in ran.err
    assert not (begun / "reports").exists()
    assert not (begun / "data" / "outbox").exists()


def test_a_mail_that_fails_is_told_and_the_next_try_sends_it(begun: Path) -> None:
    settings = begun / "config" / "settings.yaml"
    right = settings.read_text(encoding="utf-8")
    wrong = right.replace("deliver: outbox", "deliver: smtp").replace('host: ""', "host: 127.0.0.1")
    wrong = wrong.replace("port: 587", f"port: {free_port()}").replace("security: starttls", "security: none")
    settings.write_text(wrong, encoding="utf-8")
    ran = nithet("report", "weekly", "--send", "--port", "0", at=begun)
    assert ran.code == 1
    assert "The mail could not be sent yet (try 1)" in ran.err
    assert "What to do:" in ran.err
    settings.write_text(right, encoding="utf-8")
    again = nithet("report", "weekly", "--send", "--port", "0", at=begun)
    assert (again.code, again.err) == (0, "")
    assert "1 mails" in again.out
    assert len(list((begun / "data" / "outbox").glob("*.eml"))) == 1


def test_beside_a_daemon_it_is_looked_at_and_not_sent(begun: Path) -> None:
    with single_instance(begun / "data"):
        ran = nithet("report", "weekly", "--send", "--port", "0", at=begun)
        assert ran.code == 1
        assert "at work in this data directory already" in ran.err
        assert not (begun / "data" / "outbox").exists()
        assert nithet("report", "weekly", at=begun).code == 0


def test_as_json_it_tells_each_figure_and_goes_with_no_mail(begun: Path) -> None:
    ran = nithet("report", "weekly", "--json", at=begun)
    read = json.loads(ran.out)
    assert set(read["lines"]) >= {"cases", "helped", "practice", "waiting", "visits", "duties", "freshness"}
    assert (ran.code, ran.err) == (0, "")
    assert read["figures"][0].items() >= {"figure": "observations", "value": 0, "n": 0}.items()
    assert "responses" not in read["figures"][0]
    whole = json.loads(nithet("report", "weekly", "--responses", at=begun).out)
    assert whole["figures"][0]["responses"] == {"classroom-observation": []}
    for line in (("--json", "--send"), ("--responses", "--out", "reports")):
        refused = nithet("report", "weekly", *line, at=begun)
        assert (refused.code, refused.out) == (2, "")
        assert "do not go together" in refused.err
    assert not (begun / "reports").exists()
