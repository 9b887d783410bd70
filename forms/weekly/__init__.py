"""The director's weekly report as figures: what was done, what is missing, what has changed since."""

from forms.weekly.compose import weekly_report
from forms.weekly.lines import (
    Case,
    Coming,
    ComingDuties,
    Freshness,
    Help,
    Lines,
    Practice,
    Reason,
    Record,
    Waiting,
)
from forms.weekly.records import Records
from forms.weekly.report import (
    Compared,
    Figure,
    LogDays,
    NetworkCoverage,
    Reported,
    Restated,
    SchoolScore,
    WeeklyReport,
)
from forms.weekly.traced import Traced, traced

__all__ = [
    "Case",
    "Coming",
    "ComingDuties",
    "Compared",
    "Figure",
    "Freshness",
    "Help",
    "Lines",
    "LogDays",
    "NetworkCoverage",
    "Practice",
    "Reason",
    "Record",
    "Records",
    "Reported",
    "Restated",
    "SchoolScore",
    "Traced",
    "Waiting",
    "WeeklyReport",
    "traced",
    "weekly_report",
]
