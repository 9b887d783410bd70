"""`init` and `connect google`: setting an office up."""

from __future__ import annotations

import shutil
from pathlib import Path

import typer

from forms.definition import packaged_definitions
from sync import credentials
from sync.cli.opening import office_at
from sync.cli.options import OptionalPath, Options
from sync.cli.show import Screen
from sync.errors import NithetError
from sync.packaged import folder


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the commands to the application."""
    options = Options(screen)

    @app.command(help=screen.say("help.init"))
    def init(
        directory: Path = typer.Argument(
            Path("config"), metavar="DIR", help=screen.say("help.init-directory")
        ),
        lang: str = options.lang,
    ) -> None:
        forms = directory / "forms"
        made, kept = copy_missing(folder("config"), directory)
        if not forms.is_dir():  # the office's own once it is there: what it took out stays out
            made += [f"forms/{name}" for name in copy_missing(packaged_definitions(), forms)[0]]
        for name in made:
            screen.tell("init.made", file=directory / name)
        for name in kept:
            screen.tell("init.kept", file=directory / name)
        screen.tell("init.next", folder=directory)

    connect = typer.Typer(help=screen.say("help.connect"), no_args_is_help=True)

    @connect.command("google", help=screen.say("help.connect-google"))
    def connect_google(
        client: Path = typer.Option(..., "--client", metavar="FILE", help=screen.say("help.client")),
        browser: bool = typer.Option(True, "--browser/--no-browser", help=screen.say("help.browser")),
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        settings = office_at(config, data).settings
        token = settings.data / settings.credentials_file
        credentials.connect(client, token, open_browser=browser)
        screen.tell("connect.done", file=token)
        if not settings.on_google:
            screen.tell("connect.switch", file=settings.config / "settings.yaml")

    app.add_typer(connect, name="connect")


def copy_missing(source: Path, target: Path) -> tuple[list[str], list[str]]:
    """Copy the packaged configuration where it is missing; give the names made and those left as they are."""
    made, kept = [], []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for file in sorted(path for path in source.iterdir() if path.is_file()):
            if (target / file.name).exists():
                kept.append(file.name)
            else:
                shutil.copyfile(file, target / file.name)
                made.append(file.name)
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise NithetError("folder-unwritable", file=target) from error
    return made, kept
