"""Summaries: mergeable counts and sums of one form's entries, per partition and period."""

from forms.response.entries import day_of
from forms.summary.coverage import Coverage, Visits, coverage
from forms.summary.cuts import belongs
from forms.summary.merge import merge, merge_anew
from forms.summary.stored import from_json, to_json
from forms.summary.summarise import summarise

__all__ = [
    "Coverage",
    "Visits",
    "belongs",
    "coverage",
    "day_of",
    "from_json",
    "merge",
    "merge_anew",
    "summarise",
    "to_json",
]
