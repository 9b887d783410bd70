"""Lint what duties.yaml says of forms against the forms that the office has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from forms.model import Form
from forms.places import Place


def lint_told_by(place: Place, asks: Collection[str], forms: Mapping[str, Form]) -> None:
    """The questions that tell a report's period are asked by every form that meets the duty."""
    for form in forms.values():
        if form.counts_as in asks:
            for _, value in place.pairs():
                if value.said not in form.questions:
                    value.wrong(f'the form {form.id} asks no question "{value.shown}"', _some(form.questions))


def lint_kinds(place: Place, forms: Mapping[str, Form]) -> None:
    """Kinds of absence are choices of the permits' question `kind`."""
    for form in _permits(forms):
        question = form.questions.get(form.about.get("kind", ""))
        known = [choice.code for choice in question.choices] if question else []
        for element in place.elements():
            if element.said not in known:
                element.wrong(f'the form {form.id} knows no kind "{element.shown}"', _some(known))


def lint_half(question: Place, codes: Place | None, forms: Mapping[str, Form]) -> None:
    """The question that says which half of a day is meant is asked, and offers these codes."""
    for form in _permits(forms):
        asked = form.questions.get(question.said)
        if asked is None:
            question.wrong(f'the form {form.id} asks no question "{question.shown}"', _some(form.questions))
            continue
        known = [choice.code for choice in asked.choices]
        for code in codes.elements() if codes else ():
            if code.said not in known:
                code.wrong(f'the question {asked.id} has no choice "{code.shown}"', _some(known))


def _permits(forms: Mapping[str, Form]) -> list[Form]:
    return [form for form in forms.values() if form.counts_as == "permit"]


def _some(known: Collection[str]) -> str:
    return ", ".join(known) or "a form that asks for it"
