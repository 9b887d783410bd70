"""The director's weekly report: its figures, what each stands on, and what is restated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from forms.duties.absence import Away
from forms.model import Entry, Form, Membership, Organisation, Period, School, Severity
from forms.summary.selecting import selects
from forms.weekly import Figure, LogDays, Reported, Restated, WeeklyReport, weekly_report
from tests.forms.builders import BANDS, BANGKOK, CALENDAR, LOG, ORGANISATION, VISIT, log, visit

# Saturday 14 to Friday 20 November 2026; Wednesday the 18th is a day off, so four days are owed.
WEEK = CALENDAR.week_named("2569-W47")
CUT = datetime(2026, 11, 20, 18, tzinfo=BANGKOK)
WRITTEN = datetime(2026, 11, 20, 18, 5, tzinfo=BANGKOK)


def november(day: int) -> date:
    return date(2026, 11, day)


def moment(day: int, hour: int = 16) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=BANGKOK)


ENTRIES = (
    # This week
    visit("v1", november(16), school="S1", scores=(5, 5, 5, 5, 5)),
    visit("v2", november(17), school="S1", scores=(4, 4, 4, 4, 4)),
    visit("v3", november(20), school="S2", scores=(3, 3, 3, 3, 3)),
    visit("v4", november(20), school="S2", scores=(1, 1, 1, 1, 1), counted=False),
    # Last week, and before
    visit("v5", november(13), school="S3", scores=(2, 2, 2, 2, 2)),
    visit("v6", november(12), school="S1", scores=(5, 5, 5, 5, 4)),
    visit("v7", november(5), school="S4", scores=(2, 2, 2, 2, 2)),
    visit("v8", date(2026, 9, 1), school="S5"),  # the semester before
    log("l1", november(16), "P1"),
    log("l2", november(16), "P1"),
    log("l3", november(18), "P1"),  # a day off
    log("l4", november(19), "P2"),
    log("l5", november(17), "P3"),
    log("l6", november(12), "P1"),
    log("l7", november(16), "P2", counted=False),
)
FINDINGS: dict[str, Severity] = {"v4": "error", "l3": "warning", "l7": "error", "v5": "error"}


def reported(
    entries: Sequence[Entry] = ENTRIES,
    week: Period = WEEK,
    *,
    cut: datetime = CUT,
    findings: Mapping[str, Severity] = FINDINGS,
    observation: Form | None = VISIT,
    daily: Form | None = LOG,
    organisation: Organisation = ORGANISATION,
    **more: Any,
) -> WeeklyReport:
    return weekly_report(
        week, cut, WRITTEN, entries, findings, observation, daily, organisation, CALENDAR, **more
    )


REPORT = reported()


@pytest.mark.parametrize(
    ("name", "now", "before"),
    [
        ("observations", (3, 3), (2, 2)),
        ("schools", (2, 3), (2, 2)),
        ("logs", (5, 5), (1, 1)),
        ("score", (4.0, 3), (3.4, 2)),
    ],
)
def test_this_week_beside_last_week(name: str, now: tuple[float, int], before: tuple[float, int]) -> None:
    compared = getattr(REPORT, name)
    assert (compared.now.value, compared.now.n) == now
    assert (compared.before.value, compared.before.n) == before


def test_what_it_is_about() -> None:
    assert (REPORT.week, REPORT.cut, REPORT.written, REPORT.min_n) == (WEEK, CUT, WRITTEN, 3)
    assert REPORT.semester == REPORT.semester_covered == CALENDAR.semester_named("2569-S2")


def test_levels_best_first() -> None:
    assert list(REPORT.levels.items()) == [
        ("ดีมาก", 1), ("ดี", 1), ("ปานกลาง", 1), ("พอใช้", 0), ("ควรปรับปรุง", 0),
    ]  # fmt: skip


def test_coverage_of_the_semester_to_date() -> None:
    # S4 was visited and closed on the 10th, S5 was visited in the semester before, S6 opened on the 19th.
    lines = [(line.network, line.visited, line.owed) for line in REPORT.coverage]
    assert lines == [("N1", 2, 2), ("N2", 1, 2), ("N3", 0, 1)]


def test_a_school_that_moved_was_visited_for_its_new_network_too() -> None:
    """S3 of N2 was visited on the 13th, and belongs to N3 from the 18th on."""
    moved = replace(ORGANISATION.schools["S3"], network="N3", earlier=(Membership(november(18), "N2"),))
    there = replace(ORGANISATION, schools={**ORGANISATION.schools, "S3": moved})
    report = reported(organisation=there)
    before, after = ({line.network: line for line in one.coverage} for one in (REPORT, report))
    assert (before["N2"].visited, before["N2"].owed) == (1, 2)
    assert [(code, line.visited, line.owed) for code, line in after.items()] == [
        ("N1", 2, 2), ("N2", 0, 1), ("N3", 1, 2),
    ]  # fmt: skip
    assert sum(line.visited for line in after.values()) == sum(line.visited for line in before.values())
    query = after["N3"].query
    assert query
    assert query.moved == ("S3",)
    assert [e.response for e in ENTRIES if selects(query, e, VISIT, CALENDAR)] == ["v5"]
    later = replace(moved, earlier=(Membership(date(2026, 12, 1), "N2"),))  # a move to come changes nothing
    coming = replace(there, schools={**there.schools, "S3": later})
    assert [(one.network, one.visited, one.owed) for one in reported(organisation=coming).coverage] == [
        (one.network, one.visited, one.owed) for one in REPORT.coverage
    ]


COACHING = Form("coaching", "แบบบันทึกการนิเทศโรงเรียน", ("S6",), (), {}, counts_as="visit")


def test_a_school_is_visited_by_whatever_record_of_a_visit() -> None:
    """S6 by coaching alone, S1 by both: schools and coverage count them, observations and scores do not."""
    coached = [
        replace(visit(n, november(19), school=s), form="coaching") for n, s in (("c1", "S6"), ("c2", "S1"))
    ]
    spoilt = replace(visit("c3", november(19), school="S3", counted=False), form="coaching")
    report = reported((*ENTRIES, *coached, spoilt), others=[VISIT, COACHING])
    assert (report.observations.now, report.score.now) == (REPORT.observations.now, REPORT.score.now)
    assert (report.schools.now.value, report.schools.now.n) == (3, 5)
    assert [(line.network, line.visited) for line in report.coverage] == [("N1", 2), ("N2", 1), ("N3", 1)]
    query = report.schools.now.query
    assert query
    assert query.also == ("coaching",)
    behind = [e for e in (*ENTRIES, *coached, spoilt) if selects(query, e, VISIT, CALENDAR)]
    assert [e.response for e in behind] == ["v1", "v2", "v3", "c1", "c2"]
    last = Reported(WEEK, CUT, REPORT.figures, ENTRIES, report.visiting)
    later = reported((*ENTRIES, *coached), others=[VISIT, COACHING], last=last).restated
    assert [(one.figure, one.member, one.now, one.responses) for one in later] == [
        ("schools", "", 3, ("c1", "c2")),
        ("coverage", "N3", 1, ("c1",)),
    ]


@pytest.mark.parametrize("visiting", [frozenset({VISIT.id}), frozenset[str]()])  # by observations; not known
def test_schools_visited_by_other_forms_than_today_are_not_restated(visiting: frozenset[str]) -> None:
    """Coaching makes a visit from this week on: last week's own records of it are no news of last week."""
    coached = replace(visit("c1", november(12), school="S6"), form="coaching")
    late = at(visit("late", november(13), school="S2", scores=(1,) * 5), 16)
    before = replace(told((*BEFORE, coached)), visiting=visiting)
    report = reported((*BEFORE, coached, late), others=[COACHING], last=before)
    assert [(one.figure, one.now) for one in report.restated] == [("observations", 4), ("score", 3.25)]
    assert report.visiting == {VISIT.id, COACHING.id}
    again = replace(before, visiting=report.visiting)
    lines = reported((*BEFORE, coached, late), others=[COACHING], last=again).restated
    assert {one.figure for one in lines} == {"observations", "score", "schools", "coverage"}


def test_log_days_the_latest_first() -> None:
    assert [(line.supervisor, line.logged, line.owed, line.n) for line in REPORT.logdays] == [
        ("P1", 1, 4, 3),  # twice on the 16th, and on a day off
        ("P2", 1, 4, 1),
        ("P3", 1, 2, 1),  # in office to the 17th
    ]


def test_days_away_are_not_owed_unless_they_were_logged() -> None:
    leave = Away("leave", "a")
    away = {"P1": dict.fromkeys((november(16), november(17)), leave), "P3": {november(16): leave}}
    whole_week = {"P2": dict.fromkeys((november(day) for day in range(14, 21)), leave)}
    found = [(line.supervisor, line.logged, line.owed) for line in reported(away=away).logdays]
    assert found == [("P2", 1, 4), ("P1", 1, 3), ("P3", 1, 1)]
    assert [
        (line.supervisor, line.owed) for line in reported(away=whole_week).logdays if line.supervisor == "P2"
    ] == [("P2", 1)]


def test_no_log_is_owed_of_a_day_before_logs_are_reckoned() -> None:
    since = november(17)
    found = {line.supervisor: (line.logged, line.owed) for line in reported(since=since).logdays}
    assert found == {"P1": (0, 3), "P2": (1, 3), "P3": (1, 1)}
    assert reported(since=november(21)).logdays == ()


@pytest.mark.parametrize(
    ("cut", "owed"),
    [(moment(14), {}), (moment(16), {"P1": 1, "P2": 1, "P3": 1}), (CUT, {"P1": 4, "P2": 4, "P3": 2})],
)
def test_only_days_up_to_the_cut_are_owed(cut: datetime, owed: dict[str, int]) -> None:
    assert {line.supervisor: line.owed for line in reported(cut=cut).logdays} == owed


def test_open_findings_are_those_of_the_weeks_responses() -> None:
    assert (REPORT.errors, REPORT.warnings) == (2, 1)


# --- Ranking ----------------------------------------------------------------------------


def observed(means: Mapping[str, Sequence[int]]) -> list[Entry]:
    """Visits to schools this week, each of one rating in every row."""
    return [
        visit(f"{school}-{n}", november(16), school=school, scores=(rating,) * 5)
        for school, ratings in means.items()
        for n, rating in enumerate(ratings)
    ]


@pytest.mark.parametrize(
    ("means", "strongest", "weakest", "unranked"),
    [
        ({}, [], [], 0),
        ({"S1": [5, 5]}, [], [], 1),
        ({"S1": [5, 5, 5]}, ["S1"], [], 0),
        ({"S1": [5, 5, 5], "S2": [1, 1, 2]}, ["S1"], ["S2"], 0),
        ({"S1": [4, 4, 4], "S2": [2, 2, 2], "S3": [3, 3, 3], "S5": [5]}, ["S1", "S3"], ["S2"], 1),
        # Equal means: the one seen more often is the surer.
        ({"S1": [4, 4, 4], "S2": [4, 4, 4, 4]}, ["S2"], ["S1"], 0),
        # A closed school is ranked no more.
        ({"S1": [4, 4, 4], "S4": [5, 5, 5]}, ["S1"], [], 0),
    ],
)
def test_ranking(
    means: Mapping[str, Sequence[int]], strongest: list[str], weakest: list[str], unranked: int
) -> None:
    report = reported(observed(means))
    assert [line.school for line in report.strongest] == strongest
    assert [line.school for line in report.weakest] == weakest
    assert report.unranked == unranked


def test_five_at_most_and_nobody_in_both() -> None:
    schools = {f"X{n:02}": School(f"X{n:02}", f"โรงเรียน {n}", "N1") for n in range(12)}
    organisation = replace(ORGANISATION, schools=schools)
    entries = [
        replace(
            visit(f"{code}-{n}", november(16), scores=(5 if n * 4 < place else 3,) * 5),
            members={"school": code, "network": "N1"},
        )
        for place, code in enumerate(schools)
        for n in range(3)
    ]
    report = weekly_report(WEEK, CUT, WRITTEN, entries, {}, VISIT, LOG, organisation, CALENDAR)
    strongest, weakest = ([line.school for line in lines] for lines in (report.strongest, report.weakest))
    assert (len(strongest), len(weakest)) == (5, 5)
    assert not set(strongest) & set(weakest)
    assert [line.mean for line in report.weakest] == sorted(line.mean for line in report.weakest)


def test_a_schools_level_is_that_of_its_mean() -> None:
    line = reported(observed({"S1": [5, 5, 4]})).strongest[0]
    assert (round(line.mean, 2), line.level, line.n) == (4.67, "ดีมาก", 3)
    totals = replace(VISIT, bands=replace(BANDS, of="total"))
    assert reported(observed({"S1": [1, 1, 1]}), observation=totals).strongest[0].level == "ดีมาก"


# --- Semesters and breaks -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "semester", "covered"),
    [
        ("2569-W47", "2569-S2", "2569-S2"),
        ("2569-W42", "2569-S1", "2569-S1"),  # only its Saturday, 10 October, lies in the semester
        ("2569-W43", None, "2569-S1"),
        ("2569-W45", "2569-S2", "2569-S2"),  # begins on its Sunday
    ],
)
def test_semester(week: str, semester: str | None, covered: str) -> None:
    report = reported(week=CALENDAR.week_named(week))
    assert (report.semester.name if report.semester else None) == semester
    assert report.semester_covered.name == covered
    visited = {line.network: line.visited for line in report.coverage}
    assert visited["N2"] == (1 if covered == "2569-S1" else visited["N2"])


# --- Tracing ------------------------------------------------------------------------------


def _figures(report: WeeklyReport) -> Iterator[tuple[str, Any]]:
    for name in ("observations", "schools", "logs", "score"):
        yield f"{name} now", getattr(report, name).now
        yield f"{name} before", getattr(report, name).before
    for name in ("coverage", "strongest", "weakest", "logdays"):
        for line in getattr(report, name):
            yield f"{name} {line}", line


@pytest.mark.parametrize("week", ["2569-W47", "2569-W46", "2569-W43", "2569-W36"])
def test_every_figure_leads_to_the_responses_it_stands_on(week: str) -> None:
    entries = (*ENTRIES, *observed({"S1": [5, 4, 4], "S2": [1, 1, 2]}))
    for name, figure in _figures(reported(entries, CALENDAR.week_named(week))):
        form = VISIT if figure.query.form == VISIT.id else LOG
        behind = [e for e in entries if selects(figure.query, e, form, CALENDAR)]
        assert len(behind) == figure.n, name
        if name.startswith(("coverage", "schools")):
            closed = {"S4"} if name.startswith("coverage") and week in ("2569-W47", "2569-W46") else set()
            visited = {e.members["school"] for e in behind} - closed
            assert len(visited) == (figure.visited if name.startswith("coverage") else figure.value), name


# --- Restating ----------------------------------------------------------------------------

LAST = CALENDAR.week_named("2569-W46")
LAST_CUT = moment(13, 18)


def told(entries: Sequence[Entry] = ENTRIES) -> Reported:
    """What last week's report told of these entries."""
    known = tuple(entry for entry in entries if entry.submitted <= LAST_CUT)
    then = reported(known, LAST, cut=LAST_CUT)
    return Reported(LAST, LAST_CUT, then.figures, known, then.visiting)


def at(entry: Entry, day: int) -> Entry:
    """The entry as submitted on a day of November."""
    return replace(entry, submitted=moment(day))


BEFORE = tuple(at(visit(f"b{n}", november(10 + n), school="S1", scores=(4,) * 5), 10 + n) for n in range(3))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEFORE, []),
        # One came late.
        (
            (*BEFORE, at(visit("late", november(13), school="S2", scores=(1,) * 5), 16)),
            [
                Restated("observations", "", 3, 4, ("late",)),
                Restated("schools", "", 1, 2, ("late",)),
                Restated("score", "", 4.0, 3.25, ("late",)),
                Restated("coverage", "N1", 1, 2, ("late",)),
            ],
        ),
        # One was edited: first its ratings, then its day.
        (
            (at(visit("b0", november(10), school="S1", scores=(5,) * 5), 16), *BEFORE[1:]),
            [Restated("score", "", 4.0, 13 / 3, ("b0",))],
        ),
        (
            (at(replace(BEFORE[0], when=november(16)), 16), *BEFORE[1:]),
            [Restated("observations", "", 3, 2, ("b0",))],
        ),
        # One was deleted, or set aside by a finding.
        (BEFORE[1:], [Restated("observations", "", 3, 2, ("b0",))]),
        (
            (replace(BEFORE[0], counted=False), *BEFORE[1:]),
            [Restated("observations", "", 3, 2, ("b0",))],
        ),
        # All are gone: there is no mean any more.
        (
            (),
            [
                Restated("observations", "", 3, 0, ("b0", "b1", "b2")),
                Restated("schools", "", 1, 0, ("b0", "b1", "b2")),
                Restated("score", "", 4.0, None, ("b0", "b1", "b2")),
                Restated("coverage", "N1", 1, 0, ("b0", "b1", "b2")),
            ],
        ),
        # What comes for this week restates nothing.
        ((*BEFORE, at(visit("new", november(16), school="S2"), 16)), []),
    ],
)
def test_restated(now: Sequence[Entry], expected: list[Restated]) -> None:
    assert list(reported(now, last=told(BEFORE)).restated) == expected


def test_a_mean_that_could_not_be_told_is_restated_too() -> None:
    late = at(visit("late", november(13), school="S1", scores=(4,) * 5), 16)
    lines = {line.figure: line for line in reported([late], last=told([])).restated}
    assert lines["score"] == Restated("score", "", None, 4.0, ("late",))


def test_a_change_that_nobody_sees_is_not_told() -> None:
    last = told(BEFORE)
    last = replace(last, figures={**last.figures, "score": 4.001})
    assert reported(BEFORE, last=last).restated == ()


def test_a_network_that_is_no_more_or_that_is_new() -> None:
    figures = dict(told(BEFORE).figures)
    figures["coverage:N9"] = 4
    del figures["coverage:N3"]
    assert reported(BEFORE, last=replace(told(BEFORE), figures=figures)).restated == (
        Restated("coverage", "N9", 4, None, ()),
    )


def test_figures_are_kept_for_the_next_report() -> None:
    assert REPORT.figures == {
        "observations": 3,
        "schools": 2,
        "logs": 5,
        "score": 4.0,
        "coverage:N1": 2,
        "coverage:N2": 1,
        "coverage:N3": 0,
    }


# --- Nothing, and less --------------------------------------------------------------------


def test_a_week_in_which_nothing_was_done() -> None:
    report = reported([])
    assert report.observations.now.value == 0
    assert report.score.now.value is None
    assert "score" not in report.figures
    assert sum(report.levels.values()) == 0
    assert report.logdays[0] == LogDays("P1", 0, 4, 0, report.logdays[0].query)


def test_a_form_that_could_not_be_loaded_leaves_its_figures_empty() -> None:
    report = reported(observation=None, last=told())
    assert report.observations.now == Figure(None, 0, None)
    assert (report.coverage, report.strongest, report.levels) == ((), (), {})
    assert report.logs.now.value == 5
    assert {line.figure for line in report.restated} <= {"logs"}
    assert reported(daily=None).logdays == ()
