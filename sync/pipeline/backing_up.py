"""Backing up: what goes into a backup, and the one of every night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.errors import NithetError
from sync.ledger import Ledger, backups
from sync.ledger.backups import Backup
from sync.ledger.store import read_meta
from sync.pipeline.troubles import Troubles
from sync.private import disk_code
from sync.settings import Settings

_SUBJECT = "backup"  # of its trouble
_HOUR = 2  # of the office's night
_AGAIN = timedelta(hours=1)  # after one that failed
_OLD_DAYS = 4  # from which on a backup is old: a long weekend passes
_KEPT_DAYS = 90  # copies that migrations and restores left
# What belongs to an office's configuration. Nothing else of its folder goes along: passwords may lie there.
_CONFIGURATION = (
    "settings.yaml",
    "organisation.yaml",
    "schools.csv",
    "calendar.yaml",
    "duties.yaml",
    "reports.yaml",
    "forms/*.yaml",
    "documents/*.docx",
)
_BESIDE = ("installation", "forgotten")  # beside the ledger, as far as they are there


def back_up(ledger: Ledger, settings: Settings, now: datetime, to: Path | None = None) -> Backup:
    """Back an office up, into data/backups under the moment's name where no file is named.

    The ledger, what belongs to it beside it, and the configuration to look at. No secrets: no credentials,
    no password of mail. Raises as `write_backup`.
    """
    local = now.astimezone(settings.timezone)
    file = to or backups.folder_of(settings.data) / backups.name_of(local)
    if file.is_dir():
        file = file / backups.name_of(local)
    return backups.write_backup(ledger, file, dict(_beside(settings)), now)


def _beside(settings: Settings) -> Iterator[tuple[str, Path]]:
    for name in _BESIDE:
        if (settings.data / name).is_file():
            yield name, settings.data / name
    secret = {
        (settings.data / name).resolve()
        for name in (settings.smtp.password_file, settings.credentials_file)
        if name
    }
    for pattern in _CONFIGURATION:
        for file in sorted(settings.config.glob(pattern)):
            if file.is_file() and file.resolve() not in secret:
                yield f"config/{file.relative_to(settings.config).as_posix()}", file


class Nightly:
    """The backup of every night, made by the first cycle after two o'clock; the oldest make room."""

    def __init__(self) -> None:
        self._tried: datetime | None = None

    def keep(self, ledger: Ledger, settings: Settings, now: datetime, troubles: Troubles) -> Backup | None:
        """Make the backup where it is due. What fails is told, and is tried again in an hour."""
        if not settings.backups_kept:
            troubles.end(_SUBJECT)
            return None
        if not is_due(ledger, settings, now) or (self._tried and abs(now - self._tried) < _AGAIN):
            return None
        self._tried = now
        try:
            made = back_up(ledger, settings, now)
            backups.remove_old(settings.data, settings.backups_kept)
            _remove_copies(settings.data)
        except (NithetError, OSError) as error:
            if isinstance(error, OSError):
                error = NithetError(disk_code(error), file=backups.folder_of(settings.data))
            troubles.tell(_SUBJECT, error, now)
            return None
        self._tried = None
        troubles.end(_SUBJECT)
        return made


def is_due(ledger: Ledger, settings: Settings, now: datetime) -> bool:
    """Whether none was made since two o'clock of the last night, office time; nor before the first night."""
    local = now.astimezone(settings.timezone)
    night = local.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    night -= timedelta(days=local < night)
    newest = backups.newest_of(settings.data, settings.timezone)
    began = read_meta(ledger.connection, "installed")
    last = newest[1] if newest else datetime.fromisoformat(began) if began else None
    return last is not None and not night <= last <= now + timedelta(days=1)


def age_in_days(settings: Settings, now: datetime) -> int | None:
    """How old the newest backup is; None where there is none."""
    newest = backups.newest_of(settings.data, settings.timezone)
    return max(0, (now - newest[1]).days) if newest else None


def is_overdue(ledger: Ledger, settings: Settings, now: datetime) -> bool:
    """Whether the nightly backups have not come for days: those of a weekend's machine are not missed."""
    began, days = read_meta(ledger.connection, "installed"), age_in_days(settings, now)
    if days is None:
        return began is not None and now - datetime.fromisoformat(began) > timedelta(days=_OLD_DAYS)
    return days > _OLD_DAYS


def _remove_copies(data: Path) -> None:
    """Take away what migrations and restores kept beside, after some months; damaged files stay for ever."""
    oldest = datetime.now(UTC) - timedelta(days=_KEPT_DAYS)
    for pattern in ("ledger-v*-before-v*.sqlite3", "ledger-before-restore-*.sqlite3"):
        for file in data.glob(pattern):
            if datetime.fromtimestamp(file.stat().st_mtime, UTC) < oldest:
                file.unlink(missing_ok=True)
