"""Schools that need help: by the latest answers, since when, who helps, what followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from forms.model import Entry, Form
from forms.needs import Need, needing
from tests.forms.builders import BANGKOK, VISIT, visit
from tests.forms.packaged import packaged

QUALITY: Final = packaged()["school-quality"]
FORMS: Final = (QUALITY, VISIT)
INTERNAL, EXTERNAL = "internal_result", "external_result"


def november(day: int) -> date:
    return date(2026, 11, day)


def noted(
    day: int, asked: str = INTERNAL, said: str = "below", *, school: str = "S1", counted: bool = True
) -> Entry:
    """What was noted of a school; a team of two helps until the tenth of the month after the next."""
    when = november(day)
    answers: dict[str, str | tuple[str, ...]] = {asked: said} if asked else {"advice_result": said}
    if said == "below":
        answers |= {"team": ("P1", "P2"), "help_due": f"2027-01-{day:02}"}
    at = datetime(2026, 11, day, 15, tzinfo=BANGKOK)
    return Entry(QUALITY.id, f"q{day}{asked}", at, when, {"school": school}, {}, counted, answers=answers)


def needs(*records: Entry, visits: Iterable[Entry] = (), schools: Iterable[str] = ("S1", "S2")) -> list[Need]:
    return list(needing(FORMS, {QUALITY.id: records, VISIT.id: [*visits]}, {*schools}))


def test_a_school_below_the_standard_is_told_with_its_team_and_until_when() -> None:
    assert needs(noted(16)) == [
        Need(QUALITY.id, "S1", "q16internal_result", november(16), (INTERNAL, "below"), ("P1", "P2"),
             date(2027, 1, 16)),
    ]  # fmt: skip


def test_the_latest_answer_holds() -> None:
    assert needs(noted(16), noted(20, said="meets")) == []
    assert [need.since for need in needs(noted(20), noted(16, said="meets"))] == [november(20)]


def test_it_has_needed_help_since_the_first_of_those_that_say_so_one_after_the_other() -> None:
    records = [noted(2), noted(4, said="meets"), noted(9), noted(16), noted(12)]
    (need,) = needs(*records)
    assert (need.since, need.record, need.due) == (november(9), "q16internal_result", date(2027, 1, 16))


def test_each_question_is_looked_at_alone() -> None:
    """Advice asks neither; what an external examiner finds does not undo what the office found."""
    (need,) = needs(noted(9), noted(16, "", "complete"), noted(17, EXTERNAL, "meets"))
    assert (need.said, need.since) == ((INTERNAL, "below"), november(9))
    (both,) = needs(noted(9), noted(16, EXTERNAL))
    assert (both.said, both.since, both.due) == ((EXTERNAL, "below"), november(9), date(2027, 1, 16))


def test_what_does_not_count_and_schools_that_closed_are_left_out() -> None:
    assert needs(noted(9, counted=False)) == []
    assert [need.record for need in needs(noted(9), noted(16, said="meets", counted=False))]
    assert needs(noted(9, school="S4")) == []


def test_what_followed_is_the_latest_visit_or_note_after_the_record() -> None:
    seen = [visit(f"v{day}", november(day), school=school) for day, school in
            ((8, "S1"), (9, "S1"), (12, "S1"), (14, "S2"))]  # fmt: skip
    (need,) = needs(noted(9), visits=seen[:2])
    assert need.followed is None
    (need,) = needs(noted(9), visits=seen)
    assert need.followed == november(12)
    (need,) = needs(noted(9), noted(13, "", "improve"), visits=seen)
    assert need.followed == november(13)
    (need,) = needs(noted(9), visits=[replace(seen[2], counted=False)])
    assert need.followed is None


def test_the_earliest_due_comes_first_and_late_is_what_is_past() -> None:
    found = needs(noted(16, school="S1"), noted(9, school="S2"))
    assert [need.school for need in found] == ["S2", "S1"]
    assert [found[0].is_late(date(2027, 1, day)) for day in (9, 10)] == [False, True]
    assert [found[0].is_due_by(date(2027, 1, day)) for day in (8, 9)] == [False, True]


def test_another_form_may_tell_of_needs_by_its_own_questions() -> None:
    own = replace(QUALITY, id="kitchen", needs_help={EXTERNAL: ("below", "meets")})
    told = {"kitchen": [replace(noted(16, EXTERNAL, "meets"), form="kitchen")]}
    assert [(need.form, need.team, need.due) for need in needing([own], told, {"S1"})] == [
        ("kitchen", (), None)
    ]


SAID = st.lists(
    st.tuples(st.sampled_from([INTERNAL, EXTERNAL]), st.sampled_from(["below", "meets"])), max_size=9
)


@given(SAID, st.randoms())
def test_the_order_of_records_tells_nothing(said: list[tuple[str, str]], random: object) -> None:
    records = [noted(day, *one) for day, one in enumerate(said, start=1)]
    shuffled = [*records]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert needs(*shuffled) == needs(*records)
    latest = dict(said)
    assert bool(needs(*records)) == ("below" in latest.values())


def form_with(**needs_help: tuple[str, ...]) -> Form:
    return replace(QUALITY, needs_help=needs_help)


def test_a_form_that_names_no_answers_tells_of_no_needs() -> None:
    assert needing([form_with()], {QUALITY.id: [noted(9)]}, {"S1"}) == ()
