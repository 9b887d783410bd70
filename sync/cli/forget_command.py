"""`forget`: a person's responses out of the ledger, the sheets, papers and mails, and what to do by hand."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime
from typing import Any

import typer

from forms.places import closest
from forms.thai import thai_datetime
from sync import embedded
from sync.cli.opening import has_ledger, ledger_path, now, office_at, pipeline_of
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.show import Screen
from sync.errors import InputError, NithetError
from sync.ledger import Ledger, forgetting
from sync.ledger.forgetting import Meant
from sync.pipeline import forget as forgetting_of
from sync.pipeline.files import page_address
from sync.pipeline.office import Office


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)

    @app.command(help=screen.say("help.forget"))
    def forget(
        supervisor: str = typer.Option(
            "", "--supervisor", metavar="CODE", help=screen.say("help.forget-who")
        ),
        email: str = typer.Option("", "--email", metavar="ADDRESS", help=screen.say("help.forget-email")),
        response: list[str] = typer.Option([], "--response", metavar="ID", help=screen.say("help.forget-id")),
        dry_run: bool = typer.Option(False, "--dry-run", help=screen.say("help.forget-dry")),
        yes: bool = typer.Option(False, "--yes", help=screen.say("help.forget-yes")),
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        if sum(map(bool, (supervisor, email, response))) != 1:
            raise typer.BadParameter(screen.say("bad.forget"))
        if as_json and not (yes or dry_run):
            raise typer.BadParameter(screen.say("bad.forget-json"))
        office = office_at(config, data, port)
        if not has_ledger(office.settings):
            raise InputError("forget-no-ledger", folder=office.settings.data)
        code = _code_of(office, supervisor) if supervisor else ""
        found = _found(office, code, email, response)
        if not as_json:
            _tell_found(screen, office, found)
        if dry_run or not found["responses"]:
            _end(screen, {**found, "dry_run": dry_run, "forgotten": False}, as_json=as_json)
            return
        if not yes and not typer.confirm(screen.say("forget.confirm", count=len(found["responses"]))):
            sys.exit(1)
        done, fails = _forget(screen, office, found)
        if not as_json:
            _tell_by_hand(screen, office, found)
        _end(screen, {**found, "dry_run": False, "forgotten": done}, as_json=as_json)
        if fails:
            sys.exit(1)


def _code_of(office: Office, said: str) -> str:
    """The code of a supervisor who was given by code or by name; one who left the configuration by code."""
    people = office.organisation.supervisors
    plain = " ".join(said.split())
    if plain in people:
        return plain
    by_name = {" ".join(person.name.split()): code for code, person in people.items()}
    if plain in by_name:
        return by_name[plain]
    with closing(Ledger(ledger_path(office.settings))) as ledger:
        known = {*people, *forgetting.supervisors(ledger.connection)}
    if plain in known:
        return plain
    guess = closest(plain, [*by_name, *sorted(known)]) or next(iter(by_name), "")
    raise InputError("forget-nobody", who=said, guess=guess)


def _found(office: Office, code: str, email: str, ids: list[str]) -> dict[str, Any]:
    """All that would go, and what is left to people, as JSON."""
    ledger = Ledger(ledger_path(office.settings))
    try:
        tx = ledger.connection
        if code:
            meant = forgetting.by_supervisor(tx, code)
        else:
            meant = forgetting.by_email(tx, email) if email else forgetting.by_ids(tx, ids)
        made = forgetting_of.papers_of(ledger, meant)
        sheets = forgetting_of.spreadsheets_of(ledger, office, meant)
        base = None if office.settings.on_google else _embedded(office)
        return {
            "responses": [_told(office, one, base) for one in meant],
            "spreadsheets": [
                {"title": file.title, "link": page_address(base, "spreadsheet", file.id)}
                for file in sheets.values()
            ],
            "papers": [{"title": kept.title, "year": kept.year, "kind": kept.kind} for kept in made],
            "mails": [file.name for file in forgetting_of.mails_of(ledger, office, meant, made)],
            "also_named": forgetting.naming(tx, code) if code else 0,
            "copies": [str(file) for file in forgetting_of.copies_of(ledger.path)],
        }
    finally:
        ledger.close()


def _embedded(office: Office) -> str:
    return embedded.answering(office.settings) or embedded.address(office.settings)


def _told(office: Office, one: Meant, base: str | None) -> dict[str, str]:
    form = office.forms.get(one.form)
    return {
        "form": one.form,
        "title": form.title if form else one.form,
        "id": one.id,
        "submitted": one.created.astimezone(office.settings.timezone).isoformat(timespec="seconds"),
        "link": f"{page_address(base, 'form', one.origin)}#responses",
    }


def _forget(screen: Screen, office: Office, found: dict[str, Any]) -> tuple[bool, bool]:
    """Ask for it, and do it at once where no other nithet is at work; whether it is done, and fails.

    What fails is noted all the same, and is done by the next cycle that comes through.
    """
    ledger = Ledger(ledger_path(office.settings))
    try:
        forgetting_of.ask(ledger, [(one["form"], one["id"]) for one in found["responses"]], now())
    finally:
        ledger.close()
    try:
        with pipeline_of(office) as pipeline:
            pipeline.cycle()
            done = forgetting_of.is_done(pipeline.ledger)
            return done, not done
    except NithetError as error:
        if error.code == "already-running":
            return False, False
        screen.error(error)
        return False, True


# --- Telling it ------------------------------------------------------------------------


def _tell_found(screen: Screen, office: Office, found: dict[str, Any]) -> None:
    if not found["responses"]:
        screen.tell("forget.nothing")
    for one in found["responses"]:
        screen.tell("forget.response", title=one["title"], moment=_moment(screen, one), id=one["id"])
    for one in found["spreadsheets"]:
        screen.tell("forget.spreadsheet", title=one["title"])
    for one in found["papers"]:
        screen.tell("forget.paper", title=one["title"], year=one["year"])
    for name in found["mails"]:
        screen.tell("forget.mail", name=name)
    if found["also_named"]:
        screen.tell("forget.also-named", count=found["also_named"])


def _tell_by_hand(screen: Screen, office: Office, found: dict[str, Any]) -> None:
    """What nithet cannot do: Google has no call that deletes a form's response, or a sheet's history."""
    screen.tell("forget.by-hand")
    for one in found["responses"]:
        screen.tell("forget.in-form", title=one["title"], moment=_moment(screen, one), link=one["link"])
    if found["spreadsheets"]:
        screen.tell("forget.history")
    for one in found["spreadsheets"]:
        screen.tell("forget.sheet-link", title=one["title"], link=one["link"])
    if office.settings.deliver == "smtp":
        screen.tell("forget.sent")
    else:
        screen.tell("forget.taken")
    for file in found["copies"]:
        screen.tell("forget.copy", file=file)


def _moment(screen: Screen, one: dict[str, str]) -> str:
    moment = datetime.fromisoformat(one["submitted"])
    return thai_datetime(moment) if screen.messages.language == "th" else f"{moment:%d %B %Y %H:%M}"


def _end(screen: Screen, told: dict[str, Any], *, as_json: bool) -> None:
    """Say how it stands: done, or still to be done by the nithet that is at work or the next cycle."""
    waits = bool(told["responses"]) and not told["dry_run"] and not told["forgotten"]
    if as_json:
        screen.json(told)
    elif waits:
        screen.tell("forget.waits")
    elif told["forgotten"]:
        screen.tell("forget.done", count=len(told["responses"]))
