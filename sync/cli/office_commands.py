"""`sync`, `run` and `status`: the office's everyday commands."""

from __future__ import annotations

import sys

import typer

from sync.cli.logs import log_to
from sync.cli.opening import ledger_path, office_at, pipeline_of
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.show import Screen
from sync.cli.status import status_of
from sync.daemon import Daemon
from sync.ledger import Ledger
from sync.pipeline.cycle import Outcome, Pipeline


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the commands to the application."""
    options = Options(screen)

    @app.command(help=screen.say("help.sync"))
    def sync(
        full: bool = typer.Option(False, "--full", help=screen.say("help.full")),
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data, port)
        with pipeline_of(office) as pipeline:
            outcome = pipeline.cycle(full=full)
        if as_json:
            screen.json(outcome.to_json())
        else:
            tell_outcome(screen, outcome)
        if outcome.troubles:
            screen.tell("sync.troubles", count=outcome.troubles)
            sys.exit(1)

    @app.command(help=screen.say("help.run"))
    def run(
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data, port)
        log_to(office.settings.data)
        with pipeline_of(office) as pipeline:
            stay(screen, pipeline)

    @app.command(help=screen.say("help.status"))
    def status(
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data, port)
        path = ledger_path(office.settings)
        if not path.is_file():
            if as_json:
                screen.json({"installed": None, "troubles": []})
            else:
                screen.tell("status.new", folder=office.settings.data)
            return
        ledger = Ledger(path)
        try:
            found = status_of(ledger, office)
        finally:
            ledger.close()
        if as_json:
            screen.json(found)
        else:
            screen.status(found)


def stay(screen: Screen, pipeline: Pipeline) -> None:
    """Run the daemon until Ctrl-C or SIGTERM."""
    seconds = pipeline.office.settings.interval_seconds
    daemon = Daemon(pipeline, seconds, told=_Teller(screen).tell, failed=screen.failure)
    with daemon.ending_on_signals():
        screen.tell("run.started", seconds=seconds)
        daemon.run()
    screen.tell("run.ended")


class _Teller:
    """What a daemon's operator sees: cycles with news, and troubles when they begin and end."""

    def __init__(self, screen: Screen) -> None:
        self._screen, self._troubles = screen, 0

    def tell(self, outcome: Outcome) -> None:
        """Print a cycle if there is anything to it."""
        if outcome.has_news:
            tell_outcome(self._screen, outcome)
        if outcome.troubles and outcome.troubles != self._troubles:
            self._screen.tell("sync.troubles", count=outcome.troubles)
        elif self._troubles and not outcome.troubles:
            self._screen.tell("status.well")
        self._troubles = outcome.troubles


def tell_outcome(screen: Screen, outcome: Outcome) -> None:
    """One line for a cycle."""
    screen.tell(
        "sync.done",
        pulled=outcome.pulled,
        new=outcome.new,
        changed=outcome.changed,
        deleted=outcome.deleted,
        errors=outcome.findings["error"],
        warnings=outcome.findings["warning"],
        written=outcome.spreadsheets_written,
        requests=sum(outcome.requests.values()),
        seconds=outcome.seconds,
    )
