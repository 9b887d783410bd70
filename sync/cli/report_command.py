"""`report weekly`: the director's weekly report for any week, looked at or sent."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from forms.model import Period
from forms.papers.occasions import period_named
from forms.thai import thai_datetime
from forms.weekly import WeeklyReport, traced
from sync import embedded
from sync.cli.asked import NOW, running
from sync.cli.opening import has_ledger, ledger_path, now, office_at, pipeline_of
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.paper_commands import add_reports
from sync.cli.paper_files import write_out
from sync.cli.show import Screen
from sync.cli.weekly_json import weekly_json
from sync.demo.closing import as_begun
from sync.errors import InputError, NithetError
from sync.ledger import Ledger, reports
from sync.mail import Attachment, Outbox, message, render
from sync.pipeline.behind import behind
from sync.pipeline.files import links
from sync.pipeline.mails.sending import subject_of
from sync.pipeline.mails.weekly import (
    WEEKLY,
    cut_of,
    latest_closed,
    mail_name,
    make_weekly,
    recipients,
    send_week,
)
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import paper_of_week
from sync.pipeline.papers.drafting import drafted
from sync.pipeline.papers.due import week_attached
from sync.pipeline.papers.enclosing import attachment_of, why_word
from sync.pipeline.troubles import HELD, SERVER, Troubles


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)
    report = typer.Typer(help=screen.say("help.report"), no_args_is_help=True)

    @report.command("weekly", help=screen.say("help.report-weekly"))
    def weekly(
        week: str = typer.Option("", "--week", "--period", metavar="2569-W47", help=screen.say("help.week")),
        out: OptionalPath = typer.Option(None, "--out", metavar="DIR", help=screen.say("help.out")),
        send: bool = typer.Option(False, "--send", help=screen.say("help.send")),
        as_json: bool = options.json,
        responses: bool = typer.Option(False, "--responses", help=screen.say("help.report-responses")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        if out is not None and send:
            raise InputError("out-and-send")
        if (as_json or responses) and (send or out is not None):
            raise InputError("json-and-mail")
        office = office_at(config, data, port)
        at = now()
        asked = asked_week(office, week, at, send=send)
        if not has_ledger(office.settings):
            raise InputError("nothing-yet", folder=office.settings.data)
        if send:
            _send(screen, office, asked, at)
            return
        if as_json or responses:
            _trace(screen, office, asked, at, with_responses=responses)
        else:
            look_at_week(screen, office, asked, at, out)

    add_reports(report, screen)
    app.add_typer(report, name="report")


@dataclass(frozen=True, slots=True)
class Asked:
    """A week, and when its figures are cut: now where that is still to come."""

    week: Period
    cut: datetime


def asked_week(office: Office, name: str, at: datetime, *, send: bool) -> Asked:
    """The week of that name, the one that runs for `NOW`, the latest closed one for "".

    Raises InputError: week-unknown; week-without-work; week-open where the week has not begun, or
    where it is to be sent before its cut: whoever had it with half its figures would not have it again.
    """
    try:
        week = _week(office, name, at)
    except ValueError as error:
        raise InputError("week-unknown", week=name) from error
    cut = cut_of(office, week)
    if cut is None:
        raise InputError("week-without-work", week=week.name)
    begun = week.start <= at.astimezone(office.settings.timezone).date()
    if cut > at and (send or not begun):
        raise InputError("week-open", week=week.name, cut=thai_datetime(cut))
    return Asked(week, min(cut, at))


def _week(office: Office, name: str, at: datetime) -> Period:
    if name == NOW:
        return running(office, "week", at)
    return period_named("week", office.calendar, name) if name else latest_closed(office, at)


def _send(screen: Screen, office: Office, asked: Asked, at: datetime) -> None:
    """Run a cycle, for the figures must be whole, then send it; what fails is told and fails the command."""
    week = asked.week
    with pipeline_of(office) as pipeline:
        before = _delivered(pipeline.ledger, week)
        pipeline.cycle()
        for form in office.forms:
            _raise_trouble(pipeline.ledger, f"form:{form}")
        office, ledger, google = pipeline.office, pipeline.ledger, pipeline.google  # a demo's is another
        addresses = links(ledger, office, google.base, at.astimezone(office.settings.timezone).date())
        troubles = Troubles(ledger)
        attach = week_attached(ledger, google, office, at, troubles)
        send_week(ledger, office, addresses, week, asked.cut, at, troubles, attach)
        screen.tell("report.sent", week=week.name, count=_delivered(pipeline.ledger, week) - before)
        mails = {subject_of(WEEKLY, week.name, who) for who in recipients(office.settings)}
        if _delivered(pipeline.ledger, week) < len(mails):
            mails |= {HELD, SERVER}
        failed = [one for one in reports.troubles(pipeline.ledger.connection) if one.subject in mails]
    for trouble in failed:
        screen.error(NithetError(trouble.code, **trouble.values))
    if failed:
        sys.exit(1)


def _delivered(ledger: Ledger, week: Period) -> int:
    known = reports.deliveries(ledger.connection, WEEKLY, week.name).values()
    return sum(delivery.delivered is not None for delivery in known)


def _raise_trouble(ledger: Ledger, subject: str) -> None:
    """A form that could not be asked would be missing in the figures."""
    for trouble in reports.troubles(ledger.connection):
        if trouble.subject == subject:
            raise NithetError(trouble.code, **trouble.values)


def _trace(screen: Screen, office: Office, asked: Asked, at: datetime, *, with_responses: bool) -> None:
    """Print each figure with how many responses stand behind it, and with the responses where asked for."""
    with closing(Ledger(ledger_path(office.settings))) as ledger:
        office = as_begun(ledger, office)
        report = make_weekly(ledger, office, asked.week, asked.cut, at)
        queries = [one.query for one in traced(report) if one.query]
        found = behind(ledger, office, queries, asked.cut) if with_responses else None
    screen.json(weekly_json(report, found))


def look_at_week(screen: Screen, office: Office, asked: Asked, at: datetime, out: Path | None) -> None:
    """Show a week's mail, or write it into a folder as every recipient would have it, the paper beside it."""
    week, settings = asked.week, office.settings
    base = None if settings.on_google else embedded.answering(settings) or embedded.address(settings)
    today = at.astimezone(settings.timezone).date()
    with closing(Ledger(ledger_path(settings))) as ledger:
        office = as_begun(ledger, office)
        report = make_weekly(ledger, office, week, asked.cut, at)
        addresses = links(ledger, office, base, today)
    if out is None:
        rendered = render(report, office.organisation, office.forms, addresses)
        screen.out.print(rendered.subject, markup=False)
        screen.out.print(rendered.text, markup=False)
        return
    attachment, why = _paper(screen, office, report, out)
    rendered = render(
        report, office.organisation, office.forms, addresses, attachment=attachment, as_word=why
    )
    for who in recipients(settings):
        mail = message(
            rendered,
            sender=settings.sender,
            to=[who],
            message_id=f"<preview.{week.name}@nithet>",
            date=at,
        )
        page = Outbox(out).put(mail, mail_name(week, who)).with_suffix(".html")  # every browser opens it
        screen.tell("preview.mail", who=who, subject=rendered.subject, file=page)


def _paper(screen: Screen, office: Office, report: WeeklyReport, out: Path) -> tuple[Attachment | None, str]:
    """The week's paper, written beside its mail; none where the office does not wish for it."""
    if office.reports.of("weekly") is None:
        return None, ""
    (draft,), why = drafted(office, [paper_of_week(office, report)])
    write_out(screen, [draft], out)
    if why:
        screen.error(why)
    return attachment_of(draft.stem, draft.pdf, draft.word), why_word(why) if why else ""
