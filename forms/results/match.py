"""Which school a row of a file is about: by code, by what people decided, by name, or left to a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from rapidfuzz import fuzz, process

from forms.model import Organisation, School
from forms.results.rows import FileRow
from forms.results.rules import ResultRules
from forms.thai import arabic_digits, normalise_name, normalise_text

NO_SCHOOL: Final = "(none)"  # what people decided of a text that is no school; no code has brackets

_CLOSE = 95.0  # a name this alike is taken for the school's
_ALL_BUT_THE_SAME = 90.0
_LIKE_ENOUGH = 55.0  # below that a school is no candidate
_LIKE_AMONG_MANY = 85.0  # the same in a file of more than our schools, whose names are all alike
_MANY = 50
_MARGIN = 5.0  # if the next one is that much less alike
_SHOWN = 3
_NETWORK = re.compile(r"^(ศูนย์|กลุ่ม)?เครือข่าย(พัฒนาคุณภาพการศึกษา)?")
_DISTRICT = re.compile(r"^(อำเภอ|อ\.)")

Means = Literal["code", "decided", "name", "close", "same", "no-school", "elsewhere", ""]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A school that a text may mean, and how alike their names are, 0 to 100."""

    school: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Match:
    """The school's code and what it was found by, or "" and the best candidates.

    Without a school, `means` says why nobody needs to name one: "same" as another row of the file,
    "no-school" as people decided, or "elsewhere", like none of ours; "" where a person is asked.
    `place` are the codes of the networks that the row's place stands for, none where nobody knows it.
    `others` are the numbers of the file's other rows of the same school.
    """

    school: str
    means: Means
    candidates: tuple[Candidate, ...] = ()
    place: tuple[str, ...] = ()
    others: tuple[int, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether a person has to name the school."""
        return not self.school and not self.means


def text_key(text: str, place: str = "") -> str:
    """What a decision about a file's text is kept under: with the place beside it, or for any."""
    return f"{normalise_name(text)}|{place_key(place)}"


def place_key(place: str) -> str:
    """A network's or district's name as it is compared."""
    return _DISTRICT.sub("", _NETWORK.sub("", normalise_text(place)))


class Matcher:
    """Schools by what files call them. `decided` maps `text_key`s to schools' codes or NO_SCHOOL."""

    def __init__(self, organisation: Organisation, rules: ResultRules, decided: Mapping[str, str]) -> None:
        self._schools, self._decided = organisation.schools, decided
        self._codes = {_code(code): code for code in organisation.schools}
        self._names: dict[str, list[School]] = {}
        for school in organisation.schools.values():
            for name in {normalise_name(said) for said in (school.name, *school.aliases)}:
                self._names.setdefault(name, []).append(school)
        self._districts = {place_key(said): codes for said, codes in (rules.places or {}).items()}
        self._networks = {
            place_key(said): (network.code,)
            for network in organisation.networks.values()
            for said in (network.code, network.name, *network.aliases)
        }
        # A file of the whole country has many rows, and few distinct texts and places among them.
        self._normal, self._likeness = cache(normalise_name), cache(self._alike)
        self._place = cache(self._lies)

    def is_wide(self, strangers: int) -> bool:
        """Whether a file with so many names that are none of ours is of more than our schools."""
        return strangers > max(_MANY, len(self._schools))

    def match(self, row: FileRow, taken: Collection[str] = (), *, wide: bool = False) -> Match:
        """The school of a row, or candidates for a person to choose from.

        Schools that are `taken` by other rows are no candidates, unless their names are all but the same.
        In a `wide` file a row is "elsewhere" that is like none of the others.
        """
        place = self._place(row.place)
        if code := self._codes.get(_code(row.code)) if row.code else None:
            return Match(code, "code", place=place)
        said = self._said(row, place)
        if said == NO_SCHOOL:
            return Match("", "no-school", place=place)
        if said:
            return Match(said, "decided", place=place)
        plain = self._normal(row.school)
        there = [s for s in self._names.get(plain, ()) if lies_in(s, place)]
        if len(there) == 1:
            return Match(there[0].code, "name", place=place)
        return self._closest(plain, place, taken, wide)

    def _lies(self, text: str) -> tuple[str, ...]:
        """The networks that a place stands for: of a district all; one name may be both, said bare."""
        plain, key = normalise_text(text), place_key(text)
        network, district = self._networks.get(key, ()), self._districts.get(key, ())
        if _NETWORK.match(plain):
            return network or district
        if _DISTRICT.match(plain):
            return district or network
        return tuple(dict.fromkeys((*district, *network)))

    def _said(self, row: FileRow, place: tuple[str, ...]) -> str:
        """What people said of the text in that place; or of the text alone, where that lies in the place."""
        if not self._decided:
            return ""
        text = self._normal(row.school)
        there = self._decided.get(f"{text}|{place_key(row.place)}", "")
        if there in self._schools or there == NO_SCHOOL:
            return there
        anywhere = self._decided.get(f"{text}|", "")
        if anywhere == NO_SCHOOL:
            return anywhere
        school = self._schools.get(anywhere)
        return school.code if school and lies_in(school, place) else ""

    def _closest(self, plain: str, place: tuple[str, ...], taken: Collection[str], wide: bool) -> Match:
        """Among the schools of the place the one that is alike beyond doubt, else the three best of all."""
        ranked = self._likeness(plain)
        near = [(code, like) for code, like in ranked if lies_in(self._schools[code], place)]
        elsewhere = [(code, like) for code, like in ranked if not lies_in(self._schools[code], place)]
        if near and near[0][1] >= _CLOSE:
            best, next_like = near[0][0], near[1][1] if len(near) > 1 else 0.0
            clear = near[0][1] - next_like >= _MARGIN
            if clear and not (elsewhere and elsewhere[0][1] == 100) and self._numbers_agree(plain, best):
                return Match(best, "close", place=place)
        least, sure = (_LIKE_AMONG_MANY, 100.0) if wide else (_LIKE_ENOUGH, _ALL_BUT_THE_SAME)
        shown = [(c, like) for c, like in (*near, *elsewhere) if like >= (sure if c in taken else least)]
        means: Means = "elsewhere" if wide and not shown and not place else ""
        return Match("", means, tuple(Candidate(c, round(like, 1)) for c, like in shown[:_SHOWN]), place)

    def _alike(self, plain: str) -> list[tuple[str, float]]:
        """The schools whose names are like enough, the most alike first."""
        found: dict[str, float] = {}
        scored = process.extract(
            plain, list(self._names), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=None
        )
        for name, like, _ in scored:
            for school in self._names[name]:
                found[school.code] = max(like, found.get(school.code, 0.0))
        return sorted(found.items(), key=lambda one: -one[1])

    def _numbers_agree(self, plain: str, code: str) -> bool:
        """บ้านโนน 1 and บ้านโนน 2 are two schools, however alike they are written."""
        school = self._schools[code]
        numbers = re.findall(r"\d+", plain)
        return any(
            numbers == re.findall(r"\d+", normalise_name(name)) for name in (school.name, *school.aliases)
        )


def match_all(
    matcher: Matcher, rows: Iterable[FileRow], taken: Mapping[tuple[str, str], int] | None = None
) -> list[tuple[FileRow, Match]]:
    """Every row with its school; rows of one grade that mean the same school are left to a person.

    Of rows that are alike in everything the first counts. `taken` are schools, each with a grade, that
    have a row of the file already, with its number.
    """
    there = taken or {}
    matched = _once([(row, matcher.match(row)) for row in rows])
    rows_of: dict[tuple[str, str], list[int]] = {}
    for row, match in matched:
        if match.school:
            rows_of.setdefault((match.school, row.grade), []).append(row.number)
    for key in rows_of.keys() & there.keys():
        rows_of[key].append(there[key])
    wide = matcher.is_wide(len({(row.school, row.place) for row, match in matched if match.waits}))
    have: dict[str, set[str]] = {}
    for school, grade in (*rows_of, *there):
        have.setdefault(grade, set()).add(school)
    found = []
    for row, match in matched:
        others = rows_of.get((match.school, row.grade), [])
        if len(set(others)) > 1:
            rest = tuple(sorted(set(others) - {row.number}))
            found.append((row, Match("", "", (Candidate(match.school, 100.0),), match.place, rest)))
        elif match.waits:
            found.append((row, matcher.match(row, have.get(row.grade, ()), wide=wide)))
        else:
            found.append((row, match))
    return found


def _once(matched: list[tuple[FileRow, Match]]) -> list[tuple[FileRow, Match]]:
    """Rows of the same school with the same scores are one: those behind the first are its like."""
    first: dict[tuple[str, str], list[FileRow]] = {}
    found = []
    for row, match in matched:
        seen = first.setdefault((match.school, row.grade), []) if match.school else []
        same = next((one for one in seen if one.scores == row.scores), None)
        seen.append(row)
        found.append((row, match if same is None else Match("", "same", (), match.place, (same.number,))))
    return found


def lies_in(school: School, networks: tuple[str, ...]) -> bool:
    """Whether a school lies in one of these networks, or did; in any, where there are none."""
    return not networks or school.network in networks or bool(set(school.formerly) & set(networks))


def _code(text: str) -> str:
    return arabic_digits(text).strip().casefold()
