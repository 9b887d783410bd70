"""What a file says of itself: title, heads and names that speak of another test, grade or year than given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from forms.results.grades import Grade, grades_said, shown
from forms.results.grid import Grid
from forms.results.heads import Head
from forms.results.rules import KindOfTest
from forms.results.told import Trouble
from forms.results.years import years_said
from forms.thai import arabic_digits

_ABOVE: Final = 40  # rows above the head in which a title may stand
_BETWEEN: Final = r"[\s_.–-]*"  # O-NET, ONET and O_NET are one
_PARTS: Final = re.compile(r"[\s_.–-]+")

_Meant = TypeVar("_Meant", int, str, Grade)
_Line = tuple[int, str]  # a row from 1, 0 for none, and its text


@dataclass(frozen=True, slots=True)
class Given:
    """Of what a file is said to be: test, academic year (BE), and the grade's code, "" for any of it."""

    kind: KindOfTest
    year: int
    grade: str = ""


def contradictions(
    name: str, grid: Grid, head: Head, kinds: Mapping[str, KindOfTest], given: Given
) -> Iterator[Trouble]:
    """other-year, other-test and other-grade, each of the first place that speaks of another and not of ours.

    `place` among their values is "title", "head" (of a column that is read), "sheet" or "file".
    """
    kind, grades = given.kind, _grades_of(given)
    names = [spellings[0] for code, spellings in kind.grades.items() if given.grade in ("", code)]
    places = _places(name, grid, head)
    yield from _first("other-year", places, years_said, {given.year}, str, str(given.year))
    titles = {code: one.title for code, one in kinds.items()}
    yield from _first(
        "other-test", places, lambda t: named_in(t, kinds), {kind.code}, lambda c: titles[c], kind.title
    )
    if grades:
        yield from _first("other-grade", places, grades_said, grades, shown, ", ".join(names))


def named_in(text: str, kinds: Mapping[str, KindOfTest]) -> frozenset[str]:
    """The codes of the tests that a text names. "Pre O-NET" does not name O-NET, too."""
    plain = arabic_digits(text).casefold()
    spellings = [(spelling, code) for code, kind in kinds.items() for spelling in kind.called]
    found = set()
    for spelling, code in sorted(spellings, key=lambda one: -len(one[0])):
        plain, times = _pattern(spelling).subn(" ", plain)
        if times:
            found.add(code)
    return frozenset(found)


def _pattern(spelling: str) -> re.Pattern[str]:
    parts = filter(None, _PARTS.split(arabic_digits(spelling).casefold()))
    return re.compile(rf"(?<![a-z]){_BETWEEN.join(map(re.escape, parts))}(?![a-z])")


def _grades_of(given: Given) -> frozenset[Grade]:
    """The grades that the file may be of; none where one of them has a name that says no grade."""
    each = [
        frozenset[Grade]().union(*map(grades_said, spellings))
        for code, spellings in given.kind.grades.items()
        if given.grade in ("", code)
    ]
    return frozenset[Grade]().union(*each) if all(each) else frozenset()


def _places(name: str, grid: Grid, head: Head) -> dict[str, tuple[str, list[_Line]]]:
    """Where a file may say what it is: what the place is called, and its lines."""
    above = grid.rows[: min(head.top, _ABOVE)]
    title = [(number, " ".join(dict.fromkeys(row))) for number, row in enumerate(above, start=1)]
    columns = [head.column(place) for place in sorted(set(head.places.values()))]
    return {
        "title": ("", title),
        "head": ("", [(head.top + 1, column.partition(" ")[2]) for column in columns]),
        "sheet": (grid.name, [(0, grid.name)]),
        "file": (name, [(0, name)]),
    }


def _first(
    code: str,
    places: Mapping[str, tuple[str, Sequence[_Line]]],
    read: Callable[[str], frozenset[_Meant]],
    wanted: set[_Meant] | frozenset[_Meant],
    show: Callable[[_Meant], str],
    given: str,
) -> Iterator[Trouble]:
    for place, (name, lines) in places.items():
        said = read("\n".join(text for _, text in lines))
        if said and not said & wanted:
            row = next((number for number, text in lines if read(text) & said), 0)
            told = ", ".join(map(show, sorted(said)))
            yield Trouble(code, row, "", {"place": place, "name": name, "said": told, "given": given})
            return
