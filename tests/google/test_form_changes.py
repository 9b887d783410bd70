"""Forms follow their definitions and the organisation; what people changed in them stays."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forms.definition import load_forms, packaged_definitions
from forms.model import (
    Choice,
    Form,
    LearningArea,
    Network,
    Organisation,
    Project,
    Question,
    QuestionType,
    RatingGrid,
    School,
    Section,
)
from sync import forms_api
from sync.errors import UnknownOutcome
from sync.form_changes import Made, form_changes, wanted_form
from sync.form_drift import drift
from sync.google import Google
from sync.workspace.forms import batch
from sync.workspace.forms.kept import KeptForm
from sync.workspace.strain.facts import Facts
from tests.discovery import problems_of_request
from tests.google.test_form_requests import BRANCHING, DAY, ORGANISATION, walk

Json = dict[str, Any]


def live_of(made: Made) -> Json:
    """The form as Google has it once it is made."""
    info = {"title": made.title, "description": made.description}
    return {"info": info, "items": deepcopy(list(made.items))}


def sent(live: Json, requests: list[Json], sections_ahead: str = "refused") -> Json:
    """The live form after a batch, as the workspace carries it out."""
    assert not problems_of_request(
        "POST", "https://forms.googleapis.com/v1/forms/f:batchUpdate", None, {"requests": requests}
    )
    facts = Facts(sections_ahead=cast(Any, sections_ahead))
    form = KeptForm("f", 1, info=deepcopy(live["info"]), items=deepcopy(list(live["items"])), facts=facts)
    if requests:
        batch.apply(form, requests)
    return {"info": form.info, "items": form.items}


def followed(made: Made | None, live: Json, wanted: Made) -> Json:
    after = sent(live, form_changes(made, live, wanted))
    assert form_changes(wanted.remembering(made, after), after, wanted) == []  # once is enough
    return after


def options(live: Json, title: str) -> list[str]:
    item = next(item for item in live["items"] if item["title"] == title)
    return [option["value"] for option in item["questionItem"]["question"]["choiceQuestion"]["options"]]


def changed(live: Json, called: str, **parts: Any) -> None:
    next(item for item in live["items"] if item["title"] == called).update(parts)


MADE = wanted_form(BRANCHING, ORGANISATION, day=DAY)


def organisation(*schools: School) -> Organisation:
    return replace(ORGANISATION, schools={school.code: school for school in schools})


def test_what_is_as_wanted_needs_nothing() -> None:
    assert form_changes(MADE, live_of(MADE), MADE) == []


def test_schools_that_come_go_move_and_are_renamed_are_followed() -> None:
    other = organisation(
        School("S1", "school one", "N1", aliases=("school 1",)),
        School("S3", "school 3", "N1", formerly=("N2",)),
        School("S5", "school 5", "N2"),
        School("S6", "school 6", "N3"),
    )
    wanted = wanted_form(BRANCHING, other, day=DAY)
    live = followed(MADE, live_of(MADE), wanted)
    assert live["items"] == list(wanted.items)
    assert options(live, "เครือข่าย") == ["network N1", "network N2", "network N3"]
    inside = {"role": "inside", "who": "supervisor 1", "last": "x"}
    met = walk(live["items"], {**inside, "เครือข่าย": "network N3", "school": "school 6"})
    assert met == walk(list(wanted.items), {**inside, "เครือข่าย": "network N3", "school": "school 6"})
    assert drift(BRANCHING, other, {**live, "publishSettings": PUBLISHED}, day=DAY) == ()


PUBLISHED = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}


def test_a_network_without_schools_keeps_its_page_and_is_no_longer_chosen() -> None:
    other = organisation(School("S1", "school 1", "N1"))
    wanted = wanted_form(BRANCHING, other, day=DAY)
    live = followed(MADE, live_of(MADE), wanted)
    assert options(live, "เครือข่าย") == ["network N1"]
    assert [item["itemId"] for item in live["items"]] == [item["itemId"] for item in MADE.items]
    again = followed(wanted.remembering(MADE, live), live, MADE)
    assert again["items"] == list(MADE.items)


def test_what_people_changed_stays_until_the_definition_says_something_new() -> None:
    live = live_of(MADE)
    changed(live, "room", title="which room")
    extra = {"itemId": "1", "title": "extra", "questionItem": {"question": {"textQuestion": {}}}}
    live["items"] = [*live["items"][:-1], extra, live["items"][-1]]
    role = next(item for item in live["items"] if item["title"] == "role")
    added = role["questionItem"]["question"]["choiceQuestion"]["options"]
    added.append({"isOther": True, "goToAction": "NEXT_SECTION"})
    other = organisation(*ORGANISATION.schools.values(), School("S9", "school 9", "N1"))
    after = followed(MADE, live, wanted_form(BRANCHING, other, day=DAY))
    titles = [item["title"] for item in after["items"]]
    assert {"which room", "extra"} <= set(titles)
    assert {"isOther": True, "goToAction": "NEXT_SECTION"} in next(
        item for item in after["items"] if item["title"] == "role"
    )["questionItem"]["question"]["choiceQuestion"]["options"]
    reworded = reasked(BRANCHING, "room", "the room")
    last = followed(MADE, after, wanted_form(reworded, other, day=DAY))
    assert "the room" in [item["title"] for item in last["items"]]


def test_an_option_that_somebody_removed_stays_away_and_a_deleted_page_is_led_round() -> None:
    live = live_of(MADE)
    form = KeptForm("f", 1, info=live["info"], items=list(live["items"]))
    gone = next(n for n, item in enumerate(form.items) if item["title"] == "เครือข่ายnetwork N2")
    batch.apply(form, [{"deleteItem": {"location": {"index": gone}}}])
    other = organisation(*ORGANISATION.schools.values(), School("S9", "school 9", "N1"))
    after = followed(MADE, {"info": form.info, "items": form.items}, wanted_form(BRANCHING, other, day=DAY))
    assert "เครือข่ายnetwork N2" not in [item["title"] for item in after["items"]]
    assert "school 9" in options(after, "school")


def test_without_what_was_made_the_configuration_counts() -> None:
    live = live_of(MADE)
    changed(live, "room", title="which room")
    assert followed(None, live, MADE)["items"] == list(MADE.items)


def reasked(form: Form, question: str, ask: str) -> Form:
    sections = tuple(
        replace(s, entries=tuple(replace(e, ask=ask) if e.id == question else e for e in s.entries))  # type: ignore[arg-type]
        for s in form.sections
    )
    return replace(form, sections=sections)


GRID = RatingGrid("g", "domain", {2: "good", 1: "bad"}, (Question("g.1", "first", QuestionType.RATING),))
ONE = Section("s", "page", (Question("a", "a", QuestionType.TEXT), GRID))


def small(*entries: Question | RatingGrid, title: str = "small", more: tuple[Section, ...] = ()) -> Form:
    return Form("f", title, (), (Section("s", "page", entries), *more), {})


def test_questions_pages_and_rows_that_the_definition_gained_come_to_their_place() -> None:
    made = wanted_form(small(*ONE.entries), ORGANISATION, day=DAY)
    rows = (*GRID.items, Question("g.2", "second", QuestionType.RATING))
    pick = Question("p", "pick", QuestionType.CHOICE, True, choices=(Choice("x", "x", "t"), Choice("y", "y")))
    form = small(
        pick,
        Question("a", "a?", QuestionType.TEXT, True, help="help"),
        replace(GRID, items=rows, scale={3: "best", 2: "good", 1: "bad"}),
        title="smaller",
        more=(
            Section("n", "new page", (Question("n", "n", QuestionType.DATE),)),
            Section("t", "last page", (Question("z", "z", QuestionType.TIME),)),
        ),
    )
    wanted = wanted_form(form, ORGANISATION, day=DAY)
    live = live_of(made)
    for ahead in ("refused", "accepted"):
        after = sent(live, form_changes(made, live, wanted), ahead)
        assert after["items"] == list(wanted.items)
        assert after["info"]["title"] == "smaller"


def test_a_question_that_the_definition_lost_keeps_its_place_and_is_told_as_such() -> None:
    made = wanted_form(small(*ONE.entries), ORGANISATION, day=DAY)
    form = small(GRID)
    wanted = wanted_form(form, ORGANISATION, day=DAY)
    live = followed(made, live_of(made), wanted)
    assert [item["title"] for item in live["items"]] == ["page", "a", "domain"]
    kept = wanted.remembering(made, live)
    assert Made.from_json(kept.to_json()) == kept
    told = drift(form, ORGANISATION, {**live, "publishSettings": PUBLISHED}, day=DAY, made=kept.items)
    assert [(one.kind, one.now) for one in told] == [("lost", "a")]


def test_questions_and_pages_in_another_order_are_followed_with_their_answers() -> None:
    later = tuple(
        Section(name, name, (Question(f"{name}1", f"{name}1", QuestionType.TEXT),))
        for name in ("t", "u", "v")
    )
    first, second, last = later
    before = small(*ONE.entries, more=later)
    asked = replace(second, entries=(ONE.entries[0], *second.entries))  # the first page's question, too
    form = small(GRID, more=(last, first, asked))
    made, wanted = (wanted_form(one, ORGANISATION, day=DAY) for one in (before, form))
    live = followed(made, live_of(made), wanted)
    assert live["items"] == list(wanted.items)
    assert drift(form, ORGANISATION, {**live, "publishSettings": PUBLISHED}, day=DAY) == ()
    assert followed(wanted, live, made)["items"] == list(made.items)


def test_another_first_section_and_what_people_moved_are_told() -> None:
    more = Section("t", "last page", (Question("z", "z", QuestionType.TIME),))
    made = wanted_form(small(*ONE.entries, more=(more,)), ORGANISATION, day=DAY)
    form = replace(small(), sections=(more, ONE))
    live = followed(made, live_of(made), wanted_form(form, ORGANISATION, day=DAY))
    assert [item["title"] for item in live["items"]] == ["page", "a", "domain", "last page", "z"]
    told = drift(form, ORGANISATION, {**live, "publishSettings": PUBLISHED}, day=DAY)
    assert [(one.question, one.was, one.now) for one in told if one.kind == "moved"] == [
        ("", "", "last page"), ("z", "last page", "z")
    ]  # fmt: skip
    by_hand = sent(
        live_of(made), [{"moveItem": {"originalLocation": {"index": 1}, "newLocation": {"index": 2}}}]
    )
    assert followed(made, by_hand, made) == by_hand
    told = drift(small(*ONE.entries, more=(more,)), ORGANISATION, by_hand, day=DAY)
    assert [(one.kind, one.question, one.was, one.now) for one in told[:1]] == [("moved", "g", "a", "domain")]


def test_every_packaged_form_follows_what_an_office_may_change() -> None:
    packaged, _ = load_forms(packaged_definitions())
    other = replace(
        organisation(*ORGANISATION.schools.values(), School("S9", "school 9", "N3")),
        projects={"P1": Project("P1", "project 1")},  # before there was none to choose
        learning_areas={"L1": LearningArea("L1", "area one", aliases=("area 1",))},
        work_groups={},
    )
    for form in packaged.values():
        made, wanted = (wanted_form(form, there, day=DAY) for there in (ORGANISATION, other))
        assert followed(made, live_of(made), wanted)["items"] == list(wanted.items)
        ours = {item["itemId"] for item in made.items}
        back = followed(wanted, live_of(wanted), made)
        assert [item for item in back["items"] if item["itemId"] in ours] == list(made.items)


# --- Any change of the organisation -----------------------------------------------------

_DAYS = st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)])
_SCHOOLS = st.dictionaries(
    st.sampled_from([f"S{n}" for n in range(8)]),
    st.tuples(st.sampled_from(["N1", "N2", "N3", "N4"]), st.sampled_from(["", "new "]), _DAYS),
    max_size=8,
)


def offices(schools: dict[str, tuple[str, str, date | None]], order: list[str]) -> Organisation:
    return replace(
        ORGANISATION,
        networks={code: Network(code, f"network {code}", "T1", "A") for code in order},
        schools={
            code: School(code, f"{prefix}school {code}", network, closed=closed)
            for code, (network, prefix, closed) in schools.items()
        },
    )


@settings(max_examples=60)
@given(_SCHOOLS, _SCHOOLS, *[st.permutations(["N1", "N2", "N3", "N4"])] * 2)
def test_after_any_change_every_way_through_the_form_is_as_wanted(
    before: dict[str, Any], after: dict[str, Any], order: list[str], later: list[str]
) -> None:
    first, then = offices(before, order), offices(after, later)
    assume(all(any(s.is_open(DAY) for s in office.schools.values()) for office in (first, then)))
    made = wanted_form(BRANCHING, first, day=DAY)
    wanted = wanted_form(BRANCHING, then, day=DAY)
    live = followed(made, live_of(made), wanted)
    ours = {item["itemId"] for item in wanted.items}
    assert [item for item in live["items"] if item["itemId"] in ours] == list(wanted.items)
    for school in then.schools.values():
        if school.is_open(DAY):
            said = {"role": "inside", "เครือข่าย": f"network {school.network}", "school": school.name}
            assert walk(live["items"], said) == walk(list(wanted.items), said)


# --- Sending it --------------------------------------------------------------------------


def created(google: Google) -> str:
    return forms_api.ensure_form(google, BRANCHING, ORGANISATION, "here", day=DAY).form_id


OTHER = wanted_form(
    BRANCHING, organisation(School("S1", "school 1", "N1"), School("S7", "school 7", "N3")), day=DAY
)


def test_a_lost_answer_leads_to_no_second_page(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    form_id = created(google)
    real = Google.call
    lost: list[str] = []

    def losing(door: Google, method: Any, url: str, **more: Any) -> Any:
        answer = real(door, method, url, **more)
        if url.endswith(":batchUpdate") and not lost:
            lost.append(url)
            raise UnknownOutcome("google-unreachable")
        return answer

    monkeypatch.setattr(Google, "call", losing)
    live = forms_api.update_form(google, form_id, lambda live: form_changes(MADE, live, OTHER))
    assert lost
    assert form_changes(OTHER.remembering(MADE, live), live, OTHER) == []
    titles = [item["title"] for item in live["items"]]
    assert titles.count("เครือข่ายnetwork N3") == 1


def test_what_somebody_changes_meanwhile_is_not_written_over(google: Google) -> None:
    form_id = created(google)
    asked: list[Json] = []

    def changes(live: Any) -> list[Json]:
        if not asked:  # somebody deletes the last question between our reading and our writing
            last = {"deleteItem": {"location": {"index": len(live["items"]) - 1}}}
            url = f"https://forms.googleapis.com/v1/forms/{form_id}:batchUpdate"
            google.call("POST", url, what="form", body={"requests": [last]})
        asked.append(live)
        return form_changes(MADE, live, OTHER)

    live = forms_api.update_form(google, form_id, changes)
    assert len(asked) == 2
    assert "end" not in [item["title"] for item in live["items"]]
    assert options(live, "เครือข่าย") == ["network N1", "network N3"]
