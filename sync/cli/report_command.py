"""`report weekly`: the director's weekly report for any week, looked at or sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from forms.model import Period
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
        at = now()
        asked = _week(office, week, at)
        path = ledger_path(office.settings)
        if not path.is_file():
            raise InputError("nothing-yet", folder=office.settings.data)
        ledger = Ledger(path)
        try:
            _weekly(screen, office, ledger, asked, at, out, send=send)
        finally:
            ledger.close()

    app.add_typer(report, name="report")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A week, and when its figures are cut: now where that is still to come."""

    week: Period
    cut: datetime


def _week(office: Office, name: str, at: datetime) -> _Asked:
    try:
        week = office.calendar.week_named(name) if name else latest_closed(office, at)
    except ValueError as error:
        raise InputError("week-unknown", week=name) from error
    cut = cut_of(office, week)
    if cut is None:
        raise InputError("week-without-work", week=week.name)
    return _Asked(week, min(cut, at))


def _weekly(
    screen: Screen,
    office: Office,
    ledger: Ledger,
    asked: _Asked,
    at: datetime,
    out: Path | None,
    *,
    send: bool,
) -> None:
    week = asked.week
    base = None if office.settings.on_google else embedded.address(office.settings)
    addresses = links(ledger, office, base, at.astimezone(office.settings.timezone).date())
    if send:
        sent = send_week(ledger, office, addresses, week, asked.cut, at, Troubles(ledger))
        screen.tell("report.sent", week=week.name, count=sent)
        return
    rendered = render(
        make_weekly(ledger, office, week, asked.cut, at), office.organisation, office.forms, addresses
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
