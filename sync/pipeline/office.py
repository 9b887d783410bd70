"""The office as configured: settings, forms, organisation, calendar, duties, papers: linted together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from forms.calendar import Calendar, load_calendar
from forms.definition import load_forms, packaged_definitions
from forms.duties import Duties, load_duties
from forms.model import Form, Organisation, Problem
from forms.organisation import load_organisation
from forms.papers.load import load_report_rules
from forms.papers.rules import ReportRules
from forms.results.load import load_result_rules
from forms.results.rules import ResultRules
from sync.errors import InputError
from sync.packaged import folder
from sync.settings import Settings, load_settings

_JUDGING = 3  # rises where the same version judges the same answers otherwise than before


@dataclass(frozen=True, slots=True)
class Office:
    """What every step works by. `rules` is a fingerprint: another one means that all is judged anew.

    `warnings` are what is likely not meant so in the configuration, and is worked with all the same.
    """

    settings: Settings
    forms: Mapping[str, Form]
    organisation: Organisation
    calendar: Calendar
    duties: Duties
    results: ResultRules
    reports: ReportRules
    rules: str
    warnings: tuple[Problem, ...] = ()


class ConfigurationWrong(InputError):
    """The configuration or a definition cannot be used; `problems` says all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("configuration-wrong", count=len(problems))
        self.problems = problems


def definitions_folder(config: Path) -> Path:
    """The office's own definitions beside its configuration, else those that travel with nithet."""
    own = config / "forms"
    return own if own.is_dir() else packaged_definitions()


def duties_folder(config: Path) -> Path:
    """Where the office's own duties.yaml lies, else the folder of the one that travels with nithet."""
    return config if (config / "duties.yaml").is_file() else folder("config")


def results_folder(config: Path) -> Path:
    """Where the office's own results.yaml lies, else the folder of the one that travels with nithet."""
    return config if (config / "results.yaml").is_file() else folder("config")


def reports_folder(config: Path) -> Path:
    """Where the office's own reports.yaml lies, else the folder of the one that travels with nithet."""
    return config if (config / "reports.yaml").is_file() else folder("config")


def open_office(config: Path, now: datetime | None = None) -> Office:
    """Read everything; raise ConfigurationWrong with every problem at once.

    With `now`, who and what is there on that day is looked at, too, for the warnings.
    """
    settings, in_settings = load_settings(config)
    today = now.astimezone(settings.timezone).date() if now and settings else None
    forms, in_forms = load_forms(definitions_folder(config))
    organisation, in_organisation = load_organisation(config, today, forms.values())
    calendar, in_calendar = load_calendar(config, today)
    duties, in_duties = load_duties(duties_folder(config), forms, calendar, today)
    # The one that travels with nithet may name learning areas that this office does not have.
    own = organisation if results_folder(config) == config else None
    results, in_results = load_result_rules(results_folder(config), own)
    reports, in_reports = _reports(config, duties, organisation, calendar)
    in_rules = (*in_duties, *in_results, *in_reports)
    problems = (*in_settings, *in_organisation, *in_calendar, *in_forms, *in_rules)
    wrong = tuple(problem for problem in problems if problem.severity == "error")
    if wrong or settings is None or organisation is None or calendar is None:
        raise ConfigurationWrong(wrong)
    assert duties and results and reports
    reports = replace(reports, cut=settings.cut, zone=settings.timezone)
    rules = fingerprint(config)
    return Office(settings, forms, organisation, calendar, duties, results, reports, rules, problems)


def _reports(
    config: Path, duties: Duties | None, organisation: Organisation | None, calendar: Calendar | None
) -> tuple[ReportRules | None, tuple[Problem, ...]]:
    """What reports.yaml says; the packaged one may name posts that this office does not have."""
    if reports_folder(config) != config:
        return load_report_rules(folder("config"))
    known = tuple(rule.id for rule in duties.rules) if duties else None
    return load_report_rules(config, known, organisation, calendar)


def fingerprint(config: Path) -> str:
    """Sixteen hex digits that change with nithet's version or with any file that responses are judged by."""
    digest = hashlib.sha256(f"{version('nithet')} {_JUDGING}".encode())
    judging = [config / name for name in ("organisation.yaml", "schools.csv", "calendar.yaml")]
    judging += [duties_folder(config) / "duties.yaml", results_folder(config) / "results.yaml"]
    for path in (*judging, *sorted(definitions_folder(config).glob("*.yaml"))):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
