"""Definitions as Google Forms' items: where every page leads, for each way through a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from forms.definition import load_forms, packaged_definitions
from forms.model import (
    Choice,
    Form,
    LearningArea,
    Network,
    Organisation,
    Question,
    QuestionType,
    RatingGrid,
    School,
    Section,
    Supervisor,
    WorkGroup,
)
from forms.question_ids import google_id
from sync.form_drift import Drift, drift
from sync.form_requests import form_items, form_requests
from tests.discovery import problems_of_request

DAY = date(2026, 11, 22)

ORGANISATION = Organisation(
    name="office",
    short_name="office",
    networks={code: Network(code, f"network {code}", "T1", "A") for code in ("N1", "N2", "N3")},
    schools={
        "S1": School("S1", "school 1", "N1"),
        "S2": School("S2", "school 2", "N1", closed=date(2026, 11, 1)),
        "S3": School("S3", "school\n3", "N2"),
        "S4": School("S4", "school 4", "N3", closed=date(2026, 11, 1)),
    },
    work_groups={"G1": WorkGroup("G1", "group 1")},
    learning_areas={"L1": LearningArea("L1", "area 1"), "L2": LearningArea("L2", "area 1")},
    supervisors={
        "P1": Supervisor("P1", "supervisor 1", "T1"),
        "P2": Supervisor("P2", "supervisor 2", "T1", until=date(2026, 11, 1)),
    },
    teams={},
    deputies={},
)


def form(*sections: Section, **more: Any) -> Form:
    return Form("f", "form", (), sections, {}, **more)


def choice(question: str, *choices: Choice, required: bool = True) -> Question:
    return Question(question, question, QuestionType.CHOICE, required, choices=choices)


def text(question: str) -> Question:
    return Question(question, question, QuestionType.TEXT)


def walk(items: list[dict[str, Any]], answers: Mapping[str, str]) -> list[str]:
    """The titles of what a respondent meets who chooses these options, in Google's own way of going on."""
    starts = {item["itemId"]: place for place, item in enumerate(items) if "pageBreakItem" in item}
    met, place, target = [], 0, None
    while place < len(items):
        item = items[place]
        if "pageBreakItem" in item and target:
            if target == "end":
                return met
            place, target = starts[target], None
            item = items[place]
        met.append(item["title"])
        if (question := item.get("questionItem", {}).get("question")) and "choiceQuestion" in question:
            options = {option["value"]: option for option in question["choiceQuestion"]["options"]}
            chosen = options.get(answers.get(item["title"], ""), {})
            if chosen.get("goToAction") == "SUBMIT_FORM":
                target = "end"
            else:
                target = chosen.get("goToSectionId", target)
        place += 1
    return met


BRANCHING = form(
    Section(
        "s1",
        "one",
        (choice("role", Choice("a", "inside", "s2"), Choice("b", "outside", "s3"), Choice("c", "none")),),
    ),
    Section("s2", "two", (Question("who", "who", QuestionType.SUPERVISOR, True),), leads_to="s4"),
    Section("s3", "three", (text("name"),)),
    Section("s4", "four", (Question("school", "school", QuestionType.SCHOOL, True), text("room"))),
    Section("s5", "five", (choice("last", Choice("x", "x"), Choice("y", "y", "nowhere")),)),
    Section("s6", "six", (text("end"),)),
)


@pytest.mark.parametrize(
    ("answers", "way"),
    [
        (
            {
                "role": "inside",
                "who": "supervisor 1",
                "เครือข่าย": "network N1",
                "school": "school 1",
                "last": "x",
            },
            "one role two who four เครือข่าย เครือข่ายnetwork N1 school four room five last six end",
        ),
        (
            {"role": "outside", "เครือข่าย": "network N2", "school": "school 3", "last": "y"},
            "one role three name four เครือข่าย เครือข่ายnetwork N2 school four room five last",
        ),
        (
            {
                "role": "none",
                "who": "supervisor 1",
                "เครือข่าย": "network N1",
                "school": "school 1",
                "last": "x",
            },
            "one role two who four เครือข่าย เครือข่ายnetwork N1 school four room five last six end",
        ),
    ],
)
def test_every_choice_leads_where_the_definition_says(answers: Mapping[str, str], way: str) -> None:
    assert " ".join(walk(form_items(BRANCHING, ORGANISATION, day=DAY), answers)) == way


@pytest.mark.parametrize(
    ("network", "way"),
    [("network N1", "page เครือข่าย เครือข่ายnetwork N1 where rest then"), ("nowhere", "page เครือข่าย rest then")],
)
def test_a_school_may_be_skipped(network: str, way: str) -> None:
    optional = Question("school", "where", QuestionType.SCHOOL, nothing="nowhere")
    skipping = form(Section("s", "page", (optional,)), Section("r", "rest", (text("then"),)))
    answers = {"เครือข่าย": network, "where": "school 1"}
    assert " ".join(walk(form_items(skipping, ORGANISATION, day=DAY), answers)) == way


def test_the_last_page_of_a_school_ends_the_form() -> None:
    ending = form(Section("s", "page", (Question("school", "where", QuestionType.SCHOOL, True),)))
    answers = {"เครือข่าย": "network N1", "where": "school 1"}
    way = ["page", "เครือข่าย", "เครือข่ายnetwork N1", "where"]
    assert walk(form_items(ending, ORGANISATION, day=DAY), answers) == way


def options_of(question: str, items: list[dict[str, Any]]) -> list[str]:
    there = next(
        item["questionItem"]["question"]
        for item in items
        if item.get("questionItem", {}).get("question", {}).get("questionId") == question
    )
    return [option["value"] for option in there["choiceQuestion"]["options"]]


@pytest.mark.parametrize(
    ("question", "options"),
    [
        (Question("q", "q", QuestionType.SUPERVISOR), ["supervisor 1"]),
        (Question("q", "q", QuestionType.NETWORK), ["network N1", "network N2", "network N3"]),
        (Question("q", "q", QuestionType.WORK_GROUP), ["group 1"]),
        (Question("q", "q", QuestionType.LEARNING_AREA), ["area 1"]),
        (
            Question("q", "q", QuestionType.CHECKBOXES, choices=(Choice("a", "A"), Choice("b", "B"))),
            ["A", "B"],
        ),
    ],
)
def test_choices_come_from_the_organisation_of_the_day(question: Question, options: list[str]) -> None:
    items = form_items(form(Section("s", "s", (question,))), ORGANISATION, day=DAY)
    assert options_of(google_id("f", "q"), items) == options


def test_schools_and_networks_are_those_open_on_the_day() -> None:
    items = form_items(BRANCHING, ORGANISATION, day=DAY)
    assert options_of(google_id("f", "school", "network"), items) == ["network N1", "network N2"]
    assert options_of(google_id("f", "school", "N1"), items) == ["school 1"]
    assert options_of(google_id("f", "school", "N2"), items) == ["school 3"]
    earlier = form_items(BRANCHING, ORGANISATION, day=date(2026, 10, 1))
    assert options_of(google_id("f", "school", "N1"), earlier) == ["school 1", "school 2"]


def test_a_grid_has_a_question_for_each_row() -> None:
    rows = tuple(Question(f"g.{n}", f"item {n}", QuestionType.RATING, domain="g") for n in (1, 2))
    grid = RatingGrid("g", "domain", {5: "ดีมาก", 1: "ควรปรับปรุง"}, rows)
    item = form_items(form(Section("s", "s", (grid,))), ORGANISATION, day=DAY)[1]
    group = item["questionGroupItem"]
    assert item["title"] == "domain"
    assert group["grid"]["columns"] == {
        "type": "RADIO",
        "options": [{"value": "5 ดีมาก"}, {"value": "1 ควรปรับปรุง"}],
    }
    assert [(row["questionId"], row["rowQuestion"]["title"]) for row in group["questions"]] == [
        (google_id("f", "g.1"), "item 1"),
        (google_id("f", "g.2"), "item 2"),
    ]


def test_an_office_without_projects_can_be_asked_for_one() -> None:
    project = Question("project", "project", QuestionType.PROJECT)
    item = form_items(form(Section("s", "s", (project,))), ORGANISATION, day=DAY)[1]
    asked = item["questionItem"]["question"]["choiceQuestion"]
    assert asked == {"type": "DROP_DOWN", "options": [{"value": "ยังไม่มีรายการในทะเบียน"}]}


def test_a_section_that_cannot_lead_elsewhere_is_refused() -> None:
    stuck = form(Section("a", "a", (text("t"),), leads_to="c"), Section("b", "b", ()), Section("c", "c", ()))
    with pytest.raises(ValueError, match="section a leads to c"):
        form_items(stuck, ORGANISATION, day=DAY)


@pytest.mark.parametrize("name", ["classroom-observation", "daily-log"])
def test_the_packaged_forms_are_as_google_takes_them(name: str) -> None:
    packaged, problems = load_forms(packaged_definitions())
    assert not problems
    requests = form_requests(packaged[name], ORGANISATION, day=DAY, collect_emails=True)
    url = "https://forms.googleapis.com/v1/forms/x:batchUpdate"
    assert problems_of_request("POST", url, None, {"requests": requests}) == []
    items = [request["createItem"]["item"] for request in requests if "createItem" in request]
    ids = [item["itemId"] for item in items]
    assert len(set(ids)) == len(ids)
    assert not any("\n" in item.get("title", "") for item in items)


# --- Drift ---------------------------------------------------------------------------------------


def live(items: list[dict[str, Any]], published: bool = True) -> dict[str, Any]:
    state = {"isPublished": True, "isAcceptingResponses": True} if published else {}
    return {"items": items, "publishSettings": {"publishState": state}}


def edited(place: int, **changes: Any) -> list[dict[str, Any]]:
    items = form_items(BRANCHING, ORGANISATION, day=DAY)
    items[place] = {**items[place], **changes}
    return items


def test_an_untouched_form_has_not_drifted() -> None:
    assert drift(BRANCHING, ORGANISATION, live(edited(0)), day=DAY) == ()


ADDED = {
    "itemId": "0000aaaa",
    "title": "new",
    "questionItem": {"question": {"questionId": "0000bbbb", "textQuestion": {}}},
}


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (edited(1, title="what?"), Drift("renamed", "role", "role", "what?")),
        ([i for i in edited(0) if i["title"] != "who"], Drift("removed", "who", "who")),
        ([i for i in edited(0) if i["title"] != "three"], Drift("removed", "", "three")),
        ([*edited(0), ADDED], Drift("added", "", now="new")),
        (
            edited(1, questionItem={"question": {"questionId": google_id("f", "role"), "textQuestion": {}}}),
            Drift("type", "role", "RADIO", "TEXT"),
        ),
        (
            edited(
                1,
                questionItem={
                    "question": {
                        "questionId": google_id("f", "role"),
                        "choiceQuestion": {
                            "type": "RADIO",
                            "options": [{"value": "inside"}, {"value": "new"}],
                        },
                    }
                },
            ),
            Drift("choices", "role", "outside, none", "new"),
        ),
    ],
)
def test_what_was_changed_by_hand_is_found(items: list[dict[str, Any]], found: Drift) -> None:
    assert drift(BRANCHING, ORGANISATION, live(items), day=DAY) == (found,)


def test_a_form_that_was_closed_is_found() -> None:
    closed = live(form_items(BRANCHING, ORGANISATION, day=DAY), published=False)
    assert drift(BRANCHING, ORGANISATION, closed, day=DAY) == (Drift("unpublished", ""),)


def test_a_network_whose_schools_closed_since_is_not_an_added_question() -> None:
    then = form_items(BRANCHING, ORGANISATION, day=date(2026, 10, 1))
    kinds = {found.kind for found in drift(BRANCHING, ORGANISATION, live(then), day=DAY)}
    assert kinds == {"choices"}


def test_a_renamed_network_is_told_once_for_each_place() -> None:
    renamed = replace(ORGANISATION, networks={**ORGANISATION.networks, "N1": Network("N1", "new", "T1", "A")})
    found = drift(BRANCHING, renamed, live(edited(0)), day=DAY)
    assert {(one.kind, one.question) for one in found} == {("choices", "school"), ("renamed", "school")}
