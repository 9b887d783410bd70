"""Summaries: what they are about, their tallies, and the queries that find what stands behind a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.model.form import PartitionKind
from forms.model.period import Period


@dataclass(frozen=True, slots=True)
class Partition:
    """What a spreadsheet is about: the district, the office (code "" for both), a network, work group, …

    A supervisor's holds the entries whose `people` name them, a deputy's those of their networks.
    """

    kind: PartitionKind
    code: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What the responses behind a figure have in common: form, partition, period, and the tally's key.

    `also` are further forms whose responses stand behind it; `moved` schools whose responses do, too, from
    the time before they were of the partition.
    """

    form: str
    partition: Partition
    period: Period
    dimension: str = "all"
    member: str = ""
    measure: str = "responses"
    moved: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """A mergeable count: how many, their sum, how often each rating or level, first and last date."""

    n: int = 0
    total: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None

    @property
    def mean(self) -> float | None:
        """The mean, None where nothing was counted."""
        return self.total / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a person wrote: the answer to an open question, with where and when."""

    response: str
    question: str
    text: str
    when: date | None
    school: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Mergeable counts and sums of one form for one partition and period.

    `tallies` is keyed by (dimension, member, measure). Dimensions: "all" (member ""), every key
    of Entry.members, "week" (member a week's name), "supervisor*day" (member "S01|2026-11-20"),
    "school*class", "network*learning_area". Measures: "responses" (all, the erroneous among them), "counted",
    "errors", "warnings"; over counted ones "score" (the response's mean; counts holds its levels),
    "total", "domain:<grid id>", "item:<item id>" (counts holds the ratings: "5", "4", …).
    """

    form: str
    partition: Partition
    period: Period
    tallies: Mapping[tuple[str, str, str], Tally]
    excerpts: tuple[Excerpt, ...] = ()

    def tally(self, dimension: str, member: str, measure: str) -> Tally:
        """The tally under that key, an empty one where there is none."""
        return self.tallies.get((dimension, member, measure), EMPTY_TALLY)

    def members(self, dimension: str) -> tuple[str, ...]:
        """The members of a dimension that occur, sorted by code."""
        return tuple(sorted({m for d, m, _ in self.tallies if d == dimension}))


EMPTY_TALLY = Tally()
