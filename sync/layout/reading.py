"""A summary asked the way tabs ask: counts, means, levels, and members in the order people know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from forms import scoring
from forms.model import Form, Level, Organisation, Question, Summary, Tally
from forms.scoring import hundredths, level_at

# The role in `Form.about` that answers a dimension of the same meaning; other dimensions are question ids.
_ROLES: Mapping[str, str] = {"supervisor": "who", "school": "where"}


@dataclass(frozen=True, slots=True)
class Score:
    """A mean of `n` counted responses on the form's scale, as it is shown (two decimals), and its level."""

    mean: float | None
    n: int
    level: Level | None

    @property
    def name(self) -> str:
        """The level's name, "" for none."""
        return self.level.name if self.level else ""

    @property
    def colour(self) -> str:
        """The level's colour, "" for none."""
        return self.level.colour if self.level else ""


@dataclass(slots=True)
class Reading:
    """One form's summary. The members are indexed once, when first asked for."""

    form: Form
    summary: Summary
    _members: dict[str, set[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def tally(self, dimension: str = "all", member: str = "", measure: str = "counted") -> Tally:
        """The tally itself."""
        return self.summary.tally(dimension, member, measure)

    def n(self, dimension: str = "all", member: str = "", measure: str = "counted") -> int:
        """How many responses: by default those that count, or "responses", "errors", "warnings"."""
        return self.tally(dimension, member, measure).n

    def last(self, dimension: str, member: str) -> date | None:
        """The day of the latest counted response."""
        return self.tally(dimension, member).last

    def mean(self, measure: str, dimension: str = "all", member: str = "") -> float | None:
        """A mean as it is shown, with two decimals."""
        mean = self.tally(dimension, member, measure).mean
        return None if mean is None else hundredths(mean) / 100

    def score(self, dimension: str = "all", member: str = "") -> Score:
        """The mean of the responses' means, and its level."""
        tally, bands = self.tally(dimension, member, "score"), self.form.bands
        banded = self.tally(dimension, member, "total") if bands and bands.of == "total" else tally
        level = level_at(bands, banded.mean) if bands and banded.mean is not None else None
        return Score(self.mean("score", dimension, member), tally.n, level)

    def measured(self, measure: str, dimension: str = "all", member: str = "") -> Score:
        """The mean of an item or a domain, and its level."""
        mean = self.mean(measure, dimension, member)
        return Score(mean, self.n(dimension, member, measure), self.level_of(mean))

    def level_of(self, mean: float | None) -> Level | None:
        """The level of an item's or domain's mean, where the form bands means."""
        bands = self.form.bands
        return level_at(bands, mean) if bands and bands.of == "mean" and mean is not None else None

    def members(self, dimension: str) -> tuple[str, ...]:
        """The members of a dimension that occur, unordered."""
        if not self._members:
            for known, member, _ in self.summary.tallies:
                self._members.setdefault(known, set()).add(member)
        return tuple(self._members.get(dimension, ()))


def question_of(form: Form, dimension: str) -> Question | None:
    """The question whose answers are a dimension's members."""
    own = "class_level" if dimension == "class" else dimension
    return form.questions.get(form.about.get(_ROLES.get(dimension, dimension), own))


def labels(form: Form, organisation: Organisation, dimension: str) -> Mapping[str, str]:
    """What people call the members of a dimension, in the configured order."""
    known: Mapping[str, Iterable[tuple[str, str]]] = {
        "school": ((code, school.name) for code, school in organisation.schools.items()),
        "network": ((code, network.name) for code, network in organisation.networks.items()),
        "supervisor": ((code, supervisor.name) for code, supervisor in organisation.supervisors.items()),
        "group": ((code, group.name) for code, group in organisation.work_groups.items()),
        "learning_area": ((code, area.name) for code, area in organisation.learning_areas.items()),
    }
    if dimension in known:
        return dict(known[dimension])
    question = question_of(form, dimension)
    return {choice.code: choice.label for choice in question.choices} if question else {}


def in_order(members: Iterable[str], labelled: Mapping[str, str]) -> list[tuple[str, str]]:
    """Members with their labels, in the labels' order; those without a label last, by their code."""
    present = set(members)
    known = [(code, label) for code, label in labelled.items() if code in present]
    return known + [(code, code) for code in sorted(present - labelled.keys())]


def change(now: float | None, before: float | None) -> float | None:
    """By how much a figure moved as both are shown, None where one is missing; without binary dust."""
    return None if now is None or before is None else round(now - before, 4)


def points(now: float | None, before: float | None) -> int | None:
    """By how many percentage points a share moved as both are shown, None where one is missing."""
    return None if now is None or before is None else round(100 * now) - round(100 * before)


def share(part: int, whole: int) -> float | None:
    """A share from 0 to 1 as it is shown, None of nothing."""
    return scoring.share(part, whole)
