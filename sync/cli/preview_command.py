"""`preview KIND`: any paper, with its mails, as files to look at; nothing is sent or kept."""

from __future__ import annotations

import typer

from sync.cli.asked import asked_papers
from sync.cli.kinds import KINDS, kind_named
from sync.cli.opening import now
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.paper_commands import office_with_records
from sync.cli.paper_files import look
from sync.cli.report_command import asked_week, look_at_week
from sync.cli.show import Screen
from sync.errors import InputError


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)

    @app.command("preview", help=screen.say("help.preview", kinds=", ".join(KINDS)))
    def preview(
        kind: str = typer.Argument(metavar="KIND", help=screen.say("help.kind")),
        period: str = typer.Option("", "--period", metavar="PERIOD", help=screen.say("help.period")),
        about: str = typer.Option("", "--about", metavar="CODE", help=screen.say("help.about")),
        out: OptionalPath = typer.Option(None, "--out", metavar="DIR", help=screen.say("help.out-papers")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        known = kind_named(kind, "preview")
        office = office_with_records(config, data, port)
        folder = out or office.settings.data / "preview"
        if known == "weekly":
            if about:
                raise InputError("about-nobody", kind=known)
            look_at_week(screen, office, asked_week(office, period, now(), send=False), now(), folder)
        else:
            asked = asked_papers(office, known, period, now(), send=False)
            look(screen, asked, about, folder, mails=True)
