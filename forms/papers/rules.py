"""Which papers the office makes, when and for whom, and whom it reminds: the rules of config/reports.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, time, tzinfo
from typing import Literal

from forms.model import PeriodKind
from forms.papers.model import PaperKind

Every = PeriodKind | Literal["record"]

# How often each kind may be made, the usual rhythm first; "record": from a response, whenever one comes.
RHYTHMS: Mapping[PaperKind, tuple[Every, ...]] = {
    "weekly": ("week",),
    "daily-logs": ("week",),
    "journey-memo": ("record",),
    "network-semester": ("semester",),
    "group-semester": ("semester",),
    "ast-round": ("semester",),
    "half-year": ("fiscal_half",),
    "committee-pack": ("quarter",),
    "monthly-pack": ("month",),
    "minutes": ("record",),
    "case": ("record",),
    "yearly": ("fiscal_year", "academic_year"),
    "network-page": ("semester",),
}


@dataclass(frozen=True, slots=True)
class PaperRule:
    """When a kind of paper is made, and whom it goes to.

    Its period closes on its own last working day; with `working_days_after`, so many working days after
    its end; with `months_before` (six-month drafts), so many months before the report is due. The pack of a
    month closes on the working day before the next month's meeting; `meetings` are those that are held on
    another day than the first Monday, by their month ("2570-01"). `at` is the hour, None that of the weekly
    mail's cut. `to` are posts, "owner" (whom the paper is about) and addresses.
    """

    kind: PaperKind
    every: Every
    at: time | None = None
    working_days_after: int = 0
    months_before: int = 0
    meetings: Mapping[str, date] = field(default_factory=dict)
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """Whom the office reminds: from the hour `at` of each working day, of what is due or late.

    `within_days` before the due day and `late_days` after it are reminded of; `without` are the ids of
    duties that nobody is reminded of.
    """

    send: bool = False
    at: time = time(8, 30)
    within_days: int = 0
    late_days: int = 30
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRules:
    """Everything that reports.yaml says, with the office's time zone and the hour of the weekly cut."""

    papers: tuple[PaperRule, ...] = ()
    reminders: ReminderRules = ReminderRules()
    cut: time = time(18)
    zone: tzinfo = UTC

    def of(self, kind: PaperKind) -> PaperRule | None:
        """The rule of a kind; None where the office does not make it."""
        return next((rule for rule in self.papers if rule.kind == kind), None)
