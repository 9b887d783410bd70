"""The queries of tallies: what finds the responses that one counts."""

from __future__ import annotations

from forms.model import Query, Summary


def query_of(summary: Summary, dimension: str = "all", member: str = "", measure: str = "responses") -> Query:
    """What finds the responses that a tally of the summary counts."""
    return Query(summary.form, summary.partition, summary.period, dimension, member, measure)
