"""Read the bands of a definition: levels that leave no score without a name and no name without a score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from forms.model import Bands, Level, RatingGrid
from forms.places import Place
from forms.scoring import hundredths

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Scores:
    """What a complete form can score, as it is shown: in hundredths, lowest first.

    Two limits that stand `beside` each other or closer leave no gap between them: totals are whole,
    means are written with two decimals.
    """

    shown: tuple[int, ...]
    beside: float

    @property
    def lowest(self) -> float:
        """The score of a form whose every item has the lowest rating."""
        return self.shown[0] / 100

    @property
    def highest(self) -> float:
        """The score of a form whose every item has the highest rating."""
        return self.shown[-1] / 100


@dataclass(frozen=True, slots=True)
class _Limits:
    """A level with its upper limit, None where the definition leaves it to the level above."""

    level: Level
    highest: float | None
    place: Place


def read_bands(place: Place, grids: Sequence[RatingGrid]) -> Bands | None:
    """The bands of a form with these grids; None where they cannot be told."""
    fields = place.fields(("of", "levels"))
    of = fields["of"].one_of(("mean", "total"), "basis of the bands") if "of" in fields else None
    elements = fields["levels"].elements() if "levels" in fields else []
    levels = [limits for element in elements if (limits := _limits(element)) is not None]
    kind: Literal["mean", "total"] = "total" if of == "total" else "mean"
    scores = _scores(place, grids, kind)
    if "levels" in fields and not elements:
        fields["levels"].wrong("there are no levels", "- {from: …, name: …, colour: …}")
    if of is None or scores is None or len(levels) < len(elements) or not levels:
        return None
    _lint(levels, scores)
    return Bands(kind, tuple(limits.level for limits in levels))


def _limits(place: Place) -> _Limits | None:
    fields = place.fields(("from", "name", "colour"), ("to",))
    colour = fields["colour"].said if "colour" in fields else ""
    if colour and not _COLOUR.fullmatch(colour):
        fields["colour"].wrong(
            '"{colour}" is no colour', '"#1e8e3e" (in quotes, # begins a comment)', colour=colour
        )
    lowest = fields["from"].number() if "from" in fields else None
    highest = fields["to"].number() if "to" in fields else None
    name = fields["name"].text() if "name" in fields else ""
    if lowest is None or ("to" in fields and highest is None):
        return None
    if highest is not None and highest < lowest:
        fields["to"].wrong(
            "{highest} is lower than {lowest}",
            "from: lower, to: higher",
            highest=_said(highest),
            lowest=_said(lowest),
        )
    return _Limits(Level(name, lowest, colour), highest, place)


def _scores(place: Place, grids: Sequence[RatingGrid], of: str) -> _Scores | None:
    scales = [grid.scale for grid in grids if grid.scale]
    if not grids:
        place.wrong("bands need rated items, this form has none", "no bands, or a rate: … in a section")
        return None
    if any(set(scale) != set(scales[0]) for scale in scales):
        place.wrong("the domains are rated on different scales", "the same numbers in every scale")
        return None
    items = sum(len(grid.items) for grid in grids)
    if not scales or not items:
        return None
    totals = {0}
    for _ in range(items):
        totals = {total + step for total in totals for step in scales[0]}
    if of == "total":
        return _Scores(tuple(100 * total for total in sorted(totals)), 1)
    return _Scores(tuple(hundredths(total / items) for total in sorted(totals)), 0.01)


def _lint(levels: list[_Limits], scores: _Scores) -> None:
    """Levels stand best first, each within reach, without gap or overlap, down to the lowest score."""
    seen: set[str] = set()
    for above, limits in zip([None, *levels], levels, strict=False):
        level, name = limits.level, limits.level.name
        if name in seen:
            limits.place.wrong('level "{name}" stands twice', "a name of its own for each level", name=name)
        seen.add(name)
        if above is not None and level.lowest >= above.level.lowest:
            limits.place.wrong(
                'level "{name}" begins at {lowest}, not below "{above}"',
                "levels from the best down, from: below {limit}",
                name=name,
                lowest=_said(level.lowest),
                above=above.level.name,
                limit=_said(above.level.lowest),
            )
        elif not _reached(limits, above, scores):
            limits.place.wrong(
                'level "{name}" can never be reached',
                "a level that holds a score from {lowest} to {highest}",
                name=name,
                lowest=_said(scores.lowest),
                highest=_said(scores.highest),
            )
        _lint_upper_limit(limits, above, scores)
    last = levels[-1]
    if last.level.lowest > scores.lowest + _ROUNDING:
        last.place.wrong(
            "scores from {lowest} to below {limit} belong to no level",
            "from: {lowest} in the lowest level",
            lowest=_said(scores.lowest),
            limit=_said(last.level.lowest),
        )


def _reached(limits: _Limits, above: _Limits | None, scores: _Scores) -> bool:
    """Tell whether a score lies from the level's own limit to below the next, and not above its `to`."""
    lowest = hundredths(limits.level.lowest)
    below = scores.shown[-1] + 1 if above is None else hundredths(above.level.lowest)
    if limits.highest is not None:
        below = min(below, hundredths(limits.highest) + 1)
    return any(lowest <= shown < below for shown in scores.shown)


def _lint_upper_limit(limits: _Limits, above: _Limits | None, scores: _Scores) -> None:
    """`to` is only ever checked: a level reaches up to the one above it."""
    if limits.highest is None:
        return
    name, highest = limits.level.name, limits.highest
    if above is None:
        if highest < scores.highest - _ROUNDING:
            limits.place.wrong(
                "scores above {highest} belong to no level",
                "to: {limit}",
                highest=_said(highest),
                limit=_said(scores.highest),
            )
        return
    upper = above.level.lowest
    if highest >= upper - _ROUNDING:
        limits.place.wrong(
            'levels "{name}" and "{above}" overlap',
            "to: below {upper}",
            name=name,
            above=above.level.name,
            upper=_said(upper),
        )
    elif upper - highest > scores.beside + _ROUNDING:
        limits.place.wrong(
            "scores between {highest} and {upper} belong to no level",
            "to: {limit}",
            highest=_said(highest),
            upper=_said(upper),
            limit=_said(upper - scores.beside),
        )


def _said(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
