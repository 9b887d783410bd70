"""What holds for the duties of any office, any calendar and anything that was sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.calendar import Calendar
from forms.duties import DutyState
from forms.duties.absence import away_days, last_day_of
from forms.model import Entry, Network, Organisation, Period, School, Supervisor
from forms.model.chains import Standing
from forms.response.entries import day_of
from tests.forms.builders import CALENDAR, ORGANISATION
from tests.forms.duties import DUTIES, FORMS, entry, passed, span, states

FIRST, LAST = date(2027, 9, 15), date(2028, 5, 31)  # a fiscal year's turn, Songkran and a leap day
DAYS = st.dates(FIRST, LAST)
MAYBE = st.none() | DAYS
PEOPLE, SCHOOLS = ("P1", "P2", "P3"), ("S1", "S2", "S3", "S4")
SETTLED = {"done", "late", "excused", "missing"}


@dataclass(frozen=True)
class Term:
    """An office, its calendar, and what came in."""

    organisation: Organisation
    calendar: Calendar
    entries: list[Entry]
    standings: dict[tuple[str, str], Standing]

    def states(self, period: Period, today: date) -> tuple[DutyState, ...]:
        return states(
            DUTIES, self.entries, period, today,
            standings=self.standings, organisation=self.organisation, calendar=self.calendar,
        )  # fmt: skip


def ordered(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    return (last, first) if first and last and last < first else (first, last)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    people = {}
    for code in PEOPLE:
        since, until = ordered(draw(MAYBE), draw(MAYBE))
        people[code] = Supervisor(code, code, "T1", email=None, since=since, until=until)
    schools = {}
    for code in SCHOOLS:
        opened, closed = ordered(draw(MAYBE), draw(MAYBE))
        schools[code] = School(code, code, draw(st.sampled_from(("N1", "N2"))), opened, closed)
    networks = {code: Network(code, code, "T1", "A") for code in ("N1", "N2", "N3")}
    return replace(ORGANISATION, supervisors=people, schools=schools, networks=networks)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    kinds = st.sampled_from(
        ("observe", "coach", "log", "log", "memo", "permit", "plan", "half", "sar", "profile")
    )
    found = []
    for number in range(draw(st.integers(0, 25))):
        of, when = draw(kinds), draw(DAYS)
        answers = {"kind": draw(st.sampled_from(("leave", "journey", "out")))} if of == "permit" else {}
        if draw(st.booleans()):
            answers |= {
                "fiscal_year": "2571",
                "half": draw(st.sampled_from(("1", "2"))),
                "academic_year": "2570",
            }
        made = entry(
            of,
            f"r{number}",
            when,
            *draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2)),
            until=when + timedelta(days=draw(st.integers(-2, 9)))
            if of in ("memo", "permit", "plan")
            else None,
            sent=draw(DAYS),
            counted=draw(st.integers(0, 4)) > 0,
            school=draw(st.sampled_from(("", *SCHOOLS, "S99"))),
        )
        found.append(replace(made, answers=answers, members={**made.members, **answers}))
    return found


@st.composite
def terms(draw: st.DrawFn) -> Term:
    sent = draw(entries())
    added = draw(st.dictionaries(DAYS, st.just("วันหยุด"), max_size=12))
    calendar = replace(CALENDAR, added={day: name for day, name in added.items() if day.weekday() < 5})
    decided = [one.response for one in sent if one.form == "permit" and draw(st.booleans())]
    return Term(draw(organisations()), calendar, sent, passed(*decided))


WHOLE = span(FIRST, LAST)
tried = settings(max_examples=25, deadline=None)


@tried
@given(terms(), DAYS)
def test_what_has_fallen_due_is_done_late_excused_or_missing(term: Term, today: date) -> None:
    found = term.states(WHOLE, today)
    fallen = [state for state in found if state.owed.due < today]
    counts = {status: sum(state.status == status for state in fallen) for status in SETTLED}
    assert len(fallen) == sum(counts.values())
    assert all(state.owed.due in WHOLE for state in found)
    assert all(state.status != "missing" for state in found if state.owed.due >= today)
    assert all((state.on is not None) == (state.status in ("done", "late")) for state in found)


@tried
@given(terms(), DAYS)
def test_no_duty_is_owed_twice(term: Term, today: date) -> None:
    keys = [
        (s.owed.duty, s.owed.owed_by, s.owed.code, s.owed.period.name, s.owed.asked_by)
        for s in term.states(WHOLE, today)
    ]
    assert len(keys) == len(set(keys))


@tried
@given(terms(), DAYS)
def test_nothing_is_owed_by_closed_schools_or_people_not_in_office(term: Term, today: date) -> None:
    organisation = term.organisation
    for state in term.states(WHOLE, today):
        owed = state.owed
        if owed.owed_by == "school":
            assert organisation.schools[owed.code].is_open(owed.due)
        else:
            assert organisation.supervisors[owed.code].in_office(owed.due)
            assert owed.duty != "daily-log" or organisation.supervisors[owed.code].in_office(
                owed.period.start
            )


@tried
@given(terms(), DAYS)
def test_no_report_is_missing_or_to_come_on_a_day_on_which_who_owes_it_is_away(
    term: Term, today: date
) -> None:
    given_by_form: dict[str, list[Entry]] = {}
    for one in term.entries:
        given_by_form.setdefault(one.form, []).append(one)
    away = away_days(DUTIES.absences, FORMS, given_by_form, term.standings)
    for state in term.states(WHOLE, today):
        if state.owed.duty in ("journey-memo", "half-year-report") and state.status in ("missing", "pending"):
            assert state.owed.due not in away.get(state.owed.code, {})


@tried
@given(terms(), DAYS)
def test_a_record_clears_one_plan_and_none_is_missing_for_which_one_is_free(term: Term, today: date) -> None:
    plans = [s for s in term.states(WHOLE, today) if s.owed.duty == "planned-visit"]
    met = [response for state in plans if state.on for response in state.responses]
    assert len(met) == len(set(met))
    made_up = {(s.owed.code, s.on, s.owed.due) for s in plans if s.status == "late"}
    assert len({(school, on) for school, on, _ in made_up}) == len(made_up)
    for state in plans:
        if state.status == "missing":
            within = {
                one.response
                for one in term.entries
                if one.form in ("observe", "coach") and one.counted and one.when
                and one.members.get("school") == state.owed.code
                and state.owed.period.start <= one.when <= state.owed.due
            }  # fmt: skip
            assert within <= set(met)


@tried
@given(terms(), DAYS)
def test_a_memo_clears_no_second_journey_that_it_reports_in_part(term: Term, today: date) -> None:
    found = [s for s in term.states(WHOLE, today) if s.owed.duty == "journey-memo" and s.on]
    memos = {one.response: one for one in term.entries}
    cleared: dict[tuple[str, str], list[DutyState]] = {}
    for state in found:
        for response in state.responses:
            cleared.setdefault((state.owed.code, response), []).append(state)
    for (_, response), states_met in cleared.items():
        first, last = day_of(memos[response]), last_day_of(memos[response])
        whole = [
            s for s in states_met
            if first <= s.owed.period.start and s.owed.period.end - timedelta(days=1) <= last
        ]  # fmt: skip
        assert len(states_met) == 1 or whole == states_met


@tried
@given(terms(), DAYS, DAYS)
def test_a_later_day_only_turns_pending_into_missing(term: Term, one: date, other: date) -> None:
    before, after = (term.states(WHOLE, day) for day in sorted((one, other)))
    assert [state.owed for state in before] == [state.owed for state in after]
    for earlier, later in zip(before, after, strict=True):
        if earlier.status != "pending":
            assert (later.status, later.on, later.responses) == (
                earlier.status, earlier.on, earlier.responses,
            )  # fmt: skip
        assert later.status == earlier.status or (earlier.status, later.status) == ("pending", "missing")


@tried
@given(terms(), DAYS, DAYS)
def test_a_period_cut_in_two_loses_and_doubles_nothing(term: Term, cut: date, today: date) -> None:
    parts = (Period(FIRST, cut, "day", ""), Period(cut, WHOLE.end, "day", ""))
    whole = term.states(WHOLE, today)
    halves = [state for part in parts for state in term.states(part, today)]
    assert sorted(map(repr, halves)) == sorted(map(repr, whole))
