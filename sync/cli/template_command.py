"""`template KIND`: the Word template of a paper, copied to where the office may change it."""

from __future__ import annotations

from pathlib import Path

import typer

from forms.papers import PaperKind
from sync.cli.kinds import KINDS, kind_named
from sync.cli.options import OptionalPath, Options
from sync.cli.show import Screen
from sync.documents.templates import OWN, find_template
from sync.errors import InputError, NithetError
from sync.packaged import folder
from sync.settings import config_folder


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)

    @app.command("template", help=screen.say("help.template", kinds=", ".join(KINDS)))
    def template(
        kind: str = typer.Argument(metavar="KIND", help=screen.say("help.kind")),
        config: OptionalPath = options.config,
        lang: str = options.lang,
    ) -> None:
        known = kind_named(kind, "template")
        file = take_out(known, config_folder(config))
        screen.tell("template.made", file=file, kind=known)


def take_out(kind: PaperKind, config: Path) -> Path:
    """Copy the packaged template to config/documents/<kind>.docx, and say where that is.

    Raises InputError: template-there for one that is there already; template-nowhere without a configuration
    of the office's own, for the sample goes with the next version. NithetError folder-unwritable.
    """
    if config == folder("config") or not (config / "settings.yaml").is_file():
        raise InputError("template-nowhere", folder=config.absolute())
    file = config.absolute() / OWN / f"{kind}.docx"
    content = find_template(config, kind, packaged=True).content
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            raise InputError("template-there", file=file)
        file.write_bytes(content)
    except OSError as error:
        raise NithetError("folder-unwritable", file=file) from error
    return file
