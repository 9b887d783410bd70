"""Daily logs and their hand-over: working days, holidays, leave, journeys, who came and who left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.calendar import Calendar
from forms.duties.absence import Away, half_days
from forms.model import Organisation, Supervisor
from tests.forms.builders import CALENDAR, ORGANISATION
from tests.forms.duties import DUTIES, FORMS, entry, only, passed, span, states, told

# Saturday 14 to Friday 20 November 2026; the office is closed on Wednesday the 18th.
WEEK = CALENDAR.week_named("2569-W47")
DAILY, BOTH = only("daily-log"), only("daily-log", "log-hand-over")


def november(day: int) -> date:
    return date(2026, 11, day)


def office(**people: Supervisor) -> Organisation:
    return replace(ORGANISATION, supervisors=people)


def test_a_day_is_due_at_the_weeks_hand_over() -> None:
    logs = [
        entry("log", "l1", november(16), "P1"),
        entry("log", "l2", november(17), "P1", sent=november(20)),  # on the last day
        entry("log", "l3", november(19), "P1", sent=november(21)),  # on the day after
    ]
    found = states(DAILY, logs, WEEK, november(30))
    assert told(found, "P1") == [
        ("2569-11-16", "done", "in-time"),
        ("2569-11-17", "done", "in-time"),
        ("2569-11-19", "late", "late"),
        ("2569-11-20", "missing", "nothing-came"),
    ]
    assert {state.owed.due for state in found} == {november(20)}
    assert [s.on for s in found if s.owed.code == "P1"] == [november(16), november(20), november(21), None]


@pytest.mark.parametrize(
    ("today", "status", "reason"),
    [
        (november(15), "pending", "not-yet"),
        (november(16), "pending", "not-yet"),  # the day itself
        (november(17), "pending", "day-passed"),
        (november(20), "pending", "day-passed"),  # the hand-over
        (november(21), "missing", "nothing-came"),
    ],
)
def test_a_day_without_a_log(today: date, status: str, reason: str) -> None:
    assert told(states(DAILY, [], WEEK, today), "P1")[0] == ("2569-11-16", status, reason)


def test_a_log_with_errors_is_none_but_is_told() -> None:
    found = states(DAILY, [entry("log", "l1", november(16), "P1", counted=False)], WEEK, november(21))
    assert told(found, "P1")[0] == ("2569-11-16", "missing", "with-errors")
    assert found[0].responses == ("l1",)


@pytest.mark.parametrize(
    ("until", "days", "weeks"),
    [
        (november(18), [], []),  # left on Wednesday
        (november(20), [], []),  # on the day of the hand-over
        (november(21), [16, 17, 19, 20], ["2569-W47"]),  # after it
    ],
)
def test_who_left_before_the_hand_over_owes_nothing_of_the_week(
    until: date, days: list[int], weeks: list[str]
) -> None:
    there = office(P1=Supervisor("P1", "ศึกษานิเทศก์ 1", "T1", until=until))
    found = [
        *states(BOTH, [], WEEK, november(30), organisation=there),
        *states(BOTH, [], CALENDAR.week_of(november(23)), november(30), organisation=there),
    ]
    assert [s.owed.period.start.day for s in found if s.owed.duty == "daily-log"] == days
    assert [s.owed.period.name for s in found if s.owed.duty == "log-hand-over"] == weeks


def test_leave_on_the_day_of_the_hand_over_puts_nothing_off() -> None:
    """The manual asks for it on the last day at work in the week."""
    leave = entry("permit", "a", november(20), "P1", until=november(30), kind="leave")
    found = states(BOTH, [leave], WEEK, november(21), standings=passed("a"))
    assert [s for _, s, _ in told(found, "P1")] == ["missing", "missing", "missing", "excused", "missing"]
    assert {s.owed.due for s in found} == {november(20)}


def test_who_came_in_mid_week_owes_from_that_day_on() -> None:
    new = office(P9=Supervisor("P9", "ศึกษานิเทศก์ 9", "T1", since=november(19)))
    found = told(states(DAILY, [], WEEK, november(30), organisation=new), "P9")
    assert [p for p, _, _ in found] == ["2569-11-19", "2569-11-20"]


@pytest.mark.parametrize(
    ("permit", "standings", "status", "reason"),
    [
        ({"kind": "leave"}, passed("a"), "excused", "leave"),
        ({"kind": "journey"}, passed("a"), "excused", "journey"),
        ({"kind": "leave"}, {}, "missing", "nothing-came"),  # nobody has decided
        ({"kind": "leave"}, passed("a", state="open"), "missing", "nothing-came"),
        ({"kind": "leave"}, passed("a", state="refused"), "missing", "nothing-came"),
        ({"kind": "out"}, passed("a"), "missing", "nothing-came"),  # up to three hours
        ({"kind": "vehicle"}, passed("a"), "missing", "nothing-came"),
        ({"kind": "leave", "leave_part": "am"}, passed("a"), "missing", "nothing-came"),
        ({"kind": "leave", "leave_part": "day"}, passed("a"), "excused", "leave"),
    ],
)
def test_what_excuses_a_day(
    permit: dict[str, str], standings: dict[tuple[str, str], object], status: str, reason: str
) -> None:
    permits = [entry("permit", "a", november(17), "P1", **permit)]  # type: ignore[arg-type]
    found = states(DAILY, permits, WEEK, november(30), standings=standings)  # type: ignore[arg-type]
    assert told(found, "P1")[1] == ("2569-11-17", status, reason)


def test_leave_that_is_approved_later_excuses_what_was_missing_and_what_came_late() -> None:
    given = [
        entry("permit", "a", november(16), "P1", until=november(19), kind="leave"),
        entry("log", "in time", november(17), "P1"),
        entry("log", "late", november(19), "P1", sent=november(23)),
    ]
    before = states(DAILY, given, WEEK, november(30), standings=passed("a", state="waiting"))
    assert [status for _, status, _ in told(before, "P1")] == ["missing", "done", "late", "missing"]
    after = states(DAILY, given, WEEK, november(30), standings=passed("a"))
    assert [status for _, status, _ in told(after, "P1")] == ["excused", "done", "excused", "missing"]
    assert [s.status for s in after if s.owed.code == "P2"] == ["missing"] * 4  # nobody else's


def test_half_days_of_two_days_make_none() -> None:
    permits = [
        entry("permit", f"{part}{day}", november(day), "P1", kind="leave", leave_part=part)
        for part, day in (("am", 16), ("pm", 17))
    ]
    found = states(DAILY, permits, WEEK, november(30), standings=passed("am16", "pm17"))
    assert [status for _, status, _ in told(found, "P1")] == ["missing"] * 4


def test_one_half_of_a_day_is_told_as_such() -> None:
    permits = [
        entry("permit", f"{part}{day}", november(day), "P1", kind="leave", leave_part=part)
        for part, day in (("am", 16), ("am", 17), ("pm", 17), ("day", 19), ("pm", 20))
    ]
    standings = passed("am16", "am17", "pm17", "day19")  # of the 20th nobody has decided
    assert half_days(DUTIES.absences, FORMS, {"permit": permits}, standings) == {
        "P1": {november(16): Away("leave", "am16")}
    }


def test_people_without_an_email_address_owe_like_others() -> None:
    there = office(P1=Supervisor("P1", "ศึกษานิเทศก์ 1", "T1", email=None))
    found = told(states(BOTH, [], WEEK, november(30), organisation=there), "P1")
    assert [status for _, status, _ in found] == ["missing"] * 5


def test_morning_and_afternoon_make_a_day() -> None:
    permits = [
        entry("permit", part, november(17), "P1", kind="leave", leave_part=part) for part in ("am", "pm")
    ]
    found = states(DAILY, permits, WEEK, november(30), standings=passed("am", "pm"))
    assert told(found, "P1")[1] == ("2569-11-17", "excused", "leave")


def test_leave_reaches_from_its_first_day_to_its_last_and_a_log_beats_it() -> None:
    given = [
        entry("permit", "a", november(16), "P1", until=november(19), kind="leave"),
        entry("log", "l", november(17), "P1"),
    ]
    found = states(DAILY, given, WEEK, november(30), standings=passed("a"))
    assert [status for _, status, _ in told(found, "P1")] == ["excused", "done", "excused", "missing"]


def test_a_journey_excuses_the_whole_party_and_so_does_its_report_alone() -> None:
    given = [
        entry("permit", "a", november(16), "P1", "P2", until=november(17), kind="journey"),
        entry("memo", "m", november(19), "P2"),
    ]
    found = states(DAILY, given, WEEK, november(30), standings=passed("a"))
    assert [s for _, s, _ in told(found, "P1")] == ["excused", "excused", "missing", "missing"]
    assert [s for _, s, _ in told(found, "P2")] == ["excused", "excused", "excused", "missing"]


# --- The hand-over ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "today", "status", "reason"),
    [
        ((16, 17, 19, 20), 20, "done", "in-time"),
        ((20, 20, 20, 20), 20, "done", "in-time"),
        ((16, 17, 19, 23), 24, "late", "late"),
        ((16, 17), 20, "pending", "days-open"),
        ((16, 17), 21, "missing", "days-open"),
    ],
)
def test_the_hand_over_gathers_the_days(sent: tuple[int, ...], today: int, status: str, reason: str) -> None:
    days = zip((16, 17, 19, 20), sent, strict=False)
    logs = [entry("log", f"l{day}", november(day), "P1", sent=november(on)) for day, on in days]
    found = [s for s in states(BOTH, logs, WEEK, november(today)) if s.owed.duty == "log-hand-over"]
    assert told(found, "P1") == [("2569-W47", status, reason)]


def test_a_week_away_is_excused() -> None:
    permit = entry("permit", "a", november(16), "P1", until=november(20), kind="leave")
    found = states(BOTH, [permit], WEEK, november(30), standings=passed("a"))
    assert ("2569-W47", "excused", "away-all-week") in told(found, "P1")


def test_a_friday_that_is_a_holiday_hands_over_on_thursday() -> None:
    week = CALENDAR.week_of(date(2026, 10, 23))  # วันปิยมหาราช
    found = states(BOTH, [], week, date(2026, 10, 23))
    assert {state.owed.due for state in found} == {date(2026, 10, 22)}
    assert {state.status for state in found} == {"missing"}


def test_a_week_of_holidays_owes_nothing() -> None:
    added = {date(2027, 4, day): "วันหยุดพิเศษ" for day in (12, 16)}  # Songkran is the 13th to the 15th
    songkran = Calendar(CALENDAR.semesters, added=added)
    week = songkran.week_of(date(2027, 4, 16))
    assert songkran.working_days(week) == ()
    assert states(BOTH, [], week, date(2027, 5, 1), calendar=songkran) == ()


def test_the_29th_of_february_is_a_day_like_others() -> None:
    leap = date(2028, 2, 29)
    found = states(DAILY, [entry("log", "l", leap, "P1")], CALENDAR.week_of(leap), date(2028, 3, 10))
    assert ("2571-02-29", "done", "in-time") in told(found, "P1")


def test_the_fiscal_year_turns_within_a_week_and_no_day_is_lost() -> None:
    week = span(date(2026, 9, 26), date(2026, 10, 2))
    found = told(states(DAILY, [], week, date(2026, 10, 5)), "P1")
    assert [p for p, _, _ in found] == [
        f"2569-{day}" for day in ("09-28", "09-29", "09-30", "10-01", "10-02")
    ]


def test_nothing_breaks_without_forms_people_or_schools() -> None:
    empty = replace(ORGANISATION, supervisors={}, schools={}, networks={})
    assert states(BOTH, [], WEEK, november(30), forms={}) == ()
    assert states(BOTH, [], WEEK, november(30), organisation=empty) == ()
