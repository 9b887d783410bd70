"""`report weekly`: the director's weekly report for any week, looked at or sent."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from forms.model import Period
from forms.thai import thai_datetime
from sync import embedded
from sync.cli.opening import ledger_path, now, office_at
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.show import Screen
from sync.daemon import single_instance
from sync.errors import InputError, NithetError
from sync.ledger import Ledger, reports
from sync.mail import Outbox, message, render
from sync.pipeline.deliver import cut_of, latest_closed, mail_name, make_weekly, recipients, send_week
from sync.pipeline.files import links
from sync.pipeline.office import Office
from sync.pipeline.troubles import Troubles
from sync.settings import Settings


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
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        if out is not None and send:
            raise InputError("out-and-send")
        office = office_at(config, data, port)
        at = now()
        asked = asked_week(office, week, at, send=send)
        with _ledger(office.settings, alone=send) as ledger:
            if send:
                _send(screen, office, ledger, asked, at)
            else:
                _look(screen, office, ledger, asked, at, out)

    app.add_typer(report, name="report")


@dataclass(frozen=True, slots=True)
class Asked:
    """A week, and when its figures are cut: now where that is still to come."""

    week: Period
    cut: datetime


def asked_week(office: Office, name: str, at: datetime, *, send: bool) -> Asked:
    """The week of that name, the latest closed one for "".

    Raises InputError: week-unknown; week-without-work; week-open where the week has not begun, or
    where it is to be sent before its cut: whoever had it with half its figures would not have it again.
    """
    try:
        week = office.calendar.week_named(name) if name else latest_closed(office, at)
    except ValueError as error:
        raise InputError("week-unknown", week=name) from error
    cut = cut_of(office, week)
    if cut is None:
        raise InputError("week-without-work", week=week.name)
    begun = week.start <= at.astimezone(office.settings.timezone).date()
    if cut > at and (send or not begun):
        raise InputError("week-open", week=week.name, cut=thai_datetime(cut))
    return Asked(week, min(cut, at))


@contextmanager
def _ledger(settings: Settings, *, alone: bool) -> Iterator[Ledger]:
    """The ledger; `alone` holds the data directory, so that no daemon sends the same mail meanwhile."""
    path = ledger_path(settings)
    if not path.is_file():
        raise InputError("nothing-yet", folder=settings.data)
    with ExitStack() as stack:
        if alone:
            stack.enter_context(single_instance(settings.data))
        ledger = Ledger(path)
        stack.callback(ledger.close)
        yield ledger


def _links(office: Office, ledger: Ledger, at: datetime) -> Mapping[str, str]:
    base = None if office.settings.on_google else embedded.address(office.settings)
    return links(ledger, office, base, at.astimezone(office.settings.timezone).date())


def _send(screen: Screen, office: Office, ledger: Ledger, asked: Asked, at: datetime) -> None:
    """Send it; one mail that fails is told and makes the command fail."""
    week = asked.week
    sent = send_week(ledger, office, _links(office, ledger, at), week, asked.cut, at, Troubles(ledger))
    screen.tell("report.sent", week=week.name, count=sent)
    mails = {f"mail:{week.name}:{who}" for who in recipients(office.settings)}
    failed = [trouble for trouble in reports.troubles(ledger.connection) if trouble.subject in mails]
    for trouble in failed:
        screen.error(NithetError(trouble.code, **trouble.values))
    if failed:
        sys.exit(1)


def _look(
    screen: Screen, office: Office, ledger: Ledger, asked: Asked, at: datetime, out: Path | None
) -> None:
    week = asked.week
    report = make_weekly(ledger, office, week, asked.cut, at)
    rendered = render(report, office.organisation, office.forms, _links(office, ledger, at))
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
