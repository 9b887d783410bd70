"""`backup` and `restore`: a ledger kept in one file, and taken back from it, while nithet runs."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import typer

from sync.cli.opening import has_ledger, ledger_path, now, settings_at
from sync.cli.options import OptionalPath, Options
from sync.cli.show import Screen
from sync.daemon import single_instance
from sync.errors import InputError, NithetError
from sync.ledger import Ledger
from sync.ledger.backups import Backup, read_backup
from sync.ledger.restoring import stage, take_up_at
from sync.pipeline.backing_up import back_up
from sync.settings import Settings


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the commands to the application."""
    options = Options(screen)
    _add_backup(app, screen, options)
    _add_restore(app, screen, options)


def _add_backup(app: typer.Typer, screen: Screen, options: Options) -> None:
    @app.command(help=screen.say("help.backup"))
    def backup(
        out: OptionalPath = typer.Option(None, "--out", metavar="FILE", help=screen.say("help.backup-out")),
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        settings, _ = settings_at(config, data)
        path = ledger_path(settings)
        if not has_ledger(settings):
            raise InputError("nothing-yet", folder=settings.data)
        with closing(Ledger(path)) as ledger:
            made = back_up(ledger, settings, now(), out)
        if as_json:
            screen.json(_told(made))
        else:
            size = f"{made.file.stat().st_size / 1_000_000:,.1f}"
            screen.tell("backup.made", file=made.file, responses=made.responses, size=size)
            screen.tell("backup.left-out")


def _add_restore(app: typer.Typer, screen: Screen, options: Options) -> None:
    @app.command(help=screen.say("help.restore"))
    def restore(
        file: Path = typer.Argument(..., metavar="FILE", help=screen.say("help.restore-file")),
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        lang: str = options.lang,
    ) -> None:
        settings, _ = settings_at(config, data)
        found = read_backup(file)
        planned = stage(ledger_path(settings), found, now())
        aside, runs = _taken_up(settings)
        aside = planned if runs else aside
        if as_json:
            told = {"from": _told(found), "running": runs, "kept_aside": str(aside) if aside else None}
            screen.json(told)
            return
        moment = screen.moment(found.made, settings.timezone)
        screen.tell("restore.from", file=found.file, moment=moment, responses=found.responses)
        if runs:
            screen.tell("restore.running", file=aside or "-")
        elif aside:
            screen.tell("restore.aside", file=aside)
        screen.tell("restore.next")


def _taken_up(settings: Settings) -> tuple[Path | None, bool]:
    """Take up what is staged, unless another nithet runs, which does it itself.

    Gives what was kept aside, and whether one runs.
    """
    try:
        with single_instance(settings.data):
            return take_up_at(ledger_path(settings), now()), False
    except NithetError as error:
        if error.code != "already-running":
            raise
        return None, True


def _told(found: Backup) -> dict[str, Any]:
    return {
        "file": str(found.file),
        "made": found.made.isoformat(),
        "installation": found.installation,
        "version": found.version,
        "responses": found.responses,
        "holds": list(found.holds),
    }
