"""`report KIND` and `preview KIND`: papers of any period made, written out, sent, or only looked at."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from forms.papers import Paper, PaperKind
from forms.papers.record import OF_RECORDS
from sync.cli.asked import AskedPapers, asked_papers, asked_whole
from sync.cli.kinds import KINDS
from sync.cli.opening import has_ledger, now, office_at, pipeline_of
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.paper_files import composed, look
from sync.cli.show import Screen
from sync.errors import InputError, NithetError
from sync.ledger import Ledger, reports
from sync.pipeline.cycle import Pipeline
from sync.pipeline.mails.sending import Sending, subject_of
from sync.pipeline.office import Office
from sync.pipeline.papers.compose import Composing
from sync.pipeline.papers.delivery import begin_deliveries, deliver_papers, place_of
from sync.pipeline.papers.drive import kind_title
from sync.pipeline.papers.write import Made, write_papers
from sync.pipeline.troubles import HELD, SERVER, Troubles


def add_reports(report: typer.Typer, screen: Screen) -> None:
    """Add a command for every kind of paper but the weekly one, which goes with its mail."""
    options = Options(screen)
    out_of: Any = typer.Option(None, "--out", metavar="DIR", help=screen.say("help.out-papers"))

    def of(kind: PaperKind) -> None:
        @report.command(kind, help=screen.say("help.report-paper", title=kind_title(kind), kind=kind))
        def paper(
            period: str = typer.Option("", "--period", metavar="PERIOD", help=screen.say("help.period")),
            about: str = typer.Option("", "--about", metavar="CODE", help=screen.say("help.about")),
            out: OptionalPath = out_of,
            send: bool = typer.Option(False, "--send", help=screen.say("help.send-papers")),
            config: OptionalPath = options.config,
            data: OptionalPath = options.data,
            port: OptionalNumber = options.port,
            lang: str = options.lang,
        ) -> None:
            if out is not None and send:
                raise InputError("out-and-send")
            office = office_with_records(config, data, port)
            asked = asked_papers(office, kind, period, now(), send=send)
            if out is None:
                _make(screen, office, asked, about, send=send)
            else:
                look(screen, asked, about, out)

    for kind in KINDS:
        if kind != "weekly":
            of(kind)


def office_with_records(config: Path | None, data: Path | None, port: int | None) -> Office:
    """The office as configured. Raises InputError nothing-yet where it has no ledger."""
    office = office_at(config, data, port)
    if not has_ledger(office.settings):
        raise InputError("nothing-yet", folder=office.settings.data)
    return office


# --- Making them -------------------------------------------------------------------------


def _make(screen: Screen, office: Office, asked: AskedPapers, about: str, *, send: bool) -> None:
    """Run a cycle, for the figures must be whole; then write the papers, and send them if asked to."""
    with pipeline_of(office) as pipeline:
        pipeline.cycle()
        ledger, at = pipeline.ledger, now()
        _raise_missing(ledger)
        # A demo's office is another than its files have.
        asked = replace(asked, office=replace(pipeline.office, reports=asked.office.reports))
        composing = Composing(ledger, asked.office, at)
        papers = composed(composing, asked, about)
        if send and about and asked.kind not in OF_RECORDS.values():
            asked_whole(composing, asked, papers, at.astimezone(asked.office.settings.timezone).date())
        made = write_papers(ledger, pipeline.google, asked.office, papers, at, Troubles(ledger))
        for one in made.values():
            _tell_made(screen, one)
        if why := next((one.no_pdf for one in made.values() if one.no_pdf), None):
            screen.error(why)
        subjects = {paper.key for paper in papers}
        if send and len(made) == len(papers):
            subjects |= _send(screen, pipeline, asked, papers, at)
        failed = [one for one in reports.troubles(ledger.connection) if one.subject in subjects]
    for trouble in failed:
        screen.error(NithetError(trouble.code, **trouble.values))
    if failed:
        sys.exit(1)


def _raise_missing(ledger: Ledger) -> None:
    """A form that could not be asked would be missing in the figures."""
    for trouble in reports.troubles(ledger.connection):
        if trouble.subject.startswith("form:"):
            raise NithetError(trouble.code, **trouble.values)


def _tell_made(screen: Screen, made: Made) -> None:
    for file in (made.word, made.pdf):
        if file:
            screen.tell("report.written", file=file)


def _send(
    screen: Screen, pipeline: Pipeline, asked: AskedPapers, papers: Sequence[Paper], at: datetime
) -> set[str]:
    """Send the papers to those who have not had them; gives the subjects of what may have failed."""
    ledger, office = pipeline.ledger, asked.office
    sending = Sending(ledger, office.settings, at, Troubles(ledger), anew=True)
    begin_deliveries(office, papers, at, sending)
    places = {place_of(paper) for paper in papers}
    known = {place: reports.deliveries(ledger.connection, asked.kind, place) for place in places}
    goes_to = [(place, who) for place, everyone in known.items() for who in everyone]
    if not goes_to:
        raise InputError("paper-to-nobody", kind=asked.kind)
    only = {(asked.kind, place) for place in places}
    count = deliver_papers(ledger, pipeline.google.base, office, at, sending, only)
    if all(delivery.delivered for everyone in known.values() for delivery in everyone.values()):
        screen.tell("report.papers-had", title=kind_title(asked.kind))
    else:
        screen.tell("report.papers-sent", title=kind_title(asked.kind), count=count)
    subjects = {subject_of(asked.kind, place, who) for place, who in goes_to}
    now_known = [reports.deliveries(ledger.connection, asked.kind, place).values() for place in places]
    left = any(delivery.delivered is None for everyone in now_known for delivery in everyone)
    return subjects | ({HELD, SERVER} if left else set())
