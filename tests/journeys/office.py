"""A small office for journeys: two networks, three schools, one work group, two of the real definitions."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

from forms.definition import packaged_definitions
from sync.packaged import folder
from sync.pipeline.office import Office, open_office

DEFINITIONS = ("classroom-observation", "daily-log")  # the tests count on these two, whatever else travels

ORGANISATION = """\
name: สำนักงานเขตพื้นที่การศึกษาทดสอบ
short_name: สพป.ทดสอบ
viewers: [director@office.example]
deputies:
  A: {name: รอง ผอ.สพป. คนที่ ๑, email: deputy@office.example}
teams:
  T1: {name: ทีมที่ ๑}
networks:
  N01: {name: เหนือ, team: T1, deputy: A, viewers: [north@office.example]}
  N02: {name: ใต้, team: T1, deputy: A, viewers: [south@office.example]}
work_groups:
  G1: {name: กลุ่มงานพัฒนาหลักสูตร, viewers: [group@office.example]}
learning_areas:
  thai: {name: ภาษาไทย}
supervisors:
  S01: {name: ศึกษานิเทศก์ 1, team: T1, work_group: G1, learning_areas: [thai], email: s01@office.example}
  S02: {name: ศึกษานิเทศก์ 2, team: T1, email: s02@office.example}
"""

# The papers of records, kept in Drive alone; journeys about those of a time ask for them.
REPORTS = """\
papers:
  journey-memo: {every: record}
  minutes: {every: record}
  case: {every: record}
reminders: {send: true, at: "08:30", within_days: 1, late_days: 30}
"""

SCHOOLS = """\
code,name,network,opened,closed,aliases,formerly
A1,โรงเรียนเหนือ 1,N01,,,,
A2,โรงเรียนเหนือ 2,N01,,,,
B1,โรงเรียนใต้ 1,N02,,,,
"""


def write_definitions(directory: Path) -> None:
    """Give a configuration the two forms alone."""
    (directory / "forms").mkdir()
    for name in DEFINITIONS:
        shutil.copyfile(packaged_definitions() / f"{name}.yaml", directory / "forms" / f"{name}.yaml")


def settings() -> str:
    """The packaged settings, with few spreadsheets: journeys are told of each request that they make."""
    packaged = (folder("config") / "settings.yaml").read_text(encoding="utf-8")
    few, replaced = re.subn(r"(?m)^sheets: .*$", "sheets: [district, networks, groups]", packaged)
    assert replaced == 1
    return few


def write_config(directory: Path) -> Path:
    """Write the small office's configuration; give its folder."""
    directory.mkdir(parents=True)
    shutil.copyfile(folder("config") / "calendar.yaml", directory / "calendar.yaml")
    (directory / "settings.yaml").write_text(settings(), encoding="utf-8")
    (directory / "reports.yaml").write_text(REPORTS, encoding="utf-8")
    write_definitions(directory)
    (directory / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (directory / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
    return directory


_OPENED: dict[object, Office] = {}


def opened(directory: Path) -> Office:
    """The office of a configuration as `open_office` reads it, read once however many folders hold the same.

    What a changed file says is read anew. Reading is a third of what a cycle of the small office takes.
    """
    there = directory.resolve()
    files = {path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()}
    key = frozenset(files.items()), Path.cwd(), os.environ.get("NITHET_DATA")
    if key not in _OPENED:
        _OPENED[key] = open_office(directory)
    office = _OPENED[key]
    if office.warnings and office.settings.config != there:  # they tell places
        return open_office(directory)
    return replace(office, settings=replace(office.settings, config=there))
