"""The demo's responses: the same for a seed, plausible, and a few of them wrong on purpose."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from sync.demo.answers import Sample
from sync.demo.samples import sample_term
from sync.packaged import folder
from tests.demo.judging import checked
from tests.journeys.office import DEFINITIONS, opened

OPENED = opened(folder("config"))
OFFICE = replace(OPENED, forms={name: OPENED.forms[name] for name in DEFINITIONS})
ZONE = ZoneInfo("Asia/Bangkok")
BEGAN = datetime(2026, 11, 22, 14, 0, tzinfo=ZONE)  # a Sunday, three weeks into the second semester
OBSERVATION, LOG = "classroom-observation", "daily-log"


def term(total: int = 1000, seed: int = 7, began: datetime = BEGAN) -> tuple[Sample, ...]:
    return sample_term(OFFICE.forms, OFFICE.organisation, OFFICE.calendar, began, total, seed)


SAMPLES = term()


def test_the_same_seed_and_time_make_the_same_responses() -> None:
    assert term() == SAMPLES
    assert term(seed=8) != SAMPLES


@pytest.mark.parametrize("total", [0, 1, 24, 40, 1000, 3000])
def test_there_are_as_many_as_asked_for(total: int) -> None:
    samples = term(total)
    assert len(samples) == total
    assert abs(Counter(s.form for s in samples)[OBSERVATION] - total / 2) <= 1


@pytest.mark.parametrize(
    "began",
    [
        BEGAN,
        datetime(2026, 11, 1, 9, 0, tzinfo=ZONE),  # the semester's first day
        datetime(2026, 11, 3, 18, 30, tzinfo=ZONE),  # its second evening
        datetime(2027, 2, 15, 10, 0, tzinfo=ZONE),  # its middle
        datetime(2027, 4, 20, 10, 0, tzinfo=ZONE),  # the long break
        datetime(2027, 5, 17, 8, 0, tzinfo=ZONE),  # the next one's second morning
    ],
)
def test_none_is_sent_in_the_future_and_all_are_in_order(began: datetime) -> None:
    sent = [sample.sent for sample in term(300, began=began)]
    assert len(sent) == 300
    assert sent == sorted(sent)
    assert sent[-1] < began
    assert sent[0] > began - timedelta(days=400)


def test_more_than_half_is_of_the_young_semester() -> None:
    of_now = [s for s in SAMPLES if s.sent.date() >= OFFICE.calendar.latest_semester(BEGAN.date()).start]
    assert 600 <= len(of_now) <= 760


def test_supervisors_visit_the_networks_of_their_team_and_one_school_half_a_day() -> None:
    there = OFFICE.organisation
    halves: dict[tuple[str, ...], set[str]] = {}
    for sample in SAMPLES:
        given = sample.answers
        if sample.form != OBSERVATION or "observer" not in given:
            continue
        network = there.networks[there.schools[sample.text("school")].network]
        assert network.team == there.supervisors[sample.text("observer")].team
        half = str(given["observer"]), str(given["observed_on"]), str(given["part_of_day"])
        halves.setdefault(half, set()).add(sample.text("school"))
    assert Counter(len(schools) for schools in halves.values())[1] > 0.95 * len(halves)


def test_ratings_hang_together_by_school_and_get_better() -> None:
    found = [s for s in SAMPLES if s.form == OBSERVATION]
    means = {id(s): mean(int(str(v)) for q, v in s.answers.items() if "." in q) for s in found}
    by_school: dict[str, list[float]] = {}
    for sample in found:
        by_school.setdefault(sample.text("school"), []).append(means[id(sample)])
    apart = mean(abs(mean(scores) - mean(means.values())) for scores in by_school.values())
    within = mean(abs(score - mean(scores)) for scores in by_school.values() for score in scores)
    assert apart > within
    half = len(found) // 2
    assert mean(means[id(s)] for s in found[half:]) > mean(means[id(s)] for s in found[:half])


def test_about_one_in_twenty_five_is_wrong_in_every_way_that_people_know() -> None:
    findings = Counter(finding.code for judged in checked(OFFICE, SAMPLES) for finding in judged.findings)
    assert {
        "not-in-future",
        "buddhist-year",
        "working-day",
        "shorter-than-an-hour",
        "time-order",
        "in-semester",
        "text-too-long",
    } <= set(findings)
    assert 15 <= sum(findings.values()) <= 60
    texts = [str(text) for sample in SAMPLES for text in sample.answers.values()]
    for beginning in ("=", "+", "-", "@", "<b>"):
        assert any(text.startswith(beginning) for text in texts), beginning
    assert any("👍🏼" in text for text in texts)


def test_a_few_are_sent_twice() -> None:
    keys = Counter(judged.entry.once_key for judged in checked(OFFICE, SAMPLES) if judged.entry.once_key)
    assert 3 <= sum(count - 1 for count in keys.values()) <= 12


def test_no_answer_is_out_of_place() -> None:
    """What is right in the sample is right for the checks: no choice, school or person is unknown."""
    codes = {finding.code for judged in checked(OFFICE, term(400, seed=1)) for finding in judged.findings}
    assert not codes & {
        "required-missing",
        "ratings-missing",
        "unknown-choice",
        "unknown-school",
        "unknown-network",
        "unknown-question",
        "unreadable-date",
        "unreadable-time",
        "school-closed",
        "not-in-office",
    }
