"""An office in whose every name and answer stands text that does harm where it is more than text."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from forms.definition import packaged_definitions
from tests import hostile
from tests.journeys.office import write_config

FORM, JOURNEY = "hostile", "journey-report"
EVIL = (
    '=HYPERLINK("http://evil.example","x")<script>window.__ran=1</script><img src=x onerror=window.__ran=1>'
)
TEMPLATE = "{{ 7*7 }}{% for a in b %}[red]]]>&amp;\u202e"
NAMES = {  # each begins as a formula does
    "office": f"{EVIL}{TEMPLATE} สำนักงาน",
    "north": f"{EVIL} เหนือ\x1b[31m",
    "south": f"@SUM(1) {TEMPLATE} ใต้",
    "group": f"-1+1 {EVIL}{TEMPLATE} กลุ่มงาน",
    "person": f"+1 {EVIL}{TEMPLATE} ศน.",
    "deputy": f"=1+1 {EVIL}",
    "team": f"={TEMPLATE}{EVIL}",
    "area": f"=cmd|' /C calc'!A0 {EVIL}",
    "school": f"=1+1 {EVIL}\t{TEMPLATE} โรงเรียน",
    "form": f"=1+1 {EVIL}{TEMPLATE} แบบ/..\\:*?",
    "question": f"+1 {EVIL}{TEMPLATE} ข้อ",
}
TEXTS = tuple(dict.fromkeys(text for text in hostile.SHORT if text.strip()))
_PAGE = 40  # questions of the made-up form


def write_hostile(directory: Path) -> Path:
    """Write the office's configuration; give its folder."""
    config = write_config(directory)
    said = {name: json.dumps(text) for name, text in NAMES.items()}
    (config / "organisation.yaml").write_text(
        f"""\
name: {said["office"]}
short_name: {said["office"]}
viewers: [director@office.example]
deputies:
  A: {{name: {said["deputy"]}, email: deputy@office.example}}
teams:
  T1: {{name: {said["team"]}}}
networks:
  N01: {{name: {said["north"]}, team: T1, deputy: A, viewers: [north@office.example]}}
  N02: {{name: {said["south"]}, team: T1, deputy: A, viewers: [south@office.example]}}
work_groups:
  G1: {{name: {said["group"]}, viewers: [group@office.example]}}
learning_areas:
  thai: {{name: {said["area"]}}}
supervisors:
  S01: {{name: {said["person"]}, team: T1, work_group: G1, learning_areas: [thai], email: s01@office.example}}
""",
        encoding="utf-8",
    )
    table = io.StringIO()
    csv.writer(table).writerows(
        [
            ["code", "name", "network", "opened", "closed", "aliases", "formerly"],
            ["A1", NAMES["school"], "N01", "", "", "", ""],
            ["B1", f"{NAMES['school']} ใต้", "N02", "", "", "", ""],
        ]
    )
    (config / "schools.csv").write_text(table.getvalue(), encoding="utf-8")
    shutil.copyfile(packaged_definitions() / f"{JOURNEY}.yaml", config / "forms" / f"{JOURNEY}.yaml")
    (config / "forms" / f"{FORM}.yaml").write_text(_definition(said), encoding="utf-8")
    settings = config / "settings.yaml"
    every = settings.read_text(encoding="utf-8").replace("groups]", "groups, supervisors, office]")
    settings.write_text(every, encoding="utf-8")
    return config


def _definition(said: dict[str, str]) -> str:
    asked = "\n".join(
        f"      - {{id: t{n}, ask: {json.dumps(NAMES['question'] + str(n))}, type: "
        f"{'paragraph' if n % 2 else 'text'}, help: {said['question']}}}"
        for n in range(_PAGE)
    )
    return f"""\
id: {FORM}
records: [S18]
title: {said["form"]}
description: {said["form"]}
confirmation: {said["form"]}
seen_in: [district, network, group, supervisor, office]
about: {{who: person, where: school, when: day, group: group, kind: kind}}
once_per: [person, day, t0]
sections:
  - id: first
    title: {said["question"]}
    questions:
      - {{id: person, ask: {said["person"]}, type: supervisor, required: true}}
      - {{id: day, ask: วันที่, type: date, required: true}}
      - {{id: group, ask: {said["group"]}, type: work_group}}
      - {{id: kind, ask: {said["question"]}, type: dropdown, choices: {{a: {said["form"]}, b: ข}}}}
      - {{id: school, ask: {said["school"]}, type: school, required: true}}
  - id: second
    title: {said["question"]}
    questions:
{asked}
"""
