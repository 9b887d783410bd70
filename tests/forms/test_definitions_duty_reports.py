"""What supervisors report of their own work: duty journeys (S2) and half a year (S5)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.forms.builders import Given
from tests.forms.packaged import entry, found, packaged

JOURNEY: dict[str, Given] = {
    "kind": "อบรม",
    "subject": "การอบรมเชิงปฏิบัติการพัฒนาการอ่านออกเขียนได้",
    "place": "ห้องประชุม สพป.มุกดาหาร",
    "first_day": "2026-11-16",
    "last_day": "2026-11-17",
    "ordered_by": "หน่วยงานต้นสังกัด (สพป.มุกดาหาร)",
    "order_number": "174/2569",
    "reporter": "ศึกษานิเทศก์ 1",
    "party_kind": "ไปเป็นคณะ (รายงานแทนทั้งคณะ)",
    "members": ["ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2"],
    "gist": "การวัดและพัฒนาการอ่าน",
    "use": "ขยายผลแก่ครูในเครือข่าย",
}


def test_one_report_of_a_journey_clears_all_who_went() -> None:
    told = entry("journey-report", JOURNEY)
    assert (told.when, told.until) == (date(2026, 11, 16), date(2026, 11, 17))
    assert told.people == ("P1", "P2")
    assert told.members == {
        "supervisor": "P1", "group": "G1", "kind": "training", "ordered_by": "area",
    }  # fmt: skip
    assert told.answers["order_number"] == "174/2569"
    assert told.texts == {"gist": "การวัดและพัฒนาการอ่าน", "use": "ขยายผลแก่ครูในเครือข่าย"}
    assert told.once_key == (
        f"journey-report|P1|2026-11-16|การอบรมเชิงปฏิบัติการพัฒนาการอ่านออกเขียนได้|{JOURNEY['place']}"
    )


def test_who_went_alone_names_nobody_else() -> None:
    alone = {name: answer for name, answer in JOURNEY.items() if name != "members"}
    assert entry("journey-report", {**alone, "party_kind": "ไปคนเดียว"}).people == ("P1",)


@pytest.mark.parametrize(
    ("changed", "findings"),
    [
        ({"last_day": "2026-11-15"}, [("date-order", "last_day")]),
        ({"last_day": "2026-11-21"}, [("not-in-future", "last_day")]),
        ({"members": None}, [("required-missing", "members")]),
        (
            {"order_number": None, "gist": None},
            [("required-missing", "order_number"), ("required-missing", "gist")],
        ),
        ({"members": ["ศึกษานิเทศก์ 2", "ศึกษานิเทศก์ 9"]}, [("unknown-choice", "members")]),
    ],
)  # fmt: skip
def test_a_wrong_report_of_a_journey(
    changed: dict[str, Given | None], findings: list[tuple[str, str]]
) -> None:
    assert found("journey-report", JOURNEY, **changed) == findings


HALF_YEAR: dict[str, Given] = {
    "reporter": "ศึกษานิเทศก์ 2",
    "half": "ครั้งที่ 1 (ตุลาคม–มีนาคม)",
    "fiscal_year": "2570",
    "reported_on": "2026-11-20",
    "position_work": "นิเทศครบทุกโรงเรียนในเครือข่าย",
    "plan_position": "นิเทศทุกโรงเรียนในเครือข่าย ภาคเรียนละ 1 ครั้ง",
}


@pytest.mark.parametrize("year", ["2570", "70", "2027", "๒๕๗๐"])
def test_a_half_years_report_says_which_half_it_is_for(year: str) -> None:
    told = entry("half-year-report", {**HALF_YEAR, "fiscal_year": year})
    assert told.members == {"supervisor": "P2", "kind": "1"}
    assert (told.answers["half"], told.answers["fiscal_year"]) == ("1", 2570)
    assert told.once_key == "half-year-report|P2|2570|1"
    assert told.texts == {
        "position_work": "นิเทศครบทุกโรงเรียนในเครือข่าย",
        "plan_position": "นิเทศทุกโรงเรียนในเครือข่าย ภาคเรียนละ 1 ครั้ง",
    }


def test_the_parts_of_a_half_years_report_are_those_of_the_manual() -> None:
    form = packaged()["half-year-report"]
    assert [section.title.partition(".")[0] for section in form.sections] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("changed", "findings"),
    [
        ({"plan_position": None}, [("required-missing", "plan_position")]),
        ({"position_work": None}, []),  # reports of before it was asked for stay counted
        ({"reported_on": "2026-11-21"}, [("not-in-future", "reported_on")]),
        ({"fiscal_year": "ปีนี้"}, [("unreadable-year", "fiscal_year")]),
        (
            {"fiscal_year": None, "half": None},
            [("required-missing", "half"), ("required-missing", "fiscal_year")],
        ),
        ({"reporter": "ศึกษานิเทศก์ 3"}, [("not-in-office", "reporter")]),
    ],
)  # fmt: skip
def test_a_wrong_report_of_half_a_year(
    changed: dict[str, Given | None], findings: list[tuple[str, str]]
) -> None:
    assert found("half-year-report", HALF_YEAR, **changed) == findings


@pytest.mark.parametrize(
    ("form", "counts_as", "deciders"),
    [
        ("journey-report", "journey", ["head", "deputy", "director"]),
        ("half-year-report", "half-year-report", ["head", "director"]),
    ],
)
def test_reports_go_up_their_chain(form: str, counts_as: str, deciders: list[str]) -> None:
    there = packaged()[form]
    assert there.counts_as == counts_as
    assert there.chains is not None
    steps = there.chains.of[""].steps
    assert [step.by for step in steps] == deciders
    assert all(step.returns == ("ส่งกลับแก้ไข",) and step.passes[0].startswith("ทราบ") for step in steps)
