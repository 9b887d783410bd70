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

__all__ = [
    "Compared",
    "Figure",
    "LogDays",
    "NetworkCoverage",
    "Reported",
    "Restated",
    "SchoolScore",
    "WeeklyReport",
    "weekly_report",
]
