"""`check`: the configuration and the definitions alone; quick, so it imports little."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from sync.cli.options import OptionalPath, Options
from sync.cli.show import Screen
from sync.pipeline.office import open_office
from sync.settings import config_folder


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)

    @app.command(help=screen.say("help.check"))
    def check(config: OptionalPath = options.config, lang: str = options.lang) -> None:
        office = open_office(config_folder(config), datetime.now(UTC))
        screen.tell(
            "check.right",
            forms=len(office.forms),
            networks=len(office.organisation.networks),
            schools=len(office.organisation.schools),
            supervisors=len(office.organisation.supervisors),
            folder=office.settings.config,
        )
        screen.warnings(office.warnings)
        if (office.settings.config / "documents").is_dir():  # else what reads Word files is not imported
            from sync.documents import check_templates  # noqa: PLC0415

            if problems := check_templates(office.settings.config, office.forms.values()):
                screen.templates(problems)
                raise typer.Exit(1)
