"""What holds in every term, whoever moved, closed or came late: parts make up the whole, and nothing twice.

That what has fallen due is done, late, excused or missing is held in test_duties_properties.py; that every
score has one level, and is rounded once, in test_rounding.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import Entry, Membership, Organisation, Partition, Response, School, Severity
from forms.organisation.dated import as_of, network_of
from forms.response.entries import EntryMaker
from forms.response.path import Path
from forms.summary import Visits, coverage, merge, summarise
from forms.summary.selecting import selects
from tests.forms.builders import BANGKOK, CALENDAR, ORGANISATION, VISIT
from tests.forms.selecting import query_of

SEMESTER = CALENDAR.semester_named("2569-S2")
DISTRICT = Partition("district")
NETWORKS = sorted(ORGANISATION.networks)
LEAVES = tuple(Partition("network", code) for code in ("", *NETWORKS))
RATED = [item.id for grid in VISIT.grids for item in grid.items]
days = st.dates(SEMESTER.start - timedelta(days=20), SEMESTER.end + timedelta(days=20))


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Schools that moved up to twice, opened or closed at any time."""
    schools = {}
    for code in ORGANISATION.schools:
        moves = sorted(draw(st.sets(days, max_size=2)))
        earlier = tuple(Membership(day, draw(st.sampled_from(NETWORKS))) for day in moves)
        opened, closed = draw(st.none() | days), draw(st.none() | days)
        schools[code] = School(
            code, f"โรงเรียน {code}", draw(st.sampled_from(NETWORKS)), opened, closed, earlier=earlier
        )
    return replace(ORGANISATION, schools=schools)


@st.composite
def terms(draw: st.DrawFn) -> tuple[Organisation, tuple[Entry, ...], dict[str, Severity]]:
    """An organisation, the visits of a term, and which of them are wrong or odd."""
    organisation = draw(organisations())
    maker = EntryMaker(VISIT, organisation, Path(VISIT))
    entries: list[Entry] = []
    findings: dict[str, Severity] = {}
    for number in range(draw(st.integers(0, 14))):
        worst: Severity | None = draw(st.sampled_from((None, None, "warning", "error")))
        response = _response(draw, f"r{number}")
        entries.append(maker.entry(response, counted=worst != "error"))
        if worst:
            findings[response.id] = worst
    return organisation, tuple(entries), findings


def _response(draw: st.DrawFn, name: str) -> Response:
    answers: dict[str, str | int | date] = {"role": "supervisor"}
    asked: dict[str, st.SearchStrategy[str | date]] = {
        "day": days, "school": st.sampled_from(sorted(ORGANISATION.schools)),
        "observer": st.sampled_from(("P1", "P2")), "class_level": st.sampled_from(("p1", "p2")),
    }  # fmt: skip
    for question, answer in asked.items():
        if (given_answer := draw(st.none() | answer)) is not None:
            answers[question] = given_answer
    for item in RATED:
        if rating := draw(st.integers(0, 5)):
            answers[item] = rating
    sent = datetime.combine(draw(days), datetime.min.time(), BANGKOK).replace(hour=16)
    return Response(VISIT.id, name, sent, sent, None, answers)


Term = tuple[Organisation, tuple[Entry, ...], dict[str, Severity]]


def chosen(partition: Partition, entries: Sequence[Entry]) -> list[str]:
    """The responses of a partition in the semester."""
    query = query_of(summarise((), VISIT, CALENDAR, partition, SEMESTER, {}))
    return [entry.response for entry in entries if selects(query, entry, VISIT, CALENDAR)]


@settings(max_examples=25, deadline=None)
@given(terms())
def test_networks_make_up_the_district(term: Term) -> None:
    _, entries, findings = term
    parts = [summarise(entries, VISIT, CALENDAR, leaf, SEMESTER, findings) for leaf in LEAVES]
    assert merge(parts, DISTRICT) == summarise(entries, VISIT, CALENDAR, DISTRICT, SEMESTER, findings)


@settings(max_examples=25, deadline=None)
@given(terms())
def test_no_response_is_counted_twice(term: Term) -> None:
    """Neither in two networks, nor in two members of what they are cut by; and none is lost."""
    _, entries, findings = term
    leaves = Counter(response for leaf in LEAVES for response in chosen(leaf, entries))
    assert leaves == Counter(chosen(DISTRICT, entries))
    summary = summarise(entries, VISIT, CALENDAR, DISTRICT, SEMESTER, findings)
    whole = summary.tally("all", "", "responses").n
    for dimension in {key[0] for key in summary.tallies}:
        there = sum(summary.tally(dimension, member, "responses").n for member in summary.members(dimension))
        assert there == whole if dimension in ("all", "week") else there <= whole
        for member in summary.members(dimension):
            tallies = {
                what: summary.tally(dimension, member, what).n for what in ("responses", "counted", "errors")
            }
            assert tallies["counted"] + tallies["errors"] == tallies["responses"]


@settings(max_examples=40, deadline=None)
@given(organisations(), days)
def test_no_school_is_in_two_networks_on_one_day(organisation: Organisation, day: date) -> None:
    then = as_of(organisation, day)
    listed = [school.code for network in NETWORKS for school in then.schools_of(network)]
    assert sorted(listed) == sorted(organisation.schools)
    for school in organisation.schools.values():
        assert school.code in {one.code for one in then.schools_of(network_of(school, day))}


@settings(max_examples=25, deadline=None)
@given(terms(), days)
def test_coverage_of_networks_makes_up_that_of_the_district(term: Term, day: date) -> None:
    organisation, entries, findings = term
    then = as_of(organisation, day)
    summary = Visits([summarise(entries, VISIT, CALENDAR, DISTRICT, SEMESTER, findings)])
    whole = coverage(summary, then.schools.values(), day)
    parts = [coverage(summary, then.schools_of(network), day) for network in NETWORKS]
    assert sum(part.visited for part in parts) == whole.visited <= whole.owed
    assert sum(part.owed for part in parts) == whole.owed
    assert whole.owed + whole.closed == len(organisation.schools)


@settings(max_examples=25, deadline=None)
@given(terms(), days)
def test_a_school_that_moved_was_visited_wherever_it_belonged_then(term: Term, day: date) -> None:
    """By the networks' own summaries and what was seen elsewhere it is the same as by the district's."""
    organisation, entries, findings = term
    then = as_of(organisation, day)
    whole = Visits([summarise(entries, VISIT, CALENDAR, DISTRICT, SEMESTER, findings)])
    visited = {code: last for code in then.schools if (last := whole.last(code))}
    parts = []
    for network in NETWORKS:
        own = summarise(entries, VISIT, CALENDAR, Partition("network", network), SEMESTER, findings)
        parts.append(coverage(Visits([own], visited), then.schools_of(network), day))
        assert parts[-1] == coverage(whole, then.schools_of(network), day)
    assert sum(part.visited for part in parts) == coverage(whole, then.schools.values(), day).visited
