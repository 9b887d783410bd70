"""What people get wrong: each told as what, where and what to do, with exit 2 or 1, and nothing lost."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from tests.journeys.command import Ran, nithet
from tests.journeys.office import write_config


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write_config(tmp_path / "config")
    return tmp_path


def told(ran: Ran, code: int, *words: str) -> None:
    """It ended with that code, said these words, and showed nobody a traceback."""
    assert "Traceback" not in ran.out + ran.err
    assert ran.code == code, ran.out + ran.err
    for word in words:
        assert word in ran.err, ran.err


def test_check_tells_every_problem_of_every_file_at_once(office: Path) -> None:
    config = office / "config"
    (config / "settings.yaml").write_text("workspace: googel\n", encoding="utf-8")
    with (config / "schools.csv").open("a", encoding="utf-8") as schools:
        schools.write("C1,โรงเรียนไกล,N99,,,,\n")
    (config / "calendar.yaml").write_text("semesters: [\n", encoding="utf-8")
    ran = nithet("check", at=office)
    told(
        ran,
        2,
        "settings.yaml:1 workspace",
        "embedded, google",
        "schools.csv:5",
        "N99",
        "calendar.yaml:1",
        "never closed",
    )


def test_check_is_content_with_a_right_configuration(office: Path) -> None:
    ran = nithet("check", at=office)
    assert (ran.code, ran.err) == (0, "")
    assert "3 schools" in ran.out


@pytest.mark.parametrize("encoding", ["cp874", "utf-8-sig"])
def test_a_csv_as_excel_saves_it_is_read(office: Path, encoding: str) -> None:
    schools = office / "config" / "schools.csv"
    schools.write_bytes(schools.read_text(encoding="utf-8").encode(encoding))
    assert nithet("check", at=office).code == 0


def test_a_definition_of_the_offices_own_is_linted_by_line(office: Path) -> None:
    own = office / "config" / "forms"
    (own / "visit.yaml").write_text(
        "id: visit\nrecords: [S6]\ntitle: เยี่ยม\nsections:\n"
        "  - id: first\n    title: หน้าแรก\n    questions:\n"
        "      - {id: a, ask: คำถาม, type: tekst}\n",
        encoding="utf-8",
    )
    told(nithet("check", at=office), 2, "visit.yaml:8", "tekst", "text")


def test_two_definitions_that_claim_one_key_are_told_by_line(office: Path) -> None:
    own = office / "config" / "forms"
    copy = (own / "daily-log.yaml").read_text(encoding="utf-8").replace("id: daily-log", "id: second-log")
    copy = copy.replace("title: บันทึกการปฏิบัติงานประจำวัน", "title: บันทึกอีกแบบ")
    (own / "second-log.yaml").write_text(copy, encoding="utf-8")
    told(nithet("check", at=office), 2, "second-log.yaml:", "in daily-log.yaml counts as log, too")


def test_a_folder_without_configuration_falls_back_to_the_packaged_one(tmp_path: Path) -> None:
    ran = nithet("check", at=tmp_path)
    assert ran.code == 0
    assert "243 schools" in ran.out


def test_a_taken_port_is_told(office: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        taken.settimeout(0.1)
        told(nithet("sync", "--port", str(port), at=office), 2, f"Port {port} is taken", "--port 0")


def test_a_damaged_ledger_is_told_and_left_as_it_is(office: Path) -> None:
    ledger = office / "data" / "ledger.sqlite3"
    ledger.parent.mkdir()
    ledger.write_bytes(b"not a database" * 1000)
    for command in (("sync", "--port", "0"), ("status",), ("report", "weekly")):
        told(nithet(*command, at=office), 1, "damaged", "ledger.sqlite3", "nithet rebuild")
    assert ledger.read_bytes() == b"not a database" * 1000


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_data_directory_is_told(office: Path) -> None:
    data = office / "data"
    data.mkdir(mode=0o500)
    told(nithet("sync", "--port", "0", at=office), 1, "cannot be written")


def test_a_file_in_the_data_directorys_place_is_told(office: Path) -> None:
    (office / "data").write_text("in the way")
    told(nithet("sync", "--port", "0", at=office), 1, "cannot be written", "data")


def test_missing_credentials_are_told(office: Path) -> None:
    settings = office / "config" / "settings.yaml"
    text = settings.read_text(encoding="utf-8").replace("workspace: embedded", "workspace: google")
    settings.write_text(text, encoding="utf-8")
    told(nithet("sync", at=office), 2, "google-token.json", "nithet connect google")


def test_a_client_file_that_is_none_is_told(office: Path) -> None:
    told(nithet("connect", "google", "--client", "nowhere.json", at=office), 2, "nowhere.json")
    (office / "broken.json").write_text("{", encoding="utf-8")
    told(nithet("connect", "google", "--client", "broken.json", at=office), 2, "broken.json")


@pytest.mark.parametrize("week", ["2569-W99", "2569-47", "next", "2569-W00"])
def test_a_week_that_there_is_not_is_told(office: Path, week: str) -> None:
    told(nithet("report", "weekly", "--week", week, at=office), 2, week, "2569-W47")


def test_status_and_report_before_anything_happened(office: Path) -> None:
    assert nithet("status", at=office).code == 0
    told(nithet("report", "weekly", at=office), 2, "nithet sync")
