"""The configuration while nithet runs: read again when its files change; what waits for a new start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sync.errors import InputError
from sync.messages import Messages
from sync.pipeline.office import (
    ConfigurationWrong,
    Office,
    definitions_folder,
    duties_folder,
    open_office,
    reports_folder,
    results_folder,
)
from sync.settings import Settings, config_folder

# What a running process stands on: the folder it holds, the server it asks, the beat of its cycles.
_SETTLED = {
    "data": "data",
    "workspace": "workspace",
    "port": "embedded.port",
    "credentials": "google.credentials",
    "credentials_file": "google.file",
    "interval_seconds": "interval",
    "health_port": "health.port",
}

_Look = frozenset[tuple[str, int, int]]


class Configured:
    """An office's configuration: `office` as it was read first, `news` what its files say since."""

    def __init__(
        self,
        option: Path | None,
        overridden: Callable[[Office], Office],
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Read the configuration at `option` (see `config_folder`). Raises ConfigurationWrong."""
        self._option, self._overridden, self._now = option, overridden, now
        self._seen = _look(config_folder(option))
        self._wrong = False
        self.office = self._read()

    def news(self) -> Office | None:
        """The office as configured now where that is another than at the last call, else None.

        Some forty files are looked at, none is opened while all are as they were. Raises
        ConfigurationWrong, and after it gives the office once more where the files are right again.
        """
        look = _look(config_folder(self._option))
        if look == self._seen:
            return None
        self._seen = look  # from before reading: what is saved meanwhile is news again
        before, wrong, self._wrong = self.office, self._wrong, True
        self.office = self._read()
        self._wrong = False
        return None if _says(before) == _says(self.office) and not wrong else self.office

    def _read(self) -> Office:
        return self._overridden(open_office(config_folder(self._option), self._now() if self._now else None))


def _says(office: Office) -> tuple[object, ...]:
    """What a changed file may say otherwise: what responses are judged by, the settings, the papers."""
    return office.rules, office.settings, office.reports


def as_far_as_it_goes(before: Settings, now: Settings) -> Settings:
    """The new settings, but for what a running process stands on."""
    return replace(now, **{name: getattr(before, name) for name in _SETTLED})


def waiting(before: Settings, now: Settings) -> tuple[str, ...]:
    """The settings that changed and need a new start, as settings.yaml names them."""
    return tuple(key for name, key in _SETTLED.items() if getattr(before, name) != getattr(now, name))


def _look(config: Path) -> _Look:
    """Name, size and time of everything that is read."""
    own = (definitions_folder(config), duties_folder(config), results_folder(config), reports_folder(config))
    folders = {config, *own}
    return frozenset(_looked_at(folders))


def _looked_at(folders: set[Path]) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        for file in folder.iterdir() if folder.is_dir() else ():
            try:
                found = file.stat()
            except OSError:  # gone since it was listed
                continue
            yield str(file), found.st_mtime_ns, found.st_size


def first_of(error: ConfigurationWrong) -> InputError:
    """What `status` tells of a configuration that turned wrong: its first place, and how many."""
    first = error.problems[0]
    thai = Messages("th").problem(first)  # who reads it later chooses the language
    return InputError(
        "configuration-kept",
        count=len(error.problems),
        place=f"{first.file}:{first.line} {first.path}".rstrip(),
        what=first.message,
        accepted=first.accepted,
        what_in_thai=thai[0],
        accepted_in_thai=thai[1],
    )
