"""The demo's answers go together: what people who know the office would notice at once if it did not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from forms.standing import chain_of
from sync.demo.deciding import words_of
from sync.demo.hints import Hints
from sync.demo.occasions import Occasion
from sync.demo.samples import sample_term
from sync.demo.together import Together
from tests.demo.test_every_record import NOW, OFFICE

SAMPLES = sample_term(OFFICE.forms, OFFICE.organisation, OFFICE.calendar, NOW, 3000, 2)


def said(form: str, *questions: str) -> Iterator[tuple[str, ...]]:
    """The answers to these questions of every sample that answers the first of them."""
    for sample in SAMPLES:
        if sample.form == form and questions[0] in sample.answers:
            yield tuple(sample.text(question) for question in questions)


@pytest.mark.parametrize(
    ("form", "questions", "together"),
    [
        (
            "materials",
            ("unit", "article"),
            {("รีม", "กระดาษ A4"), ("ตลับ", "หมึกพิมพ์"), ("แฟ้ม", "แฟ้มเอกสาร"), ("ด้าม", "ปากกาไวท์บอร์ด")},
        ),
        ("materials", ("stock_unit", "article"), {("รีม", "กระดาษ A4"), ("ตลับ", "หมึกพิมพ์")}),
        (
            "materials",
            ("article_number", "article"),
            {("", "เครื่องพิมพ์"), ("", "เครื่องคอมพิวเตอร์พกพา")},
        ),
        ("permit", ("out_place", "out_reason"),
         {("โรงเรียนในสังกัด", "school"), ("ศาลากลางจังหวัดมุกดาหาร", "agency"),
          ("สำนักงานศึกษาธิการจังหวัด", "agency"), ("ธนาคารในอำเภอเมือง", "other")}),
        ("five-m", ("awarded", "award"),
         {("school", "เกียรติบัตรโรงเรียนคุณภาพ"), ("teacher", "เกียรติบัตรครูผู้มีผลงานดีเด่น"),
          ("pupil", "โล่รางวัลเด็กดีศรีมุกดาหาร"), ("staff", "เกียรติบัตรบุคลากรดีเด่น")}),
    ],
)  # fmt: skip
def test_what_is_answered_goes_together(
    form: str, questions: tuple[str, str], together: set[tuple[str, str]]
) -> None:
    found = {
        ("" if questions[0] == "article_number" else one, other) for one, other in said(form, *questions)
    }
    assert found
    assert found <= together


AREAS = {"คณิตศาสตร์": "mathematics", "สูตรคูณ": "mathematics", "ภาษาไทย": "thai", "วิทยาศาสตร์": "science"}


@pytest.mark.parametrize(("form", "name"), [("media", "name"), ("media", "need"), ("instrument", "name")])
def test_a_thing_belongs_to_its_learning_area(form: str, name: str) -> None:
    told = [
        (area, wanted)
        for text, area in said(form, name, "learning_area")
        for word, wanted in AREAS.items()
        if word in text
    ]
    assert told
    assert all(area == wanted for area, wanted in told)


def test_a_journey_is_of_the_kind_that_its_subject_says() -> None:
    begins = {
        "การประชุม": "meeting",
        "การอบรม": "training",
        "การสัมมนา": "seminar",
        "คณะทำงาน": "working-party",
    }
    found = [
        kind == wanted
        for subject, kind in said("journey-report", "subject", "kind")
        for word, wanted in begins.items()
        if subject.startswith(word)
    ]
    assert found
    assert all(found)


def test_quality_is_judged_of_the_year_before() -> None:
    years = [
        (date.fromisoformat(day), int(year))
        for day, year in said("school-quality", "noted_on", "academic_year")
    ]
    assert years
    assert all(year == OFFICE.calendar.academic_year(day) - 1 for day, year in years)


def test_nothing_old_waits_and_no_permit_whose_day_is_over() -> None:
    for sample in (one for one in SAMPLES if one.decided is None):
        form = OFFICE.forms[sample.form]
        old = NOW - sample.sent > timedelta(days=10 if form.counts_as == "permit" else 60)
        chain = chain_of(form.chains, sample.answers) if form.chains and old else None
        if chain is not None:
            assert len(words_of(form, sample, NOW, Random(1))) == len(chain.steps), sample


def test_what_a_story_tells_picks_the_set() -> None:
    form = OFFICE.forms["materials"]
    together = Together(form, OFFICE.organisation, Hints(form), Random(1))
    for _ in range(20):
        given = together.of(Occasion(NOW.date(), NOW, None, given={"kind": "durable", "note": "เก่า"})).given
        assert (given["kind"], given["note"]) == ("durable", "เก่า")
        assert given["article"] in {"เครื่องพิมพ์", "เครื่องคอมพิวเตอร์พกพา"}
        other = together.of(Occasion(NOW.date(), NOW, None, given={"article": "โต๊ะ"})).given
        assert other == {"article": "โต๊ะ"}  # nothing is known of what goes with it
