"""A small office with what changes figures: uneven networks, schools that close or open, people who leave."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from forms.definition import packaged_definitions
from sync.packaged import folder
from tests.forms.packaged import from_nought

# Two rated forms, the second from 1 to 0 and with a domain that some classes leave out; logs, permits and
# journeys that excuse from them, plans, urgent cases, and records that are only counted.
DEFINITIONS = (
    "classroom-observation",
    "calculation",
    "daily-log",
    "coaching",
    "roving-team",
    "permit",
    "journey-report",
    "visit-plan",
)

# Tables of two questions: of schools, of their classes, and of the district, of which much is told again.
TABLES = {
    "visit-plan": "[{rows: party, columns: part_of_day, latest: way}]",
    "calculation": "[{rows: observer_role, columns: multiplies, latest: way}]",
    "permit": (
        "[{rows: kind, columns: leave_type, latest: ordered}, {rows: kind, columns: ordered, latest: travel}]"
    ),
}

# Schools that need help, by two questions that are often answered otherwise for the same school.
NEEDS = {"roving-team": "{problem_kind: [academic, teaching, management, safety], ordered_by: [head]}"}

# A Thursday in the semester's first week: what was due before nobody owes, and no log of a day before.
SINCE = "since: 2026-11-05"

ORGANISATION = """\
name: สำนักงานเขตพื้นที่การศึกษาทดสอบ
short_name: สพป.ทดสอบ
viewers: [director@office.example]
deputies:
  A: {name: รอง ผอ.สพป. คนที่ ๑, email: a@office.example}
  B: {name: รอง ผอ.สพป. คนที่ ๒, email: b@office.example}
teams:
  T1: {name: ทีมที่ ๑}
  T2: {name: ทีมที่ ๒}
networks:
  N01: {name: เหนือ, team: T1, deputy: A, viewers: [north@office.example]}
  N02: {name: ใต้, team: T2, deputy: A, viewers: [south@office.example]}
  N03: {name: ตะวันออก, team: T2, deputy: B, viewers: [east@office.example]}
work_groups:
  G1: {name: กลุ่มงานพัฒนาหลักสูตร, viewers: [one@office.example]}
  G2: {name: กลุ่มงานวัดและประเมินผล, viewers: [two@office.example]}
  G3: {name: งานธุรการ, viewers: [clerk@office.example]}
learning_areas:
  thai: {name: ภาษาไทย}
  mathematics: {name: คณิตศาสตร์}
  early-childhood: {name: ปฐมวัย}
supervisors:
  S01: {name: ศึกษานิเทศก์ 1, team: T1, work_group: G1, learning_areas: [thai], email: s01@office.example}
  S02: {name: ศึกษานิเทศก์ 2, team: T1, learning_areas: [mathematics], email: s02@office.example}
  S03: {name: ศึกษานิเทศก์ 3, team: T2, work_group: G2, email: s03@office.example}
  S04:
    name: ศึกษานิเทศก์ 4
    team: T2
    work_group: G1
    since: 2026-11-09
    email: s04@office.example
    history: [{until: 2026-11-14, work_group: G2}]  # the first days logged in another work group
  S05: {name: ศึกษานิเทศก์ 5, team: T2, work_group: G2, until: 2026-11-12, email: s05@office.example}
posts:
  director: {name: ผอ.สพป.ทดสอบ, email: director@office.example}
  head: {name: ผอ.กลุ่มนิเทศฯ, email: head@office.example}
  admin-head: {name: ผอ.กลุ่มอำนวยการ, email: administration@office.example}
  clerk: {name: เจ้าพนักงานธุรการ, email: clerk@office.example}
head: S03
acting: [S01]
projects:
  P1: {name: โครงการอ่านออกเขียนได้, work_group: G1, owner: S01}
  P2: {name: โครงการคณิตคิดเร็ว, learning_area: mathematics}
"""

SCHOOLS = """\
code,name,network,opened,closed,aliases,formerly
A1,โรงเรียนเหนือ 1,N01,,,,
A2,โรงเรียนเหนือ 2,N01,,,,
A3,โรงเรียนเหนือ 3,N01,,,,
A4,โรงเรียนเหนือ 4,N01,,2026-11-14,,
A5,โรงเรียนเหนือ 5,N01,,,,N02:2026-11-10
B1,โรงเรียนใต้ 1,N02,,,,
B2,โรงเรียนใต้ 2,N02,,,,
B3,โรงเรียนใต้ 3,N02,2026-11-16,,,
B4,โรงเรียนใต้ 4,N02,2027-05-16,,,
B5,โรงเรียนใต้ 5,N02,,2026-08-01,,
B6,โรงเรียนใต้ 6,N02,,,,
B7,โรงเรียนใต้ 7,N02,,,,
B8,โรงเรียนใต้ 8,N02,,,,
C1,โรงเรียนตะวันออก 1,N03,,,,
C2,โรงเรียนตะวันออก 2,N03,,,,
"""


def write_config(directory: Path) -> Path:
    """Write the office's configuration; give its folder."""
    (directory / "forms").mkdir(parents=True)
    for name in ("calendar.yaml", "settings.yaml"):
        shutil.copyfile(folder("config") / name, directory / name)
    for name in DEFINITIONS:
        shutil.copyfile(packaged_definitions() / f"{name}.yaml", directory / "forms" / f"{name}.yaml")
    _rate_from_nought(directory / "forms" / "calculation.yaml")
    for name, tables in TABLES.items():
        with (directory / "forms" / f"{name}.yaml").open("a", encoding="utf-8") as definition:
            definition.write(f"tables: {tables}\n")
    for name, needs in NEEDS.items():
        with (directory / "forms" / f"{name}.yaml").open("a", encoding="utf-8") as definition:
            definition.write(f"needs_help: {needs}\n")
    written = (folder("config") / "duties.yaml").read_text(encoding="utf-8")
    (directory / "duties.yaml").write_text(f"{SINCE}\n{written}", encoding="utf-8")
    (directory / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (directory / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
    return directory


def _rate_from_nought(definition: Path) -> None:
    """Rate each item with 1 or 0, and the mean from the half."""
    text = from_nought(definition.read_text(encoding="utf-8"))
    text, scales = re.subn(r"(?m)^scale: .*$", "scale: {1: ทำได้, 0: ยังทำไม่ได้}", text)
    text, levels = re.subn(r"(?m)^ *- \{from: [12]\.51.*\n", "", text)
    assert (scales, levels) == (1, 2)
    definition.write_text(text, encoding="utf-8")
