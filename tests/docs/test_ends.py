"""docs/duties.md: its example of closed and merged schools and a dissolved network does what it says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from forms.model import Organisation
from forms.organisation import load_organisation
from forms.organisation.dated import as_of

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "duties.md").read_text(encoding="utf-8")
REST = """\
name: สำนักงานเขต
short_name: สพป.
deputies: {A: {name: รอง ผอ.}}
teams: {T1: {name: ทีมที่ 1}}
work_groups: {G1: {name: งานธุรการ}}
learning_areas: {thai: {name: ภาษาไทย}}
supervisors: {S01: {name: คนที่ 1, team: T1}}
"""


def block(language: str, begins: str) -> str:
    """The example in that language that begins so."""
    found = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(next(one for one in found if one.startswith(begins)))


def office(folder: Path) -> Organisation:
    (folder / "organisation.yaml").write_text(REST + block("yaml", "networks:"), encoding="utf-8")
    (folder / "schools.csv").write_text(block("csv", "code,"), encoding="utf-8")
    for today in (date(2026, 11, 23), date(2026, 12, 1), date(2027, 6, 1)):
        organisation, problems = load_organisation(folder, today)
        assert problems == ()
    assert organisation is not None
    return organisation


def test_the_example_is_right_on_every_day_and_moves_what_it_says(tmp_path: Path) -> None:
    there = office(tmp_path)
    seen = {}
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        then = as_of(there, day)
        schools = [(s.code, s.network) for s in then.schools.values() if s.is_open(day)]
        seen[day.month] = (schools, [n.code for n in then.networks.values() if n.is_there(day)])
    assert seen == {
        11: ([("A1", "N01"), ("A2", "N01"), ("B1", "N02")], ["N01", "N02"]),
        12: ([("A1", "N01"), ("B1", "N01")], ["N01"]),
    }
