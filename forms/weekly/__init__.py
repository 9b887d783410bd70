"""The director's weekly report as figures: what was done, what is missing, what has changed since."""

from forms.weekly.compose import weekly_report
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
    "Compared",
    "Figure",
    "LogDays",
    "NetworkCoverage",
    "Reported",
    "Restated",
    "SchoolScore",
    "Traced",
    "WeeklyReport",
    "traced",
    "weekly_report",
]
