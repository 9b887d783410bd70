"""`results load`, `match` and `list`: results of tests from files, and whose school a row is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import typer

from forms.results.book import Unmatched
from forms.results.match import Candidate
from forms.results.rules import KindOfTest
from forms.thai import BUDDHIST_ERA, normalise_text, read_year, thai_datetime
from sync.cli.opening import ledger_path, now, office_at
from sync.cli.options import OptionalPath, Options
from sync.cli.results_told import error_of
from sync.cli.show import Screen
from sync.errors import InputError
from sync.ledger import Ledger
from sync.ledger import results as kept
from sync.pipeline import results
from sync.pipeline.office import Office, results_folder
from sync.pipeline.results import Looked

_LEFT_OUT: Final[Mapping[str, str]] = {
    "total": "results.left.total",
    "head": "results.left.head",
    "no-school": "results.left.no-school",
    "no-scores": "results.left.no-scores",
    "other-grade": "results.left.other-grade",
}
_CELLS: Final[Mapping[str, str]] = {
    "bad-score": "results.cell.bad-score",
    "score-range": "results.cell.score-range",
    "bad-pupils": "results.cell.bad-pupils",
}


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the commands to the application."""
    options = Options(screen)
    group = typer.Typer(help=screen.say("help.results"), no_args_is_help=True)

    @group.command("load", help=screen.say("help.results-load"))
    def load(
        file: Path = typer.Argument(metavar="FILE", help=screen.say("help.results-file")),
        kind: str = typer.Option(..., "--kind", metavar="KIND", help=screen.say("help.results-kind")),
        year: str = typer.Option(..., "--year", metavar="2568", help=screen.say("help.results-year")),
        sheet: str = typer.Option("", "--sheet", metavar="NAME", help=screen.say("help.results-sheet")),
        grade: str = typer.Option("", "--grade", metavar="p6", help=screen.say("help.results-grade")),
        check: bool = typer.Option(False, "--check", help=screen.say("help.results-check")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data)
        asked = _kind(office, kind)
        content, of_year, of_grade = _content(file), _year(asked, year), _grade(asked, grade)
        with _ledger(office) as ledger:
            looked = results.look(
                ledger, office, file.name, content, asked, of_year, now(), sheet=sheet, grade=of_grade
            )
            _tell(screen, office, looked, file)
            if looked.reading.stops:
                sys.exit(InputError.exit_code)
            if check:
                screen.tell("results.checked")
                return
            results.keep(ledger, office, looked)
        if looked.known is None:
            screen.tell("results.kept", file=file.name)
        else:
            screen.tell("results.known", file=file.name, loaded=_when(office, looked.known))

    @group.command("match", help=screen.say("help.results-match"))
    def match(
        text: str = typer.Argument(metavar="TEXT", help=screen.say("help.results-text")),
        school: str = typer.Argument(metavar="CODE", help=screen.say("help.results-school")),
        place: str = typer.Option("", "--place", metavar="NAME", help=screen.say("help.results-place")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data)
        with _ledger(office) as ledger:
            if not school.strip():
                count = results.take_back(ledger, office, text, place, now())
                screen.tell("results.taken-back", text=text, count=count)
                return
            settled = results.decide(ledger, office, text, place, school, now())
        name = office.organisation.schools[school].name
        screen.tell("results.matched", text=text, school=school, name=name, count=settled)

    @group.command("list", help=screen.say("help.results-list"))
    def list_(
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data)
        with _ledger(office) as ledger:
            files, matched = kept.files(ledger.connection), kept.matched_counts(ledger.connection)
            waiting = results.book_of(ledger, office).unmatched
        if as_json:
            screen.json({
                "files": [_file_json(one, matched.get(one.id, 0)) for one in files],
                "unmatched": [_unmatched_json(one) for one in waiting],
            })  # fmt: skip
            return
        if not files:
            screen.tell("results.none")
        for one in files:
            key = "results.file" if one.replaced is None else "results.file-replaced"
            screen.tell(
                key,
                name=f"{one.name} [{one.sheet}]" if one.sheet else one.name,
                kind=_title(office, one.kind),
                year=one.year,
                loaded=_when(office, one),
                rows=one.rows,
                matched=matched.get(one.id, 0),
            )
        _tell_waiting(screen, office, [(one.row, one.text, one.place, one.candidates) for one in waiting])

    app.add_typer(group, name="results")


@contextmanager
def _ledger(office: Office) -> Iterator[Ledger]:
    ledger = Ledger(ledger_path(office.settings))
    try:
        yield ledger
    finally:
        ledger.close()


# --- What was given --------------------------------------------------------------------


def _kind(office: Office, said: str) -> KindOfTest:
    kind = office.results.kinds.get(said)
    if kind is None:
        raise InputError("results-kind-unknown", kind=said, known=", ".join(office.results.kinds))
    return kind


def _year(kind: KindOfTest, said: str) -> int:
    """The academic year of the Buddhist era, in which the test was held."""
    year = read_year(said)
    if year is None or not kind.years.hold(year + BUDDHIST_ERA):
        raise InputError(
            "results-year-unknown", year=said, kind=kind.title, first=kind.years.first or "", example=2568
        )
    return year + BUDDHIST_ERA


def _grade(kind: KindOfTest, said: str) -> str:
    """The code of a grade that was given as such or by one of its names, "" for none."""
    for code, names in kind.grades.items():
        if normalise_text(said) in {code, *map(normalise_text, names)}:
            return code
    if said:
        known = ", ".join(f"{code} ({names[0]})" for code, names in kind.grades.items())
        raise InputError("results-grade-unknown", grade=said, known=known, kind=kind.title)
    return ""


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            "results-no-file", file=file, reason=error.strerror or type(error).__name__
        ) from error


# --- What is told ----------------------------------------------------------------------


def _tell(screen: Screen, office: Office, looked: Looked, file: Path) -> None:
    """What a file holds: rows read, found, not found, left out and why, and what is wrong with it."""
    reading = looked.reading
    configuration = results_folder(office.settings.config) / "results.yaml"
    for trouble in reading.troubles:
        if trouble.stops:
            screen.error(error_of(trouble, file, reading.sheet, configuration))
    if reading.stops:
        return
    waiting = [(row, match) for row, match in looked.matched if not match.school]
    screen.tell(
        "results.read",
        kind=_title(office, looked.file.kind),
        year=looked.file.year,
        sheet=reading.sheet or "-",
        rows=len(reading.rows),
        matched=len(reading.rows) - len(waiting),
        unmatched=len(waiting),
        left_out=len(reading.left_out),
        empty=reading.empty,
    )
    for row, match in looked.matched:
        if match.means == "close":
            name = office.organisation.schools[match.school].name
            screen.tell("results.close", row=row.number, text=row.school, school=match.school, name=name)
    for left in reading.left_out:
        why = screen.say(_LEFT_OUT[left.reason])
        screen.tell("results.left-out", row=left.row, text=left.text, why=why)
    for trouble in reading.troubles:
        screen.warn(_CELLS[trouble.code], row=trouble.row, column=trouble.column, **trouble.values)
    if reading.unused:
        screen.tell("results.unused", columns=", ".join(reading.unused))
    _tell_waiting(screen, office, [(row.number, row.school, row.place, m.candidates) for row, m in waiting])


def _tell_waiting(
    screen: Screen, office: Office, rows: Sequence[tuple[int, str, str, Sequence[Candidate]]]
) -> None:
    """Rows whose school a person has to name, with those that it may be, and the command that says so."""
    if not rows:
        return
    screen.tell("results.waiting", count=len(rows))
    for number, text, place, candidates in rows:
        screen.tell("results.waiting-row", row=number, text=text, place=place or "-")
        for one in candidates:
            school = office.organisation.schools[one.school]
            network = office.organisation.networks.get(school.network)
            screen.tell(
                "results.candidate",
                school=one.school,
                name=school.name,
                network=network.name if network else school.network,
                likeness=f"{one.likeness:.0f}",
            )
    _, text, _, candidates = rows[0]
    example = candidates[0].school if candidates else next(iter(office.organisation.schools), "")
    screen.tell("results.how", text=text, school=example)


def _title(office: Office, kind: str) -> str:
    known = office.results.kinds.get(kind)
    return known.title if known else kind


def _when(office: Office, file: kept.ResultFile) -> str:
    return thai_datetime(file.loaded.astimezone(office.settings.timezone))


def _file_json(file: kept.ResultFile, matched: int) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": file.name,
        "sheet": file.sheet,
        "kind": file.kind,
        "year": file.year,
        "grade": file.grade,
        "loaded": file.loaded.isoformat(),
        "rows": file.rows,
        "matched": matched,
        "replaced_by": file.replaced,
    }


def _unmatched_json(row: Unmatched) -> dict[str, Any]:
    candidates = [{"school": one.school, "likeness": one.likeness} for one in row.candidates]
    return {
        "kind": row.kind,
        "year": row.year,
        "file": row.file,
        "row": row.row,
        "text": row.text,
        "place": row.place,
        "candidates": candidates,
    }
