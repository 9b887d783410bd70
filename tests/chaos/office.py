"""The office of the fault harness: two networks, two supervisors, five of the real definitions or all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from forms.definition import packaged_definitions
from sync.demo.answers import Sample
from sync.demo.samples import sample_term
from sync.pipeline.office import Office, open_office
from tests.journeys import office as small

FEW = ("classroom-observation", "daily-log", "permit", "correspondence", "minutes")
"""Of sequences: counted by network and group, owed every day, decided in turns, numbered, with papers."""

SHEETS = "[district, networks, groups, office]"
_GROUP = "  G7: {name: กลุ่มงานเลขานุการ, viewers: [secretary@office.example]}\n"
_POSTS = """\
posts:
  director: {name: ผอ.สพป., email: director@office.example}
  head: {name: ผอ.กลุ่มนิเทศฯ, email: head@office.example}
  admin-head: {name: ผอ.กลุ่มอำนวยการ, email: admin@office.example}
  secretariat: {name: กลุ่มงานเลขานุการ, work_group: G1}
head: S02
projects:
  P1: {name: โครงการทดสอบที่ ๑, work_group: G1}
"""
_REPORTS = """\
papers:
  weekly: {every: week}
  daily-logs: {every: week, to: [owner]}
  journey-memo: {every: record, to: [owner]}
  minutes: {every: record, to: [head]}
reminders: {send: true, at: "08:30", within_days: 1, late_days: 30}
"""


def every_form() -> tuple[str, ...]:
    """All definitions that travel with nithet."""
    return tuple(sorted(file.stem for file in packaged_definitions().glob("*.yaml")))


def write_config(folder: Path, definitions: Sequence[str] = FEW) -> Path:
    """Write the configuration of an office with these forms; give its folder."""
    config = small.write_config(folder)
    settings = (config / "settings.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^sheets: .*$", f"sheets: {SHEETS}", settings)
    (config / "settings.yaml").write_text(settings, encoding="utf-8")
    organisation = small.ORGANISATION + _POSTS
    if definitions != FEW:  # what the demo says of other forms names this group
        organisation = organisation.replace("learning_areas:\n", f"{_GROUP}learning_areas:\n", 1)
    (config / "organisation.yaml").write_text(organisation, encoding="utf-8")
    (config / "reports.yaml").write_text(_REPORTS, encoding="utf-8")
    for name in definitions:
        shutil.copyfile(packaged_definitions() / f"{name}.yaml", config / "forms" / f"{name}.yaml")
    return config


@lru_cache(maxsize=4)
def opened(config: Path) -> Office:
    """The configuration as it is read once: no world changes it."""
    return open_office(config)


def in_folder(office: Office, folder: Path) -> Office:
    """The same office with its data in a world."""
    return replace(office, settings=office.settings.at(data=folder / "data"))


def samples(office: Office, before: datetime, total: int = 150, seed: int = 2569) -> dict[str, list[Sample]]:
    """Plausible responses of each form up to a moment, odd and wrong ones among them, in a fixed order."""
    made = sample_term(office.forms, office.organisation, office.calendar, before, total, seed)
    found: dict[str, list[Sample]] = {form: [] for form in office.forms}
    for sample in made:
        found[sample.form].append(sample)
    return found
