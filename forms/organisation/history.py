"""Read the `history:` of a person or a network: what held before, each line until the day it ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from forms.model.problems import Wording
from forms.places import Place

NONE = "none"  # how a line says that somebody was in no work group


def read_history(
    place: Place | None, optional: Iterable[str], since: date | None = None, until: date | None = None
) -> list[tuple[date, dict[str, Place]]]:
    """The lines in their order: the first day on which each no longer held, and what else it says.

    A line begins where the one before it ended; `since` may say so, and a gap or an overlap is a
    problem. `since` and `until` bound the whole: nothing is told of days before a person came.
    """
    lines: list[tuple[date, dict[str, Place]]] = []
    for element in place.elements() if place else ():
        fields = element.fields(("until",), ("since", *optional))
        ends = fields["until"].day() if "until" in fields else None
        if ends is None:
            continue
        before = lines[-1][0] if lines else None
        begins = fields["since"].day() if "since" in fields else before
        _lint_joint(fields, before, begins)
        if (floor := begins or since) and ends <= floor:
            message = "this day does not come after the line's beginning"
            fields["until"].wrong(message, Wording("a date after {floor}", {"floor": floor}))
        elif until and ends >= until:
            message = "this line ends when nothing comes after it"
            fields["until"].wrong(message, Wording("a date before {until}", {"until": until}))
        lines.append((ends, fields))
    return lines


def _lint_joint(fields: dict[str, Place], before: date | None, begins: date | None) -> None:
    if before is None or begins is None or begins == before:
        return
    if begins > before:
        message = Wording("a gap: nothing is told of the days from {before} on", {"before": before})
    else:
        message = Wording("an overlap: the line before it holds until {before}", {"before": before})
    fields["since"].wrong(message, Wording("since: {before}, or left out", {"before": before}))
