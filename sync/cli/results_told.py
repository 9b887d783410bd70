"""What files of results have to tell: what was read, left out, set aside and waits, and what is wrong."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from forms.results.book import Unmatched
from forms.results.match import Match
from forms.results.naming import needs_place, texts_of_several_places
from forms.results.rows import FileRow
from forms.results.told import LeftOut
from sync.cli.results_troubles import error_of
from sync.cli.show import Screen
from sync.pipeline.office import Office, results_folder
from sync.pipeline.results import Looked, unmatched
from sync.plain_text import on_one_line

MOST_TOLD: Final = 20  # rows of one sort that are told one by one
_EXAMPLES: Final = 3
_RUN_BY_SHELLS: Final = re.compile(
    r'["$`\\%!\u201c-\u201f]'
)  # within quotes, also what PowerShell takes for them

_LEFT_OUT: Final[Mapping[str, str]] = {
    "total": "results.left.total",
    "head": "results.left.head",
    "no-school": "results.left.no-school",
    "no-scores": "results.left.no-scores",
    "other-grade": "results.left.other-grade",
    "other-year": "results.left.other-year",
    "bad-year": "results.left.bad-year",
    "elsewhere": "results.left.elsewhere",
}
_CELLS: Final[Mapping[str, str]] = {
    "bad-score": "results.cell.bad-score",
    "score-range": "results.cell.score-range",
    "bad-pupils": "results.cell.bad-pupils",
}
_PLACES: Final[Mapping[str, str]] = {
    "title": "results.said-in.title",
    "head": "results.said-in.head",
    "sheet": "results.said-in.sheet",
    "file": "results.said-in.file",
}


def tell_looked(screen: Screen, office: Office, looked: Looked, file: Path) -> None:
    """What a file holds: rows read, found, not found, left out and why, and what is wrong with it."""
    reading = looked.reading
    configuration = results_folder(office.settings.config) / "results.yaml"
    for trouble in reading.troubles:
        if trouble.stops:
            values = trouble.values
            place = screen.say(_PLACES[values["place"]], name=values["name"]) if "place" in values else ""
            screen.error(error_of(trouble, file, reading.sheet, configuration, place))
    if reading.stops:
        _tell_left_out(screen, reading.left_out)
        return
    waiting = [(row, match) for row, match in looked.matched if match.waits]
    kind = office.results.kinds.get(looked.file.kind)
    screen.tell(
        "results.read",
        kind=kind.title if kind else looked.file.kind,
        year=looked.file.year,
        sheet=reading.sheet or "-",
        rows=len(reading.rows),
        matched=sum(bool(match.school) for _, match in looked.matched),
        unmatched=len(waiting),
        left_out=len(reading.left_out),
        empty=reading.empty,
    )
    _tell_matched(screen, office, looked.matched)
    _tell_left_out(screen, reading.left_out)
    cells = [trouble for trouble in reading.troubles if trouble.code in _CELLS]
    for trouble in cells[:MOST_TOLD]:
        screen.warn(_CELLS[trouble.code], row=trouble.row, column=trouble.column, **trouble.values)
    if len(cells) > MOST_TOLD:
        screen.warn("results.cells-more", count=len(cells) - MOST_TOLD)
    if reading.unused:
        screen.tell("results.unused", columns=", ".join(reading.unused))
    tell_waiting(screen, office, [unmatched(looked.file, row, match) for row, match in waiting])


def tell_waiting(screen: Screen, office: Office, rows: Sequence[Unmatched]) -> None:
    """Rows whose school a person has to name, with those that it may be, and the command that says so."""
    if not rows:
        return
    screen.tell("results.waiting", count=len(rows))
    twice: set[tuple[int, ...]] = set()
    for row in rows[:MOST_TOLD]:
        if row.others:
            numbers = tuple(sorted((row.row, *row.others)))
            if numbers not in twice:  # each of the rows says it; one is enough
                _tell_twice(screen, office, numbers, row.text, row.candidates[0].school)
            twice.add(numbers)
            continue
        key = "results.waiting-row" if row.candidates else "results.waiting-unlike"
        screen.tell(key, row=row.row, text=row.text, place=row.place or "-")
        for one in row.candidates:
            school = office.organisation.schools[one.school]
            network = office.organisation.networks.get(school.network)
            screen.tell(
                "results.candidate",
                school=one.school,
                name=school.name,
                network=network.name if network else school.network,
                likeness=f"{one.likeness:.0f}",
            )
    if len(rows) > MOST_TOLD:
        screen.tell("results.waiting-more", count=len(rows) - MOST_TOLD)
    _tell_how(screen, office, rows)


def match_command(text: str, school: str, place: str = "") -> str:
    """The command that names the school of a text, in a place or wherever it stands, to be copied."""
    return f"nithet results match {_for_shell(text)} {school}" + (
        f" --place {_for_shell(place)}" if place else ""
    )


def _for_shell(text: str) -> str:
    """A text as one argument of a command that is copied into a shell: nothing in it is run there."""
    plain = on_one_line(text)
    if not _RUN_BY_SHELLS.search(plain):
        return f'"{plain}"'
    return "'" + plain.replace("'", "''" if sys.platform == "win32" else "'\\''") + "'"


def _tell_how(screen: Screen, office: Office, rows: Sequence[Unmatched]) -> None:
    """The command that names a school, by the first row that is like one and the first that is not."""
    several, schools = texts_of_several_places(rows), office.organisation.schools

    def command(row: Unmatched, said: str) -> str:
        return match_command(row.text, said, row.place if needs_place(row, several, schools) else "")

    like = next((row for row in rows if row.candidates and not row.others), None)
    if like is not None:
        screen.tell("results.how", command=command(like, like.candidates[0].school))
    unlike = next((row for row in rows if not row.candidates and not row.others), None)
    if unlike is not None:  # no school is offered for it: a command is copied as it stands
        screen.tell("results.how-unlike", text=unlike.text, command=command(unlike, "none"))


def _tell_twice(screen: Screen, office: Office, rows: Sequence[int], text: str, code: str) -> None:
    """Rows of one school that differ: naming the school again would help nobody."""
    name = office.organisation.schools[code].name
    screen.tell("results.twice", rows=", ".join(map(str, rows)), text=text, school=code, name=name)


def _tell_matched(screen: Screen, office: Office, matched: Sequence[tuple[FileRow, Match]]) -> None:
    """Rows that were taken for a school by a likeness, are another row again, or are none of ours."""
    close = [(row, match) for row, match in matched if match.means == "close"]
    for row, match in close:
        name = office.organisation.schools[match.school].name
        screen.tell("results.close", row=row.number, text=row.school, school=match.school, name=name)
    same = [(row, match) for row, match in matched if match.means == "same"]
    for row, match in same[:MOST_TOLD]:
        screen.tell("results.same", row=row.number, text=row.school, other=match.others[0])
    if len(same) > MOST_TOLD:
        screen.tell("results.same-more", count=len(same) - MOST_TOLD)
    _tell_rows(
        screen,
        screen.say("results.left.said"),
        [(row.number, row.school) for row, match in matched if match.means == "no-school"],
    )
    aside = [(row.number, row.school) for row, match in matched if match.means == "elsewhere"]
    if aside:
        screen.tell("results.aside", count=len(aside), examples=_examples(aside))


def _tell_left_out(screen: Screen, left_out: Sequence[LeftOut]) -> None:
    for reason, key in _LEFT_OUT.items():
        rows = [(left.row, left.text) for left in left_out if left.reason == reason]
        _tell_rows(screen, screen.say(key), rows)


def _tell_rows(screen: Screen, why: str, rows: Sequence[tuple[int, str]]) -> None:
    """Rows of one sort: each of a few, of many their number and some examples."""
    if len(rows) > MOST_TOLD:
        screen.tell("results.left-many", count=len(rows), why=why, examples=_examples(rows))
        return
    for number, text in rows:
        screen.tell("results.left-out", row=number, text=text, why=why)


def _examples(rows: Sequence[tuple[int, str]]) -> str:
    return ", ".join(f"{number} “{text}”" for number, text in rows[:_EXAMPLES])
