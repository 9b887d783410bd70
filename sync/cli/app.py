"""The command line: its commands in one language, and errors told as what, where, what to do."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import typer

from sync.cli.fault import write_fault
from sync.cli.show import Screen
from sync.errors import NithetError
from sync.messages import Messages, chosen_language
from sync.pipeline.office import ConfigurationWrong
from sync.private import private_from_now

# Where each command is made, in the order of the help.
_MODULES = {
    "demo": "demo_command",
    "init": "setup_commands",
    "connect": "setup_commands",
    "sync": "office_commands",
    "run": "office_commands",
    "status": "office_commands",
    "backup": "backup_commands",
    "restore": "backup_commands",
    "forget": "forget_command",
    "check": "check_command",
    "report": "report_command",
    "preview": "preview_command",
    "template": "template_command",
    "results": "results_command",
    "form": "form_command",
    "extract": "extract_command",
    "rebuild": "rebuild_command",
    "workspace": "workspace_command",
}

_EDITED = {"init", "template"}  # they write what several people of an office may be to change


def main() -> None:
    """Run the command that was given; exit 0, 1 (the work failed) or 2 (what was given is wrong).

    A fault of nithet's own is told like any error; its traceback goes to a file, not to the screen.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Windows console may not be UTF-8; Thai must come through
            stream.reconfigure(encoding="utf-8", errors="replace")
    if named_command(sys.argv[1:]) not in _EDITED:
        private_from_now()
    screen = Screen(Messages(chosen_language(_language_option(sys.argv))))
    try:
        build(screen, named_command(sys.argv[1:]))()
    except ConfigurationWrong as error:
        screen.problems(error.problems)
        sys.exit(error.exit_code)
    except NithetError as error:
        screen.error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)  # as the shell has it for SIGINT
    except Exception as fault:
        file = write_fault(fault)
        screen.error(NithetError("fault", error=type(fault).__name__, file=file or ""))
        sys.exit(1)


def build(screen: Screen, command: str = "") -> typer.Typer:
    """The application with its help in the screen's language; for a known command, that one alone.

    Importing what every other command needs takes longer than `check` does.
    """
    app = typer.Typer(
        name="nithet",
        help=screen.say("help.nithet"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )

    @app.callback()
    def nithet(lang: str = typer.Option("", "--lang", metavar="th|en", help=screen.say("help.lang"))) -> None:
        if lang not in {"", "th", "en"}:
            raise typer.BadParameter(screen.say("bad.lang"))

    for module in [_MODULES[command]] if command in _MODULES else dict.fromkeys(_MODULES.values()):
        import_module(f"sync.cli.{module}").add_to(app, screen)
    return app


def named_command(arguments: list[str]) -> str:
    """The command's name: what stands first on the line, the language aside."""
    places = iter(arguments)
    for argument in places:
        if argument == "--lang":
            next(places, None)
        elif not argument.startswith("--lang="):
            return argument
    return ""


def _language_option(arguments: list[str]) -> str | None:
    """The language asked for, wherever on the line it stands: help is worded before options are read."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None
