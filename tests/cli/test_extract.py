"""`nithet extract`: what may be published of a form, as a file; nothing of people; what is wrong is told."""

from __future__ import annotations

import csv
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from forms.definition import packaged_definitions
from forms.model import Entry
from sync.cli import extract_command, opening
from sync.cli.app import main
from sync.ledger import Ledger, checks, responses
from sync.ledger.checks import Judged
from sync.pipeline.office import open_office
from tests.forms.duties import entry
from tests.journeys.office import SCHOOLS, write_config

Nithet = Callable[..., tuple[int, str]]
PROFILE = "school-profile"
NOW = datetime.fromisoformat("2026-11-20T10:00:00+07:00")
ANSWERS: dict[str, Any] = {
    "academic_year": 2569, "as_of": "2026-11-10", "reporter": "principal", "pupils": 120, "special_needs": 2,
    "allocated": 850000.5, "internet": "weak", "distance_learning": ("dltv", "dlit"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = write_config(tmp_path / "config")
    shutil.copyfile(packaged_definitions() / f"{PROFILE}.yaml", config / "forms" / f"{PROFILE}.yaml")
    named = SCHOOLS.replace("โรงเรียนเหนือ 2", '"=HYPERLINK(""http://x.example"")"')
    (config / "schools.csv").write_text(named, encoding="utf-8")
    return tmp_path


@pytest.fixture
def nithet(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nithet:
    """Runs the command on 20 November 2026; gives the exit code, and everything that was told."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(opening, "now", lambda: NOW)
    monkeypatch.setattr(extract_command, "now", lambda: NOW)

    def run(*arguments: str, language: str = "en") -> tuple[int, str]:
        places = ("--config", "config", "--data", "data", "--lang", language)
        monkeypatch.setattr(sys, "argv", ["nithet", "extract", *arguments, *places])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), " ".join((told.out + told.err).split())

    return run


def keep(folder: Path, *records: Entry) -> None:
    """Put checked responses into the ledger."""
    office = open_office(folder / "config")
    (folder / "data").mkdir(exist_ok=True)
    ledger = Ledger(folder / "data" / "ledger.sqlite3")
    with ledger.transaction() as tx:
        responses.keep_form(tx, PROFILE, "g", "http://forms.example/1")
        for one in records:
            at = f"{one.when}T09:00:00Z"
            raw = {"formId": "g", "responseId": one.response, "createTime": at, "lastSubmittedTime": at}
            responses.take(tx, PROFILE, [raw])
            checks.keep(tx, [Judged(PROFILE, one.response, one)], office.settings.timezone, lambda *_: None)
    ledger.close()


def told(name: str, day: date, school: str = "A1", *, counted: bool = True, **changed: Any) -> Entry:
    made = entry(PROFILE, name, day, school=school, counted=counted)
    texts = {"strengths": "ครูศรีสุข โทร 0812345678"}
    return replace(made, answers={**ANSWERS, "as_of": day.isoformat(), **changed}, texts=texts)


def rows(file: Path) -> list[list[Any]]:
    if file.suffix == ".csv":
        return list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    sheet = load_workbook(file).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def line(file: Path, school: str) -> dict[str, Any]:
    head, *body = rows(file)
    (found,) = [row for row in body if row[0] == school]
    return dict(zip(head, found, strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
def test_it_is_its_owners_alone_and_stays_as_readable_as_somebody_made_it(
    folder: Path, nithet: Nithet
) -> None:
    keep(folder, told("r1", date(2026, 11, 3)))
    modes = []
    for _ in range(2):
        assert nithet(PROFILE, "--out", "out.csv")[0] == 0
        modes.append(stat.S_IMODE((folder / "out.csv").stat().st_mode))
        (folder / "out.csv").chmod(0o644)
    assert modes == [0o600, 0o644]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_each_school_stands_once_with_its_latest_counted_record(
    folder: Path, nithet: Nithet, ending: str
) -> None:
    keep(
        folder,
        told("r1", date(2026, 11, 3), pupils=100),
        told("r2", date(2026, 11, 10)),
        told("r3", date(2026, 11, 12), pupils=999, counted=False),
        told("r4", date(2026, 6, 1), "B1", academic_year=2568),
    )
    code, said = nithet(PROFILE, "--out", f"out.{ending}")
    assert code == 0
    assert "academic year 2569, 1 rows · 2 schools have none" in said
    found = line(folder / f"out.{ending}", "A1")
    number = str if ending == "csv" else (lambda value: value)
    assert found["โรงเรียน"] == "โรงเรียนเหนือ 1"
    assert found["เครือข่าย"] == "เหนือ"
    assert found["ปีการศึกษา"] == number(2569)
    assert found["ข้อมูล ณ วันที่"] == "10 พ.ย. 2569"
    assert found["จำนวนเด็กและนักเรียนทั้งหมด (คน)"] == number(120)
    assert found["เงินงบประมาณที่ได้รับจัดสรรในปีงบประมาณนี้ (บาท)"] == number(850000.5)
    assert found["อินเทอร์เน็ตเพื่อการเรียนการสอน"] == "มีแต่ไม่ทั่วถึงหรือไม่เสถียร"
    assert found["การจัดการศึกษาทางไกลที่ใช้"] == "DLTV, DLIT"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_nothing_tells_of_people_or_of_who_answered(folder: Path, nithet: Nithet, ending: str) -> None:
    keep(folder, told("response-id-1", date(2026, 11, 10)))
    assert nithet(PROFILE, "--out", f"out.{ending}")[0] == 0
    head, row = rows(folder / f"out.{ending}")
    assert not {"ผู้ให้ข้อมูล", "จุดเด่น", "จำนวนนักเรียนที่มีความต้องการจำเป็นพิเศษ (คน)"} & set(head)
    said = " ".join(map(str, row))
    assert not [one for one in ("ศรีสุข", "081", "response-id-1", "ผู้บริหาร", "@") if one in said]


def test_a_csv_opens_in_excel_and_no_text_of_it_is_a_formula(folder: Path, nithet: Nithet) -> None:
    keep(folder, told("r1", date(2026, 11, 10), "A2"))
    for name in ("out.csv", "out.xlsx"):
        assert nithet(PROFILE, "--out", name)[0] == 0
    assert (folder / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert line(folder / "out.csv", "A2")["โรงเรียน"].startswith("'=HYPERLINK")
    sheet = load_workbook(folder / "out.xlsx").active
    assert sheet is not None
    cell = sheet["B2"]
    assert (cell.data_type, str(cell.value)[:10]) == ("s", "=HYPERLINK")


def test_the_year_asked_for_is_the_one_that_records_tell(folder: Path, nithet: Nithet) -> None:
    last = told("r1", date(2026, 3, 2), academic_year=2568)
    keep(
        folder,
        last,
        told("r2", date(2026, 11, 10), pupils=130),
        told("r3", date(2026, 11, 12), academic_year=2568),
    )
    assert nithet(PROFILE, "--year", "2568", "--out", "a.csv")[0] == 0
    assert [row[0] for row in rows(folder / "a.csv")[1:]] == ["A1"]
    assert line(folder / "a.csv", "A1")["ข้อมูล ณ วันที่"] == "2 มี.ค. 2569"
    assert nithet(PROFILE, "--year", "๒๕๖๙", "--out", "a.csv")[0] == 0
    assert line(folder / "a.csv", "A1")["จำนวนเด็กและนักเรียนทั้งหมด (คน)"] == "130"


def test_nobody_has_told_anything_yet(folder: Path, nithet: Nithet) -> None:
    code, said = nithet(PROFILE, "--out", "out.csv")
    assert (code, "nothing to report yet" in said) == (2, True)
    keep(folder)
    code, said = nithet(PROFILE, "--out", "out.csv")
    assert code == 0
    assert "0 rows · 3 schools have none" in said
    assert len(rows(folder / "out.csv")) == 1


WRONG = [
    (("school-profil", "--out", "o.csv"), 'There is no form "school-profil"', "school-profile"),
    (("daily-log", "--out", "o.csv"), 'Nothing of the form "daily-log" may be published', "school-profile"),
    ((PROFILE, "--out", "o.docx"), "cannot be written", ".xlsx, .csv"),
    ((PROFILE, "--out", "nowhere/o.csv"), "cannot be written", "nowhere"),
    ((PROFILE, "--out", "o.csv", "--year", "2570"), "still to come", "2569 at most"),
    ((PROFILE, "--out", "o.csv", "--year", "ปีนี้"), "is no academic year", "2569 at most"),
]


@pytest.mark.parametrize(("arguments", "what", "accepted"), WRONG)
def test_what_is_wrong_is_told_with_what_would_be_accepted(
    folder: Path, nithet: Nithet, arguments: tuple[str, ...], what: str, accepted: str
) -> None:
    keep(folder, told("r1", date(2026, 11, 10)))
    code, said = nithet(*arguments)
    assert code == 2
    assert what in said
    assert accepted in said
    assert not list(folder.glob("*.csv")) + list(folder.glob(".*.part"))


def test_a_file_that_cannot_be_replaced_stands_as_it_was(folder: Path, nithet: Nithet) -> None:
    keep(folder, told("r1", date(2026, 11, 10)))
    (folder / "out.csv").mkdir()
    code, said = nithet(PROFILE, "--out", "out.csv", language="th")
    assert (code, "เขียนไฟล์ไม่ได้" in said) == (2, True)
    assert (folder / "out.csv").is_dir()
    assert not list(folder.glob(".*.part"))


def test_the_lines_of_the_page_write_what_they_say(folder: Path, nithet: Nithet) -> None:
    page = (Path(__file__).parents[2] / "docs" / "extract.md").read_text(encoding="utf-8")
    lines = [line.split()[4:] for line in page.splitlines() if line.startswith("nithet --lang th extract ")]
    keep(folder, told("r1", date(2026, 11, 10)))
    assert [nithet(*line, language="th")[0] for line in lines] == [0, 0]
    assert {line[-1] for line in lines} == {file.name for file in folder.iterdir() if file.suffix}
