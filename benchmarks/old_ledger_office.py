"""An office at work by the code of an older nithet: run by old_ledgers.py inside that version's own tree.

    python old_ledger_office.py FOLDER

Only what every version's tests had is used, and what a version lacks is left out: a week of responses,
requests that go up a chain, decisions, a correction, the week's mail, papers, a trouble.
"""

from __future__ import annotations

import contextlib
import importlib
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

MONDAY = datetime.fromisoformat("2026-11-16T08:00:00+07:00")
FORM, TAB, DISTRICT = "request", "คำขอ", "sheet:district:"


def main(folder: Path) -> None:
    """Let the office of a folder work for a week."""
    office = importlib.import_module("tests.journeys.office")
    world = importlib.import_module("tests.journeys.world")
    work_of = importlib.import_module("tests.journeys.conftest").Work
    fill_a_week = importlib.import_module("tests.journeys.people").fill_a_week
    config = office.write_config(folder / "config")
    settings = (config / "settings.yaml").read_text(encoding="utf-8")
    few = re.sub(r"(?m)^sheets: .*$", "sheets: [district, groups]", settings)
    (config / "settings.yaml").write_text(few, encoding="utf-8")
    people = _deciding(config)
    _wish_for_papers(config)
    with world.workspace_of(folder) as base:
        world.install(folder, base, MONDAY)
        fill_a_week(folder, base, MONDAY)
        work = work_of(folder, base)
        asked = [_ask(work, n) for n in range(3)] if people else []
        work.cycle("2026-11-20T16:00:00")
        if asked:
            _decide(people, work, asked)
            with contextlib.suppress(Exception):  # versions whose findings had no cells for it
                _correct(people, work)
        _fail(folder)
        work.cycle("2026-11-20T19:00:00")
        work.cycle("2026-11-20T19:01:00")


def _deciding(config: Path) -> Any:
    """The module with a person who decides, its form among the definitions; None where there was none."""
    try:
        journey = importlib.import_module("tests.journeys.test_what_people_decide")
    except ImportError:
        return None
    request = journey.REQUEST
    if importlib.import_module("importlib.resources").files("sync.ledger").joinpath("numbers.py").is_file():
        request = request.replace("once_per:", "numbered: calendar-year\nonce_per:", 1)
    (config / "forms" / "request.yaml").write_text(request, encoding="utf-8")
    return journey


def _ask(work: Any, number: int) -> str:
    one, other = ("1", "2") if number % 2 == 0 else ("2", "1")
    names = {"person": f"ศึกษานิเทศก์ {one}", "colleague": f"ศึกษานิเทศก์ {other}"}
    answers = {**names, "day": f"2026-11-{23 + number}", "kind": "ลา"}
    return str(work.fill(FORM, answers, f"2026-11-17T09:0{number}:00"))


def _decide(journey: Any, work: Any, asked: list[str]) -> None:
    sheet, stand_in = journey.register(work), journey.STAND_IN
    colleague = journey.Person(work, "s02@office.example")
    deputy = journey.Person(work, "deputy@office.example")
    typed = [
        colleague.types(DISTRICT, TAB, sheet.at(asked[0], stand_in), "รับงานแทน"),
        colleague.types(DISTRICT, TAB, sheet.at(asked[2], f"หมายเหตุ {stand_in}"), "โทรแล้ว"),
        deputy.types(DISTRICT, TAB, sheet.at(asked[0], journey.DEPUTY), "อนุญาต"),
    ]
    assert typed == [200, 200, 200], typed


def _correct(journey: Any, work: Any) -> None:
    """Say of the first finding of the group that it is right as it is."""
    found = journey.findings(work, "sheet:group:G1")
    key = next(row[-1] for row in found.rows if row and row[-1].startswith("classroom-observation|"))
    person = journey.Person(work, "s01@office.example")
    person.types("sheet:group:G1", "รายการที่ต้องตรวจสอบ", found.at(key, "ผลการตรวจสอบ"), "ถูกต้องแล้ว")


def _wish_for_papers(config: Path) -> None:
    """Let the office wish for papers, in versions that make them; LibreOffice stays out of it."""
    try:
        papers = importlib.import_module("tests.journeys.test_papers_of_time")
    except ImportError:
        return
    papers.libreoffice.installed = lambda: None
    (config / "reports.yaml").write_text(papers.REPORTS, encoding="utf-8")
    with (config / "organisation.yaml").open("a", encoding="utf-8") as organisation:
        organisation.write("head: S02\n")


def _fail(folder: Path) -> None:
    """A trouble that stands, as that version keeps one."""
    ledger_of = importlib.import_module("sync.ledger").Ledger
    reports = importlib.import_module("sync.ledger.reports")
    error = importlib.import_module("sync.errors").NithetError("form-trashed", form="daily-log")
    ledger = ledger_of(folder / "data" / "ledger.sqlite3")
    with ledger.transaction() as tx:
        reports.keep_trouble(tx, "trashed:daily-log", error, MONDAY)
    ledger.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
