"""The paper of a supervisor's week: a line a log or day, and days reckoned as the weekly report does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms.duties.absence import Away
from forms.model import Choice, Entry, Form, QuestionType, Section
from forms.papers.daily_logs import LoggedWeek, daily_logs_paper
from forms.weekly.headline import known_of
from forms.weekly.logdays import log_days
from tests.forms.builders import BANGKOK, CALENDAR, LOG, ORGANISATION, VISIT, log, question, with_texts

# Saturday 14 to Friday 20 November 2026; Wednesday the 18th is a day off of the office.
WEEK = CALENDAR.week_named("2569-W47")
PERMIT = Form(
    id="permit",
    records=("S18",),
    counts_as="permit",
    title="แบบขออนุญาต",
    about={
        "who": "person",
        "when": "first",
        "leave_type": "leave",
        "subject": "purpose",
        "place": "place",
        "part_of_day": "part",
    },
    sections=(
        Section(
            "start",
            "ขอ",
            (
                question("leave", QuestionType.CHOICE, choices=(Choice("sick", "ลาป่วย"),)),
                question("part", QuestionType.CHOICE, choices=(Choice("morning", "ครึ่งวันเช้า"),)),
                question("purpose", QuestionType.TEXT),
                question("place", QuestionType.TEXT),
            ),
        ),
    ),
)


def november(day: int) -> date:
    return date(2026, 11, day)


def permit(response: str, day: int, **answers: str) -> Entry:
    sent = datetime(2026, 11, 10, 9, tzinfo=BANGKOK)
    return Entry("permit", response, sent, november(day), {}, {}, counted=True, answers=answers)


def values(
    logs: Sequence[Entry],
    away: Mapping[date, Away] | None = None,
    excuses: Sequence[Entry] = (),
    *,
    until: int = 20,
    since: date | None = None,
    person: str = "P1",
    halves: Mapping[date, Away] | None = None,
) -> dict[str, Any]:
    known = LoggedWeek(
        ORGANISATION.supervisors[person],
        WEEK,
        november(until),
        logs,
        away or {},
        excuses,
        since,
        halves or {},
    )
    paper = daily_logs_paper(known, LOG, {"log": LOG, "permit": PERMIT}, ORGANISATION, CALENDAR, "รายงาน")
    assert paper.key == f"paper:daily-logs:{person}:2569-W47"
    return dict(paper.values)


def marks(told: Mapping[str, Any]) -> list[tuple[int, set[str]]]:
    """The day of each row, and what it is marked as."""
    names = ("log", "uncounted", "leave", "journey", "holiday", "missing", "ahead")
    return [(row["day"].day, {name for name in names if row[name]}) for row in told["rows"]]


def test_every_working_day_has_a_row_that_says_what_it_was() -> None:
    logs = [
        with_texts(log("l1", november(16), "P1"), done="ประชุม"),
        log("l2", november(16), "P1"),
        log("l3", november(17), "P1", counted=False),
        log("x", november(16), "P2"),
    ]
    away = {november(19): Away("leave", "p1")}
    told = values(logs, away, [permit("p1", 19, leave="sick")])
    assert marks(told) == [
        (16, {"log"}), (16, {"log"}), (17, {"log", "uncounted"}), (18, {"holiday"}), (19, {"leave"}),
        (20, {"missing"}),
    ]  # fmt: skip
    assert told["rows"][4]["reason"] == "ลาป่วย"
    assert {name: told[name] for name in ("logs", "uncounted", "logged", "owed", "missing", "leave")} == {
        "logs": 2, "uncounted": 1, "logged": 1, "owed": 3, "missing": 2, "leave": 1,
    }  # fmt: skip


def test_a_journey_is_told_with_what_it_was_for_and_a_log_of_it_counts() -> None:
    away = {november(16): Away("journey", "p1"), november(17): Away("journey", "p1")}
    journey = permit("p1", 16, purpose="อบรม", place="หอประชุม")
    told = values([log("l1", november(16), "P1")], away, [journey])
    assert marks(told)[:3] == [(16, {"journey"}), (16, {"log"}), (17, {"journey"})]
    assert [told["rows"][0][name] for name in ("reason", "where_to")] == ["อบรม", "หอประชุม"]
    assert (told["logged"], told["owed"], told["journey"]) == (1, 3, 1)


def test_half_a_day_away_is_told_and_excuses_nothing() -> None:
    halves = {november(16): Away("leave", "p1"), november(17): Away("leave", "p2")}
    morning = permit("p1", 16, leave="sick", part="morning")
    told = values([log("l1", november(16), "P1")], halves=halves, excuses=[morning])
    assert marks(told)[:4] == [(16, {"leave"}), (16, {"log"}), (17, {"leave"}), (17, {"missing"})]
    assert (told["rows"][0]["reason"], told["rows"][0]["part"]) == ("ลาป่วย", "ครึ่งวันเช้า")
    assert {name: told[name] for name in ("half_days", "leave", "logged", "owed", "missing")} == {
        "half_days": 2, "leave": 0, "logged": 1, "owed": 4, "missing": 3,
    }  # fmt: skip


def test_what_excuses_without_a_response_has_no_reason() -> None:
    told = values([], {november(16): Away("leave", "gone")})
    assert told["rows"][0]["reason"] is None


def test_days_after_the_cut_and_out_of_office_are_not_owed() -> None:
    assert marks(values([], until=17))[-2:] == [(19, {"ahead"}), (20, {"ahead"})]
    assert values([], until=17)["owed"] == 2
    assert marks(values([], person="P3")) == [(16, {"missing"}), (17, {"missing"}), (18, {"holiday"})]
    assert marks(values([], since=november(19))) == [(18, {"holiday"}), (19, {"missing"}), (20, {"missing"})]


def test_logs_stand_in_the_order_of_their_hours_and_tell_school_and_kind() -> None:
    late, early = (
        replace(log(f"l{n}", november(16), "P1"), answers={"left": hour, "school": "S1", "kind": "visit"},
                members={"supervisor": "P1", "school": "S1", "kind": "visit"})
        for n, hour in enumerate(("13:00", "09:00"))
    )  # fmt: skip
    told = values([late, early])
    assert [(row["hours"], row["school"], row["work"]) for row in told["rows"][:2]] == [
        ("09.00", "บ้านหนองบัว", "งานนิเทศ"),
        ("13.00", "บ้านหนองบัว", "งานนิเทศ"),
    ]
    assert (told["schools"], told["kinds"]) == (1, [{"name": "งานนิเทศ", "logs": 2}])


DAYS = st.integers(14, 20).map(november)


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(["P1", "P2", "P3"]), st.booleans()), max_size=12),
    st.dictionaries(DAYS, st.sampled_from(["leave", "journey"]), max_size=4),
    st.integers(14, 20),
    st.none() | DAYS,
)
def test_days_are_those_of_the_weekly_report(
    sent: list[tuple[date, str, bool]], away: dict[date, Any], until: int, since: date | None
) -> None:
    logs = [log(f"l{n}", day, who, counted=counted) for n, (day, who, counted) in enumerate(sent)]
    absent = {day: Away(why, "p") for day, why in away.items()}
    known = known_of(logs, VISIT, LOG)
    everyone = dict.fromkeys(ORGANISATION.supervisors, absent)
    lines = log_days(WEEK, november(until), known, ORGANISATION, CALENDAR, everyone, since)
    expected = {line.supervisor: (line.logged, line.owed, line.n) for line in lines}
    for code in ORGANISATION.supervisors:
        told = values(logs, absent, until=until, since=since, person=code)
        if told["owed"]:
            assert expected.pop(code) == (told["logged"], told["owed"], told["logs"])
            assert told["missing"] == told["owed"] - told["logged"]
    assert expected == {}
