"""Which school a row of a file is about: by code, by what people decided, by name, or left to a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from forms.model import Organisation, School
from forms.results.read import FileRow
from forms.results.rules import ResultRules
from forms.thai import arabic_digits, normalise_name, normalise_text

_CLOSE = 95.0  # a name this alike is taken for the school's
_ALL_BUT_THE_SAME, _LIKE_ENOUGH = 90.0, 60.0
_MARGIN = 5.0  # if the next one is that much less alike
_SHOWN = 3
_PLACE_WORDS = re.compile(r"^(ศูนย์|กลุ่ม)?(เครือข่าย)(พัฒนาคุณภาพการศึกษา)?|^อำเภอ|^อ\.")

Means = Literal["code", "decided", "name", "close", ""]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A school that a text may mean, and how alike their names are, 0 to 100."""

    school: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Match:
    """The school's code and what it was found by, or "" and the best candidates.

    `place` are the codes of the networks that the row's place stands for, none where nobody knows it.
    """

    school: str
    means: Means
    candidates: tuple[Candidate, ...] = ()
    place: tuple[str, ...] = ()


def text_key(text: str, place: str = "") -> str:
    """What a decision about a file's text is kept under: with the place beside it, or for any."""
    return f"{normalise_name(text)}|{place_key(place)}"


def place_key(place: str) -> str:
    """A network's or district's name as it is compared."""
    return _PLACE_WORDS.sub("", normalise_text(place))


class Matcher:
    """Schools by what files call them. `decided` maps `text_key`s to schools' codes."""

    def __init__(self, organisation: Organisation, rules: ResultRules, decided: Mapping[str, str]) -> None:
        self._schools, self._decided = organisation.schools, decided
        self._codes = {_code(code): code for code in organisation.schools}
        self._names: dict[str, list[School]] = {}
        for school in organisation.schools.values():
            for name in {normalise_name(said) for said in (school.name, *school.aliases)}:
                self._names.setdefault(name, []).append(school)
        self._places: dict[str, tuple[str, ...]] = {
            place_key(said): codes for said, codes in (rules.places or {}).items()
        }
        for network in organisation.networks.values():
            for said in (network.code, network.name, *network.aliases):
                self._places[place_key(said)] = (network.code,)

    def match(self, row: FileRow, taken: Collection[str] = ()) -> Match:
        """The school of a row, or candidates for a person to choose from.

        Schools that are `taken` by other rows are no candidates, unless their names are all but the same.
        """
        place = self._places.get(place_key(row.place), ())
        if code := self._codes.get(_code(row.code)) if row.code else None:
            return Match(code, "code", place=place)
        if said := self._said(row, place):
            return Match(said, "decided", place=place)
        there = [s for s in self._names.get(normalise_name(row.school), ()) if _lies_in(s, place)]
        if len(there) == 1:
            return Match(there[0].code, "name", place=place)
        return self._alike(row.school, place, taken)

    def _said(self, row: FileRow, place: tuple[str, ...]) -> str:
        """What people said of the text in that place; or of the text alone, where that lies in the place."""
        there = self._decided.get(text_key(row.school, row.place), "")
        if there in self._schools:
            return there
        school = self._schools.get(self._decided.get(text_key(row.school), ""))
        return school.code if school and _lies_in(school, place) else ""

    def _alike(self, text: str, place: tuple[str, ...], taken: Collection[str]) -> Match:
        """Among the schools of the place the one that is alike beyond doubt, else the three best of all."""
        plain = normalise_name(text)
        ranked = sorted(self._likeness(plain).items(), key=lambda one: -one[1])
        near = [(code, like) for code, like in ranked if _lies_in(self._schools[code], place)]
        elsewhere = [(code, like) for code, like in ranked if not _lies_in(self._schools[code], place)]
        if near and near[0][1] >= _CLOSE:
            best, next_like = near[0][0], near[1][1] if len(near) > 1 else 0.0
            clear = near[0][1] - next_like >= _MARGIN
            if clear and not (elsewhere and elsewhere[0][1] == 100) and self._numbers_agree(plain, best):
                return Match(best, "close", place=place)
        shown = [*near, *elsewhere] if near and near[0][1] >= _LIKE_ENOUGH else ranked
        shown = [(code, like) for code, like in shown if like >= _ALL_BUT_THE_SAME or code not in taken]
        return Match("", "", tuple(Candidate(c, round(like, 1)) for c, like in shown[:_SHOWN]), place)

    def _likeness(self, plain: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for name, schools in self._names.items():
            like = fuzz.ratio(plain, name)
            for school in schools:
                found[school.code] = max(like, found.get(school.code, 0.0))
        return found

    def _numbers_agree(self, plain: str, code: str) -> bool:
        """บ้านโนน 1 and บ้านโนน 2 are two schools, however alike they are written."""
        school = self._schools[code]
        numbers = re.findall(r"\d+", plain)
        return any(
            numbers == re.findall(r"\d+", normalise_name(name)) for name in (school.name, *school.aliases)
        )


def match_all(
    matcher: Matcher, rows: Iterable[FileRow], taken: Collection[tuple[str, str]] = ()
) -> list[tuple[FileRow, Match]]:
    """Every row with its school; rows of one grade that mean the same school are left to a person.

    `taken` are schools, each with a grade, that have a row of the file already.
    """
    matched = [(row, matcher.match(row)) for row in rows]
    times: dict[tuple[str, str], int] = {}
    for row, match in matched:
        times[match.school, row.grade] = times.get((match.school, row.grade), 0) + 1
    found = []
    for row, match in matched:
        if match.school and times[match.school, row.grade] > 1:
            found.append((row, Match("", "", (Candidate(match.school, 100.0),), match.place)))
        elif match.school:
            found.append((row, match))
        else:
            there = [school for school, grade in (*times, *taken) if grade == row.grade]
            found.append((row, matcher.match(row, there)))
    return found


def _lies_in(school: School, networks: tuple[str, ...]) -> bool:
    return not networks or school.network in networks or bool(set(school.formerly) & set(networks))


def _code(text: str) -> str:
    return arabic_digits(text).strip().casefold()
