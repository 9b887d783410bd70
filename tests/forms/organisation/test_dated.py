"""A record belongs where its school and its person belonged on its day."""

from dataclasses import replace
from datetime import date

import pytest

from forms.checking import Checker
from forms.model import Assignment, Charge, Deputy, Membership, Organisation
from forms.organisation.dated import as_of, network_of
from forms.response import Reader
from forms.response.entries import day_of
from tests.forms.builders import BANGKOK, CALENDAR, ORGANISATION, SOUND, VISIT, raw

MOVE = date(2026, 11, 20)


def moved() -> Organisation:
    """On 20 November S1 came from N1 to N2, N1 from deputy B to A, P1 from G2 to G1."""
    there = ORGANISATION
    school = replace(there.schools["S1"], network="N2", formerly=("N1",), earlier=(Membership(MOVE, "N1"),))
    network = replace(there.networks["N1"], earlier=(Charge(MOVE, "T1", "B"),))
    person = replace(there.supervisors["P1"], earlier=(Assignment(MOVE, "T1", "G2", ()),))
    return replace(
        there,
        schools={**there.schools, "S1": school, "S3": replace(there.schools["S3"], name="อื่น")},
        networks={**there.networks, "N1": network},
        supervisors={**there.supervisors, "P1": person},
        deputies={code: Deputy(code, code) for code in "AB"},
    )


@pytest.mark.parametrize(
    ("day", "network", "deputy", "group"),
    [("2026-11-19", "N1", "B", "G2"), ("2026-11-20", "N2", "A", "G1"), ("2026-11-21", "N2", "A", "G1")],
)
def test_an_entry_belongs_where_it_belonged_on_its_day(
    day: str, network: str, deputy: str, group: str
) -> None:
    office = moved()
    response = Reader(VISIT, office, BANGKOK).read(raw(VISIT, {**SOUND, "day": day}))
    entry = Checker(VISIT, office, CALENDAR).check(response).entry
    assert (entry.members["school"], entry.members["network"]) == ("S1", network)
    assert (entry.members["deputy"], entry.members["group"]) == (deputy, group)


def test_a_record_without_a_day_belongs_where_it_belonged_when_it_was_sent() -> None:
    office = moved()
    answers = {name: given for name, given in SOUND.items() if name != "day"}
    for sent, network in (("2026-11-19T16:59:00Z", "N1"), ("2026-11-19T17:00:00Z", "N2")):  # midnight here
        response = Reader(VISIT, office, BANGKOK).read(raw(VISIT, answers, submitted=sent))
        assert Checker(VISIT, office, CALENDAR).check(response).entry.members["network"] == network


@pytest.mark.parametrize("day", ["2027-11-19", "2026-10-31"], ids=["in-the-future", "in-no-semester"])
def test_a_day_with_an_error_is_in_doubt_and_the_day_of_submission_stands_for_it(day: str) -> None:
    office = moved()
    given = raw(VISIT, {**SOUND, "day": day}, submitted="2026-11-19T02:00:00Z")
    checker = Checker(VISIT, office, CALENDAR)
    response = Reader(VISIT, office, BANGKOK).read(given)
    entry = checker.check(response).entry
    assert (entry.when, day_of(entry), entry.members["network"]) == (None, date(2026, 11, 19), "N1")
    assert (entry.counted, entry.answers["day"]) == (False, day)
    believed = checker.entry(response, ())  # confirmed, or corrected
    assert (day_of(believed).isoformat(), believed.counted) == (day, True)


def test_a_school_is_in_one_network_on_every_day() -> None:
    office = moved()
    for day in (date(2026, 11, 19), MOVE, date(2030, 1, 1)):
        then = as_of(office, day)
        listed = [s.code for n in then.networks for s in then.schools_of(n)]
        assert sorted(listed) == sorted(office.schools)
        assert then.schools["S1"].network == network_of(office.schools["S1"], day)
        assert as_of(then, day) == then
