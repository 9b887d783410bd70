"""What an entry says of a response: who, where, when, how well, and by what it is told from another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.forms.builders import (
    JOURNEY,
    LOG,
    SOUND,
    VISIT,
    Given,
)
from tests.forms.checking.sound import SOUND_JOURNEY, SOUND_LOG, checked, one, without


def test_an_entry_says_who_where_when_and_how_well() -> None:
    entry = checked(VISIT, SOUND).entry
    assert entry.when == date(2026, 11, 20)
    assert entry.members == {
        "supervisor": "P1",
        "school": "S1",
        "learning_area": "thai",
        "role": "supervisor",
        "class": "p1",
        "part": "am",  # the form is cut by it, as by media: but who ticks several belongs to none
        "network": "N1",
        "deputy": "A",  # the network's
        "group": "G1",  # the supervisor's
    }
    assert entry.scores == {"plan.1": 5, "plan.2": 4, "teach.1": 4, "teach.2": 3, "teach.3": 5}
    assert entry.texts == {"advice": "จัดกิจกรรมกลุ่มให้มากขึ้น"}
    assert entry.once_key == "visit|P1|S1|p1|2026-11-20"


@pytest.mark.parametrize(
    ("changes", "members"),
    [
        # A school that moved counts for the network it is in today.
        ({"school": one("N1", "บ้านย้าย")}, {"school": "S5", "network": "N2"}),
        # What cannot be placed stays with the network that was chosen, so that its people see it.
        ({"school": one("N1", "บ้านไม่มี")}, {"school": None, "network": "N1"}),
        ({"observer": "ศึกษานิเทศก์ 2"}, {"supervisor": "P2", "group": None}),
    ],
)
def test_members(changes: Mapping[str, Given], members: dict[str, str | None]) -> None:
    entry = checked(VISIT, {**SOUND, **changes}).entry
    assert {key: entry.members.get(key) for key in members} == members


def test_an_answered_group_goes_before_the_supervisors_own() -> None:
    groups = [
        checked(LOG, {**SOUND_LOG, **more}).entry.members["group"]
        for more in ({}, {"group": "ประกันคุณภาพการศึกษา"})
    ]
    assert groups == ["G1", "G2"]


def test_a_journey_says_who_was_there_until_when_and_what_was_answered() -> None:
    entry = checked(JOURNEY, SOUND_JOURNEY).entry
    assert (entry.when, entry.until) == (date(2026, 11, 23), date(2026, 11, 23))
    assert entry.people == ("P1", "P2")
    # No school tells the network: the question for it does.
    assert entry.members == {
        "supervisor": "P1", "project": "PJ1", "network": "N3", "deputy": "A", "group": "G1"
    }  # fmt: skip
    assert entry.answers == {
        "person": "P1",
        "party": ("P2", "P1"),
        "first": "2026-11-23",
        "last": "2026-11-23",
        "left": "09:00",
        "back": "12:00",
        "project": "PJ1",
        "year": 2569,
        "all": 30,
        "boys": 12,
        "girls": 18,
        "network": "N3",
        "school.network": "",
    }


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        # A leader, who is no supervisor, is told apart by the name that was typed.
        (
            {**without(SOUND, "observer"), "role": "ผู้บริหารสถานศึกษา", "leader": "ผอ.  ก|ข"},
            "visit|ผอ. ก ข|S1|p1|2026-11-20",
        ),
        # An answer that nobody must give may be missing, one that is owed may not.
        (without(SOUND, "class_level"), "visit|P1|S1||2026-11-20"),
        (without(SOUND, "day"), None),
    ],
)
def test_once_key(answers: Mapping[str, Given], key: str | None) -> None:
    assert checked(VISIT, answers).entry.once_key == key


def test_long_texts_in_a_once_key_are_told_apart_by_all_of_them() -> None:
    form = replace(VISIT, once_per=("advice",))
    keys = {checked(form, {**SOUND, "advice": "ก" * 300 + end}).entry.once_key for end in ("1", "2", "2")}
    assert len(keys) == 2
    assert all(len(key or "") < 60 for key in keys)
