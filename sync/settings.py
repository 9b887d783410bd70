"""config/settings.yaml and the environment, read once into one frozen Settings."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from forms.model import Problem
from forms.organisation.addresses import address_at
from forms.places import Place, open_yaml
from sync.errors import NithetError
from sync.packaged import folder

_LIMITS = {"smtp.gmail.com": 450, "smtp-relay.gmail.com": 1900}  # of 500 and 2,000 within 24 hours
SHEETS = ("district", "networks", "groups", "supervisors", "deputies", "learning_areas", "office")


@dataclass(frozen=True, slots=True)
class Smtp:
    """How mail is sent. The password is not here: see `password`."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    username: str
    password_file: str

    def password(self, data: Path) -> str:
        """The password from NITHET_SMTP_PASSWORD, else from the file (relative to the data directory).

        Raises NithetError password-missing where the file cannot be read.
        """
        given = os.environ.get("NITHET_SMTP_PASSWORD")
        if given is not None or not self.password_file:
            return given or ""
        file = data / self.password_file
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise NithetError("password-missing", file=file, reason=reason) from error


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an office may set. Paths are absolute; durations are seconds or minutes as named."""

    config: Path
    data: Path
    workspace: Literal["embedded", "google"]
    timezone: ZoneInfo
    interval_seconds: int
    sheets: tuple[str, ...]  # the kinds of spreadsheets that are made, of SHEETS
    port: int
    credentials: Literal["token", "service-account"]
    credentials_file: str
    drive_folder: str
    respondents: tuple[str, ...]  # empty: anyone with the link
    overlap_minutes: int
    cut: time
    to: tuple[str, ...]
    cc: tuple[str, ...]
    deliver: Literal["outbox", "smtp"]
    sender: str
    smtp: Smtp
    backups_kept: int  # of the nightly ones; 0: none are made
    daily_limit: int | None  # mails that the server is handed within a day; None: no limit
    health_port: int  # where `run` answers /healthz and /metrics on loopback; 0: nowhere
    keep_years: int | None  # academic years, the running one among them; None: nothing is forgotten by itself
    known_readers: tuple[str, ...]  # in small letters: who has access by other ways, and is not told of

    @property
    def on_google(self) -> bool:
        """Whether forms and sheets live at Google rather than in the embedded workspace."""
        return self.workspace == "google"

    @property
    def publish_seconds(self) -> float:
        """The least time between two writes to one spreadsheet."""
        return 60 if self.on_google else 0

    def at(self, *, data: Path | None = None, port: int | None = None) -> Settings:
        """The same settings with what the command line overrides."""
        return replace(self, data=(data or self.data).resolve(), port=self.port if port is None else port)


def config_folder(option: Path | None = None) -> Path:
    """Where the configuration lies: as asked, NITHET_CONFIG, ./config, else what travels with nithet."""
    named = option or (Path(os.environ["NITHET_CONFIG"]) if "NITHET_CONFIG" in os.environ else None)
    if named is not None:
        return named
    here = Path("config")
    return here if (here / "settings.yaml").is_file() else folder("config")


def load_settings(config: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read settings.yaml; every problem at once. A key left out takes the packaged default."""
    defaults = _read(open_yaml(folder("config") / "settings.yaml"))
    root = open_yaml(config / "settings.yaml")
    given = _read(root)
    if not root.problems and given.get("mail.deliver", "") == "smtp" and not given.get("mail.smtp.host"):
        root.wrong("mail is to be sent, but mail.smtp.host names no server", "mail.smtp.host: a host name")
    if root.problems:
        return None, tuple(sorted(root.problems))
    return _settings(config, {**defaults, **given}), ()


# --- Reading each key: a reader gives the value, or notes the problem and gives None ---

_Reader = Callable[[Place], Any]
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _one_of(*words: str) -> _Reader:
    return lambda place: place.one_of(words, "word")


def _text(place: Place) -> str:
    if not place.is_scalar:
        place.wrong("a text is expected here", "one line of text")
    return place.said


def _folder(place: Place) -> str:
    if place.is_scalar and not place.said:
        place.wrong("no folder is named here", "data, or another folder")
    return _text(place)


def _whole(lowest: int, highest: int) -> _Reader:
    def read(place: Place) -> int | None:
        said = place.said
        if len(said) < 10 and said.isascii() and said.isdigit() and lowest <= int(said) <= highest:
            return int(said)
        place.wrong(
            '"{said}" is not accepted',
            "a whole number from {lowest} to {highest}",
            said=place.shown,
            lowest=lowest,
            highest=highest,
        )
        return None

    return read


def _interval(place: Place) -> int | str | None:
    return "auto" if place.said == "auto" else _whole(1, 86400)(place)


def _port_or_none(place: Place) -> int | None:
    return 0 if place.said == "none" else _whole(0, 65535)(place)


def _daily_limit(place: Place) -> int | str | None:
    return place.said if place.said in {"auto", "none"} else _whole(1, 100_000)(place)


def _years(place: Place) -> int | str | None:
    return "all" if place.said == "all" else _whole(2, 100)(place)


def _zone(place: Place) -> ZoneInfo | None:
    try:
        return ZoneInfo(place.said)
    except (ValueError, OSError, LookupError):
        place.wrong(
            'unknown time zone "{said}"', "Asia/Bangkok, or another of the IANA names", said=place.said
        )
        return None


def _time(place: Place) -> time | None:
    if _TIME.fullmatch(place.said):
        return time.fromisoformat(place.said)
    place.wrong('"{said}" is not a time of day', '"18:00"', said=place.said)
    return None


def _addresses(place: Place) -> tuple[str, ...]:
    return tuple(filter(None, map(address_at, place.elements())))


def _one_or_more(place: Place) -> tuple[str, ...]:
    told = len(place.problems)
    found = _addresses(place)
    if not found and len(place.problems) == told:
        place.wrong("no e-mail address stands here", "[name@office.example], one or more")
    return found


def _respondents(place: Place) -> tuple[str, ...]:
    return () if place.said == "anyone" else _one_or_more(place)


def _sheets(place: Place) -> tuple[str, ...]:
    told = len(place.problems)
    found = [element.one_of(SHEETS, "kind of spreadsheet") for element in place.elements()]
    if not found and len(place.problems) == told:
        place.wrong("no spreadsheet would be made", ", ".join(SHEETS))
    return tuple(dict.fromkeys(kind for kind in found if kind))


_KEYS: Mapping[str, _Reader] = {
    "sheets": _sheets,
    "workspace": _one_of("embedded", "google"),
    "timezone": _zone,
    "data": _folder,
    "interval": _interval,
    "embedded.port": _whole(0, 65535),
    "google.credentials": _one_of("token", "service-account"),
    "google.file": _text,
    "google.folder": _text,
    "forms.respondents": _respondents,
    "forms.overlap": _whole(1, 1440),
    "reports.weekly.cut": _time,
    "reports.weekly.to": _one_or_more,
    "reports.weekly.cc": _addresses,
    "mail.deliver": _one_of("outbox", "smtp"),
    "mail.sender": address_at,
    "mail.daily_limit": _daily_limit,
    "mail.smtp.host": _text,
    "mail.smtp.port": _whole(1, 65535),
    "mail.smtp.security": _one_of("starttls", "tls", "none"),
    "mail.smtp.username": _text,
    "mail.smtp.password_file": _text,
    "backups.keep": _whole(0, 1000),
    "health.port": _port_or_none,
    "privacy.keep_years": _years,
    "privacy.known_readers": _addresses,
}


def _read(place: Place, prefix: str = "") -> dict[str, Any]:
    """The values of a mapping and of those inside it, by dotted key; what is left out is absent."""
    inside = [key.removeprefix(prefix) for key in _KEYS if key.startswith(prefix)]
    values: dict[str, Any] = {}
    for name, field in place.fields(optional=dict.fromkeys(key.partition(".")[0] for key in inside)).items():
        key = prefix + name
        values |= {key: _KEYS[key](field)} if key in _KEYS else _read(field, f"{key}.")
    return values


def _settings(config: Path, get: Mapping[str, Any]) -> Settings:
    interval = get["interval"]
    if interval == "auto":
        interval = 30 if get["workspace"] == "google" else 5
    return Settings(
        config=config.resolve(),
        data=Path(os.environ.get("NITHET_DATA") or get["data"]).resolve(),
        workspace=get["workspace"],
        timezone=get["timezone"],
        interval_seconds=interval,
        sheets=get["sheets"],
        port=get["embedded.port"],
        credentials=get["google.credentials"],
        credentials_file=get["google.file"],
        drive_folder=get["google.folder"],
        respondents=get["forms.respondents"],
        overlap_minutes=get["forms.overlap"],
        cut=get["reports.weekly.cut"],
        to=get["reports.weekly.to"],
        cc=get["reports.weekly.cc"],
        deliver=get["mail.deliver"],
        sender=get["mail.sender"],
        smtp=Smtp(
            **{
                name: get[f"mail.smtp.{name}"]
                for name in ("host", "port", "security", "username", "password_file")
            }
        ),
        backups_kept=get["backups.keep"],
        daily_limit=_limit_of(get["mail.daily_limit"], get["mail.smtp.host"]),
        health_port=get["health.port"],
        keep_years=None if get["privacy.keep_years"] == "all" else get["privacy.keep_years"],
        known_readers=tuple(address.lower() for address in get["privacy.known_readers"]),
    )


def _limit_of(given: int | str, host: str) -> int | None:
    """The limit that is meant; by itself less than Google allows, for people send from there, too."""
    if isinstance(given, int):
        return given
    return _LIMITS.get(host.lower().rstrip(".")) if given == "auto" else None
