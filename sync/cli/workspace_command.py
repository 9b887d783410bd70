"""`workspace serve`: the embedded workspace by itself, in the foreground."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import typer

from sync import embedded
from sync.cli.opening import office_at
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.show import Screen
from sync.errors import InputError, NithetError
from sync.settings import Settings
from sync.workspace import __main__ as server
from sync.workspace.access.passwords import PasswordTooShort, password_of
from sync.workspace.doors import Access, is_loopback
from sync.workspace.server import check_listening
from sync.workspace.serving import AlreadyServed, FolderRefused, Serving, serving

# No address of this machine; a name that leads nowhere.
_NO_ADDRESS = {errno.EADDRNOTAVAIL, socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL}


@dataclass(frozen=True, slots=True)
class Place:
    """What is served: the workspace's own folder, and the folder of the letters that it shows."""

    folder: Path
    mailbox: Path


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the command to the application."""
    options = Options(screen)
    workspace = typer.Typer(help=screen.say("help.workspace"), no_args_is_help=True)

    @workspace.command("serve", help=screen.say("help.workspace-serve"))
    def serve(
        data: OptionalPath = typer.Option(
            None, "--data", metavar="DIR", file_okay=False, help=screen.say("help.workspace-data")
        ),
        port: OptionalNumber = options.port,
        host: str = typer.Option("127.0.0.1", "--host", metavar="HOST", help=screen.say("help.host")),
        config: OptionalPath = options.config,
        lang: str = options.lang,
    ) -> None:
        settings = office_at(config, None, port).settings
        place = place_of(data, settings)
        _check_place(host, settings.port, place.folder)
        try:
            access = _access(screen, host, place.folder)
            server.serve(place.folder, settings.port, mailbox=place.mailbox, access=access)
        except AlreadyServed as problem:
            raise _served(place.folder, problem.by) from None
        except FolderRefused as problem:
            raise InputError("workspace-folder", folder=place.folder, said=problem) from None
        except (OSError, sqlite3.Error) as problem:
            given = {"host": host, "port": settings.port, "folder": place.folder}
            raise NithetError("workspace-serve", said=problem, **given) from None

    app.add_typer(workspace, name="workspace")


def _check_place(host: str, port: int, folder: Path) -> None:
    """Refuse an address where nothing can be served, before anything is made for it."""
    try:
        check_listening(host, port)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            by = serving(folder)
            raise _served(folder, by) if by else InputError("port-taken", host=host, port=port) from None
        if problem.errno in _NO_ADDRESS:
            raise InputError("host-elsewhere", host=host) from None
        raise NithetError("workspace-serve", host=host, port=port, folder=folder, said=problem) from None


def _served(folder: Path, by: Serving | None) -> InputError:
    """A folder that another server works on."""
    if by is None:
        return InputError("workspace-served", folder=folder)
    return InputError("workspace-served-at", folder=folder, process=by.process, address=by.address)


def place_of(data: Path | None, settings: Settings) -> Place:
    """What `--data` names: a folder of the workspace's own.

    Without it the office's workspace is served, in the folder where `sync`, `run` and `demo` keep
    theirs; so it is where `data` is such a data directory.
    """
    if data is None:
        return Place(embedded.folder(settings), settings.data / "outbox")
    own = data.resolve()
    office = settings.at(data=own)
    of_office = (embedded.folder(office) / "workspace.sqlite3").exists()
    if of_office and not (own / "workspace.sqlite3").exists():
        return Place(embedded.folder(office), office.data / "outbox")
    return Place(own, own / "outbox")


def _access(screen: Screen, host: str, folder: Path) -> Access:
    """Who may come in; a warning where that is not this machine alone."""
    if is_loopback(host):
        return Access(host)
    try:
        password = password_of(folder, os.environ)
    except OSError as problem:
        raise FolderRefused(str(problem)) from None
    except PasswordTooShort as short:
        raise InputError("password-short", where=short.where) from None
    screen.warn("workspace.open", host=host, where=password.where)
    return Access(host, password.text)
