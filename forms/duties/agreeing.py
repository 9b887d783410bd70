"""Lint what duties.yaml says of forms against the forms that the office has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from forms.model import Form, Wording, to_type
from forms.places import Place


def lint_part_of_year(every: Place, asks: Collection[str], forms: Mapping[str, Form]) -> None:
    """A report that tells its year tells which part of it as well, where a year has several."""
    for form in forms.values():
        if form.counts_as in asks and "year" in form.about and "part_of_year" not in form.about:
            message = Wording(
                "the form {id} tells the year of a report, but not which {said} of it",
                {"id": form.id, "said": every.said},
            )
            every.wrong(message, "part_of_year: <question> in about of the form")


def lint_places(duty: Place, asks: Collection[str], owed_by: str, forms: Mapping[str, Form]) -> None:
    """What a school or a network owes is answered by forms that ask which one they are about."""
    asked = [form for form in forms.values() if form.counts_as in asks]
    roles = {"school": ("where",), "network": ("where", "network")}.get(owed_by, ())
    if roles and asked and not any(role in form.about for form in asked for role in roles):
        message = Wording(
            "a {owed_by} owes this, but {id} does not ask for one: it would always be missing",
            {"owed_by": owed_by, "id": asked[0].id},
        )
        duty.at("owed_by").warn(
            message,
            Wording("owed_by: supervisor, or {role}: <question> in about of the form", {"role": roles[-1]}),
        )


def lint_kinds(place: Place, forms: Mapping[str, Form]) -> None:
    """Kinds of absence are choices of the permits' question `kind`."""
    for form in _permits(forms):
        question = form.asks("kind")
        known = [choice.code for choice in question.choices] if question else []
        for element in place.elements():
            if element.said not in known:
                element.wrong(
                    'the form {id} knows no kind "{said}"',
                    _some(known),
                    id=form.id,
                    said=element.shown,
                )


def lint_halves(codes: Place, forms: Mapping[str, Form]) -> None:
    """Halves of a day are choices of the permits' question `part_of_day`."""
    for form in _permits(forms):
        asked = form.asks("part_of_day")
        if asked is None:
            codes.wrong(
                "the form {id} asks no part of the day", "part_of_day: <question> in its about", id=form.id
            )
            continue
        known = [choice.code for choice in asked.choices]
        for code in codes.elements():
            if code.said not in known:
                code.wrong(
                    'the question {id} has no choice "{said}"',
                    _some(known),
                    id=asked.id,
                    said=code.shown,
                )


def _permits(forms: Mapping[str, Form]) -> list[Form]:
    return [form for form in forms.values() if form.counts_as == "permit"]


def _some(known: Collection[str]) -> Wording:
    return to_type(", ".join(known)) if known else Wording("a form that asks for it")
