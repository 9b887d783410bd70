"""What the operator sees: messages in one language, tables, errors as what, where and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from forms.model import Problem
from forms.thai import thai_datetime
from sync.errors import NithetError
from sync.messages import Messages
from sync.pipeline.office import ConfigurationWrong
from sync.plain_text import for_terminal


class Terminal(Console):
    """A console that obeys nothing that stands in what it prints: answers and names are others' text."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print, texts without control characters."""
        super().print(*(for_terminal(one) if isinstance(one, str) else one for one in objects), **options)


class Screen:
    """The terminal: results go to stdout, what is wrong to stderr."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages
        self.out = Terminal(highlight=False, soft_wrap=True)
        self.err = Terminal(stderr=True, highlight=False, soft_wrap=True)

    def say(self, key: str, **values: object) -> str:
        """A message of the catalogue."""
        return self.messages.say(key, **values)

    def tell(self, key: str, **values: object) -> None:
        """Print a message of the catalogue."""
        self.out.print(escape(self.say(key, **values)))

    def warn(self, key: str, **values: object) -> None:
        """Print a message of the catalogue to stderr."""
        self.err.print(f"[bold yellow]{escape(self.say(key, **values))}[/]")

    def json(self, body: Mapping[str, Any]) -> None:
        """Print JSON and nothing else, its keys English; what a terminal would obey is escaped."""
        self.out.file.write(_OBEYED.sub(_escaped, json.dumps(body, ensure_ascii=False)) + "\n")

    def error(self, error: NithetError) -> None:
        """Print what happened, where, and what to do."""
        told = self.messages.explain(error)
        self.err.print(f"[bold red]{escape(told.what)}[/]")
        for label, text in (("label.where", told.where), ("label.do", told.do)):
            if text:
                self.err.print(f"  {self.say(label)} {escape(text)}")

    def failure(self, error: Exception) -> None:
        """Print what made a cycle fail; a fault of our own by its name, its traceback is in the log."""
        if isinstance(error, ConfigurationWrong):
            self.warn("run.configuration-kept")
            self.problems(error.problems)
        elif isinstance(error, NithetError):
            self.error(error)
        else:
            self.err.print(f"[bold red]{escape(self.say('run.fault', error=type(error).__name__))}[/]")

    def status(self, found: Mapping[str, Any], zone: ZoneInfo) -> None:
        """Print what `status_of` found, its times on the office's clock."""
        last = self._time(found["last_news"], zone) if found["last_news"] else "-"
        self.tell("status.fresh", workspace=found["workspace"], last=last)
        if found["address"]:
            self.tell("status.open", address=found["address"])
        elif found["workspace"] == "embedded":
            self.tell("status.closed")
        is_well = self._daemon(found["daemon"], zone) and not found["troubles"]
        for form, state in found["forms"].items():
            self.tell("status.form", form=form, responses=state["responses"], fill=state["fill"])
        self.tell("status.findings", errors=found["findings"]["error"], warnings=found["findings"]["warning"])
        self.tell("status.spreadsheets", count=found["spreadsheets"])
        for year, of in found["past_years"].items():
            self.tell("status.past", year=year, **of)
        self._backup(found["backup"], zone)
        if found["left_over"]:
            self.tell("status.left", count=found["left_over"])
        if found["first_round"]:
            self.tell("status.first-round")
        elif is_well:
            self.tell("status.well")
        for trouble in found["troubles"]:
            since = self._time(trouble["since"], zone)
            self.err.print(
                escape(
                    self.say(
                        "status.trouble", subject=trouble["subject"], since=since, times=trouble["times"]
                    )
                )
            )
            self.error(NithetError(trouble["code"], **trouble["values"]))
            if trouble["next_try"]:
                self.err.print(escape(self.say("status.aside", next=self._time(trouble["next_try"], zone))))

    def _daemon(self, found: Mapping[str, Any] | None, zone: ZoneInfo) -> bool:
        """Print whether `run` is at work; where it is not, that comes with what to do. False for not well."""
        if found is None:
            return True  # an office that gives nithet sync by itself
        seen = self._time(found["seen"], zone)
        good = self._time(found["good"], zone) if found["good"] else "-"
        if found["state"] == "ended":
            self.warn("status.ended", seen=seen)
        elif not found["lives"]:
            self.warn("status.silent", seen=seen, good=good)
        elif "failed" in found["outcome"]:
            self.warn("status.breaks-off", good=good)
        else:
            self.tell("status.lives", good=good, process=found["pid"])
            return True
        return False

    def _backup(self, found: Mapping[str, Any], zone: ZoneInfo) -> None:
        """Print how old the latest backup is; louder where the nightly one has not come for days."""
        if found["made"] is None:
            if found["is_old"]:
                self.warn("status.backup-none")
            return
        moment = self._time(found["made"], zone)
        if found["is_old"]:
            self.warn("status.backup-old", days=found["days"], moment=moment)
        else:
            self.tell("status.backup", moment=moment)

    def moment(self, moment: datetime, zone: ZoneInfo) -> str:
        """A moment on the office's clock, in the screen's language."""
        local = moment.astimezone(zone)
        return thai_datetime(local) if self.messages.language == "th" else f"{local.day} {local:%B %Y %H:%M}"

    def _time(self, moment: str, zone: ZoneInfo) -> str:
        return self.moment(datetime.fromisoformat(moment), zone)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Print every problem of the configuration: file, line, path, what is wrong, what is accepted."""
        found = list(problems)
        self.err.print(f"[bold red]{self.say('check.wrong', count=len(found))}[/]")
        self._each(found)

    def warnings(self, problems: Iterable[Problem]) -> None:
        """Print what in the configuration is likely not meant so, in the same way; else nothing."""
        found = list(problems)
        if found:
            self.warn("check.warnings", count=len(found))
            self._each(found)

    def templates(self, problems: Iterable[Problem]) -> None:
        """Print what is wrong with templates of papers: the packaged ones are used until it is mended."""
        found = list(problems)
        self.warn("check.templates", count=len(found))
        self._each(found)

    def _each(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            place = f"{problem.file}:{problem.line}" + (f" {problem.path}" if problem.path else "")
            message, accepted = self.messages.problem(problem)
            self.err.print(f"  [bold]{escape(place)}[/]\n    {escape(message)}")
            if accepted:
                self.err.print(f"    {self.say('label.accepted')} {escape(accepted)}")


_OBEYED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def told_of(problem: Problem) -> dict[str, Any]:
    """A problem of the configuration for `--json`, in English."""
    names = ("file", "line", "path", "message", "accepted", "severity")
    return {name: getattr(problem, name) for name in names}
