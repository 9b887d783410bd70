"""One paper of the office, before it is written into a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from forms.model import Partition, Period

PaperKind = Literal[
    "weekly",
    "daily-logs",
    "journey-memo",
    "network-semester",
    "group-semester",
    "ast-round",
    "half-year",
    "committee-pack",
    "monthly-pack",
    "minutes",
    "case",
    "yearly",
    "network-page",
]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its kind, whom or what it is about, the days that it tells of, and what it says.

    `about` is the code of a supervisor, network or work group, the id of the response that it is made
    from, or "" for the office; `part` says which of several papers of these days it is, "" where there is
    one. `title` is one line of Thai, and names its files. `values` are what its template may name, by their
    English names (templates/documents/fields.yaml gives the Thai ones): texts, numbers as they are shown
    (rounded in `forms.scoring`), dates, datetimes, None, and sequences of mappings of these. `readers` are
    the partitions whose viewers may see it.
    """

    kind: PaperKind
    about: str
    period: Period
    title: str
    values: Mapping[str, object]
    readers: tuple[Partition, ...] = ()
    part: str = ""

    @property
    def key(self) -> str:
        """What names the paper for ever."""
        return ":".join(filter(None, ("paper", self.kind, self.about, self.period.name, self.part)))
