"""What config/results.yaml says: kinds of tests, their subjects, and what their files' columns are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Years:
    """Academic years (BE) from the first to the last, None where there is no end to that side."""

    first: int | None = None
    last: int | None = None

    def hold(self, year: int) -> bool:
        """Tell whether a year is among them."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a test. `columns` are the names that the column of its scores goes by.

    `pupils` are those of the column with the number of pupils who sat it, where it has one of its
    own. A column below a heading that spans several is named "heading / column".
    """

    code: str
    title: str
    columns: tuple[str, ...]
    pupils: tuple[str, ...] = ()
    learning_area: str | None = None
    years: Years = Years()


@dataclass(frozen=True, slots=True)
class KindOfTest:
    """A kind of test, such as O-NET. `columns` maps roles to the names that their column goes by.

    Roles: school, code, place (network or district), province, area (the area office), year, grade,
    pupils. `grades` maps codes to spellings, the first of which people see. `names` are what titles of
    files call the test: one that names another is not taken for it. `full` is the highest score, `target`
    the one below which a school is shown as in need of help, None where the office has set none.
    """

    code: str
    title: str
    grades: Mapping[str, tuple[str, ...]]
    subjects: Mapping[str, Subject]
    columns: Mapping[str, tuple[str, ...]]
    years: Years = Years()
    full: float = 100.0
    target: float | None = None
    names: tuple[str, ...] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """What it is called, its title where the configuration says no more."""
        return self.names or (self.title, self.code)

    def subjects_in(self, year: int) -> tuple[Subject, ...]:
        """The subjects that were tested in a year."""
        return tuple(subject for subject in self.subjects.values() if subject.years.hold(year))


@dataclass(frozen=True, slots=True)
class ResultRules:
    """All of results.yaml.

    A mean of fewer than `few_pupils` pupils is shown as such. `years_shown` stand side by side. `nothing`
    are texts of cells without a score; `totals` those of rows that sum others up, with * at the end
    for whatever follows. `places` maps names of districts to the codes of their networks. `ours` are
    words one of which the province or area of each of our schools holds; none: all may be ours.
    """

    kinds: Mapping[str, KindOfTest]
    few_pupils: int = 10
    years_shown: int = 3
    nothing: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    places: Mapping[str, tuple[str, ...]] | None = None
    ours: tuple[str, ...] = ()
