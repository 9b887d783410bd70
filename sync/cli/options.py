"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from sync.cli.show import Screen


class Options:
    """The shared options with their help in the screen's language."""

    def __init__(self, screen: Screen) -> None:
        self.config: Any = typer.Option(
            None, "--config", metavar="DIR", file_okay=False, help=screen.say("help.config")
        )
        self.data: Any = typer.Option(
            None, "--data", metavar="DIR", file_okay=False, help=screen.say("help.data")
        )
        self.port: Any = typer.Option(
            None, "--port", metavar="N", min=0, max=65535, help=screen.say("help.port")
        )
        self.json: Any = typer.Option(False, "--json", help=screen.say("help.json"))
        self.lang: Any = typer.Option("", "--lang", metavar="th|en", help=screen.say("help.lang"))


OptionalPath = Path | None
OptionalNumber = int | None
