"""`workspace serve`: the embedded workspace by itself, in the foreground."""

from __future__ import annotations

import sys

import typer

from sync import embedded
from sync.cli.opening import office_at
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.show import Screen
from sync.workspace import __main__ as server


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)
    workspace = typer.Typer(help=screen.say("help.workspace"), no_args_is_help=True)

    @workspace.command("serve", help=screen.say("help.workspace-serve"))
    def serve(
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        config: OptionalPath = options.config,
        lang: str = options.lang,
    ) -> None:
        settings = office_at(config, data, port).settings
        arguments = [
            "--data",
            str(embedded.folder(settings)),
            "--port",
            str(settings.port),
            "--mailbox",
            str(settings.data / "outbox"),
        ]
        sys.exit(server.main(arguments))

    app.add_typer(workspace, name="workspace")
