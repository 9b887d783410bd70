"""`extract`: the answers of a form that may be published, as a file."""

from __future__ import annotations

from pathlib import Path

import typer

from forms.model import Form, Period
from forms.organisation.dated import as_of
from forms.thai import BUDDHIST_ERA, read_year
from forms.yearly import latest_of
from sync.cli.extract_files import ENDINGS, write
from sync.cli.opening import has_ledger, ledger_path, now, office_at
from sync.cli.options import OptionalPath, Options
from sync.cli.show import Screen
from sync.demo.closing import as_begun
from sync.errors import InputError
from sync.layout.extract import extract as made_of
from sync.layout.extract import public
from sync.ledger import Ledger, entries
from sync.pipeline.office import Office


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)

    @app.command("extract", help=screen.say("help.extract"))
    def extract(
        form: str = typer.Argument(metavar="FORM", help=screen.say("help.extract-form")),
        out: Path = typer.Option(..., "--out", metavar="FILE", help=screen.say("help.extract-out")),
        year: str = typer.Option("", "--year", metavar="2569", help=screen.say("help.extract-year")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        if out.suffix.lower() not in ENDINGS:
            raise InputError("extract-file-kind", file=out, known=", ".join(ENDINGS))
        office = office_at(config, data)
        path = ledger_path(office.settings)
        if not has_ledger(office.settings):
            raise InputError("nothing-yet", folder=office.settings.data)
        ledger = Ledger(path)
        try:
            _extract(screen, ledger, as_begun(ledger, office), form, year, out)
        finally:
            ledger.close()


def _extract(screen: Screen, ledger: Ledger, office: Office, name: str, year: str, out: Path) -> None:
    form, period = _form(office, name), _year(office, year)
    today = now().astimezone(office.settings.timezone).date()
    days = (period.start.isoformat(), period.end.isoformat())
    records = latest_of(form, entries.standing(ledger.connection, form.id, days), period)
    table = made_of(form, records, as_of(office.organisation, today), today)
    try:
        write(out, table)
    except OSError as error:
        raise InputError(
            "extract-not-written", file=out, reason=error.strerror or type(error).__name__
        ) from error
    told = {"title": form.title, "year": period.name.partition("-")[0]}
    screen.tell("extract.written", file=out, rows=len(table.rows), without=len(table.without), **told)


def _form(office: Office, name: str) -> Form:
    """The form of that id. Raises InputError: extract-no-such-form, extract-nothing-public."""
    publishing = ", ".join(form.id for form in office.forms.values() if public(form)) or "-"
    if name not in office.forms:
        raise InputError("extract-no-such-form", form=name, known=publishing)
    if not public(office.forms[name]):
        raise InputError("extract-nothing-public", form=name, known=publishing)
    return office.forms[name]


def _year(office: Office, said: str) -> Period:
    """The academic year that was said, this one for "". Raises InputError: extract-year-unknown."""
    today = now().astimezone(office.settings.timezone).date()
    this = office.calendar.academic_year(today)
    number = read_year(said)
    asked = this if not said else number + BUDDHIST_ERA if number is not None else this + 1
    if asked > this:
        raise InputError("extract-year-unknown", year=said, last=this)
    return office.calendar.academic_year_of(office.calendar.semester_named(f"{asked}-S1").start)
