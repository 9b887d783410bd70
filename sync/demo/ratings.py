"""Ratings that hang together: of one school, of one domain, of one class, slowly better over the term."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from random import Random

from forms.model import Form, RatingGrid
from sync.demo.occasions import Occasion

_MIDDLE = 0.7  # of the way from the lowest to the highest rating
_BETTER_BY_THE_END = 0.11
_SPREAD = {"school": 0.11, "domain": 0.05, "school and domain": 0.05, "class": 0.07, "item": 0.12}


@dataclass
class Ratings:
    """Draws ratings; what it once drew for a school or a domain holds for the whole term."""

    chance: Random
    _drawn: dict[tuple[str, ...], float] = field(default_factory=dict)

    def of_visit(self, form: Form, visit: Occasion, domains: Collection[str]) -> Mapping[str, int]:
        """A rating for every item of these domains of the form."""
        school = visit.school.code if visit.school else ""
        level = _MIDDLE + _BETTER_BY_THE_END * (visit.progress - 0.5) + self._known("school", school)
        level += self.chance.gauss(0, _SPREAD["class"])
        rated = (grid for grid in form.grids if grid.id in domains)
        return {item: rating for grid in rated for item, rating in self._of_domain(grid, school, level)}

    def _of_domain(self, grid: RatingGrid, school: str, level: float) -> list[tuple[str, int]]:
        level += self._known("domain", grid.id) + self._known("school and domain", school, grid.id)
        low, high = min(grid.scale), max(grid.scale)
        drawn = ((item.id, level + self.chance.gauss(0, _SPREAD["item"])) for item in grid.items)
        return [(item, _nearest(grid, low + at * (high - low))) for item, at in drawn]

    def _known(self, kind: str, *of: str) -> float:
        key = (kind, *of)
        if key not in self._drawn:
            self._drawn[key] = self.chance.gauss(0, _SPREAD[kind])
        return self._drawn[key]


def _nearest(grid: RatingGrid, drawn: float) -> int:
    """The step of the grid's scale nearest to what was drawn; a scale may leave numbers out."""
    return min(grid.scale, key=lambda step: abs(step - drawn))


def best_and_worst(form: Form, ratings: Mapping[str, int]) -> tuple[str, str]:
    """The domains with the highest and the lowest mean; "" for a form without any."""
    means = {
        grid.id: sum(ratings[item.id] for item in grid.items) / len(grid.items)
        for grid in form.grids
        if any(item.id in ratings for item in grid.items)
    }
    if not means:
        return "", ""
    return max(means, key=lambda grid: means[grid]), min(means, key=lambda grid: means[grid])
