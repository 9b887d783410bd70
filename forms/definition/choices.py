"""Read the parts of a definition that people choose from: options, and the steps of a rating scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from forms.model import Choice
from forms.places import Place

_MORE = ("leads_to", "aliases", "series")
_CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


def read_choices(place: Place, leads: dict[str, Place]) -> tuple[Choice, ...]:
    """The options of a question. `leads` takes the place of each `leads_to`, by the option's code."""
    choices, labels, told = [], [], len(place.problems)
    for key, value in place.pairs():
        if not _CODE.fullmatch(key.said):
            key.wrong('"{said}" is no code', "a-z and 0-9, with - or _ between: roving-team", said=key.shown)
        fields = {"label": value} if value.is_scalar else value.fields(("label",), _MORE)
        aliases = fields["aliases"].elements() if "aliases" in fields else []
        labels += [*([fields["label"]] if "label" in fields else []), *aliases]
        if "leads_to" in fields:
            leads[key.said] = fields["leads_to"]
        choices.append(
            Choice(
                key.said,
                fields["label"].text() if "label" in fields else "",
                fields["leads_to"].said if "leads_to" in fields else None,
                tuple(alias.text() for alias in aliases),
                fields["series"].text() if "series" in fields else "",
            )
        )
    if not choices and len(place.problems) == told:
        place.wrong("there is nothing to choose from", "{code: label, …}")
    lint_unique(labels)
    return tuple(choices)


def read_scale(place: Place) -> Mapping[int, str]:
    """A rating scale, number to label, best first; its lowest step may be 0."""
    scale: dict[int, str] = {}
    for key, label in place.pairs():
        number = key.number()
        if isinstance(number, int):
            if number < 0:
                key.wrong("{number} is below 0", "steps from 0 or 1 up: 3, 2, 1, 0", number=number)
            elif number in scale:
                key.wrong("step {number} stands twice", "each step once", number=number)
            scale[number] = label.text()
        elif number is not None:
            key.wrong("{number} is not a whole number", "5, 4, 3, 2, 1", number=number)
    if list(scale) != sorted(scale, reverse=True):
        place.wrong("the scale does not run from the best to the lowest", "5: …, 4: …, 3: …, 2: …, 1: …")
    elif gap := next((pair for pair in pairwise(scale) if pair[0] - pair[1] > 1), None):
        message = "no step stands between {above} and {below}"
        place.warn(message, "5: …, 4: …, 3: …, 2: …, 1: …", above=gap[0], below=gap[1])
    if len(scale) < 2:
        place.wrong("a scale needs two steps at least", "5: …, 4: …, 3: …, 2: …, 1: …")
    lint_unique([label for _, label in place.pairs()])
    return scale


def lint_commas(place: Place, elements: list[Place]) -> None:
    """In a list in brackets a comma within a text begins another: a bracket that stays open tells so."""
    for element in elements if place.is_flow else ():
        quoted = getattr(element.node, "style", None)
        if not quoted and element.said.count("(") > element.said.count(")"):
            element.warn(
                '"{said}" ends within its brackets: the comma after it begins another text',
                'a text that holds a comma as "…, …"',
                said=element.shown,
            )


def lint_unique(labels: list[Place]) -> None:
    """Google takes no option twice, and an answer carries nothing but its option's text."""
    seen: dict[str, int] = {}
    for label in labels:
        if label.said and label.said in seen:
            label.wrong(
                '"{said}" stands twice (also in line {seen})',
                "each text once",
                said=label.shown,
                seen=seen[label.said],
            )
        seen.setdefault(label.said, label.line)
