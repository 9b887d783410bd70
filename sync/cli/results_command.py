"""`results load`, `drop`, `match`, `list`: results of tests from files, and whose school a row is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer

from forms.results.match import NO_SCHOOL
from forms.results.rules import KindOfTest
from forms.thai import BUDDHIST_ERA, normalise_text, read_year
from sync.cli.opening import ledger_path, now, office_at
from sync.cli.options import OptionalPath, Options
from sync.cli.results_listed import listed_json, name_of, tell_files, tell_unmatched, title_of, when
from sync.cli.results_told import match_command, tell_looked
from sync.cli.show import Screen
from sync.errors import InputError
from sync.ledger import Ledger
from sync.ledger import results as kept
from sync.pipeline import results
from sync.pipeline.office import Office

_NO_SCHOOL: Final = "none"  # what is said of a text that is no school


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the commands to the application."""
    options = Options(screen)
    group = typer.Typer(help=screen.say("help.results"), no_args_is_help=True)
    for add in (_add_load, _add_drop, _add_match, _add_list):
        add(group, screen, options)
    app.add_typer(group, name="results")


def _add_load(group: typer.Typer, screen: Screen, options: Options) -> None:
    @group.command("load", help=screen.say("help.results-load"))
    def load(
        file: Path = typer.Argument(metavar="FILE", help=screen.say("help.results-file")),
        kind: str = typer.Option(..., "--kind", metavar="KIND", help=screen.say("help.results-kind")),
        year: str = typer.Option(..., "--year", metavar="2568", help=screen.say("help.results-year")),
        sheet: str = typer.Option("", "--sheet", metavar="NAME", help=screen.say("help.results-sheet")),
        grade: str = typer.Option("", "--grade", metavar="p6", help=screen.say("help.results-grade")),
        check: bool = typer.Option(False, "--check", help=screen.say("help.results-check")),
        replace: bool = typer.Option(False, "--replace", help=screen.say("help.results-replace")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data)
        asked = _kind(office, kind)
        content, of_year, of_grade = _content(file), _year(office, asked, year), _grade(asked, grade)
        with _ledger(office) as ledger:
            looked = results.look(
                ledger, office, file.name, content, asked, of_year, now(), sheet=sheet, grade=of_grade
            )
            tell_looked(screen, office, looked, file)
            if looked.reading.stops:
                sys.exit(InputError.exit_code)
            if not replace:
                results.refuse_loss(looked)
            for other, schools in looked.overrides:
                screen.tell("results.overrides", file=name_of(other), number=other.id, schools=len(schools))
            if check:
                screen.tell("results.checked")
                return
            results.keep(ledger, office, looked)
        if looked.known is None:
            screen.tell("results.kept", file=file.name)
        else:
            screen.tell("results.known", file=file.name, loaded=when(office, looked.known.loaded))


def _add_drop(group: typer.Typer, screen: Screen, options: Options) -> None:
    @group.command("drop", help=screen.say("help.results-drop"))
    def drop(
        file: str = typer.Argument(metavar="FILE", help=screen.say("help.results-drop-file")),
        yes: bool = typer.Option(False, "--yes", help=screen.say("help.results-yes")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data)
        with _ledger(office) as ledger:
            meant = _standing(ledger, office, file)
            told = {"file": name_of(meant), "kind": title_of(office, meant.kind), "year": meant.year}
            if not yes and not sys.stdin.isatty():
                raise InputError("results-drop-asked", file=name_of(meant), number=meant.id)
            if not yes and not typer.confirm(screen.say("results.drop-ask", **told)):
                screen.tell("results.drop-left")
                return
            back = results.drop(ledger, office, meant, now())
        screen.tell("results.dropped", **told)
        if back is not None:
            screen.tell("results.back", file=name_of(back), loaded=when(office, back.loaded))


def _add_match(group: typer.Typer, screen: Screen, options: Options) -> None:
    @group.command("match", help=screen.say("help.results-match"))
    def match(
        text: str = typer.Argument(metavar="TEXT", help=screen.say("help.results-text")),
        school: str | None = typer.Argument(None, metavar="CODE", help=screen.say("help.results-school")),
        undo: bool = typer.Option(False, "--undo", help=screen.say("help.results-undo")),
        place: str = typer.Option("", "--place", metavar="NAME", help=screen.say("help.results-place")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data)
        with _ledger(office) as ledger:
            if undo or (school is not None and not school.strip()):
                count = results.take_back(ledger, office, text, place, now())
                screen.tell("results.taken-back", text=text, count=count)
                return
            known = office.organisation.schools.get(school or "-")
            said = NO_SCHOOL if known is None and school == _NO_SCHOOL else school or "-"
            settled = results.decide(ledger, office, text, place, said, now())
            places = () if settled else results.places_that_wait(ledger, text, place)
        if known is None:
            screen.tell("results.no-school", text=text, count=settled)
        else:
            screen.tell("results.matched", text=text, school=known.code, name=known.name, count=settled)
        if not settled:
            _tell_why_none(screen, text, school or _NO_SCHOOL, places)


def _add_list(group: typer.Typer, screen: Screen, options: Options) -> None:
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
            book = results.book_of(ledger, office)
            dropped = {one.id: kept.dropped_at(ledger.connection, one.id) for one in files if one.dropped}
        if as_json:
            screen.json(listed_json(files, matched, dropped, book))
        else:
            tell_files(screen, office, files, matched, dropped)
            tell_unmatched(screen, office, book)


@contextmanager
def _ledger(office: Office) -> Iterator[Ledger]:
    ledger = Ledger(ledger_path(office.settings))
    try:
        yield ledger
    finally:
        ledger.close()


def _tell_why_none(screen: Screen, text: str, school: str, places: Sequence[str]) -> None:
    """Why a word that was kept is about no row, and the command that is; `places` are those of the rows."""
    if not places:
        screen.tell("results.matched-none", text=text)
        return
    commands = " / ".join(match_command(text, school, place) for place in places)
    screen.tell("results.matched-elsewhere", text=text, places=", ".join(places), commands=commands)


# --- What was given --------------------------------------------------------------------


def _kind(office: Office, said: str) -> KindOfTest:
    kind = office.results.kinds.get(said)
    if kind is None:
        raise InputError("results-kind-unknown", kind=said, known=", ".join(office.results.kinds))
    return kind


def _year(office: Office, kind: KindOfTest, said: str) -> int:
    """The academic year of the Buddhist era, in which the test was held; the next one at most."""
    year = read_year(said)
    today = now().astimezone(office.settings.timezone).date()
    last = office.calendar.academic_year(today) + 1
    if year is None or not kind.years.hold(year + BUDDHIST_ERA) or year + BUDDHIST_ERA > last:
        first = kind.years.first or ""
        raise InputError("results-year-unknown", year=said, kind=kind.title, first=first, last=last)
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


def _standing(ledger: Ledger, office: Office, said: str) -> kept.ResultFile:
    """The file in force of a number or name."""
    there = [one for one in kept.files(ledger.connection) if one.replaced is None]
    found = [one for one in there if said in (str(one.id), one.name)]
    if not found:
        known = ", ".join(f"{one.id} {name_of(one)}" for one in there) or "-"
        raise InputError("results-no-such-file", file=said, known=known)
    if len(found) > 1:
        known = ", ".join(
            f"{one.id} {name_of(one)} ({title_of(office, one.kind)} {one.year})" for one in found
        )
        raise InputError("results-several-files", file=said, known=known)
    return found[0]
