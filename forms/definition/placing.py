"""Read what a definition says of its place in the office: who sees it, what it counts as, its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from forms.definition.sections import Written, slug
from forms.model import PartitionKind
from forms.places import Place

PLACING = ("seen_in", "counts_as", "numbered", "of_learning_area")
EVERYWHERE: tuple[PartitionKind, ...] = ("district", "network", "group")

# What layouts and duties find forms by.
COUNTS_AS = (
    "observation",
    "visit",
    "log",
    "journey",
    "permit",
    "plan",
    "case",
    "half-year-report",
    "profile",
    "sar",
    "minutes",
    "register",
)
PARTITIONS: tuple[PartitionKind, ...] = get_args(PartitionKind)
YEARS = ("fiscal-year", "calendar-year")


def read_seen_in(place: Place | None) -> tuple[PartitionKind, ...]:
    """The kinds of spreadsheets that list the form's responses, each once."""
    if place is None:
        return EVERYWHERE
    kinds: list[PartitionKind] = []
    elements = place.elements()
    if not elements:
        place.wrong("nobody sees the responses", "[network, group, office]")
    for element in elements:
        said = element.one_of(PARTITIONS, "kind of spreadsheet")
        kind = next((known for known in PARTITIONS if known == said), None)
        if kind in kinds:
            element.wrong('"{kind}" stands here twice', "each kind once", kind=kind)
        elif kind is not None:
            kinds.append(kind)
    return tuple(kinds)


def read_counts_as(place: Place | None) -> str:
    """What the form counts as, "" where it says nothing."""
    return (place.one_of(COUNTS_AS, "thing to count as") or "") if place else ""


def read_numbered(place: Place | None) -> str:
    """The year within which responses get running numbers, "" for none."""
    return (place.one_of(YEARS, "year to number within") or "") if place else ""


def lint_public(written: Written, about: Mapping[str, str]) -> None:
    """What may be published is of schools, and tells nothing of whoever gave it."""
    for question in written.questions.values():
        there = written.question_places[question.id].at("public")
        if question.public and "where" not in about:
            there.wrong(
                "what is published stands by school, and this form asks for none", "where: … in about"
            )
        elif question.public and question.id == about.get("role"):
            there.wrong('"{id}" tells who gave the answers', "without public", id=question.id)


def lint_series(written: Written, numbered: bool, about: Mapping[str, str]) -> None:
    """Series of running numbers are of kinds, of each or of none, where there are numbers at all."""
    for question in written.questions.values():
        there = written.question_places[question.id].at("choices")
        own = [choice.code for choice in question.choices if choice.series]
        if own and (not numbered or question.id != about.get("kind")):
            there.at(own[0]).wrong(
                'no register is numbered by "{id}"',
                "numbered: fiscal-year, kind: {id} in about",
                id=question.id,
            )
        elif own and (missing := [choice.code for choice in question.choices if not choice.series]):
            there.at(missing[0]).wrong(
                "other choices have running numbers of their own, this has none",
                "{code}: {{label: …, series: …}}",
                code=missing[0],
            )


def read_learning_area(place: Place | None, about: Mapping[str, str]) -> str:
    """The code of the learning area that every response is about, "" for none.

    Organisations that do not know the code have no such learning area: it then says nothing.
    """
    if place is None:
        return ""
    if "learning_area" in about:
        place.wrong("a question asks for the learning area already", "one of the two")
    return slug(place)
