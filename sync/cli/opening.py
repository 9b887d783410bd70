"""Opening what a command works with: the office, its ledger, and Google or the embedded workspace."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from forms.model import Problem
from sync import credentials, embedded
from sync.daemon import single_instance
from sync.demo.closing import as_begun
from sync.errors import InputError
from sync.google import Google
from sync.google_transport import Recorder
from sync.ledger import Ledger
from sync.ledger.restoring import is_staged, take_up_at
from sync.ledger.soundness import lost
from sync.ledger.store import is_lost
from sync.pipeline.clock_guard import ClockGuard, ServerClock
from sync.pipeline.configured import Configured, as_far_as_it_goes, first_of, waiting
from sync.pipeline.cycle import Pipeline
from sync.pipeline.office import ConfigurationWrong, Office, open_office
from sync.pipeline.rebuild.files import remove_left
from sync.private import close_up, close_up_all
from sync.quotas import LIMITS, Sent
from sync.settings import Settings, config_folder, load_settings

_log = logging.getLogger("nithet")


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def office_at(config: Path | None, data: Path | None, port: int | None = None) -> Office:
    """The office as configured, with the data directory and port that the command line names."""
    office = open_office(config_folder(config), now())
    return replace(office, settings=office.settings.at(data=data, port=port))


def settings_at(
    config: Path | None, data: Path | None, port: int | None = None
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings, and all that is wrong with the configuration otherwise; else what it warns of.

    Raises ConfigurationWrong where the settings themselves cannot be used.
    """
    try:
        office = office_at(config, data, port)
    except ConfigurationWrong as error:
        settings, _ = load_settings(config_folder(config))
        if settings is None:
            raise
        return settings.at(data=data, port=port), error.problems
    return office.settings, office.warnings


def configured_at(config: Path | None, data: Path | None, port: int | None) -> Configured:
    """The configuration of a command that stays; its files may change meanwhile."""
    return Configured(
        config, lambda office: replace(office, settings=office.settings.at(data=data, port=port)), now
    )


def keep_up(pipeline: Pipeline, configured: Configured) -> bool:
    """Let the pipeline go on by the configuration as its files have it now; whether that is another.

    One that is wrong is not obeyed: it is told in `status`, and raised as ConfigurationWrong. What
    waits for a new start is told in `status` and otherwise as it was.
    """
    try:
        office = configured.news()
    except ConfigurationWrong as error:
        pipeline.configuration_fails(first_of(error))
        raise
    if office is None:
        return False
    before = pipeline.office.settings
    waits = waiting(before, office.settings)
    told = InputError("configuration-waits", settings=", ".join(waits)) if waits else None
    settings = as_far_as_it_goes(before, office.settings)
    pipeline.go_on_with(as_begun(pipeline.ledger, replace(office, settings=settings)))
    pipeline.configuration_fails(told)
    if not settings.on_google:
        embedded.introduce(str(pipeline.google.base), office.organisation)
    return True


def ledger_path(settings: Settings) -> Path:
    """Where the ledger of a data directory lies."""
    return settings.data / "ledger.sqlite3"


def has_ledger(settings: Settings) -> bool:
    """Whether a data directory has a ledger. Raises NithetError "ledger-lost" where it is gone."""
    path = ledger_path(settings)
    if is_lost(path):
        raise lost(path)
    return path.is_file()


def ledger_of(settings: Settings) -> Ledger:
    """The ledger of a data directory to work with, looked at as a whole.

    One that is gone is told instead of begun anew: what people wrote and what was mailed stood in it.
    """
    path = ledger_path(settings)
    if is_staged(path):  # a restoring that was begun is ended first
        take_up_at(path, now())
    if is_lost(path):
        raise lost(path)
    ledger = Ledger(path)
    try:
        if ledger.examine():
            _log.warning("%s: indices were out of step and are made again", path)
    except BaseException:
        ledger.close()
        raise
    return ledger


@contextmanager
def google_of(
    settings: Settings, recorder: Recorder | None = None
) -> Iterator[tuple[Google, Callable[[], None]]]:
    """Google, or the embedded workspace, started where it does not run yet; and how to wake it.

    `recorder` hears what Google answers; the workspace, which is on the same machine, tells it nothing new.
    """
    if settings.on_google:
        file = settings.data / settings.credentials_file
        with suppress(OSError):
            close_up(file)
        known = (
            credentials.from_token_file if settings.credentials == "token" else credentials.service_account
        )
        sent = Sent(settings.data / "requests-sent")
        google = Google(known(file), limits=LIMITS, sent=sent, renew=lambda: known(file), recorder=recorder)
        yield google, lambda: None
        return
    with embedded.running(settings) as served:
        yield Google(credentials.embedded(embedded.folder(settings)), base=served.base), served.wake


@contextmanager
def pipeline_of(office: Office, *, as_configured: bool = False) -> Iterator[Pipeline]:
    """The office's pipeline; it alone works on the data directory while the block runs.

    On a demo's data directory the office is the demo's, unless it is wanted `as_configured`.
    """
    with ExitStack() as stack:
        stack.enter_context(single_instance(office.settings.data))
        close_up_all(office.settings.data)
        remove_left(office.settings.data)
        if office.settings.smtp.password_file:
            with suppress(OSError):
                close_up(office.settings.data / office.settings.smtp.password_file)
        ledger = ledger_of(office.settings)
        stack.callback(ledger.close)
        server = ServerClock() if office.settings.on_google else None
        google, wake = stack.enter_context(google_of(office.settings, server))
        if not office.settings.on_google:
            embedded.introduce(str(google.base), office.organisation)
        office = office if as_configured else as_begun(ledger, office)
        guard = ClockGuard(ledger, office.settings.timezone, server)
        pipeline = Pipeline(office, ledger, google, now, wake, guard)
        stack.callback(pipeline.close)
        pipeline.configuration_fails(None)  # what an earlier process told of it
        yield pipeline
