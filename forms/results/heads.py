"""Find the head of a table: which rows it is, and which column holds what, by the names configured."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms.results.grid import Grid
from forms.results.rules import KindOfTest, Subject
from forms.results.told import Trouble
from forms.thai import normalise_text

_LOOKED_AT = 30  # rows from the top among which a head is looked for
_HIGHEST = 3  # rows that a head may have
_DIVIDER = "/"

Rows = Sequence[Sequence[str]]
Names = tuple[str, ...]  # of one column, from the upper heading to the lower


@dataclass(frozen=True, slots=True)
class Head:
    """A head: its rows `[top, bottom)` from 0, the column of each role and subject, each column's names.

    `places` maps the roles of `KindOfTest.columns`, "score:<subject>" and "pupils:<subject>".
    """

    top: int
    bottom: int
    places: Mapping[str, int]
    names: tuple[Names, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that nothing is read from, as people read them."""
        used = set(self.places.values())
        return tuple(
            " / ".join(names) for column, names in enumerate(self.names) if names and column not in used
        )

    def column(self, place: int) -> str:
        """A column as people find it: "C ภาษาไทย"."""
        return f"{letter(place)} {' / '.join(self.names[place])}"


_Way = tuple[Head, Mapping[str, Trouble]]  # a head, and what is told of roles that several columns may have


def find_head(grid: Grid, kind: KindOfTest, year: int) -> tuple[Head | None, list[Trouble]]:
    """The head of a sheet; None, or with columns amiss, together with what is wrong.

    Of all ways to see a head that is taken which explains most columns with the fewest rows. Where there
    is none but for columns that stand twice, those are told.
    """
    ways = list(_ways(grid, _asked(kind, year)))
    whole = [way for way in ways if _is_head(way[0].places)]
    if whole:
        head, twice = max(whole, key=_worth)
        troubles = list(twice.values())
        return head, [*troubles, *_missing(head, kind, year, troubles)]
    doubled = [(head, twice) for head, twice in ways if _is_head({*head.places, *twice})]
    if doubled:
        _, twice = max(doubled, key=lambda way: (len(way[0].places), len(way[1]), _short(way[0])))
        return None, list(twice.values())
    expected = [*kind.columns.get("school", kind.columns.get("code", ()))[:1]]
    expected += [subject.title for subject in kind.subjects_in(year)]
    return None, [Trouble("no-head", values={"expected": ", ".join(expected), "kind": kind.title})]


def _ways(grid: Grid, asked: Mapping[str, tuple[str, ...]]) -> Iterator[_Way]:
    """Every way to see a head: some rows below each other, from the top on."""
    ends = _ends(grid.rows)
    for top in range(min(_LOOKED_AT, len(grid.rows))):
        for bottom in range(top + 1, min(top + _HIGHEST, len(grid.rows)) + 1):
            names = _names(grid.rows[top:bottom], [end > bottom for end in ends])
            places, twice = _placed(names, asked, top, bottom)
            yield Head(top, bottom, places, names), twice


def _worth(way: _Way) -> tuple[int, int]:
    places = way[0].places
    return 10 * sum(role.startswith("score:") for role in places) + len(places), _short(way[0])


def _short(head: Head) -> int:
    return head.top - head.bottom


def _is_head(found: Collection[str]) -> bool:
    """Whether there are schools and a subject among the roles."""
    return ("school" in found or "code" in found) and any(role.startswith("score:") for role in found)


def letter(column: int) -> str:
    """A column's letters, as spreadsheets have them: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _asked(kind: KindOfTest, year: int) -> dict[str, tuple[str, ...]]:
    asked = dict(kind.columns)
    for subject in kind.subjects_in(year):
        asked[f"score:{subject.code}"] = subject.columns
        asked[f"pupils:{subject.code}"] = (*subject.pupils, *_below(subject, kind.columns.get("pupils", ())))
    return asked


def _below(subject: Subject, names: Sequence[str]) -> Iterator[str]:
    """The columns of those names below a heading that is the subject's."""
    for heading in subject.columns:
        if _DIVIDER not in heading:
            yield from (f"{heading} {_DIVIDER} {name}" for name in names)


def _ends(rows: Rows) -> list[int]:
    """The row behind the last that is filled, for each column."""
    ends = [0] * len(rows[0])
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            if text:
                ends[column] = number
    return ends


def _names(rows: Rows, filled_below: Sequence[bool]) -> tuple[Names, ...]:
    """The names of each column. A heading reaches to the right, over columns that have figures but no name.

    So two columns below one heading are both called by it, and neither is taken for the other.
    """
    filled = []
    for number, row in enumerate(rows):
        texts, last = [], ""
        for column, text in enumerate(row):
            named_below = any(lower[column] for lower in rows[number + 1 :])
            last = text or last
            texts.append(text or (last if named_below else ""))
        filled.append(texts)
    names = [tuple(dict.fromkeys(filter(None, column))) for column in zip(*filled, strict=True)]
    for column in range(1, len(names)):
        if not names[column] and filled_below[column]:
            names[column] = names[column - 1]
    return tuple(names)


def _placed(
    names: tuple[Names, ...], asked: Mapping[str, tuple[str, ...]], top: int, bottom: int
) -> tuple[dict[str, int], dict[str, Trouble]]:
    """The column of each role and subject; for those that several columns may be, what is told of it."""
    plain = [tuple(normalise_text(name) for name in column) for column in names]
    places: dict[str, int] = {}
    twice: dict[str, Trouble] = {}
    for what, spellings in asked.items():
        for spelling in spellings:
            found = _columns_named(plain, spelling)
            if len(found) == 1:
                places[what] = found[0]
            elif found and not what.startswith("pupils"):  # those can do without
                said = ", ".join(letter(column) for column in found)
                twice[what] = Trouble("column-twice", bottom, spelling, {"columns": said, "row": str(top)})
            if found:
                break
    return places, twice


def _columns_named(plain: Sequence[Names], spelling: str) -> list[int]:
    """The columns of a name: those that have no other, else those that end with it, else begin with it."""
    parts = tuple(normalise_text(part) for part in spelling.split(_DIVIDER))
    whole = [n for n, names in enumerate(plain) if names == parts]
    ending = [n for n, names in enumerate(plain) if names[-len(parts) :] == parts]
    within = [n for n, names in enumerate(plain) if len(parts) > 1 and _in_order(parts, names)]
    return whole or ending or within


def _in_order(parts: Names, names: Names) -> bool:
    rest = iter(names)
    return all(part in rest for part in parts)


def _missing(head: Head, kind: KindOfTest, year: int, troubles: Sequence[Trouble]) -> list[Trouble]:
    """Subjects without a column: another kind of file, or a name that the configuration does not have."""
    twice = {trouble.column for trouble in troubles}
    found = ", ".join(" / ".join(names) for names in head.names if names)
    return [
        Trouble(
            "column-missing",
            head.bottom,
            subject.title,
            {"accepted": ", ".join(subject.columns), "found": found},
        )
        for subject in kind.subjects_in(year)
        if f"score:{subject.code}" not in head.places and not _said_twice(subject, twice)
    ]


def _said_twice(subject: Subject, twice: set[str]) -> bool:
    return any(name in twice for name in subject.columns)
