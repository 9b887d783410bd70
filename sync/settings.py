"""config/settings.yaml and the environment, read once into one frozen Settings."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from forms.model import Problem
from sync.packaged import folder


@dataclass(frozen=True, slots=True)
class Smtp:
    """How mail is sent. The password is not here: see `password`."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    username: str
    password_file: str

    def password(self, data: Path) -> str:
        """The password from NITHET_SMTP_PASSWORD, else from the file (relative to the data directory)."""
        given = os.environ.get("NITHET_SMTP_PASSWORD")
        if given is not None or not self.password_file:
            return given or ""
        return (data / self.password_file).read_text(encoding="utf-8").strip()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an office may set. Paths are absolute; durations are seconds or minutes as named."""

    config: Path
    data: Path
    workspace: Literal["embedded", "google"]
    timezone: ZoneInfo
    interval_seconds: int
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
    path = config / "settings.yaml"
    defaults = dict(_leaves(_read(folder("config") / "settings.yaml")))
    try:
        written = _read(path)
    except FileNotFoundError:
        return None, (Problem(str(path), 1, "", "the file is missing", "run nithet init to make one"),)
    except UnicodeDecodeError:
        return None, (Problem(str(path), 1, "", "the file is not UTF-8", "save it as UTF-8"),)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, (Problem(str(path), line, "", f"broken YAML: {error.problem}", ""),)
    given = dict(_leaves(written))
    problems = [*_unknown(path, given), *_wrong(path, given)]
    if problems:
        return None, tuple(sorted(problems))
    return _settings(config, {key: _Written(v.value, v.line) for key, v in (defaults | given).items()}), ()


@dataclass(frozen=True, slots=True)
class _Written:
    value: Any
    line: int


def _read(path: Path) -> CommentedMap:
    read = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    return read if isinstance(read, CommentedMap) else CommentedMap()


def _leaves(tree: CommentedMap, prefix: str = "") -> Iterator[tuple[str, _Written]]:
    for key, value in tree.items():
        if isinstance(value, CommentedMap):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", _Written(value, tree.lc.key(key)[0] + 1)


_Check = Callable[[Any], bool]


def _one_of(*words: str) -> tuple[_Check, str]:
    return lambda v: v in words, " or ".join(words)


def _whole(lowest: int, highest: int) -> tuple[_Check, str]:
    return (
        lambda v: isinstance(v, int) and not isinstance(v, bool) and lowest <= v <= highest,
        f"a whole number from {lowest} to {highest}",
    )


def _is_zone(value: Any) -> bool:
    try:
        ZoneInfo(value)
    except (ValueError, TypeError, OSError, LookupError):
        return False
    return True


_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


def _is_mail(value: Any) -> bool:
    return isinstance(value, str) and _MAIL.fullmatch(value) is not None


def _are_mails(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_mail, value))


_TEXT: tuple[_Check, str] = (lambda v: isinstance(v, str), "text")
_KEYS: Mapping[str, tuple[_Check, str]] = {
    "workspace": _one_of("embedded", "google"),
    "timezone": (_is_zone, "a time zone such as Asia/Bangkok"),
    "data": (lambda v: isinstance(v, str) and bool(v), "a folder"),
    "interval": (lambda v: v == "auto" or _whole(1, 86400)[0](v), "auto, or whole seconds from 1 to 86400"),
    "embedded.port": _whole(0, 65535),
    "google.credentials": _one_of("token", "service-account"),
    "google.file": _TEXT,
    "google.folder": _TEXT,
    "forms.respondents": (lambda v: v == "anyone" or _are_mails(v), "anyone, or a list of e-mail addresses"),
    "forms.overlap": _whole(1, 1440),
    "reports.weekly.cut": (
        lambda v: isinstance(v, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", v) is not None,
        'a time such as "18:00"',
    ),
    "reports.weekly.to": (lambda v: _are_mails(v) and bool(v), "a list of e-mail addresses, one or more"),
    "reports.weekly.cc": (_are_mails, "a list of e-mail addresses"),
    "mail.deliver": _one_of("outbox", "smtp"),
    "mail.sender": (_is_mail, "an e-mail address"),
    "mail.smtp.host": _TEXT,
    "mail.smtp.port": _whole(1, 65535),
    "mail.smtp.security": _one_of("starttls", "tls", "none"),
    "mail.smtp.username": _TEXT,
    "mail.smtp.password_file": _TEXT,
}


def _unknown(path: Path, given: Mapping[str, _Written]) -> Iterator[Problem]:
    for key, written in given.items():
        if key not in _KEYS:
            yield Problem(str(path), written.line, key, "unknown key", "one of " + ", ".join(_KEYS))


def _wrong(path: Path, given: Mapping[str, _Written]) -> Iterator[Problem]:
    for key, written in given.items():
        if key in _KEYS and not _KEYS[key][0](written.value):
            yield Problem(str(path), written.line, key, f"{written.value!r} is not accepted", _KEYS[key][1])
    host, deliver = given.get("mail.smtp.host"), given.get("mail.deliver")
    if deliver and deliver.value == "smtp" and not (host and host.value):
        yield Problem(
            str(path), deliver.line, "mail.smtp.host", "mail is to be sent, but by no server", "a host name"
        )


def _settings(config: Path, all_keys: Mapping[str, _Written]) -> Settings:
    get = {key: written.value for key, written in all_keys.items()}
    interval = get["interval"]
    if interval == "auto":
        interval = 30 if get["workspace"] == "google" else 5
    respondents = get["forms.respondents"]
    return Settings(
        config=config.resolve(),
        data=Path(os.environ.get("NITHET_DATA") or get["data"]).resolve(),
        workspace=get["workspace"],
        timezone=ZoneInfo(get["timezone"]),
        interval_seconds=interval,
        port=get["embedded.port"],
        credentials=get["google.credentials"],
        credentials_file=get["google.file"],
        drive_folder=get["google.folder"],
        respondents=() if respondents == "anyone" else tuple(respondents),
        overlap_minutes=get["forms.overlap"],
        cut=time.fromisoformat(get["reports.weekly.cut"]),
        to=tuple(get["reports.weekly.to"]),
        cc=tuple(get["reports.weekly.cc"]),
        deliver=get["mail.deliver"],
        sender=get["mail.sender"],
        smtp=Smtp(
            host=get["mail.smtp.host"],
            port=get["mail.smtp.port"],
            security=get["mail.smtp.security"],
            username=get["mail.smtp.username"],
            password_file=get["mail.smtp.password_file"],
        ),
    )
