"""Summaries: tallies by dimension and measure, merging, coverage, and the responses behind a figure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import Entry, Partition, Period, School, Severity, Summary, Tally
from forms.scoring import level
from forms.summary import Coverage, Visits, coverage, from_json, merge, merge_anew, summarise, to_json
from forms.summary.excerpts import EXCERPTS_KEPT, LONGEST_EXCERPT
from forms.summary.grains import points
from forms.summary.selecting import selects
from tests.forms.builders import BANDS, BANGKOK, CALENDAR, LOG, ORGANISATION, VISIT, log, visit, with_texts
from tests.forms.selecting import query_of

SEMESTER = Period(date(2026, 11, 1), date(2027, 4, 1), "semester", "2569-S2")
DISTRICT = Partition("district")
NOV = [date(2026, 11, day) for day in range(1, 31)]

ENTRIES = (
    visit("r1", NOV[9], scores=(5, 4, 4, 3, 5), supervisor="P1", group="G1", grade="p1"),
    visit("r2", NOV[10], scores=(5, 5, 5, 5, 5), supervisor="P1", group="G1", learning_area="thai"),
    visit("r3", NOV[12], school="S3", scores=(2, 2, 0, 0, 0), supervisor="P2", grade="p2"),
    visit("r4", NOV[13], school="S3", scores=(1, 1, 1, 1, 1), counted=False),
    visit(
        "r5", None, school="S2", scores=(4, 4, 4, 4, 4), submitted=datetime(2026, 11, 14, 1, tzinfo=BANGKOK)
    ),
    visit("r6", date(2026, 10, 31)),  # in the break
)
FINDINGS: dict[str, Severity] = {"r4": "error", "r1": "warning"}


def summed(entries: Sequence[Entry] = ENTRIES, partition: Partition = DISTRICT) -> Summary:
    return summarise(entries, VISIT, CALENDAR, partition, SEMESTER, FINDINGS)


@pytest.mark.parametrize(
    ("dimension", "member", "measure", "tally"),
    [
        ("all", "", "responses", Tally(5, 0.0, {}, NOV[9], NOV[13])),
        ("all", "", "counted", Tally(4, 0.0, {}, NOV[9], NOV[13])),
        ("all", "", "errors", Tally(1, 0.0, {}, NOV[13], NOV[13])),
        ("all", "", "warnings", Tally(1, 0.0, {}, NOV[9], NOV[9])),
        # 4.2 + 5 + 2 + 4
        ("all", "", "score", Tally(4, 15.2, {"ดีมาก": 1, "ดี": 2, "พอใช้": 1}, NOV[9], NOV[13])),
        ("all", "", "total", Tally(4, 70.0, {}, NOV[9], NOV[13])),
        ("all", "", "domain:plan", Tally(4, 15.5, {"5": 3, "4": 3, "2": 2}, NOV[9], NOV[13])),
        ("all", "", "item:teach.2", Tally(3, 12.0, {"5": 1, "4": 1, "3": 1}, NOV[9], NOV[13])),
        ("school", "S3", "responses", Tally(2, 0.0, {}, NOV[12], NOV[13])),
        ("school", "S3", "score", Tally(1, 2.0, {"พอใช้": 1}, NOV[12], NOV[12])),
        ("network", "N1", "counted", Tally(3, 0.0, {}, NOV[9], NOV[13])),
        ("group", "G1", "score", Tally(2, 9.2, {"ดีมาก": 1, "ดี": 1}, NOV[9], NOV[10])),
        ("week", "2569-W46", "responses", Tally(3, 0.0, {}, NOV[9], NOV[12])),
        ("week", "2569-W47", "counted", Tally(1, 0.0, {}, NOV[13], NOV[13])),
        ("supervisor*day", "P1|2026-11-10", "counted", Tally(1, 0.0, {}, NOV[9], NOV[9])),
        ("supervisor*day", "P1|2026-11-10", "score", Tally()),
        ("school*class", "S1|p1", "score", Tally(1, 4.2, {"ดี": 1}, NOV[9], NOV[9])),
        ("school*class", "S1|p1", "item:plan.1", Tally()),
        ("network*learning_area", "N1|thai", "total", Tally(1, 25.0, {}, NOV[10], NOV[10])),
        ("learning_area", "maths", "responses", Tally()),
    ],
)
def test_tallies(dimension: str, member: str, measure: str, tally: Tally) -> None:
    assert summed().tally(dimension, member, measure) == tally


def test_the_mean_of_a_third() -> None:
    tally = summed([visit("r1", NOV[9], scores=(5, 4, 4, 0, 0))]).tally("all", "", "score")
    assert tally.mean == pytest.approx(13 / 3, abs=1e-9)


@pytest.mark.parametrize(
    ("partition", "responses"),
    [
        (DISTRICT, {"r1", "r2", "r3", "r4", "r5"}),
        (Partition("network", "N1"), {"r1", "r2", "r5"}),
        (Partition("network", "N2"), {"r3", "r4"}),
        (Partition("network"), set()),
        (Partition("group", "G1"), {"r1", "r2"}),
        (Partition("group"), {"r3", "r4", "r5"}),  # of no group
    ],
)
def test_partitions(partition: Partition, responses: set[str]) -> None:
    summary = summed(partition=partition)
    assert summary.tally("all", "", "responses").n == len(responses)
    query = query_of(summary)
    assert {e.response for e in ENTRIES if selects(query, e, VISIT, CALENDAR)} == responses


def test_nothing_is_a_summary_too() -> None:
    assert summed([]) == Summary("visit", DISTRICT, SEMESTER, {})


def test_a_form_without_ratings() -> None:
    summary = summarise(
        [log("l1", NOV[9], "P1"), log("l2", NOV[9], "P1")], LOG, CALENDAR, DISTRICT, SEMESTER, {}
    )
    assert summary.tally("supervisor*day", "P1|2026-11-10", "counted").n == 2
    assert {measure for _, _, measure in summary.tallies} == {"responses", "counted"}


def test_entries_of_other_forms_stay_out() -> None:
    assert summed([*ENTRIES, log("l1", NOV[9], "P1")]) == summed()


# --- Merging ----------------------------------------------------------------------------

ratings = st.tuples(*[st.integers(0, 5)] * 5)
entries = st.lists(
    st.builds(
        visit,
        st.integers(0, 10**6).map(lambda n: f"r{n}"),
        st.none() | st.sampled_from(NOV),
        school=st.sampled_from(sorted(ORGANISATION.schools)),
        scores=ratings,
        counted=st.booleans(),
        supervisor=st.sampled_from(["P1", "P2"]),
    ),
    max_size=12,
    unique_by=lambda entry: entry.response,
)
totals = st.integers(0, 10**13).map(points)
tallies = st.builds(
    Tally,
    st.integers(0, 9),
    totals,
    st.dictionaries(st.sampled_from(["5", "4"]), st.integers(1, 9)),
    st.none() | st.sampled_from(NOV),
    st.none() | st.sampled_from(NOV),
)
keys = st.tuples(
    st.sampled_from(["all", "school"]), st.sampled_from(["", "S1"]), st.sampled_from(["score", "total"])
)
summaries = st.builds(
    Summary,
    st.just("visit"),
    st.just(DISTRICT),
    st.just(SEMESTER),
    st.dictionaries(keys, tallies, max_size=6),
)


@settings(deadline=None)
@given(summaries, summaries, summaries)
def test_merging_is_associative_and_commutative(a: Summary, b: Summary, c: Summary) -> None:
    whole = merge([a, b, c], DISTRICT)
    assert merge([merge([a, b], DISTRICT), c], DISTRICT) == whole
    assert merge([a, merge([b, c], DISTRICT)], DISTRICT) == whole
    assert merge([c, b, a], DISTRICT) == whole


@settings(deadline=None)
@given(st.lists(st.tuples(summaries, st.none() | summaries), min_size=1, max_size=4))
def test_merging_anew_comes_to_the_same_as_merging(parts: list[tuple[Summary, Summary | None]]) -> None:
    before = [old for old, _ in parts]
    now = [new or old for old, new in parts]
    assert merge_anew(merge(before, DISTRICT), before, now) == merge(now, DISTRICT)


def test_merging_anew_takes_the_words_of_the_parts_as_they_are_now() -> None:
    network = Partition("network", "N1")
    before = [summed([with_texts(visit("r1", NOV[9], school="S1"), advice="more")], network)]
    now = [summed([with_texts(visit("r1", NOV[9], school="S1"), advice="less")], network)]
    whole = merge(before, DISTRICT)
    assert [one.text for one in whole.excerpts] == ["more"]
    assert [one.text for one in merge_anew(whole, before, now).excerpts] == ["less"]


@settings(max_examples=25, deadline=None)
@given(entries)
def test_the_whole_is_the_sum_of_its_networks(chosen: list[Entry]) -> None:
    chosen = [with_texts(entry, advice=entry.response) for entry in chosen]
    parts = [summed(chosen, Partition("network", code)) for code in ("", *ORGANISATION.networks)]
    assert merge(parts, DISTRICT) == summed(chosen)


@settings(max_examples=25, deadline=None)
@given(entries)
def test_every_tally_counts_the_entries_that_its_query_selects(chosen: list[Entry]) -> None:
    findings: dict[str, Severity] = {e.response: "error" for e in chosen if not e.counted}
    summary = summarise(chosen, VISIT, CALENDAR, DISTRICT, SEMESTER, findings)
    for key, tally in summary.tallies.items():
        query = query_of(summary, *key)
        assert sum(selects(query, e, VISIT, CALENDAR, findings) for e in chosen) == tally.n, key


@settings(max_examples=25, deadline=None)
@given(st.lists(ratings.filter(any), min_size=1, max_size=5))
def test_levels_are_those_of_each_response(rated: list[tuple[int, ...]]) -> None:
    summary = summed([visit(f"r{n}", NOV[9], scores=scores) for n, scores in enumerate(rated)])
    reached = [level(BANDS, [score for score in scores if score]) for scores in rated]
    names = [found.name for found in reached if found]
    assert summary.tally("all", "", "score").counts == {name: names.count(name) for name in names}


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [Summary("visit", DISTRICT, SEMESTER, {}), Summary("log", DISTRICT, SEMESTER, {})],
        [
            Summary("visit", DISTRICT, SEMESTER, {}),
            Summary("visit", DISTRICT, CALENDAR.previous_semester(SEMESTER), {}),
        ],
    ],
)
def test_what_cannot_be_merged(parts: list[Summary]) -> None:
    with pytest.raises(ValueError, match="one form and one period"):
        merge(parts, DISTRICT)


# --- Words ------------------------------------------------------------------------------


def test_excerpts_tell_what_was_written_latest_first() -> None:
    summary = summed([with_texts(entry, advice=f"คำของ {entry.response}") for entry in ENTRIES])
    assert [(e.response, e.text, e.school, e.score) for e in summary.excerpts] == [
        ("r3", "คำของ r3", "S3", 2.0),
        ("r2", "คำของ r2", "S1", 5.0),
        ("r1", "คำของ r1", "S1", 4.2),
        ("r5", "คำของ r5", "S2", 4.0),  # without a date of visit; r4 is not counted
    ]


def test_excerpts_have_an_end() -> None:
    many = [
        with_texts(visit(f"r{n:04}", NOV[9] + timedelta(days=n % 7)), advice="ก" * 50_000)
        for n in range(EXCERPTS_KEPT + 50)
    ]
    excerpts = summed(many).excerpts
    assert len(excerpts) == EXCERPTS_KEPT
    assert {len(e.text) for e in excerpts} == {LONGEST_EXCERPT}
    halves = [summed(many[:300]), summed(many[300:])]
    assert merge(halves, DISTRICT).excerpts == excerpts


# --- Storing ----------------------------------------------------------------------------


def test_a_summary_comes_back_from_json_as_it_was() -> None:
    summary = summed([with_texts(entry, advice="คำ\u200b😀") for entry in ENTRIES])
    assert from_json(json.loads(json.dumps(to_json(summary)))) == summary


# --- Coverage ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "day", "expected"),
    [
        ("N1", date(2026, 11, 30), Coverage(2, 2, 0, ("S1", "S2"))),
        # S4 closed on 10 November: it owes nothing from then on, and its visit leaves with it.
        ("N2", date(2026, 11, 9), Coverage(2, 3, 0, ("S3", "S4"))),
        ("N2", date(2026, 11, 10), Coverage(1, 2, 1, ("S3",))),
        # S6 opens on the 19th.
        ("N3", date(2026, 11, 18), Coverage(0, 0, 1, ())),
        ("N3", date(2026, 11, 19), Coverage(0, 1, 0, ())),
    ],
)
def test_coverage(network: str, day: date, expected: Coverage) -> None:
    visited = [*ENTRIES, visit("r7", NOV[3], school="S4"), visit("r8", NOV[3], school="S5", counted=False)]
    assert coverage(Visits([summed(visited)]), ORGANISATION.schools_of(network), day) == expected


@pytest.mark.parametrize(("visited", "owed", "share"), [(1, 2, 0.5), (2, 2, 1.0), (0, 0, None)])
def test_share(visited: int, owed: int, share: float | None) -> None:
    assert Coverage(visited, owed, 0, ()).share == share


def test_a_visit_with_errors_covers_nothing() -> None:
    schools = [School("S3", "บ้านหนองบัว", "N2")]
    assert coverage(Visits([summed([ENTRIES[3]])]), schools, NOV[20]).visited == 0
