"""What the weekly report tells besides its figures: cases, help, practice, what waits, what comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import pytest

from forms.duties import DutyRule, DutyState, Owed
from forms.model import Entry, Form, Period, Severity
from forms.model.chains import Standing, Step
from forms.weekly import (
    Case,
    Coming,
    ComingDuties,
    Freshness,
    Help,
    Lines,
    Practice,
    Reason,
    Record,
    Records,
    Reported,
    weekly_report,
)
from tests.forms.builders import BANGKOK, CALENDAR, LOG, ORGANISATION, VISIT, visit, with_texts
from tests.forms.packaged import packaged

CASE: Final = packaged()["roving-team"]
PRACTICE: Final = packaged()["good-practice"]
QUALITY: Final = packaged()["school-quality"]
FORMS: Final = {form.id: form for form in (VISIT, LOG, CASE, PRACTICE, QUALITY)}
# Saturday 14 to Friday 20 November 2026.
WEEK: Final = CALENDAR.week_named("2569-W47")
CUT: Final = datetime(2026, 11, 20, 18, tzinfo=BANGKOK)
LEAD, DIRECTOR = (Step(name, name, name, ("ทราบ",)) for name in ("team-lead", "director"))


def november(day: int) -> date:
    return date(2026, 11, day)


def record(form: Form, response: str, day: int, **more: Any) -> Entry:
    """A counted record of one supervisor about S1, sent at noon of its day."""
    school = more.pop("school", "S1")
    of = {"school": school, "network": ORGANISATION.schools[school].network} if school else {}
    sent = datetime(2026, 11, day, 12, tzinfo=BANGKOK)
    return Entry(
        form.id, response, sent, november(day), of, {}, more.pop("counted", True),
        people=("P1",), answers=more,
    )  # fmt: skip


def lines(
    *entries: Entry,
    standings: Mapping[str, Standing] | None = None,
    findings: Mapping[str, Severity] | None = None,
    duties: tuple[DutyState, ...] = (),
    rules: tuple[DutyRule, ...] = (),
) -> Lines:
    of_form: dict[str, list[Entry]] = {}
    for entry in entries:
        of_form.setdefault(entry.form, []).append(entry)
    forms = {entry.response: entry.form for entry in entries}
    stands = {(forms[one], one): standing for one, standing in (standings or {}).items()}
    records = Records(
        november(20), ORGANISATION, FORMS, of_form, stands, findings or {}, duties, rules,
        max((entry.submitted for entry in entries), default=None),
    )  # fmt: skip
    report = weekly_report(
        WEEK, CUT, CUT, entries, findings or {}, VISIT, LOG, ORGANISATION, CALENDAR, records=records
    )
    return report.lines


def stands(state: Any, step: Step | None, day: int = 17) -> Standing:
    return Standing(state, step, datetime(2026, 11, day, 9, tzinfo=BANGKOK), (), ())


# --- Cases -----------------------------------------------------------------------------


def case(response: str, day: int, due: str = "", **more: Any) -> Entry:
    asked = {"due_on": due} if due else {}
    return record(CASE, response, day, problem_kind="pupil-safety", **asked, **more)


def test_open_cases_stand_with_owner_and_days_late_the_earliest_due_first() -> None:
    label = next(iter(CASE.questions["problem_kind"].choices))
    told = lines(
        case("late", 10, "2026-11-15", severity=CASE.questions["severity"].choices[0].code),
        replace(case("none", 2), answers={"problem_kind": label.code}),
        case("today", 12, "2026-11-20"),
        case("closed", 12, "2026-11-12"),
        case("left-out", 12, "2026-11-12", counted=False),
        case("to-mend", 12, "2026-12-01", counted=False),
        standings={"closed": stands("passed", None), "late": stands("open", LEAD)},
        findings={"to-mend": "error"},
    ).cases
    assert [(one.response, one.late, one.to_mend) for one in told] == [
        ("late", 5, False), ("today", 0, False), ("to-mend", 0, True), ("none", 0, False),
    ]  # fmt: skip
    assert told[3] == Case(CASE.id, "none", "S1", "N1", label.label, "", november(2), None, ("P1",))
    assert told[0].urgency == CASE.questions["severity"].choices[0].label


# --- Help ------------------------------------------------------------------------------


def below(day: int, school: str, due: str = "2026-12-20") -> Entry:
    return record(QUALITY, f"q-{school}", day, school=school, internal_result="below", help_due=due)


def test_help_takes_the_first_of_each_rule_in_turn_and_tells_every_reason() -> None:
    weak = [visit(f"w{n}", november(9 + n), school="S2", scores=(2, 2, 2, 3, 2)) for n in range(3)]
    told = lines(case("c", 10, "2026-11-15", school="S3"), below(12, "S1"), *weak).helped
    assert told == (
        Help("S3", (Reason("case", n=1, since=november(10)), Reason("unvisited"))),
        Help("S1", (Reason("needs", since=november(12), due=date(2026, 12, 20)), Reason("unvisited"))),
        Help("S2", (Reason("band", n=3, mean=2.2, level="พอใช้"),)),
        # S4 is closed. S5 was never visited either, and S6 opened yesterday.
        Help("S5", (Reason("unvisited"),)),
        Help("S6", (Reason("unvisited"),)),
    )


def test_nobody_is_told_twice_and_five_at_most() -> None:
    schools = [*ORGANISATION.schools]
    told = lines(*(case(f"c{n}", 10, f"2026-11-{11 + n}", school=s) for n, s in enumerate(schools)))
    assert [one.school for one in told.helped] == ["S1", "S2", "S5", "S3", "S4"]


def test_a_good_mean_of_few_or_a_visit_is_no_reason() -> None:
    visits = [
        *(visit(f"g{n}", november(9 + n), school="S1", scores=(4, 4, 4, 4, 4)) for n in range(3)),
        *(visit(f"f{n}", november(9 + n), school="S2", scores=(1, 1, 1, 1, 1)) for n in range(2)),
    ]
    assert not {"S1", "S2"} & {one.school for one in lines(*visits).helped}


def test_the_longest_unvisited_comes_first_with_the_day_of_the_last_visit() -> None:
    before = [visit("a", date(2026, 9, 1), school="S1"), visit("b", date(2026, 6, 1), school="S2")]
    spoilt = visit("c", november(16), school="S1", counted=False)
    told = {one.school: one.reasons[0].since for one in lines(*before, spoilt).helped}
    # Who opened yesterday has waited for a day.
    assert [*told.items()] == [
        ("S5", None), ("S3", None), ("S2", date(2026, 6, 1)), ("S1", date(2026, 9, 1)), ("S6", None),
    ]  # fmt: skip


# --- Practice --------------------------------------------------------------------------


def practice(response: str, day: int, kind: str, **more: Any) -> Entry:
    return record(PRACTICE, response, day, name=f"รายการ {response}", kind=kind, **more)


def test_a_technique_of_the_week_goes_before_other_kinds_and_the_latest_first() -> None:
    told = lines(
        practice("book", 19, "handbook"),
        practice("old", 13, "technique"),
        practice("first", 16, "technique"),
        practice("later", 17, "technique"),
        practice("spoilt", 18, "technique", counted=False),
    ).practice
    label = PRACTICE.questions["kind"].choices[0].label
    assert told == Practice(
        "record", PRACTICE.id, "later", "รายการ later", label, "S1", ("P1",), november(17)
    )


def test_without_a_record_the_best_rated_remark_is_told() -> None:
    best = with_texts(visit("b", november(17), scores=(5, 5, 5, 5, 4)), advice="ครูใช้สื่อ\n จริง  ได้เหมาะสม")
    told = lines(
        with_texts(visit("a", november(16), scores=(4, 4, 4, 4, 4)), advice="จัดกิจกรรมกลุ่มได้ดี"),
        best,
        with_texts(visit("short", november(17), scores=(5, 5, 5, 5, 5)), advice="ดีมาก"),
        with_texts(visit("past", november(12), scores=(5, 5, 5, 5, 5)), advice="จัดกิจกรรมกลุ่มได้ดี"),
    ).practice
    assert told is not None
    assert (told.source, told.response, told.mean) == ("remark", "b", 4.8)
    assert told.title == "ครูใช้สื่อ จริง ได้เหมาะสม"


# --- What waits, what comes, how fresh -------------------------------------------------


def test_only_what_has_come_to_the_director_waits_for_the_director() -> None:
    entries = [case(name, 10, "2026-12-01") for name in ("a", "b", "c", "d")]
    spoilt = case("e", 10, counted=False)
    told = lines(
        *entries,
        spoilt,
        standings={
            "a": stands("waiting", LEAD),
            "b": stands("waiting", DIRECTOR, 17),
            "c": stands("open", DIRECTOR, 12),
            "d": stands("returned", DIRECTOR),
            "e": stands("waiting", DIRECTOR),
        },
    ).waiting
    assert [(one.response, one.since, one.days) for one in told] == [
        ("c", november(12), 8), ("b", november(17), 3),
    ]  # fmt: skip
    assert (told[0].title, told[0].school, told[0].people) == (CASE.title, "S1", ("P1",))


RULES: Final = (
    DutyRule("plan", "การนิเทศตามปฏิทิน", ("visit",), "school", "plan"),
    DutyRule("log", "บันทึกประจำวัน", ("log",), "supervisor", "working_day"),
    DutyRule("week", "การส่งบันทึก", (), "supervisor", "week", gathers="log"),
)


def owed(duty: str, code: str, first: int, last: int, status: Any = "pending") -> DutyState:
    period = Period(november(first), november(last + 1), "day", "x")
    one = Owed(duty, "visit", period, "school", code, november(last), people=("P1",))
    return DutyState(one, status, "not-yet")


def test_next_week_tells_pending_visits_and_duties_by_kind() -> None:
    told = lines(
        duties=(
            owed("plan", "S3", 25, 25),
            owed("plan", "S1", 20, 23),  # began this week already
            owed("plan", "S2", 24, 24, "done"),
            owed("plan", "S2", 28, 28),  # the week after
            owed("week", "P1", 21, 27),
            owed("week", "P2", 21, 27),
            owed("log", "P1", 25, 25),
        ),
        rules=RULES,
    )
    assert told.visits == (
        Coming(november(21), november(23), "S1", "N1", ("P1",)),
        Coming(november(25), november(25), "S3", "N2", ("P1",)),
    )
    assert told.duties == (ComingDuties(november(27), "week", "การส่งบันทึก", 2),)
    assert told.next_week == CALENDAR.week_named("2569-W48")


def test_freshness_is_of_all_forms_of_the_week() -> None:
    told = lines(
        case("a", 16), case("b", 17, counted=False), visit("v", november(18)), visit("w", november(10)),
        findings={"b": "error", "v": "warning", "w": "error"},
    ).freshness  # fmt: skip
    assert told == Freshness(datetime(2026, 11, 20, 16, tzinfo=BANGKOK), 5, 3, 2, 1, 1)


@pytest.mark.parametrize("name", ["cases", "waiting", "visits", "duties"])
def test_nothing_known_tells_nothing(name: str) -> None:
    assert getattr(lines(), name) == ()
    assert lines().practice is None


def test_restated_figures_name_their_records() -> None:
    known = (visit("v1", november(10)),)
    last = Reported(
        CALENDAR.week_named("2569-W46"), datetime(2026, 11, 13, 18, tzinfo=BANGKOK), {"observations": 0.0}, ()
    )
    report = weekly_report(WEEK, CUT, CUT, known, {}, VISIT, LOG, ORGANISATION, CALENDAR, last=last)
    told = {one.figure: one.records for one in report.restated}
    assert told["observations"] == (Record(VISIT.id, "v1", "S1", (), november(10)),)
