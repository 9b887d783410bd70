"""`report weekly`: the director's weekly report for any week, looked at or sent."""

from __future__ import annotations

from pathlib import Path

import typer

from sync import embedded
from sync.cli.opening import ledger_path, now, office_at
from sync.cli.options import OptionalPath, Options
from sync.cli.show import Screen
from sync.errors import InputError
from sync.ledger import Ledger
from sync.mail import Outbox, message, render
from sync.pipeline.deliver import cut_of, latest_closed, mail_name, make_weekly, recipients, send_week
from sync.pipeline.files import links
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)
    report = typer.Typer(help=screen.say("help.report"), no_args_is_help=True)

    @report.command("weekly", help=screen.say("help.report-weekly"))
    def weekly(
        week: str = typer.Option("", "--week", metavar="2569-W47", help=screen.say("help.week")),
        out: OptionalPath = typer.Option(None, "--out", metavar="DIR", help=screen.say("help.out")),
        send: bool = typer.Option(False, "--send", help=screen.say("help.send")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data)
        path = ledger_path(office.settings)
        if not path.is_file():
            raise InputError("nothing-yet", folder=office.settings.data)
        ledger = Ledger(path)
        try:
            _weekly(screen, office, ledger, week, out, send=send)
        finally:
            ledger.close()

    app.add_typer(report, name="report")


def _weekly(
    screen: Screen, office: Office, ledger: Ledger, name: str, out: Path | None, *, send: bool
) -> None:
    at = now()
    try:
        week = office.calendar.week_named(name) if name else latest_closed(office, at)
    except ValueError as error:
        raise InputError("week-unknown", week=name) from error
    cut = cut_of(office, week)
    if cut is None:
        raise InputError("week-without-work", week=week.name)
    base = None if office.settings.on_google else embedded.address(office.settings)
    addresses = links(ledger, office, base, at.astimezone(office.settings.timezone).date())
    if send:
        sent = send_week(ledger, office, addresses, week, min(cut, at), at, Troubles(ledger))
        screen.tell("report.sent", week=week.name, count=sent)
        return
    rendered = render(
        make_weekly(ledger, office, week, min(cut, at), at), office.organisation, office.forms, addresses
    )
    if out is None:
        screen.out.print(rendered.subject, markup=False)
        screen.out.print(rendered.text, markup=False)
        return
    for who in recipients(office.settings):
        mail = message(
            rendered,
            sender=office.settings.sender,
            to=[who],
            message_id=f"<preview.{week.name}@nithet>",
            date=at,
        )
        screen.tell("report.written", file=Outbox(out).put(mail, mail_name(week, who)))
