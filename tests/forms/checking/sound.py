"""Sound answers to the forms that rules are tried on, and how they are read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.checking import Checked, Checker
from forms.model import Form
from forms.response import Reader
from tests.forms.builders import (
    BANGKOK,
    CALENDAR,
    ORGANISATION,
    Given,
    raw,
)

SOUND_LOG: Mapping[str, Given] = {
    "day": "2026-11-20",
    "person": "ศึกษานิเทศก์ 1",
    "kind": "งานนิเทศ",
    "school": {"network": "ไม่เกี่ยวข้องกับโรงเรียน"},
    "left": "16:00",
}


SOUND_JOURNEY: Mapping[str, Given] = {
    "person": "ศึกษานิเทศก์ 1",
    "party": ["ศึกษานิเทศก์ 2", "ศึกษานิเทศก์ 1"],
    "first": "2026-11-23",
    "last": "2026-11-23",
    "left": "09:00",
    "back": "12:00",
    "project": "โครงการอ่านออกเขียนได้",
    "year": "๖๙",
    "all": "30",
    "boys": "12",
    "girls": "18",
    "network": "ดอนตาล",
    "school": {"network": "ไม่เกี่ยวข้องกับโรงเรียน"},
    "done": "ประชุม",
}


def checked(form: Form, answers: Mapping[str, Given], **more: Any) -> Checked:
    response = Reader(form, ORGANISATION, BANGKOK).read(raw(form, answers, **more))
    return Checker(form, ORGANISATION, CALENDAR).check(response)


def without(answers: Mapping[str, Given], *names: str) -> dict[str, Given]:
    return {name: given for name, given in answers.items() if name not in names}


def one(network: str, school: str, label: str = "แก้วมุกดาหาร") -> Mapping[str, str]:
    return {"network": label, network: school}
