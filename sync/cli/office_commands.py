"""`sync`, `run` and `status`: the office's everyday commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import typer

from forms.places import is_wrong
from sync.cli.logs import log_to
from sync.cli.opening import (
    configured_at,
    has_ledger,
    keep_up,
    ledger_path,
    now,
    office_at,
    pipeline_of,
    settings_at,
)
from sync.cli.options import OptionalNumber, OptionalPath, Options
from sync.cli.progress import FirstRound
from sync.cli.show import Screen, told_of
from sync.cli.status import status_of
from sync.daemon import Daemon
from sync.errors import NithetError
from sync.health import Vitals
from sync.ledger import Ledger
from sync.pipeline.clock_guard import confirm
from sync.pipeline.cycle import Outcome, Pipeline
from sync.pipeline.office import ConfigurationWrong
from sync.settings import Settings


def add_to(app: typer.Typer, screen: Screen) -> None:
    """Add the commands to the application."""
    options = Options(screen)
    for add in (_add_sync, _add_run, _add_status):
        add(app, screen, options)


def _add_sync(app: typer.Typer, screen: Screen, options: Options) -> None:
    @app.command(help=screen.say("help.sync"))
    def sync(
        full: bool = typer.Option(False, "--full", help=screen.say("help.full")),
        clock_is_right: bool = typer.Option(
            False, "--clock-is-right", help=screen.say("help.clock-is-right")
        ),
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        office = office_at(config, data, port)
        screen.warnings(office.warnings)
        if clock_is_right and _clock_confirmed(office.settings):
            screen.warn("sync.clock-confirmed")
        try:
            with pipeline_of(office) as pipeline:
                outcome = pipeline.cycle(full=full, anew=True)
                pipeline.back_up()
        except NithetError as error:
            if clock_is_right and error.code == "already-running":
                return  # the daemon goes on by itself
            raise
        if as_json:
            screen.json(outcome.to_json())
        else:
            tell_outcome(screen, outcome)
        if outcome.left and not as_json:
            screen.tell("sync.left", count=outcome.left)
        if outcome.troubles:
            screen.tell("sync.troubles", count=outcome.troubles)
            sys.exit(1)


def _add_run(app: typer.Typer, screen: Screen, options: Options) -> None:
    @app.command(help=screen.say("help.run"))
    def run(
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        configured = configured_at(config, data, port)
        log_to(configured.office.settings.data)
        screen.warnings(configured.office.warnings)
        with pipeline_of(configured.office) as pipeline:
            if pipeline.google.base:
                screen.tell("run.open", address=pipeline.google.base)
            stay(screen, pipeline, lambda: keep_up(pipeline, configured))


def _add_status(app: typer.Typer, screen: Screen, options: Options) -> None:
    @app.command(help=screen.say("help.status"))
    def status(
        as_json: bool = options.json,
        config: OptionalPath = options.config,
        data: OptionalPath = options.data,
        port: OptionalNumber = options.port,
        lang: str = options.lang,
    ) -> None:
        settings, problems = settings_at(config, data, port)
        found = _found(settings)
        if as_json and found:
            screen.json({**found, "configuration": [told_of(problem) for problem in problems]})
        elif as_json:
            screen.json({"installed": None, "troubles": []})
        elif found:
            screen.status(found, settings.timezone)
        else:
            screen.tell("status.new", folder=settings.data)
        if is_wrong(problems):
            raise ConfigurationWrong(problems)
        screen.warnings(problems)


def _found(settings: Settings) -> dict[str, Any] | None:
    """The state of the data directory; None where nothing has run there."""
    if not has_ledger(settings):
        return None
    ledger = Ledger(ledger_path(settings))
    try:
        return status_of(ledger, settings)
    finally:
        ledger.close()


def _clock_confirmed(settings: Settings) -> bool:
    """Note that the computer's clock is right, also for a daemon at work; False where nothing has run yet."""
    if not has_ledger(settings):
        return False
    ledger = Ledger(ledger_path(settings))
    try:
        confirm(ledger, now())
    finally:
        ledger.close()
    return True


def stay(screen: Screen, pipeline: Pipeline, keep_up: Callable[[], bool] | None = None) -> None:
    """Run the daemon until Ctrl-C or SIGTERM.

    `keep_up` is called before each cycle: whether it goes on by another configuration. The first
    cycle shows how far it is; a demo, which has no `keep_up`, has shown that already.
    """
    settings = pipeline.office.settings
    seconds = settings.interval_seconds
    vitals = Vitals(pipeline, seconds)
    teller = _Teller(screen, pipeline, keep_up)
    daemon = Daemon(
        pipeline,
        seconds,
        told=teller.tell,
        failed=teller.failure,
        before=teller.keep_up,
        step=teller.step,
        publishing=teller.publishing,
        watcher=vitals,
    )
    with daemon.ending_on_signals(), vitals.shown(settings.health_port, screen.error) as port:
        screen.tell("run.started", seconds=seconds)
        if port:
            screen.tell("run.health", port=port)
        if keep_up:
            teller.begin(len(pipeline.office.forms))
        daemon.run()
    teller.end(done=False)
    screen.tell("run.ended")


class _Teller:
    """What a daemon's operator sees: how far the first cycle is, then cycles with news, and troubles when
    they begin and end."""

    def __init__(self, screen: Screen, pipeline: Pipeline, keep_up: Callable[[], bool] | None) -> None:
        self._screen, self._pipeline, self._keep_up, self._troubles = screen, pipeline, keep_up, 0
        self._first: FirstRound | None = None

    def begin(self, forms: int) -> None:
        """The first cycle begins: so many forms are looked at or made."""
        self._first = FirstRound(self._screen, forms)

    def step(self, name: str) -> None:
        """A part of the cycle begins."""
        if self._first:
            self._first.step(name)

    def publishing(self, done: int, total: int) -> None:
        """So many spreadsheets of so many are written."""
        if self._first:
            self._first.publishing(done, total)

    def end(self, *, done: bool) -> None:
        """The first cycle is over."""
        if self._first:
            self._first.end(done=done)
        self._first = None

    def keep_up(self) -> None:
        """Say so where the next cycle goes by another configuration."""
        if self._keep_up and self._keep_up():
            self._screen.tell("run.configured")
            self._screen.warnings(self._pipeline.office.warnings)

    def failure(self, error: Exception) -> None:
        """Print what broke a cycle off."""
        self.end(done=False)
        self._screen.failure(error)

    def tell(self, outcome: Outcome) -> None:
        """Print a cycle if there is anything to it."""
        self.end(done=True)
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
