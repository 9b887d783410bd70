"""Lint what duties.yaml says of forms against the forms that the office has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from forms.model import Form
from forms.places import Place


def lint_part_of_year(every: Place, asks: Collection[str], forms: Mapping[str, Form]) -> None:
    """A report that tells its year tells which part of it as well, where a year has several."""
    for form in forms.values():
        if form.counts_as in asks and "year" in form.about and "part_of_year" not in form.about:
            message = f"the form {form.id} tells the year of a report, but not which {every.said} of it"
            every.wrong(message, "part_of_year: <question> in about of the form")


def lint_places(duty: Place, asks: Collection[str], owed_by: str, forms: Mapping[str, Form]) -> None:
    """What a school or a network owes is answered by forms that ask which one they are about."""
    asked = [form for form in forms.values() if form.counts_as in asks]
    roles = {"school": ("where",), "network": ("where", "network")}.get(owed_by, ())
    if roles and asked and not any(role in form.about for form in asked for role in roles):
        message = f"a {owed_by} owes this, but {asked[0].id} does not ask for one: it would always be missing"
        duty.at("owed_by").warn(
            message, f"owed_by: supervisor, or {roles[-1]}: <question> in about of the form"
        )


def lint_kinds(place: Place, forms: Mapping[str, Form]) -> None:
    """Kinds of absence are choices of the permits' question `kind`."""
    for form in _permits(forms):
        question = form.asks("kind")
        known = [choice.code for choice in question.choices] if question else []
        for element in place.elements():
            if element.said not in known:
                element.wrong(f'the form {form.id} knows no kind "{element.shown}"', _some(known))


def lint_halves(codes: Place, forms: Mapping[str, Form]) -> None:
    """Halves of a day are choices of the permits' question `part_of_day`."""
    for form in _permits(forms):
        asked = form.asks("part_of_day")
        if asked is None:
            codes.wrong(f"the form {form.id} asks no part of the day", "part_of_day: <question> in its about")
            continue
        known = [choice.code for choice in asked.choices]
        for code in codes.elements():
            if code.said not in known:
                code.wrong(f'the question {asked.id} has no choice "{code.shown}"', _some(known))


def _permits(forms: Mapping[str, Form]) -> list[Form]:
    return [form for form in forms.values() if form.counts_as == "permit"]


def _some(known: Collection[str]) -> str:
    return ", ".join(known) or "a form that asks for it"
