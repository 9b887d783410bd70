"""Scales of any steps, 0 among them: an item without an answer is no rating of 0, in no figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.model import Bands, Entry, Form, Level, Partition, Problem
from forms.scoring import hundredths, level
from forms.summary import merge, summarise
from forms.summary.selecting import selects
from forms.weekly import weekly_report
from tests.forms.builders import CALENDAR, ORGANISATION, VISIT, visit
from tests.forms.selecting import query_of
from tests.forms.test_definition_lint import banded, lint
from tests.forms.test_rounding import holding, rounded
from tests.forms.test_summary import DISTRICT, NOV, SEMESTER

ROWS = tuple(item.id for grid in VISIT.grids for item in grid.items)

steps = st.lists(st.integers(0, 12), min_size=2, max_size=5, unique=True).map(sorted)


def rated_on(scale: Sequence[int], bands: Bands | None) -> Form:
    """The visit rated on that scale, best first."""
    labels = {step: f"ระดับ {step}" for step in sorted(scale, reverse=True)}
    every = {grid.id: replace(grid, scale=labels) for grid in VISIT.grids}
    sections = tuple(
        replace(section, entries=tuple(every.get(entry.id, entry) for entry in section.entries))
        for section in VISIT.sections
    )
    return replace(VISIT, sections=sections, bands=bands)


def entry(name: str, scores: Mapping[str, int], *, school: str = "S1", counted: bool = True) -> Entry:
    return replace(visit(name, NOV[9], school=school, counted=counted), scores=scores)


@st.composite
def terms(draw: st.DrawFn) -> tuple[Form, list[Entry]]:
    """A form on some scale with levels, and responses of which items, and whole responses, lack answers."""
    scale = draw(steps)
    of = draw(st.sampled_from(["mean", "total"]))
    highest = 100 * max(scale) * (1 if of == "mean" else len(ROWS))
    limits = draw(st.lists(st.integers(0, highest), max_size=3, unique=True))
    levels = [Level(f"ตั้งแต่ {n}", n / 100, "#1e8e3e") for n in sorted({0, *limits}, reverse=True)]
    form = rated_on(scale, Bands("total" if of == "total" else "mean", tuple(levels)))
    rated = st.lists(st.none() | st.sampled_from(scale), min_size=len(ROWS), max_size=len(ROWS))
    found = draw(st.lists(st.tuples(rated, st.sampled_from(["S1", "S3"]), st.booleans()), max_size=8))
    return form, [
        entry(
            f"r{n}",
            {row: rating for row, rating in zip(ROWS, ratings, strict=True) if rating is not None},
            school=school,
            counted=counted,
        )
        for n, (ratings, school, counted) in enumerate(found)
    ]


def ratings_of(form: Form, measure: str, one: Entry) -> list[int]:
    """The ratings that a measure stands on: of the whole, of a domain, of an item."""
    kind, _, part = measure.partition(":")
    grids = {grid.id: [item.id for item in grid.items] for grid in form.grids}
    rows = ROWS if kind == "score" else grids.get(part, [part])
    return [one.scores[row] for row in rows if row in one.scores]


@settings(max_examples=60, deadline=None)
@given(terms())
def test_what_was_not_answered_is_no_rating(term: tuple[Form, list[Entry]]) -> None:
    form, every = term
    summary = summarise(every, form, CALENDAR, DISTRICT, SEMESTER, {})
    measures = ["score", *(f"domain:{g.id}" for g in form.grids), *(f"item:{row}" for row in ROWS)]
    for measure in measures:
        rated = [found for one in every if one.counted and (found := ratings_of(form, measure, one))]
        tally = summary.tally("all", "", measure)
        assert tally.n == len(rated), measure
        if rated:
            exact = sum((Fraction(sum(found), len(found)) for found in rated), Fraction()) / len(rated)
            assert tally.mean is not None
            assert hundredths(tally.mean) == rounded(exact), measure
        if measure != "score":
            times = Counter(str(rating) for found in rated for rating in found)
            assert {label: n for label, n in tally.counts.items() if n} == times, measure


@settings(max_examples=60, deadline=None)
@given(terms())
def test_a_total_and_a_level_of_nothing_is_none(term: tuple[Form, list[Entry]]) -> None:
    form, every = term
    summary = summarise(every, form, CALENDAR, DISTRICT, SEMESTER, {})
    rated = [list(one.scores.values()) for one in every if one.counted and one.scores]
    total = summary.tally("all", "", "total")
    assert (total.n, round(total.total)) == (len(rated), sum(map(sum, rated)))
    assert form.bands is not None
    reached = Counter(found.name for scores in rated if (found := level(form.bands, scores)))
    counts = summary.tally("all", "", "score").counts
    assert {name: n for name, n in counts.items() if n} == reached
    assert sum(reached.values()) == len(rated)


@settings(max_examples=40, deadline=None)
@given(terms())
def test_the_whole_and_what_stands_behind_it_are_the_same_on_any_scale(
    term: tuple[Form, list[Entry]],
) -> None:
    form, every = term
    whole = summarise(every, form, CALENDAR, DISTRICT, SEMESTER, {})
    networks = ("", *ORGANISATION.networks)
    parts = [summarise(every, form, CALENDAR, Partition("network", n), SEMESTER, {}) for n in networks]
    assert merge(parts, DISTRICT) == whole
    for key, tally in whole.tallies.items():
        query = query_of(whole, *key)
        assert sum(selects(query, one, form, CALENDAR, {}) for one in every) == tally.n, key


def test_a_week_of_noughts_is_told_as_nought() -> None:
    """A class that can do nothing yet has a mean of 0.00 and its level: not "no rating"."""
    levels = (Level("ดี", 1.51, "#1e8e3e"), Level("ปรับปรุง", 0.0, "#d93025"))
    form = rated_on((0, 1, 2, 3), Bands("mean", levels))
    every = [
        *(replace(entry(f"a{n}", dict.fromkeys(ROWS, 0)), when=NOV[16]) for n in range(3)),
        *(replace(entry(f"b{n}", dict.fromkeys(ROWS, 3), school="S2"), when=NOV[16]) for n in range(3)),
        replace(entry("c", {}, school="S3"), when=NOV[16]),
    ]
    week, cut = CALENDAR.week_of(NOV[16]), every[0].submitted
    report = weekly_report(week, cut, cut, every, {}, form, None, ORGANISATION, CALENDAR)
    assert (report.score.now.value, report.score.now.n) == (1.5, 6)
    assert report.levels == {"ดี": 3, "ปรับปรุง": 3}
    assert [(one.school, one.mean, one.level) for one in report.strongest] == [("S2", 3.0, "ดี")]
    assert [(one.school, one.mean, one.level) for one in report.weakest] == [("S1", 0.0, "ปรับปรุง")]


# --- Bands ------------------------------------------------------------------------------


def reachable(scale: Sequence[int], items: int) -> dict[tuple[int, int], list[int]]:
    """Every (how many of the items were rated, their sum), with ratings that come to it."""
    found: dict[tuple[int, int], list[int]] = {(0, 0): []}
    for number in range(1, items + 1):
        before = [ratings for (n, _), ratings in found.items() if n == number - 1]
        for ratings in before:
            for step in scale:
                found.setdefault((number, sum(ratings) + step), [*ratings, step])
    del found[0, 0]
    return found


@st.composite
def bandings(draw: st.DrawFn) -> tuple[list[int], str, list[float]]:
    """A scale, what is banded, and the levels' limits from scores that two items can come to."""
    scale, of = draw(steps), draw(st.sampled_from(["mean", "total"]))
    whole = {sum(ratings) for (n, _), ratings in reachable(scale, 2).items() if n == 2}
    scores = sorted(total / 2 if of == "mean" else float(total) for total in whole)
    chosen = draw(st.sets(st.sampled_from(scores), max_size=4)) | {scores[0]}
    return scale, of, sorted(chosen, reverse=True)


@settings(max_examples=80, deadline=None)
@given(bandings())
def test_levels_that_scores_begin_are_right_and_hold_each_score_once(
    tmp_path_factory: pytest.TempPathFactory, banding: tuple[list[int], str, list[float]]
) -> None:
    scale, of, limits = banding
    assert errors(tmp_path_factory.mktemp("form"), on_scale(scale, of, limits)) == []
    bands = made(of, limits)
    for (n, total), ratings in reachable(scale, 2).items():
        if of == "total" and n < 2:
            continue  # a total is of a form that is complete
        found = level(bands, ratings)
        assert found is not None, ratings
        exact = Fraction(total, n) if of == "mean" else Fraction(total)
        assert holding(bands, rounded(exact)) == [found.name], ratings


@settings(max_examples=80, deadline=None)
@given(bandings(), st.data())
def test_a_limit_that_leaves_scores_out_or_holds_none_is_told(
    tmp_path_factory: pytest.TempPathFactory,
    banding: tuple[list[int], str, list[float]],
    data: st.DataObject,
) -> None:
    """Whatever limits are written: they are refused, or each score has a level and each level a score."""
    scale, of, _ = banding
    highest = max(scale) * (1 if of == "mean" else 2)
    hundreds = data.draw(st.sets(st.integers(0, 100 * highest + 100), min_size=1, max_size=4))
    limits = sorted((n / 100 for n in hundreds), reverse=True)
    bands, whole = made(of, limits), [r for (n, _), r in reachable(scale, 2).items() if n == 2]
    names = [found.name if (found := level(bands, ratings)) else "" for ratings in whole]
    right = "" not in names and set(names) == {one.name for one in bands.levels}
    problems = errors(tmp_path_factory.mktemp("form"), on_scale(scale, of, limits))
    assert (problems == []) == right, problems


def errors(folder: Path, text: str) -> list[Problem]:
    """What is wrong; of steps that a scale leaves out it is only warned."""
    problems = lint(folder, text)
    warned = {problem.message[:15] for problem in problems if problem.severity == "warning"}
    assert warned <= {"no step stands "}
    return [problem for problem in problems if problem.severity == "error"]


def made(of: str, limits: Sequence[float]) -> Bands:
    levels = tuple(Level(f"ระดับ {n}", limit, "#1e8e3e") for n, limit in enumerate(limits))
    return Bands("total" if of == "total" else "mean", levels)


def on_scale(scale: Sequence[int], of: str, limits: Sequence[float]) -> str:
    """A form of two items on that scale, with levels from those limits."""
    text = banded(of, *(f"from: {limit:.2f}, name: ระดับ {n}" for n, limit in enumerate(limits)))
    written = ", ".join(f"{step}: ขั้น {step}" for step in sorted(scale, reverse=True))
    before = "scale: {5: ดีมาก, 4: ดี, 3: ปานกลาง, 2: พอใช้, 1: ควรปรับปรุง}"
    assert before in text
    return text.replace(before, f"scale: {{{written}}}")


def test_a_level_is_reached_by_what_is_shown(tmp_path: Path) -> None:
    """Two thirds are shown as 0.67: a level from 0.67 holds them, though they are a little less."""
    text = on_scale((1, 0), "mean", (1.0, 0.67, 0.0)).replace("[ข้อหนึ่ง, ข้อสอง]", "[ก, ข, ค]")
    assert lint(tmp_path, text) == []
