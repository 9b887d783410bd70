"""The office's calendar: its borders, its holidays, and the lint of calendar.yaml."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from forms.calendar import Calendar, load_calendar
from forms.model import Period

CONFIG = Path(__file__).resolve().parents[3] / "config"


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    loaded, problems = load_calendar(CONFIG)
    assert problems == ()
    assert loaded is not None
    return loaded


@pytest.mark.parametrize(
    ("day", "semester", "latest"),
    [
        (date(2026, 5, 15), None, "2568-S2"),
        (date(2026, 5, 16), "2569-S1", "2569-S1"),
        (date(2026, 10, 10), "2569-S1", "2569-S1"),
        (date(2026, 10, 11), None, "2569-S1"),
        (date(2026, 10, 31), None, "2569-S1"),
        (date(2026, 11, 1), "2569-S2", "2569-S2"),
        (date(2027, 1, 1), "2569-S2", "2569-S2"),
        (date(2027, 3, 31), "2569-S2", "2569-S2"),
        (date(2027, 4, 1), None, "2569-S2"),
        (date(2028, 2, 29), "2570-S2", "2570-S2"),
    ],
)
def test_semesters_and_breaks(calendar: Calendar, day: date, semester: str | None, latest: str) -> None:
    found = calendar.semester_of(day)
    assert (found and found.name) == semester
    assert calendar.latest_semester(day).name == latest


def test_a_semester_is_half_open_and_knows_the_one_before(calendar: Calendar) -> None:
    second = calendar.semester_named("2569-S2")
    assert second == Period(date(2026, 11, 1), date(2027, 4, 1), "semester", "2569-S2")
    assert calendar.previous_semester(second).name == "2569-S1"
    assert calendar.previous_semester(calendar.semester_named("2569-S1")).name == "2568-S2"
    with pytest.raises(ValueError, match="2569-S3"):
        calendar.semester_named("2569-S3")


@pytest.mark.parametrize(
    ("semester", "after"), [("2569-S1", "2569-S2"), ("2569-S2", "2570-S1"), ("2570-S1", "2570-S2")]
)
def test_a_semester_knows_the_one_after(calendar: Calendar, semester: str, after: str) -> None:
    found = calendar.semester_after(calendar.semester_named(semester))
    assert found == calendar.semester_named(after)
    assert calendar.previous_semester(found).name == semester


def test_an_announcement_moves_one_semester_alone(calendar: Calendar) -> None:
    moved = replace(calendar, exceptions={"2569-S2": (date(2026, 11, 9), date(2027, 4, 9))})
    assert moved.latest_semester(date(2026, 11, 8)).name == "2569-S1"
    assert moved.semester_of(date(2027, 4, 9)) == Period(
        date(2026, 11, 9), date(2027, 4, 10), "semester", "2569-S2"
    )
    assert moved.semester_named("2570-S2").start == date(2027, 11, 1)


def test_the_academic_year_is_named_by_its_may(calendar: Calendar) -> None:
    assert [calendar.academic_year(date(2026, 5, day)) for day in (15, 16)] == [2568, 2569]
    assert calendar.academic_year(date(2027, 4, 30)) == 2569
    year = calendar.academic_year_of(date(2026, 10, 20))
    assert year == Period(date(2026, 5, 16), date(2027, 5, 16), "academic_year", "2569-AY")


def test_the_fiscal_year_turns_in_october(calendar: Calendar) -> None:
    assert [calendar.fiscal_year(day) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [2569, 2570]


@pytest.mark.parametrize(
    ("day", "name", "start"),
    [
        (date(2026, 11, 20), "2569-W47", date(2026, 11, 14)),  # the Friday
        (date(2026, 11, 21), "2569-W48", date(2026, 11, 21)),  # the Saturday after
        (date(2026, 12, 26), "2569-W53", date(2026, 12, 26)),
        (date(2027, 1, 1), "2569-W53", date(2026, 12, 26)),  # Friday 1 January is in ISO week 53 of 2026
        (date(2027, 1, 2), "2570-W01", date(2027, 1, 2)),
        (date(2028, 2, 29), "2571-W09", date(2028, 2, 26)),
    ],
)
def test_a_week_runs_from_saturday_to_friday(calendar: Calendar, day: date, name: str, start: date) -> None:
    week = Period(start, start + timedelta(days=7), "week", name)
    assert calendar.week_of(day) == week
    assert calendar.week_named(name) == week


@pytest.mark.parametrize("name", ["2569-W54", "2570-W53", "2569-W00", "2569-47", "47", "2569-S1", ""])
def test_what_names_no_week_is_refused(calendar: Calendar, name: str) -> None:
    with pytest.raises(ValueError, match=r"week|W|names"):
        calendar.week_named(name)


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        (date(2026, 11, 20), True, "a plain Friday"),
        (date(2026, 11, 21), False, "a Saturday"),
        (date(2026, 10, 20), True, "the break between semesters is no holiday of the office"),
        (date(2026, 10, 23), False, "วันปิยมหาราช, a Friday"),
        (date(2026, 12, 7), False, "instead of 5 December, a Saturday"),
        (date(2026, 5, 1), True, "วันแรงงาน is none of the government's"),
        (date(2027, 5, 3), True, "nor is the day instead of it"),
        (date(2026, 5, 13), False, "วันพืชมงคล, a government holiday"),
        (date(2029, 1, 2), False, "instead of 31 December 2028, a Sunday"),
        (date(2028, 2, 29), True, "a leap day, a Tuesday"),
    ],
)
def test_working_days(calendar: Calendar, day: date, works: bool, why: str) -> None:
    assert calendar.is_working_day(day) is works, why


def test_the_last_working_day_of_a_week_with_a_holiday_on_friday_is_thursday(calendar: Calendar) -> None:
    week = calendar.week_of(date(2026, 10, 23))
    assert calendar.holiday(date(2026, 10, 23)) == "วันปิยมหาราช"
    assert calendar.last_working_day(week) == date(2026, 10, 22)
    assert calendar.working_days(week) == tuple(date(2026, 10, day) for day in (19, 20, 21, 22))


def test_the_office_adds_and_strikes_days(calendar: Calendar) -> None:
    friday, holiday = date(2026, 11, 20), date(2026, 10, 23)
    office = replace(calendar, added={friday: "วันหยุดพิเศษ"}, struck=frozenset({holiday}))
    assert office.holiday(friday) == "วันหยุดพิเศษ"
    assert office.last_working_day(office.week_of(friday)) == date(2026, 11, 19)
    assert office.is_working_day(holiday)


def test_a_week_without_a_working_day_has_no_last_one(calendar: Calendar) -> None:
    week = calendar.week_named("2569-W47")
    closed = replace(calendar, added=dict.fromkeys(calendar.working_days(week), "ปิด"))
    assert closed.last_working_day(week) is None


def test_office_hours_are_read(calendar: Calendar) -> None:
    assert (calendar.opens, calendar.closes) == (time(8, 30), time(16, 30))


# --- The lint of calendar.yaml ---------------------------------------------------------

GOOD = """\
semesters:
  1: {first: 16 พฤษภาคม, last: 10 ตุลาคม}
  2: {first: 1 พ.ย., last: 31 มี.ค.}
office_hours: {from: 08.30, to: 16.30}
not_for_the_office: [วันแรงงานแห่งชาติ]
holidays_added:
  - {date: 2569-11-23, name: วันหยุดพิเศษ}
holidays_struck:
  - {date: 23 ต.ค. 2569, name: เปิดทำการ}
semester_exceptions:
  2570-S1: {first: 17 พ.ค. 2570, last: 8 ต.ค. 2570}
"""


def test_a_good_file_is_read_with_unquoted_times_and_buddhist_dates(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text(GOOD, encoding="utf-8")
    calendar, problems = load_calendar(tmp_path)
    assert problems == ()
    assert calendar is not None
    assert calendar.holiday(date(2026, 11, 23)) == "วันหยุดพิเศษ"
    assert calendar.is_working_day(date(2026, 10, 23))
    assert calendar.opens == time(8, 30)
    assert calendar.semester_named("2570-S1").start == date(2027, 5, 17)


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message", "accepted"),
    [
        ("semesters:", "semester:", 1, "semester", 'did you mean "semesters"', "semesters"),
        ("  2: {first: 1 พ.ย., last: 31 มี.ค.}\n", "", 1, "semesters", '"2" is missing', "2: …"),
        ("16 พฤษภาคม", "31 มิถุนายน", 2, "semesters.1.first", "no day of the year", "16 พฤษภาคม"),
        ("10 ตุลาคม", "10 พฤศจิกายน", 1, "semesters", "the semesters overlap", "2 begins after 1 ends"),
        ("to: 16.30", "to: 26.30", 4, "office_hours.to", "no time of day", "08.30"),
        ("to: 16.30", "to: 06.30", 4, "office_hours.to", "closes before it opens", "after 08.30"),
        ("2569-11-23", "2569-11-31", 7, "holidays_added[0].date", "is not a date", "22/11/2569"),
        (", name: วันหยุดพิเศษ", "", 7, "holidays_added[0]", '"name" is missing', "name: …"),
        ("23 ต.ค. 2569", "23 พ.ย. 2569", 9, "holidays_struck[0].date", "stands here twice", "each date once"),
        ("[วันแรงงานแห่งชาติ]", "วันแรงงาน", 5, "not_for_the_office", "a list is expected", "begin with -"),
        ("2570-S1", "ภาค 1", 11, "exceptions.ภาค 1", "names no semester", "2570-S1"),
        ("8 ต.ค. 2570", "17 พ.ค. 2570", 11, "exceptions.2570-S1.last", "not come after", "2027-05-17"),
        ("17 พ.ค. 2570", "17 พ.ค. 2569", 11, "exceptions.2570-S1.first", "does not lie in", "2027 or 2028"),
        ("office_hours: {", "office_hours: [", 4, "", "closes on this line that nothing opens", "{ where"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_line_and_path(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    calendar, problems = load_calendar(tmp_path)
    assert calendar is None
    path = path.replace("exceptions.", "semester_exceptions.")
    assert [(p.file, p.line, p.path) for p in problems] == [(str(file), line, path)]
    assert message in problems[0].message
    assert accepted in problems[0].accepted


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    calendar, problems = load_calendar(tmp_path)
    assert calendar is None
    assert "cannot be read" in problems[0].message


ONE = "2570-S1: {first: 17 พ.ค. 2570, last: 8 ต.ค. 2570}"
BOTH = f"{ONE}\n  2570-S2:"


@pytest.mark.parametrize(
    ("new", "path", "message", "accepted"),
    [
        ("2570-S1: {first: 17 พ.ค. 2570, last: 20 พ.ย. 2570}", "2570-S1.last", "when 2570-S2 has begun",
         "before 2027-11-01"),
        ("2570-S2: {first: 1 มิ.ย. 2570, last: 31 ส.ค. 2570}", "2570-S2.first", "2570-S1 has not ended",
         "after 2027-10-10"),
        (f"{BOTH} {{first: 8 ต.ค. 2570, last: 31 มี.ค. 2571}}", "2570-S2.first", "2570-S1 has not ended",
         "after 2027-10-08"),
        (f"{BOTH} {{first: 1 พ.ค. 2570, last: 10 พ.ค. 2570}}", "2570-S2.first", "2570-S1 has not ended",
         "after 2027-10-08"),
        ("2570-S1: {first: 20 มี.ค. 2570, last: 8 ต.ค. 2570}", "2570-S1.first", "2569-S2 has not ended",
         "after 2027-03-31"),
        ("2570-S2: {first: 1 พ.ย. 2570, last: 20 พ.ค. 2571}", "2570-S2.last", "when 2571-S1 has begun",
         "2571-S1 as an exception"),
    ],
)  # fmt: skip
def test_semesters_that_overlap_are_named(
    tmp_path: Path, new: str, path: str, message: str, accepted: str
) -> None:
    (tmp_path / "calendar.yaml").write_text(GOOD.replace(ONE, new), encoding="utf-8")
    calendar, problems = load_calendar(tmp_path)
    assert calendar is None
    wrong = [p for p in problems if p.severity == "error"]
    assert wrong[0].path == f"semester_exceptions.{path}"
    assert message in wrong[0].message
    assert accepted in wrong[0].accepted


@pytest.mark.parametrize(
    ("old", "new", "path", "message", "accepted"),
    [
        ("8 ต.ค. 2570", "20 ก.ค. 2570", "2570-S1.last", "2570-S2 lie 103 days", "90 days"),
        ("17 พ.ค. 2570", "17 ก.ค. 2570", "2570-S1.first", "2569-S2 and 2570-S1 lie 107 days", "90 days"),
        ("17 พ.ค. 2570, last: 8 ต.ค. 2570", "1 ก.ย. 2570, last: 8 ต.ค. 2570", "2570-S1", "would have 38 days",
         "first and last day"),
        ("2569-11-23", "2569-11-22", "holidays_added[0].date", "a Saturday or Sunday", "Monday to Friday"),
        ("2569-11-23", "2579-11-24", "holidays_added[0].date", "lies far ahead", "announced"),
        ("23 ต.ค. 2569", "26 ต.ค. 2569", "holidays_struck[0].date", "is no holiday", "the date of a holiday"),
        ("23 ต.ค. 2569", "1 พ.ค. 2569", "holidays_struck[0].date", "is no holiday", "the date of a holiday"),
        ("[วันแรงงานแห่งชาติ]", "[วันแรงงาน]", "not_for_the_office[0]",
         'called "วันแรงงาน": did you mean "วันแรงงานแห่งชาติ"', "วันขึ้นปีใหม่"),
    ],
)  # fmt: skip
def test_what_is_likely_not_meant_so_is_warned_of_and_worked_with(
    tmp_path: Path, old: str, new: str, path: str, message: str, accepted: str
) -> None:
    assert old in GOOD
    (tmp_path / "calendar.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    calendar, problems = load_calendar(tmp_path, date(2026, 11, 23))
    assert calendar is not None
    assert {p.severity for p in problems} == {"warning"}
    found = next(p for p in problems if p.path.endswith(path))
    assert message in found.message
    assert accepted in found.accepted


def test_a_semester_moved_by_a_few_days_is_nothing_to_warn_of(tmp_path: Path) -> None:
    moved = f"{BOTH} {{first: 9 ต.ค. 2570, last: 15 พ.ค. 2571}}"
    (tmp_path / "calendar.yaml").write_text(GOOD.replace(ONE, moved), encoding="utf-8")
    assert load_calendar(tmp_path, date(2026, 11, 23))[1] == ()
